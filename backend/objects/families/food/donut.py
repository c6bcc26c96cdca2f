# SPDX-License-Identifier: GPL-3.0-or-later
"""A ring doughnut with glaze and sprinkles."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import copies, poses, roughened, tube
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    major, minor = d.between(0.028, 0.033), d.between(0.016, 0.0195)
    squash = d.between(0.80, 0.95)
    around, ring = d.segments(64, 36), d.segments(36, 20)
    seed = int(d.random.integers(1000))
    turn = np.arange(ring) / ring * 2 * np.pi
    section = np.column_stack([major + minor * np.cos(turn), squash * minor * np.sin(turn)])
    dough = lathe(section, around, "dough", loop=True)
    dough = roughened(dough, 0.05 * minor, 1.1 * minor, seed, 2)
    plain = d.choose({"glazed": 1.0, "sprinkles": 1.2, "plain": 0.15})
    if plain == "plain":
        return [part("dough", dough)]
    waves = int(d.random.integers(6, 10))
    phase = d.between(0, 6.28)
    low, thick = 0.28, 0.09 * minor
    fan = np.concatenate([np.linspace(-low, np.pi + low, 20)])
    outer = np.column_stack([major + (minor + thick) * np.cos(fan), squash * (minor + thick) * np.sin(fan)])
    inner = np.column_stack([major + 0.94 * minor * np.cos(fan[::-1]), squash * 0.94 * minor * np.sin(fan[::-1])])
    glaze = lathe(np.concatenate([outer, inner]), around, "glaze", loop=True)

    def dripped(v: np.ndarray) -> np.ndarray:
        angle = np.arctan2(v[:, 1], v[:, 0])
        r = np.hypot(v[:, 0], v[:, 1]) - major
        around_ring = np.arctan2(v[:, 2] / squash, r)
        lift = 0.20 + 0.18 * np.sin(waves * angle + phase + 0.8 * np.sin(2 * angle)) + 0.05 * np.sin(5 * angle - phase)
        t = np.clip((np.pi / 2 - np.abs(around_ring - np.pi / 2)) / (np.pi / 2), -0.3, 1)
        # The lower edge is drawn up or let down along the dough.
        around_ring = np.where(around_ring < -np.pi / 2, around_ring + 2 * np.pi, around_ring)
        moved = np.where(around_ring > np.pi / 2, around_ring - lift * (1 - t) ** 2, around_ring + lift * (1 - t) ** 2)
        size = np.hypot(r, v[:, 2] / squash)
        radius = major + size * np.cos(moved)
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle), squash * size * np.sin(moved)])

    glaze = glaze.deformed(dripped)
    parts = [part("dough", dough), part("glaze", glaze)]
    if plain == "sprinkles":
        grain = tube([(-0.0022, 0, 0), (0, 0, 0), (0.0022, 0, 0)], [0.00055], 4, 6, "sprinkles")
        pieces = []
        for region in ("sprinkles", "red sprinkles", "green sprinkles"):
            count = 17
            fan = np.pi / 2 + d.random.uniform(-0.95, 0.95, count)
            a = d.random.uniform(0, 6.28, count)
            reach = minor + thick
            r = major + reach * np.cos(fan)
            at = np.column_stack([r * np.cos(a), r * np.sin(a), squash * reach * np.sin(fan) + 0.0003])
            pieces.append(copies(grain.named(region), poses(at, d.random.uniform(0, 6.28, count), np.zeros(count)),
                                 shared=True))
        parts.append(part("sprinkles", *pieces))
    return parts


FAMILY = Family(
    name="donut", words=("donut", "doughnut", "bagel"),
    gloss=("a pink donut with sprinkles", "a glazed chocolate doughnut", "a ring of sweet fried dough"),
    extent=(0.08, 0.125), build=build, principal="width", materials=("donut glaze",),
    looks={"dough": "dough", "glaze": "main", "sprinkles": "sprinkles", "red sprinkles": "red sprinkles",
           "green sprinkles": "green sprinkles"},
    part_words={"glaze": ("glaze", "icing", "frosting"), "dough": ("dough",), "sprinkles": ("sprinkle",)},
    styles={"sprinkles": ("sprinkles",), "plain": ("plain", "bagel"), "glazed": ("glazed",)})
