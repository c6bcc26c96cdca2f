# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Cumulus: what the clouds are made of, and rays marched through them.

Cumulus density follows the modelling of Schneider (Nubis, SIGGRAPH 2015, 2017): a weather map gives
each cloud its outline and depth, cellular noise erodes it. Light is single scattering with
self-shadowing plus the octave approximation of many orders of Wrenninge et al. 2013.

Marching a map has two passes: rays on a grid of half the width, then, in pixels where the grid's
neighbours differ (edges, creases), rays of their own.
"""

import taichi as ti

from .sampling import PI, direction, smoothstep, tile2, tile3, vec3, wrap

#: Planet radius, m, and the layers' altitudes above ground.
RADIUS = 6_360_000.0
BASE = 1250.0
DEPTH = 1500.0
#: Extinction inside cumulus, per metre.
DENSITY = 0.05
MAXIMUM_DISTANCE = 60_000.0
#: Rays are marched until this share of the light is left.
OPAQUE = 0.02
#: Relative difference of neighbours on the coarse grid above which a pixel is marched on its own.
CONTRAST = 0.14

#: Rays in such a pixel where clouds end; within them one is enough.
RAYS = 2

#: What a ray meets: radiance times coverage, coverage, distance times coverage.
march5 = ti.types.vector(5, ti.f32)


@ti.func
def shell_distance(d: vec3, altitude: ti.f32) -> ti.f32:
    """Distance along ``d`` from the ground to ``altitude`` on the round planet."""
    b = RADIUS * d.z
    return -b + ti.sqrt(b * b + 2.0 * RADIUS * altitude + altitude * altitude)


@ti.func
def weather(noise: ti.template(), x: ti.f32, y: ti.f32, threshold: ti.f32) -> ti.f32:
    """Share of the way from a cloud's outline (0) to the middle of the largest (1); below 0 outside."""
    value = 0.72 * tile2(noise, x / 16_000.0, y / 16_000.0, 1) + 0.28 * tile2(
        noise, 0.8 * x / 57_000.0 + 0.6 * y / 57_000.0, 0.8 * y / 57_000.0 - 0.6 * x / 57_000.0, 2)
    return (value - threshold) / ti.max(1.0 - threshold, 0.05)


@ti.func
def outline(cover: ti.f32, height: ti.f32) -> ti.f32:
    """Vertical profile of a cloud at ``height`` metres above the base: flat below, domed above."""
    top = 160.0 + (DEPTH - 200.0) * smoothstep(0.0, 1.1, cover)
    h = height / top
    return ti.min(1.0, 0.25 + cover * 2.2) * smoothstep(0.0, 0.13, h) * ti.max(0.0, 1.0 - h * h)


@ti.func
def depth_within(billows: ti.template(), p: vec3, height: ti.f32, cover: ti.f32, detail: ti.i32) -> ti.f32:
    """How far inside the cloud ``p`` (metres, ``height`` above the base) is: below 0 outside, about -1 far away."""
    profile = outline(cover, height)
    value = -0.5
    if profile > 0.0:
        value = profile + tile3(billows, p / 2100.0) - 0.88
        if detail == 1 and value > 0.0 and value < 0.6:
            fine = tile3(billows, vec3(p.y, p.z, p.x) / 610.0)
            value -= (1.0 - fine) * 0.32 * (1.0 - value)
    return value


@ti.func
def density(value: ti.f32) -> ti.f32:
    """Relative density 0..1 at a depth within (:func:`depth_within`)."""
    return ti.math.clamp(value * 2.4, 0.0, 1.0)


@ti.func
def henyey(g: ti.f32, mu: ti.f32) -> ti.f32:
    return (1.0 - g * g) / (4.0 * PI * (1.0 + g * g - 2.0 * g * mu) ** 1.5)


