"""Stage 1: trains the decoder to draw what latents say."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from .decoder import FRAMES, PIXELS, TRIM, Decoder
from .optimiser import Average, Optimiser
from .run import Run, half_precision
from .scene_latents import SceneLatents
from .scene_table import draw_rows
from .world import render

CLIP_LATENTS = 4
WIDE = 2
"""Crops of a step that sees whole clips at full height."""
WIDE_COLUMNS = 11
"""Columns of latent cells of such a crop; the decoder is local, so what it learns holds for any width."""
CLOSE = 12
"""Crops of every other step: around the character, and short, because what follows is nearly the same picture again."""
CLOSE_CELLS = 9
CLOSE_LATENTS = 2
AVERAGE = 0.99
"""Decay of the average of weights that is kept."""
LOG_STEPS = 50
HELD_SEED = 1_000_003
"""Of the clips that are not trained on, whatever the run's own seed."""
MUON_RATE = 0.001
ADAM_RATE = 1e-3
CHARACTER_WEIGHT = 8.0
"""How much more than the scenery the character's pixels count."""
LATENT_NOISE = 0.12
"""Deviation of the noise added to latents, so that the decoder forgives small errors of the denoiser."""


Clips = tuple[Tensor, Tensor, Tensor]
"""Latents [N, T, 16, h, w], frames [N, 4T, 3, H, W] and masks [N, 4T, H, W]."""


def render_clips(count: int, size: tuple[int, int], seed: int) -> Clips:
    """`count` clips: latents [count, T, 16, h, w], and frames [count, 4T, 3, H, W] and masks [count, 4T, H, W] as bytes."""
    scenes = draw_rows(count, torch.Generator().manual_seed(seed))
    latents, _ = SceneLatents(size)(scenes, torch.arange(CLIP_LATENTS).expand(count, -1))
    times = torch.arange(CLIP_LATENTS * FRAMES)
    frames = torch.empty(count, len(times), 3, *size, dtype=torch.uint8)
    masks = torch.empty(count, len(times), *size, dtype=torch.uint8)
    for index, row in enumerate(scenes):
        clip = render(row, times, size)
        frames[index] = (clip.frames * 255).round()
        masks[index] = (clip.mask * 255).round()
    return latents, frames, masks


def crop(clips: Clips, clip: int, latents: slice, rows: slice, columns: slice) -> Clips:
    """Part of one clip; all slices in latent frames and cells."""
    times = slice(latents.start * FRAMES, latents.stop * FRAMES)
    high, wide = (slice(cells.start * PIXELS, cells.stop * PIXELS) for cells in (rows, columns))
    shown, frames, masks = (part[clip] for part in clips)
    return shown[latents, :, rows, columns], frames[times, :, high, wide], masks[times, high, wide]


def draw_wide(clips: Clips, generator: torch.Generator) -> Clips:
    """A whole clip at random columns."""
    clip, first = draw(len(clips[0]), generator), draw(clips[0].shape[-1] - WIDE_COLUMNS + 1, generator)
    height = clips[0].shape[-2]
    return crop(clips, clip, slice(0, CLIP_LATENTS), slice(0, height), slice(first, first + WIDE_COLUMNS))


def draw_close(clips: Clips, generator: torch.Generator) -> Clips:
    """A moment of a clip at a random place that holds the middle of the character, in a clip where it is seen."""
    while True:
        clip, first = draw(len(clips[0]), generator), draw(CLIP_LATENTS - CLOSE_LATENTS + 1, generator)
        seen = (clips[2][clip, (first + CLOSE_LATENTS) * FRAMES - 1] > 127).nonzero()
        if len(seen) > 0:
            break
    places: list[slice] = []
    for middle, cells in zip((seen.float().mean(0) / PIXELS).long().tolist(), clips[0].shape[-2:], strict=True):
        corner = middle - CLOSE_CELLS // 2 + draw(5, generator) - 2
        corner = min(cells - CLOSE_CELLS, max(0, corner))
        places.append(slice(corner, corner + CLOSE_CELLS))
    return crop(clips, clip, slice(first, first + CLOSE_LATENTS), *places)


def draw(count: int, generator: torch.Generator) -> int:
    return int(torch.randint(count, (1,), generator=generator))


def draw_batch(clips: Clips, close: bool, generator: torch.Generator) -> Clips:
    """Crops as a step sees them; frames and masks in [0, 1]."""
    crops = [draw_close(clips, generator) for _ in range(CLOSE)] if close else []
    crops = crops or [draw_wide(clips, generator) for _ in range(WIDE)]
    shown, true, mask = (torch.stack(parts) for parts in zip(*crops, strict=True))
    return shown, true.float() / 255, mask.float() / 255


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
