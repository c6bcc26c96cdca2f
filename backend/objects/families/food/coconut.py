# SPDX-License-Identifier: GPL-3.0-or-later
"""A coconut: whole, or with an opened half."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body, painted, roughened
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def _nut(half: float, tall: float, d: Draw, seed: int) -> Surface:
    knots = [(0, .0), (.30, .03), (.70, .16), (1.0, .5), (.72, .84), (.34, .965), (0, 1.0)]
    nut = body(knots, half, tall, d.segments(44, 28), d.segments(52, 28), "husk")
    nut = roughened(nut, 0.030 * half, 0.16 * half, seed)
    turn = np.arange(3) * 2 * np.pi / 3

    def eyed(v: np.ndarray) -> np.ndarray:
        for a in turn:
            eye = np.array([0.22 * half * np.cos(a), 0.22 * half * np.sin(a), 0.985 * tall])
            v[:, 2] -= 0.08 * half * np.exp(-((v - eye) ** 2).sum(axis=1) / (0.085 * half) ** 2)
        return v
    nut = nut.deformed(eyed)
    eye = np.array([0.22 * half, 0, 0.97 * tall])
    return painted(nut, "eyes", lambda c: sum(
        np.linalg.norm(c - (eye[0] * np.cos(a), eye[0] * np.sin(a), eye[2]), axis=1) < 0.095 * half for a in turn) > 0)


def build(d: Draw) -> list[Part]:
    half = d.between(0.052, 0.064)
    tall = half * 2 * d.between(1.02, 1.2)
    seed = int(d.random.integers(1000))
    opened = d.choose({"whole": 0.25, "half": 0.75}) == "half"
    nut = _nut(half, tall, d, seed).moved(z=-tall / 2).rotated(0.75, "x").rotated(d.between(-0.5, 0.5), "z")
    nut = nut.moved(z=-nut.bounds()[0][2])
    if not opened:
        return [part("husk", nut)]
    t = np.linspace(-np.pi / 2, 0, 14)
    outer = np.column_stack([half * np.cos(t), half + half * np.sin(t)])
    outer[0, 0] = 0
    shell = np.concatenate([outer, [(0.955 * half, 1.004 * half)]])
    inner = np.column_stack([0.93 * np.cos(t[::-1]), np.sin(t[::-1]) * 0.93]) * half + (0, half)
    inner[-1, 0] = 0
    hollow = np.column_stack([0.76 * np.cos(t[::-1]), np.sin(t[::-1]) * 0.76]) * half + (0, half)
    hollow[-1, 0] = 0
    husk = lathe(np.concatenate([shell, inner]), d.segments(48, 28), "husk")
    husk = roughened(husk, 0.022 * half, 0.14 * half, seed)
    rim = np.array([(0.955 * half, 0.985 * half), (0.93 * half, 1.004 * half), (0.80 * half, 1.004 * half)])
    flesh = lathe(np.concatenate([np.column_stack([0.955 * half * np.cos(t), half + 0.955 * half * np.sin(t)]) * (
        np.arange(14)[:, None] > 0) + (np.arange(14)[:, None] == 0) * np.array([0, 0.045 * half]), rim, hollow]),
        d.segments(48, 28), "flesh")
    lean = d.between(0.35, 0.6)
    shells = [s.moved(z=-half).rotated(lean, "x").moved(z=half) for s in (husk, flesh)]
    low = shells[0].bounds()[0][2]
    back = nut.moved(1.05 * half, 1.9 * half, 0)
    return [part("half", *(s.moved(z=-low) for s in shells)), part("nut", back)]


FAMILY = Family(
    name="coconut", words=("coconut", "coconut half"),
    gloss=("a brown hairy coconut", "half a coconut with white flesh"),
    extent=(0.10, 0.32), build=build, principal="width", materials=("coconut husk",),
    looks={"husk": "main", "flesh": "coconut flesh", "eyes": "dark tip"},
    part_words={"husk": ("husk", "shell"), "flesh": ("flesh", "inside")},
    styles={"whole": ("whole",), "half": ("half", "cut", "opened", "coconut half")})
