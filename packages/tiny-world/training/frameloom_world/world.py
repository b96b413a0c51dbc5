"""Renders scenes: a layered landscape under a moving camera, day and night, one hopping character, and a train that hides it.

Every pixel is a smooth function of the scene, so motion is sub-pixel and the next frames follow from the past.
All lengths are given for a picture 64 pixels high and scale with the height.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from .painter import Painter, column
from .scene import BIOMES, COLOURS, LANDMARKS, LAYER_PERIOD, MARKS
from .scene_table import COLUMNS, advance, courses, passing

SKY = torch.tensor(
    [  # zenith and horizon at dawn, noon, dusk, night
        [[0.42, 0.46, 0.80], [1.00, 0.74, 0.52]],
        [[0.22, 0.52, 0.95], [0.76, 0.90, 1.00]],
        [[0.36, 0.24, 0.60], [1.00, 0.48, 0.34]],
        [[0.07, 0.09, 0.28], [0.22, 0.27, 0.52]],
    ]
)
LIGHT = torch.tensor([[0.95, 0.82, 0.80], [1.0, 1.0, 1.0], [0.90, 0.68, 0.66], [0.46, 0.52, 0.74]])
"""What the land's colours are multiplied by at dawn, noon, dusk and night."""
PALETTE = {  # far hills, middle hills, ground, ground texture, landmark crown, landmark trunk
    "meadow": (
        (0.52, 0.72, 0.58),
        (0.36, 0.66, 0.34),
        (0.48, 0.78, 0.32),
        (0.38, 0.64, 0.24),
        (0.20, 0.50, 0.18),
        (0.42, 0.28, 0.16),
    ),
    "desert": (
        (0.86, 0.66, 0.46),
        (0.90, 0.74, 0.44),
        (0.96, 0.84, 0.56),
        (0.86, 0.70, 0.42),
        (0.24, 0.54, 0.30),
        (0.24, 0.54, 0.30),
    ),
    "snow": (
        (0.58, 0.66, 0.80),
        (0.46, 0.54, 0.70),
        (0.92, 0.95, 1.00),
        (0.78, 0.84, 0.94),
        (0.16, 0.36, 0.34),
        (0.34, 0.24, 0.18),
    ),
    "forest": (
        (0.36, 0.56, 0.50),
        (0.18, 0.42, 0.28),
        (0.34, 0.48, 0.22),
        (0.26, 0.36, 0.16),
        (0.10, 0.30, 0.14),
        (0.30, 0.20, 0.12),
    ),
    "canyon": (
        (0.74, 0.46, 0.40),
        (0.78, 0.38, 0.24),
        (0.84, 0.52, 0.32),
        (0.70, 0.40, 0.24),
        (0.58, 0.28, 0.18),
        (0.58, 0.28, 0.18),
    ),
}
GROUND_LINE = 46.0
BLOOM = (0.95, 0.40, 0.62)
"""Crown of a landmark that blooms."""
CLOUDS = ((0.10, 10.0, 13.0), (0.36, 16.0, 10.0), (0.62, 9.0, 12.0), (0.87, 14.0, 11.0))
"""Place in the far layer, height and half width of each cloud."""
TEXTURE = ((5, 0.4, 3.0), (9, 2.0, -4.0), (13, 4.1, 5.0))
"""Harmonic along the ground's period, phase, and slant of each wave of the ground's texture."""
RADIUS = 10.0
HOP_HEIGHT = 6.0
MARGIN = 15.0
TRAIN_TOP, TRAIN_FLOOR = 20.0, 57.0
WAGON = 34.0
"""Length of a wagon in units; four windows each."""


@dataclass(frozen=True)
class Clip:
    """Rendered frames: `frames` [T, 3, H, W] in [0, 1] and `mask` [T, H, W], the share of each pixel that shows the character."""

    frames: Tensor
    mask: Tensor


