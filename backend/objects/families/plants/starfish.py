# SPDX-License-Identifier: GPL-3.0-or-later
"""A starfish: five arms, beaded."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball, copies, poses, roughened
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    reach = d.between(.055, .085)
    arms = 5 if d.chance(.85) else 6
    thin, phase = d.between(.30, .42), d.between(0, 6.28)
    bends = d.random.uniform(-.30, .30, arms)
    around = arms * (24 if d.detail >= .75 else 16)
    unit = circle(around)
    angle = np.arctan2(unit[:, 1], unit[:, 0])
    turn = np.mod((angle + phase) / (2 * np.pi) * arms, arms)
    local = (turn - np.floor(turn) - .5) * 2
    # The outline between two arms is a hyperbola-like valley.
    star = thin / (thin + (1 - thin) * np.abs(local) ** .72)
    star = np.maximum(star, .30) * np.where(np.abs(local) < .08, 1 - .02, 1)
    tall = .22 * reach
    rows = d.segments(36, 22)
    s = np.linspace(0, 1, rows)
    shrink = np.concatenate([s[:-1], s[::-1]])
    dome = np.concatenate([np.zeros(rows - 1), tall * (1 - s[::-1] ** 1.3) ** .8 * (1 - .55 * s[::-1])])
    rings = []
    for k, f in enumerate(shrink):
        flat = unit * (reach * f * star ** (f ** .35))[:, None]
        height = dome[k] * np.ones(around) + (.10 * tall if k >= rows - 1 else 0) * (1 - f)
        rings.append(np.column_stack([flat, height]))
    made = skin(np.stack(rings), region="skin")

    def curled(v: np.ndarray) -> np.ndarray:
        r = np.hypot(v[:, 0], v[:, 1]) / reach
        a = np.arctan2(v[:, 1], v[:, 0])
        which = np.floor(np.mod((a + phase) / (2 * np.pi) * arms, arms)).astype(int) % arms
        a = a + bends[which] * r ** 2.2
        v[:, 2] += .12 * tall * np.sin(3 * which + 1.0) * r ** 3 + .12 * tall * r ** 3
        return np.column_stack([r * reach * np.cos(a), r * reach * np.sin(a), v[:, 2]])

    made = made.deformed(curled)
    beads = []
    for k in range(arms):
        center = 2 * np.pi * (k + .5) / arms - phase
        for q in np.linspace(.10, .90, 11):
            f = q
            a = center + bends[k] * q ** 2.2
            z = tall * (1 - f ** 1.3) ** .8 * (1 - .55 * f) + .10 * tall * (1 - f) + .12 * tall * (
                np.sin(3 * k + 1.0) + 1) * q ** 3
            beads.append((q * reach * np.cos(a), q * reach * np.sin(a), z, 1 - .6 * q))
    at = np.array(beads)
    bead = ball(.030 * reach, 6, 8, "beads")
    dots = copies(bead, poses(at[:, :3], np.zeros(len(at)), np.zeros(len(at)), at[:, 3]), shared=True)
    return [part("body", roughened(made, .010 * reach, .05 * reach, int(d.random.integers(1000)), 2)),
            part("beads", dots)]


FAMILY = Family(
    name="starfish", words=("starfish", "sea star"),
    gloss=("an orange starfish", "a star-shaped sea animal"),
    extent=(0.09, 0.19), build=build, principal="width", materials=("starfish",),
    looks={"skin": "main", "beads": "white card"}, part_words={"beads": ("beads", "dots")})
