"""What the denoiser is trained on: noisy chunks beside the clean frames that they see."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .denoiser import Attend, CausalWan


@dataclass(frozen=True)
class Windows:
    """A batch of windows; `noisy` is at `timesteps` what `true` is without noise."""

    context: Tensor
    """Clean latents [B, clean frames, 16, H, W], as rough as a rollout would give them."""
    noisy: Tensor
    """[B, frames, 16, H, W], whole chunks."""
    timesteps: Tensor
    """[B, frames], the same for the frames of a chunk."""
    true: Tensor
    near: Tensor
    """Cells that the character is near, [B, frames, H, W]."""
    words: Tensor
    """Prompt embeddings [B, text_len, text_dim]."""
    attend: Attend

    def predict(self, model: CausalWan, noisy: Tensor, timesteps: Tensor) -> Tensor:
        """x0 of `noisy` at `timesteps`, in place of the batch's own, by `model` over its own keys and values of the context."""
        clean = self.context.shape[1]
        levels = torch.cat([torch.zeros(len(noisy), clean), timesteps], 1)
        frames = torch.cat([self.context, noisy], 1)
        return model(frames, levels, model.read_prompt(self.words), self.attend)[:, clean:].float()
