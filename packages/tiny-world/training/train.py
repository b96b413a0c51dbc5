"""Trains the embedded model and writes its files: `train.py --stage all --out runs/NAME [--resume]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from frameloom_world.decoder import PIXELS
from frameloom_world.decoder_stage import load_decoder, train_decoder
from frameloom_world.denoiser import Config
from frameloom_world.denoiser_stage import load_denoiser, train_denoiser
from frameloom_world.distil_stage import train_distilled
from frameloom_world.export import read_weights, write_golden, write_weights
from frameloom_world.frame_encoder_stage import train_frame_encoder, write_frame_encoder
from frameloom_world.sheets import videos, write_sheet

STAGES = ("decoder", "encoder", "denoiser", "export", "sheet")
"""In order. The first three do not need each other and may run side by side."""
DISTIL = "distil"
"""Goes on from a denoiser, and only where it is asked for."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=("all", *STAGES, DISTIL), default="all")
    parser.add_argument("--out", type=Path, required=True, help="the run's folder: checkpoints, logs, weights, sheets")
    parser.add_argument("--resume", action="store_true", help="go on from the folder's checkpoints")
    parser.add_argument("--start", type=Path, help="folder of weights that a new run begins with, such as ../weights")
    parser.add_argument(
        "--denoiser", choices=("denoiser", DISTIL), default="denoiser", help="stage whose denoiser is exported"
    )
    parser.add_argument("--height", type=int, default=160, help="pixels, a multiple of 8 times the patch")
    parser.add_argument("--width", type=int, default=256, help="pixels, a multiple of 8 times the patch")
    parser.add_argument("--patch", type=int, default=4, help="latent cells along each side of a token")
    parser.add_argument("--dim", type=int, default=192)
    parser.add_argument("--heads", type=int, default=6)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--decoder-widths", type=int, nargs=4, default=(64, 48, 48, 64))
    parser.add_argument("--encoder-widths", type=int, nargs=3, default=(32, 40, 48))
    parser.add_argument("--decoder-seconds", type=float, default=1200)
    parser.add_argument("--encoder-seconds", type=float, default=1200)
    parser.add_argument("--denoiser-seconds", type=float, default=2700)
    parser.add_argument("--distil-seconds", type=float, default=1500)
    parser.add_argument("--decoder-clips", type=int, default=600, help="clips that decoder and encoder learn from")
    parser.add_argument(
        "--compile", action="store_true", help="compile the layers: slower to start, a third faster after"
    )
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    out: Path = asked.out
    size = (asked.height, asked.width)
    widths = tuple(asked.decoder_widths)
    encoder_widths = tuple(asked.encoder_widths)
    cells = (asked.height // PIXELS, asked.width // PIXELS)
    config = Config(*cells, asked.patch, asked.dim, 4 * asked.dim, asked.heads, asked.layers)
    stages = STAGES if asked.stage == "all" else (asked.stage,)
    for stage in stages:
        kept = out / f"{stage}.pt"
        if kept.exists() and not asked.resume:
            raise SystemExit(f"{kept} exists: give --resume to go on from it, or another --out.")
    if "decoder" in stages:
        train_decoder(out, size, widths, asked.decoder_seconds, asked.decoder_clips, asked.seed, asked.start)
    if "encoder" in stages:
        clips, seconds = asked.decoder_clips, asked.encoder_seconds
        train_frame_encoder(out, size, encoder_widths, seconds, clips, asked.seed, asked.start)
    if "denoiser" in stages:
        seconds = asked.denoiser_seconds
        train_denoiser(out, config, seconds, asked.seed, start=asked.start, compiled=asked.compile)
    if DISTIL in stages:
        train_distilled(out, config, asked.distil_seconds, asked.seed, start=asked.start, compiled=asked.compile)
    if "export" in stages:
        write_weights(out / "weights", config, load_denoiser(out, config, asked.denoiser), load_decoder(out, widths))
        write_frame_encoder(out, out / "weights", encoder_widths)
        write_golden(out / "weights", out / "golden", asked.seed)
    if "sheet" in stages:
        models = read_weights(out / "weights")
        write_sheet(out / "sheets" / "memrope.png", videos(models, 16, "frame", asked.seed), 10)


if __name__ == "__main__":
    main()
