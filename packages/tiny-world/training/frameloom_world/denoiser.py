"""The causal Wan transformer at small size: Wan's parameter names and arithmetic, with attention left to the caller.

A forward pass takes latent frames with one timestep each. What a layer's self-attention sees (a window under
training, a KV cache at run time) is decided by an `Attend`, which is given the layer's un-rotated queries, keys and values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Attend = Callable[[int, Tensor, Tensor, Tensor], Tensor]
"""(layer, q, k, v), each [B, heads, frames, tokens, head dim], to the attention's result in the same shape."""


@dataclass(frozen=True)
class Config:
    """Sizes of the network; latent sizes are in cells of 8 pixels."""

    height: int = 20
    width: int = 32
    patch: int = 4
    dim: int = 192
    ffn_dim: int = 768
    num_heads: int = 6
    num_layers: int = 6
    freq_dim: int = 256
    text_dim: int = 64
    text_len: int = 8
    channels: int = 16
    eps: float = 1e-6

    @property
    def grid(self) -> tuple[int, int]:
        return self.height // self.patch, self.width // self.patch

    @property
    def tokens(self) -> int:
        """Tokens in one latent frame."""
        return self.grid[0] * self.grid[1]

    @property
    def head_dim(self) -> int:
        return self.dim // self.num_heads

    def wan(self) -> dict[str, object]:
        """The keys of Wan 2.1's own config.json."""
        kept = asdict(self)
        for name in ("height", "width", "patch", "channels"):
            del kept[name]
        return {
            "_class_name": "CausalWanModel",
            "model_type": "t2v",
            "patch_size": [1, self.patch, self.patch],
            **kept,
            "in_dim": self.channels,
            "out_dim": self.channels,
            "qk_norm": True,
            "cross_attn_norm": True,
        }


class RMSNorm(nn.Module):
    """Root-mean-square norm over the full width, before the split into heads."""

    def __init__(self, dim: int, eps: float) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()
        return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight


