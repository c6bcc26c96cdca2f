# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours and materials of a prompt, bound to the things they are said of (see :mod:`.spec`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backend.language.colors import bind, to_oklab
from backend.language.text import Match

from . import lexicon
from .ground import GROUNDS

#: Colours that things have by nature: nothing is painted for them.
_NATURAL: dict[str, frozenset[str]] = {
    "tree": frozenset(("green",)),
    "water": frozenset(("blue",)),
    "mountain": frozenset(("blue", "green", "grey", "gray", "white", "purple")),
    "sky": frozenset(("blue", "white")),
    "wheat": frozenset(("gold", "golden", "yellow", "brown")),
    "corn": frozenset(("green", "yellow", "golden", "gold")),
    "lavender": frozenset(("purple", "violet", "lilac", "lavender", "blue")),
    "vines": frozenset(("green",)),
    "orchard": frozenset(("green", "pink", "white")),
    "lamp": frozenset(("golden", "gold", "yellow")),
}
#: The same of what lies underfoot; other shades of these are painted.
_NATURAL_GROUND = {("grass", "green"), ("snow", "white")}
_NATURAL_STUFF = {("dock", "wood"), ("boat", "wood"), ("tree", "wood"), ("car", "metal"), ("car", "steel"),
                  ("bench", "wood"), ("path", "stone"), ("water", "glass")}
#: What takes no other material than its own.
_OF_ONE_STUFF = frozenset(("ground", "sky", "mountain", "tree", "water", "flower", "lamp", "car", "boat", "dock",
                           *_NATURAL))
#: Rooms whose tiles are on their walls.
_TILED_WALLS = frozenset(("bathroom", "kitchen", "pool", "tunnel", "station"))
#: What a room is called by is its floor's.
_FLOORINGS = frozenset(("carpet", "marble"))
#: Hues (degrees in Oklab's plane) of a sky near a low sun: from magenta over red to yellow.
_LOW_SUN = (-60.0, 112.0)


@dataclass(frozen=True)
class Painted:
    """A colour or material word and what it went to: a noun of ``spec.SURFACES``, "ground", "sky", a crop; "nothing"
    where its thing cannot take it, "" where it has none. ``natural`` words change nothing: the thing has that colour
    anyway."""

    word: Match[Any]
    noun: str
    natural: bool = False


def things(nouns: Sequence[Match[str]], rooms: Sequence[Match[Any]], grounds: Sequence[Match[str]],
           places: Sequence[Match[Any]], skies: Sequence[Match[Any]]) -> list[Match[str]]:
    """What colours may be said of, in order, each place of the prompt once: of words that begin together the longer,
    else the first of these lists."""
    def place_noun(change: Mapping[str, Any]) -> str:
        if change.get("crop", "none") != "none":
            return "flower" if change["crop"] == "flowers" else str(change["crop"])
        if change.get("setting") in ("lake", "sea"):
            return "water"
        if "road" in change:
            return "path"
        if change.get("forest", 0) > 0.5:
            return "tree"
        return "ground" if "ground" in change else "mountain" if "hills" in change else "tree"

    all_ = [*nouns, *(replace(match, value="room") for match in rooms),
            # leaves on the ground came from the trees
            *(replace(match, value="tree" if match.value == "leaves" else "ground") for match in grounds),
            *(replace(match, value=place_noun(match.value)) for match in places),
            *(replace(match, value="sky") for match in skies)]
    best: dict[int, Match[str]] = {}
    for match in all_:
        held = best.get(match.start)
        if not match.negated and (held is None or match.end > held.end):
            best[match.start] = match
    return [best[start] for start in sorted(best)]


