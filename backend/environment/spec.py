# SPDX-License-Identifier: GPL-3.0-or-later
"""The spec of an environment: JSON that says what is there. ``docs/environment-spec.md`` describes every entry;
:mod:`.reading` makes one of a prompt; :func:`check` completes and checks one that a user has edited."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any

from backend.engine import EngineError

from .ground import GROUNDS
from .scene.materials import FLOORS

#: Azimuths of the light, degrees: before the character and to one side, as a portrait is lit.
AZIMUTHS = {"east": -48.0, "south": -78.0, "west": -130.0}
SETTINGS = ("open", "lake", "sea", "beach", "desert", "alien")
TREES = ("none", "mixed", "conifer", "deciduous", "birch", "palm", "tropical")
CLOUDS = ("none", "cumulus", "stratus", "storm")
CLOSED = ("stratus", "storm")
ROADS = ("none", "street", "parking", "path", "track")
BUILDINGS = ("none", "village", "city")
#: What a place is built about.
LANDMARKS = ("none", "bar", "pool", "castle", "courtyard", "barn", "church", "lighthouse", "windmill", "campfire",
             "waterfall", "torii", "playground", "tents", "ruins")
CROPS = ("none", "wheat", "corn", "lavender", "flowers", "vines", "orchard")
ROOMS = ("bedroom", "living_room", "dining_room", "kitchen", "office", "library", "empty_room", "corridor", "studio",
         "cathedral", "gallery", "warehouse", "bathroom", "classroom", "supermarket", "garage", "tunnel", "bar", "gym",
         "sports_hall", "pool", "theatre", "stage", "greenhouse", "station",
         "spaceship", "cave")
#: Rooms on whose walls no signs hang.
WITHOUT_NEON = ("cathedral", "tunnel", "theatre", "stage", "greenhouse", "station", "spaceship", "cave")
FURNITURE_KINDS = ("bed", "sofa", "armchair", "table", "chair", "shelf", "cupboard", "rug", "picture", "plant", "lamp",
                   "counter", "stool", "curtain", "desk", "bench", "fireplace")
#: Things whose colour and material may be said.
SURFACES = ("wall", "floor", "ceiling", "door", "bed", "pillow", "blanket", "counter", "sofa", "table", "chair",
            "shelf", "cupboard", "curtain", "rug", "stool", "path", "sign", "building", "fence", "dock", "lamp",
            "window", "stairs", "rock", "car", "boat", "tree", "water", "flower", "bench",
            "fireplace")
MATERIALS = tuple(sorted(FLOORS))

#: Words and numbers that entries may have, by their names.
CHOICES: dict[str, tuple[str, ...]] = {
    "season": ("spring", "summer", "autumn", "winter"), "clouds.kind": CLOUDS, "ground.kind": tuple(GROUNDS),
    "place.setting": SETTINGS, "place.trees": TREES, "place.road": ROADS, "place.buildings": BUILDINGS,
    "place.crop": CROPS, "place.landmark": LANDMARKS, "interior.kind": ROOMS}
RANGES: dict[str, tuple[float, float]] = {
    "turbidity": (1.5, 20), "fog": (0, 1), "wind": (0, 1), "ground.wet": (0, 1), "stars": (0, 10),
    "clouds.cover": (0, 1), "clouds.cirrus": (0, 1), "sky.planets": (0, 3), "place.hills": (0, 4000),
    "place.forest": (0, 1), "place.rocks": (0, 1)}

DEFAULT_INTERIOR: dict[str, Any] = {"kind": "empty_room", "size": None, "windows": None, "lamps": None,
                                    "candles": False, "furniture": []}
DEFAULT: dict[str, Any] = {
    "season": "summer",
    "sun": {"elevation_deg": 40.0, "azimuth_deg": AZIMUTHS["west"]},
    "moon": None,
    "stars": 0.0,
    "turbidity": 4.2,
    "fog": 0.0,
    "wind": 0.25,
    "clouds": {"kind": "cumulus", "cover": 0.15, "cirrus": 0.15},
    "sky": {"tint": [1.0, 1.0, 1.0], "planets": 0},
    "ground": {"kind": "grass", "color": None, "wet": 0.0},
    "place": {"setting": "open", "dock": False, "trees": "mixed", "forest": 0.0, "hills": 260.0, "rocks": 0.0,
              "road": "none", "buildings": "none", "walls": False, "signs": False, "lamps": False, "cars": False,
              "fence": False, "stairs": False, "boats": False, "stands": False,
              "rooftop": False, "canyon": False, "neon": False, "crop": "none", "landmark": "none", "furniture": []},
    "interior": None,
    "surfaces": {},
}
#: What a place has or has not.
THINGS = tuple(name for name, value in DEFAULT["place"].items() if isinstance(value, bool))


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete copy of a spec that a user may have edited: gaps filled from the default, values checked.

    Raises :class:`EngineError` naming the entry that is wrong.
    """
    whole = copy.deepcopy(DEFAULT)
    unknown = set(spec) - set(whole)
    if unknown:
        raise _wrong(", ".join(sorted(map(str, unknown))), "is not part of an environment")
    for key, value in spec.items():
        if key in ("surfaces", "interior"):
            whole[key] = copy.deepcopy(value)
        elif isinstance(whole[key], dict):
            if not isinstance(value, Mapping):
                raise _wrong(key, "must be a group of entries")
            if extra := set(value) - set(whole[key]):
                raise _wrong(f"{key}.{min(map(str, extra))}", "is not known")
            whole[key] = {**whole[key], **value}
        else:
            whole[key] = copy.deepcopy(value)
    for name in ("sun", "moon"):
        body = whole[name]
        if body is None and name == "moon":
            continue
        if not isinstance(body, Mapping):
            raise _wrong(name, "must have elevation_deg and azimuth_deg")
        body = {"phase": 1.0, "elevation_deg": 38.0, "azimuth_deg": -48.0, **body} if name == "moon" else dict(body)
        body["elevation_deg"] = _number(f"{name}.elevation_deg", body["elevation_deg"], -90, 90)
        body["azimuth_deg"] = _number(f"{name}.azimuth_deg", body["azimuth_deg"], -3600, 3600)
        if name == "moon":
            body["phase"] = _number("moon.phase", body["phase"], 0, 1)
        whole[name] = body
    if whole["interior"] is not None:
        whole["interior"] = _interior(whole["interior"])
    for entry, allowed in CHOICES.items():
        owner, key = _owner(whole, entry)
        if owner is not None and owner[key] not in allowed:
            raise _wrong(entry, f"must be one of {', '.join(allowed)}")
    for entry, (low, high) in RANGES.items():
        owner, key = _owner(whole, entry)
        owner[key] = _number(entry, owner[key], low, high)
    whole["place"]["furniture"] = _pieces("place.furniture", whole["place"]["furniture"])
    for key in THINGS:
        whole["place"][key] = bool(whole["place"][key])
    whole["sky"]["planets"] = int(whole["sky"]["planets"])
    whole["sky"]["tint"] = _color("sky.tint", whole["sky"]["tint"], 4)
    if whole["ground"]["color"] is not None:
        whole["ground"]["color"] = _color("ground.color", whole["ground"]["color"])
    whole["surfaces"] = _surfaces(whole["surfaces"])
    return whole


