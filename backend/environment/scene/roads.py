# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks over land: two worn ruts of gravel, earth or sand, with grass between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from .builder import Scene
from .materials import Material, stuff

#: Half the width of a track and of the strip between its ruts, metres; how far it is built either way.
HALF, STRIP, REACH = 1.55, 0.40, 150.0


def surface(spec: Mapping[str, Any], default: str) -> Material:
    """What a track or path is made of: as said, darker and shining after rain."""
    said = spec["surfaces"].get("path") or {}
    made_of = stuff(said.get("material") or default, said.get("color"), floor=True)
    wet = float(spec["ground"]["wet"]) if spec["ground"]["kind"] not in ("snow", "ice") else 0.0
    if wet < 0.3:
        return made_of
    dark = 1.0 - 0.42 * wet
    r, g, b = (dark * each for each in made_of.color)
    second = made_of.second or made_of.color
    r2, g2, b2 = (dark * each for each in second)
    return replace(made_of, color=(r, g, b), second=(r2, g2, b2), gloss=max(made_of.gloss, 0.03 * wet),
                   rough=min(made_of.rough, 0.35))


def track(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator) -> None:
    """A track along y, past the viewer, who stands in the middle of it; its edges are ragged, its ruts a little
    sunk. After rain puddles stand in them."""
    snow = spec["ground"]["kind"] == "snow"
    if snow:
        made_of = Material((0.60, 0.615, 0.65), (0.45, 0.46, 0.49), 7, bump=0.3)
    else:
        made_of = surface(spec, "dirt")
    # paler where wheels run
    worn = replace(made_of, color=_scaled(made_of.color, 1.1), second=_scaled(made_of.second or made_of.color, 1.1))
    for side in (-1, 1):
        for lane, (x, half, high) in enumerate(((1.02, 0.62, 0.016), (0.78, 0.40, 0.021))):
            y = -REACH
            while y < REACH:
                # flat lenses, of which only the tops are above the ground: their edges are ragged and have no corners
                long_ = float(rng.uniform(0.7, 1.3)) * (1.0 + abs(y) / 10)
                wide = half * float(rng.uniform(0.85, 1.12))
                at = (side * (x + float(rng.normal(0, 0.07))), y, high - 0.06)
                scene.still.ball(at, (wide, long_, 0.06), worn if lane else made_of)
                y += 0.42 * long_
    if not snow:
        _stones(scene, rng, made_of)
        if float(spec["ground"]["wet"]) > 0.5:
            _puddles(scene, rng)


def _scaled(color: tuple[float, float, float], share: float) -> tuple[float, float, float]:
    r, g, b = (min(0.9, share * each) for each in color)
    return r, g, b


def _stones(scene: Scene, rng: np.random.Generator, made_of: Material) -> None:
    """Pebbles that lie loose, more along the edges."""
    for _ in range(420):
        at = np.array([rng.choice((-1, 1)) * (HALF + rng.normal(0, 0.28)), rng.uniform(-11, 11), 0.012])
        size = float(rng.uniform(0.008, 0.028))
        tint = replace(made_of, color=_scaled(made_of.color, (0.8, 1.0, 1.25)[int(rng.integers(3))]), second=None,
                       pattern=0)
        scene.still.ball(at, (size, size * float(rng.uniform(0.7, 1.2)), size * 0.6), tint)


def _puddles(scene: Scene, rng: np.random.Generator) -> None:
    """Flat water in the ruts: it mirrors the sky."""
    water = Material((0.055, 0.045, 0.035), gloss=0.03, rough=0.0)
    for _ in range(26):
        x = float(rng.choice((-1, 1)) * rng.normal(0.82, 0.08))
        y = float(rng.uniform(-26, 26))
        if abs(y) < 1.2:
            continue
        half = float(rng.uniform(0.35, 1.1))
        scene.still.ball((x, y, 0.019), (float(rng.uniform(0.12, 0.24)), half, 0.009), water)
