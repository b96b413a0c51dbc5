"""Rollouts of up to minutes, taken up piece by piece: what a cache holds after days of the world is in distribution."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .cache import Cache
from .denoiser import CausalWan, Rotary
from .scene_latents import SceneLatents
from .schedule import CHUNK, TIMESTEPS, add_noise

POOLINGS = ("frame", "frame", "token", "none")
"""One of these for each rollout that is open at a time; the shipped default twice."""
BATCH = 8
SHORTEST, LONGEST = 4, 200
"""Chunks of a rollout, drawn log-uniformly: many young caches, and some of several days."""
SKIPPED = 5
"""Chunks at most that a piece passes over on the truth before it makes its own."""
OWN = 3
"""Chunks at most that a piece makes and regresses to the truth; an error that grows for longer has no truth to be led back to."""

Loss = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
"""(made, true, near, timesteps) to the loss."""


@dataclass
class Rollout:
    """Scenes [B, columns], what they are called, their cache, and how far they are."""

    scenes: Tensor
    words: Tensor
    cache: Cache
    chunks: int
    age: int = 0


class LongRollouts:
    """Several rollouts of different age and pooling; `piece` takes one of them a few chunks on."""

    def __init__(
        self,
        model: CausalWan,
        latents_of: SceneLatents,
        generator: torch.Generator,
        draw: Callable[[int], tuple[Tensor, Tensor]],
        loss: Loss,
    ) -> None:
        """`draw` gives random scenes [B, columns] and the words that name them."""
        self.model, self.rotary, self.latents_of = model, Rotary(model.config), latents_of
        self.generator, self.draw, self.loss = generator, draw, loss
        self.open = [self.begin(pooling) for pooling in POOLINGS]

    def below(self, limit: int) -> int:
        return int(torch.randint(limit, (), generator=self.generator))

    def noise(self, shape: torch.Size) -> Tensor:
        return torch.randn(shape, generator=self.generator)

    def begin(self, pooling: str) -> Rollout:
        share = float(torch.rand((), generator=self.generator))
        chunks = round(SHORTEST * math.exp(share * math.log(LONGEST / SHORTEST)))
        scenes, words = self.draw(BATCH)
        return Rollout(scenes, words, Cache(self.rotary, self.model.config.num_layers, pooling), chunks)

    def piece(self, autocast: torch.autocast, roughen: Callable[[Tensor], Tensor]) -> Tensor:
        """Passes over some chunks on the truth, makes some, and leaves their gradients; returns the mean loss.

        The first chunk is always given: what own noise makes is another world, and regressing to one that nothing tells of
        teaches the mean of all, a smear.
        """
        index = self.below(len(self.open))
        rollout = self.open[index]
        skipped = self.below(SKIPPED + 1) if rollout.age else 1 + self.below(2)
        own = 1 + self.below(OWN)
        for _ in range(skipped):
            true, _ = self.true_chunk(rollout)
            self.commit(rollout, roughen(true), autocast)
        total = torch.zeros(())
        for _ in range(own):
            true, near = self.true_chunk(rollout)
            made, loss = self.denoise(rollout, true, near, autocast, len(TIMESTEPS) * own)
            total += loss
            self.commit(rollout, made, autocast)
        if rollout.age >= rollout.chunks:
            self.open[index] = self.begin(rollout.cache.pooling)
        return total

    def true_chunk(self, rollout: Rollout) -> tuple[Tensor, Tensor]:
        """Latents of the next chunk, and the cells that the character is near."""
        frames = torch.arange(rollout.age * CHUNK, (rollout.age + 1) * CHUNK)
        return self.latents_of(rollout.scenes, frames.expand(BATCH, -1))

    def denoise(
        self, rollout: Rollout, true: Tensor, near: Tensor, autocast: torch.autocast, parts: int
    ) -> tuple[Tensor, Tensor]:
        """The chunk that the four-step sampler makes and the sum of its losses over `parts`; gradients are left."""
        x, made, total = self.noise(true.shape), true, torch.zeros(())
        for index, timestep in enumerate(TIMESTEPS):
            levels = torch.full((BATCH, CHUNK), timestep)
            with autocast:
                predicted = self.model(x, levels, self.model.read_prompt(rollout.words), rollout.cache.attend)
            loss = self.loss(predicted, true, near, levels) / parts
            loss.backward()
            total += loss.detach()
            made = predicted.detach().float()
            if index + 1 < len(TIMESTEPS):
                x = add_noise(made, self.noise(x.shape), torch.full((BATCH, CHUNK), TIMESTEPS[index + 1]))
        return made, total

    @torch.no_grad()
    def commit(self, rollout: Rollout, clean: Tensor, autocast: torch.autocast) -> None:
        """The clean pass, whose keys and values the cache takes."""
        with autocast:
            prompt = self.model.read_prompt(rollout.words)
            self.model(clean, torch.zeros(BATCH, CHUNK), prompt, rollout.cache.attend)
        rollout.cache.commit()
        rollout.age += 1
