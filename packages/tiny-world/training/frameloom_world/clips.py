"""Rendered clips that decoder and encoder learn from, and the crops of them that a step of the decoder sees."""

from __future__ import annotations

import torch
from torch import Tensor

from .decoder import FRAMES, PIXELS
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
HELD_SEED = 1_000_003
"""Of the clips that are not trained on, whatever the run's own seed."""

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
