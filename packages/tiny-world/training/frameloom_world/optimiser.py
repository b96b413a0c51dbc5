"""Muon for the inner matrices, AdamW for the rest, and the weight average that is shipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


def orthogonalise(matrix: Tensor, steps: int = 5) -> Tensor:
    """Newton-Schulz iteration towards the nearest semi-orthogonal matrix (Jordan et al., Muon)."""
    tall = matrix.shape[0] > matrix.shape[1]
    x = (matrix.T if tall else matrix) / (matrix.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """Orthogonalised momentum; convolution kernels count as [out, in * area]. Each parameter's `lr` is the update's rms size / 0.2."""

    def __init__(
        self, parameters: list[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.01
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                kept = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
                kept.lerp_(parameter.grad, 1 - group["momentum"])
                move = orthogonalise(parameter.grad.lerp(kept, group["momentum"]).flatten(1))
                scale = 0.2 * max(move.shape) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(move.view_as(parameter), alpha=-group["lr"] * scale)


class Optimiser:
    """Both optimisers under one learning-rate factor."""

    def __init__(
        self, model: nn.Module, inner: Callable[[str, nn.Parameter], bool], muon_rate: float, adam_rate: float
    ) -> None:
        named = list(model.named_parameters())
        matrices = [parameter for name, parameter in named if inner(name, parameter)]
        others = [parameter for name, parameter in named if not inner(name, parameter)]
        self.parameters = matrices + others
        self.parts = (
            (Muon(matrices, muon_rate), muon_rate),
            (torch.optim.AdamW(others, lr=adam_rate, betas=(0.9, 0.97), weight_decay=0.0), adam_rate),
        )

    def step(self, factor: float, clip: float = 1.0) -> float:
        """Clips, steps with both rates times `factor`, clears gradients; returns the gradient's norm before clipping."""
        norm = float(nn.utils.clip_grad_norm_(self.parameters, clip))
        for part, rate in self.parts:
            for group in part.param_groups:
                group["lr"] = rate * factor
            part.step()
            part.zero_grad(set_to_none=True)
        return norm

    def state_dict(self) -> dict[str, Any]:
        return {"muon": self.parts[0][0].state_dict(), "adam": self.parts[1][0].state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.parts[0][0].load_state_dict(state["muon"])
        self.parts[1][0].load_state_dict(state["adam"])


class Average:
    """Exponential average of a model's weights; the rate warms up so that early averages forget the start."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.updates = 0
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.updates += 1
        decay = min(self.decay, self.updates / (self.updates + 10))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.weights[name].lerp_(value, 1 - decay)
            else:
                self.weights[name].copy_(value)