def ridge(biome: str, layer: str, place: Tensor) -> Tensor:
    """Height of a layer's ridge over its base, in [0, 1], at `place` (share of the layer's period)."""
    turn = 2.0 * math.pi * place + (0.0 if layer == "far" else 2.1)

    def wave(harmonic: int, phase: float) -> Tensor:
        return torch.sin(harmonic * turn + phase)

    smooth = 0.5 + 0.25 * wave(2, 0.3) + 0.16 * wave(3, 1.7) + 0.09 * wave(5, 0.9)
    if biome == "desert":
        return 0.7 * (0.5 + 0.5 * wave(2, 0.3)) ** 2 + 0.3 * (0.5 + 0.5 * wave(3, 1.1))
    if biome == "snow":
        peak = 1.0 - (torch.asin(wave(3, 0.4) * 0.99) / (0.5 * math.pi)).abs()
        return 0.15 + 0.6 * peak + 0.25 * smooth
    if biome == "forest":
        return 0.25 + 0.5 * smooth + 0.12 * wave(7, 0.0)
    if biome == "canyon":
        return 0.5 + 0.36 * torch.tanh(3.0 * wave(2, 0.2) + 1.2 * wave(3, 1.0))
    return smooth


def by_day(table: Tensor, day: Tensor) -> Tensor:
    """The rows of `table` (dawn, noon, dusk, night) blended for day phases `day` [T]; gives [T, ...]."""
    place = (day * 4.0) % 4.0
    low = place.floor().long() % 4
    share = (place - place.floor()).view(-1, *([1] * (table.dim() - 1)))
    share = share * share * (3.0 - 2.0 * share)
    return table[low] * (1.0 - share) + table[(low + 1) % 4] * share


def paint_sky(painter: Painter, day: Tensor, far: Tensor) -> None:
    """Sky gradient, sun, moon, and clouds that move with the far layer."""
    colours = by_day(SKY, day)
    blend = (painter.y / GROUND_LINE).clamp(0, 1).view(1, 1, -1, 1)
    painter.frames.copy_(
        (colours[:, 0, :, None, None] * (1 - blend) + colours[:, 1, :, None, None] * blend).expand_as(painter.frames)
    )
    width = painter.width
    for start, radius, colour in ((0.0, 5.5, (1.0, 0.95, 0.62)), (0.5, 4.5, (0.92, 0.94, 1.0))):
        share = ((day - start + 0.25) % 1.0 - 0.25) / 0.5
        cx = column(width * (0.08 + 0.84 * share))
        cy = column(32.0 - 24.0 * torch.sin(math.pi * share.clamp(-0.2, 1.2)))
        away = ((painter.x - cx) ** 2 + (painter.y - cy) ** 2).sqrt()
        painter.lay(0.35 * (1.0 - (away - radius) / 9.0).clamp(0, 1), torch.tensor(colour))
        painter.lay(painter.cover(away - radius), torch.tensor(colour))
    light = by_day(LIGHT, day) * 0.9 + 0.1
    for place, height, half in CLOUDS:
        cx = layer_x(place, far)
        bump = (((painter.x - cx) / half) ** 2 + ((painter.y - height) / 3.6) ** 2).sqrt()
        puff = (((painter.x - cx - 2.0) / (0.5 * half)) ** 2 + ((painter.y - height + 2.6) / 3.4) ** 2).sqrt()
        cover = torch.maximum((1.0 - bump).clamp(0, 1), (1.0 - puff).clamp(0, 1)).mul_(3.0).clamp_(0, 0.9)
        painter.lay(cover, light)


def layer_x(place: float, offset: Tensor) -> Tensor:
    """Picture x of something at `place` of a layer that has moved by `offset` (shares of the period), as [T, 1, 1]."""
    return column(((place - offset + 0.25) % 1.0 - 0.25) * LAYER_PERIOD)


