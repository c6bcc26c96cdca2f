# SPDX-License-Identifier: GPL-3.0-or-later
"""Butterflies with bordered and spotted wings, and moths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import jointed, planar, sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball, painted, tube
from backend.objects.modeling.surface import Surface, join, skin

_FORE = [(.02, -.03), (.06, -.20), (.24, -.44), (.52, -.60), (.70, -.58), (.72, -.40), (.62, -.18), (.45, -.02),
         (.22, .05), (.05, .03)]
_HIND = [(.02, -.02), (.20, -.02), (.44, .00), (.60, .12), (.62, .30), (.50, .46), (.32, .54), (.16, .44), (.06, .20)]
_TAILED = [(.02, -.02), (.22, -.02), (.44, .02), (.58, .14), (.56, .32), (.46, .42), (.47, .62), (.40, .64),
           (.34, .44), (.18, .36), (.06, .18)]


def _wing(outline: list[tuple[float, float]], thick: float, spots: int, veins: int) -> Surface:
    """A flat wing in the XY plane about its root, with a dark border, veins and light dots near the edge."""
    count = 96
    edge = spline(outline, count, closed=True)
    root = np.array(outline[0]) * .4 + edge.mean(axis=0) * .6
    rows = []
    levels = [0, .12, .24, .36, .48, .60, .70, .78, .84, .88, .92, .96, 1.0]
    for f in levels:
        rows.append(np.column_stack([root + (edge - root) * f, np.full(count, -thick / 2 * (1 - f ** 6))]))
    for f in levels[-2::-1]:
        rows.append(np.column_stack([root + (edge - root) * f, np.full(count, thick / 2 * (1 - f ** 6))]))
    made = skin(np.stack(rows), region="wing")
    high = np.linalg.norm(edge - root, axis=1)
    angle = np.arctan2(*(edge - root).T[::-1])
    order = np.argsort(angle)

    def share(c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a = np.arctan2(c[:, 1] - root[1], c[:, 0] - root[0])
        reach = np.interp(a, angle[order], high[order], period=2 * np.pi)
        return np.hypot(c[:, 0] - root[0], c[:, 1] - root[1]) / reach, a

    def border(c: np.ndarray) -> np.ndarray:
        f, _ = share(c)
        far = np.hypot(c[:, 0], c[:, 1])
        return (f > .79) & (far > .10)

    made = painted(made, "border", border)

    def vein(c: np.ndarray) -> np.ndarray:
        a = np.arctan2(c[:, 1] - outline[0][1], c[:, 0] - outline[0][0])
        low, top = np.quantile(angle, .02), np.quantile(angle, .98)
        wave = np.abs(((a - low) / (top - low) * veins) % 1 - .5)
        return (wave < .045) & (np.hypot(c[:, 0], c[:, 1]) > .06)

    made = painted(made, "border", vein)
    marks = []
    for k in range(spots):
        i = int((k + .5) / spots * count)
        way = edge[i] - root
        if np.hypot(*edge[i]) > .26:
            at = root + way * .895
            marks.append(ball((.020, .020, thick * .85), 8, 12, "dot").moved(at[0], at[1], 0))
    return join([planar(made), *marks])


def build(d: Draw) -> list[Part]:
    kind = d.choose({"rounded": 1.2, "swallowtail": .9, "moth": .5})
    lift = d.between(.25, .75) if kind != "moth" else d.between(.05, .2)
    wide = d.between(.92, 1.1)
    thick = .012
    fore = _wing(_FORE, thick, 22, 6)
    hind = _wing(_TAILED if kind == "swallowtail" else _HIND, thick, 18, 5)
    if kind == "moth":
        fore, hind = (replace(w, regions=np.where(w.regions == "dot", "dot", np.where(
            w.regions == "border", "moth edge", "moth"))) for w in (fore, hind))
    parts = []
    z = .16
    for sign, name in ((1, "right"), (-1, "left")):
        pair = [fore.scaled((wide, 1, 1)).rotated(-lift, "y").moved(.028, -.05, z + .012),
                hind.scaled((wide, 1, 1)).rotated(-.82 * lift, "y").moved(.028, .0, z)]
        parts.append(part(f"wings {name}", *(w if sign > 0 else w.mirrored() for w in pair)))
    trunk = [ball((.046, .105, .050), 16, 20, "body").moved(0, -.06, z),
             tube([(0, .0, z), (0, .16, z - .008), (0, .38, z - .03)], [.034, .036, .010], 16, 16, "body"),
             ball((.042, .042, .042), 14, 18, "body").moved(0, -.185, z + .006)]
    gaze = [ball(.021, 10, 12, "eye").moved(s * .031, -.200, z + .015) for s in (1, -1)]
    feelers = []
    for s in (1, -1):
        end = xyz(s * .20, -.50, z + .13) if kind != "moth" else xyz(s * .17, -.36, z + .09)
        feelers.append(tube([xyz(s * .015, -.21, z + .03), xyz(s * .09, -.36, z + .11), end],
                            [.006, .005, .005] if kind != "moth" else [.008, .018, .004], 12, 8, "body"))
        if kind != "moth":
            feelers.append(ball((.014, .020, .014), 8, 10, "body").moved(*end))
    legs = []
    for s in (1, -1):
        for k in range(3):
            y = -.11 + .055 * k
            legs += jointed([(s * .03, y, z - .03), (s * .10, y - .05 + .05 * k, z - .02),
                             (s * .13, y - .07 + .07 * k, .0)], [.010, .008, .005], "body", 7)
    parts += [part("body", *trunk), part("feelers", *feelers), part("legs", *legs), part("eyes", *gaze)]
    return sized(parts, .075 * d.between(.75, 1.3))


FAMILY = Family(
    name="butterfly", words=("butterfly", "moth", "monarch butterfly", "swallowtail"),
    gloss=("a butterfly with coloured wings", "an insect with patterned wings"), extent=(0.05, 0.25), build=build,
    principal="width", materials=("wing",),
    looks={"wing": "main", "border": ("black chitin", "black chitin", "dark mane"), "dot": "wing dots",
           "moth": ("pale plumage", "brown coat"), "moth edge": ("brown coat", "dark mane"), "body": "black chitin",
           "eye": "eye"},
    part_words={"wing": ("wing", "wings"), "border": ("edge", "edges", "border"), "body": ("body",)},
    styles={"rounded": ("rounded", "monarch"), "swallowtail": ("swallowtail",), "moth": ("moth", "night")})
