"""Scenes as rows of a tensor, so that whole batches can be moved in time, put into words and tied to noise."""

from __future__ import annotations

import math
from dataclasses import fields

import torch
from torch import Tensor

from .scene import (
    BIOMES,
    CAMERA_SPAN,
    COLOURS,
    DAY_FRAMES,
    HOPS,
    LANDMARKS,
    LAYER_PERIOD,
    MARKS,
    PANS,
    PARALLAX,
    SHAPES,
    SPEEDS,
    TRAIN_LENGTH,
    TRAIN_SPEED,
    TRAIN_START,
    Scene,
)

COLUMNS = {field.name: index for index, field in enumerate(fields(Scene))}
CHOICES = 7
"""Columns that are choices; phases follow."""
SEEDS = 14
"""Hidden quantities of a scene: three phases as points of a plane; pan, speed, mark, each landmark's bloom and the exact hour as numbers."""


def draw_rows(count: int, generator: torch.Generator) -> Tensor:
    """`count` scenes with every attribute drawn uniformly."""
    choices = (len(BIOMES), len(COLOURS), len(SHAPES), len(MARKS), len(PANS), len(SPEEDS), 2 ** len(LANDMARKS))
    picked = [torch.randint(n, (count,), generator=generator).double() for n in choices]
    phases = [torch.rand(count, generator=generator, dtype=torch.float64) for _ in range(len(COLUMNS) - len(choices))]
    return torch.stack(picked + phases, 1)


def scene(row: Tensor) -> Scene:
    """The scene of one row."""
    values = row.tolist()
    return Scene(*(int(value) for value in values[:CHOICES]), *values[CHOICES:])


def advance(scenes: Tensor, frames: Tensor) -> Tensor:
    """Each row `frames` [N] pixel frames later, as Scene.advance."""
    moved = scenes.clone()
    period = torch.tensor(PANS, dtype=torch.float64)[scenes[:, COLUMNS["pan"]].long()]
    moved[:, COLUMNS["camera"]] += frames / period
    moved[:, COLUMNS["day"]] += frames / DAY_FRAMES
    moved[:, COLUMNS["camera"] :] %= 1.0
    return moved


def courses(scenes: Tensor, width: float) -> dict[str, Tensor]:
    """What the clockwork shows at each row, in a picture `width` units wide, each [N].

    `far`, `mid`, `ground`: offsets of the layers as shares of their period; `walk` the character's place between its turning
    points and `facing` its direction; `hop` and `day` in [0, 1); `train` the x of the train's head in units.
    """
    day = scenes[:, COLUMNS["day"]]
    camera = 0.5 - 0.5 * torch.cos(2.0 * math.pi * scenes[:, COLUMNS["camera"]])
    shift = camera * CAMERA_SPAN / LAYER_PERIOD
    still = {"far": scenes[:, COLUMNS["far"]], "mid": scenes[:, COLUMNS["mid"]], "ground": torch.zeros_like(day)}
    turns = torch.tensor(SPEEDS, dtype=torch.float64)[scenes[:, COLUMNS["speed"]].long()]
    bounce = (turns * day) % 1.0
    return {
        **{layer: (still[layer] + share * shift) % 1.0 for layer, share in PARALLAX.items()},
        "walk": 1.0 - (2.0 * bounce - 1.0).abs(),
        "facing": torch.where(bounce < 0.5, 1.0, -1.0).to(day),
        "hop": (HOPS * day) % 1.0,
        "day": day,
        "train": width - TRAIN_SPEED * DAY_FRAMES * ((day - TRAIN_START) % 1.0),
    }


def passing(train: Tensor, x: Tensor) -> Tensor:
    """Signed distance in units from `x` to the train's two ends, negative between them, for heads at `train`."""
    return torch.maximum(train - x, x - train - TRAIN_LENGTH)


def word_rows(scenes: Tensor) -> Tensor:
    """Vocabulary rows [N, 4] of colour, shape, biome and time of day."""
    time = (scenes[:, COLUMNS["day"]] * 4.0 + 0.5).floor() % 4.0
    columns, start = [], 0
    for values, count in (
        (scenes[:, COLUMNS["colour"]], len(COLOURS)),
        (scenes[:, COLUMNS["shape"]], len(SHAPES)),
        (scenes[:, COLUMNS["biome"]], len(BIOMES)),
        (time, 4),
    ):
        columns.append(values.long() + start)
        start += count
    return torch.stack(columns, 1)


def hidden_seeds(scenes: Tensor, generator: torch.Generator) -> Tensor:
    """Standard normal numbers [N, SEEDS] from which a scene's hidden quantities can be read back.

    A phase becomes the angle of two numbers, a choice or share the quantile of one. Over random scenes the numbers are
    independent and standard normal, so plain noise holds them just as well.
    """
    count = len(scenes)
    numbers = []
    for name in ("far", "mid", "camera"):
        angle = 2.0 * math.pi * scenes[:, COLUMNS[name]]
        radius = (-2.0 * torch.rand(count, generator=generator, dtype=torch.float64).clamp_min(1e-9).log()).sqrt()
        numbers += [radius * angle.cos(), radius * angle.sin()]
    for name, choices in (("pan", len(PANS)), ("speed", len(SPEEDS)), ("mark", len(MARKS))):
        share = (scenes[:, COLUMNS[name]] + torch.rand(count, generator=generator, dtype=torch.float64)) / choices
        numbers.append(torch.special.ndtri(share.clamp(1e-6, 1 - 1e-6)))
    for landmark in range(len(LANDMARKS)):
        blooms = (scenes[:, COLUMNS["bloom"]].long() >> landmark) & 1
        share = (blooms + torch.rand(count, generator=generator, dtype=torch.float64)) / 2.0
        numbers.append(torch.special.ndtri(share.clamp(1e-6, 1 - 1e-6)))
    hour = (scenes[:, COLUMNS["day"]] * 4.0 + 0.5) % 1.0
    numbers.append(torch.special.ndtri(hour.clamp(1e-6, 1 - 1e-6)))
    return torch.stack(numbers, 1).float()


def tie_noise(noise: Tensor, seeds: Tensor) -> Tensor:
    """Noise [N, frames, channels, H, W] whose mean over channel j says seeds[:, j]; still standard normal over random seeds.

    This is what lets few steps give one sharp first chunk instead of the mean of all: the first chunk's hidden quantities
    follow from its noise.
    """
    size = (noise.shape[1] * noise.shape[3] * noise.shape[4]) ** 0.5
    tied = noise.clone()
    present = tied[:, :, :SEEDS].sum((1, 3, 4)) / size
    tied[:, :, :SEEDS] += ((seeds - present) / size)[:, None, :, None, None]
    return tied
