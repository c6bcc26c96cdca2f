# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes two people of one description differ: small features of face and build from the seed."""

from __future__ import annotations

import numpy as np

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


def features(spec: Person, amount: float, seed: int) -> dict[str, float]:
    """Target weights of a person's own features; ``amount`` 0 is the average face, 0.5 usual."""
    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 77]))
    draws = np.clip(rng.normal(size=len(_FEATURES)), -2, 2)
    gentle = 0.4 if spec.age_years < 12 else 1.0
    result = {}
    for (less, more, deviation), draw in zip(_FEATURES, draws):
        weight = float(2 * amount * gentle * deviation * draw)
        if weight:
            result[more if weight > 0 else less] = abs(weight)
    return result


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
