"""The streaming causal decoder of the TAEHV kind: latent frames to pixel frames.

One latent frame holds 4 pixel frames at 1/8 of the size in 16 channels of zero mean and unit deviation, and the decoder takes
it as it is. Memory blocks let it see the past.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LATENT_CHANNELS = 16
PIXELS = 8
"""Pixels along each side of one latent cell."""
FRAMES = 4
"""Pixel frames in one latent frame."""
TRIM = FRAMES - 1
"""Pixel frames that are dropped at the start of a stream: n latent frames give 1 + 4 (n - 1)."""


def conv(inward: int, outward: int, bias: bool = True, gain: float = 1.0) -> nn.Conv2d:
    """A 3x3 convolution that keeps the size and, at gain 1, the variance through a following ReLU."""
    layer = nn.Conv2d(inward, outward, 3, padding=1, bias=bias)
    nn.init.normal_(layer.weight, std=gain * (2.0 / (9 * inward)) ** 0.5)
    if bias:
        nn.init.zeros_(layer.bias)
    return layer


class Clamp(nn.Module):
    """Soft clamp of the latent to (-3, 3)."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(x / 3) * 3


class MemBlock(nn.Module):
    """relu(conv(relu(conv(relu(conv([x; past]))))) + x), where past is this layer's input one frame earlier."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            conv(2 * width, width), nn.ReLU(), conv(width, width), nn.ReLU(), conv(width, width, gain=0.3)
        )

    def forward(self, x: Tensor, past: Tensor) -> Tensor:
        return F.relu(self.conv(torch.cat([x, past], 1)) + x)


class TGrow(nn.Module):
    """A 1x1 convolution that makes `stride` frames of every frame."""

    def __init__(self, width: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.conv = nn.Conv2d(width, width * stride, 1, bias=False)
        nn.init.dirac_(self.conv.weight, groups=stride)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x).reshape(-1, x.shape[1], *x.shape[-2:])


PATCH = 4
"""The last convolution gives each cell of a quarter of the picture its 4x4 pixels, so of TAEHV's three enlargements one is left."""


class Decoder(nn.Module):
    """Latent frames to pixel frames, causally; `state` carries what a stream needs of its past."""

    def __init__(self, widths: tuple[int, int, int, int] = (64, 48, 48, 64)) -> None:
        super().__init__()
        a, b, c, d = widths
        self.decoder = nn.Sequential(
            *(Clamp(), conv(LATENT_CHANNELS, a), nn.ReLU(), MemBlock(a), MemBlock(a), MemBlock(a)),
            *(nn.Upsample(scale_factor=2), TGrow(a, 1), conv(a, b, bias=False), MemBlock(b), MemBlock(b), MemBlock(b)),
            *(nn.Identity(), TGrow(b, 2), conv(b, c, bias=False), MemBlock(c), MemBlock(c), MemBlock(c)),
            *(nn.Identity(), TGrow(c, 2), conv(c, d, bias=False), nn.ReLU(), conv(d, 3 * PATCH**2, gain=0.3)),
        )

    def stream(self, latents: Tensor, state: list[Tensor] | None) -> tuple[Tensor, list[Tensor]]:
        """Decodes [N, T, 16, h, w] after `state` (None at the start) to [N, 4T, 3, 8h, 8w], nothing trimmed or clamped."""
        clips = latents.shape[0]
        x = latents.flatten(0, 1)
        after: list[Tensor] = []
        for layer in self.decoder:
            if isinstance(layer, MemBlock):
                frames = x.view(clips, -1, *x.shape[1:])
                first = torch.zeros_like(frames[:, :1]) if state is None else state[len(after)]
                after.append(frames[:, -1:])
                x = layer(x, torch.cat([first, frames[:, :-1]], 1).flatten(0, 1))
            else:
                x = layer(x)
        x = F.pixel_shuffle(x, PATCH)
        return x.view(clips, -1, *x.shape[1:]), after

    def forward(self, latents: Tensor) -> Tensor:
        """Decodes whole clips [N, T, 16, h, w] to [N, 1 + 4(T - 1), 3, 8h, 8w], not clamped."""
        return self.stream(latents, None)[0][:, TRIM:]
