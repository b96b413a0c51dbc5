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
HOPS = 32
"""Hops of the character in a day: one a second."""
PANS = (512.0, 400.0, 320.0)
"""Pixel frames in which the camera goes from its left turning point to its right one and back."""
SPEEDS = (4, 5, 6)
"""How often a day the character goes there and back between its own two turning points."""
PARALLAX = {"far": 0.2, "mid": 0.5, "ground": 1.0}
"""How much of the camera's motion each layer shows."""
LAYER_PERIOD = 256.0
"""Width after which a layer repeats, in pixels of a picture 64 pixels high."""
CAMERA_SPAN = 120.0
"""Distance between the camera's turning points, in the same unit; what lies at one is out of sight at the other."""
LANDMARKS = (0.06, 0.30, 0.55, 0.80)
"""Where landmarks stand, as shares of the ground layer's period."""
TRAIN_START = 0.30
"""Share of the day at which the train's head enters at the right: every afternoon."""
TRAIN_SPEED = 2.5
"""Units per pixel frame, to the left."""
TRAIN_LENGTH = 170.0
"""Units. It passes before the character, who stays hidden for about 60 pixel frames: longer than nine cached latent frames."""


@dataclass(frozen=True)
class Scene:
    """One instant of the world; `advance` gives any other instant exactly.

    `colour`, `shape` and `biome` are in the prompt, `day` to the nearest quarter; the rest is hidden. Phases are in [0, 1).
    `bloom` has a bit for each landmark: whether it blooms. `far` and `mid` say where the ridges stand and never change; `camera`
    is the camera's way there and back, `day` the clock that character and train go by.
    """

    biome: int
    colour: int
    shape: int
    mark: int
    pan: int
    speed: int
    bloom: int
    far: float
    mid: float
    camera: float
    day: float

    def advance(self, frames: float) -> Scene:
        """The same world `frames` pixel frames later."""
        return replace(
            self,
            camera=(self.camera + frames / PANS[self.pan]) % 1.0,
            day=(self.day + frames / DAY_FRAMES) % 1.0,
        )
