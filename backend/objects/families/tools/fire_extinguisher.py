# SPDX-License-Identifier: GPL-3.0-or-later
"""Fire extinguishers: a red cylinder, a valve with two levers, pin and gauge, a hose with its horn."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.containers.can import badge, dense, wrapped
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import circle, rounded_rectangle, spline, superellipse
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    height = d.measure("height", .42, .62)
    body = height * d.between(.76, .80)
    r = body * d.between(.165, .20)
    n = d.segments(72, 44)
    t = np.linspace(0, np.pi / 2, 9)
    dome = np.column_stack([.28 * r + .72 * r * np.cos(t), body - .62 * r + .55 * r * np.sin(t)])
    line = np.concatenate([[(0, .012), (.80 * r, .012), (.98 * r, .016), (r, .024)], dome,
                           [(.26 * r, body), (0, body)]])
    tank = lathe(line, n, "body")
    skirt = turned([(.93 * r, 0), (.96 * r, .004), (.96 * r, .020)], .0015, n, "dark")
    ring = lathe(circle(10, .0035) + np.array((.985 * r, .020)), n, "dark", loop=True)
    collar = turned([(.28 * r, body - .004), (.34 * r, body), (.34 * r, body + .012), (.26 * r, body + .016)], .002,
                    36, "metal")
    valve = [box(.036, .046, .034, .006, 3, region="metal").moved(0, 0, body + .012),
             turned([(.015, 0), (.015, .012)], .002, 6, "metal").moved(0, 0, body + .040)]
    # Levers point to +X, the hose leaves to -X.
    low_path = spline([(.0, 0, body + .026), (.045, 0, body + .034), (.10, 0, body + .030), (.125, 0, body + .014)], 22)
    high_path = spline([(-.016, 0, body + .050), (.03, 0, body + .066), (.085, 0, body + .080),
                        (.118, 0, body + .082)], 22)
    wide = superellipse(16, .026, .007, 3.0)
    carry = sweep(low_path, wide, region="lever")
    squeeze = sweep(high_path, wide, region="lever")
    axle = turned([(.005, -.022), (.005, .022)], .001, 16, "chrome").rotated(np.pi / 2, "x").moved(-.010, 0,
                                                                                                   body + .049)
    pin = sweep(np.array([(.020, y, body + .052) for y in (-.030, 0, .030)]), circle(10, .0022), region="chrome")
    a = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    pull = sweep(np.column_stack([.020 + .012 * np.cos(a), np.full(28, -.031), body + .041 + .012 * np.sin(a)]),
                 circle(8, .0018),
                 up=(0, 1, 0), loop=True, region="chrome")
    gauge = [turned([(.0145, 0), (.0155, .004), (.0155, .012), (.0135, .014)], .001, 32, "chrome"),
             turned([(.0130, .010), (.0130, .0142)], .0004, 32, "card")]
    needle = box(.0016, .0105, .0006, .0002, 1, region="print").moved(0, .0035, .0143)
    sector = plate(np.concatenate([[(0, .0)], np.column_stack([.0105 * np.cos(q := np.linspace(.9, 2.24, 14)),
                                                               .0105 * np.sin(q)])]), .0005,
                   .0001, "green").moved(0, 0, .0139)
    face = [piece.rotated(np.pi / 2, "x").moved(0, -.020, body + .028) for piece in (*gauge, needle, sector)]
    # The hose comes from the valve, hangs down beside the tank and is held by a strap.
    side = -(r + .020)
    drop = d.between(.30, .46) * body
    path = spline([(-.016, 0, body + .028), (-.045, 0, body + .030), (side - .012, -.004, body - .03),
                   (side - .012, -.012, .75 * body),
                   (side, -.012, drop + .10)], 60)
    hose = sweep(path, circle(16, .0105), region="dark")
    nut = turned([(.013, 0), (.013, .016)], .002, 6, "metal").rotated(-np.pi / 2, "y").moved(-.014, 0, body + .028)
    horn = turned([(.026, 0), (.0275, .002), (.024, .03), (.016, .085), (.0125, .11), (.0115, .125)],
                  [.001, .002, .02, .02, .004, .001], 36,
                  "dark").moved(side, -.012, drop - .02)
    strap_z = .46 * body
    strap = [turned([(r + .0018, strap_z), (r + .0018, strap_z + .018)], .0008, n, "dark"),
             box(.030, .040, .018, .005, 2, region="dark").moved(side + .006, -.010, strap_z)]
    label = badge(rounded_rectangle(1.7 * r, .34 * body, .008, 4), "card", r + .0002, .49 * body)
    marks: list[Surface] = [label]
    flame = spline([(0, -1), (.62, -.62), (.70, -.05), (.36, .42), (.06, 1.05), (-.22, .48), (-.66, .02), (-.60, -.64)],
                   44, closed=True) * .12 * body
    marks.append(badge(flame * .5, "body", r + .0006, .555 * body))
    for w, z in ((.66, .42), (.50, .395), (.60, .37), (.44, .345)):
        bar = np.array([(w * r, .0022), (-w * r, .0022), (-w * r, -.0022), (w * r, -.0022)])
        marks.append(wrapped(plate(dense(bar, .004), .0006, .0001, "print"), r + .0004, 0, z * body))
    band = turned([(r + .0006, .72 * body), (r + .0006, .755 * body)], .0002, n, "card")
    return [part("tank", tank), part("base", skirt, ring), part("valve", collar, *valve, nut),
            part("levers", carry, squeeze),
            part("pin", axle, pin, pull), part("gauge", *face), part("hose", hose), part("horn", horn),
            part("strap", *strap),
            part("label", *marks, band)]


FAMILY = Family(
    name="fire_extinguisher", words=("fire extinguisher", "extinguisher"),
    gloss=("a red fire extinguisher on a wall", "a device to put out fires"),
    extent=(.40, .68), build=build, native=("height",), materials=("toy red",),
    looks={"body": "main", "dark": "black plastic", "metal": ("brass", "steel"), "lever": ("toy black", "steel",
                                                                                           "toy red"),
                                                                                           "chrome": "chrome",
           "card": ("toy white", "toy yellow"), "print": "ink", "green": "toy green"},
    part_words={"dark": ("hose", "nozzle", "horn"), "lever": ("lever", "handle"), "card": ("label",)})
