# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Land around the viewer as heights by azimuth and distance.

From one point, a ray keeps to its azimuth: with the steepest slope met so far kept for each distance, the place where
a ray meets the land is found by halving, exactly and at any distance.
"""

import taichi as ti

from ..polar import by_azimuth, column_of
from ..sampling import PI, random3, smoothstep, vec3, vec4, wrap
from .relief import canyon, dune, fractal, ridges
from .world import EYE, LIGHT, RADII, SUN, WATER, row3

#: What ground a ray meets.
LAND, LAKE = 1, 2
#: Out to here, metres, the land is level.
LEVEL = 13.0
#: Rows of the parameters of :func:`raise_land`.
GENTLE, HILLS, PEAKS, DUNES, FOREST_HEIGHT, FOREST_SHARE, COAST, SPIRES, TURN, CANYON = range(10)


@ti.kernel
def raise_land(
    heights: ti.types.ndarray(),
    cover: ti.types.ndarray(),
    radii: ti.types.ndarray(),
    polar: ti.types.ndarray(),
    shape: ti.types.ndarray(),
    level: ti.f32,
    seed: ti.i32,
):
    """Fill heights (R, A) in metres and ``cover`` (R, A), the share of trees. ``polar`` (2, N): where water begins
    and ends by azimuth."""
    rows, columns = heights.shape[0], heights.shape[1]
    for i, j in ti.ndrange(rows, columns):
        angle = -PI + (j + 0.5) * 2.0 * PI / columns
        r = radii[i]
        x, y = r * ti.cos(angle), r * ti.sin(angle)
        position = column_of(vec3(x, y, 0.0), polar.shape[1])
        start, end = by_azimuth(polar, 0, position), by_azimuth(polar, 1, position)
        # land takes its shape away from the viewer and from the water
        inland = r
        if end < 1e6:
            inland = ti.max(0.0, r - end) + 25.0
        elif start < 1e6:
            inland = ti.max(0.0, start - r)
        # along a straight coast and out to sea
        along = x * ti.cos(shape[TURN]) + y * ti.sin(shape[TURN])
        out = y * ti.cos(shape[TURN]) - x * ti.sin(shape[TURN])
        if shape[COAST] > 0.0 and r < end:
            # its dunes begin behind the viewer, or they would hide the sea to both sides
            inland = ti.max(0.0, shape[COAST] - out - 10.0)
        h = 0.0
        if inland > 14.0:
            h = shape[GENTLE] * smoothstep(14.0, 110.0, inland) * fractal(x / 130.0 + 7.3, y / 130.0, 5, seed)
        if shape[HILLS] > 0.0 and inland > 120.0:
            swell = fractal(x / 1500.0, y / 1500.0, 7, seed + 20) + 0.22
            far = smoothstep(120.0, 1800.0, inland) * (0.45 + 0.55 * smoothstep(1500.0, 7000.0, r))
            h += shape[HILLS] * 1.25 * ti.max(0.0, swell) * far
        if shape[PEAKS] > 0.0 and inland > 400.0:
            warp = fractal(x / 4000.0, y / 4000.0, 3, seed + 40)
            u, v = x / 5200.0 + 0.35 * warp, y / 5200.0 - 0.3 * warp
            massif = smoothstep(-0.25, 0.45, fractal(x / 9000.0, y / 9000.0, 2, seed + 60) + 0.15)
            rise = ridges(u, v, 10, seed + 80)
            h += 1.15 * shape[PEAKS] * smoothstep(400.0, 3300.0, inland) * rise * (0.45 + 0.8 * massif)
        if shape[DUNES] > 0.0:
            lift = smoothstep(7.0, 70.0, r)
            near = dune(x / 85.0, y / 85.0, seed + 3) * 11.0
            wide = dune(0.8 * x / 310.0 + 0.6 * y / 310.0, 0.8 * y / 310.0 - 0.6 * x / 310.0, seed + 6) * 38.0
            large = dune(x / 1250.0, y / 1250.0, seed + 12) * 62.0
            h += (
                shape[DUNES]
                * lift
                * (near + wide * smoothstep(45.0, 260.0, r) + large * smoothstep(500.0, 2400.0, r))
            )
            h -= shape[DUNES] * lift * 3.0
        if shape[SPIRES] > 0.0 and r > 160.0:
            lean = fractal(x / 900.0, y / 900.0, 4, seed + 33)
            tower = smoothstep(0.22, 0.34, fractal(x / 420.0, y / 420.0, 4, seed + 44)) * smoothstep(160.0, 700.0, r)
            h += shape[SPIRES] * tower * (0.5 + 0.9 * lean + 0.12 * fractal(x / 60.0, y / 60.0, 4, seed + 55))
        if shape[CANYON] > 0.0:
            h += shape[CANYON] * canyon(x, y, seed + 210)
        wood = 0.0
        if shape[COAST] > 0.0 and r < end and out < 0.0:
            # dunes behind the beach: a ridge that winds along it
            bend = -out - 22.0 - 16.0 * fractal(along / 90.0, 0.7, 2, seed + 71)
            h += (1.0 + 4.2 * smoothstep(-14.0, 10.0, bend) * (1.0 - 0.5 * smoothstep(10.0, 45.0, bend))) * (
                0.75 + 0.9 * fractal(along / 34.0, out / 21.0, 4, seed + 72)) * smoothstep(9.0, 26.0, -out)
        if shape[COAST] > 0.0 and r > end:
            h += 42.0 * smoothstep(0.0, 240.0, r - end) * (0.7 + fractal(x / 520.0, y / 520.0, 5, seed + 70))
        if shape[FOREST_SHARE] > 0.0 and inland > 85.0:
            patches = fractal(x / 420.0, y / 420.0, 4, seed + 100) + 0.25 * fractal(
                x / 2600.0, y / 2600.0, 2, seed + 110
            )
            want = shape[FOREST_SHARE]
            wood = smoothstep(0.75 - 1.5 * want, 0.95 - 1.5 * want, patches + 0.05) * smoothstep(85.0, 150.0, inland)
        cover[i, j] = wood
        if wood > 0.02:
            # crowns: bumps of ten metres
            best = 1.0
            u, v = x / 8.5, y / 8.5
            a, b = ti.cast(ti.floor(u), ti.i32), ti.cast(ti.floor(v), ti.i32)
            for k, m in ti.static(ti.ndrange((-1, 2), (-1, 2))):
                px = a + k + random3(a + k, b + m, seed + 120) - u
                py = b + m + random3(a + k, b + m, seed + 121) - v
                best = ti.min(best, (px * px + py * py) * (0.8 + 0.7 * random3(a + k, b + m, seed + 122)))
            h += wood * shape[FOREST_HEIGHT] * (0.45 + 0.55 * ti.sqrt(ti.max(0.0, 1.0 - best)))
        if r > start and r < end:
            h = ti.min(h, level - 3.0)
        elif end < 1e6 and r >= end:
            h = ti.max(h, level + 0.25)
        heights[i, j] = h - r * r / 12_740_000.0


@ti.kernel
def light_land(
    lit: ti.types.ndarray(), heights: ti.types.ndarray(), radii: ti.types.ndarray(), world: ti.types.ndarray(),
    top: ti.f32
):
    """Fill ``lit`` (R', A', 2): whether the sun reaches a place past the land, softly, and the open share of sky.
    ``top`` is the greatest height."""
    rows, columns = lit.shape[0], lit.shape[1]
    down, across = heights.shape[0] // rows, heights.shape[1] // columns
    light = row3(world, LIGHT)
    for i, j in ti.ndrange(rows, columns):
        k, m = i * down, j * across
        angle = -PI + (m + 0.5) * 2.0 * PI / heights.shape[1]
        r = radii[k]
        h = heights[k, m]
        p = vec3(r * ti.cos(angle), r * ti.sin(angle), h + 0.5 + 0.002 * r)
        free = 1.0
        if light.z > 0.0 and world[SUN, 0] + world[SUN, 1] + world[SUN, 2] > 0.0:
            s = ti.max(2.0, 0.02 * r)
            flat = ti.max(ti.sqrt(light.x * light.x + light.y * light.y), 1e-4)
            while s < 12_000.0 and free > 0.0:
                q = p + light * (s / flat)
                if light.z > 0.01 * flat and q.z - top > 0.01 * s + 0.25:
                    break  # above all land, and ever more so
                land = height_at(heights, radii, q.x, q.y, world)
                free = ti.min(free, 0.5 + (q.z - land) / (0.02 * s + 0.5))
                s *= 1.16
        lit[i, j, 0] = smoothstep(0.0, 1.0, free)
        open_ = 0.0
        for turn in range(6):
            way = 2.0 * PI * (turn + random3(i, j, 3)) / 6.0
            steep = 0.0
            s = ti.max(3.0, 0.03 * r)
            for _ in range(5):
                land = height_at(heights, radii, p.x + s * ti.cos(way), p.y + s * ti.sin(way), world)
                steep = ti.max(steep, (land - p.z) / s)
                s *= 2.2
            open_ += 1.0 - steep / ti.sqrt(1.0 + steep * steep)
        lit[i, j, 1] = open_ / 6.0


@ti.func
def ring_of(radii: ti.template(), r: ti.f32, world: ti.template()) -> ti.f32:
    """The row of a distance; radii grow by a constant factor."""
    return ti.math.clamp(ti.log(ti.max(r, 1e-3) / world[RADII, 0]) / world[RADII, 1], 0.0, radii.shape[0] - 1.001)


@ti.func
def bilinear2(table: ti.template(), y: ti.f32, x: ti.f32) -> ti.f32:
    i, j = ti.cast(ti.floor(y), ti.i32), ti.cast(ti.floor(x), ti.i32)
    a, b = y - i, x - j
    n = table.shape[1]
    i1 = ti.min(i + 1, table.shape[0] - 1)
    j0, j1 = wrap(j, n), wrap(j + 1, n)
    return (table[i, j0] * (1 - b) + table[i, j1] * b) * (1 - a) + (table[i1, j0] * (1 - b) + table[i1, j1] * b) * a


@ti.func
def bilinear3(table: ti.template(), y: ti.f32, x: ti.f32, k: ti.template()) -> ti.f32:
    i, j = ti.cast(ti.floor(y), ti.i32), ti.cast(ti.floor(x), ti.i32)
    a, b = y - i, x - j
    n = table.shape[1]
    i0, i1 = ti.math.clamp(i, 0, table.shape[0] - 1), ti.math.clamp(i + 1, 0, table.shape[0] - 1)
    j0, j1 = wrap(j, n), wrap(j + 1, n)
    return (table[i0, j0, k] * (1 - b) + table[i0, j1, k] * b) * (1 - a) + (
        table[i1, j0, k] * (1 - b) + table[i1, j1, k] * b
    ) * a


@ti.func
def height_at(heights: ti.template(), radii: ti.template(), x: ti.f32, y: ti.f32, world: ti.template()) -> ti.f32:
    r = ti.sqrt(x * x + y * y)
    return bilinear2(heights, ring_of(radii, r, world), column_of(vec3(x, y, 0.0), heights.shape[1]))


@ti.func
def land_hit(
    slopes: ti.template(), heights: ti.template(), radii: ti.template(), d: vec3, toss: ti.f32, world: ti.template()
) -> vec3:
    """Distance over the ground at which a ray from the eye meets the land (1e30: never), ring and column there."""
    rings, columns = slopes.shape[0], slopes.shape[1]
    flat = ti.max(ti.sqrt(d.x * d.x + d.y * d.y), 1e-6)
    s = d.z / flat
    eye = world[EYE, 2]
    place = column_of(d, columns)
    # between two columns by chance: the mean of a pixel's rays is then between them too
    j = wrap(ti.cast(ti.floor(place + toss), ti.i32), columns)
    result = vec3(1e30, 0.0, place)
    if s < 0.0 and eye < -s * radii[0]:
        result = vec3(eye / ti.max(-s, 1e-6), 0.0, place)
    elif s <= slopes[rings - 1, j]:
        low, high = 0, rings - 1
        while high - low > 1:
            middle = (low + high) // 2
            if slopes[middle, j] >= s:
                high = middle
            else:
                low = middle
        before = (heights[low, j] - eye) / radii[low]
        there = (heights[high, j] - eye) / radii[high]
        w = ti.math.clamp((s - before) / ti.max(there - before, 1e-9), 0.0, 1.0)
        r = radii[low] + (radii[high] - radii[low]) * w
        if s < 0.0 and ti.abs(heights[low, j]) < 0.03 and ti.abs(heights[high, j]) < 0.03:
            r = eye / -s
        result = vec3(r, low + w, place)
    return result


@ti.func
def ground_ahead(polar: ti.template(), slopes: ti.template(), heights: ti.template(), radii: ti.template(), d: vec3,
                 toss: ti.f32, world: ti.template()) -> vec4:
    """What ground a ray from the eye meets (0: none), the distance along it, and the ring and column of land."""
    kind, far, ring, place = 0, 1e7, 0.0, 0.0
    met = land_hit(slopes, heights, radii, d, toss, world)
    flat = ti.max(ti.sqrt(d.x * d.x + d.y * d.y), 1e-6)
    if met.x < 1e29:
        kind, far, ring, place = LAND, met.x / flat, met.y, met.z
    if kind == LAND and ring == 0.0 and world[WATER, 3] > 0.5:
        # the level ground underfoot ends at the water, as under a dock
        near = column_of(d, polar.shape[1])
        if met.x > by_azimuth(polar, 0, near) and met.x < by_azimuth(polar, 1, near):
            kind, far = 0, 1e7
    if world[WATER, 3] > 0.5 and d.z < -1e-5:
        t = (world[EYE, 2] - world[WATER, 0]) / -d.z
        position = column_of(d, polar.shape[1])
        reach = t * flat
        if t < far and reach > by_azimuth(polar, 0, position) and reach < by_azimuth(polar, 1, position):
            kind, far = LAKE, t
    return vec4(kind, far, ring, place)


@ti.func
def land_normal(heights: ti.template(), radii: ti.template(), flat: ti.f32, ring: ti.f32, place: ti.f32) -> vec3:
    """Normal of the land ``flat`` metres away, at a ring and column, world space."""
    rings, columns = heights.shape[0], heights.shape[1]
    i = ti.math.clamp(ring, 1.0, rings - 2.0)
    k = ti.cast(i, ti.i32)
    r = radii[k]
    rise = (bilinear2(heights, i + 0.7, place) - bilinear2(heights, i - 0.7, place)) / (1.4 * (radii[k + 1] - r))
    turn = (bilinear2(heights, i, place + 0.8) - bilinear2(heights, i, place - 0.8)) / (1.6 * 2.0 * PI / columns * r)
    angle = -PI + (place + 0.5) * 2.0 * PI / columns
    out = vec3(ti.cos(angle), ti.sin(angle), 0.0)
    side = vec3(-out.y, out.x, 0.0)
    normal = (vec3(0.0, 0.0, 1.0) - out * rise - side * turn).normalized()
    return ti.select(flat < LEVEL, vec3(0.0, 0.0, 1.0), normal)
