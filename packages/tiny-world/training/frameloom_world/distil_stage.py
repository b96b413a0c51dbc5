"""Distils the denoiser to the sampler's few steps: its x0 of a step is to be what its x0 of the next step would be.

Consistency distillation (Song et al., "Consistency Models", 2023) over the clean past of a causal model: undistilled few-step
sampling returns the mean of what may follow, in which whatever is uncertain fades.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from .denoiser import CausalWan, Config
from .denoiser_stage import DenoiserStage, compile_layers, inner_matrix, load_denoiser
from .optimiser import Average, Optimiser
from .run import Run, half_precision
from .schedule import draw_steps, flow_step, next_steps
from .windows import Windows

MUON_RATE = 0.004
ADAM_RATE = 7e-4
TARGET = 0.98
"""Decay of the averaged weights that targets are taken from, and that are kept."""
FORCED_SHARE = 0.5
"""Share of steps on teacher-forced windows; the others are on pasts that have overflowed their cache."""


class Distillation:
    """The student (the stage's model), its average, which gives the targets, and the frozen teacher, which leads the way."""

    def __init__(self, stage: DenoiserStage, weights: dict[str, Tensor]) -> None:
        """Student and teacher begin with `weights`."""
        self.stage = stage
        self.student = stage.model
        self.student.load_state_dict(weights)
        self.teacher, self.target = frozen(stage.config, weights), frozen(stage.config, weights)
        self.average = Average(self.student, TARGET)
        self.optimiser = Optimiser(self.student, inner_matrix, MUON_RATE, ADAM_RATE)
        self.follow_average()

    def follow_average(self) -> None:
        """Lets the target share the average's tensors; again after a checkpoint has brought other ones."""
        self.target.load_state_dict(self.average.weights, assign=True)
        self.target.requires_grad_(False)

    def windows(self) -> Windows:
        """Noisy at the sampler's own timesteps, each chunk at one of them."""
        forced = float(self.stage.random(1)) < FORCED_SHARE
        return self.stage.forced_windows(draw_steps) if forced else self.stage.remembered_windows(draw_steps)

    @torch.no_grad()
    def aim(self, windows: Windows) -> Tensor:
        """What the student's x0 is to be: the target's after one step of the teacher, and the truth behind the last step."""
        later = next_steps(windows.timesteps)
        led = windows.predict(self.teacher, windows.noisy, windows.timesteps)
        moved = flow_step(windows.noisy, led, windows.timesteps, later)
        aimed = windows.predict(self.target, moved, later)
        return torch.where((later > 0)[:, :, None, None, None], aimed, windows.true)

    def loss(self, windows: Windows) -> Tensor:
        made = windows.predict(self.student, windows.noisy, windows.timesteps)
        return self.stage.loss(made, self.aim(windows), windows.near, windows.timesteps)

    def step(self, windows: Windows, rate: float) -> float:
        """Trains on a batch, with learning rates times `rate`; returns its loss."""
        with half_precision():
            loss = self.loss(windows)
        loss.backward()
        self.optimiser.step(rate)
        self.average.update(self.student)
        return float(loss.detach())


def frozen(config: Config, weights: dict[str, Tensor]) -> CausalWan:
    model = CausalWan(config)
    model.load_state_dict(weights)
    return model.eval().requires_grad_(False)


def train_distilled(
    folder: Path, config: Config, seconds: float, seed: int, *, start: Path | None = None, compiled: bool = False
) -> None:
    """Trains until `seconds` of run time are spent, resuming from the folder's checkpoint if it has one.

    Teacher and student begin with the weights in folder `start`, or with the denoiser that was trained in `folder`.
    """
    torch.manual_seed(seed)
    if compiled:
        compile_layers()
    run = Run(folder, "distil", seconds)
    generator = torch.Generator().manual_seed(seed)
    weights = load_denoiser(folder, config).state_dict() if start is None else load_file(start / "model.safetensors")
    distillation = Distillation(DenoiserStage(config, generator), weights)
    run.resume(distillation.student, distillation.optimiser, distillation.average)
    distillation.follow_average()
    generator.manual_seed(seed + run.step)
    mean: float | None = None
    while run.progress < 1.0:
        rate = run.rate(warm_up=25, flat=0.5)
        loss = distillation.step(distillation.windows(), rate)
        run.step += 1
        mean = loss if mean is None else 0.95 * mean + 0.05 * loss
        if run.step % 25 == 0:
            run.log(rate=rate, loss=mean)
        if run.checkpoint_due or run.progress >= 1.0:
            run.keep(distillation.student, distillation.optimiser, distillation.average)