def paint_land(painter: Painter, biome: str, bloom: int, offsets: dict[str, Tensor], light: Tensor) -> None:
    """Two ridges, the ground with its texture, and landmarks that stand on it."""
    palette = [torch.tensor(colour) for colour in PALETTE[biome]]
    for index, (layer, base, rise) in enumerate((("far", 38.0, 20.0), ("mid", 47.0, 18.0))):
        place = painter.x[0] / LAYER_PERIOD + offsets[layer].view(-1, 1)
        top = base - rise * ridge(biome, layer, place)
        painter.lay(painter.cover((top.unsqueeze(1) - painter.y) * 0.8), palette[index] * light)
        if biome == "snow":
            cap = torch.maximum(top.unsqueeze(1) - painter.y, painter.y - (base - 0.62 * rise))
            painter.lay(painter.cover(cap * 0.8), torch.tensor([0.95, 0.97, 1.0]) * light)
    ground = painter.cover((GROUND_LINE - painter.y).expand(light.shape[0], -1, painter.frames.shape[-1]))
    painter.lay(ground, palette[2] * light)
    turn = 2.0 * math.pi * (painter.x[0] / LAYER_PERIOD + offsets["ground"].view(-1, 1))
    depth = (painter.y - GROUND_LINE) / 18.0
    texture = ground_texture(turn.unsqueeze(1), depth)
    painter.lay(ground * (texture * 1.2 - 0.3).clamp(0, 1), palette[3] * light)
    for index, place in enumerate(LANDMARKS):
        crown = torch.tensor(BLOOM) if bloom >> index & 1 else palette[4]
        paint_landmark(painter, biome, layer_x(place, offsets["ground"]), (crown * light, palette[5] * light))


def ground_texture(turn: Tensor, depth: Tensor) -> Tensor:
    """The ground's pattern at angle `turn` along its period and `depth` (0 at the horizon, 1 at the lower edge)."""
    return sum(
        (torch.sin(harmonic * turn + phase + slant * depth) for harmonic, phase, slant in TEXTURE), torch.zeros(())
    )


def paint_landmark(painter: Painter, biome: str, cx: Tensor, colours: tuple[Tensor, Tensor]) -> None:
    """A tree, cactus, pine or rock of the biome, standing on the ground line at picture x `cx`."""
    crown, trunk = colours
    across = (painter.x - cx).abs()
    foot = GROUND_LINE + 1.5
    stem = torch.maximum(across - 1.6, torch.maximum(painter.y - foot, foot - 10.0 - painter.y))
    if biome == "meadow":
        painter.lay(painter.cover(stem), trunk)
        painter.lay(painter.cover((across**2 + (painter.y - foot + 14.0) ** 2).sqrt() - 7.0), crown)
    elif biome == "desert":
        body = torch.maximum(across - 2.2, torch.maximum(painter.y - foot, foot - 17.0 - painter.y))
        arm = torch.maximum((across - 5.5).abs() - 1.4, (painter.y - foot + 10.0).abs() - 3.5)
        bridge = torch.maximum(across - 5.5, (painter.y - foot + 7.0).abs() - 1.3)
        painter.lay(painter.cover(torch.minimum(body, torch.minimum(arm, bridge))), crown)
    elif biome == "canyon":
        rock = ((across / 8.0) ** 2 + ((painter.y - foot) / 9.0) ** 2).sqrt() - 1.0
        painter.lay(painter.cover(torch.maximum(rock * 8.0, painter.y - foot)), crown)
    else:
        painter.lay(painter.cover(stem), trunk)
        pine = torch.maximum((2.6 * across - (painter.y - foot + 22.0)) / 2.8, painter.y - foot + 4.0)
        painter.lay(painter.cover(pine), crown)


def outline(shape: int, u: Tensor, v: Tensor) -> Tensor:
    """Signed distance to the character's outline: ball, box, cone, diamond."""
    if shape == 0:
        return (u * u + v * v).sqrt() - RADIUS
    if shape == 1:
        return torch.maximum(u.abs(), v.abs()) - 0.88 * RADIUS
    if shape == 2:
        return torch.maximum((1.9 * u.abs() - (v + 1.15 * RADIUS)) / 2.15, v - 0.85 * RADIUS)
    return (u.abs() + v.abs()) * 0.7071 - 0.80 * RADIUS


def stance(course: dict[str, Tensor], width: float) -> tuple[Tensor, Tensor, Tensor]:
    """Middle of the character in units, x and y, and its squash."""
    rise = torch.sin(math.pi * course["hop"])
    squash = 1.0 - 0.16 * (1.0 - rise).clamp(0, 1) ** 4
    x = MARGIN + (width - 2.0 * MARGIN) * course["walk"]
    return x, GROUND_LINE + 7.0 - RADIUS * squash - HOP_HEIGHT * rise, squash


