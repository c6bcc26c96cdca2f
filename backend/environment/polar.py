# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Taichi look-ups by azimuth: the plan of a place (see :mod:`.layout`), and the finished sky above it."""

import taichi as ti

from .sampling import PI, vec3, wrap


@ti.func
def column_of(d: vec3, columns: ti.i32) -> ti.f32:
    return (ti.atan2(d.y, d.x) / (2.0 * PI) + 0.5) * columns - 0.5


@ti.func
def by_azimuth(table: ti.template(), row: ti.i32, position: ti.f32) -> ti.f32:
    n = table.shape[1]
    i = ti.cast(ti.floor(position), ti.i32)
    a = position - i
    return table[row, wrap(i, n)] * (1.0 - a) + table[row, wrap(i + 1, n)] * a


@ti.func
def arc_at(table: ti.template(), row: ti.i32, position: ti.f32, total: ti.f32) -> ti.f32:
    """Like :func:`by_azimuth` for a length that starts over at ``total``."""
    n = table.shape[1]
    i = ti.cast(ti.floor(position), ti.i32)
    low, high = table[row, wrap(i, n)], table[row, wrap(i + 1, n)]
    if high < low:
        high += total
    return low + (high - low) * (position - i)


@ti.func
def around(along: ti.f32, total: ti.f32, period: ti.f32) -> ti.f32:
    """Tile coordinate of a length on a closed line: about ``along / period``, whole at ``total``."""
    return along / total * ti.max(1.0, ti.round(total / period))


@ti.func
def heavens(upper: ti.template(), d: vec3) -> vec3:
    """The finished upper half of the map towards ``d``, bilinear; what lies below the horizon is its last row."""
    rows, width = upper.shape[0], upper.shape[1]
    elevation = ti.asin(ti.math.clamp(d.z, 0.0, 1.0))
    fy = ti.min((0.5 - elevation / PI) * 2.0 * rows - 0.5, rows - 1.001)
    fy = ti.max(fy, 0.0)
    fx = (0.5 - ti.atan2(d.y, d.x) / (2.0 * PI)) * width - 0.5
    i, j = ti.cast(fy, ti.i32), ti.cast(ti.floor(fx), ti.i32)
    a, b = fy - i, fx - j
    j0, j1 = wrap(j, width), wrap(j + 1, width)
    value = vec3(0.0)
    for k in ti.static(range(3)):
        value[k] = (upper[i, j0, k] * (1 - b) + upper[i, j1, k] * b) * (1 - a) + (
            upper[i + 1, j0, k] * (1 - b) + upper[i + 1, j1, k] * b
        ) * a
    return value


@ti.func
def glow_at(horizon: ti.template(), d: vec3) -> vec3:
    """The sky behind the haze towards ``d`` from a table (N, 3) by map column."""
    n = horizon.shape[0]
    x = (0.5 - ti.atan2(d.y, d.x) / (2.0 * PI)) * n - 0.5
    j = ti.cast(ti.floor(x), ti.i32)
    b = x - j
    value = vec3(0.0)
    for k in ti.static(range(3)):
        value[k] = horizon[wrap(j, n), k] * (1 - b) + horizon[wrap(j + 1, n), k] * b
    return value


@ti.func
def hazed(color: vec3, distance: ti.f32, haze: vec3, glow: vec3) -> vec3:
    clear = ti.exp(-haze * distance)
    return color * clear + glow * (1.0 - clear)
