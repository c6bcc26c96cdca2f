# SPDX-License-Identifier: GPL-3.0-or-later
"""Outfits on bodies in poses: what comes through the clothes, and where they leave holes (:mod:`.garment_fit`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backend.avatar.spec import Accessory, Garment, Person
from backend.body.rigs import turn
from backend.engine import Progress
from protocol.assets import Avatar

#: Turns of the game engine rig's bones about their heads, in armature axes, each on top of its parent's.
POSES: dict[str, dict[str, np.ndarray]] = {
    "rest": {},
    "arms up": {"upperarm_l": turn(1, -75), "upperarm_r": turn(1, 75)},
    "squat": {"thigh_l": turn(0, -85), "thigh_r": turn(0, -85), "calf_l": turn(0, 95),
              "calf_r": turn(0, 95), "spine_01": turn(0, 20)},
    "split": {"thigh_l": turn(0, -65), "thigh_r": turn(0, 60)},
    "run": {"thigh_l": turn(0, -55), "calf_l": turn(0, 70), "thigh_r": turn(0, 25), "calf_r": turn(0, 60),
            "upperarm_l": turn(0, 40), "upperarm_r": turn(0, -40), "spine_01": turn(0, -8)},
}
#: Poses that no weights are solved for, and that nothing was tuned by.
HELD_OUT: dict[str, dict[str, np.ndarray]] = {
    "lunge": {"thigh_l": turn(0, -80), "calf_l": turn(0, 85), "thigh_r": turn(0, 30), "calf_r": turn(0, 30),
              "spine_01": turn(0, 10)},
    "sitting": {"thigh_l": turn(1, -8) @ turn(0, -90), "thigh_r": turn(1, 8) @ turn(0, -90), "calf_l": turn(0, 90),
                "calf_r": turn(0, 90)},
    "kneeling": {"thigh_l": turn(0, -90), "calf_l": turn(0, 90), "thigh_r": turn(0, -5), "calf_r": turn(0, 95)},
    "side kick": {"thigh_r": turn(1, 60), "spine_01": turn(1, 12), "upperarm_l": turn(0, -30)},
    "twist": {"spine_01": turn(2, 15), "spine_02": turn(2, 15), "upperarm_l": turn(1, -40), "upperarm_r": turn(1, 30),
              "thigh_l": turn(0, -15)},
}
BODIES = {"slim": "a slim woman", "heavy": "a fat man", "tall": "a very tall muscular man", "child": "a boy of eight"}


@dataclass(frozen=True)
class Outfit:
    garments: tuple[dict[str, Any], ...]
    accessories: tuple[str, ...] = ()
    #: Bodies it is made for, where not for all.
    bodies: tuple[str, ...] = tuple(BODIES)


def _of(*kinds: str | dict[str, Any], accessories: tuple[str, ...] = (),
        bodies: tuple[str, ...] = tuple(BODIES)) -> Outfit:
    return Outfit(tuple({"kind": each} if isinstance(each, str) else each for each in kinds), accessories, bodies)


OUTFITS: dict[str, Outfit] = {
    "shirt and trousers": _of("shirt", "trousers", "shoes", accessories=("belt",)),
    "t-shirt and shorts": _of("t-shirt", "shorts", "sneakers"),
    "dress": _of("dress", "shoes"),
    "short skirt": _of({"kind": "skirt", "length": "short"}, "tank-top", "sneakers"),
    "long skirt": _of({"kind": "skirt", "length": "long"}, "shirt", "shoes"),
    "suit": _of("jacket", "shirt", "trousers", "shoes", accessories=("tie",)),
    "coat over suit": _of({"kind": "coat", "length": "long"}, "shirt", "trousers", "shoes"),
    "robe": _of("robe", "shoes"),
    "cape": _of("t-shirt", "jeans", "boots", accessories=("cape",)),
    "armour": _of("armour", "boots", accessories=("knight_helmet", "gloves")),
    "hoodie and jeans": _of("hoodie", "jeans", "sneakers"),
    "kilt": _of("kilt", "sweater", "boots", accessories=("belt",)),
    "gown": _of("gown", "shoes", bodies=("slim",)),
    "trunks": _of("trunks", bodies=("heavy", "tall")),
    "wide trousers": _of("wide-trousers", "t-shirt", "sneakers"),
    "cargo trousers": _of("cargo-trousers", "t-shirt", "boots"),
    "harem trousers": _of("harem-trousers", "t-shirt", "sandals"),
    "swimsuit": _of("swimsuit", bodies=("slim",)),
    "bikini": _of("crop-top", "briefs", bodies=("slim",)),
    "swim shorts": _of("swim-shorts", bodies=("heavy", "tall", "child")),
    "high heels": _of("dress", "heels", bodies=("slim",)),
    "tunic": _of("tunic", "trousers", "boots", accessories=("belt", "fur")),
    "hi-vis": _of("hi-vis", "shirt", "trousers", "boots"),
    "turnout": _of("turnout", "boots", accessories=("gloves",)),
    "astronaut": _of("space-suit", "boots", accessories=("space_helmet", "gloves", "life_support")),
    "robot": _of("robot-shell", "boots", accessories=("robot_head", "gloves")),
    "metal hero": _of("hero-armour", "boots", accessories=("hero_helmet", "gloves")),
    "apron": _of("apron", "shirt", "jeans", "sneakers"),
    "soldier": _of("t-shirt", {"kind": "jacket", "closure": "buttons"}, "trousers", "boots",
                   accessories=("helmet", "gloves", "belt")),
    "space suit": _of("suit", "boots", accessories=("space_helmet", "gloves", "belt")),
    "jumpsuit": _of("jumpsuit", "boots", accessories=("belt",)),
    "cardigan": _of("cardigan", "t-shirt", "jeans", "sneakers", accessories=("neck_scarf",)),
    "chef": _of("chef-jacket", "trousers", "shoes", accessories=("chef_hat", "neckerchief")),
    "superhero": _of("suit", "hero-briefs", "boots", accessories=("belt",)),
    "pharaoh": _of("shendyt", "sandals", accessories=("nemes", "broad_collar", "belt"), bodies=("tall",)),
    "mummy": _of("bandages", accessories=("head_bandages",)),
    "samurai": _of("armour", "boots", accessories=("kabuto", "gloves", "belt")),
    "waistcoat": _of("vest", "shirt", "trousers", "shoes", accessories=("bow_tie",)),
}


@dataclass(frozen=True)
class Row:
    """One garment of one outfit on one body in one pose."""

    outfit: str
    body: str
    pose: str
    garment: str
    below: int
    through: int
    of: int

    @property
    def share(self) -> float:
        return (self.below + self.through) / max(self.of, 1)


def dressed(outfit: str, body: str) -> Avatar:
    """One of :data:`BODIES` in one of :data:`OUTFITS`, without face, hair and textures of the skin."""
    from backend.avatar.person import Options, build
    from backend.avatar.reading import read
    from backend.avatar.resolve import resolve
    from backend.avatar.spec import from_json

    person, _ = resolve(from_json(read(BODIES[body]).spec), 1)
    assert isinstance(person, Person)
    chosen = OUTFITS[outfit]
    gray = (0.4, 0.4, 0.4)
    person = replace(person, outfit=[Garment(**{"color": gray, **each}) for each in chosen.garments],
                     accessories=[Accessory(kind=each) for each in chosen.accessories])
    return build(person, Options(face_keys=False, texture_size=256, only=frozenset(("clothes",))), 1, Progress())[0]


def measure(outfits: Iterable[str], bodies: Iterable[str],
            poses: Iterable[str]) -> Iterator[tuple[list[Row], dict[tuple[str, str, str], float]]]:
    """Rows of every garment, and the share of holes by (outfit, body, pose), an outfit on a body at a time."""
    from .garment_fit import Dressed

    bodies, poses = list(bodies), list(poses)
    for outfit in outfits:
        for body in bodies:
            if body not in OUTFITS[outfit].bodies:
                continue
            wearer = Dressed(dressed(outfit, body))
            rows, holes = [], {}
            for pose in poses:
                rows += [Row(outfit, body, pose, fit.name, fit.below, fit.through, fit.of)
                         for fit in wearer.penetration(POSES[pose])]
                holes[outfit, body, pose] = wearer.holes(POSES[pose])[0]
            yield rows, holes


def show(rows: list[Row], holes: dict[tuple[str, str, str], float]) -> None:
    """Print per cent by outfit and pose, with the worst garment, and the share of holes."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Outfit", *POSES)

    def line(name: str, chosen: list[Row]) -> None:
        cells = []
        for pose in POSES:
            here = [row for row in chosen if row.pose == pose]
            share = sum(row.below + row.through for row in here) / max(sum(row.of for row in here), 1)
            cells.append(f"{100 * share:.2f} ({100 * max((row.share for row in here), default=0.0):.2f})")
        table.add_row(name, *cells)

    for outfit in dict.fromkeys(row.outfit for row in rows):
        line(outfit, [row for row in rows if row.outfit == outfit])
    line("all", rows)
    worst = [max((share for (_, _, at), share in holes.items() if at == pose), default=0.0) for pose in POSES]
    table.add_row("holes, worst", *(f"{100 * share:.2f}" for share in worst))
    Console().print(table)
