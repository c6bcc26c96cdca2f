# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo objects``: prompts as a contact sheet with captions, and nine individuals of five categories.

Each picture is kept in the folder of cells and made only once, so that the demonstration can be stopped and goes on
where it was; a changed prompt, seed or engine version makes its cell anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.demo.objects_prompts import SEEDS, SEEDS_SHOWN, SHEET
from backend.demo.run import DemoError, run_in_blender, step
from backend.demo.sheets import captioned, opened, saved
from backend.engine import EngineError, Progress, Request

SCENE = Path(__file__).with_name("objects_scene.py")
#: Side of a cell, and of a cell on the sheet of seeds; pictures are rendered at the first.
CELL, SMALL = 240, 170
#: Cells rendered by one Blender, which is started anew so that a stop loses little.
BATCH = 8
_COLUMNS = 8


@dataclass(frozen=True)
class Cell:
    """One picture."""

    prompt: str
    seed: int

    @property
    def name(self) -> str:
        from backend.objects.parametric_engine import ParametricEngine

        told = f"{ParametricEngine.version} {self.seed} {self.prompt}"
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def run(blender: Path, out: Path, seed: int, only: Sequence[str] = (), samples: int = 24) -> None:
    """Render what is missing and put the sheets together in ``out``; ``only`` limits it to prompts that hold one of
    these words. Raises :class:`DemoError` when Blender fails; a prompt the library refuses is captioned so."""
    sheet = [Cell(prompt, seed) for prompt in SHEET]
    seeds = [Cell(prompt, seed + number) for prompt in SEEDS for number in range(SEEDS_SHOWN)]
    wanted = [cell for cell in dict.fromkeys((*sheet, *seeds))
              if not only or any(word.lower() in cell.prompt for word in only)]
    folder = out / "cells"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [cell for cell in wanted if not (folder / f"{cell.name}.png").exists()
               and not (folder / f"{cell.name}.txt").exists()]
    print(f"==> {len(wanted) - len(missing)} of {len(wanted)} pictures are there already", flush=True)
    for first in range(0, len(missing), BATCH):
        some = missing[first:first + BATCH]
        with step(f"pictures {first + 1} to {first + len(some)} of {len(missing)}"):
            made = [cell for cell in some if _model(cell, folder)]
            if made:
                _render(blender, folder, made, samples)
    _composed([cell for cell in sheet if cell in wanted], folder, CELL, _COLUMNS, True, out / "objects-sheet.png")
    _composed([cell for cell in seeds if cell in wanted], folder, SMALL, SEEDS_SHOWN, False, out / "objects-seeds.png")


def _model(cell: Cell, folder: Path) -> bool:
    """Make the object of a cell as GLB; False where the library says no, which is kept as a text."""
    from backend.export.gltf import write_glb
    from backend.objects.parametric_engine import ParametricEngine

    engine = ParametricEngine()
    request = Request(prompt=cell.prompt, seed=cell.seed, parameters=engine.complete({"texture_size": "512"}))
    try:
        prop = engine.generate(request, Progress())
    except EngineError as error:
        print(f"    {cell.prompt}: {error.message}", flush=True)
        (folder / f"{cell.name}.txt").write_text(error.message, encoding="utf-8")
        return False
    write_glb(folder / f"{cell.name}.glb", prop)
    for line in prop.provenance.assumptions if prop.provenance else ():
        print(f"    {cell.prompt}: {line}", flush=True)
    return True


def _render(blender: Path, folder: Path, cells: Sequence[Cell], samples: int) -> None:
    order = folder / "order.json"
    order.write_text(json.dumps({"files": [str((folder / f"{cell.name}.glb").absolute()) for cell in cells],
                                 "size": CELL, "samples": samples}), encoding="utf-8")
    run_in_blender(blender, SCENE, [order.absolute()], {})
    order.unlink()
    for cell in cells:
        (folder / f"{cell.name}.glb").unlink(missing_ok=True)
        if not (folder / f"{cell.name}.png").exists():
            raise DemoError(f"“{cell.prompt}” was not rendered.", "See what Blender printed above.")


def _composed(cells: Sequence[Cell], folder: Path, side: int, columns: int, captions: bool, path: Path) -> None:
    """The pictures on one sheet of at most 256 colours, written to ``path``."""
    if not cells:
        return
    pictures = [([opened(folder, f"{cell.name}.png")[0] if (folder / f"{cell.name}.png").exists() else None],
                 cell.prompt) for cell in cells]
    saved(captioned(pictures, ((side, side),), columns, 2 if captions else 0), path, 256)
