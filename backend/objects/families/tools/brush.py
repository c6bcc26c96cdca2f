# SPDX-License-Identifier: GPL-3.0-or-later
"""Brushes: a hairbrush with a cushion of pins, a scrubbing brush with tufts and a handle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import projected
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.organic import copies, poses, slab
from backend.objects.modeling.solids import post
from backend.objects.modeling.surface import Surface, skin


def _grid(line: np.ndarray, pitch: float, inset: float) -> np.ndarray:
    """Points of a staggered grid inside the superellipse-like ``line``."""
    half = np.abs(line).max(axis=0) - inset
    rows = []
    for k, y in enumerate(np.arange(-half[1], half[1] + 1e-9, pitch * .87)):
        for x in np.arange(-half[0], half[0] + 1e-9, pitch) + (k % 2) * pitch / 2:
            if np.abs(x / half[0]) ** 2.4 + np.abs(y / half[1]) ** 2.4 <= 1.0:
                rows.append((x, y))
    return np.array(rows)


def build(d: Draw) -> list[Part]:
    if d.choose({"hair": 1.0, "scrub": 0.8}) == "scrub":
        return _scrub(d)
    wide, long, grip = d.between(.056, .070), d.between(.095, .115), d.between(.095, .115)
    thick = d.between(.014, .018)
    # Bristles up: the back lies on the table.
    knots = [(0, .5 * long), (.34 * wide, .44 * long), (.5 * wide, .16 * long), (.48 * wide, -.14 * long),
             (.30 * wide, -.40 * long),
             (.0105, -.54 * long), (.0095, -.62 * long), (.0130, -.5 * long - .62 * grip),
             (.0120, -.5 * long - .90 * grip), (0, -.5 * long - grip)]
    right = np.array(knots)
    outline = spline(np.concatenate([right, (right * (-1, 1))[::-1][1:-1]]), 110, closed=True)
    back = plate(outline, thick, .0042, "handle", (), 4)
    pad_line = superellipse(72, .80 * wide, .82 * long, 2.3)
    pad = slab(pad_line, [(0, thick - .003), (0, thick - .0005), (-.003, thick + .0022), (-.010, thick + .0046),
                          (-.020, thick + .0060)], "pad", 2)
    pad = pad.moved(0, .02 * long)
    at = _grid(pad_line, d.between(.0062, .0078), .006)
    tall = d.between(.015, .020)
    shape = np.stack([np.column_stack([circle(6, 1.0) * w, np.full(6, z)]) for w, z in
                      ((0, -.004), (.00075, -.004), (.0006, tall - .0014), (.0011, tall - .0008), (.0010, tall),
                       (0, tall + .0005))])
    pin = skin(shape, region="pin").rotated(np.pi / 2, "y")
    level = thick + .0048 - .004 * (np.hypot(at[:, 0] / (.4 * wide), at[:, 1] / (.41 * long))) ** 3
    splay = np.pi / 2 - .16 * np.hypot(at[:, 0] / (.4 * wide), at[:, 1] / (.41 * long))
    pins = copies(pin, poses(np.column_stack([at[:, 0], at[:, 1] + .02 * long, level]),
                             np.arctan2(at[:, 1], at[:, 0]) + 1e-6, splay))
    return [part("handle", back), part("pad", pad), part("pins", projected(pins))]


def _scrub(d: Draw) -> list[Part]:
    wide, long = d.between(.055, .068), d.between(.14, .18)
    tall, hair = d.between(.024, .030), d.between(.020, .026)
    line = superellipse(84, wide, long, 3.0)
    rows = [(hair, .97), (hair + .003, 1.0), (hair + .012, 1.0), (hair + .5 * tall, .97), (hair + .8 * tall, .88),
            (hair + .95 * tall, .74), (hair + tall, .58)]
    block = post(line, [(z, f, 0, 0) for z, f in rows], .001, "handle")
    waist = block.deformed(lambda v: np.column_stack([v[:, 0] * (1 - .16 * np.exp(-(v[:, 1] / (.22 * long)) ** 2)
                                                               * (v[:, 2] > hair + .006)), v[:, 1:]]))
    at = _grid(line, .0092, .006)
    tufts: list[Surface] = []
    for x, y in at:
        lean = np.array([x / wide, y / long]) * .008
        spread = d.between(.0036, .0044)
        jag = 1 + .16 * d.random.standard_normal(9)
        hairs = []
        for z, r in ((hair + .002, .0026), (.5 * hair, .0032), (.0012, spread)):
            s = (hair - z) / hair
            hairs.append(np.column_stack([circle(9, r) * jag[:, None] + (x, y) + lean * s * 1.2, np.full(9, z)]))
        low = hairs[-1].copy()
        low[:, 2] = np.clip(.0012 + .0012 * d.random.standard_normal(9), 0, .004)
        hairs[-1] = low
        ends = [np.tile(hairs[k].mean(axis=0), (9, 1)) for k in (0, -1)]
        tufts.append(skin(np.stack([ends[0], *hairs, ends[1]]), region="hair"))
    return [part("block", waist), part("bristles", *(projected(tuft) for tuft in tufts))]



FAMILY = Family(
    name="brush", words=("brush", "hairbrush", "hair brush", "scrubbing brush", "scrub brush", "cleaning brush",
                         "shoe brush"),
    gloss=("a brush for the hair", "a brush to scrub the floor"),
    extent=(.13, .25), build=build, principal="depth", materials=("birch", "walnut", "toy red", "toy blue",
                                                                  "toy black", "teak"),
    looks={"handle": "main", "pad": ("rubber", "toy red", "black plastic"), "pin": ("toy white", "steel", "toy black"),
           "hair": ("bristle", "nylon bristle")},
    part_words={"handle": ("handle", "back", "wood"), "pin": ("pins",), "hair": ("bristles", "hair"),
                "pad": ("cushion", "pad")},
    styles={"hair": ("hair", "hairbrush", "hair brush", "paddle"), "scrub": ("scrubbing", "scrub", "scrub brush",
                                                                             "scrubbing brush", "shoe brush",
                                                                            "cleaning", "cleaning brush", "floor")})