class Attention(nn.Module):
    """Projections and norms of one attention, self or cross."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.num_heads
        self.q = nn.Linear(config.dim, config.dim)
        self.k = nn.Linear(config.dim, config.dim)
        self.v = nn.Linear(config.dim, config.dim)
        self.o = nn.Linear(config.dim, config.dim)
        self.norm_q = RMSNorm(config.dim, config.eps)
        self.norm_k = RMSNorm(config.dim, config.eps)

    def split(self, x: Tensor) -> Tensor:
        """[B, ..., dim] to [B, heads, ..., head dim]."""
        return x.unflatten(-1, (self.heads, -1)).movedim(-2, 1)

    def merge(self, x: Tensor) -> Tensor:
        """[B, heads, ..., head dim] to [B, ..., dim]."""
        return x.movedim(1, -2).flatten(-2)


class Layer(nn.Module):
    """Self-attention, cross-attention to the prompt, feed-forward; modulated by each frame's timestep."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.dim, self.eps = config.dim, config.eps
        self.modulation = nn.Parameter(torch.randn(1, 6, config.dim) / config.dim**0.5)
        self.self_attn = Attention(config)
        self.norm3 = nn.LayerNorm(config.dim, config.eps)
        self.cross_attn = Attention(config)
        self.ffn = nn.Sequential(
            nn.Linear(config.dim, config.ffn_dim), nn.GELU(approximate="tanh"), nn.Linear(config.ffn_dim, config.dim)
        )

    def norm(self, x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
        return F.layer_norm(x, (self.dim,), eps=self.eps) * (1 + scale) + shift

    def before(self, x: Tensor, step: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of the self-attention, un-rotated, [B, heads, frames, tokens, head dim]."""
        m = (self.modulation.unsqueeze(1) + step).unsqueeze(3)
        own = self.self_attn
        h = self.norm(x, m[:, :, 0], m[:, :, 1])
        return own.split(own.norm_q(own.q(h))), own.split(own.norm_k(own.k(h))), own.split(own.v(h))

    def after(self, x: Tensor, step: Tensor, seen: Tensor, prompt: tuple[Tensor, Tensor]) -> Tensor:
        """What follows the self-attention's result `seen`: its projection, cross-attention, feed-forward."""
        m = (self.modulation.unsqueeze(1) + step).unsqueeze(3)
        x = x + m[:, :, 2] * self.self_attn.o(self.self_attn.merge(seen))
        other = self.cross_attn
        q = other.split(other.norm_q(other.q(self.norm3(x))).flatten(1, 2))
        x = x + other.o(other.merge(attention(q, *prompt))).view_as(x)
        return x + m[:, :, 5] * self.ffn(self.norm(x, m[:, :, 3], m[:, :, 4]))

    def forward(
        self, x: Tensor, step: Tensor, prompt: tuple[Tensor, Tensor], attend: Callable[[Tensor, Tensor, Tensor], Tensor]
    ) -> Tensor:
        """x [B, frames, tokens, dim]; step [B, frames, 6, dim]; prompt: keys and values [B, heads, text, head dim]."""
        return self.after(x, step, attend(*self.before(x, step)), prompt)


class Head(nn.Module):
    """The last norm and projection, modulated by the time embedding itself."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.dim, self.eps = config.dim, config.eps
        self.head = nn.Linear(config.dim, config.channels * config.patch**2)
        self.modulation = nn.Parameter(torch.randn(1, 2, config.dim) / config.dim**0.5)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        shift, scale = (self.modulation.unsqueeze(1) + time.unsqueeze(2)).unsqueeze(3).unbind(2)
        return self.head(F.layer_norm(x, (self.dim,), eps=self.eps) * (1 + scale) + shift)


class CausalWan(nn.Module):
    """Predicts clean latents (x0) from noisy ones."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        dim = config.dim
        size = (1, config.patch, config.patch)
        self.patch_embedding = nn.Conv3d(config.channels, dim, size, size)
        self.text_embedding = nn.Sequential(
            nn.Linear(config.text_dim, dim), nn.GELU(approximate="tanh"), nn.Linear(dim, dim)
        )
        self.time_embedding = nn.Sequential(nn.Linear(config.freq_dim, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.time_projection = nn.Sequential(nn.SiLU(), nn.Linear(dim, 6 * dim))
        self.blocks = nn.ModuleList(Layer(config) for _ in range(config.num_layers))
        self.head = Head(config)
        nn.init.zeros_(self.head.head.weight)
        nn.init.zeros_(self.head.head.bias)

    def read_prompt(self, words: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Prompt embeddings [B, text_len, text_dim] (zero rows as padding, never masked) to each layer's keys and values."""
        context = self.text_embedding(words)
        return [
            (a.split(a.norm_k(a.k(context))), a.split(a.v(context)))
            for a in (layer.cross_attn for layer in self.blocks)
        ]

    def forward(
        self, latents: Tensor, timesteps: Tensor, prompt: list[tuple[Tensor, Tensor]], attend: Attend
    ) -> Tensor:
        """latents [B, frames, 16, H, W], timesteps [B, frames] in 0..1000; gives x0 in the latents' shape."""
        weight = self.patch_embedding.weight.flatten(1)
        x = F.linear(patches(latents, self.config.patch), weight, self.patch_embedding.bias)
        time = self.time_embedding(sinusoid(timesteps, self.config.freq_dim))
        step = self.time_projection(time).unflatten(-1, (6, -1))
        for index, layer in enumerate(self.blocks):
            x = layer(x, step, prompt[index], lambda q, k, v, index=index: attend(index, q, k, v))
        return unpatch(self.head(x, time), self.config)


def patches(latents: Tensor, size: int) -> Tensor:
    """[B, F, C, H, W] to [B, F, tokens, C * size * size]: channel slowest, then row and column inside the patch."""
    b, f, c, h, w = latents.shape
    cells = latents.reshape(b, f, c, h // size, size, w // size, size).permute(0, 1, 3, 5, 2, 4, 6)
    return cells.reshape(b, f, (h // size) * (w // size), c * size * size)


def unpatch(tokens: Tensor, config: Config) -> Tensor:
    """[B, F, tokens, size * size * C] (row, column, channel fastest) back to [B, F, C, H, W]."""
    b, f = tokens.shape[:2]
    cells = tokens.view(b, f, *config.grid, config.patch, config.patch, config.channels).permute(0, 1, 6, 2, 4, 3, 5)
    return cells.reshape(b, f, config.channels, config.height, config.width)


def sinusoid(timesteps: Tensor, width: int) -> Tensor:
    """Cosines, then sines, of the timesteps; computed in float64."""
    half = width // 2
    rates = 10000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
    angle = timesteps.double().unsqueeze(-1) * rates
    return torch.cat([angle.cos(), angle.sin()], -1).float()


class Rotary:
    """Three-axis rotary positions: pairs c - 2 (c // 3) for time and c // 3 each for row and column, each axis from 10000^0."""

    def __init__(self, config: Config, length: int = 64) -> None:
        pairs = config.head_dim // 2
        side = pairs // 3

        def angles(count: int, width: int) -> Tensor:
            rates = 10000.0 ** (-torch.arange(width, dtype=torch.float64) / width)
            return torch.arange(count, dtype=torch.float64).unsqueeze(1) * rates

        rows, columns = config.grid
        table = torch.cat(
            [
                angles(length, pairs - 2 * side).view(length, 1, 1, -1).expand(-1, rows, columns, -1),
                angles(rows, side).view(1, rows, 1, -1).expand(length, -1, columns, -1),
                angles(columns, side).view(1, 1, columns, -1).expand(length, rows, -1, -1),
            ],
            -1,
        ).flatten(1, 2)
        self.cos, self.sin = table.cos().float(), table.sin().float()

    def __call__(self, x: Tensor, positions: Tensor) -> Tensor:
        """Rotates x [B, heads, frames, tokens, head dim] to `positions` [frames]."""
        cos, sin = self.cos[positions].to(x.dtype), self.sin[positions].to(x.dtype)
        even, odd = x[..., 0::2], x[..., 1::2]
        return torch.stack([even * cos - odd * sin, even * sin + odd * cos], -1).flatten(-2)


def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Softmax attention without a mask, [B, heads, length, head dim]; written out, which is several times faster than the fused one to train on a CPU."""
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    return torch.softmax(scores, -1).to(v.dtype) @ v


def dot_product(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Attention of rotated q over rotated k, all [B, heads, frames, tokens, head dim]."""
    return attention(q.flatten(2, 3), k.flatten(2, 3), v.flatten(2, 3)).view_as(q)