def _owner(whole: dict[str, Any], entry: str) -> tuple[Any, str]:
    """The group that an entry such as "clouds.cover" is kept in, or None where there is none, and its key."""
    group, _, key = entry.rpartition(".")
    return (whole[group] if group else whole), key


def _color(name: str, value: Any, high: float = 1.0) -> list[float]:
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        raise _wrong(name, "must be three numbers")
    return [_number(name, each, 0, high) for each in value]


def _surfaces(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise _wrong("surfaces", "must be a group of entries")
    whole = {}
    for noun, said in given.items():
        if noun not in SURFACES:
            raise _wrong(f"surfaces.{noun!s:.40}", f"is none of {', '.join(SURFACES)}")
        if not isinstance(said, Mapping) or set(said) - {"color", "second", "material"}:
            raise _wrong(f"surfaces.{noun}", "may have color, second and material")
        entry = {"color": None, "second": None, "material": "", **said}
        for key in ("color", "second"):
            if entry[key] is not None:
                entry[key] = _color(f"surfaces.{noun}.{key}", entry[key])
        if entry["material"] not in ("", *MATERIALS):
            raise _wrong(f"surfaces.{noun}.material", f"must be one of {', '.join(MATERIALS)}")
        whole[noun] = entry
    return whole


def _interior(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise _wrong("interior", "must be a group of entries, or null")
    if extra := set(given) - set(DEFAULT_INTERIOR):
        raise _wrong(f"interior.{min(map(str, extra))}", "is not known")
    whole = {**copy.deepcopy(DEFAULT_INTERIOR), **given}
    if whole["size"] is not None:
        size = whole["size"]
        if not isinstance(size, (list, tuple)) or len(size) != 3:
            raise _wrong("interior.size", "must be width, depth and height in metres")
        whole["size"] = [_number("interior.size", size[0], 2.4, 60), _number("interior.size", size[1], 2.4, 120),
                         _number("interior.size", size[2], 2.2, 30)]
    if whole["windows"] is not None:
        whole["windows"] = int(_number("interior.windows", whole["windows"], 0, 4))
    if whole["lamps"] is not None:
        whole["lamps"] = bool(whole["lamps"])
    if not isinstance(whole["candles"], bool):
        raise _wrong("interior.candles", "must be true or false")
    whole["furniture"] = _pieces("interior.furniture", whole["furniture"])
    return whole


def _pieces(name: str, furniture: Any) -> list[str]:
    if not isinstance(furniture, (list, tuple)) or any(each not in FURNITURE_KINDS for each in furniture):
        raise _wrong(name, f"must be a list of {', '.join(FURNITURE_KINDS)}")
    return list(dict.fromkeys(furniture))


def _number(name: str, value: Any, low: float, high: float) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        raise _wrong(name, f"must be a number from {low:g} to {high:g}")
    return float(value)


def _wrong(entry: str, problem: str) -> EngineError:
    return EngineError(
        f"The environment's {entry} {problem}.", "Correct it, or generate from the words again.", "invalid_spec"
    )
