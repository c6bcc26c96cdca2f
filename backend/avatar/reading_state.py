# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of a description while it is read; the parts of the reader build on it."""

from __future__ import annotations

from typing import Any

from backend.language.text import Match, Reading

from . import archetypes
from .belonging import first_person
from .spec import Accessory, Garment

#: Characters of a prompt that are read.
LONGEST = 2000
#: Before a colour, a pattern or a fabric that stands for clothes.
WORN = ("in", "all", "wearing", "wear", "dressed")


class State:
    """One prompt being read into fields of an :class:`.spec.AvatarSpec`."""

    def __init__(self, prompt: str) -> None:
        self.fields: dict[str, Any] = {}
        self.assumptions: list[str] = []
        if len(prompt) > LONGEST:
            cut = prompt.rfind(" ", 0, LONGEST)
            prompt = prompt[:cut if cut > 0 else LONGEST]
            self.assumptions.append(f"The description is very long: its first {len(prompt)} characters were read.")
        first, others = first_person(prompt)
        if others:
            self.assumptions.append("One avatar is made at a time: the first person described is made, "
                                    f'"{others:.60}" is left out.')
        self.reading = Reading(first)
        self.outfit: list[Garment] = []
        self.bare: list[Match[Any]] = []
        self.trait_sums = {"stature": 0.0, "bmi": 0.0, "muscle": 0.0}
        self.accessories: dict[str, Accessory] = {}
        self.refused: set[str] = set()
        self.role_kinds: set[str] = set()
        self.bodysuits: list[archetypes.Archetype] = []
        #: Pattern, fabric and neckline by the garment's first token.
        self.quality: dict[int, dict[str, Any]] = {}
        #: Kinds of trousers that adjectives say, by the garment's first token.
        self.fits: dict[int, str] = {}
        #: Archetypes that are named, and hats said by the plain word.
        self.role_names: set[str] = set()
        self.plain_hats: set[str] = set()
        #: Colours of eyes that were named.
        self.eyes_said: list[str] = []
        #: Sleeves that no named garment has.
        self.loose_sleeves = ""
        self.local: dict[str, float] = {}
        self.beards: list[Match[Any]] = []
        self.beard_color: tuple[float, float, float] | None = None
        self.is_child = False
        self.noun_age: float | None = None
        #: Colour of all clothes.
        self.whole: tuple[float, float, float] | None = None
        #: Words that raise and lower each sum, for contradictions.
        self.said: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in self.trait_sums}
        self.mass: float | None = None

    def wear(self, garment: Garment) -> None:
        if all(each.kind != garment.kind for each in self.outfit):
            self.outfit.append(garment)

    def contradict(self, first: str, second: str, outcome: str) -> None:
        self.assumptions.append(f'"{first}" and "{second}" contradict each other: {outcome}.')
