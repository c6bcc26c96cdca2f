# SPDX-License-Identifier: GPL-3.0-or-later
"""What a garment covers: how it is cut, and where it has cloth on the template.

Levels and arm coordinates are those of :mod:`.coordinates`; a cut depends on the garment, never on the wearer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from backend.body import hm08

from . import coordinates as c

#: Where sleeves end on the arm (0 shoulder, 1 elbow, 2 wrist); 0 is sleeveless.
SLEEVES = {"none": 0.0, "short": 0.62, "elbow": 0.95, "three-quarter": 1.45, "long": 1.92}
#: Where trouser legs end (level).
LEGS = {"long": 0.78, "ankle": 1.22, "cropped": 1.5, "knee": 1.95, "short": 2.4}
#: Where skirts and dresses end (level).
SKIRTS = {"tunic": 2.42, "floor": 1.05, "maxi": 1.1, "ankle": 1.2, "long": 1.3, "midi": 1.6, "knee": 2.16, "short": 2.4}
#: How far from a brief's leg line, in levels, skin is hidden, and at the seat, which begins this far behind the side
#: seams: little at the crotch, which thighs cover, by the distance from the middle, metres on the template.
GROIN, SEAT, BACK = ((0.0, 0.03, 0.07), (0.05, 0.15, 0.55)), ((0.0, 0.03, 0.07), (0.05, 0.35, 0.55)), 0.03
#: A skirt that ends below this level hides the legs.
LONG = 1.45
#: How far behind the side seams legs begin to be hidden by a coat that hangs open, and half the width of what skirts
#: show between the legs, metres on the template; and between which levels such a coat hides the legs.
BEHIND, LAP, PIT = 0.01, 0.06, (1.75, 2.65)
MAIN, TRIM, FASTENER, SOLE, METAL, STITCH, REFLECTOR = range(7)
#: Half a profile of an opening: (level, half width in metres on the template), upwards.
Opening = tuple[tuple[float, float], ...]
#: Fronts. A lab coat hangs open; a suit's jacket closes at two buttons below a V; a waistcoat at five;
#: a robe crosses over.
OPEN_FRONT: Opening = ((0.0, 0.105), (3.0, 0.085), (4.2, 0.055), (5.3, 0.040), (9.0, 0.040))
JACKET_FRONT: Opening = ((0.0, 0.060), (3.1, 0.050), (3.35, 0.026), (3.66, 0.003), (3.74, -0.004), (4.22, -0.004),
                         (4.30, 0.004), (5.8, 0.054), (6.0, 0.060), (9.0, 0.060))
#: A bib from the breast down, and below the waist as wide as the hips.
APRON: Opening = ((0.0, 0.30), (3.6, 0.26), (3.95, 0.20), (4.3, 0.145), (5.1, 0.105), (9.0, 0.10))
VEST_FRONT: Opening = ((0.0, 0.075), (3.45, 0.055), (3.72, 0.004), (3.76, -0.004), (4.62, -0.004), (4.70, 0.003),
                       (5.9, 0.052), (9.0, 0.060))


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What a garment covers and how loosely. Lengths in metres.

    ``top`` and ``bottom`` are levels, ``sleeve`` an arm coordinate, ``neckline`` metres below the
    neck's root (see ``Coordinates.collar``).
    """

    top: float = 9.0
    bottom: float = 0.0
    sleeve: float = 0.0
    neckline: float = 0.0
    #: "round", "v", "scoop", "straps" (a low round neck and back) or "off" (bare shoulders).
    neck: str = "round"
    #: Distance from the skin at torso and limbs.
    ease: float = 0.010
    #: How straight legs and sleeves fall: radius of the tube as a share of thigh or upper arm.
    straight: float = 0.0
    #: How much the torso hangs straight from chest and belly, 0..1.
    hang: float = 0.0
    #: Depth of folds.
    folds: float = 0.002
    #: Wide legs: pairs of place along the leg (0 hip, 1 knee, 2 ankle) and radius as a share of the thigh's; empty for
    #: legs as ``straight`` says.
    wide: tuple[tuple[float, float], ...] = ()
    #: Height of the crease along the front and the back of trouser legs.
    crease: float = 0.0
    #: How far a skirt's hem stands off further than the cage, as a share of its width.
    flare: float = 0.0
    #: "crew" (a knitted band), "stand", "shirt" (with points), "jacket" (turned, with lapels), "high" (a turned-over
    #: neck), "hood" (lying on the back) or "none".
    collar: str = "crew"
    cuffs: bool = False
    #: How it closes at the front: "", "buttons", "zip", "jacket" (two buttons below lapels), "vest" (five) or
    #: "double" (two rows).
    fastener: str = ""
    #: Where cloth is left out at the front; None for a closed front.
    opening: Opening | None = None
    #: Where alone there is cloth, at the front; None for all round. An apron.
    panel: Opening | None = None
    #: How high the heel of a shoe is raised; such a shoe is open over the instep.
    heel: float = 0.0
    #: A shoe of straps alone.
    straps: bool = False
    #: Names of :data:`.patches.PATCHES` sewn on.
    patches: tuple[str, ...] = ()
    #: A skirt from the waist down to this level; None without.
    skirt: float | None = None
    shoe: bool = False
    #: A brief's leg line instead of legs: cloth between hips and crotch only.
    brief: bool = False
    #: How far below its upper edge it begins to hide skin, in levels; further where that edge lies on bare skin.
    hidden_below: float = 0.12
    #: Pulled tight over the skin, ``clearance`` from it, across its hollows alone further.
    taut: bool = False
    #: Above this level another garment lies over this one, which is then kept close and smooth.
    under: float = 9.0
    #: Below this level it is tucked into trousers and kept close.
    tucked: float = -9.0
    #: Least distance from the skin: outer layers have more.
    clearance: float = 0.005
    #: How torn it is, 0 whole to 1 rags: ragged edges and holes.
    torn: float = 0.0
    #: Belt loops and a waistband.
    waistband: bool = False
    #: Seams and pocket openings sewn with a thread that shows.
    seams: bool = False


