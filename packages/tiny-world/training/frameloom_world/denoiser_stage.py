"""Stage 2: trains the denoiser, teacher-forced and on its own rollouts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from .attends import Remembered, TeacherForced
from .decoder import FRAMES, PIXELS
from .denoiser import CausalWan, Config, Layer, Rotary
from .long_rollouts import LongRollouts
from .optimiser import Average, Optimiser
from .run import Run, half_precision
from .scene import DAY_FRAMES
from .scene_latents import SceneLatents
from .scene_table import COLUMNS, draw_rows, hidden_seeds, tie_noise, word_rows
from .schedule import CHUNK, add_noise, draw_timesteps
from .vocabulary import embed
from .windows import Windows

MUON_RATE = 0.012
ADAM_RATE = 2e-3
CHARACTER_WEIGHT = 2.0
"""How much more than the scenery the character's cells count."""
TIED_FROM = 900.0
"""Timesteps above this tie a first chunk's noise to its hidden quantities; below, the noisy picture says enough."""
REVEALED = (0.42, 0.53)
"""Hours (shares of the day) at which the train's end passes the character."""
REVEALING = 0.3
"""Share of the remembered windows that end at such an hour: where memory alone knows what comes next."""
WINDOW = 12
"""Latent frames of a teacher-forced window: as many as the cache has slots."""
BATCH = 8
COPIES = 3
OWN_SHARE = 0.5
"""Largest share of steps that are pieces of own rollouts."""
OWN_FROM = 0.4
"""Share of the budget that an untrained model spends before its first own rollout."""
LONGEST_GAP = 160
"""Latent frames between the sinks and the recent past of a remembered window, at most: forty seconds."""

DrawTimesteps = Callable[[tuple[int, ...], torch.Generator], Tensor]
"""Timesteps of a shape."""