def paint(spec: dict[str, Any], colors: Sequence[Match[Any]], stuffs: Sequence[Match[str]],
          nouns: Sequence[Match[str]], room: str | None) -> list[Painted]:
    """Put colours and materials where they belong in the spec; what became of each word."""
    done: list[Painted] = []
    for color, noun in bind(colors, nouns):
        if noun is None:
            done.append(Painted(color, ""))
            continue
        name = placed(spec, noun.value, room, "")
        # ground that is said is laid later
        lies = lexicon.GROUNDS.get(noun.phrase, spec["ground"]["kind"])
        if color.phrase.split()[-1] in _NATURAL.get(name, ()) or (
                name == "ground" and (lies, color.phrase) in _NATURAL_GROUND):
            done.append(Painted(color, name, natural=True))
            continue
        done.append(Painted(color, name if _color(spec, name, color.value) else ""))
        if noun.value == "tile" and name != "ground":
            _entry(spec, name)["material"] = "tile"
    # "white linen": the word is both the thing and what it is made of
    taken = [noun for noun in nouns if noun.value != "ground"]
    for stuff, noun in bind([each for each in stuffs if not any(
            noun.start <= each.start and each.end <= noun.end for noun in taken)],
                            [noun for noun in nouns if noun.value != "ground"]):
        if noun is None:
            done.append(Painted(stuff, ""))
            continue
        name = placed(spec, noun.value, room, stuff.value)
        natural = (name, stuff.value) in _NATURAL_STUFF
        if (name, stuff.value) == ("wall", "glass"):
            done.append(Painted(stuff, ""))
            continue
        if not natural and name in _OF_ONE_STUFF:
            done.append(Painted(stuff, "nothing"))
            continue
        if not natural:
            _entry(spec, name)["material"] = stuff.value
        done.append(Painted(stuff, name, natural))
    return done


def placed(spec: Mapping[str, Any], noun: str, room: str | None, stuff: str) -> str:
    """Rooms are called by their walls or floors, the walls of a street are its houses'; tiles and ground lie on the
    floor of a room."""
    if noun == "wall" and room is None and spec["place"]["road"] == "street" and spec["place"]["buildings"] != "none":
        return "building"
    if noun == "dock" and spec["place"]["landmark"] == "torii":
        return "building"
    if noun == "room":
        return "floor" if stuff in _FLOORINGS else "wall"
    if noun == "tile":
        return "ground" if room is None else "wall" if room in _TILED_WALLS else "floor"
    if noun == "ground" and room is not None:
        return "floor"
    return noun


def _entry(spec: dict[str, Any], noun: str) -> dict[str, Any]:
    entry: dict[str, Any] = spec["surfaces"].setdefault(noun, {"color": None, "second": None, "material": ""})
    return entry


def _color(spec: dict[str, Any], noun: str, value: Any) -> bool:
    """Give a thing its colour; whether anything can have it."""
    if noun == "sky":
        return _sky(spec, value)
    if noun == "ground":
        spec["ground"]["color"] = _earthen(spec["ground"], value)
        return True
    if noun in ("mountain", "wheat", "corn", "lavender", "vines", "orchard"):
        return False
    if noun == "tree" and spec["ground"]["kind"] == "leaves":
        spec["ground"]["color"] = _earthen(spec["ground"], value)
    entry = _entry(spec, noun)
    entry["second" if entry["color"] is not None else "color"] = [
        round(min(0.9, max(0.01, 0.85 * float(c))), 4) for c in value]
    return True


def _sky(spec: dict[str, Any], value: Any) -> bool:
    """A sky of another colour than ours: the tint of its air. The colours of a low sun are left to the sun, grey ones
    to clouds (see :mod:`.daylight`)."""
    if low_sun(value) and spec["place"]["setting"] != "alien":
        return True
    if grey(value):
        return True
    c = np.maximum(np.asarray(value, float), 0.02)
    tint = 0.35 + 0.65 * c / c.mean()
    tint /= float(tint @ (0.2126, 0.7152, 0.0722)) / 0.95
    spec["sky"]["tint"] = [round(float(np.clip(each, 0.05, 4.0)), 3) for each in tint]
    return True


def grey(value: Any) -> bool:
    """Whether a linear colour has next to no hue."""
    lab = to_oklab(np.asarray(value, float))
    return bool(np.hypot(lab[1], lab[2]) < 0.04)


def low_sun(value: Any) -> bool:
    """Whether a linear colour is one of a sky near a low sun: pink, red, orange, gold."""
    lab = to_oklab(np.asarray(value, float))
    hue = float(np.degrees(np.arctan2(lab[2], lab[1])))
    return not grey(value) and _LOW_SUN[0] < hue < _LOW_SUN[1]


def _earthen(ground: Mapping[str, Any], said: Any) -> list[float]:
    """Linear albedo of ground that was called by a colour: "red rock" is the rock's own colour, leaning that way."""
    own = list(ground["color"] or GROUNDS[ground["kind"]].albedo)
    value = [0.85 * float(c) for c in said]
    vivid = max(value) - min(value)
    share = 0.85 - 0.5 * vivid
    return [round(min(0.9, max(0.012, share * c + (1 - share) * float(o))), 4) for c, o in zip(value, own)]
