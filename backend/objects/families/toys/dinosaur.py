# SPDX-License-Identifier: GPL-3.0-or-later
"""Toy dinosaurs: tyrannosaur, long-necked sauropod, three-horned triceratops, plated stegosaur."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import eyes, horn, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.toys.shared_toy import profile
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import tube


def _legs(s: Sculpt, x: float, y: float, hip: float, radii: tuple[float, float, float], step: float = 0.0) -> None:
    """A pair of straight legs of a four-footed dinosaur with blunt feet."""
    for side in (1, -1):
        at = y + step * side
        s.limb([(side * x, y, hip), (side * x * 1.08, (y + at) / 2 - .01, hip * .5),
                (side * x * 1.05, at, radii[2] * .8)],
               list(radii), "skin")
        s.blob((side * x * 1.05, at - .025, radii[2] * .52), (radii[2] * 1.05, radii[2] * 1.3, radii[2] * .62), "skin",
               .03)
        for k in (-1, 0, 1):
            s.blob((side * x * 1.05 + k * radii[2] * .62, at - .025 - radii[2] * (1.16 - .22 * abs(k)), radii[2] * .30),
                   (.020, .026, .020), "claw", .008)


def _theropod(d: Draw) -> tuple[Sculpt, list[Part], np.ndarray, tuple]:
    s = Sculpt(.07)
    big, tail = d.between(.92, 1.10), d.between(.9, 1.12)
    s.limb([(0, .86 * tail, .36), (0, .55, .42), (0, .26, .50), (0, .02, .55), (0, -.16, .64), (0, -.26, .78)],
           [.012, .055, .115, .165, .135, .095], "skin", squeeze=flat((1, 0, 0), .86))
    head = np.array([0, -.32, .90])
    s.blob(head + np.array([0, .02, .01]), np.array((.105, .13, .105)) * big, "skin", .06)
    s.limb([head + np.array([0, -.02, .025]), head + np.array([0, -.26 * big, .0])], [.088 * big, .062 * big], "skin",
           .04,
           flat((1, 0, 0), .86))
    s.limb([head + np.array([0, .0, -.075]), head + np.array([0, -.12 * big, -.125]),
            head + np.array([0, -.23 * big, -.135])],
           [.058 * big, .045 * big, .034 * big], "skin", .025)
    s.limb([head + np.array([0, -.10, -.066]), head + np.array([0, -.24 * big, -.082])], [.034, .034], "mouth", .012,
           flat((0, 0, 1), .6))
    s.blob(head + np.array([.075, .01, .085]), (.032, .05, .03), "skin", .03, mirror=True)
    for side in (1, -1):
        x, step = side * .125, side * d.between(-.05, .05)
        s.limb([(x, .06, .48), (x * 1.15, -.03 + step, .34), (x * 1.1, .09 + step, .19), (x * 1.1, .03 + step, .05)],
               [.125, .095, .050, .042], "skin", .05, rows=14)
        s.blob((x * 1.1, -.03 + step, .034), (.058, .085, .036), "skin", .03)
        for k in (-1, 0, 1):
            s.blob((x * 1.1 + k * .036, -.115 + step + .012 * abs(k), .020), (.015, .028, .016), "claw", .008)
        s.limb([(side * .095, -.17, .58), (side * .135, -.22, .50), (side * .12, -.30, .50)], [.040, .029, .021],
               "skin", .03)
        for k in (-1, 1):
            s.blob((side * .12 + k * .014, -.325, .492), (.010, .020, .010), "claw", .006)
    teeth = []
    for side in (1, -1):
        for t in np.linspace(.25, 1, 7):
            at = head + np.array([side * (.070 - .022 * t) * big, -.26 * t * big - .01, -.040 - .028 * t])
            teeth.append(tube([at, at - np.array([0, 0, .034])], [.011, .003], 5, 8, "tooth"))
    return s, [part("teeth", *teeth)], head + np.array([0, -.03, .04]), (.75, .50, .34)


def _sauropod(d: Draw) -> tuple[Sculpt, list[Part], np.ndarray, tuple]:
    s = Sculpt(.08)
    lift, tail, fat = d.between(.85, 1.15), d.between(.85, 1.1), d.between(.94, 1.10)
    head = np.array([0, -.62, .52 + .44 * lift])
    s.limb([(0, 1.02 * tail, .24), (0, .72, .27), (0, .44, .38), (0, .20, .47), (0, -.06, .47), (0, -.26, .50),
            (0, -.44, .66 + .06 * lift), (0, -.53, .60 + .28 * lift), tuple(head)],
           [.012, .034, .090, .20 * fat, .22 * fat, .145, .078, .056, .050], "skin", rows=34,
           squeeze=flat((1, 0, 0), .92))
    s.blob(head + np.array([0, -.02, .015]), (.066, .085, .062), "skin", .04)
    s.limb([head + np.array([0, -.06, -.005]), head + np.array([0, -.14, -.022])], [.050, .040], "skin", .03)
    s.limb([head + np.array([0, -.10, -.046]), head + np.array([0, -.185, -.050])], [.012, .012], "mouth", .005,
           carve=True)
    step = d.between(-.05, .05)
    _legs(s, .135, -.20, .36, (.095, .070, .074), step)
    _legs(s, .145, .24, .36, (.115, .080, .078), -step)
    return s, [], head + np.array([0, -.03, .02]), (.85, .45, .32)


def _triceratops(d: Draw) -> tuple[Sculpt, list[Part], np.ndarray, tuple]:
    s = Sculpt(.08)
    fat, k = d.between(.94, 1.08), d.between(.85, 1.2)
    s.limb([(0, .82, .17), (0, .56, .30), (0, .30, .42), (0, .04, .46), (0, -.22, .43), (0, -.36, .42)],
           [.014, .075, .185 * fat, .215 * fat, .19 * fat, .14], "skin", squeeze=flat((1, 0, 0), .92))
    head = np.array([0, -.50, .42])
    s.blob(head, (.13, .15, .125), "skin")
    s.limb([head + np.array([0, -.06, -.02]), head + np.array([0, -.20, -.07])], [.105, .060], "skin", .05)
    s.limb([head + np.array([0, -.18, -.06]), head + np.array([0, -.27, -.10])], [.058, .020], "beak", .02)
    s.blob(head + np.array([0, .10, .15]), (.25 * (.5 + .5 * k), .045, .215), "frill", .04, (-.50, "x"))
    for angle in np.linspace(-1.25, 1.25, 7):
        out = np.array([.25 * np.sin(angle), .10 + .10 * np.cos(angle), .15 + .205 * np.cos(angle)])
        s.blob(head + out, (.032, .024, .034), "spike", .015)
    step = d.between(-.04, .04)
    _legs(s, .14, -.22, .34, (.090, .068, .070), step)
    _legs(s, .15, .27, .34, (.115, .078, .074), -step)
    at = head + np.array([.085, -.06, .09])
    horns = horn([at, at + np.array([.015, -.10, .09]) * k, at + np.array([.02, -.24, .14]) * k], [.038, .027, .006])
    at = head + np.array([0, -.20, .015])
    horns += horn([at, at + np.array([0, -.045, .055]), at + np.array([0, -.07, .11])], [.034, .022, .006], both=False)
    return s, [part("horns", *horns)], head + np.array([0, -.05, .02]), (.95, .40, .22)


def _stegosaur(d: Draw) -> tuple[Sculpt, list[Part], np.ndarray, tuple]:
    s = Sculpt(.08)
    arch, fat = d.between(.92, 1.10), d.between(.94, 1.08)
    spine = np.array([(0, .92, .34), (0, .64, .36), (0, .36, .48 * arch), (0, .10, .54 * arch), (0, -.16, .46),
                      (0, -.38, .32), (0, -.54, .27)])
    s.limb(spine, [.016, .060, .165 * fat, .20 * fat, .165 * fat, .085, .060], "skin", rows=28,
           squeeze=flat((1, 0, 0), .80))
    head = spine[-1] + np.array([0, -.03, .0])
    s.blob(head, (.062, .085, .062), "skin", .05)
    s.limb([head + np.array([0, -.04, -.01]), head + np.array([0, -.13, -.03])], [.050, .034], "skin", .04)
    step = d.between(-.04, .04)
    _legs(s, .125, -.20, .30, (.080, .060, .062), step)
    _legs(s, .135, .22, .40, (.125, .075, .070), -step)
    curve = spline(spine, 60)
    top = np.interp(np.linspace(0, 1, 60), np.linspace(0, 1, 7), [.016, .060, .165, .20, .165, .085, .060]) * fat
    tall = d.between(.85, 1.2)
    plates = []
    for i, t in enumerate(np.linspace(.13, .90, 11)):
        j = int(t * 59)
        size = tall * (.055 + .155 * np.sin(np.pi * np.clip((t - .04) / .92, 0, 1)) ** 1.3)
        at = curve[j] + np.array([(-1) ** i * .030, 0, top[j] - .025])
        outline = spline([(-.34, 0), (-.52, .45), (-.22, .95), (0, 1.22), (.22, .95), (.52, .45), (.34, 0)], 28) * size
        blade_ = profile(outline, .028, .012, "plate")
        lean = float(np.arctan2(*(curve[min(j + 2, 59)] - curve[max(j - 2, 0)])[[2, 1]])) + np.pi
        plates.append(blade_.rotated((-1) ** i * .22, "y").rotated(lean, "x").moved(*at))
    spikes = []
    for y, z in ((.84, .37), (.72, .385)):
        at = np.array([.015, y, z])
        spikes += horn([at, at + np.array([.06, .03, .07]), at + np.array([.11, .07, .15])], [.024, .017, .004])
    return s, [part("plates", *plates), part("spikes", *spikes)], head + np.array([0, -.03, .015]), (.9, .40, .28)


_KINDS = {"tyrannosaur": _theropod, "sauropod": _sauropod, "triceratops": _triceratops, "stegosaur": _stegosaur}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"tyrannosaur": 1.3, "sauropod": 0.9, "triceratops": 1.0, "stegosaur": 0.9})
    long = d.between(0.18, 0.30)
    s, more, head, look = _KINDS[kind](d)
    aside, ahead, up = look
    balls = eyes(s, head, .026, aside, ahead, up, region="eye white", sink=.5)
    parts = [part("body", s.surface(112, d.detail)), part("eyes", *balls),
             part("pupils", *pupils(balls, .026, (.8, -1, .1), .62)), *more]
    scale = long / 1.6
    return [Part(p.name, tuple(q.scaled((scale,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="dinosaur", words=("toy dinosaur", "dinosaur", "dino", "t-rex", "trex", "tyrannosaurus", "triceratops",
                            "stegosaurus", "brontosaurus", "brachiosaurus", "diplodocus", "sauropod", "velociraptor"),
    gloss=("a toy dinosaur", "a plastic tyrannosaurus for children", "a prehistoric reptile"),
    extent=(0.10, 0.42), build=build, principal="height", materials=("toy dino skin",),
    looks={"skin": "main", "claw": "horn", "mouth": "comb", "tooth": "ivory", "eye white": ("toy yellow", "eye white"),
           "pupil": "eye", "beak": "horn", "frill": ("toy orange", "toy yellow", "comb"), "spike": "horn",
           "horn": "ivory",
           "plate": ("toy orange", "toy red", "toy yellow")},
    part_words={"skin": ("skin", "body"), "tooth": ("teeth", "tooth"), "claw": ("claws", "claw"),
                "horn": ("horn", "horns"),
                "plate": ("plate", "plates"), "frill": ("frill",), "eye white": ("eye", "eyes")},
    styles={"tyrannosaur": ("tyrannosaurus", "tyrannosaur", "t-rex", "trex", "theropod", "velociraptor"),
            "sauropod": ("sauropod", "brontosaurus", "brachiosaurus", "diplodocus", "long-necked"),
            "triceratops": ("triceratops", "horned"), "stegosaur": ("stegosaurus", "stegosaur", "plated")})