def opening(cut: Cut, t: c.Coordinates) -> np.ndarray:
    """Metres (N,) from the edge of the front opening, positive where there is cloth."""
    if cut.opening is None:
        return np.ones(len(t.level))
    level, width = np.array(cut.opening).T
    front = t.depth < c.side_line(t.height)
    return np.where(front, np.abs(t.side) - np.interp(t.level, level, width), 0.2)


def panel(cut: Cut, t: c.Coordinates) -> np.ndarray:
    """Metres (N,) from the edge of an apron, positive where there is cloth."""
    if cut.panel is None:
        return np.ones(len(t.level))
    level, width = np.array(cut.panel).T
    return np.minimum(np.interp(t.level, level, width) - np.abs(t.side), c.side_line(t.height) + 0.015 - t.depth)


def strap(t: c.Coordinates) -> np.ndarray:
    """Levels (N,) from the edges of a sandal's straps, positive on them: a low rim about the foot, two straps over it
    and one about the heel."""
    ahead = -t.depth - _toes()
    across = np.maximum(0.016 - np.abs(ahead + 0.062), 0.014 - np.abs(ahead + 0.128))
    heel = np.minimum(0.013 - np.abs(t.height - c.height(0.80)), -0.16 - ahead)
    return np.maximum(0.30 - t.level, np.maximum(across, heel) * 20)


def pump(t: c.Coordinates) -> np.ndarray:
    """Positive (N,) on a court shoe: the toes, and a rim that rises to the heel."""
    ahead = -t.depth - _toes()
    rim = np.interp(-ahead, [0.06, 0.12, 0.20, 0.26], [0.36, 0.36, 0.55, 0.74])
    return np.maximum(rim - t.level, (ahead + 0.070) * 8)


@cache
def _toes() -> float:
    """How far before the template's axis its toes reach, metres."""
    t, body = c.template(), slice(*hm08.BODY)
    return float((-t.depth[body])[t.level[body] < 0.5].max())


def neck(cut: Cut, t: c.Coordinates) -> np.ndarray:
    """Metres (N,) from the edge of the neckline, positive where there is cloth."""
    around = t.collar - cut.neckline
    front = t.depth < c.side_line(t.height)
    x, z = np.abs(t.side), t.height
    if cut.neck == "v":
        low = c.height(5.22)
        v = (x - 0.42 * (z - low)) / np.hypot(1.0, 0.42)
        return np.minimum(around, np.where(front, v, 1.0))
    if cut.neck == "scoop":
        centre = c.height(5.95)
        bowl = (np.hypot(x / 0.082, (z - centre) / 0.098) - 1.0) * 0.08
        back = (np.hypot(x / 0.085, (z - c.height(6.05)) / 0.06) - 1.0) * 0.08
        return np.minimum(t.collar - 0.015, np.where(front, bowl, back))
    if cut.neck == "straps":
        centre = c.height(5.95)
        bowl = (np.hypot(x / 0.090, (z - centre) / (0.108 if cut.neckline < 0.05 else 0.12)) - 1.0) * 0.08
        back = (np.hypot(x / 0.090, (z - centre) / 0.085) - 1.0) * 0.08
        return np.minimum(t.collar - 0.02, np.where(front, bowl, back))
    if cut.neck == "off":
        line = c.height(5.12) - 0.02 * np.clip(1 - x / 0.05, 0, 1) * front
        return np.where(t.arm_share > 0.5, line + 0.035 - z, line - z)
    return around


