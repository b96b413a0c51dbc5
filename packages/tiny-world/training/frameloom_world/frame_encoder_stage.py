"""Trains the encoder to read out of pictures what the scene's own latents say."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from .clips import HELD_SEED, render_clips
from .decoder import TRIM
from .decoder_stage import AVERAGE, LOG_STEPS
from .frame_encoder import FrameEncoder
from .optimiser import Average, Optimiser
from .run import Run, half_precision

BATCH = 4
CHARACTER_WEIGHT = 5.0
"""How much more than the scenery the cells of the character count."""
MUON_RATE = 0.002
ADAM_RATE = 1e-3
PICTURE_NOISE = 0.03
"""Largest deviation of the noise added to pictures, so that small errors of pictures from outside are forgiven."""


def train_frame_encoder(
    folder: Path,
    size: tuple[int, int],
    widths: tuple[int, int, int],
    seconds: float,
    clips: int,
    seed: int,
    start: Path | None = None,
) -> None:
    """Trains until `seconds` of run time are spent, resuming from the folder's checkpoint if it has one.

    A new run begins with the weights in folder `start`, or with random ones.
    """
    torch.manual_seed(seed)
    model = FrameEncoder(widths).to(memory_format=torch.channels_last)
    if start is not None:
        model.load_state_dict(load_file(start / "encoder.safetensors"))
    optimiser = Optimiser(model, lambda _, p: p.dim() == 4 and min(p.shape[:2]) >= 16, MUON_RATE, ADAM_RATE)
    average = Average(model, AVERAGE)
    latents, frames, masks = render_clips(clips, size, seed)
    held_latents, held_frames, _ = render_clips(16, size, HELD_SEED)
    run = Run(folder, "encoder", seconds)
    run.resume(model, optimiser, average)
    generator = torch.Generator().manual_seed(seed + run.step)
    autocast = half_precision()
    while run.progress < 1.0:
        index = torch.randint(clips, (BATCH,), generator=generator)
        shown = frames[index, TRIM:].float() / 255
        shown = shown + PICTURE_NOISE * torch.rand(BATCH, 1, 1, 1, 1) * torch.randn_like(shown)
        near = masks[index, TRIM::4].float() / 255
        near = torch.nn.functional.adaptive_max_pool2d(near, latents.shape[-2:])
        with autocast:
            made = model(shown)
        weight = 1.0 + CHARACTER_WEIGHT * near.unsqueeze(2)
        loss = ((made.float() - latents[index]).square() * weight).mean()
        loss.backward()
        optimiser.step(run.rate(warm_up=50))
        average.update(model)
        run.step += 1
        if run.step % LOG_STEPS == 0:
            kept = FrameEncoder(widths)
            kept.load_state_dict(average.weights)
            with torch.no_grad():
                error = (kept(held_frames[:, TRIM:].float() / 255) - held_latents).square().mean()
            run.log(loss=float(loss.detach()), held_error=float(error), rate=run.rate(50))
        if run.checkpoint_due or run.progress >= 1.0:
            run.keep(model, optimiser, average)


def write_frame_encoder(folder: Path, weights: Path, widths: tuple[int, int, int]) -> None:
    """encoder.safetensors, F32, beside the other weights, from a run's checkpoint."""
    weights.mkdir(parents=True, exist_ok=True)
    kept = torch.load(folder / "encoder.pt", weights_only=True)
    model = FrameEncoder(widths)
    model.load_state_dict(kept["state"]["average"])
    tensors = {name: value.float().contiguous().clone() for name, value in model.state_dict().items()}
    save_file(tensors, weights / "encoder.safetensors")
