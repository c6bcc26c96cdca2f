# SPDX-License-Identifier: GPL-3.0-or-later
"""Office chairs: five castors under a gas spring, a padded seat, a curved back, arms."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle, spline, superellipse
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface

_QUARTER = np.pi / 2


def _pad(width: float, depth: float, thick: float, dish: float, front_: float, region: str) -> Surface:
    """A cushion on z = 0, hollow in the middle, its front edge (-Y) rolled down."""
    plain = box(width, depth, thick, .45 * thick, 3, 9, region)

    def shape(v: np.ndarray) -> np.ndarray:
        x, y = v[:, 0] / width * 2, v[:, 1] / depth * 2
        z = v[:, 2] - dish * (1 - x ** 2) * (1 - y ** 2) * (v[:, 2] > thick / 2)
        z = z - front_ * np.clip(-y - .35, 0, 1) ** 2 * 2.2 + .012 * np.abs(x) ** 3
        return np.column_stack([v[:, 0] * (1 - .05 * np.clip(y, 0, 1) - .03 * y ** 4), v[:, 1], z])

    return plain.deformed(shape)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"task": 1.2, "executive": 0.8})
    seat = d.between(.45, .52)
    reach = d.between(.29, .33)
    hub, legs, wheels = [], [], []
    for k in range(5):
        a = -_QUARTER + k * 2 * np.pi / 5
        path = spline([(.03, 0, .115), (.5 * reach, 0, .108), (.92 * reach, 0, .082), (reach, 0, .078)], 14)
        legs.append(sweep(path, rounded_rectangle(.044, .036, .010), np.linspace(1.15, .70, 14),
                          region="base").rotated(a))
        at = np.array([reach * np.cos(a), reach * np.sin(a)])
        spin = d.between(0, 6.28)
        off = .016 * np.array([np.cos(spin), np.sin(spin)])
        stem = sweep(np.array([(*at, .040), (*at, .06), (*at, .085)]), circle(12, .009), region="metal")
        hood = turned([(.030, -.016), (.030, .016)], .006, 16, "dark", 2).rotated(_QUARTER, "x")
        hood = hood.rotated(spin + _QUARTER)
        hub.append(stem)
        wheels.append(hood.scaled((1, 1, .72)).moved(at[0] + off[0], at[1] + off[1], .042))
        for s in (1, -1):
            x, y = at + off + .0182 * s * np.array([-np.sin(spin), np.cos(spin)])
            wheels.append(turned([(.0255, -.010), (.0265, -.004), (.0265, .004), (.0255, .010)], .004, 16, "dark", 2)
                          .rotated(_QUARTER, "x").rotated(spin).moved(x, y, .0265))
    core = turned([(.045, .082), (.048, .10), (.044, .135), (.032, .15)], .006, 32, "base")
    cover = turned([(.030, .14), (.030, .27), (.024, .275)], .003, 28, "dark")
    piston = turned([(.015, .26), (.015, seat - .055)], .001, 20, "metal")
    plate_ = box(.22, .26, .035, .008, 3, region="dark").moved(0, .01, seat - .075)
    lever = sweep(np.array([(.08, -.03, seat - .055), (.16, -.04, seat - .055), (.235, -.045, seat - .065)]),
                  circle(10, .0055),
                  up=(0, 0, 1), region="dark")
    width, depth = d.between(.48, .52), d.between(.46, .50)
    thick = .085 if kind == "task" else .115
    cushion = _pad(width, depth, thick, .014, .045, "cover").moved(0, 0, seat - .045)
    pan = box(width - .05, depth - .06, .022, .010, 3, region="dark").moved(0, 0, seat - .052)
    parts = [part("star base", core, *legs), part("castors", *wheels), part("castor stems", *hub), part("column",
                                                                                                        cover),
             part("piston", piston), part("mechanism", plate_, lever, pan), part("seat", cushion)]
    high = d.between(.50, .58) if kind == "task" else d.between(.66, .76)
    back_w = width * (.90 if kind == "task" else .98)
    pad_thick = .050 if kind == "task" else .095
    back = box(back_w, pad_thick, high, .45 * pad_thick, 3, 12, "cover")

    def shape(v: np.ndarray) -> np.ndarray:
        t = v[:, 2] / high
        x = v[:, 0] / back_w * 2
        wide = 1 - .20 * np.clip(t - .55, 0, 1) ** 1.5 * 2.2 - .10 * np.clip(.35 - t, 0, 1)
        lumbar = -.035 * np.exp(-((t - .28) / .20) ** 2) + .055 * t ** 1.6
        wing = -.050 * np.abs(x) ** 2.2 * (1 - .4 * t)
        quilt = (.012 if kind == "executive" else 0.0) * np.abs(np.sin(np.pi * t * 4)) ** .5 * (v[:, 1] < 0)
        return np.column_stack([v[:, 0] * wide, v[:, 1] + lumbar + wing - quilt, v[:, 2]])

    lift = seat + (.10 if kind == "task" else .045)
    y0 = depth / 2 + .005
    back = back.deformed(shape).rotated(-.10, "x").moved(0, y0, lift)
    path = spline([(0, .10, seat - .058), (0, depth / 2 + .05, seat - .05), (0, depth / 2 + .085, seat + .04),
                   (0, depth / 2 + .070, lift + .22)], 24)
    spine = sweep(path, superellipse(16, .075, .024, 3.0), up=(0, 0, 1), region="dark")
    parts += [part("back", back), part("spine", spine)]
    if kind == "executive":
        head = box(.72 * back_w, .075, .15, .032, 4, 6, "cover").rotated(-.16, "x").moved(0, y0 + .075,
                                                                                          lift + high - .15)
        parts.append(part("headrest", head))
    if d.choose({"arms": 0.8, "armless": 0.2}) == "arms":
        arms, pads = [], []
        for s in (1, -1):
            x = s * (width / 2 + .035)
            line = [(s * .12, .02, seat - .052), (s * (width / 2 - .02), .02, seat - .052), (x, .02, seat + .02),
                    (x, .015, seat + .19)]
            arms.append(sweep(spline(line, 24), rounded_rectangle(.022, .046, .007), up=(0, 1, 0), region="dark"))
            pads.append(box(.065, .25, .032, .013, 4, region="pad").moved(x, -.03, seat + .185))
        parts += [part("arms", *arms), part("arm pads", *pads)]
    return parts


FAMILY = Family(
    name="office_chair", words=("office chair", "desk chair", "swivel chair", "computer chair", "gaming chair",
                                "executive chair"),
    gloss=("a chair on wheels at a desk", "a swivel chair in an office"),
    extent=(.9, 1.4), build=build, materials=("office cloth", "office cloth", "leather"),
    looks={"cover": "main", "dark": "black plastic", "base": ("black plastic", "chrome"), "metal": "steel",
           "pad": "black plastic"},
    part_words={"cover": ("seat", "back", "upholstery"), "base": ("base", "foot", "legs"), "dark": ("wheel", "wheels"),
                "pad": ("arm", "arms", "armrest", "armrests")},
    styles={"task": ("task", "desk chair", "simple"), "executive": ("executive", "executive chair", "gaming",
                                                                    "gaming chair", "boss"),
            "armless": ("armless",)})
