"""Scenes to latents: what an encoder would read out of pictures, computed from the scene itself.

Every channel is a field sampled at the middle of each 8x8 cell at the last of the latent frame's 4 pixel frames: distances
to ridges, the character's own coordinates, soft bumps where things are, and codes for what things are. Fields
that are smooth at the scale of a cell keep edges sharp (the decoder draws them where a distance crosses zero) and move
evenly, which is what lets a small denoiser learn them. Channels have zero mean and unit deviation,
those that are mostly empty less.

    0, 1   hour of the day as a point on a circle          7, 8    right of, and down from, the character's middle
    2, 3   below the far and the middle ridge              9, 12   a bump at the character times its mark's code
    4      clouds, landmarks and ground texture, by row    10, 11  that bump times its colour's code
    5      sun (positive) and moon (negative)              13      the train, with the rhythm of its windows
    6      distance to the character's outline             14, 15  biome as a point on a circle

What the train hides is not in the latents: where it covers, the character's fields and the landmarks are as if nothing were there.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from .decoder import FRAMES, LATENT_CHANNELS, PIXELS
from .scene import BIOMES, COLOURS, LANDMARKS, LAYER_PERIOD, SHAPES
from .scene_table import COLUMNS, advance, courses, draw_rows, passing
from .world import CLOUDS, GROUND_LINE, TRAIN_FLOOR, TRAIN_TOP, WAGON, ground_texture, outline, ridge, stance

REACH = 16.0
"""Unit of the distance to a ridge in units of the picture; it is cut off at 1 below and at SKY above."""
SKY = 2.6
NEAR = 14.0
"""Unit of the character's own coordinates; they are cut off at 1.4 of it."""
EDGE = 8.0
"""Unit of the distance to the character's outline, cut off at half of it inside and at all of it outside."""
QUIETEST = 0.4
"""Smallest deviation that is divided out: a channel that is mostly zero would else peak far beyond the decoder's clamp."""
BUMP = 8.0
"""Width of the bump at the character."""
MARK_CODES = ((-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0))
COLOUR_CODES = (*((math.cos(0.4 * math.pi * index), math.sin(0.4 * math.pi * index)) for index in range(5)), (0.0, 0.0))
"""Five colours on a circle, the last in its middle."""
assert len(COLOUR_CODES) == len(COLOURS)


class SceneLatents:
    """Latents of scenes for pictures of `size` (height, width)."""

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
        clock = courses(now, self.width)
        course = {name: values.float().view(-1, 1, 1) for name, values in clock.items()}
        biome, colour, shape, mark, bloom = (
            now[:, COLUMNS[name]].long() for name in ("biome", "colour", "shape", "mark", "bloom")
        )
        kind, day = biome.float().view(-1, 1, 1), course["day"]
        ends = passing(course["train"], self.x)
        covered = torch.maximum(ends, torch.maximum(TRAIN_TOP - self.y, self.y - TRAIN_FLOOR))
        seen = (0.5 + covered / 4.0).clamp(0, 1)
        shown = (0.5 + torch.maximum(ends, self.y - TRAIN_FLOOR) / 4.0).clamp(0, 1)
        fields = [turn(day), turn(day, 0.25)]
        for layer, base, rise in (("far", 38.0, 20.0), ("mid", 47.0, 18.0)):
            top = base - rise * self.ridge(kind, layer, self.x / LAYER_PERIOD + course[layer])
            fields.append(((self.y - top) / REACH).clamp(-SKY, 1))
        fields.append(self.scenery(course["far"], course["ground"], bloom, seen))
        fields.append(self.lights(day))
        cx, cy, squash = stance(course, self.width)
        u, v = self.x - cx, self.y - cy
        shapes = torch.stack([outline(index, u * squash, v / squash) for index in range(len(SHAPES))])
        distance = shapes[shape, torch.arange(len(shape))]
        bump = torch.exp(-0.5 * (u**2 + v**2) / BUMP**2) * shown
        marks, colours = torch.tensor(MARK_CODES)[mark], torch.tensor(COLOUR_CODES)[colour]
        fields.append(1.0 - (1.0 - (distance / EDGE).clamp(-0.5, 1.0)) * shown)
        fields += [(u / NEAR).clamp(-1.4, 1.4) * shown, (v / NEAR).clamp(-1.4, 1.4) * shown]
        fields.append(bump * marks[:, 0].view(-1, 1, 1))
        fields += [1.4 * bump * value.view(-1, 1, 1) for value in colours.unbind(1)]
        fields.append(bump * marks[:, 1].view(-1, 1, 1))
        rhythm = torch.cos(2.0 * math.pi * (4.0 * (self.x - course["train"]) / WAGON - 0.5))
        wagons = torch.cos(2.0 * math.pi * (self.x - course["train"]) / WAGON)
        fields.append((1.0 - seen) * (1.0 + 0.4 * rhythm + 0.4 * wagons) - (covered / 12.0).clamp(0, 1))
        fields += [turn(kind / len(BIOMES)), turn(kind / len(BIOMES), 0.25)]
        stacked = torch.stack([field.expand(batch * length, *self.grid) for field in fields], 1)
        latents = (stacked - self.mean.view(-1, 1, 1)) / self.deviation.view(-1, 1, 1)
        near = ((u.abs() < 1.2 * NEAR) & (v.abs() < 1.2 * NEAR) & (shown > 0.5)).expand(-1, *self.grid)
        return latents.unflatten(0, (batch, length)), near.unflatten(0, (batch, length))

    def ridge(self, biome: Tensor, layer: str, place: Tensor) -> Tensor:
        """Heights of the layer's ridge for each row's own biome."""
        every = torch.stack([ridge(name, layer, place) for name in BIOMES])
        return every.gather(0, biome.long().expand_as(place).unsqueeze(0)).squeeze(0)

    def scenery(self, far: Tensor, ground: Tensor, bloom: Tensor, seen: Tensor) -> Tensor:
        """Clouds in the upper rows, landmarks (negative where they bloom) around the horizon, the ground's texture below it."""

        def across(place: float, offset: Tensor) -> Tensor:
            return self.x - ((place - offset + 0.25) % 1.0 - 0.25) * LAYER_PERIOD

        clouds = torch.zeros(())
        for place, height, half in CLOUDS:
            clouds = clouds + torch.exp(-((across(place, far) / half) ** 2) - ((self.y - height) / 4.0) ** 2)
        marks = torch.zeros(())
        for index, place in enumerate(LANDMARKS):
            sign = 1.0 - 2.0 * (bloom >> index & 1).float().view(-1, 1, 1)
            marks = marks + sign * torch.exp(-((across(place, ground) / 7.0) ** 2))
        texture = ground_texture(2.0 * math.pi * (self.x / LAYER_PERIOD + ground), (self.y - GROUND_LINE) / 18.0)
        upper, lower = self.y < 22.0, self.y > 48.0
        return torch.where(upper, 2.0 * clouds - 0.5, torch.where(lower, 0.7 * texture, 1.6 * marks * seen))

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
