"""What self-attention sees under training: clean chunks beside noisy ones, with all of the past or with a folded one."""

from __future__ import annotations

import torch
from torch import Tensor

from .denoiser import Rotary, dot_product
from .schedule import CHUNK


class TeacherForced:
    """Frames are [clean window | the same window, noisy]; a noisy chunk sees the clean chunks before it, and itself."""

    def __init__(self, rotary: Rotary, frames: int) -> None:
        self.rotary = rotary
        self.frames = frames
        self.positions = torch.arange(frames).repeat(2)

    def __call__(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        q, k = self.rotary(q, self.positions), self.rotary(k, self.positions)
        clean, noisy = [], []
        for start in range(0, self.frames, CHUNK):
            end, late = start + CHUNK, slice(self.frames + start, self.frames + start + CHUNK)
            clean.append(dot_product(q[:, :, start:end], k[:, :, :end], v[:, :, :end]))
            keys = torch.cat([k[:, :, :start], k[:, :, late]], 2)
            noisy.append(dot_product(q[:, :, late], keys, torch.cat([v[:, :, :start], v[:, :, late]], 2)))
        return torch.cat(clean + noisy, 2)


def pool(x: Tensor, pooling: str) -> Tensor:
    """Mean of frames [B, heads, frames, tokens, head dim] as one frame: per token, or over all tokens and repeated."""
    mean = x.mean(2, keepdim=True)
    return mean if pooling == "token" else mean.mean(3, keepdim=True).expand_as(mean)


class Remembered:
    """Frames are five clean chunks [first | old | evicted | before last | last] and `copies` noisy versions of the next.

    The last clean chunk and the noisy ones see a cache of 12 slots that has overflowed: with `pooling` "frame" or "token" it is
    [3 sinks | long memory | short memory | 4 recent | 3 new], with "none" [3 sinks | 6 recent | 3 new]; positions are slots.
    """

    CLEAN = 5 * CHUNK

    def __init__(self, rotary: Rotary, copies: int, pooling: str) -> None:
        self.rotary = rotary
        self.copies = copies
        self.pooling = pooling

    def past(self, x: Tensor, chunk: int) -> Tensor:
        """The nine past slots of clean chunk `chunk` (4, or 5 for the noisy chunk) out of the clean frames x."""
        start = chunk * CHUNK
        if self.pooling == "none":
            return torch.cat([x[:, :, :CHUNK], x[:, :, start - 6 : start]], 2)
        evicted = x[:, :, CHUNK : start - 2 * CHUNK]
        slots = [
            x[:, :, :CHUNK],
            pool(evicted, self.pooling),
            pool(evicted[:, :, -CHUNK:], self.pooling),
            x[:, :, start - 4 : start],
        ]
        return torch.cat(slots, 2)

    def __call__(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        out = []
        ordinary = 4 * CHUNK
        positions = torch.arange(ordinary)
        early_q, early_k = self.rotary(q[:, :, :ordinary], positions), self.rotary(k[:, :, :ordinary], positions)
        for start in range(0, ordinary, CHUNK):
            end = start + CHUNK
            out.append(dot_product(early_q[:, :, start:end], early_k[:, :, :end], v[:, :, :end]))
        for index in range(1 + self.copies):
            own = slice(ordinary + index * CHUNK, ordinary + (index + 1) * CHUNK)
            chunk = 4 if index == 0 else 5
            keys = self.rotary(torch.cat([self.past(k, chunk), k[:, :, own]], 2), positions)
            values = torch.cat([self.past(v, chunk), v[:, :, own]], 2)
            out.append(dot_product(self.rotary(q[:, :, own], positions[-CHUNK:]), keys, values))
        return torch.cat(out, 2)