@ti.func
def light_depth(noise: ti.template(), billows: ti.template(), p: vec3, base: ti.f32, light: vec3,
                offset: vec3, threshold: ti.f32) -> ti.f32:
    """Optical depth from ``p`` towards the light, by six steps that lengthen."""
    depth = 0.0
    step = 45.0
    q = p
    for _ in range(6):
        q += light * step
        height = q.z - base
        if height < DEPTH:
            cover = weather(noise, q.x + offset.x, q.y + offset.y, threshold)
            if cover > 0.0:
                depth += density(depth_within(billows, q + offset, height, cover, 0)) * step
        step *= 1.6
    return depth * DENSITY


@ti.kernel
def trace_sun(noise: ti.types.ndarray(), billows: ti.types.ndarray(), light: vec3, offsets: ti.types.ndarray(),
              threshold: ti.f32, depths: ti.types.ndarray()):
    """Optical depth of cumulus between the ground's origin and the light for each offset (N, 3)."""
    for i in range(depths.shape[0]):
        offset = vec3(offsets[i, 0], offsets[i, 1], offsets[i, 2])
        near = shell_distance(light, BASE)
        far = ti.min(shell_distance(light, BASE + DEPTH), MAXIMUM_DISTANCE)
        steps = 96
        length = (far - near) / steps
        depth = 0.0
        for step in range(steps):
            s = near + (step + 0.5) * length
            p = light * s
            height = ti.sqrt((RADIUS + p.z) ** 2 + p.x * p.x + p.y * p.y) - RADIUS - BASE
            cover = weather(noise, p.x + offset.x, p.y + offset.y, threshold)
            if cover > 0.0:
                q = vec3(p.x, p.y, height + BASE) + offset
                depth += density(depth_within(billows, q, height, cover, 0)) * length
        depths[i] = depth * DENSITY


@ti.func
def march(noise: ti.template(), billows: ti.template(), d: vec3, jitter: ti.f32, light: vec3, sun_above: vec3,
          ambient_top: vec3, ambient_bottom: vec3, offset: vec3, threshold: ti.f32) -> march5:
    """Clouds towards ``d``. Steps are short in and about clouds, long where the next cloud is far."""
    near = shell_distance(d, BASE)
    far = ti.min(shell_distance(d, BASE + DEPTH), near + 26_000.0)
    mu = d.dot(light)
    opacity, cloud, where = 1.0, vec3(0.0), 0.0
    # light is looked up anew only when a share of this ray's own light has gone since
    shade, fresh = 0.0, 0.0
    s = near + ti.math.clamp(0.0015 * near, 14.0, 60.0) * jitter
    while s < far and opacity > OPAQUE:
        fine = ti.math.clamp(0.0015 * s, 14.0, 60.0)
        length = fine
        p = d * s
        altitude = ti.sqrt((RADIUS + p.z) ** 2 + p.x * p.x + p.y * p.y) - RADIUS
        rise = altitude - BASE
        cover = weather(noise, p.x + offset.x, p.y + offset.y, threshold)
        if cover <= 0.0:
            length = fine - 130.0 * ti.max(cover, -3.0)
            fresh = 0.0
        else:
            q = vec3(p.x, p.y, altitude)
            value = depth_within(billows, q + offset, rise, cover, 1)
            rho = density(value)
            if value < -0.1:
                length = fine - 90.0 * (value + 0.1)
            if rho > 0.004:
                if fresh <= 0.0:
                    shade = light_depth(noise, billows, q, BASE, light, offset, threshold)
                    fresh = 0.30
                direct = 0.0
                strength, thin, narrow = 1.0, 1.0, 1.0
                for _order in range(4):
                    phase = 0.75 * henyey(0.82 * narrow, mu) + 0.25 * henyey(-0.25 * narrow, mu)
                    direct += strength * phase * ti.exp(-shade * thin)
                    strength *= 0.62
                    thin *= 0.33
                    narrow *= 0.55
                # powder: fresh edges facing the light have fewer orders yet
                powder = 1.0 - 0.55 * ti.exp(-(shade + rho * 0.6) * 2.0) * (0.5 - 0.5 * mu)
                h = ti.math.clamp(rise / (DEPTH * 0.6), 0.0, 1.0)
                around = ti.math.mix(ambient_bottom, ambient_top, 0.25 + 0.75 * ti.sqrt(h))
                source = sun_above * direct * powder * 1.75 + around * (0.45 + 0.4 * ti.exp(-rho * 2.0))
                passed = ti.exp(-rho * DENSITY * length)
                cloud += source * opacity * (1.0 - passed)
                where += s * opacity * (1.0 - passed)
                opacity *= passed
                fresh -= rho * DENSITY * length
        s += length
    covered = 1.0 - opacity
    # what little is left behind an opaque cloud is more of the cloud
    whole = ti.select(opacity <= OPAQUE, 1.0 / covered, 1.0)
    return march5(cloud.x, cloud.y, cloud.z, covered, where) * whole


