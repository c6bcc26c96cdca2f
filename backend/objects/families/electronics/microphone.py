# SPDX-License-Identifier: GPL-3.0-or-later
"""Microphones: a hand-held one with its grille and cable, a ribbed studio classic on its stand."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import QUARTER, cable
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    return _vintage(d) if d.choose({"stage": 1.2, "vintage": .8}) == "vintage" else _stage(d)


def _mesh_ball(r: float, low: float, high: float, count: int, thick: float) -> list[Surface]:
    """A woven grille on a ball: wires round it and two sets of slanting ones."""
    wires = []
    for k in range(count):
        a = low + (high - low) * (k + .5) / count
        wires.append(lathe(circle(6, thick) + np.array([r * np.cos(a), r * np.sin(a)]), 36, "grille", loop=True))
    t = np.linspace(low, high, 18)
    for sense in (1, -1):
        for k in range(14):
            turn = 2 * np.pi * k / 14 + sense * 1.1 * (t - low)
            path = np.column_stack([r * np.cos(t) * np.cos(turn), r * np.cos(t) * np.sin(turn), r * np.sin(t)])
            wires.append(sweep(path, circle(5, thick), region="grille"))
    return wires


def _stage(d: Draw) -> list[Part]:
    r, long = d.between(.025, .028), d.between(.120, .145)
    n = d.segments(40, 24)
    body = turned([(.0115, -long), (.0125, -long + .004), (.0135, -.6 * long), (.0190, -.018), (.0205, -.012)],
                  [.002, .01, .04, .006, .002], n, "body")
    collar = turned([(.0215, -.014), (.0225, -.010), (.0225, -.004), (.0205, 0)], .002, n, "trim")
    core = ball(r * .93, 22, n, "foam").moved(z=.016)
    band = turned([(r * 1.0, .0135), (r * 1.035, .016), (r * 1.035, .0205), (r, .023)], .0012, n, "trim")
    mesh = [w.moved(z=.018) for w in _mesh_ball(r * .985, -.55, 1.45, 13, .00055)]
    switch = ball((.0042, .009, .0030), 8, 14, "trim")

    def laid(s: Surface) -> Surface:
        return s.rotated(QUARTER, "y").rotated(tilt, "y").rotated(np.pi + turn).moved(0, 0, lift)

    lift = r * 1.035
    tilt = float(np.arcsin((r * 1.035 - .012) / long)) * .94
    turn = d.between(-.5, -.25)
    parts = [part("body", laid(body)), part("collar", laid(collar), laid(band)), part("foam", laid(core)),
             part("grille", *[laid(w) for w in mesh])]
    parts.append(part("switch", laid(switch.rotated(QUARTER, "y").rotated(np.pi, "z").moved(-.0145, 0, -.38 * long))))
    plug = turned([(.0072, -long - .030), (.0088, -long - .024), (.0088, -long + .004)], .002, 24, "trim")
    end = laid(turned([(.001, -long - .034), (.001, -long - .030)], .0002, 8, "cable")).vertices.mean(axis=0)
    back = end + np.array([.045, .012, -.004])
    if d.choose({"cable": 1.0, "wireless": .6}) == "cable":
        wire = cable([end, (back[0], back[1], .006), (back[0] + .02, back[1] + .05, .0032),
                      (back[0] - .05, back[1] + .075, .0032), (back[0] - .10, back[1] + .045, .0032),
                      (back[0] - .08, back[1] + .11, .0032)], .0030, rows=60)
        parts.append(part("plug", laid(plug)))
        parts.append(part("cable", wire))
    else:
        parts.append(part("aerial", laid(turned([(.0100, -long - .022), (.0118, -long - .002)], .003, 24, "cable"))))
    return parts


def _vintage(d: Draw) -> list[Part]:
    """A ribbed head, rounder above, on a desk stand."""
    n = d.segments(56, 36)
    base = turned([(.058, 0), (.060, .006), (.050, .014), (.020, .022), (.012, .034)], .004, n, "trim")
    stem_top = d.between(.13, .17)
    stem = turned([(.0065, .02), (.0065, stem_top)], .001, 20, "trim")
    yoke_z = stem_top + .006
    joint = sweep(np.array([(-.013, 0, yoke_z), (.013, 0, yoke_z), (.0132, 0, yoke_z)]), circle(18, .0095),
                  region="trim")
    w, deep, tall = .064, .050, d.between(.095, .115)
    low = yoke_z + .008

    def outline(z: float) -> float:
        u = z / tall
        return float(np.interp(u, [0, .06, .2, .7, .88, .97, 1], [.66, .80, .93, 1.0, .88, .58, .2]))

    t = np.linspace(0, 1, 24)
    core = sweep(np.column_stack([0 * t, 0 * t, low + t * tall]), superellipse(n, 1, 1, 2.5),
                 np.array([(.90 * w * outline(z * tall), .90 * deep * outline(z * tall)) for z in t]), up=(0, 1, 0),
                 region="foam")
    bands, ribs = [], []
    for z in np.linspace(.10, .92, 7) * tall:
        if abs(z / tall - .44) < .04:
            continue
        path = superellipse(64, w * outline(z), deep * outline(z), 2.5)
        bands.append(sweep(np.column_stack([path, np.full(64, low + z)]), circle(8, .0024), loop=True, region="body"))
    path = superellipse(64, w * outline(.45 * tall) * 1.02, deep * outline(.45 * tall) * 1.02, 2.5)
    bands.append(sweep(np.column_stack([path, np.full(64, low + .45 * tall)]), circle(10, 1.0) * (.0032, .0075),
                       loop=True,
                       region="body"))
    for x in np.linspace(-.8, .8, 9):
        for s in (1, -1):
            rows = []
            for z in np.linspace(.03, .985, 22) * tall:
                a, b = w / 2 * outline(z), deep / 2 * outline(z)
                rows.append((x * a, -s * b * (1 - abs(x) ** 2.5) ** (1 / 2.5) * 1.0, low + z))
            ribs.append(sweep(np.array(rows), circle(6, .0016), up=(1, 0, 0), region="body"))
    for s in (1, -1):
        rows = [(s * w / 2 * outline(z) * 1.0, 0, low + z) for z in np.linspace(.02, .99, 22) * tall]
        ribs.append(sweep(np.array(rows), circle(8, .0028), up=(0, 1, 0), region="body"))
    foot = turned([(.018, low - .004), (.023, low + .004), (.020, low + .010)], .003, n, "body")
    crest = tube([(0, -deep * .50, low + .40 * tall), (0, -deep * .515, low + .50 * tall)], .0055, 6, 12, "badge",
                 section=circle(14) * (1.0, .4))
    return [part("base", base), part("stem", stem, joint, foot), part("grille cloth", core), part("bands", *bands),
            part("ribs", *ribs), part("badge", crest)]


FAMILY = Family(
    name="microphone", words=("microphone", "mic", "stage microphone", "studio microphone", "vocal microphone"),
    gloss=("a device singers hold to be heard", "a hand-held stage microphone with a cable",
           "a vintage radio microphone"),
    extent=(0.16, 0.36), build=build, materials=("black plastic", "device", "black plastic", "chrome"),
    looks={"body": "main", "grille": "steel", "foam": "speaker cone", "trim": ("chrome", "dark steel"),
           "cable": "black plastic", "badge": ("toy red", "gold")},
    part_words={"grille": ("grille", "head", "mesh"), "cable": ("cable", "cord", "wire")},
    styles={"stage": ("stage", "vocal", "hand held"), "vintage": ("vintage", "retro", "old", "studio"),
            "cable": ("cable",), "wireless": ("wireless",)})
