"""Sample sheets: rows of pictures from rollouts, for people to judge."""

from __future__ import annotations

from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from .decoder import Decoder
from .denoiser import CausalWan
from .rollout import draw_noise, new_cache, rollout
from .schedule import CHUNK
from .vocabulary import WORDS, embed

PROMPTS = (
    ("red", "ball", "meadow", "noon"),
    ("yellow", "box", "desert", "dusk"),
    ("purple", "cone", "snow", "dawn"),
    ("cyan", "diamond", "forest", "night"),
    ("white", "ball", "canyon", "noon"),
    ("blue", "box", "meadow", "dawn"),
)


@torch.no_grad()
def videos(models: tuple[CausalWan, Decoder], chunks: int, pooling: str, seed: int) -> Tensor:
    """One video per prompt of PROMPTS, [prompts, frames, 3, H, W] in [0, 1]."""
    denoiser, decoder = models
    config = denoiser.config
    rows = torch.tensor([[WORDS.index(word) for word in prompt] for prompt in PROMPTS])
    words = embed(rows, config.text_len, config.text_dim)
    shape = (len(PROMPTS), CHUNK, config.channels, config.height, config.width)
    noise = draw_noise(chunks, shape, torch.Generator().manual_seed(seed))
    latents = torch.cat(list(rollout(denoiser, words, noise, new_cache(denoiser, pooling))), 1)
    return decoder(latents).clamp(0, 1)


def write_sheet(path: Path, clips: Tensor, columns: int, zoom: int = 2) -> None:
    """One row per clip, `columns` frames evenly spread over it."""
    pick = torch.linspace(0, clips.shape[1] - 1, columns).round().long()
    sheet = torch.cat([torch.cat(list(clip[pick]), 2) for clip in clips], 1)
    picture = Image.fromarray((sheet.permute(1, 2, 0) * 255).round().byte().numpy())
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.resize((picture.width * zoom, picture.height * zoom), Image.Resampling.NEAREST).save(path)
