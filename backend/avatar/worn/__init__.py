# SPDX-License-Identifier: GPL-3.0-or-later
"""What is worn besides garments: hats, glasses, gloves, belts, capes, neckwear, each an object of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.body import rigs
from protocol.assets import Mesh

from ..binding import bind
from ..outfit import dyed
from ..spec import Accessory, Person
from ..wardrobe import KINDS
from . import (
    bandages,
    belts,
    beneath,
    capes,
    caps,
    closed_head,
    eyewear,
    gear,
    hands_feet,
    headgear,
    helmets,
    hoods,
    neckwear,
    plates,
    regalia,
    robot,
    shells,
)
from .fitting import Fitting
from .pieces import Piece, mesh

#: How each kind of :data:`backend.avatar.spec.ACCESSORIES` is made.
MAKERS = {
    **headgear.MAKERS,
    **caps.MAKERS,
    **helmets.MAKERS,
    **hoods.MAKERS,
    **eyewear.MAKERS,
    **hands_feet.MAKERS,
    **belts.MAKERS,
    **neckwear.MAKERS,
    **capes.MAKERS,
    **shells.MAKERS,
    **gear.MAKERS,
    **regalia.MAKERS,
    **robot.MAKERS,
    **bandages.MAKERS,
}
#: What is closed about the head and hides what of the wearer and of collars is within it.
_CLOSED = {"robot_head": robot.robot_shell, "hero_helmet": shells.hero_shell}
BELTS = {"belt", "duty_belt"}
#: Kinds that sit on the same place: the last asked for is worn.
PLACES: tuple[set[str], ...] = (
    {*headgear.MAKERS, *caps.MAKERS, *helmets.MAKERS, *hoods.COVERS, "robot_head", "hero_helmet", "nemes", "kabuto",
     "head_bandages"},
    {*eyewear.MAKERS},
    {"tie", "bow_tie"},
    {"neck_scarf", "neckerchief"},
    BELTS,
)


def wear(person: Person, fitting: Fitting, rig: str, seed: int) -> tuple[list[Mesh], list[str]]:
    """Meshes of a person's accessories, and sentences about what was left off."""
    notes: list[str] = []
    chosen = list({each.kind: each for each in [*person.accessories, *belts_of(person)]}.values())
    for place in PLACES:
        there = [each for each in chosen if each.kind in place]
        for each in there[:-1]:
            chosen.remove(each)
            notes.append(
                f"The {there[-1].kind.replace('_', ' ')} takes the place of the {each.kind.replace('_', ' ')}."
            )
    meshes = []
    armoured = fitting
    for garment in person.outfit:
        if garment.kind in plates.SETS:
            made = plates.plates(
                fitting, garment.kind, _metal(garment.color), _metal(garment.pattern_color or _SECOND[garment.kind]),
                "steel")
            made += shells.DETAILS.get(garment.kind, shells.none)(fitting)
            hard = mesh("Plates", made, fitting, rig)
            # Joints are open where the limb goes through them, and turn: what is in them is seen.
            over = [piece.points for piece in made if piece.name not in ("rim", "joint", "bolt")]
            for mail in (each for each in fitting.garments if each.name in plates.UNDERSUITS):
                beneath.mask(mail, over, fitting)
                bind(mail, hard, len(rigs.bones(rig)[0]), *beneath.PRESSED)
            meshes.append(hard)
            armoured = replace(fitting, garments=[*fitting.garments, hard])
        elif garment.kind == "mawashi":
            dye = dyed(np.array(garment.color or (0.02, 0.02, 0.025), dtype=float))
            meshes.append(mesh("Mawashi belt", belts.mawashi(fitting, dye), fitting, rig))
        elif garment.kind == "apron":
            dye = dyed(np.array(garment.color or (0.5, 0.5, 0.48), dtype=float))
            meshes.append(mesh("Apron ties", belts.apron_ties(fitting, dye), fitting, rig))
    for number, accessory in enumerate(chosen):
        rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 77, number]))
        color = accessory.color or usual_color(accessory.kind, rng)
        metal = accessory.kind in _METAL
        dye = np.array(color, dtype=float) if metal else dyed(np.array(color, dtype=float))
        about = armoured if accessory.kind in BELTS else fitting
        pieces: list[Piece] = MAKERS[accessory.kind](about, dye, rng)
        if (closed := _CLOSED.get(accessory.kind)) is not None:
            head = closed(fitting)
            for collar in fitting.garments:
                closed_head.hide_collar(head, collar)
        meshes.append(mesh(accessory.kind.replace("_", " ").capitalize(), pieces, about, rig))
    return meshes, notes


