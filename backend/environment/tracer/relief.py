# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Shapes of land as functions of a place: noise, mountains, dunes, canyons."""

import taichi as ti

from ..sampling import random3, smoothstep, vec2


@ti.func
def arch(x: ti.f32) -> ti.f32:
    """The sine of ``x`` turns (-0.5..0.5) to a thousandth: two parabolas, bent. A tenth of the time of the true one."""
    s = 8.0 * x - 16.0 * x * ti.abs(x)
    return 0.775 * s + 0.225 * s * ti.abs(s)


@ti.func
def corner(i: ti.i32, j: ti.i32, seed: ti.i32) -> vec2:
    turn = random3(i, j, seed)
    x = turn - 0.5
    return vec2(-arch(ti.select(x < 0.25, x + 0.25, x - 0.75)), -arch(x))


@ti.func
def gradient_noise2(x: ti.f32, y: ti.f32, seed: ti.i32) -> ti.f32:
    """Perlin's noise, about -0.7..0.7."""
    i, j = ti.cast(ti.floor(x), ti.i32), ti.cast(ti.floor(y), ti.i32)
    a, b = x - i, y - j
    u, v = a * a * a * (a * (a * 6.0 - 15.0) + 10.0), b * b * b * (b * (b * 6.0 - 15.0) + 10.0)
    p, q = corner(i, j, seed), corner(i + 1, j, seed)
    r, s = corner(i, j + 1, seed), corner(i + 1, j + 1, seed)
    low = (p.x * a + p.y * b) * (1.0 - u) + (q.x * (a - 1.0) + q.y * b) * u
    high = (r.x * a + r.y * (b - 1.0)) * (1.0 - u) + (s.x * (a - 1.0) + s.y * (b - 1.0)) * u
    return low * (1.0 - v) + high * v


@ti.func
def fractal(x: ti.f32, y: ti.f32, octaves: ti.i32, seed: ti.i32) -> ti.f32:
    total, size = 0.0, 1.0
    for k in range(octaves):
        total += size * gradient_noise2(x, y, seed + k)
        x, y = 1.6 * x + 1.2 * y + 3.1, 1.6 * y - 1.2 * x + 1.7
        size *= 0.5
    return total


@ti.func
def ridges(x: ti.f32, y: ti.f32, octaves: ti.i32, seed: ti.i32) -> ti.f32:
    """Mountains, 0..1: sharp crests that branch, valleys that stay smooth (Musgrave's ridged multifractal)."""
    total, size, weight = 0.0, 0.5, 1.0
    for k in range(octaves):
        crest = 1.0 - ti.abs(gradient_noise2(x, y, seed + k)) * 1.6
        crest = crest * crest * weight
        weight = ti.math.clamp(crest * 1.7, 0.0, 1.0)
        total += size * crest
        x, y = 1.6 * x + 1.2 * y + 1.3, 1.6 * y - 1.2 * x + 5.1
        size *= 0.5
    return total


@ti.func
def dune(x: ti.f32, y: ti.f32, seed: ti.i32) -> ti.f32:
    """One field of dunes of unit spacing, 0..1: long backs, steep faces that meet in a sinuous crest."""
    bend = fractal(x * 0.45, y * 0.45, 2, seed)
    phase = y + 0.85 * bend + 0.12 * gradient_noise2(x * 1.3, y * 0.8, seed + 9)
    phase -= ti.floor(phase)
    shape = ti.select(phase < 0.70, phase / 0.70, (1.0 - phase) / 0.30)
    shape = shape * shape * (3.0 - 2.0 * shape) * 0.55 + shape * 0.45
    return shape * (0.55 + 0.65 * gradient_noise2(x * 0.35, y * 0.6, seed + 5) + 0.15)


@ti.func
def canyon(x: ti.f32, y: ti.f32, seed: ti.i32) -> ti.f32:
    """A winding valley between cliffs through which the viewer looks along y, 0 on its floor to about 1 on the plateau:
    three cliffs with ledges of rubble between them, cut by side valleys."""
    along, across = 0.95 * y + 0.31 * x, 0.95 * x - 0.31 * y
    # the floor winds, but runs through the viewer
    bend = fractal(along / 170.0, 0.5, 2, seed) - fractal(0.0, 0.5, 2, seed)
    sweep = fractal(along / 800.0, 3.5, 2, seed + 3) - fractal(0.0, 3.5, 2, seed + 3)
    off = across + 26.0 * bend + 260.0 * sweep
    side = ti.select(off > 0.0, 1.0, -1.0)
    wide = 30.0 + 10.0 * gradient_noise2(along / 60.0, side * 9.0, seed + 5)
    # buttresses and alcoves, and valleys that come in from the sides
    bays = 13.0 * fractal(along / 34.0, side * 7.0 + off / 90.0, 4, seed + 7)
    gully = smoothstep(0.25, 0.55, gradient_noise2(along / 140.0, side * 3.0 + off / 400.0, seed + 9)) * 34.0
    # level where both sides meet, and to beyond the ground underfoot
    d = ti.min(ti.abs(off) - wide - bays - gully, ti.abs(off) - 29.0)
    # bands of hard rock stand upright, what is soft between them slopes
    return (0.03 * smoothstep(-14.0, 0.0, d) + 0.37 * smoothstep(0.0, 6.0, d) + 0.08 * smoothstep(5.0, 34.0, d)
            + 0.27 * smoothstep(30.0, 37.0, d - 0.5 * bays) + 0.07 * smoothstep(36.0, 90.0, d)
            + 0.18 * smoothstep(84.0, 94.0, d + 0.8 * bays)
            + 0.05 * fractal(x / 210.0, y / 210.0, 4, seed + 11) * smoothstep(90.0, 260.0, d))
