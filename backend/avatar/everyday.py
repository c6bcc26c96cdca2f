# SPDX-License-Identifier: GPL-3.0-or-later
"""What people wear on an ordinary day where nothing else was said: plain clothes that differ from seed to seed.

Each place on the body draws from a seed of its own, so that one can be drawn anew and the others stay. What goes below
is dark or neutral and what goes above is not, so that any two drawn apart go together. Colours are linear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .parts import seed_of
from .spec import ADULT, AvatarSpec, Color, Garment

#: Tops: whites and greys, earth tones, and muted colours.
TOPS: tuple[Color, ...] = (
    (0.68, 0.67, 0.64), (0.55, 0.52, 0.46), (0.30, 0.30, 0.31), (0.045, 0.13, 0.22), (0.07, 0.16, 0.10),
    (0.34, 0.06, 0.045), (0.42, 0.27, 0.06), (0.10, 0.22, 0.26), (0.16, 0.26, 0.40), (0.20, 0.035, 0.07),
    (0.42, 0.22, 0.13), (0.14, 0.18, 0.09), (0.40, 0.24, 0.26), (0.20, 0.16, 0.27), (0.05, 0.055, 0.06),
    (0.46, 0.40, 0.28))
TROUSERS: tuple[Color, ...] = (
    (0.035, 0.045, 0.075), (0.28, 0.22, 0.15), (0.05, 0.05, 0.055), (0.10, 0.10, 0.11), (0.16, 0.125, 0.085),
    (0.055, 0.06, 0.04), (0.022, 0.022, 0.025))
DENIM: tuple[Color, ...] = ((0.035, 0.065, 0.15), (0.055, 0.11, 0.22), (0.022, 0.035, 0.075), (0.13, 0.20, 0.31),
                            (0.028, 0.028, 0.032))
SKIRTS: tuple[Color, ...] = ((0.03, 0.035, 0.06), (0.04, 0.04, 0.045), (0.22, 0.17, 0.12), (0.10, 0.03, 0.04),
                             (0.05, 0.07, 0.05))
LEATHERS: tuple[Color, ...] = ((0.10, 0.05, 0.025), (0.02, 0.02, 0.022), (0.05, 0.03, 0.018), (0.17, 0.095, 0.045))
TRAINERS: tuple[Color, ...] = ((0.62, 0.61, 0.58), (0.035, 0.035, 0.04), (0.30, 0.28, 0.25), (0.045, 0.065, 0.12),
                               (0.22, 0.04, 0.035))

#: Kinds with how often each is worn. A colon sets a pattern.
_Weights = Mapping[str, float]
_MAN: _Weights = {"t-shirt": 5, "shirt": 2, "shirt:plaid": 1, "shirt:check": 1, "polo": 2, "sweater": 3, "hoodie": 2,
                  "t-shirt:stripe": 1}
_WOMAN: _Weights = {"t-shirt": 4, "shirt": 3, "sweater": 3, "t-shirt:stripe": 1.5, "shirt:floral": 1, "hoodie": 1,
                    "tank-top": 0.7, "dress": 1.6, "dress:floral": 1.4}
_OLD_MAN: _Weights = {"shirt": 3, "shirt:check": 2, "shirt:plaid": 1, "sweater": 3, "polo": 2}
_OLD_WOMAN: _Weights = {"shirt": 2.5, "shirt:floral": 2, "sweater": 3, "dress": 1.5, "dress:floral": 1.5}
_TEEN: _Weights = {"t-shirt": 5, "hoodie": 4, "t-shirt:stripe": 1.5, "sweater": 1.5, "shirt:plaid": 1.5}
_GIRL: _Weights = {"t-shirt": 4, "hoodie": 1.5, "t-shirt:stripe": 2, "sweater": 2, "dress": 1.5, "dress:polka-dot": 1.5,
                   "dress:floral": 1}
_UNSAID: _Weights = {"t-shirt": 4, "shirt": 2.5, "sweater": 3, "t-shirt:stripe": 1, "hoodie": 1}


@dataclass(frozen=True, kw_only=True)
class Everyday:
    """A set of clothes, of which a person wears what else they have not; and colours for clothes named without one."""

    top: Garment
    bottom: Garment
    feet: Garment
    #: Worn instead of top and bottom, or over the top.
    full: Garment | None = None
    outer: Garment | None = None
    #: Colours of tops, trousers, jeans, leather shoes and sneakers.
    tops: Color = TOPS[1]
    trousers: Color = TROUSERS[0]
    jeans: Color = DENIM[1]
    leather: Color = LEATHERS[0]
    trainers: Color = LEATHERS[0]

    def color(self, kind: str) -> Color:
        """The colour of a garment that was named without one."""
        from .wardrobe import KINDS

        own = {"jeans": self.jeans, "denim-shorts": self.jeans, "baggy-jeans": self.jeans,
               "sneakers": self.trainers, "apron": TOPS[1], "sandals": LEATHERS[3]}
        return own.get(kind) or {"bottom": self.trousers, "feet": self.leather}.get(KINDS[kind].slot, self.tops)


#: What completes a costume or the mixture of two people.
PLAIN = Everyday(top=Garment(kind="t-shirt"), bottom=Garment(kind="trousers"), feet=Garment(kind="sneakers"))


def everyday(spec: AvatarSpec, gender: float, seed: int) -> Everyday:
    """Clothes for the age and gender of ``spec``; the plainest, for anyone, where it does not say the gender."""
    top, bottom, feet = (
        np.random.Generator(np.random.PCG64([seed_of(spec.seeds, part, seed) & 0xFFFFFFFF, stream])).random(6)
        for stream, part in enumerate(("top", "bottom", "shoes"), 23))
    said, female, age = spec.gender is not None, gender > 0.5, spec.age_years
    kind, _, pattern = _drawn(_tops(said, female, age), top[0]).partition(":")
    color, under = _one(TOPS, top[1]), _one(TOPS[:4], top[2])
    above = Garment(kind=kind, pattern=pattern, color=color, pattern_color=_pattern_color(pattern, color, top[3]),
                    sleeve=_sleeve(kind, top[4], age), length="midi" if kind == "dress" and age > 55 else "")
    outer = None
    if said and kind in ("t-shirt", "shirt") and age >= 16 and top[5] < (0.35 if age > 60 else 0.22):
        outer = Garment(kind="cardigan", color=color) if female or age > 60 else Garment(
            kind="jacket", color=_one(TROUSERS, top[3]), closure="zip")
        above = Garment(kind="t-shirt" if kind == "t-shirt" else "shirt", color=under)
    jeans, plain = _one(DENIM, bottom[1]), _one(TROUSERS, bottom[1])
    below = _drawn(_bottoms(said, female, age), bottom[0])
    below_color = {"jeans": jeans, "skirt": _one(SKIRTS, bottom[1])}.get(below, plain)
    shoe = _drawn({"sneakers": 5, "shoes": 3, "boots": 1} if ADULT <= age < 60 else
                  {"shoes": 5, "sneakers": 1} if age >= 60 else {"sneakers": 6, "shoes": 1}, feet[0])
    leather, trainers = _one(LEATHERS, feet[1]), _one(TRAINERS, feet[1])
    return Everyday(
        top=Garment(kind="t-shirt", color=under) if kind == "dress" else above,
        bottom=Garment(kind=below, color=below_color, length="knee" if below == "shorts" else ""),
        feet=Garment(kind=shoe, color=trainers if shoe == "sneakers" else leather),
        full=above if kind == "dress" else None, outer=outer,
        tops=color, trousers=plain, jeans=jeans, leather=leather, trainers=trainers)


def _tops(said: bool, female: bool, age: float) -> _Weights:
    if not said:
        return _UNSAID
    if age < 13:
        return _GIRL if female else _TEEN
    if age < ADULT:
        return _TEEN
    if age >= 62:
        return _OLD_WOMAN if female else _OLD_MAN
    return _WOMAN if female else _MAN


def _bottoms(said: bool, female: bool, age: float) -> _Weights:
    if age < ADULT:
        return {"jeans": 5, "trousers": 2, "shorts": 1.5} | ({"skirt": 1.5} if said and female else {})
    if age >= 62:
        return {"trousers": 3, "skirt": 4} if said and female else {"trousers": 5, "jeans": 1}
    if not said:
        return {"jeans": 5, "trousers": 5}
    if female:
        return {"jeans": 5, "trousers": 3, "skirt": 2, "leggings": 1}
    return {"jeans": 5, "trousers": 5, "shorts": 1}


def _sleeve(kind: str, draw: float, age: float) -> str:
    if kind == "dress":
        sleeves = ("short", "elbow", "long") if age > 55 else ("short", "short", "none", "long")
        return sleeves[int(draw * len(sleeves))]
    if kind == "t-shirt":
        return "long" if draw < 0.18 else ""
    return "short" if kind == "shirt" and draw < 0.18 else ""


def _pattern_color(pattern: str, color: Color, draw: float) -> Color | None:
    """Stripes and flowers that show on their cloth; checks find their own."""
    if pattern in ("", "plaid", "check"):
        return None
    if pattern == "stripe":
        return (0.62, 0.61, 0.58) if sum(color) < 0.75 else (0.03, 0.045, 0.09)
    if pattern == "polka-dot":
        return (0.70, 0.69, 0.66) if sum(color) < 1.2 else (0.30, 0.03, 0.05)
    return _one(((0.45, 0.10, 0.14), (0.62, 0.60, 0.55), (0.50, 0.30, 0.08), (0.22, 0.24, 0.48)), draw)


def _drawn(weights: _Weights, draw: float) -> str:
    ends = np.cumsum(list(weights.values()))
    return list(weights)[int(np.searchsorted(ends, draw * ends[-1], side="right"))]


def _one(choices: Sequence[Color], draw: float) -> Color:
    return choices[int(draw * len(choices))]
