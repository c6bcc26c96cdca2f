# SPDX-License-Identifier: GPL-3.0-or-later
"""Seashells: a spiral conch, or a ribbed scallop."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import Surface, skin


def _conch(d: Draw) -> list[Part]:
    """A tube wound on a cone, growing by the same factor every turn (Raup's parameters)."""
    turns, growth = d.between(4.2, 5.2), d.between(1.75, 2.05)
    size = d.between(.030, .040)
    s = np.linspace(0, 1, d.segments(180, 110))
    angle = 2 * np.pi * turns * s
    grow = growth ** (turns * (s - 1))
    radius = size * grow
    height = d.between(1.9, 2.5)
    path = np.column_stack([.72 * radius * np.cos(angle), .72 * radius * np.sin(angle), -height * radius])
    knobs = 1 + .10 * np.clip(np.cos(9 * angle / 1.0), 0, 1) ** 2 * (s > .35)
    unit = circle(d.segments(30, 20))
    whorl = unit * (1.0, 1.12)
    shell = sweep(path, whorl, .66 * radius * knobs, up=(0, 0, 1), bevel=.02, region="shell")
    # The last whorl opens into a lip, drawn out downward to a canal.
    end = path[-1]
    way = path[-1] - path[-2]
    way /= np.linalg.norm(way)
    mouth = ball((.60 * size, .28 * size, .86 * size), 16, 24, "mouth").rotated(np.arctan2(way[1], way[0]) + np.pi / 2)
    canal = tube(np.array([(0, 0, -height * size * .75), (0, 0, -height * size - .75 * size),
                           (.06 * size, 0, -height * size
                           - 1.35 * size)]), np.array([.80, .42, .16]) * size, 14, 18, "shell")
    lip = mouth.moved(*(end + way * .10 * size))
    turn = -np.arctan2(end[1], end[0]) - np.pi / 2

    def laid(p: Surface) -> Surface:
        return p.rotated(turn).rotated(1.25, "y").rotated(.3)
    return [part("shell", laid(shell), laid(canal)), part("mouth", laid(lip))]


def _scallop(d: Draw) -> list[Part]:
    half = d.between(.035, .05)
    ribs = int(d.random.integers(9, 13))
    count, rows = d.segments(140, 88), d.segments(28, 18)
    fan = np.linspace(-1.12, 1.12, count)
    t = np.linspace(.02, 1, rows)
    rings = []
    for a in fan:
        edge = half * 2 * (1 - .20 * (np.abs(a) / 1.12) ** 2.5)
        ripple = .5 + .5 * np.cos(2 * np.pi * ribs * (a + 1.12) / 2.24)
        reach = edge * (1 + .02 * ripple)
        x, y = reach * t * np.sin(a), reach * t * np.cos(a)
        dome = .62 * half * np.sin(np.pi * (.15 + .85 * t) ** .8) ** .9 * (1 - .45 * (a / 1.12) ** 2)
        up = dome + .045 * half * ripple * t
        top = np.column_stack([x, y, up + .012 * half])
        low = np.column_stack([x, y, up - .03 * half])[::-1]
        rings.append(np.concatenate([top, low]))
    ends = [np.tile(r.mean(axis=0), (len(r), 1)) for r in (rings[0], rings[-1])]
    shell = skin(np.stack([ends[0], *rings, ends[1]]), region="shell")
    hinge = box(.95 * half, .34 * half, .10 * half, .03 * half, 2, 6, "shell").deformed(
        lambda v: v * np.column_stack([1 - .9 * np.clip(v[:, 1] / half, -.2, .2) * 1.6, np.ones(len(v)),
                                       np.ones(len(v))]))
    hinge = hinge.moved(0, .10 * half, .20 * half)
    tilt = d.between(.5, .8)
    return [part("shell", *(p.rotated(tilt, "x").rotated(.25, "z") for p in (shell, hinge)))]


def build(d: Draw) -> list[Part]:
    return _conch(d) if d.choose({"conch": 1.0, "scallop": 0.8}) == "conch" else _scallop(d)


FAMILY = Family(
    name="seashell", words=("seashell", "shell", "conch", "scallop", "sea shell", "snail shell", "oyster", "whelk"),
    gloss=("a spiral seashell", "a scallop shell from the beach", "a conch"),
    extent=(0.05, 0.22), build=build, principal="width", materials=("shell",),
    looks={"shell": "main", "mouth": "shell inside"}, part_words={"mouth": ("inside", "opening", "mouth")},
    styles={"conch": ("conch", "spiral", "snail shell", "whelk"), "scallop": ("scallop", "fan", "ribbed", "oyster")})
