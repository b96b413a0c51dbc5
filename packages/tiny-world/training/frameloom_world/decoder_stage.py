"""Stage 1: trains the decoder to draw what latents say."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from .clips import HELD_SEED, draw_batch, render_clips
from .decoder import TRIM, Decoder
from .optimiser import Average, Optimiser
from .run import Run, half_precision

AVERAGE = 0.99
"""Decay of the average of weights that is kept."""
LOG_STEPS = 50
MUON_RATE = 0.001
ADAM_RATE = 1e-3
CHARACTER_WEIGHT = 8.0
"""How much more than the scenery the character's pixels count."""
LATENT_NOISE = 0.12
"""Deviation of the noise added to latents, so that the decoder forgives small errors of the denoiser."""


def reconstruction_loss(made: Tensor, true: Tensor, mask: Tensor) -> Tensor:
    """Absolute error of values, of changes in time and of changes in space; the character counts more."""
    weight = 1.0 + CHARACTER_WEIGHT * mask.unsqueeze(2)
    error = made - true
    loss = (error.abs() * weight).mean()
    loss = loss + 0.5 * (error.diff(dim=1).abs() * weight[:, 1:]).mean()
    across = (error.diff(dim=-1).abs() * weight[..., 1:]).mean()
    return loss + 0.5 * (across + (error.diff(dim=-2).abs() * weight[..., 1:, :]).mean())


def psnr(made: Tensor, true: Tensor) -> float:
    """Mean over pixel frames of the peak signal-to-noise ratio in decibels, both in [0, 1]."""
    error = (made.clamp(0, 1) - true).square().mean(dim=(-1, -2, -3)).clamp_min(1e-10)
    return float((-10.0 * error.log10()).mean())


def character_error(made: Tensor, true: Tensor, mask: Tensor) -> float:
    """Mean squared error of the character's pixels, all in [0, 1]."""
    error = (made.clamp(0, 1) - true).square().mean(2)
    return float((error * mask).sum() / mask.sum())


def train_decoder(
    folder: Path,
    size: tuple[int, int],
    widths: tuple[int, int, int, int],
    seconds: float,
    clips: int,
    seed: int,
    start: Path | None = None,
) -> None:
    """Trains until `seconds` of run time are spent, resuming from the folder's checkpoint if it has one.

    A new run begins with the weights in folder `start`, or with random ones.
    """
    torch.manual_seed(seed)
    model = Decoder(widths).to(memory_format=torch.channels_last)
    if start is not None:
        model.load_state_dict(load_file(start / "decoder.safetensors"))
    optimiser = Optimiser(model, lambda _, p: p.dim() == 4 and min(p.shape[:2]) >= 16, MUON_RATE, ADAM_RATE)
    average = Average(model, AVERAGE)
    shown_clips = render_clips(clips, size, seed)
    held_latents, held_frames, held_masks = render_clips(16, size, HELD_SEED)
    held_true, held_mask = held_frames[:, TRIM:].float() / 255, held_masks[:, TRIM:].float() / 255
    run = Run(folder, "decoder", seconds)
    run.resume(model, optimiser, average)
    generator = torch.Generator().manual_seed(seed + run.step)
    autocast = half_precision()
    while run.progress < 1.0:
        shown, true, mask = draw_batch(shown_clips, run.step % 2 == 1, generator)
        with autocast:
            made = model(shown + LATENT_NOISE * torch.rand(len(shown), 1, 1, 1, 1) * torch.randn_like(shown))
        loss = reconstruction_loss(made.float(), true[:, TRIM:], mask[:, TRIM:])
        loss.backward()
        optimiser.step(run.rate(warm_up=50))
        average.update(model)
        run.step += 1
        if run.step % LOG_STEPS == 0:
            with torch.no_grad():
                drawn = averaged(average, widths)(held_latents)
            figures = {"psnr": psnr(drawn, held_true), "character": character_error(drawn, held_true, held_mask)}
            run.log(loss=float(loss.detach()), **figures, rate=run.rate(50))
        if run.checkpoint_due or run.progress >= 1.0:
            run.keep(model, optimiser, average)


def averaged(average: Average, widths: tuple[int, int, int, int]) -> Decoder:
    model = Decoder(widths).to(memory_format=torch.channels_last)
    model.load_state_dict(average.weights)
    return model


def load_decoder(folder: Path, widths: tuple[int, int, int, int]) -> Decoder:
    """The averaged weights of a run, ready to use."""
    kept = torch.load(folder / "decoder.pt", weights_only=True)
    model = Decoder(widths)
    model.load_state_dict(kept["state"]["average"])
    return model.eval().requires_grad_(False)
