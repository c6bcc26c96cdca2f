# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""The numbers of a place that every kernel reads, as one table of rows of four."""

import taichi as ti

from ..sampling import vec3

(EYE, LIGHT, SUN, SKY, HAZE, DARK, PALE, LOOK, GROUND, WATER, BODY, FOREST, ROCKS, SNOW, AVERAGE, OUTSIDE,
 RADII, SUNSIZE) = range(18)
ROWS = 18


@ti.func
def row3(world: ti.template(), row: ti.template()) -> vec3:
    return vec3(world[row, 0], world[row, 1], world[row, 2])
