"""The canvas that the world is painted on: frames on which shapes with soft edges are laid one over the other."""

from __future__ import annotations

import torch
from torch import Tensor


class Painter:
    """A canvas of T frames on which shapes with soft edges are laid one over the other."""

    def __init__(self, count: int, height: int, width: int) -> None:
        self.unit = height / 64.0
        self.x = ((torch.arange(width) + 0.5) / self.unit).view(1, 1, width)
        self.y = ((torch.arange(height) + 0.5) / self.unit).view(1, height, 1)
        self.width = width / self.unit
        self.frames = torch.zeros(count, 3, height, width)

    def cover(self, distance: Tensor, softness: float = 1.0) -> Tensor:
        """Coverage from a signed distance (negative inside), one pixel wide at softness 1."""
        return (0.5 - distance * (self.unit / softness)).clamp_(0.0, 1.0)

    def lay(self, cover: Tensor, colour: Tensor) -> None:
        """Lays `colour` ([3], [T, 3] or [T, 3, H, 1]) over the canvas where `cover` [T, H, W] says."""
        if colour.dim() == 1:
            colour = colour.view(1, 3, 1, 1)
        elif colour.dim() == 2:
            colour = colour[:, :, None, None]
        self.frames.lerp_(colour.expand_as(self.frames), cover.unsqueeze(1).expand_as(self.frames))


def column(values: Tensor) -> Tensor:
    return values.view(-1, 1, 1)
