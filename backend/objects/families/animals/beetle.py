# SPDX-License-Identifier: GPL-3.0-or-later
"""Beetles: spotted ladybirds, shining scarabs, stag beetles with jaws."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import jointed, sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, painted, tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"ladybird": 1.2, "scarab": .7, "stag": .7})
    wide, long, high = {"ladybird": (.40, .46, .34), "scarab": (.36, .50, .27), "stag": (.29, .50, .20)}[kind]
    wide *= d.between(.95, 1.06)
    z = .13
    case = "case" if kind == "ladybird" else "shine"

    def dome(v: np.ndarray) -> np.ndarray:
        out = v.copy()
        out[:, 2] = np.where(v[:, 2] < 0, v[:, 2] * .25, v[:, 2])
        y = v[:, 1] / long
        out[:, 0] *= 1 - .10 * np.clip(-y, 0, 1) ** 2 - .22 * np.clip(y, 0, 1) ** 2 * (kind != "ladybird")
        return out

    shell = ball((wide, long, high), 80, d.segments(112, 64), case).deformed(dome)
    middle = np.array([0, .04, z])
    gap = .012
    shell = painted(shell, "dark", lambda c: (np.abs(c[:, 0]) < gap) & (c[:, 2] > 0))
    marks: list[tuple[float, float, float]] = []
    if kind == "ladybird":
        r = d.between(.075, .10)
        marks = [(.17, -.24, r), (.22, .03, r * 1.05), (.13, .27, r * .95), (0, -.36, r * .9)]
        marks += [(.33, -.14, r * .6)] if d.chance(.4) else []

        def spotted(c: np.ndarray) -> np.ndarray:
            hit = np.zeros(len(c), bool)
            for x, y, q in marks:
                hit |= ((np.abs(c[:, 0]) - x) ** 2 + (c[:, 1] - y) ** 2 < q * q) & (c[:, 2] > 0)
            return hit
        shell = painted(shell, "spot", spotted)
    shell = painted(shell, "belly", lambda c: c[:, 2] < -.001)
    neck = ball((wide * .80, .17, high * .68), 20, 32, "dark" if kind == "ladybird" else case).deformed(
        lambda v: np.column_stack([v[:, :2], np.where(v[:, 2] < 0, v[:, 2] * .4, v[:, 2])]))
    front = -long + .07
    pieces = [neck.moved(0, front, z + .01)]
    cheeks = []
    if kind == "ladybird":
        cheeks = [ball((.07, .05, .06), 12, 16, "white").moved(s * wide * .52, front - .085, z + .08) for s in (1, -1)]
    head = ball((wide * .48, .13, high * .42), 16, 24, "dark").moved(0, front - .155, z + .02)
    gaze = [ball(.040, 12, 14, "eye").moved(s * wide * .40, front - .215, z + .045) for s in (1, -1)]
    parts = [part("wing cases", shell.moved(*middle)), part("neck shield", *pieces, *cheeks), part("head", head),
             part("eyes", *gaze)]
    feelers = []
    for s in (1, -1):
        tip = np.array([s * .20, front - .42, z + .10])
        feelers.append(tube([xyz(s * .06, front - .25, z + .05), xyz(s * .13, front - .34, z + .11), tip],
                            [.012, .010, .009],
                            8, 8, "dark"))
        feelers.append(ball((.022, .030, .018), 8, 10, "dark").moved(*tip))
    if kind == "stag":
        for s in (1, -1):
            base = np.array([s * .085, front - .24, z + .02])
            feelers.append(tube([base, base + xyz(s * .14, -.14, .02), base + xyz(s * .13, -.30, .03),
                                 base + xyz(s * .03, -.40, .03)], [.040, .036, .026, .006], 16, 12, "jaw"))
            feelers.append(tube([base + xyz(s * .14, -.20, .025), base + xyz(s * .04, -.24, .025)], [.022, .004], 6, 8,
                                "jaw"))
    elif kind == "scarab":
        feelers.append(tube([(0, front - .24, z + .04), (0, front - .38, z + .10), (0, front - .40, z + .26)],
                            [.050, .034, .006], 10, 12, "jaw"))
    parts.append(part("feelers", *feelers))
    legs = []
    for s in (1, -1):
        for k in range(3):
            y = -.26 + .22 * k
            fan = (-.55, .05, .60)[k]
            out = np.array([s * np.cos(fan), np.sin(fan), 0])
            root = np.array([s * wide * .72, y + .04, z - .01])
            knee, shin = root + out * .17 + xyz(0, 0, .06), root + out * .29 + xyz(0, 0, -.085)
            tip = root + out * .37
            tip[2] = .006
            shin[2] = max(shin[2], .02)
            legs += jointed([root - out * .08, knee, shin, tip], [.030, .028, .020, .008], "dark", 9)
    parts.append(part("legs", *legs))
    return sized(parts, {"ladybird": .012, "scarab": .03, "stag": .045}[kind] * 4 * d.between(.85, 1.2))


FAMILY = Family(
    name="beetle", words=("beetle", "ladybird", "ladybug", "scarab", "stag beetle", "bug", "insect"),
    gloss=("a red ladybird with black spots", "a shiny beetle", "a stag beetle"), extent=(0.03, 0.35), build=build,
    principal="depth", materials=("red chitin",),
    looks={"case": "main", "shine": ("green plumage", "black chitin", "bronze"), "spot": "black chitin",
           "dark": "black chitin", "belly": "black chitin", "white": "wing dots", "jaw": ("black chitin", "teak"),
           "eye": "eye"},
    part_words={"case": ("shell", "wings", "body"), "spot": ("spot", "spots", "dots"), "jaw": ("jaw", "jaws", "horn")},
    styles={"ladybird": ("ladybird", "ladybug", "spotted"), "scarab": ("scarab", "shiny"), "stag": ("stag",)})
