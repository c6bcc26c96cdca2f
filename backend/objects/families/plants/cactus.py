# SPDX-License-Identifier: GPL-3.0-or-later
"""A cactus: ribbed column with arms, a globe in a pot, or a prickly pear."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.plants.shared_plants import pot
from backend.objects.modeling.curves import bezier, circle
from backend.objects.modeling.organic import GOLDEN, aimed, blade, body, copies, poses, tube
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface


def _ribbed(half: float, tall: float, ribs: int, d: Draw, knots=None) -> Surface:
    shape = knots or [(.72, 0), (.92, .06), (1.0, .30), (1.0, .70), (.92, .88), (.62, .97), (.3, .995), (0, 1.0)]
    profile = [(0, 0), *shape]

    def fluted(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.13 * (np.abs(np.cos(ribs / 2 * angle)) ** 0.8 - 0.6)
    return body(profile, half, tall, d.segments(48, 28), ribs * (8 if d.detail >= 0.75 else 4), "skin", fluted)


def _spines(half: float, tall: float, ribs: int, rows: int, long: float) -> Surface:
    """A pair of thorns at even heights along each rib."""
    thorn = tube([(0, 0, 0), (0.5 * long, 0, 0), (long, 0, 0)], [0.045 * long, 0.03 * long, 0.008 * long], 3, 4,
                 "spines")
    at, turn, lift = [], [], []
    for k in range(ribs):
        a = 2 * np.pi * k / ribs
        for j in range(rows):
            s = (j + 0.5 + 0.5 * (k % 2)) / (rows + 0.5)
            r = half * 1.03 * np.sqrt(np.clip(1 - np.clip((s - .80) / .2, 0, 1) ** 2, 0.05, 1))
            at.append((r * np.cos(a), r * np.sin(a), s * tall))
            turn.append(a + (0.5 if j % 2 else -0.5))
            lift.append(0.3 + 1.0 * max(0.0, (s - .75) / .25))
    return copies(thorn, poses(np.array(at), np.array(turn), np.array(lift)), shared=True)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"saguaro": 1.0, "globe": 0.7, "pear": 0.6})
    half = d.between(0.045, 0.06)
    planter = pot(half, half * 1.5, d)
    soil = 1.5 * half * 0.86
    skins, spines, blooms = [], [], []
    if kind == "globe":
        ribs, r = int(d.random.integers(11, 16)), half * d.between(0.82, 0.98)
        tall = r * d.between(1.6, 2.0)
        knots = [(.55, 0), (.86, .14), (1.0, .42), (.94, .66), (.74, .86), (.40, .97), (.15, .985), (0, .97)]
        skins.append(_ribbed(r, tall, ribs, d, knots).moved(z=soil - 0.06 * tall))
        spines.append(_spines(r, 0.98 * tall, ribs, 5, 0.30 * r).moved(z=soil - 0.06 * tall))
        if d.chance(0.6) or "flowering" in d.style:
            for k in range(8):
                petal = blade(0.5 * r, 0.24 * r, "petal", 0.9, 0.5, 0.4, thick=0.02 * r, rows=8, columns=5,
                              region="bloom")
                blooms.append(aimed(petal, k * GOLDEN, 0.25 * (k > 3), (0, 0, soil + 0.90 * tall)))
    elif kind == "pear":
        def pad(at: np.ndarray, turn: float, lean: float, size: float, depth: int) -> None:
            shape = body([(0, 0), (.25, .01), (.42, .10), (.80, .36), (1.0, .64), (.86, .88), (.45, .99), (0, 1.0)],
                         0.60 * size, 1.3 * size, 22, d.segments(28, 20), "skin")
            shape = shape.deformed(lambda v: v * (1, 0.26, 1)).rotated(lean, "y").rotated(turn).moved(*at)
            skins.append(shape)
            up = np.array([np.sin(lean) * np.cos(turn), np.sin(lean) * np.sin(turn), np.cos(lean)])
            side = np.array([np.cos(lean) * np.cos(turn), np.cos(lean) * np.sin(turn), -np.sin(lean)])
            face = np.cross(up, side)
            dots = [at + up * size * (0.4 + 0.28 * i) + side * size * 0.26 * j + face * s * 0.135 * size
                    for i in range(3) for j in (-1, 0, 1) for s in (1, -1)]
            thorn = tube([(0, 0, 0), (.06 * size, 0, 0), (.14 * size, 0, 0)], [.010 * size, .006 * size, .002 * size],
                         3, 4,
                         "spines")
            way = np.arctan2(face[1], face[0])
            spines.append(copies(thorn, poses(np.array(dots),
                                              np.array([way if k % 2 == 0 else way + np.pi for k in range(
                len(dots))]), np.full(len(dots), 0.2)), shared=True))
            if depth:
                for sign in ((-1, 1) if d.chance(0.8) else (1,)):
                    tip = at + up * 1.18 * size + side * sign * 0.34 * size
                    pad(tip, turn + d.between(-.3, .3), lean + sign * d.between(0.4, 0.75), size * d.between(.62, .78),
                        depth - 1)
        pad(np.array([0, 0, soil - 0.01]), d.between(-.4, .4), d.between(-.1, .1), half * d.between(1.25, 1.5), 2)
    else:
        ribs, r = int(d.random.integers(8, 12)), half * d.between(0.44, 0.54)
        tall = r * d.between(6.5, 9.0)
        skins.append(_ribbed(r, tall, ribs, d).moved(z=soil - 0.02))
        spines.append(_spines(r, tall, ribs, 11, 0.34 * r).moved(z=soil - 0.02))
        unit = circle(ribs * 4)
        flutes = unit * (1 + 0.13 * (np.abs(np.cos(ribs / 2 * np.arctan2(unit[:, 1], unit[:, 0]))) - 0.6))[:, None]
        for sign in (-1, 1):
            if sign == 1 and d.chance(0.25):
                continue
            z, reach, up = soil + tall * d.between(.34, .55), r * d.between(2.1, 2.7), tall * d.between(.24, .38)
            path = bezier((sign * .4 * r, 0, z), (sign * (reach + .9 * r), 0, z - .2 * r),
                          (sign * reach, 0, z + .2 * up),
                          (sign * reach, 0, z + up), d.segments(28, 18))
            arm = sweep(path, flutes, 0.62 * r * np.interp(np.linspace(0, 1, len(path)), [0, .1, .9, 1],
                                                           [.9, 1, 1, .86]),
                        up=(0, 1, 0), round_ends=True, region="skin")
            turn = d.between(-.25, .25)
            skins.append(arm.rotated(turn))
            spines.append(_spines(.62 * r, .7 * up, ribs, 4, 0.28 * r).moved(sign * reach, 0,
                                                                             z + .3 * up).rotated(turn))
    parts = [part("cactus", *skins), part("spines", *spines)]
    if blooms:
        parts.append(part("bloom", *blooms))
    return [*parts, part("pot", planter[0]), part("soil", planter[1])]


FAMILY = Family(
    name="cactus", words=("cactus", "saguaro", "prickly pear", "cacti"),
    gloss=("a prickly cactus in a pot", "a desert plant with spines"),
    extent=(0.12, 0.62), build=build, materials=("cactus skin",),
    looks={"skin": "main", "spines": "spines", "pot": ("terracotta", "ceramic"), "soil": "soil", "bloom": "blossom"},
    part_words={"pot": ("pot", "planter"), "bloom": ("flower", "bloom", "blossom"), "spines": ("spines", "thorns")},
    styles={"saguaro": ("saguaro", "tall", "desert"), "globe": ("globe", "round", "ball"), "pear": ("prickly pear",),
            "flowering": ("flowering", "blooming", "flower")})
