"""The streaming causal encoder of the TAEHV kind: pixel frames to latent frames, for videos that start from given pictures."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .decoder import FRAMES, LATENT_CHANNELS, PATCH, MemBlock, conv


class TPool(nn.Module):
    """A 1x1 convolution that makes one frame of every `stride`."""

    def __init__(self, width: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.conv = nn.Conv2d(width * stride, width, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x.reshape(-1, self.stride * x.shape[1], *x.shape[-2:]))


class FrameEncoder(nn.Module):
    """Pixel frames to latent frames, causally; the counterpart of `Decoder`."""

    def __init__(self, widths: tuple[int, int, int] = (48, 64, 64)) -> None:
        super().__init__()
        a, b, c = widths
        halving = nn.Conv2d(b, c, 3, stride=2, padding=1, bias=False)
        self.encoder = nn.Sequential(
            *(conv(3 * PATCH**2, a), nn.ReLU(), TPool(a, 2), conv(a, b, bias=False), MemBlock(b), MemBlock(b)),
            *(TPool(b, 2), halving, MemBlock(c), MemBlock(c), MemBlock(c), conv(c, LATENT_CHANNELS)),
        )

    def forward(self, frames: Tensor) -> Tensor:
        """Encodes whole clips [N, 1 + 4(T - 1), 3, 8h, 8w] in 0..1 to [N, T, 16, h, w]; the first picture counts four times."""
        clips = frames.shape[0]
        shown = torch.cat([frames[:, :1].expand(-1, FRAMES - 1, -1, -1, -1), frames], 1)
        x = F.pixel_unshuffle(shown.flatten(0, 1), PATCH)
        for layer in self.encoder:
            if isinstance(layer, MemBlock):
                sequence = x.view(clips, -1, *x.shape[1:])
                past = torch.cat([torch.zeros_like(sequence[:, :1]), sequence[:, :-1]], 1)
                x = layer(x, past.flatten(0, 1))
            else:
                x = layer(x)
        return x.view(clips, -1, *x.shape[1:])
