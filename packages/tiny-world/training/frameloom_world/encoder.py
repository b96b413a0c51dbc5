"""Scenes to latents: what an encoder would read out of pictures, computed from the scene itself.

Every channel is a field sampled at the middle of each 8x8 cell at the last of the latent frame's 4 pixel frames: distances
to ridges, the character's own coordinates, soft bumps where things are, and codes for what things are. Fields
that are smooth at the scale of a cell keep edges sharp (the decoder draws them where a distance crosses zero) and move
evenly, which is what lets a small denoiser learn them. Channels have zero mean and unit deviation,
those that are mostly empty less.

    0, 1   hour of the day as a point on a circle          7, 8    right of, and down from, the character's middle
    2, 3   below the far and the middle ridge              9       a bump at the character
    4      clouds, landmarks and ground texture, by row    10..12  that bump times its colour
    5      sun (positive) and moon (negative)              13      that bump times its shape, in four levels
    6      the bump of channel 9 times the mark's level    14, 15  biome as a point on a circle
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from .decoder import FRAMES, LATENT_CHANNELS, PIXELS
from .scene import BIOMES, COLOURS, LAYER_PERIOD
from .scene_table import COLUMNS, advance, draw_rows
from .world import (
    CLOUDS,
    GROUND_LINE,
    HOP_HEIGHT,
    LANDMARKS,
    MARGIN,
    RADIUS,
    ground_texture,
    ridge,
)

REACH = 16.0
"""Pixels after which a distance to a ridge is cut off."""
NEAR = 14.0
"""Unit of the character's own coordinates in pixels; they are cut off at 1.4 of it."""


QUIETEST = 0.25
"""Smallest deviation that is divided out: a channel that is mostly zero would else peak far beyond the decoder's clamp."""
BUMP = 8.0
"""Width of the bump at the character, in pixels."""


class Encoder:
    """Encodes scenes for pictures of `size` (height, width)."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.grid = (size[0] // PIXELS, size[1] // PIXELS)
        unit = size[0] / 64.0
        self.width = size[1] / unit
        self.x = (torch.arange(self.grid[1]) + 0.5) * PIXELS / unit
        self.y = ((torch.arange(self.grid[0]) + 0.5) * PIXELS / unit).view(-1, 1)
        self.mean, self.deviation = torch.zeros(LATENT_CHANNELS), torch.ones(LATENT_CHANNELS)
        generator = torch.Generator().manual_seed(99)
        sample = self(draw_rows(4096, generator), torch.zeros(4096, 1, dtype=torch.long))[0]
        self.mean, self.deviation = sample.mean((0, 1, 3, 4)), sample.std((0, 1, 3, 4)).clamp_min(QUIETEST)

    def __call__(self, scenes: Tensor, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Latents [B, T, 16, h, w] of scene rows [B, columns] at latent frames [B, T], and which cells the character is near [B, T, h, w]."""
        batch, length = frames.shape
        times = frames.reshape(-1).double() * FRAMES + FRAMES - 1
        now = advance(scenes.repeat_interleave(length, 0), times)
        far, mid, ground, bounce, hop, day = (
            now[:, COLUMNS[name]].float().view(-1, 1, 1) for name in ("far", "mid", "ground", "bounce", "hop", "day")
        )
        biome, colour, shape, mark = (
            now[:, COLUMNS[name]].float().view(-1, 1, 1) for name in ("biome", "colour", "shape", "mark")
        )
        fields = [turn(day), turn(day, 0.25)]
        for layer, offset, base, rise in (("far", far, 38.0, 20.0), ("mid", mid, 47.0, 18.0)):
            top = base - rise * self.ridge(biome, layer, self.x / LAYER_PERIOD + offset)
            fields.append(((self.y - top) / REACH).clamp(-1, 1))
        fields.append(self.scenery(far, ground))
        fields.append(self.lights(day))
        rise = torch.sin(math.pi * hop)
        cx = MARGIN + (self.width - 2.0 * MARGIN) * (1.0 - (2.0 * bounce - 1.0).abs())
        cy = GROUND_LINE + 7.0 - RADIUS * (1.0 - 0.16 * (1.0 - rise) ** 4) - HOP_HEIGHT * rise
        u, v = (self.x - cx) / NEAR, (self.y - cy) / NEAR
        bump = torch.exp(-0.5 * ((self.x - cx) ** 2 + (self.y - cy) ** 2) / BUMP**2)
        fields += [bump * (mark / 1.5 - 1), u.clamp(-1.4, 1.4), v.clamp(-1.4, 1.4), bump]
        paint = torch.tensor(list(COLOURS.values()))[colour.long().flatten()] - 0.5
        fields += [bump * value.view(-1, 1, 1) for value in paint.unbind(1)]
        fields += [bump * (shape / 1.5 - 1)]
        fields += [turn(biome / len(BIOMES)), turn(biome / len(BIOMES), 0.25)]
        stacked = torch.stack([field.expand(batch * length, *self.grid) for field in fields], 1)
        latents = (stacked - self.mean.view(-1, 1, 1)) / self.deviation.view(-1, 1, 1)
        near = ((u.abs() < 1.2) & (v.abs() < 1.2)).expand(-1, *self.grid)
        return latents.unflatten(0, (batch, length)), near.unflatten(0, (batch, length))

    def ridge(self, biome: Tensor, layer: str, place: Tensor) -> Tensor:
        """Heights of the layer's ridge for each row's own biome."""
        every = torch.stack([ridge(name, layer, place) for name in BIOMES])
        return every.gather(0, biome.long().expand_as(place).unsqueeze(0)).squeeze(0)

    def scenery(self, far: Tensor, ground: Tensor) -> Tensor:
        """Clouds in the upper rows, landmarks around the horizon, the ground's texture below it."""

        def across(place: float, offset: Tensor) -> Tensor:
            return self.x - ((place - offset + 0.25) % 1.0 - 0.25) * LAYER_PERIOD

        clouds = sum(
            (
                torch.exp(-((across(place, far) / half) ** 2) - ((self.y - height) / 6.0) ** 2)
                for place, height, half in CLOUDS
            ),
            torch.zeros(()),
        )
        marks = sum((torch.exp(-((across(place, ground) / 11.0) ** 2)) for place in LANDMARKS), torch.zeros(()))
        angle = 2.0 * math.pi * (self.x / LAYER_PERIOD + ground)
        texture = ground_texture(angle, (self.y - GROUND_LINE) / 18.0)
        upper, lower = self.y < 24.0, self.y > 48.0
        return torch.where(upper, 2.0 * clouds - 0.5, torch.where(lower, 0.7 * texture, 2.0 * marks - 0.5))

    def lights(self, day: Tensor) -> Tensor:
        """A bump at the sun, a dip at the moon."""
        field = torch.zeros(())
        for start, sign in ((0.0, 1.0), (0.5, -1.0)):
            share = ((day - start + 0.25) % 1.0 - 0.25) / 0.5
            cx = self.width * (0.08 + 0.84 * share)
            cy = 32.0 - 24.0 * torch.sin(math.pi * share.clamp(-0.2, 1.2))
            field = field + sign * torch.exp(-((self.x - cx) ** 2 + (self.y - cy) ** 2) / 200.0)
        return field


def turn(share: Tensor, shift: float = 0.0) -> Tensor:
    """Cosine of a share of a turn; shifted by a quarter, its sine."""
    return 1.4 * torch.cos(2.0 * math.pi * (share - shift))
