"""Generates videos chunk by chunk: four denoise steps, each re-noised afresh, then a clean pass that fills the cache."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from .cache import Cache
from .denoiser import CausalWan, Rotary
from .schedule import CHUNK, TIMESTEPS, add_noise


@torch.no_grad()
def rollout(model: CausalWan, words: Tensor, noise: Iterator[tuple[Tensor, Tensor]], cache: Cache) -> Iterator[Tensor]:
    """Yields chunks [B, 3, 16, H, W].

    `words` are prompt embeddings [B, text_len, text_dim]; `noise` gives for each chunk its first noise [B, 3, 16, H, W] and the
    fresh noise of the steps after the first, [3, B, 3, 16, H, W].
    """
    prompt = model.read_prompt(words)
    for first, later in noise:
        x = first
        for index, timestep in enumerate(TIMESTEPS):
            clean = model(x, torch.full((len(x), CHUNK), timestep), prompt, cache.attend)
            if index + 1 < len(TIMESTEPS):
                x = add_noise(clean, later[index], torch.full((len(x), CHUNK), TIMESTEPS[index + 1]))
        clean = clean.float()
        model(clean, torch.zeros(len(x), CHUNK), prompt, cache.attend)
        cache.commit()
        yield clean


def draw_noise(chunks: int, shape: tuple[int, ...], generator: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """Noise for `chunks` chunks of `shape` [B, 3, 16, H, W]."""
    for _ in range(chunks):
        drawn = torch.randn(len(TIMESTEPS), *shape, generator=generator)
        yield drawn[0], drawn[1:]


def new_cache(model: CausalWan, pooling: str) -> Cache:
    return Cache(Rotary(model.config), model.config.num_layers, pooling)
