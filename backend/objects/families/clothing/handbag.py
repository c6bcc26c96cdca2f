# SPDX-License-Identifier: GPL-3.0-or-later
"""Handbags: a structured bag with a flap and top handle, an open tote, a quilted bag on a chain."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import cord
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle, spline
from backend.objects.modeling.solids import box, post, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    return {"satchel": _satchel, "tote": _tote, "quilted": _quilted}[
        d.choose({"satchel": 1.1, "tote": 1.0, "quilted": .7})](d)


def _handle(x: float, y: float, foot: float, rise: float, thick: float, region: str = "trim") -> Surface:
    path = bezier((-x, y, foot), (-x * .95, y, foot + rise * 1.33), (x * .95, y, foot + rise * 1.33), (x, y, foot), 40)
    return sweep(path, circle(16, thick), up=(0, 1, 0), region=region)


def _satchel(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.27, .33), d.between(.19, .23), d.between(.11, .14)
    shrink = d.between(.80, .92)
    rows = [(0.0, 1.0, 0, 0), (.5 * high, .5 * (1 + shrink), 0, 0), (high, shrink, 0, 0)]
    body = post(rounded_rectangle(wide, deep, .022, 6), rows, .010, "body", 4)
    body = body.deformed(lambda v: v * np.column_stack([np.ones(len(v)), 1 - .45 * np.clip(v[:, 2] / high, 0, 1) ** 1.5,
                                                        np.ones(len(v))]))
    base = post(rounded_rectangle(wide + .004, deep + .004, .022, 6), [(-.002, 1, 0, 0), (.022, .995, 0, 0)], .004,
                "trim")
    top_deep, top_wide = deep * .55 * shrink, wide * shrink
    w = top_wide / 2 + .003
    drop = high * d.between(.42, .55)

    def front(z: float) -> float:
        return float(-deep / 2 * (1 - .45 * np.clip(z / high, 0, 1) ** 1.5) * (1 + (shrink - 1) * z / high))

    path = [(0, top_deep / 2 - .004, high + .001), (0, 0, high + .0045)]
    path += [(0, front(z) - .004, z) for z in np.linspace(high - .002, high - drop, 9)]
    line = spline(path, 40)
    spread = np.interp(np.linspace(0, 1, 40), [0, .55, .86, .95, 1], [1, 1, .93, .74, .52])
    flap = sweep(line, rounded_rectangle(1, 1, .3, 3), np.column_stack([2 * w * spread, np.full(40, .0050)]),
                 up=(0, 0, 1), region="body")
    clasp_z = high - drop + .004
    clasp_y = front(clasp_z) - .0065
    clasp = [box(.038, .006, .026, .003, 3, region="metal").moved(0, clasp_y - .002, clasp_z - .004),
             turned([(.008, 0), (.007, .005)], .002, 28, "metal").rotated(np.pi / 2, "x").moved(0, clasp_y - .004,
                                                                                             clasp_z + .010)]
    grip = _handle(.24 * wide, 0, high + .002, d.between(.085, .115), .0075)
    rings: list[Surface] = []
    t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    for s in (1, -1):
        rings += [sweep(np.column_stack([s * .24 * wide + 0 * t, .0105 * np.cos(t), high + .006 + .0105 * np.sin(t)]),
                        circle(8, .0019), up=(1, 0, 0), loop=True, region="metal"),
                  box(.024, .030, .006, .002, 3, region="trim").moved(s * .24 * wide, 0, high + .000)]
    seams = [cord([(x * (w * 2 - .012) / 2 * q, front(z) - .0068, z) for q, z in zip(
        (1, 1, .97, .80), np.linspace(high - .012, high - drop + .012, 4))], .0009, "stitch") for x in (1, -1)]
    feet = [turned([(.007, -.006), (.008, .0)], .002, 18, "metal").moved(sx * wide * .40, sy * deep * .36, 0)
            for sx in (1, -1) for sy in (1, -1)]
    sides = [box(.006, deep * .30, .020, .003, 2, region="metal").moved(s * (top_wide / 2 + .006), 0, high * .86)
             for s in (1, -1)]
    return [part("body", body), part("base", base), part("flap", flap), part("clasp", *clasp), part("handle", grip),
            part("rings", *rings), part("stitching", *seams), part("feet", *feet), part("side rings", *sides)]


def _tote(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.34, .40), d.between(.27, .31), d.between(.12, .15)
    section = rounded_rectangle(1, 1, .10, 6)

    def ring(z: float, inset: float = 0.0) -> np.ndarray:
        f = z / high
        return np.column_stack([section * (wide * (.86 + .14 * f) - 2 * inset, deep * (1 - .35 * f ** 1.3) - 2 * inset),
                                np.full(len(section), z)])

    wall = .004
    outer = [np.tile((0, 0, 0), (len(section), 1)), ring(0, .05 * deep), ring(0, .004), ring(.004), *[
        ring(z) for z in np.linspace(.02, high, 12)]]
    inner = [ring(high + .0006, wall * .5), *[ring(z, wall) for z in np.linspace(high - .001, .012, 8)],
             ring(.010, .05), np.tile((0, 0, .010), (len(section), 1))]
    labels = ["body"] * (len(outer) - 1) + ["body"] + ["lining"] * (len(inner) - 1)
    bag = skin(np.stack([*outer, *inner]), region=labels)
    bag = bag.deformed(lambda v: v - np.column_stack([0 * v[:, 0], 0 * v[:, 0], .014 * np.clip(v[:, 2] / high, 0,
                                                                                               1) ** 3
                                                     * (1 - (2 * v[:, 0] / wide) ** 2)]))
    half = deep * .325
    rise = d.between(.17, .22)
    handles, tabs, studs = [], [], []
    for s in (1, -1):
        y = s * (half + .002)
        path = bezier((-.085, y, high * .80), (-.085, y, high + rise * 1.4), (.085, y, high + rise * 1.4),
                      (.085, y, high * .80), 48)
        handles.append(sweep(path, rounded_rectangle(.020, .006, .002, 3), up=(0, 1, 0), region="trim"))
        for x in (-.085, .085):
            tabs.append(box(.030, .006, .060, .003, 2, region="trim").moved(x, s * (half + .0045), high * .74))
            studs += [turned([(.0045, 0), (.0035, .002)], .001, 16, "metal").rotated(np.pi / 2 * s, "x").moved(
                x, s * (half + .0075), high * z) for z in (.77, .91)]
    base = post(section * (wide * .865, deep * 1.005), [(-.001, 1, 0, 0), (.045, 1.02, 0, 0)], .003, "trim")
    charm = [cord([(.10, -half - .006, high * .86), (.115, -half - .02, high * .70), (.118, -half - .024, high * .60)],
                  .0016,
                  "trim"), turned([(.004, 0), (.009, .006), (.011, .05), (.006, .056)], .002, 20, "trim").moved(
                      .118, -half - .026, high * .42)]
    return [part("bag", bag), part("base", base), part("handles", *handles), part("tabs", *tabs), part("studs", *studs),
            part("tassel", *charm)]


def _quilted(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.23, .27), d.between(.145, .17), d.between(.065, .08)

    def padded(v: np.ndarray) -> np.ndarray:
        a, b = (v[:, 0] + v[:, 2]) / .034, (v[:, 0] - v[:, 2]) / .034
        puff = np.abs(np.sin(np.pi * a) * np.sin(np.pi * b)) ** .5
        side = np.sign(v[:, 1]) * (np.abs(v[:, 1]) > .30 * deep)
        v[:, 1] += side * .0042 * puff
        return v

    body = box(wide, deep, high, .016, 4, 44, region="body").deformed(padded)
    drop = high * .62
    w = wide / 2 + .001
    line = spline([(0, deep / 2 - .006, high - .004), (0, deep * .3, high + .005), (0, -deep * .3, high + .005),
                   (0, -deep / 2 - .008, high - .008), (0, -deep / 2 - .010, high - drop)], 56)
    spread = np.interp(np.linspace(0, 1, 56), [0, .86, .96, 1], [1, 1, .93, .82])
    flap = sweep(line, rounded_rectangle(1, 1, .3, 3), np.column_stack([2 * w * spread, np.full(56, .0052)]), up=(0, 0,
                                                                                                                  1),
                 region="body")
    z = high - drop + .010
    clasp = [box(.034, .006, .024, .003, 3, region="metal").moved(0, -deep / 2 - .0145, z - .010),
             sweep(np.array([(-.005, -deep / 2 - .019, z + .002), (.005, -deep / 2 - .019, z + .002), (
                 .0052, -deep / 2 - .019, z + .002)]), circle(12, .0035), region="metal")]
    links: list[Surface] = []
    rise = d.between(.17, .22)
    path = bezier((-w * .84, 0, high + .002), (-w * .95, .01, high + rise * 1.35), (w * .95, .01, high + rise * 1.35),
                  (w * .84, 0, high + .002), 46)
    t = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for k in range(1, 45):
        along = path[k + 1] - path[k - 1]
        along /= np.linalg.norm(along)
        other = np.array([0, 1, 0]) if k % 2 else np.cross(along, (0, 1, 0))
        ring = path[k] + .0066 * np.cos(t)[:, None] * along + .0042 * np.sin(t)[:, None] * other
        links.append(sweep(ring, circle(6, .0013), loop=True, up=tuple(np.cross(along, other)), region="metal"))
    rings = [turned([(.007, -.002), (.007, .002)], .001, 20, "metal").moved(s * w * .84, 0, high + .001) for s in (1,
                                                                                                                   -1)]
    core = cord(path[1:-1], .0018, "trim", 80)
    return [part("body", body), part("flap", flap), part("clasp", *clasp), part("chain", *links), part("chain leather",
                                                                                                       core),
            part("grommets", *rings)]


FAMILY = Family(
    name="handbag", words=("handbag", "purse", "tote bag", "tote", "shoulder bag", "satchel", "clutch bag", "bag"),
    gloss=("a woman's leather handbag", "a tote bag with two handles", "a quilted bag on a gold chain"),
    extent=(0.26, 0.62), build=build, materials=("bag leather",),
    looks={"body": "main", "trim": ("main", "main", "leather"), "metal": ("gold", "gold", "silver"),
           "lining": "shoe lining", "stitch": "pale sole"},
    part_words={"trim": ("handle", "handles", "strap", "straps"), "metal": ("clasp", "buckle", "chain", "hardware"),
                "lining": ("lining", "inside")},
    styles={"satchel": ("satchel", "structured"), "tote": ("tote", "tote bag", "shopper"),
            "quilted": ("quilted", "chain", "evening")})
