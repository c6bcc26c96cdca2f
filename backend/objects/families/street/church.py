# SPDX-License-Identifier: GPL-3.0-or-later
"""Churches: nave with a steep roof, tower with a spire or an onion dome, arched windows, clock."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import brick
from backend.objects.modeling.curves import arc, circle, fillet
from backend.objects.modeling.organic import ball, body
from backend.objects.modeling.solids import box, extrude, post, turned
from backend.objects.modeling.surface import Surface


def _window(wide: float, tall: float, region: str = "glass", frame: str = "stone") -> list[Surface]:
    """An arched window facing -Y with its sill at z = 0."""
    def arch(w: float, h: float) -> np.ndarray:
        side = h - w / 2
        return np.concatenate([[(w / 2, 0), (w / 2, side * .5)], arc((0, side), w / 2, 0, np.pi, 13),
                               [(-w / 2, side * .5),
                                                                                                   (-w / 2, 0)]])
    made = [extrude(arch(wide + .24, tall + .14), .16, .03, frame, 2).rotated(np.pi / 2, "x").moved(0, .08, -.06),
            extrude(arch(wide, tall), .16, .02, region, 2).rotated(np.pi / 2, "x").moved(0, .02, 0)]
    if region == "glass":
        made += [brick(.06, .06, tall * .96, frame).moved(0, -.14, .02),
                 brick(wide * .98, .06, .06, frame).moved(0, -.14, .45 * tall)]
    return made


def build(d: Draw) -> list[Part]:
    top = d.choose({"spire": 1.2, "onion": .7})
    wide, long, wall = d.between(6.0, 7.2), d.between(9.5, 12.0), d.between(4.4, 5.2)
    rise = d.between(.70, .90) * wide / 2 * 1.25
    half = wide / 2
    y0 = -long / 2
    gable = fillet([(-half, 0), (half, 0), (half, wall), (0, wall + rise), (-half, wall)], .02, 2, closed=True)
    nave = extrude(gable, long, .04, "body").rotated(np.pi / 2, "x").moved(0, long / 2 + 1.2, 0)
    slope = np.arctan2(rise, half)
    length = half / np.cos(slope) + .45
    roofs = []
    for s in (1, -1):
        for k in range(9):
            piece = box(long + .5, length / 9 + .07, .12, .03, 2, region="roof").rotated(.05, "x").moved(0,
                                                                                          -(k + .5) * length / 9, .02)
            piece = piece.rotated(slope, "x").rotated(np.pi / 2 if s > 0 else -np.pi / 2)
            roofs.append(piece.moved(0, 1.2, wall + rise))
    ridge = rail((0, 1.2 - long / 2 - .25, wall + rise + .08), (0, 1.2 + long / 2 + .25, wall + rise + .08), .22, d,
                 "roof")
    apse = turned([(.40 * wide, 0), (.40 * wide, .86 * wall)], .05, d.segments(44, 28), "body").moved(0,
                                                                                          long / 2 + 1.2, 0)
    cone = turned([(.46 * wide, 0), (.46 * wide, .15), (.05, .42 * wide)], .04, d.segments(44, 28), "roof").moved(
        0, long / 2 + 1.2, .86 * wall)
    parts = [part("nave", nave, apse), part("roof", *roofs, ridge, cone)]
    t_w, t_h = d.between(3.3, 3.8), d.between(11.5, 14.0)
    ty = y0 + 1.0 - t_w * .30
    tower = [box(t_w, t_w, t_h, .05, 2, region="body").moved(0, ty, 0)]
    tower += [box(t_w + .36, t_w + .36, .28, .06, 2, region="stone").moved(0, ty, z) for z in (0, .52 * t_h, t_h - .22)]
    parts.append(part("tower", *tower))
    if top == "spire":
        high = d.between(6.5, 8.5)
        eight = circle(8, t_w * .56) @ np.array([[np.cos(np.pi / 8), -np.sin(np.pi / 8)],
                                                 [np.sin(np.pi / 8), np.cos(np.pi / 8)]])
        spire = post(np.concatenate([np.linspace(a, b, 4)[:-1] for a, b in zip(eight, np.roll(eight, -1, axis=0))]),
                     [(t_h + .05, 1.18, 0, ty), (t_h + .5, 1.0, 0, ty),
                      *((t_h + .5 + (high - .5) * q, 1 - .965 * q, 0, ty) for q in (.3, .55, .75, .88, 1.0))], .02,
                      "spire")
        tip = t_h + high
    else:
        high = t_w * 1.35
        spire = body([(.75, 0), (.80, .02), (1.0, .22), (.92, .42), (.55, .62), (.22, .76), (.10, .9), (.08, 1.0),
                      (0, 1.0)], t_w * .56,
                     high, 48, d.segments(48, 32), "spire").moved(0, ty, t_h + .05)
        tip = t_h + high
    cross = [ball(.20, 12, 16, "gold").moved(0, ty, tip + .05),
             box(.12, .12, 1.5, .03, 2, region="gold").moved(0, ty, tip + .1),
             box(.85, .12, .12, .03, 2, region="gold").moved(0, ty, tip + 1.0)]
    parts.append(part("spire", spire))
    parts.append(part("cross", *cross))
    front = ty - t_w / 2
    panes: list[Surface] = []
    for s in (1, -1):
        for k in range(4):
            y = 1.2 - long / 2 + 1.6 + t_w * .2 + (k + .5) * (long - 2.2) / 4.4
            panes += [w.rotated(s * np.pi / 2).moved(s * (half + .01), y, .24 * wall) for w in _window(.85, .56 * wall)]
    parts.append(part("windows", *panes))
    louvres: list[Surface] = []
    clocks: list[Surface] = []
    for a, (x, y) in ((0.0, (0, front)), (np.pi / 2, (t_w / 2, ty)), (-np.pi / 2, (-t_w / 2, ty)),
                      (np.pi, (0, ty + t_w / 2))):
        louvres += [w.rotated(a).moved(x, y, t_h * .82) for w in _window(1.1, .14 * t_h, "dark")]
        louvres += [box(1.0, .12, .07, .02, 1, region="stone").rotated(.5, "x").moved(0, -.15,
                                                                                      .25 + .3 * k).rotated(a).moved(
            x, y, t_h * .82) for k in range(4)]
        face = [turned([(.72, 0), (.72, .10)], .03, 40, "dial"), turned([(.80, 0), (.80, .06)], .02, 40, "gold"),
                *(brick(.05, .05, .12, "dark").moved(.58 * np.cos(q), .58 * np.sin(q),
                                                     .02) for q in np.arange(12) * np.pi / 6),
                box(.07, .42, .04, .01, 1, region="dark").moved(0, .18, .10),
                box(.06, .32, .04, .01, 1, region="dark").moved(
                    0, .13, .10).rotated(-1.3)]
        clocks += [w.rotated(np.pi / 2, "x").rotated(a).moved(x, y, t_h * .70) for w in face]
    parts += [part("belfry", *louvres), part("clocks", *clocks)]
    door = [w.moved(0, front, .30) for w in _window(1.5, 2.7, "door")]
    door += [ball(.06, 8, 12, "gold").moved(.35, front - .18, 1.4),
             brick(.05, .06, 2.6, "dark").moved(0, front - .13, .3)]
    steps = [box(2.6 - .5 * k, 1.5 - .4 * k, .15, .03, 2, region="stone").moved(0, front - .2,
                                                                                .15 * k) for k in range(2)]
    base = box(wide + .3, long + .3, .35, .05, 2, region="stone").moved(0, 1.2, 0)
    return [*parts, part("door", *door), part("steps", *steps), part("plinth", base)]


FAMILY = Family(
    name="church", words=("church", "chapel", "cathedral", "church tower", "clock tower", "bell tower"),
    gloss=("a church with a tall spire", "a village chapel with a cross"), extent=(13.0, 27.0), build=build,
    materials=("plaster", "stone", "plaster", "toy white"),
    looks={"body": "main", "roof": ("terracotta", "walnut", "toy red"),
           "spire": ("walnut", "copper", "toy green", "terracotta"),
           "stone": "stone", "glass": ("dark glass", "toy blue"), "dark": "toy black", "dial": "dial", "gold": "gold",
           "door": ("teak", "mahogany")},
    part_words={"roof": ("roof",), "spire": ("spire", "dome"), "door": ("door",), "glass": ("window", "windows"),
                "body": ("wall", "walls")},
    styles={"spire": ("spire", "gothic"), "onion": ("onion", "baroque", "russian")})
