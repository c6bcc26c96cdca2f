# SPDX-License-Identifier: GPL-3.0-or-later
"""Computer mice: a rounded shell split into two buttons with a wheel between; wired or wireless."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import QUARTER, cable
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def _dome(wide: float, long: float, tall: float, waist: float, d: Draw) -> Surface:
    """The shell: level sections closing over the hand; front at -Y."""
    half = [(0, -.5), (.30, -.485), (.455, -.40), (.470 * waist, -.12), (.485, .16), (.44, .36), (.28, .475), (0, .5)]
    outline = spline([*half, *((-x, y) for x, y in half[-2:0:-1])], d.segments(96, 64), closed=True)
    rings = [np.zeros((len(outline), 3))]
    levels = [(0, .93), (.02, .965), (.10, 1.0), (.22, 1.0)]
    levels += [(.22 + .78 * np.sin(t), np.cos(t) ** .62) for t in np.linspace(.12, QUARTER - .02, 22)]
    for z, s in levels:
        ring = outline * (wide, long) * s
        # The back is the higher end, the front slopes down to the fingers.
        lift = np.interp(ring[:, 1] / long, [-.5, -.2, .12, .5], [.52, .80, 1.0, .86])
        rings.append(np.column_stack([ring, z * tall * (1 - (1 - lift) * min(1, 1.4 * z))]))
    rings.append(np.tile(rings[-1].mean(axis=0) + np.array([0, 0, .0002]), (len(outline), 1)))
    return skin(np.stack(rings), region="body")


def build(d: Draw) -> list[Part]:
    wide, long, tall = d.between(.060, .068), d.between(.105, .122), d.between(.035, .041)
    shell = _dome(wide, long, tall, d.between(.90, 1.0), d)
    two = d.choose({"two tone": 1.0, "plain": .7}) == "two tone"
    if two:
        shell = painted(shell, "side", lambda c: c[:, 2] < .34 * tall)

    def top(x: float, y: float) -> float:
        near = np.hypot(shell.vertices[:, 0] - x, (shell.vertices[:, 1] - y))
        pick = np.argsort(near + 1e3 * (shell.vertices[:, 2] < .4 * tall))[:4]
        return float(np.average(shell.vertices[pick, 2], weights=1 / (near[pick] + 1e-6)))

    split_y = -.02 * long
    ys = np.linspace(-.47 * long, split_y, 22)
    seam = [sweep(np.column_stack([0 * ys, ys, [top(0, y) for y in ys]]), np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])
                  * (.0007, .0012), up=(0, 0, 1), region="seam")]
    xs = np.linspace(-.42, .42, 26) * wide
    across = np.array([(x, split_y + .10 * long * (x / wide) ** 2 * 4, 0) for x in xs])
    across[:, 2] = [top(x, y) for x, y, _ in across]
    seam.append(sweep(across, np.array([(1, 0), (0, 1), (-1, 0), (0, -1)]) * (.0007, .0012), region="seam"))
    wy = -.26 * long
    wz = top(0, wy)
    slot = box(.0115, .030, .004, .0018, 3, region="seam")
    slope = np.arctan2(top(0, wy + .012) - top(0, wy - .012), .024)
    slot = slot.rotated(slope, "x").moved(0, wy, wz - .0030)
    n = 48
    wheel = lathe(np.array([(0, -.0038), (.0100, -.0038), (.0115, -.0026), (.0118, 0), (.0115, .0026), (.0100, .0038),
                            (0, .0038)]), n, "wheel", modulation=lambda a,
                  z: 1 - .03 * (np.cos(12 * a) > .3) * np.ones_like(
                                z)).rotated(QUARTER, "y").moved(0, wy, wz - .0062)
    hub = turned([(.0072, -.0042), (.0072, .0042)], .0004, 28, "trim").rotated(QUARTER, "y").moved(0, wy, wz - .0062)
    logo = turned([(.0048, 0), (.0044, .0005)], .0002, 28, "trim").moved(0, .24 * long, top(0, .24 * long) - .0001)
    made = [part("shell", shell), part("seams", *seam), part("wheel slot", slot), part("wheel", wheel, hub),
            part("badge", logo)]
    if d.choose({"wired": 1.0, "wireless": .8}) == "wired":
        y = -.47 * long
        collar = turned([(.0034, 0), (.0026, .012)], .0008, 18, "seam").rotated(QUARTER, "x").moved(0, y + .002, .0075)
        made.append(part("cable", collar, cable([(0, y + .002, .0075), (0, y - .02, .0055), (.006, y - .045, .0024),
                                                 (.035, y - .055, .0024), (.055, y - .030, .0024),
                                                 (.075, y + .010, .0024)], .0021)))
    return made


FAMILY = Family(
    name="computer_mouse", words=("computer mouse", "pc mouse", "wireless mouse", "gaming mouse", "optical mouse"),
    gloss=("a computer's pointing device with two buttons and a wheel", "a mouse that moves the pointer"),
    extent=(0.1, 0.22), build=build, principal="depth",
    materials=("black plastic", "pale plastic", "white plastic", "grey plastic"),
    looks={"body": "main", "side": ("black plastic", "grey plastic", "pale plastic"), "seam": "ink",
           "wheel": ("black plastic", "grey plastic"),
           "trim": ("chrome", "lit sky"), "cable": "black plastic"},
    part_words={"wheel": ("wheel",), "cable": ("cable", "cord", "wire"), "side": ("side", "sides")},
    styles={"two tone": ("two tone",), "plain": ("plain",), "wired": ("wired",), "wireless": ("wireless",
                                                                                              "wireless mouse")})
