"""The words a prompt may hold, in any order, and the constant embedding row of each."""

from __future__ import annotations

import torch
from torch import Tensor

from .scene import BIOMES, COLOURS, SHAPES, TIMES

ATTRIBUTES = {"colour": tuple(COLOURS), "shape": SHAPES, "biome": BIOMES, "time": TIMES}
WORDS = tuple(word for words in ATTRIBUTES.values() for word in words)
SYNONYMS = {
    "crimson": "red",
    "scarlet": "red",
    "gold": "yellow",
    "golden": "yellow",
    "turquoise": "cyan",
    "teal": "cyan",
    "azure": "blue",
    "navy": "blue",
    "violet": "purple",
    "magenta": "purple",
    "pale": "white",
    "ivory": "white",
    "circle": "ball",
    "round": "ball",
    "sphere": "ball",
    "square": "box",
    "cube": "box",
    "block": "box",
    "triangle": "cone",
    "pyramid": "cone",
    "rhombus": "diamond",
    "gem": "diamond",
    "grass": "meadow",
    "field": "meadow",
    "hills": "meadow",
    "dunes": "desert",
    "sand": "desert",
    "winter": "snow",
    "mountains": "snow",
    "ice": "snow",
    "woods": "forest",
    "trees": "forest",
    "pines": "forest",
    "mesa": "canyon",
    "rocks": "canyon",
    "sunrise": "dawn",
    "morning": "dawn",
    "day": "noon",
    "midday": "noon",
    "sunny": "noon",
    "sunset": "dusk",
    "evening": "dusk",
    "midnight": "night",
    "dark": "night",
}
DEFAULTS = {"colour": "red", "shape": "ball", "biome": "meadow", "time": "noon"}
"""What stands for an attribute that the prompt does not name."""
TABLE_SEED = 20260


def table(width: int) -> Tensor:
    """The embedding rows of WORDS, [words, width], standard normal and never trained."""
    return torch.randn(len(WORDS), width, generator=torch.Generator().manual_seed(TABLE_SEED))


def embed(rows: Tensor, length: int, width: int, shuffle: torch.Generator | None = None) -> Tensor:
    """Word rows [B, words] to prompt embeddings [B, length, width], zero rows as padding; `shuffle` puts words in random order."""
    if shuffle is not None:
        order = torch.rand(rows.shape, generator=shuffle).argsort(1)
        rows = rows.gather(1, order)
    words = table(width)[rows]
    return torch.cat([words, words.new_zeros(len(rows), length - rows.shape[1], width)], 1)


def as_json() -> dict[str, object]:
    """The vocabulary file: word to row, synonyms, attributes and defaults."""
    return {
        "words": {word: row for row, word in enumerate(WORDS)},
        "attributes": {name: list(words) for name, words in ATTRIBUTES.items()},
        "synonyms": SYNONYMS,
        "defaults": DEFAULTS,
    }
