"""Times one chunk (four denoise steps and the clean pass over a full cache) of the embedded denoiser in PyTorch; prints JSON."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import torch

from frameloom_world.export import read_weights
from frameloom_world.rollout import draw_noise, new_cache, rollout
from frameloom_world.schedule import CHUNK
from frameloom_world.vocabulary import DEFAULTS, WORDS, embed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path(__file__).parent.parent / "weights")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--chunks", type=int, default=10, help="chunks to time, after the cache is full")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    denoiser, _ = read_weights(asked.weights)
    config = denoiser.config
    words = embed(torch.tensor([[WORDS.index(word) for word in DEFAULTS.values()]]), config.text_len, config.text_dim)
    shape = (1, CHUNK, config.channels, config.height, config.width)
    warm_up = 6
    took = []
    with torch.inference_mode():
        noise = draw_noise(warm_up + asked.chunks, shape, torch.Generator().manual_seed(1))
        started = time.perf_counter()
        for _ in rollout(denoiser, words, noise, new_cache(denoiser, "frame")):
            now = time.perf_counter()
            took.append(now - started)
            started = now
    timed = sorted(took[warm_up:])
    median = timed[len(timed) // 2]
    print(
        json.dumps(
            {
                "torch": torch.__version__,
                "threads": asked.threads,
                "dtype": "float32",
                "chunks": asked.chunks,
                "passes_per_chunk": 5,
                "chunk_ms_median": round(median * 1000, 2),
                "chunk_ms_min": round(timed[0] * 1000, 2),
                "pixel_frames_per_second": round(CHUNK * 4 / median, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
