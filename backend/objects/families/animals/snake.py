# SPDX-License-Identifier: GPL-3.0-or-later
"""Snakes: coiled with a raised head, winding along the ground, or a cobra with a spread hood."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import sweep


def _path(kind: str, d: Draw, r: float) -> np.ndarray:
    """Points from the tail's tip to the neck."""
    if kind == "winding":
        t = np.linspace(0, 1, 60)
        wide = d.between(.20, .28)
        y = .95 - 1.75 * t
        x = wide * np.sin(t * 2 * np.pi * d.between(1.6, 2.1)) * np.clip(1.15 - .5 * t, .3, 1)
        z = r * (.25 + .75 * np.clip(t * 5, 0, 1)) + .09 * np.clip((t - .88) / .12, 0, 1)
        return np.column_stack([x, y, z])
    turns = d.between(2.0, 2.5)
    t = np.linspace(0, 1, 90)
    a = t * turns * 2 * np.pi
    out = .36 - .055 * t * turns
    out = np.maximum(out, .14)
    z = r * (.35 + .65 * np.clip(t * 5, 0, 1)) + 2 * r * .80 * np.clip(t * turns - .75, 0, 9)
    ring = np.column_stack([out * np.sin(a + np.pi), out * np.cos(a + np.pi), z])
    tall = .50 if kind == "cobra" else .30
    last = ring[-1]
    neck = np.array([last + xyz(.35 * (0 - last[0]), -.02, .10), xyz(0, .02, last[2] + .5 * tall),
                     xyz(0, -.04, last[2] + tall)])
    return np.concatenate([ring, neck])


def build(d: Draw) -> list[Part]:
    kind = d.choose({"coiled": 1.0, "winding": 1.0, "cobra": .7})
    r = .058 * d.between(.88, 1.12)
    raw = _path(kind, d, r)
    path = spline(raw, 150)
    t = np.linspace(0, 1, 9)
    radius = np.interp(t, [0, .12, .4, .75, .92, 1], np.array([.12, .45, 1, .98, .72, .60]) * r)
    s = Sculpt(.02)
    # The coils are a swept tube; only the neck and head are sculpted, as clay of that length would take seconds.
    whole = np.interp(np.linspace(0, 1, 150), t, radius)
    coils = sweep(path[:132], circle(d.segments(24, 16)), whole[:132], round_ends=True, region="coat")
    s.limb(path[122::4], whole[122::4], "coat", rows=24)
    end = path[-1]
    ahead = np.array([0, -1.0, -.12]) if kind != "winding" else np.array([*(path[-1] - path[-8])[:2], 0])
    ahead = ahead / np.linalg.norm(ahead)
    side = np.array([-ahead[1], ahead[0], 0]) / np.hypot(*ahead[:2])
    head = end + ahead * .045 + xyz(0, 0, .012)
    if kind == "cobra":
        low = path[-26]
        s.limb([low, low + (path[-12] - low) * .5, path[-10], end], [.055, .125, .135, .060], "coat", .03,
               flat((0, 1, .12), .26), rows=14)
        s.limb([low + xyz(0, -.02, 0), path[-12] + xyz(0, -.024, 0), end + xyz(0, -.02, -.05)], [.035, .062, .040],
               "belly", .01,
               flat((0, 1, 0), .4))
    s.limb([end, head], [.60 * r, .9 * r], "coat", .03)
    turn = np.column_stack([side, ahead, np.cross(side, ahead)])
    squeeze = np.diag([1 / .062, 1 / .085, 1 / .046]) @ turn.T
    s.limb((head + ahead * .02)[None], [1.0], "coat", .03, squeeze)
    s.limb([head + ahead * .05, head + ahead * .120 + xyz(0, 0, -.008)], [.045, .026], "coat", .03, flat((0, 0, 1), .7))
    tongue = head + ahead * .135 + xyz(0, 0, -.014)
    fork = [tube([tongue, tongue + ahead * .07], [.005, .005], 5, 8, "tongue")]
    fork += [tube([tongue + ahead * .068, tongue + ahead * .10 + side * .008 * k + xyz(0, 0, -.004),
                   tongue + ahead * .125 + side * .026 * k + xyz(0, 0, .004)], [.005, .004, .002], 6, 8, "tongue")
             for k in (1, -1)]
    gaze = []
    for k in (1, -1):
        way = side * k * .86 + ahead * .42 + np.array([0, 0, .36])
        at = s.outlet(head + ahead * .035, way)
        gaze.append(at - way * .006)
    parts = [part("body", s.surface(84, d.detail), coils), part("tongue", *fork),
             part("eyes", *(ball(.0135, 10, 14, "eye").moved(*p) for p in gaze))]
    return sized(parts, .85 * d.between(.8, 1.2))


FAMILY = Family(
    name="snake", words=("snake", "serpent", "cobra", "python", "viper", "rattlesnake"),
    gloss=("a coiled snake", "a cobra with a spread hood"), extent=(0.35, 2.2), build=build, principal="width",
    materials=("snake skin",), looks={"coat": "main", "belly": "plastron", "tongue": "comb", "eye": "eye"},
    part_words={"coat": ("skin", "body", "scales"), "belly": ("belly",), "tongue": ("tongue",), "eye": ("eye", "eyes")},
    styles={"coiled": ("coiled", "curled"), "winding": ("winding", "crawling"), "cobra": ("cobra", "hooded")})