@ti.func
def gradient_noise(row: ti.i32, column: ti.i32) -> ti.f32:
    """Interleaved gradient noise (Jimenez, SIGGRAPH 2014), 0..1: neighbours differ evenly, unlike white noise."""
    x = 0.06711056 * column + 0.00583715 * row
    x = 52.9829189 * (x - ti.floor(x))
    return x - ti.floor(x)


@ti.func
def coarse_direction(row: ti.i32, column: ti.i32, height: ti.i32, width: ti.i32) -> vec3:
    """Where the grid of half the width looks: the corner that four pixels share."""
    return direction(2.0 * row + 1.0, 2.0 * column + 1.0, height, width)


@ti.kernel
def render_coarse(grid: ti.types.ndarray(), first: ti.i32, last: ti.i32, width: ti.i32, height: ti.i32,
                  noise: ti.types.ndarray(), billows: ti.types.ndarray(), light: vec3, sun_above: vec3,
                  ambient_top: vec3, ambient_bottom: vec3, offset: vec3, threshold: ti.f32):
    """Fill rows of ``grid`` (H / 4, W / 2, 5) with marched rays for a map of ``width`` x ``height``."""
    for row, column in ti.ndrange((first, last), width // 2):
        d = coarse_direction(row, column, height, width)
        seen = march5(0.0)
        if shell_distance(d, BASE) < MAXIMUM_DISTANCE:
            seen = march(noise, billows, d, gradient_noise(row, column), light, sun_above, ambient_top,
                         ambient_bottom, offset, threshold)
        for k in ti.static(range(5)):
            grid[row, column, k] = seen[k]


@ti.func
def cumulus_at(grid: ti.template(), row: ti.i32, column: ti.i32, width: ti.i32, height: ti.i32,
               noise: ti.template(), billows: ti.template(), light: vec3, sun_above: vec3, ambient_top: vec3,
               ambient_bottom: vec3, offset: vec3, threshold: ti.f32, weight: ti.f32) -> march5:
    """Clouds in one pixel: between four coarse rays where they agree, else the mean of rays of its own.

    ``weight`` is the share of the clouds' light that gets through the haze.
    """
    rows, columns = grid.shape[0], grid.shape[1]
    fy, fx = 0.5 * row - 0.25, 0.5 * column - 0.25
    i, j = ti.cast(ti.floor(fy), ti.i32), ti.cast(ti.floor(fx), ti.i32)
    a, b = fy - i, fx - j
    result = march5(0.0)
    low, high = march5(1e9), march5(0.0)
    for di, dj in ti.static(ti.ndrange(2, 2)):
        u, v = ti.math.clamp(i + di, 0, rows - 1), wrap(j + dj, columns)
        seen = march5(0.0)
        for k in ti.static(range(5)):
            seen[k] = grid[u, v, k]
        low, high = ti.min(low, seen), ti.max(high, seen)
        result += seen * (a if di else 1.0 - a) * (b if dj else 1.0 - b)
    differ = ti.max((high[1] - low[1]) / (high[1] + 0.3 * ambient_top.y), high[3] - low[3])
    if differ * weight > CONTRAST:
        result = march5(0.0)
        jitter = gradient_noise(row, column)
        rays = ti.select(low[3] > 0.95, 1, RAYS)
        for ray in range(rays):
            place = (ray + 0.5) / rays
            w = jitter + place
            d = direction(row + place, column + place, height, width)
            result += march(noise, billows, d, w - ti.floor(w), light, sun_above, ambient_top, ambient_bottom, offset,
                            threshold) / rays
    return result
