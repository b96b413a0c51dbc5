"""Writes `golden/scenes.safetensors`: pictures and latents of the world that hold the product's own code to this one."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from frameloom_world.decoder import FRAMES
from frameloom_world.scene import BIOMES, TRAIN_START
from frameloom_world.scene_latents import SceneLatents
from frameloom_world.scene_table import COLUMNS, draw_rows
from frameloom_world.world import render

SMALL, LARGE = (40, 64), (80, 128)
"""Height and width in pixels: many small pictures, and a larger one."""
WHOLE = (160, 256)
"""Size in pixels that latents are of."""
COUNT = 20
SEED = 7


def pictures(rows: Tensor, times: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Bytes [N, H, W, 3] and [N, H, W] of each row at its own time."""
    clips = [render(row, time.view(1), size) for row, time in zip(rows, times, strict=True)]
    frames = torch.cat([clip.frames for clip in clips]).permute(0, 2, 3, 1)
    return as_bytes(frames), as_bytes(torch.cat([clip.mask for clip in clips]))


def as_bytes(values: Tensor) -> Tensor:
    return (values * 255.0).round().to(torch.uint8).contiguous()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "golden")
    out: Path = parser.parse_args().out
    generator = torch.Generator().manual_seed(SEED)
    rows = draw_rows(COUNT, generator)
    rows[:, COLUMNS["biome"]] = torch.arange(COUNT) % len(BIOMES)
    times = (torch.rand(COUNT, generator=generator) * 2000).floor()
    passing = torch.arange(COUNT) % 3 == 0
    rows[passing, COLUMNS["day"]] = (TRAIN_START + 0.1 - times[passing].double() / 512) % 1.0
    small, small_mask = pictures(rows, times, SMALL)
    large, large_mask = pictures(rows[1:2], times[1:2], LARGE)
    latents, _ = SceneLatents(WHOLE)(rows, times.long().view(-1, 1) // FRAMES)
    save_file(
        {
            "latents": latents[:, 0].contiguous(),
            **{"rows": rows, "times": times.double(), "small": small, "small_mask": small_mask},
            **{"large": large, "large_mask": large_mask},
        },
        out / "scenes.safetensors",
    )


if __name__ == "__main__":
    main()
