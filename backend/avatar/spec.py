# SPDX-License-Identifier: GPL-3.0-or-later
"""AvatarSpec: everything a prompt settles about a person, as editable JSON."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.engine import EngineError

Color = tuple[float, float, float]

HAIR_STYLES = ("bald", "balding", "buzz", "short", "pixie", "quiff", "slicked-back", "spiky", "medium",
               "bob", "mullet", "long", "dreadlocks", "afro", "ponytail", "pigtails", "bun", "topknot",
               "braid", "braids", "mohawk")
HAIR_TEXTURES = ("straight", "wavy", "curly", "coily", "dreadlocks", "braided")
BEARD_STYLES = ("full", "goatee", "moustache", "stubble")
PATTERNS = ("solid", "stripe", "vertical-stripe", "pinstripe", "check", "plaid", "floral", "camouflage",
            "polka-dot")
FABRICS = ("cotton", "denim", "knit", "wool", "leather", "silk", "velvet", "linen", "corduroy", "rubber", "metal",
           "nylon")
NECKLINES = ("crew", "v", "high", "scoop", "open", "collar", "straps", "off")
#: Fronts of jackets, coats, cardigans and waistcoats.
CLOSURES = ("open", "tailored", "buttons", "zip", "double")
SLEEVES = ("none", "short", "elbow", "three-quarter", "long")
#: What is worn besides garments.
ACCESSORIES = ("hat", "cap", "beanie", "helmet", "crown", "turban", "headscarf", "headband", "hood", "chef_hat",
               "cowboy_hat", "straw_hat", "top_hat", "bowler_hat", "pointed_hat", "tricorne", "santa_hat", "hard_hat",
               "police_cap", "space_helmet", "knight_helmet", "horned_helmet", "robot_head", "hero_helmet",
               "kabuto", "nemes", "broad_collar", "head_bandages",
               "glasses", "sunglasses",
               "goggles", "mask", "gloves", "belt", "cape", "tie", "bow_tie", "neck_scarf", "neckerchief",
               "socks", "braces", "veil", "life_support", "emblem", "badge", "duty_belt", "fur")
#: Where tattoos are.
TATTOO_PLACES = ("arms", "hands", "neck", "face", "chest", "back", "legs")
HEAD_SHAPES = ("", "alien")
#: Younger than this, a person is always dressed modestly.
ADULT = 18.0


@dataclass(frozen=True, kw_only=True)
class Garment:
    """One garment: a kind of :mod:`.wardrobe`, linear colour, and sleeve and length by name.

    Empty ``sleeve`` and ``length`` mean the kind's usual ones; no colour leaves it to the seed.
    """

    kind: str
    color: Color | None = None
    sleeve: str = ""
    length: str = ""
    #: One of NECKLINES, or empty: the kind's own.
    neckline: str = ""
    #: One of PATTERNS, or empty: solid.
    pattern: str = ""
    #: Colour of stripes, checks, flowers and dots; None: from the cloth's colour.
    pattern_color: Color | None = None
    #: One of FABRICS, or empty: the kind's own.
    fabric: str = ""
    #: One of CLOSURES, or empty: the kind's own.
    closure: str = ""
    #: 0 whole to 1 rags.
    torn: float = 0.0
    #: 0 clean to 1 filthy.
    dirty: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Accessory:
    """Something worn besides garments: one of ACCESSORIES; no colour leaves it to its own."""

    kind: str
    color: Color | None = None


@dataclass(frozen=True, kw_only=True)
class AvatarSpec:
    """A person. Every field can be edited; what is None is chosen from the seed. Colours are scene-linear RGB."""

    #: 0 to 110.
    age_years: float = 30.0
    #: 0 male to 1 female.
    gender: float | None = None
    #: Standing height in metres, without shoes; None: from age, gender and ``stature``.
    height_m: float | None = None
    #: How tall for age and gender, in standard deviations; used while ``height_m`` is None.
    stature: float = 0.0
    #: Body mass index in kg/m2; None: usual for the age.
    bmi: float | None = None
    #: 0 weak to 1 very muscular.
    muscle: float = 0.5
    #: 0 idealised to 1 uncommon proportions.
    proportions: float = 0.4
    #: Shares of Anny's three face shapes: african, asian, caucasian.
    ancestry: tuple[float, float, float] | None = None
    skin_color: Color | None = None
    hair_color: Color | None = None
    #: One of HAIR_STYLES.
    hair_style: str | None = None
    eye_color: Color | None = None
    #: 0 shaven to 1 full beard.
    beard: float = 0.0
    #: Empty: everyday clothes from the seed. Missing pieces are added, so that everyone is dressed.
    outfit: list[Garment] = field(default_factory=list)
    #: Name of the archetype whose defaults were used; empty without.
    archetype: str = ""
    #: One of HAIR_TEXTURES; None: straight or as the style has it.
    hair_texture: str | None = None
    #: One of BEARD_STYLES; empty: all of the beard's area.
    beard_style: str = ""
    #: 0 no eyebrows, 0.5 usual, 1 very thick.
    brows: float = 0.5
    #: Local changes of :mod:`.local_changes` by name, -1 to 1: {"shoulder_width": 0.6}.
    local: dict[str, float] = field(default_factory=dict)
    accessories: list[Accessory] = field(default_factory=list)
    #: Items of asset packs by id (see :mod:`.packs.items`), worn instead of what is made here for the same place.
    assets: list[str] = field(default_factory=list)
    #: Parts of :data:`.parts.PARTS` with a seed of their own.
    seeds: dict[str, int] = field(default_factory=dict)
    #: Another person, of whom this one has parts.
    mix: Mix | None = None
    #: 0 none to 1 covered with freckles.
    freckles: float = 0.0
    #: Colour of painted lips and of the lids; None: bare.
    lipstick: Color | None = None
    eyeshadow: Color | None = None
    #: 0 none to 1 dark lines around the eyes.
    eyeliner: float = 0.0
    #: 0 none to 1: rouge on the cheeks.
    blush: float = 0.0
    #: Some of TATTOO_PLACES.
    tattoos: list[str] = field(default_factory=list)
    #: 0 none to 1: scars on the face.
    scars: float = 0.0
    #: 0 none to 1: open wounds, sunken sockets and the blotches of decay.
    wounds: float = 0.0
    #: Colour of the whites of the eyes; None: white.
    sclera_color: Color | None = None
    #: One of HEAD_SHAPES.
    head_shape: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, accepted back by :func:`from_json`."""
        values = {key: list(value) if isinstance(value, tuple) else value
                  for key, value in dataclasses.asdict(dataclasses.replace(self, mix=None)).items()}
        if self.mix is not None:
            values["mix"] = {"spec": self.mix.spec.as_json(), "seed": self.mix.seed, "parts": dict(self.mix.parts)}
        for worn in [*values["outfit"], *values["accessories"]]:
            for key in ("color", "pattern_color"):
                if worn.get(key) is not None:
                    worn[key] = list(worn[key])
        return values


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Another person, the seed they were made with, and how much of each part (of :data:`.parts.PARTS`) is theirs,
    0 to 1."""

    spec: AvatarSpec
    seed: int = 0
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Person(AvatarSpec):
    """A spec without open fields."""

    gender: float
    height_m: float
    bmi: float
    ancestry: tuple[float, float, float]
    skin_color: Color
    hair_color: Color
    hair_style: str
    eye_color: Color


_RANGES = {"age_years": (0.0, 110.0), "height_m": (0.4, 2.6), "bmi": (10.0, 70.0), "muscle": (0.0, 1.0),
           "gender": (0.0, 1.0), "proportions": (0.0, 1.0), "beard": (0.0, 1.0), "stature": (-8.0, 8.0),
           "brows": (0.0, 1.0), "freckles": (0.0, 1.0), "eyeliner": (0.0, 1.0), "blush": (0.0, 1.0), "scars": (0.0,
           1.0),
           "wounds": (0.0, 1.0)}
_OPTIONAL = {"gender", "height_m", "bmi", "ancestry", "skin_color", "hair_color", "hair_style", "eye_color",
             "hair_texture", "lipstick", "eyeshadow", "sclera_color"}


def from_json(values: Mapping[str, Any], depth: int = 0) -> AvatarSpec:
    """A spec from JSON, checked; :class:`EngineError` names the field at fault. ``depth``: mixes it is inside of."""
    from .archetypes import ROLES
    from .local_changes import CHANGES
    from .parts import PARTS
    from .wardrobe import KINDS

    known = {each.name for each in dataclasses.fields(AvatarSpec)}
    if unknown := sorted(set(values) - known):
        raise EngineError(f"The avatar spec has no field {', '.join(map(str, unknown))}.",
                          f"It has: {', '.join(sorted(known))}.", "invalid_spec")
    result: dict[str, Any] = {}
    for name, value in values.items():
        if value is None and name in _OPTIONAL:
            result[name] = None
        elif name in _RANGES:
            low, high = _RANGES[name]
            if not _number(value) or not low <= value <= high:
                raise EngineError(f"The avatar spec's {name} is {value!r:.40}, expected {low:g} to {high:g}.",
                                  "Correct the value.", "invalid_spec")
            result[name] = float(value)
        elif name == "hair_style":
            result[name] = _choice(name, value, HAIR_STYLES)
        elif name == "outfit":
            if not isinstance(value, list) or len(value) > 12:
                raise EngineError("The avatar spec's outfit is not a list of at most 12 garments.", "Correct it.",
                                  "invalid_spec")
            result[name] = [_garment(each, KINDS) for each in value]
        elif name == "hair_texture":
            result[name] = _choice(name, value, HAIR_TEXTURES)
        elif name == "beard_style":
            result[name] = _choice(name, value, ("", *BEARD_STYLES))
        elif name == "head_shape":
            result[name] = _choice(name, value, HEAD_SHAPES)
        elif name == "tattoos":
            if not isinstance(value, list) or len(value) > len(TATTOO_PLACES):
                raise EngineError("The avatar spec's tattoos are not a list of places.", "Correct them.",
                                  "invalid_spec")
            result[name] = [_choice(name, each, TATTOO_PLACES) for each in value]
        elif name == "archetype":
            result[name] = _choice(name, value, ("", *ROLES))
        elif name == "local":
            result[name] = _local(value, CHANGES)
        elif name == "accessories":
            if not isinstance(value, list) or len(value) > 24:
                raise EngineError("The avatar spec's accessories are not a list of at most 24.", "Correct it.",
                                  "invalid_spec")
            result[name] = [_accessory(each) for each in value]
        elif name == "assets":
            if not isinstance(value, list) or len(value) > 24 or not all(
                    isinstance(each, str) and len(each) < 200 for each in value):
                raise EngineError("The avatar spec's assets are not a list of at most 24 names.", "Correct it.",
                                  "invalid_spec")
            result[name] = list(value)
        elif name == "seeds":
            result[name] = {_choice("part", part, PARTS): _seed(seed) for part, seed in _mapping(name, value).items()}
        elif name == "mix":
            result[name] = None if value is None else _mix(value, depth)
        else:
            result[name] = _triple(name, value)
    return AvatarSpec(**result)


_GARMENT_FIELDS = {each.name for each in dataclasses.fields(Garment)}


def _garment(value: Any, kinds: Mapping[str, Any]) -> Garment:
    if not isinstance(value, Mapping) or set(value) - _GARMENT_FIELDS:
        raise EngineError(f"A garment of the avatar spec has fields other than {', '.join(sorted(_GARMENT_FIELDS))}.",
                          "Correct the outfit.", "invalid_spec")
    texts = {key: value.get(key, "") for key in ("sleeve", "length")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise EngineError("A garment's sleeve and length must be words.", "Correct the outfit.", "invalid_spec")
    for key, choices in (("neckline", NECKLINES), ("pattern", PATTERNS), ("fabric", FABRICS),
                         ("closure", CLOSURES)):
        texts[key] = _choice(f"garment {key}", value.get(key, ""), ("", *choices))
    colors = {key: None if value.get(key) is None else _triple(f"garment {key}", value[key])
              for key in ("color", "pattern_color")}
    worn = {key: _share(f"garment {key}", value.get(key, 0.0)) for key in ("torn", "dirty")}
    return Garment(kind=_choice("garment", value.get("kind"), kinds), **texts, **colors, **worn)  # type: ignore[arg-type]


def _share(name: str, value: Any) -> float:
    if not _number(value) or not 0 <= value <= 1:
        raise EngineError(f"The avatar spec's {name} is {value!r:.40}, expected 0 to 1.", "Correct the value.",
                          "invalid_spec")
    return float(value)


def _accessory(value: Any) -> Accessory:
    if not isinstance(value, Mapping) or set(value) - {"kind", "color"}:
        raise EngineError("An accessory of the avatar spec has fields other than kind and color.",
                          "Correct the accessories.", "invalid_spec")
    color = value.get("color")
    return Accessory(kind=_choice("accessory", value.get("kind"), ACCESSORIES),
                     color=None if color is None else _triple("accessory color", color))


#: People a mix may be made of, one inside the other.
MOST_MIXED = 4


def _mix(value: Any, depth: int) -> Mix:
    from .parts import PARTS

    if not isinstance(value, Mapping) or set(value) - {"spec", "seed", "parts"} \
            or not isinstance(value.get("spec"), Mapping):
        raise EngineError("The avatar spec's mix has a spec, a seed and parts, and nothing else.", "Correct the mix.",
                          "invalid_spec")
    if depth + 1 >= MOST_MIXED:
        raise EngineError(f"The avatar spec mixes more than {MOST_MIXED} people.", "Mix fewer.", "invalid_spec")
    parts = _mapping("mix", value.get("parts", {}))
    for part, share in parts.items():
        _choice("part", part, PARTS)
        if not _number(share) or not 0 <= share <= 1:
            raise EngineError(f"The share of the {part} in the avatar spec's mix is {share!r:.40}, expected 0 to 1.",
                              "Correct the value.", "invalid_spec")
    return Mix(spec=from_json(value["spec"], depth + 1), seed=_seed(value.get("seed", 0)),
               parts={part: float(share) for part, share in parts.items()})


def _seed(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise EngineError(f"The avatar spec's seed {value!r:.40} is no whole number of 0 or more.",
                          "Correct the value.", "invalid_spec")
    return value


def _mapping(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise EngineError(f"The avatar spec's {name} is not made of names with values.", "Correct it.", "invalid_spec")
    return value


def _local(value: Any, changes: Mapping[str, Any]) -> dict[str, float]:
    for name, weight in _mapping("local changes", value).items():
        _choice("local change", name, changes)
        if not _number(weight) or not -1 <= weight <= 1:
            raise EngineError(f"The avatar spec's local change {name} is {weight!r:.40}, expected -1 to 1.",
                              "Correct the value.", "invalid_spec")
    return {name: float(weight) for name, weight in value.items()}


def _choice(name: str, value: Any, choices: Any) -> str:
    if not isinstance(value, str) or value not in choices:
        raise EngineError(f"The avatar spec's {name} {value!r:.40} is unknown.", f"Use one of: {', '.join(choices)}.",
                          "invalid_spec")
    return value


def _triple(name: str, value: Any) -> tuple[float, float, float]:
    if (not isinstance(value, (list, tuple)) or len(value) != 3
            or not all(_number(each) and 0 <= each <= 10 for each in value)):
        raise EngineError(f"The avatar spec's {name} must be three numbers of 0 or more.", "Correct the value.",
                          "invalid_spec")
    return float(value[0]), float(value[1]), float(value[2])


def _number(value: Any) -> bool:
    # Whole numbers are always finite, and may be too large for isfinite.
    return not isinstance(value, bool) and (
        isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)))