def paint_character(painter: Painter, kind: tuple[int, int, int], course: dict[str, Tensor], light: Tensor) -> Tensor:
    """Shadow, body with a dark rim, belly mark and eyes of `kind` (colour, shape, mark); returns the body's coverage [T, H, W]."""
    colour, shape, mark = kind
    cx, cy, squash = (column(values) for values in stance(course, painter.width))
    facing = column(course["facing"])
    foot = GROUND_LINE + 7.0
    shadow = (((painter.x - cx) / (0.95 * RADIUS)) ** 2 + ((painter.y - foot) / 2.2) ** 2).sqrt()
    painter.lay(0.45 * (1.6 - 1.6 * shadow).clamp(0, 1), torch.tensor([0.05, 0.05, 0.10]))
    u, v = (painter.x - cx) * squash, (painter.y - cy) / squash
    distance = outline(shape, u, v)
    body = painter.cover(distance)
    dimmed = light * 0.35 + 0.65
    painter.lay(body, torch.tensor([0.07, 0.06, 0.10]))
    painter.lay(painter.cover(distance + 1.3), torch.tensor(list(COLOURS.values())[colour]) * dimmed)
    belly = ((u / (0.44 * RADIUS)) ** 2 + ((v - 0.36 * RADIUS) / (0.30 * RADIUS)) ** 2).sqrt() - 1.0
    painter.lay(painter.cover(belly * 0.3 * RADIUS), torch.tensor(MARKS[mark]) * dimmed)
    for side in (-1.0, 1.0):
        ex, ey = u - facing * 0.18 * RADIUS - side * 0.30 * RADIUS, v + 0.22 * RADIUS
        painter.lay(painter.cover((ex**2 + ey**2).sqrt() - 2.2), torch.tensor([1.0, 1.0, 1.0]))
        painter.lay(painter.cover(((ex - 0.7 * facing) ** 2 + ey**2).sqrt() - 1.2), torch.tensor([0.05, 0.05, 0.08]))
    return body


def paint_train(painter: Painter, head: Tensor, light: Tensor) -> Tensor:
    """Wagons with lit windows, a dark band of wheels and a pale roof; returns the coverage [T, H, W]."""
    ends = passing(column(head), painter.x)
    body = painter.cover(torch.maximum(ends, torch.maximum(TRAIN_TOP - painter.y, painter.y - TRAIN_FLOOR)))
    painter.lay(body, torch.tensor([0.50, 0.15, 0.20]) * light)
    painter.lay(body * painter.cover(painter.y - TRAIN_TOP - 3.0), torch.tensor([0.78, 0.76, 0.72]) * light)
    painter.lay(body * painter.cover(TRAIN_FLOOR - 5.0 - painter.y), torch.tensor([0.16, 0.15, 0.18]))
    along = (painter.x - column(head)) / WAGON
    seam = ((along + 0.5) % 1.0 - 0.5).abs() * WAGON
    painter.lay(body * painter.cover(seam - 1.0), torch.tensor([0.16, 0.10, 0.13]))
    pane = torch.maximum(((4.0 * along) % 1.0 - 0.5).abs() * WAGON / 4.0 - 2.7, (painter.y - 33.0).abs() - 5.0)
    painter.lay(body * painter.cover(pane), torch.tensor([1.0, 0.90, 0.62]))
    return body


def render(row: Tensor, times: Tensor, size: tuple[int, int]) -> Clip:
    """Renders a scene row at `times` [T] (pixel frames after it) as pictures of `size` (height, width)."""
    painter = Painter(len(times), *size)
    now = courses(advance(row.expand(len(times), -1), times.double()), painter.width)
    course = {name: values.float() for name, values in now.items()}
    biome, colour, shape, mark, bloom = (
        int(row[COLUMNS[name]]) for name in ("biome", "colour", "shape", "mark", "bloom")
    )
    light = by_day(LIGHT, course["day"])
    paint_sky(painter, course["day"], course["far"])
    paint_land(painter, BIOMES[biome], bloom, course, light)
    mask = paint_character(painter, (colour, shape, mark), course, light)
    mask = mask * (1.0 - paint_train(painter, course["train"], light))
    return Clip(painter.frames.clamp_(0, 1), mask)
