# SPDX-License-Identifier: GPL-3.0-or-later
"""Waste bins: a ribbed steel can with a lid, a pedal bin, an office basket, a wheeled bin."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import box, lathe, sweep, turned, vessel
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"can": 1.0, "pedal": 0.8, "wheeled": 0.8, "basket": 0.7})
    return {"can": _can, "pedal": _pedal, "wheeled": _wheeled, "basket": _basket}[kind](d)


def _can(d: Draw) -> list[Part]:
    """Galvanised, with upright corrugations, two handles and a domed lid."""
    height = d.measure("height", .62, .74)
    body = .88 * height
    top = d.between(.29, .33) * height
    low = .86 * top
    z = body * np.array([0, .02, .05, .10, .115, .13, .15, .3, .45, .6, .75, .81, .825, .84, .86, .9, .95, 1])
    outer = np.column_stack([low + (top - low) * z / body, z])
    count = int(d.random.integers(24, 32))

    def ribs(angle: np.ndarray, level: np.ndarray) -> np.ndarray:
        here = np.clip(np.minimum((level - .10 * body) / (.05 * body), (.86 * body - level) / (.05 * body)), 0, 1)
        return 1 + .024 * here * np.cos(angle * count)

    shell = vessel(outer, .003, .004, count * 4, foot=.014, modulation=ribs)
    n = d.segments(96, 48)
    hoops = [lathe(circle(10, .0055) + np.array((low + (top - low) * t + .002, t * body)), n, "rim", loop=True)
             for t in (.08, .90, .99)]
    lid = turned([(1.05 * top, body - .012), (1.06 * top, body + .004), (.96 * top, body + .022),
                  (.62 * top, body + .048),
                  (.30 * top, body + .056), (.03 * top, body + .058)], [.002, .004, .01, .05, .02, .005], n, "lid")
    peak = body + .058
    grip = sweep(bezier((-.07, 0, peak - .006), (-.06, 0, 1.32 * height - .32 * peak),
                        (.06, 0, 1.32 * height - .32 * peak),
                        (.07, 0, peak - .006), 24), circle(12, .006), up=(0, 1, 0), region="lid")
    handles = []
    for s in (1, -1):
        at = low + (top - low) * .72
        path = bezier((at - .004, -.075, .74 * body), (at + .055, -.075, .70 * body), (at + .055, .075, .70 * body),
                      (at - .004, .075, .74 * body), 24)
        handle = sweep(path, circle(12, .0062), region="handle")
        handles.append(handle if s > 0 else handle.rotated(np.pi))
    return [part("body", shell), part("hoops", *hoops), part("lid", lid, grip), part("handles", *handles)]


def _pedal(d: Draw) -> list[Part]:
    """A brushed cylinder with a dark base ring, a pedal and a flat domed lid."""
    height = d.measure("height", .38, .66)
    r = height * d.between(.24, .34)
    n = d.segments(96, 56)
    ring = turned([(1.02 * r, 0), (1.03 * r, .006), (1.03 * r, .034), (1.0 * r, .036)], [.002, .003, .002, .001], n,
                  "dark")
    tube = turned([(r, .034), (r, height - .068)], .0015, n, "body")
    collar = turned([(1.02 * r, height - .070), (1.02 * r, height - .052)], .002, n, "dark")
    lid = turned([(1.03 * r, height - .050), (1.03 * r, height - .030), (.92 * r, height - .008), (.30 * r, height)],
                 [.002, .008, .03, .05], n, "lid")
    foot = box(.075, .055, .012, .005, 3, region="dark").moved(0, -1.03 * r - .022, .010)
    hinge = box(.10, .03, .05, .006, 3, region="dark").moved(0, 1.03 * r, height - .078)
    bail = sweep(bezier((1.0 * r, -.05, .70 * height), (1.0 * r + .05, -.05, .66 * height),
                        (1.0 * r + .05, .05, .66 * height), (1.0 * r, .05, .70 * height), 20),
                 circle(10, .005), region="dark")
    return [part("body", tube), part("base", ring), part("collar", collar, hinge), part("lid", lid),
            part("pedal", foot), part("handle", bail)]


def _wheeled(d: Draw) -> list[Part]:
    """A tapered box on two wheels with a hinged lid and a push bar."""
    height = d.measure("height", .98, 1.10)
    width, deep = d.between(.46, .56), d.between(.50, .60)
    body = height - .10
    outline = rounded_rectangle(.82 * width, .80 * deep, .05, 5)
    rows = [(-.02, .055), (-.006, .058), (0, .068), (.25 * .09 * width, .30 * body), (.09 * width, .86 * body),
            (.092 * width, .90 * body), (.135 * width, .905 * body), (.14 * width, .91 * body), (.14 * width,
                                                                                                 .985 * body),
            (.135 * width, .99 * body), (.11 * width, .99 * body)]
    shell = slab(outline, rows, "body", 1)
    lid_line = rounded_rectangle(.82 * width + .28 * width, .80 * deep + .26 * width, .06, 5)
    lid = slab(lid_line, [(-.006, body - .008), (0, body - .002), (0, body + .026), (-.004, body + .034),
                          (-.03, body + .050), (-.048, body + .055)], "lid", 1)
    back = .40 * deep + .13 * width
    bar = sweep(np.array([(x, back + .035, body - .005) for x in (-.40 * width, 0, .40 * width)]), circle(16, .016),
                region="lid")
    arms = [box(.035, .10, .035, .010, 3, region="lid").moved(s * .36 * width, back + .0, body - .022) for s in (1, -1)]
    wheels, hubs = [], []
    for s in (1, -1):
        x = s * (.41 * width + .012)
        wheels.append(turned([(.098, -.022), (.100, -.014), (.100, .014), (.098, .022)], .006, 40, "dark")
                      .rotated(np.pi / 2, "y").moved(x, .37 * deep, .100))
        hubs.append(turned([(.060, -.024), (.060, .024)], .004, 32, "body").rotated(np.pi / 2, "y").moved(x, .37 * deep,
                                                                                                          .100))
    axle = sweep(np.array([(x, .37 * deep, .100) for x in (-.41 * width, 0, .41 * width)]), circle(12, .011),
                 region="dark")
    front = [box(.30 * width, .030, .055, .006, region="body").moved(s * .2 * width, -.37 * deep, 0) for s in (1, -1)]
    panel = box(.5 * width, .012, .26 * body, .005, 3, region="body").rotated(.055, "x").moved(
        0, -.40 * deep - .048 * width, .42 * body)
    return [part("body", shell, panel), part("lid", lid), part("handle", bar, *arms), part("wheels", *wheels),
            part("hubs", *hubs), part("axle", axle), part("feet", *front)]


def _basket(d: Draw) -> list[Part]:
    """An open basket of wire rings and uprights, or of thin sheet."""
    height = d.measure("height", .28, .36)
    top, low = .42 * height, .34 * height
    n = d.segments(80, 48)
    if d.chance(.35):
        outer = np.array([(low + (top - low) * t, t * height) for t in np.linspace(0, 1, 16)])
        shell = vessel(outer, .0022, .003, n, foot=.006)
        rim = lathe(circle(10, .0042) + np.array((top, height - .004)), n, "rim", loop=True)
        return [part("body", shell), part("rim", rim)]
    base = turned([(low, 0), (low + .004, .004), (low, .012)], .002, n, "foot")
    rings = [lathe(circle(8, w) + np.array((low + (top - low) * t, t * height)), n, "rim", loop=True)
             for t, w in ((.05, .0030), (.28, .0018), (.52, .0018), (.76, .0018), (.985, .0042))]
    wires: list[Surface] = []
    count = 40
    for k in range(count):
        a = k * 2 * np.pi / count
        for lean in (.24, -.24):
            t = np.linspace(0, 1, 5)
            radius = low + (top - low) * (.03 + .955 * t)
            path = np.column_stack([radius * np.cos(a + lean * t), radius * np.sin(a + lean * t),
                                    (.03 + .955 * t) * height])
            wires.append(sweep(path, circle(4, .0011), region="body"))
    return [part("base", base), part("rings", *rings), part("wires", *wires)]


FAMILY = Family(
    name="trash_can", words=("trash can", "dustbin", "bin", "garbage can", "rubbish bin", "waste bin", "wheelie bin",
                             "wastebasket", "waste basket", "pedal bin", "recycling bin", "litter bin"),
    gloss=("a bin for garbage", "a trash can on the street", "a waste paper basket"),
    extent=(.27, 1.2), build=build, native=("height",), materials=("steel", "steel", "toy green", "black plastic",
                                                                   "toy blue"),
    looks={**VESSEL_LOOKS, "handle": "main", "lid": "main", "dark": "black plastic"},
    part_words={**VESSEL_WORDS, "lid": ("lid", "cover", "top"), "dark": ("wheel", "wheels", "pedal")},
    styles={"can": ("garbage can", "galvanised", "alley", "dustbin"), "pedal": ("pedal", "pedal bin", "kitchen",
                                                                                "bathroom"),
            "wheeled": ("wheeled", "wheelie bin", "recycling bin", "street", "outdoor"),
            "basket": ("wastebasket", "waste basket", "office", "wire", "paper")})
