# SPDX-License-Identifier: GPL-3.0-or-later
"""Teddy bears sitting, with a ribbon or not."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    fat, big = d.between(.92, 1.10), d.between(.92, 1.08)
    height = d.measure("height", 0.24, 0.40)
    s = Sculpt(.035)
    s.limb([(0, .02, .20), (0, .02, .34), (0, .0, .50)], [.215 * fat, .205 * fat, .125], "plush")
    s.blob((0, -.145 * fat, .27), (.125, .075, .135), "belly", .03)
    head = np.array([0, -.02, .70])
    s.blob(head, np.array((.215, .19, .185)) * big, "plush", .02)
    s.blob(head + np.array([0, -.17, -.045]) * big, np.array((.098, .085, .078)) * big, "muzzle", .02)
    s.blob(head + np.array([.155, .03, .145]) * big, np.array((.080, .042, .080)) * big, "plush", .02, mirror=True)
    s.blob(head + np.array([.158, -.012, .143]) * big, np.array((.052, .025, .052)) * big, "belly", .01, mirror=True)
    spread = d.between(.9, 1.15)
    s.limb([(.155, .0, .47), (.255, -.06, .36), (.285 * spread, -.15, .26)], [.070, .074, .078], "plush", mirror=True)
    s.limb([(.13, -.04, .10), (.20 * spread, -.24, .095), (.225 * spread, -.36, .10)], [.115, .105, .098], "plush",
           mirror=True)
    s.blob((.235 * spread, -.425, .115), (.078, .040, .088), "belly", .015, mirror=True)
    s.blob((0, .24, .14), .055, "plush", .03)
    looks = eyes(s, head + np.array([0, 0, .03]) * big, .026, .42, .88, .16, sink=.3)
    nose = ball((.042, .026, .028), 12, 16, "nose").moved(*(head + np.array([0, -.252, -.015]) * big))
    y = head[1] - .250 * big
    seam = [tube([(0, y, head[2] - .04), (0, y - .002, head[2] - .075), (x, y + .022, head[2] - .095)], .0055, 12, 8,
                 "nose")
            for x in (.035, -.035)]
    parts = [part("body", s.surface(112, d.detail)), part("eyes", *looks), part("nose", nose), part("mouth", *seam)]
    if d.choose({"ribbon": 1.0, "plain": 0.8}) == "ribbon":
        parts.append(part("ribbon", *_bow()))
    return [Part(p.name, tuple(q.scaled((height / .92,) * 3) for q in p.pieces)) for p in parts]


def _bow() -> list[Surface]:
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = np.column_stack([.150 * np.cos(angle), .142 * np.sin(angle) - .008, .535 - .022 * np.sin(angle)])
    collar = sweep(ring, superellipse(12, .035, .024, 3.0), loop=True, region="ribbon")
    bow = Sculpt(.012)
    bow.blob((0, -.165, .515), (.026, .022, .026), "ribbon")
    bow.limb([(.015, -.165, .515), (.06, -.180, .540), (.105, -.175, .535)], [.014, .038, .046], "ribbon", None,
             flat((0, 1, 0), .42), mirror=True)
    bow.limb([(.01, -.168, .505), (.045, -.195, .45), (.065, -.205, .415)], [.015, .026, .028], "ribbon", None,
             flat((0, 1, .4), .35), mirror=True)
    return [collar, bow.surface(56)]


FAMILY = Family(
    name="teddy_bear", words=("teddy bear", "teddy", "stuffed bear", "plush bear", "plush toy", "stuffed animal",
                              "soft toy"),
    gloss=("a cuddly teddy bear", "a soft toy bear for a child", "a stuffed animal"),
    extent=(0.2, 0.55), build=build, native=("height",), materials=("plush",),
    looks={"plush": "main", "belly": "pale plush", "muzzle": "pale plush", "eye": "eye", "nose": "nose",
           "ribbon": ("toy red", "toy blue", "toy green", "toy yellow")},
    part_words={"plush": ("fur", "body", "plush"), "ribbon": ("ribbon", "bow", "tie"), "eye": ("eye", "eyes"),
                "nose": ("nose",),
                "belly": ("belly", "paws", "tummy")},
    styles={"ribbon": ("ribbon", "bow"), "plain": ("plain",)})
