"""What a scene of the world is: the attributes a prompt names, and the hidden ones that only memory can hold."""

from __future__ import annotations

from dataclasses import dataclass, replace

COLOURS = {
    "red": (0.90, 0.16, 0.16),
    "yellow": (0.98, 0.85, 0.15),
    "cyan": (0.20, 0.85, 0.90),
    "blue": (0.20, 0.35, 0.95),
    "purple": (0.68, 0.25, 0.85),
    "white": (0.96, 0.96, 0.96),
}
SHAPES = ("ball", "box", "cone", "diamond")
BIOMES = ("meadow", "desert", "snow", "forest", "canyon")
TIMES = ("dawn", "noon", "dusk", "night")
MARKS = ((0.08, 0.08, 0.10), (0.15, 0.65, 0.25), (0.98, 0.55, 0.10), (0.98, 0.50, 0.70))

DAY_FRAMES = 512.0
"""Pixel frames in one day: 32 seconds at 16 frames a second."""
HOP_FRAMES = 16.0
"""Pixel frames in one hop."""
PANS = (-1.2, -0.6, 0.6, 1.2)
"""Camera speeds, in pixels of a picture 64 pixels high, per pixel frame."""
SPEEDS = (0.8, 1.2, 1.6)
"""Character speeds across the picture, in the same unit."""
PARALLAX = {"far": 0.2, "mid": 0.5, "ground": 1.0}
"""How much of the camera's motion each layer shows."""
LAYER_PERIOD = 192.0
"""Width after which a layer repeats, in pixels of a picture 64 pixels high."""
TRAVEL = 66.0
"""Pixels (of a picture 96 wide) between the character's two turning points."""


@dataclass(frozen=True)
class Scene:
    """One instant of the world; `advance` gives any other instant exactly.

    `colour`, `shape` and `biome` are in the prompt, `day` to the nearest quarter; the rest is hidden. Phases are in [0, 1).
    """

    biome: int
    colour: int
    shape: int
    mark: int
    pan: int
    speed: int
    far: float
    mid: float
    ground: float
    bounce: float
    hop: float
    day: float

    def advance(self, frames: float) -> Scene:
        """The same world `frames` pixel frames later."""
        shift = PANS[self.pan] * frames / LAYER_PERIOD
        return replace(
            self,
            far=(self.far + PARALLAX["far"] * shift) % 1.0,
            mid=(self.mid + PARALLAX["mid"] * shift) % 1.0,
            ground=(self.ground + PARALLAX["ground"] * shift) % 1.0,
            bounce=(self.bounce + SPEEDS[self.speed] * frames / (2.0 * TRAVEL)) % 1.0,
            hop=(self.hop + frames / HOP_FRAMES) % 1.0,
            day=(self.day + frames / DAY_FRAMES) % 1.0,
        )
