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
    own = draw_steps(shape, generator)
    share = torch.rand(shape, generator=generator)
    spread = 1000.0 * SHIFT * share / (1.0 + (SHIFT - 1.0) * share)
    return torch.where(torch.rand(shape, generator=generator) < 2 / 3, own, spread)


def draw_steps(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """The sampler's own timesteps alone."""
    return torch.tensor(TIMESTEPS)[torch.randint(len(TIMESTEPS), shape, generator=generator)]


def next_steps(timesteps: Tensor) -> Tensor:
    """For each of the sampler's timesteps the one that it goes to; 0 behind the last."""
    followed = torch.tensor((*TIMESTEPS[1:], 0.0))
    return followed[(timesteps.unsqueeze(-1) - torch.tensor(TIMESTEPS)).abs().argmin(-1)]


def flow_step(noisy: Tensor, clean: Tensor, timesteps: Tensor, later: Tensor) -> Tensor:
    """One Euler step of the flow-match ODE from `timesteps` to `later` [B, F], led by the prediction `clean` of x0."""
    kept = (sigma(later) / sigma(timesteps))[:, :, None, None, None]
    return kept * noisy + (1 - kept) * clean
