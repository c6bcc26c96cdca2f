# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo poses``: the pose library of the Blender extension, on four people with four rigs."""

from __future__ import annotations

import json
from pathlib import Path

from backend.demo.motions import played
from backend.demo.sheets import labelled, opened, saved, stacked

SCENE = Path(__file__).with_name("poses_scene.py")
RESULTS = ("poses.png",)
#: Who takes the poses, in turn, and on which rig.
PEOPLE = (("an athletic woman with short hair in a teal tank top, black leggings and white sneakers", "game_engine"),
          ("a slim man with short hair in a white t-shirt, blue jeans and brown shoes", "mixamo"),
          ("a young woman with short hair in a red t-shirt, grey leggings and black sneakers", "makehuman"),
          ("a muscular man in an olive t-shirt, black pants and black boots", "cmu_mb"))
#: Cells a row, as in poses_scene.py.
COLUMNS = 8


def run(blender: Path, extension: Path | None, out: Path, seed: int) -> None:
    """Render every pose into ``out``. Raises :class:`DemoError`."""
    def pictures(frames: Path, _people: list[str]) -> None:
        titles = json.loads((frames / "poses.json").read_text("utf-8"))
        rows = opened(frames, "row-*.png")
        size = rows[0].width // COLUMNS, rows[0].height
        cells = []
        for number, title in enumerate(titles):
            row, left = rows[number // COLUMNS], number % COLUMNS * size[0]
            cells.append(labelled([row.crop((left, 0, left + size[0], size[1]))], title, size[0]))
        saved(stacked(cells, COLUMNS), out / "poses.png", 256)

    wanted = [{"label": prompt, "prompt": prompt, "rig": rig} for prompt, rig in PEOPLE]
    played(SCENE, blender, extension, out, seed, wanted, None, pictures, RESULTS)
