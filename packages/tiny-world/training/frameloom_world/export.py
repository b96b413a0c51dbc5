"""Writes a run's models as the files the runtime reads, and golden numbers computed from exactly those files."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from .decoder import TRIM, Decoder
from .denoiser import CausalWan, Config
from .denoiser_stage import WINDOW
from .rollout import draw_noise, new_cache, rollout
from .schedule import CHUNK, SHIFT, STEPS
from .vocabulary import DEFAULTS, WORDS, as_json, embed, table

FPS = 16


def describe(config: Config) -> dict[str, object]:
    """The denoiser's config.json: Wan's own keys, then how to sample."""
    return {
        **config.wan(),
        "prediction": "x0",
        "shift": SHIFT,
        "timesteps": list(STEPS),
        "chunk_frames": CHUNK,
        "trained_frames": WINDOW,
        "latent": [config.channels, config.height, config.width],
        "fps": FPS,
    }


def write_weights(folder: Path, config: Config, denoiser: CausalWan, decoder: Decoder) -> None:
    """model.safetensors with config.json, decoder.safetensors, vocabulary.json with vocabulary.safetensors; all F32."""
    folder.mkdir(parents=True, exist_ok=True)
    metadata = {"heads": str(config.num_heads), "prediction": "x0", "shift": str(SHIFT)}
    save_file(plain(denoiser.state_dict()), folder / "model.safetensors", metadata)
    save_file(plain(decoder.state_dict()), folder / "decoder.safetensors")
    save_file({"table": table(config.text_dim)}, folder / "vocabulary.safetensors")
    (folder / "config.json").write_text(json.dumps(describe(config), indent=2) + "\n")
    (folder / "vocabulary.json").write_text(json.dumps(as_json(), indent=2) + "\n")


def plain(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach().float().contiguous().clone() for name, value in tensors.items()}


def read_weights(folder: Path) -> tuple[CausalWan, Decoder]:
    """The models as the runtime sees them."""
    kept = json.loads((folder / "config.json").read_text())
    _, height, width = kept["latent"]
    names = ("dim", "ffn_dim", "num_heads", "num_layers", "freq_dim", "text_dim", "text_len", "eps")
    denoiser = CausalWan(Config(height, width, kept["patch_size"][1], **{name: kept[name] for name in names}))
    denoiser.load_state_dict(load_file(folder / "model.safetensors"))
    weights = load_file(folder / "decoder.safetensors")
    widths = tuple(weights[f"decoder.{layer}.weight"].shape[0] for layer in (1, 8, 14, 20))
    decoder = Decoder(widths)
    decoder.load_state_dict(weights)
    return denoiser.eval().requires_grad_(False), decoder.eval().requires_grad_(False)


@torch.no_grad()
def write_golden(weights: Path, folder: Path, seed: int) -> None:
    """pass.safetensors, decoder.safetensors and rollout.safetensors: inputs and float32 results, and golden.json that explains them."""
    folder.mkdir(parents=True, exist_ok=True)
    denoiser, decoder = read_weights(weights)
    config = denoiser.config
    generator = torch.Generator().manual_seed(seed)
    words = embed(torch.tensor([[WORDS.index(word) for word in DEFAULTS.values()]]), config.text_len, config.text_dim)
    shape = (1, CHUNK, config.channels, config.height, config.width)

    latents, timesteps = torch.randn(shape, generator=generator), torch.tensor([[1000.0, 625.0, 0.0]])
    made = denoiser(latents, timesteps, denoiser.read_prompt(words), new_cache(denoiser, "frame").attend)
    save_file(
        {"context": words[0], "latents": latents[0], "timesteps": timesteps[0], "x0": made[0].contiguous()},
        folder / "pass.safetensors",
    )

    noise = list(draw_noise(2, shape, generator))
    chunks = list(rollout(denoiser, words, iter(noise), new_cache(denoiser, "frame")))
    save_file(
        {
            "context": words[0],
            "noise": torch.cat([first for first, _ in noise]),
            "renoise": torch.cat([later.transpose(0, 1) for _, later in noise]),
            "latents": torch.cat(chunks).flatten(0, 1).contiguous(),
        },
        folder / "rollout.safetensors",
    )

    two = torch.cat(chunks, 1)[:, :2]
    state, pictures = None, []
    for frame in range(2):
        drawn, state = decoder.stream(two[:, frame : frame + 1], state)
        pictures.append(drawn[0])
    frames = torch.cat(pictures)[TRIM:].clamp(0, 1)
    save_file({"latents": two[0].contiguous(), "frames": frames.contiguous()}, folder / "decoder.safetensors")
    explained = {
        "prompt": list(DEFAULTS.values()),
        "seed": seed,
        "pass": "latents [3, 16, H, W] at one timestep each and an empty cache give x0",
        "rollout": "noise [2, 3, 16, H, W] and renoise [2, 3 steps, 3, 16, H, W] give latents [6, 16, H, W]; the cache never overflows",
        "decoder": "latents [2, 16, H, W], one at a time, give frames [5, 3, 8 H, 8 W] in 0..1",
    }
    (folder / "golden.json").write_text(json.dumps(explained, indent=2) + "\n")