def _metal(color: tuple[float, float, float] | None) -> np.ndarray:
    """Metal or enamel of a named colour: greys as they are, strong colours as deep as lacquer is."""
    asked = np.array(color or (0.5, 0.5, 0.52), dtype=float)
    strength = 1 - asked.min() / max(float(asked.max()), 1e-6)
    return asked * (1 - strength) + 1.15 * dyed(asked) * strength


def belts_of(person: Person) -> list[Accessory]:
    """The belt of a garment that has one by itself, unless the person was given another."""
    belted = [each for each in person.outfit if KINDS[each.kind].belted]
    if not belted or any(each.kind in BELTS for each in person.accessories):
        return []
    red, green, blue = (0.12 * value + 0.008 for value in belted[0].color or (0.1, 0.1, 0.1))
    return [Accessory(kind="belt", color=(red, green, blue))]


def encloses(person: Person, fitting: Fitting) -> np.ndarray:
    """Which vertices (19158,) of the base mesh are skin that something worn encloses and hides for good."""
    result = np.zeros(len(fitting.body.vertices), bool)
    for kind in {each.kind for each in person.accessories} & set(_CLOSED):
        result |= closed_head.enclosed(fitting, _CLOSED[kind](fitting))
    return result


def covers_hair(person: Person) -> bool:
    """Whether something worn hides all of the hair."""
    return any(each.kind in hoods.HIDES_HAIR for each in person.accessories)


def tucked(person: Person) -> Person:
    """The person with hair short enough for what is worn over it."""
    if person.hair_style in ("bald", "buzz", "short") or not any(
        each.kind in hoods.COVERS for each in person.accessories
    ):
        return person
    return replace(person, hair_style="short")


#: The second colour of plates, linear, where none is named.
_SECOND = {"armour": (0.5, 0.5, 0.52), "robot-shell": (0.12, 0.12, 0.13), "hero-armour": (0.65, 0.40, 0.10)}
_METAL = frozenset(("broad_collar", "badge", "hero_helmet", "crown", "knight_helmet", "horned_helmet", "robot_head"))
_USUAL = {
    "glasses": (0.012, 0.012, 0.014),
    "sunglasses": (0.012, 0.012, 0.014),
    "goggles": (0.03, 0.03, 0.035),
    "belt": (0.07, 0.035, 0.018),
    "crown": (0.8, 0.5, 0.12),
    "chef_hat": (0.75, 0.74, 0.71),
    "straw_hat": (0.46, 0.33, 0.15),
    "cowboy_hat": (0.09, 0.045, 0.02),
    "top_hat": (0.012, 0.012, 0.014),
    "bowler_hat": (0.012, 0.012, 0.014),
    "life_support": (0.72, 0.72, 0.70),
    "emblem": (0.75, 0.5, 0.03),
    "badge": (0.70, 0.52, 0.22),
    "duty_belt": (0.02, 0.02, 0.022),
    "fur": (0.10, 0.065, 0.035),
    "hero_helmet": (0.5, 0.01, 0.01),
    "head_bandages": (0.50, 0.43, 0.31),
    "nemes": (0.62, 0.40, 0.10),
    "broad_collar": (0.72, 0.46, 0.12),
    "kabuto": (0.02, 0.02, 0.022),
    "tricorne": (0.02, 0.014, 0.012),
    "santa_hat": (0.5, 0.01, 0.01),
    "hard_hat": (0.75, 0.5, 0.02),
    "space_helmet": (0.75, 0.74, 0.71),
    "knight_helmet": (0.5, 0.5, 0.52),
    "horned_helmet": (0.45, 0.45, 0.47),
    "pointed_hat": (0.03, 0.02, 0.15),
    "gloves": (0.03, 0.03, 0.035),
    "police_cap": (0.012, 0.022, 0.07),
    "mask": (0.03, 0.03, 0.035),
    "bow_tie": (0.012, 0.012, 0.014),
    "hat": (0.06, 0.05, 0.04),
}
_ANY = ((0.3, 0.01, 0.02), (0.012, 0.022, 0.07), (0.05, 0.10, 0.05), (0.03, 0.03, 0.035), (0.25, 0.22, 0.17))


def usual_color(kind: str, rng: np.random.Generator) -> tuple[float, float, float]:
    """Linear colour of a kind when none was asked for."""
    drawn = _ANY[int(rng.integers(len(_ANY)))]
    return _USUAL.get(kind, drawn)


__all__ = ["MAKERS", "Fitting", "covers_hair", "encloses", "tucked", "wear"]
