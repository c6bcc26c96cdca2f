# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes two people of one description differ: small features of face and build from the seed."""

from __future__ import annotations

import numpy as np

from .local_changes import targets
from .parts import seed_of
from .spec import Person

#: Pairs of opposite targets (decreasing, increasing) with the deviation of a usual person.
_FEATURES = (
    ("nose/nose-scale-horiz-decr", "nose/nose-scale-horiz-incr", 0.35),
    ("nose/nose-scale-depth-decr", "nose/nose-scale-depth-incr", 0.35),
    ("nose/nose-scale-vert-decr", "nose/nose-scale-vert-incr", 0.30),
    ("nose/nose-hump-decr", "nose/nose-hump-incr", 0.30),
    ("nose/nose-point-down", "nose/nose-point-up", 0.35),
    ("mouth/mouth-scale-horiz-decr", "mouth/mouth-scale-horiz-incr", 0.30),
    ("mouth/mouth-lowerlip-volume-decr", "mouth/mouth-lowerlip-volume-incr", 0.35),
    ("mouth/mouth-upperlip-volume-decr", "mouth/mouth-upperlip-volume-incr", 0.35),
    ("chin/chin-width-decr", "chin/chin-width-incr", 0.35),
    ("chin/chin-height-decr", "chin/chin-height-incr", 0.30),
    ("chin/chin-prominent-decr", "chin/chin-prominent-incr", 0.30),
    ("head/head-scale-horiz-decr", "head/head-scale-horiz-incr", 0.20),
    ("head/head-scale-vert-decr", "head/head-scale-vert-incr", 0.15),
    ("eyebrows/eyebrows-angle-down", "eyebrows/eyebrows-angle-up", 0.30),
)

#: Local changes of each other part of the body with the deviation of a usual person.
_BUILD = {
    "torso": {"shoulder_width": 0.18, "chest": 0.12, "waist": 0.12, "hips": 0.15, "torso_length": 0.15},
    "arms": {"arm_length": 0.12, "arm_girth": 0.15}, "hands": {"hand_size": 0.15},
    "legs": {"leg_length": 0.15, "thighs": 0.15, "calves": 0.15}, "feet": {"foot_size": 0.12},
}


def features(spec: Person, amount: float, seed: int) -> dict[str, float]:
    """Target weights of a person's own face and build; ``amount`` 0 is the average one, 0.5 usual."""
    gentle = 0.4 if spec.age_years < 12 else 1.0
    draws = _draws(seed_of(spec.seeds, "head", seed), len(_FEATURES))
    result = {}
    for (less, more, deviation), draw in zip(_FEATURES, draws):
        weight = float(2 * amount * gentle * deviation * draw)
        if weight:
            result[more if weight > 0 else less] = abs(weight)
    for part, changes in _BUILD.items():
        draws = _draws(seed_of(spec.seeds, part, seed) + 1, len(changes))
        build = {name: float(2 * amount * gentle * deviation * draw) for (name, deviation), draw in zip(
            changes.items(), draws)}
        result |= targets({name: min(max(weight, -1.0), 1.0) for name, weight in build.items()})
    return result


def _draws(seed: int, count: int) -> np.ndarray:
    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 77]))
    return np.clip(rng.normal(size=count), -2, 2)


def belly(spec: Person) -> dict[str, float]:
    """Where weight settles, from a BMI of 27: stomach, chin, cheeks and, in women, hips."""
    over = min(max((spec.bmi - 27.0) / 12.0, 0.0), 1.2)
    if over <= 0:
        return {}
    male = 1.0 - spec.gender
    return {
        "stomach/stomach-pregnant-incr": over * (0.4 + 0.5 * male),
        "stomach/stomach-tone-decr": over * 0.6,
        "neck/neck-double-incr": over * 0.9,
        "head/head-fat-incr": over * 0.9,
        "buttocks/buttocks-volume-incr": over * 0.4 * (1 - male),
    }