def sleeve(cut: Cut, t: c.Coordinates) -> np.ndarray:
    """Positive (N,) where the sleeves cover, in arm coordinates (shares for bare arms)."""
    if cut.sleeve <= 0:
        return (0.30 if cut.neck == "straps" else 0.42) - t.arm_share
    return cut.sleeve - t.arm


def holes(cut: Cut, t: c.Coordinates) -> np.ndarray:
    """Positive (N,) where torn cloth is whole: rents at knees, elbows, sides and hems."""
    if cut.torn <= 0:
        return np.ones(len(t.level))
    x, y, z = t.side, t.depth, t.height
    # Few and wide, longer across than along, with uneven edges.
    noise = np.sin(19 * x + 9 * z + 1.3) * np.sin(27 * z - 11 * y + 0.7) + 0.28 * np.sin(
        63 * z + 47 * y + 5 * x) + 0.20 * np.sin(110 * x - 90 * z + 60 * y)
    # Never between the legs, over the seat or on the chest.
    modest = ((t.level > 2.6) & (t.level < 4.05) & (np.abs(x) < 0.19)) | (
        (t.level > 4.3) & (t.level < 5.25) & (y < c.side_line(z)) & (np.abs(x) < 0.15))
    return np.where(modest & (t.arm_share < 0.5), 0.06, (1.28 - 0.78 * cut.torn - noise) * 0.06)


def ragged(cut: Cut, t: c.Coordinates) -> np.ndarray:
    """How much (N,) further up torn hems end, in levels."""
    if cut.torn <= 0:
        return np.zeros(len(t.level))
    turn = np.arctan2(t.depth, t.side)
    jag = 0.5 + 0.25 * np.sin(7 * turn + 2.0) + 0.25 * np.sin(17 * turn + 31 * t.side)
    return cut.torn * 0.42 * jag


def brief(t: c.Coordinates) -> np.ndarray:
    """Positive (N,) above a leg line from the crotch up to the hips, in levels."""
    x = np.abs(t.side)
    return t.level - np.interp(x, [0.0, 0.03, 0.075, 0.16, 0.30], [2.7, 2.86, 3.12, 3.42, 3.52])


def covered(cut: Cut) -> np.ndarray:
    """Base mesh vertices (19158,) well under the garment, a little inside its edges."""
    t = c.template()
    if cut.panel is not None:
        return (panel(cut, t) > 0.07) & (t.level > 2.55) & (t.level < 4.6) & (t.arm_share < 0.5) & (t.hand < 0.5)
    if cut.straps:
        return np.zeros(len(t.level), dtype=bool)
    if cut.heel > 0:
        return (pump(t) > 0.36) & (t.level < 0.6)
    if cut.shoe:
        return t.level < cut.top - (0.14 if cut.top < 1.2 else 0.07)
    # A skirt hides the hips alone, a long one more: legs show from below, and leggings are worn under it.
    # Between the legs it begins higher: that is seen from before when they are bent.
    hips = (t.level > np.where(np.abs(t.side) > LAP, 3.1, 3.4)) & (
        t.level < c.WAIST + (0.08 if cut.top > 8 else -0.02)) & (t.arm_share < 0.5)
    if cut.skirt is not None and cut.skirt < LONG:
        # Nothing of the legs shows above a hem this low, and bent knees and shins would come through.
        legs = (t.level > cut.skirt + 0.35) & (t.level < 3.5) & (t.arm_share < 0.5) & (t.hand < 0.5)
        if cut.opening is not None:
            # What an open front shows is there: only the backs of the knees and of the thighs above them are hidden.
            legs &= (t.depth > c.side_line(t.height) + BEHIND) & (t.level > PIT[0]) & (t.level < PIT[1])
        hips |= legs
    if cut.skirt is not None and cut.top < 8:
        return hips
    # Into wide legs one sees from below.
    low = cut.bottom + (0.35 if cut.wide else 0.1)
    result = (t.level > low + ragged(cut, t)) & (t.hand < 0.5) & (holes(cut, t) > 0.035)
    if cut.skirt is not None:
        result |= hips
    if cut.top < 8:
        result &= (t.level < cut.top - cut.hidden_below) & (t.arm_share < 0.5)
    else:
        # Beside straps there is bare skin on both sides, which the arms move.
        strap = cut.neck == "straps"
        result &= neck(cut, t) > (0.03 if strap else 0.014)
        result &= (
            (t.arm < cut.sleeve - 0.09 - ragged(cut, t))
            if cut.sleeve > 0
            else (sleeve(cut, t) > (0.22 if strap else 0.12))
        )
    if cut.brief:
        # Bare skin shows to the very edge, and moves: far within, or there is a hole beside the cloth.
        inside = np.where(
            t.depth < c.side_line(t.height) + BACK, *(np.interp(np.abs(t.side), *each) for each in (GROIN, SEAT))
        )
        result &= (brief(t) > inside) & (t.level < cut.top - 0.30)
    return np.asarray(result & (opening(cut, t) > 0.014))
