# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo avatars``: people from sentences as a contact sheet, three-quarter view in a neutral studio."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backend.demo.motions import played
from backend.demo.sheets import labelled, opened, stacked

SCENE = Path(__file__).with_name("avatars_scene.py")
RESULTS = ("avatars.png",)
#: Sentences and, after a bar, how the person stands.
PROMPTS = (
    "a tall and fat Iron Man", "a skinny ninja raising both arms | raises both arms",
    "a tall and skinny female soldier",
    "an overweight sumo wrestler", "Steve Jobs in a white shirt", "a man in jeans", "a robot", "a zombie", "an alien",
    "a superhero in a blue suit with a red cape", "a knight", "an astronaut", "a construction worker", "a chef",
    "a police officer", "a cowboy", "an old wizard with a long white beard", "a pirate", "a viking",
    "a king with a crown and a cape", "a businesswoman with glasses", "a lumberjack in a red plaid shirt", "a bride",
    "a girl with pigtails in a yellow polka-dot dress", "an 80-year-old grandmother with white hair in a bun",
    "a rapper with dreadlocks, sunglasses and a cap", "a bodybuilder in a tank top and shorts", "a santa claus",
    "a doctor in a white coat", "a man in a pinstripe suit with a tie and a bowler hat",
)
COLUMNS, WIDTH = 6, 250


def run(blender: Path, extension: Path | None, out: Path, seed: int, prompts: Sequence[str] = PROMPTS) -> None:
    """Render ``prompts`` into ``out``. Raises :class:`DemoError`."""
    wanted = []
    for each in prompts:
        prompt, _, action = (part.strip() for part in each.partition("|"))
        wanted.append({"label": prompt, "prompt": prompt, "action": action})

    def pictures(frames: Path, labels: list[str]) -> None:
        cells = [labelled(opened(frames, f"avatar-{number:02d}.png"), label, WIDTH)
                 for number, label in enumerate(labels)]
        stacked(cells, COLUMNS).save(out / "avatars.png", optimize=True)

    played(SCENE, blender, extension, out, seed, wanted, None, pictures, RESULTS)
