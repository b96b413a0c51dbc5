"""The KV cache of a rollout, for training on own output and for golden numbers: attention sink and MemRoPE, online positions."""

from __future__ import annotations

import torch
from torch import Tensor

from .attends import pool
from .denoiser import Rotary, dot_product

Frames = tuple[Tensor, Tensor]
"""Un-rotated keys and values, each [B, heads, slots, tokens, head dim]."""


class Cache:
    """Slots in attention order; the temporal position of a slot is its index.

    With `pooling` "frame" or "token" evicted frames are folded into a long and a short memory slot behind the sinks
    (MemRoPE; the frames under the memory slots are folded too), with "none" they are dropped.
    """

    def __init__(
        self,
        rotary: Rotary,
        layers: int,
        pooling: str,
        *,
        capacity: int = 12,
        sinks: int = 3,
        rates: tuple[float, float] = (0.01, 0.1),
    ) -> None:
        self.rotary = rotary
        self.pooling = pooling
        self.capacity = capacity
        self.sinks = sinks
        self.rates = rates
        self.folded = False
        self.past: list[Frames | None] = [None] * layers
        self.fresh: list[Frames | None] = [None] * layers

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Attention of the chunk over the past and itself; remembers the chunk's keys and values for `commit`."""
        self.fresh[layer] = (k.detach(), v.detach())
        past = self.past[layer]
        if past is not None:
            k, v = torch.cat([past[0].to(k.dtype), k], 2), torch.cat([past[1].to(v.dtype), v], 2)
        positions = torch.arange(k.shape[2])
        return dot_product(self.rotary(q, positions[-q.shape[2] :]), self.rotary(k, positions), v)

    def commit(self) -> None:
        """Appends the keys and values of the last pass (the clean one) and makes room for the next chunk."""
        count, room = 0, False
        for layer, fresh in enumerate(self.fresh):
            if fresh is None:
                continue
            past = self.past[layer]
            k, v = fresh if past is None else (torch.cat([past[0], fresh[0]], 2), torch.cat([past[1], fresh[1]], 2))
            chunk, count = fresh[0].shape[2], k.shape[2]
            room = count + chunk <= self.capacity
            self.past[layer] = (k, v) if room else (self.make_room(k, chunk), self.make_room(v, chunk))
        self.folded = self.folded or (count > 0 and not room)

    def make_room(self, x: Tensor, chunk: int) -> Tensor:
        """Evicts the oldest frames behind the sinks (and the memory) so that `chunk` more fit."""
        memories = 0 if self.pooling == "none" else 2
        recent = self.capacity - self.sinks - memories - chunk
        sinks, kept = x[:, :, : self.sinks], x[:, :, -recent:]
        if memories == 0:
            return torch.cat([sinks, kept], 2)
        held = memories if self.folded else 0
        mean = pool(x[:, :, self.sinks + held : -recent].float(), self.pooling).to(x.dtype)
        if not self.folded:
            return torch.cat([sinks, mean, mean, kept], 2)
        memory = x[:, :, self.sinks : self.sinks + 2]
        rates = torch.tensor(self.rates, dtype=x.dtype).view(1, 1, 2, 1, 1)
        return torch.cat([sinks, memory + rates * (mean - memory), kept], 2)
