"""The flow-match schedule of the few-step sampler."""

from __future__ import annotations

import torch
from torch import Tensor

SHIFT = 5.0
STEPS = (1000, 750, 500, 250)
CHUNK = 3
"""Latent frames denoised together."""


def warped(step: float, shift: float = SHIFT) -> float:
    """Timestep in 0..1000 of an unshifted step in 0..1000."""
    share = step / 1000.0
    return 1000.0 * shift * share / (1.0 + (shift - 1.0) * share)


TIMESTEPS = tuple(warped(step) for step in STEPS)
"""1000, 937.5, 833.33, 625."""


def sigma(timesteps: Tensor) -> Tensor:
    return timesteps / 1000.0


def add_noise(clean: Tensor, noise: Tensor, timesteps: Tensor) -> Tensor:
    """(1 - sigma) clean + sigma noise for latents [B, F, C, H, W] and timesteps [B, F]."""
    level = sigma(timesteps)[:, :, None, None, None]
    return (1 - level) * clean + level * noise


def draw_timesteps(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Two thirds of the sampler's own timesteps, the rest uniform in the shifted schedule."""
    own = torch.tensor(TIMESTEPS)[torch.randint(len(TIMESTEPS), shape, generator=generator)]
    share = torch.rand(shape, generator=generator)
    spread = 1000.0 * SHIFT * share / (1.0 + (SHIFT - 1.0) * share)
    return torch.where(torch.rand(shape, generator=generator) < 2 / 3, own, spread)