class DenoiserStage:
    """The model, its world, and one method per kind of window that it is trained on."""

    def __init__(self, config: Config, generator: torch.Generator) -> None:
        self.config = config
        self.latents_of = SceneLatents((config.height * PIXELS, config.width * PIXELS))
        self.generator = generator
        self.model = CausalWan(config)
        self.rotary = Rotary(config)

    def random(self, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self.generator)

    def noise(self, shape: torch.Size | tuple[int, ...]) -> Tensor:
        return torch.randn(shape, generator=self.generator)

    def draw_scenes(self, count: int) -> tuple[Tensor, Tensor]:
        """Random scenes [B, columns] and the words that name them, [B, text_len, text_dim]."""
        scenes = draw_rows(count, self.generator)
        return scenes, self.words(scenes)

    def watch(self, frames: Tensor, revealing: float = 0.0) -> tuple[Tensor, Tensor, Tensor]:
        """Random scenes [B, columns], their latents at latent frames `frames` [B, T], and the cells the character is near.

        In a share `revealing` of the scenes the train leaves about when the last of the frames is seen.
        """
        scenes = draw_rows(len(frames), self.generator)
        hour = REVEALED[0] + (REVEALED[1] - REVEALED[0]) * self.random(len(frames)).double()
        chosen = self.random(len(frames)) < revealing
        clock = scenes[:, COLUMNS["day"]]
        clock.copy_(torch.where(chosen, (hour - frames[:, -1] * FRAMES / DAY_FRAMES) % 1.0, clock))
        return scenes, *self.latents_of(scenes, frames)

    def words(self, scenes: Tensor) -> Tensor:
        return embed(word_rows(scenes), self.config.text_len, self.config.text_dim, self.generator)

    def roughen(self, clean: Tensor) -> Tensor:
        """Clean latents as a rollout would give them: half of the samples with a little noise."""
        level = 0.2 * self.random(len(clean)) * (self.random(len(clean)) < 0.6)
        return clean + level.view(-1, 1, 1, 1, 1) * self.noise(clean.shape)

    def loss(self, made: Tensor, true: Tensor, near: Tensor, timesteps: Tensor) -> Tensor:
        """Squared error of x0, the character's cells and the lower noise levels counting more."""
        weight = 1.0 + CHARACTER_WEIGHT * near.float()
        weight = weight / weight.mean()
        level = (timesteps / 1000.0).clamp_min(0.4).pow(-1.0)[:, :, None, None]
        return ((made.float() - true).square().mean(2) * weight * level).mean()

    def tie(self, noise: Tensor, scenes: Tensor, timesteps: Tensor) -> Tensor:
        """Ties the first chunk's noise where its timestep asks for it."""
        tied = tie_noise(noise[:, :CHUNK], hidden_seeds(scenes, self.generator))
        use = (timesteps[:, 0] >= TIED_FROM).view(-1, 1, 1, 1, 1)
        return torch.cat([torch.where(use, tied, noise[:, :CHUNK]), noise[:, CHUNK:]], 1)

    def forced_windows(self, draw: DrawTimesteps = draw_timesteps) -> Windows:
        """Every chunk of a window with its clean past; the first from noise that says what is hidden."""
        length, batch = WINDOW, BATCH
        scenes, true, near = self.watch(torch.arange(length).expand(batch, -1))
        timesteps = draw((batch, length // CHUNK), self.generator).repeat_interleave(CHUNK, 1)
        noise = self.tie(self.noise(true.shape), scenes, timesteps)
        shown = true.clone()
        stray = (timesteps[:, 0] >= TIED_FROM) & (self.random(batch) < 0.8)
        shown[:, :CHUNK] = torch.where(stray.view(-1, 1, 1, 1, 1), true[:, :CHUNK].roll(1, 0), true[:, :CHUNK])
        context, noisy = self.roughen(true), add_noise(shown, noise, timesteps)
        attend = TeacherForced(self.rotary, length)
        return Windows(context, noisy, timesteps, true, near, self.words(scenes), attend)

    def remembered_windows(self, draw: DrawTimesteps = draw_timesteps) -> Windows:
        """The next chunk with a cache that has overflowed, at several noise levels."""
        batch = BATCH
        pooling = ("frame", "frame", "token", "none")[int(self.random(1) * 4)]
        scenes, latents, near = self.watch(self.gapped(batch), REVEALING)
        context, true = latents[:, : Remembered.CLEAN], latents[:, Remembered.CLEAN :].repeat(1, COPIES, 1, 1, 1)
        near = near[:, Remembered.CLEAN :].repeat(1, COPIES, 1, 1)
        timesteps = draw((batch, COPIES), self.generator).repeat_interleave(CHUNK, 1)
        context, noisy = self.roughen(context), add_noise(true, self.noise(true.shape), timesteps)
        attend = Remembered(self.rotary, COPIES, pooling)
        return Windows(context, noisy, timesteps, true, near, self.words(scenes), attend)

    def regressed(self, windows: Windows) -> Tensor:
        """Loss of the model's x0 against the truth."""
        made = windows.predict(self.model, windows.noisy, windows.timesteps)
        return self.loss(made, windows.true, windows.near, windows.timesteps)

    def gapped(self, batch: int) -> Tensor:
        """Latent frame numbers of [first | old | evicted | before last | last | next], with a random gap behind the first chunk."""
        gap = (self.random(batch, 1) * (LONGEST_GAP + 1)).long()
        late = CHUNK + gap + torch.arange(5 * CHUNK)
        return torch.cat([torch.arange(CHUNK).expand(batch, -1), late], 1)


def inner_matrix(name: str, parameter: nn.Parameter) -> bool:
    """Whether Muon trains this parameter: the square and feed-forward matrices of the layers."""
    return name.startswith("blocks.") and parameter.dim() == 2


def compile_layers() -> None:
    """Compiles what all layers share: slower to start, a third faster after."""
    Layer.before = torch.compile(Layer.before, dynamic=False)
    Layer.after = torch.compile(Layer.after, dynamic=False)


def train_denoiser(
    folder: Path, config: Config, seconds: float, seed: int, *, start: Path | None = None, compiled: bool = False
) -> None:
    """Trains until `seconds` of run time are spent; own rollouts begin at OWN_FROM of the budget and grow to OWN_SHARE of the steps.

    A new run begins with the weights in folder `start`, and with own rollouts, or with random weights.
    """
    torch.manual_seed(seed)
    if compiled:
        compile_layers()
    run = Run(folder, "denoiser", seconds)
    generator = torch.Generator().manual_seed(seed)
    stage = DenoiserStage(config, generator)
    if start is not None:
        stage.model.load_state_dict(load_file(start / "model.safetensors"))
    own_rollouts = LongRollouts(stage.model, stage.latents_of, generator, stage.draw_scenes, stage.loss)
    optimiser = Optimiser(stage.model, inner_matrix, MUON_RATE, ADAM_RATE)
    average = Average(stage.model, 0.995)
    run.resume(stage.model, optimiser, average)
    generator.manual_seed(seed + run.step)
    autocast = half_precision()
    means: dict[str, float] = {}
    while run.progress < 1.0:
        own = OWN_SHARE if start is not None else min(OWN_SHARE, max(0.0, run.progress - OWN_FROM) * 2.0)
        draw = float(stage.random(1))
        kind = "own" if draw < own else ("forced" if (draw - own) / (1 - own) < 0.6 else "remembered")
        if kind == "own":
            loss = own_rollouts.piece(autocast, stage.roughen)
        else:
            with autocast:
                loss = stage.regressed(stage.forced_windows() if kind == "forced" else stage.remembered_windows())
            loss.backward()
        optimiser.step(run.rate(warm_up=100, flat=0.5))
        average.update(stage.model)
        run.step += 1
        means[kind] = 0.95 * means.get(kind, float(loss.detach())) + 0.05 * float(loss.detach())
        if run.step % 25 == 0:
            run.log(rate=run.rate(100, 0.5), **means)
        if run.checkpoint_due or run.progress >= 1.0:
            run.keep(stage.model, optimiser, average)


def load_denoiser(folder: Path, config: Config, stage: str = "denoiser") -> CausalWan:
    """The averaged weights of a run of `stage`."""
    kept = torch.load(folder / f"{stage}.pt", weights_only=True)
    model = CausalWan(config)
    model.load_state_dict(kept["state"]["average"])
    return model.eval().requires_grad_(False)
