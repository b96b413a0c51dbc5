"""A resumable run of one training stage: its folder, its clock, its log and its checkpoints."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .optimiser import Average, Optimiser

CHECKPOINT_SECONDS = 60.0


def half_precision() -> torch.autocast:
    """bfloat16 where the processor computes it; elsewhere it is emulated, ten times slower than float32, and left off."""
    native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=native)


class Run:
    """Keeps the state of one stage in `folder`; the learning rate follows the share of the time budget that is spent.

    Time counts only while the stage runs: a stage that is stopped and resumed has the same budget.
    """

    def __init__(self, folder: Path, stage: str, seconds: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{stage}.pt"
        self.log_path = folder / f"{stage}.log"
        self.seconds = seconds
        self.step = 0
        self._before = 0.0
        self._started = time.monotonic()
        self._saved = self._started

    @property
    def elapsed(self) -> float:
        return self._before + time.monotonic() - self._started

    @property
    def progress(self) -> float:
        """Share of the budget spent, at most 1."""
        return min(1.0, self.elapsed / self.seconds)

    def rate(self, warm_up: int, flat: float = 0.0, floor: float = 0.02) -> float:
        """Factor for the learning rate: linear warm-up in steps, flat until `flat` of the budget, then a cosine to `floor`."""
        fall = max(0.0, (self.progress - flat) / (1.0 - flat))
        return min(1.0, (self.step + 1) / warm_up) * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * fall)))

    def load(self) -> dict[str, Any] | None:
        """The last checkpoint's tensors, or None for a new run."""
        if not self.path.exists():
            return None
        kept = torch.load(self.path, weights_only=True)
        self.step = kept["step"]
        self._before = kept["elapsed"]
        return kept["state"]

    def save(self, state: dict[str, Any]) -> None:
        """Writes a checkpoint; the file appears whole or not at all."""
        partial = self.path.with_suffix(".partial")
        torch.save({"step": self.step, "elapsed": self.elapsed, "state": state}, partial)
        os.replace(partial, self.path)
        self._saved = time.monotonic()

    def resume(self, model: nn.Module, optimiser: Optimiser, average: Average) -> None:
        """Goes on from the last checkpoint that `keep` wrote, if there is one."""
        kept = self.load()
        if kept is not None:
            model.load_state_dict(kept["model"])
            optimiser.load_state_dict(kept["optimiser"])
            average.weights, average.updates = kept["average"], kept["updates"]

    def keep(self, model: nn.Module, optimiser: Optimiser, average: Average) -> None:
        """Writes a checkpoint of model, optimiser and averaged weights."""
        self.save(
            {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "average": average.weights,
                "updates": average.updates,
            }
        )

    @property
    def checkpoint_due(self) -> bool:
        return time.monotonic() - self._saved > CHECKPOINT_SECONDS

    def log(self, **figures: float) -> None:
        line = f"step {self.step} elapsed {self.elapsed:.0f}s " + " ".join(f"{k} {v:.4f}" for k, v in figures.items())
        print(line, flush=True)
        with self.log_path.open("a") as log:
            log.write(line + "\n")
