# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Taichi functions shared by the kernels: table look-ups, hashes, directions.

No ``from __future__ import annotations`` in kernel modules: Taichi reads annotations as objects.
"""

import math

import taichi as ti

vec2 = ti.types.vector(2, ti.f32)
vec3 = ti.types.vector(3, ti.f32)
vec4 = ti.types.vector(4, ti.f32)
PI = math.pi


@ti.func
def hash32(value: ti.u32) -> ti.u32:
    """A bijective mix of 32 bits (Wellons' lowbias32)."""
    x = value
    x ^= x >> 16
    x *= ti.u32(0x7FEB352D)
    x ^= x >> 15
    x *= ti.u32(0x846CA68B)
    x ^= x >> 16
    return x


@ti.func
def random3(a: ti.i32, b: ti.i32, c: ti.i32) -> ti.f32:
    """A number in 0..1 fixed by three integers."""
    h = hash32(ti.cast(a, ti.u32) + hash32(ti.cast(b, ti.u32) + hash32(ti.cast(c, ti.u32))))
    return ti.cast(h >> 8, ti.f32) * (1.0 / 16777216.0)


@ti.func
def lattice(start: ti.f32, step: ti.f32, index: ti.i32) -> ti.f32:
    """Term of an additive recurrence, 0..1: with Roberts' steps a sequence that fills its cube evenly."""
    x = start + step * index
    return x - ti.floor(x)


@ti.func
def smoothstep(low: ti.f32, high: ti.f32, x: ti.f32) -> ti.f32:
    t = ti.math.clamp((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


@ti.func
def wrap(i: ti.i32, n: ti.i32) -> ti.i32:
    return ((i % n) + n) % n


@ti.func
def around(i: ti.i32, n: ti.i32) -> ti.i32:
    """:func:`wrap` of what is less than ``n`` beyond an end, without a remainder."""
    return ti.select(i < 0, i + n, ti.select(i >= n, i - n, i))


@ti.func
def bell(x: ti.f32) -> ti.f32:
    """About ``exp(-x)`` for a weight: 0 from 16 on."""
    y = ti.max(0.0, 1.0 - x * 0.0625)
    y *= y
    y *= y
    y *= y
    return y * y


@ti.func
def tile2(texture: ti.template(), x: ti.f32, y: ti.f32, channel: ti.i32) -> ti.f32:
    """Bilinear look-up of a periodic texture (N, N, C) at tile coordinates."""
    n = texture.shape[0]
    fx, fy = x * n - 0.5, y * n - 0.5
    ix, iy = ti.floor(fx), ti.floor(fy)
    a, b = fx - ix, fy - iy
    # whole numbers below 2^24: no remainder of integers, which takes longest here
    i0 = ti.math.clamp(ti.cast(ix - n * ti.floor(ix / n), ti.i32), 0, n - 1)
    j0 = ti.math.clamp(ti.cast(iy - n * ti.floor(iy / n), ti.i32), 0, n - 1)
    i1, j1 = ti.select(i0 + 1 == n, 0, i0 + 1), ti.select(j0 + 1 == n, 0, j0 + 1)
    low = texture[i0, j0, channel] * (1 - b) + texture[i0, j1, channel] * b
    high = texture[i1, j0, channel] * (1 - b) + texture[i1, j1, channel] * b
    return low * (1 - a) + high * a


@ti.func
def tile3(texture: ti.template(), p: vec3) -> ti.f32:
    """Trilinear look-up of a periodic texture (N, N, N) at tile coordinates."""
    n = texture.shape[0]
    q = p * n - 0.5
    f = ti.floor(q)
    w = q - f
    i0, j0, k0 = wrap(ti.cast(f.x, ti.i32), n), wrap(ti.cast(f.y, ti.i32), n), wrap(ti.cast(f.z, ti.i32), n)
    i1 = ti.select(i0 + 1 == n, 0, i0 + 1)
    j1 = ti.select(j0 + 1 == n, 0, j0 + 1)
    k1 = ti.select(k0 + 1 == n, 0, k0 + 1)
    a = texture[i0, j0, k0] * (1 - w.z) + texture[i0, j0, k1] * w.z
    b = texture[i0, j1, k0] * (1 - w.z) + texture[i0, j1, k1] * w.z
    c = texture[i1, j0, k0] * (1 - w.z) + texture[i1, j0, k1] * w.z
    d = texture[i1, j1, k0] * (1 - w.z) + texture[i1, j1, k1] * w.z
    return (a * (1 - w.y) + b * w.y) * (1 - w.x) + (c * (1 - w.y) + d * w.y) * w.x


@ti.func
def direction(row: ti.f32, column: ti.f32, height: ti.i32, width: ti.i32) -> vec3:
    """World direction of a place in the map, in pixels from its upper left corner (Environment's convention)."""
    elevation = (0.5 - row / height) * PI
    azimuth = PI * (1.0 - 2.0 * column / width)
    flat = ti.cos(elevation)
    return vec3(flat * ti.cos(azimuth), flat * ti.sin(azimuth), ti.sin(elevation))


@ti.func
def sky_parts(table: ti.template(), part: ti.i32, elevation: ti.f32, azimuth: ti.f32) -> vec3:
    """Bilinear look-up in the sky table (3, E, A, 3); rows are quadratic in elevation, columns 0..pi."""
    rows, columns = table.shape[1], table.shape[2]
    r = ti.sqrt(ti.math.clamp(elevation / (0.5 * PI), 0.0, 1.0)) * (rows - 1)
    c = ti.math.clamp(azimuth / PI, 0.0, 1.0) * (columns - 1)
    i = ti.min(ti.cast(r, ti.i32), rows - 2)
    j = ti.min(ti.cast(c, ti.i32), columns - 2)
    a, b = r - i, c - j
    value = vec3(0.0)
    for k in ti.static(range(3)):
        value[k] = ((table[part, i, j, k] * (1 - b) + table[part, i, j + 1, k] * b) * (1 - a)
                    + (table[part, i + 1, j, k] * (1 - b) + table[part, i + 1, j + 1, k] * b) * a)
    return value


@ti.func
def clear_sky(table: ti.template(), d: vec3, light: vec3) -> vec3:
    """Clear-sky radiance towards ``d`` (z >= 0) under a light in direction ``light``."""
    g = 0.76
    elevation = ti.asin(ti.math.clamp(d.z, 0.0, 1.0))
    flat = ti.max(1e-6, ti.sqrt((d.x * d.x + d.y * d.y) * (light.x * light.x + light.y * light.y)))
    azimuth = ti.acos(ti.math.clamp((d.x * light.x + d.y * light.y) / flat, -1.0, 1.0))
    mu = ti.math.clamp(d.dot(light), -1.0, 1.0)
    air = 3.0 / (16.0 * PI) * (1.0 + mu * mu)
    aerosol = (3.0 / (8.0 * PI) * (1.0 - g * g) / (2.0 + g * g) * (1.0 + mu * mu)
               / (1.0 + g * g - 2.0 * g * mu) ** 1.5)
    return (sky_parts(table, 0, elevation, azimuth) * air + sky_parts(table, 1, elevation, azimuth) * aerosol
            + sky_parts(table, 2, elevation, azimuth))
