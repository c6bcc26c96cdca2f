# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo environments``: each prompt as a panorama, and as light on a monkey and three balls; a contact sheet.

Each picture is kept in the folder of cells and made only once, so that the demonstration can be stopped and goes on
where it was; a changed prompt, seed or engine version makes its cell anew. ``more`` shows other places, as maps alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backend.demo.run import DemoError, run_in_blender, step
from backend.demo.sheets import captioned, opened, saved
from backend.engine import Progress, Request

SCENE = Path(__file__).with_name("environments_scene.py")
#: The six captions Text2Light was shown with, and ten more.
PROMPTS = (
    "brown wooden dock on lake surrounded by green trees during daytime",
    "white bed linen with white pillow",
    "brown wooden floor with white wall",
    "gray concrete pathway with wall signages",
    "blue and brown wooden counter",
    "empty parking lot during daytime",
    "a sunset beach",
    "snowy mountains",
    "a forest in fog",
    "a desert at noon",
    "a night city street",
    "an overcast meadow",
    "a photo studio with softboxes",
    "a modern living room",
    "a cathedral",
    "an alien planet",
)
#: What else there is to see, as maps alone.
MORE = (
    "a tropical beach",
    "a harbour with fishing boats",
    "a swimming pool in a garden",
    "a golden wheat field in the late afternoon",
    "a lavender field in summer",
    "a vineyard on a hill",
    "an orchard in bloom",
    "a park in autumn",
    "a jungle",
    "a castle",
    "a village street in the morning",
    "a snowy village at night",
    "a red rock canyon",
    "a country road through a desert",
    "a football stadium",
    "a rooftop bar at dusk",
    "a city street with neon signs on a rainy night",
    "a bar with neon signs",
    "a theatre",
    "a greenhouse",
    "a train station platform",
    "a gym",
    "an indoor swimming pool",
    "a classroom with a blackboard",
    "a supermarket aisle",
    "a parking garage with a red car",
    "a modern office",
    "a gravel road between birch trees after a storm",
    "a red barn in a field of corn",
    "a lighthouse on a rocky coast",
    "a waterfall in the jungle",
    "a campfire in the woods at night",
    "candles in a chapel at night",
    "cherry blossom trees by a lake",
    "a foggy marina before dawn with red boats",
    "a bedroom overlooking the city at night",
)
#: Height of a cell's two pictures: the panorama is twice as wide, the rendering one and a half times.
HEIGHT = 240
_COLUMNS, _MAP_COLUMNS = 2, 3


@dataclass(frozen=True)
class Cell:
    """One prompt."""

    prompt: str
    seed: int
    width: int

    @property
    def name(self) -> str:
        from backend.environment.panorama_engine import PanoramaEngine

        told = f"{PanoramaEngine.version} {self.seed} {self.width} {self.prompt}"
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def run(blender: Path, out: Path, seed: int, prompts: Sequence[str] = (), width: int = 1024, samples: int = 32,
        more: bool = False) -> None:
    """Make what is missing and put the sheet together in ``out``. Raises :class:`DemoError` when Blender fails."""
    cells = [Cell(prompt, seed, width) for prompt in prompts or (MORE if more else PROMPTS)]
    folder = out / "cells"
    folder.mkdir(parents=True, exist_ok=True)
    for number, cell in enumerate(cells):
        with step(f"{number + 1} of {len(cells)}: {cell.prompt}"):
            if not (folder / f"{cell.name}-map.png").exists():
                _panorama(cell, folder)
            if not more and not (folder / f"{cell.name}.png").exists():
                _render(blender, folder, cell, samples)
    _sheet(cells, folder, out / ("environments-more.png" if more else "environments-sheet.png"), more)


def _panorama(cell: Cell, folder: Path) -> None:
    """The map as EXR, its sun as JSON, and a tone-mapped picture of it."""
    from PIL import Image as images

    from backend.environment.exr import write_exr
    from backend.environment.panorama_engine import PanoramaEngine
    from backend.environment.thumbnail import thumbnail

    engine = PanoramaEngine()
    request = Request(prompt=cell.prompt, seed=cell.seed, parameters=engine.complete({"width": str(cell.width)}))
    made = engine.generate(request, Progress())
    write_exr(folder / f"{cell.name}.exr", made.pixels)
    sun = None if made.sun is None else {
        "direction": list(made.sun.direction), "irradiance": list(made.sun.irradiance), "angle": made.sun.angle}
    told = {"sun": sun, "ground": list(made.ground_color)}
    (folder / f"{cell.name}.json").write_text(json.dumps(told), encoding="utf-8")
    images.fromarray(np.asarray(thumbnail(made.pixels, cell.width).pixels)[..., :3]).save(
        folder / f"{cell.name}-map.png")
    if made.provenance is not None and made.provenance.unparsed:
        print(f"    not understood: {', '.join(made.provenance.unparsed)}", flush=True)


def _render(blender: Path, folder: Path, cell: Cell, samples: int) -> None:
    if not (folder / f"{cell.name}.exr").exists():
        _panorama(cell, folder)
    order = folder / "order.json"
    told = json.loads((folder / f"{cell.name}.json").read_text(encoding="utf-8"))
    order.write_text(json.dumps({**told, "map": str((folder / f"{cell.name}.exr").absolute()), "samples": samples,
                                 "picture": str((folder / f"{cell.name}.png").absolute()),
                                 "size": [HEIGHT * 3 // 2, HEIGHT]}), encoding="utf-8")
    run_in_blender(blender, SCENE, [order.absolute()], {})
    order.unlink()
    if not (folder / f"{cell.name}.png").exists():
        raise DemoError(f"“{cell.prompt}” was not rendered.", "See what Blender printed above.")


def _sheet(cells: Sequence[Cell], folder: Path, path: Path, maps: bool) -> None:
    """Panorama and rendering side by side, two prompts a row; or ``maps`` alone, three a row."""
    if maps:
        alone = [([opened(folder, f"{cell.name}-map.png")[0]], cell.prompt) for cell in cells]
        saved(captioned(alone, ((2 * HEIGHT, HEIGHT),), _MAP_COLUMNS), path)
        return
    pictures = [([opened(folder, name)[0] for name in (f"{cell.name}-map.png", f"{cell.name}.png")], cell.prompt)
                for cell in cells]
    saved(captioned(pictures, ((2 * HEIGHT, HEIGHT), (HEIGHT * 3 // 2, HEIGHT)), _COLUMNS), path)
