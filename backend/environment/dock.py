# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""A wooden dock: planks across, posts along both sides."""

import taichi as ti

from .sampling import PI, random3, smoothstep, tile2, vec3

#: Spacing and radius of the posts, width of a plank and its gap, metres.
DOCK_POST = 2.6
POST_RADIUS = 0.095
PLANK = 0.142



@ti.func
def post_hit(o: vec3, d: vec3, dock: vec3) -> ti.math.vec4:
    """Nearest dock post along a ray: distance (1e9 for none) and the outward normal."""
    best, normal = 1e9, vec3(0.0)
    a = d.x * d.x + d.y * d.y
    count = ti.cast((dock.z - dock.y) / DOCK_POST, ti.i32) + 1
    for row in range(2):
        cx = (1.0 - 2.0 * row) * (dock.x + POST_RADIUS * 0.8)
        # only those posts whose row the ray crosses beside them
        shear = d.y / ti.select(ti.abs(d.x) < 1e-6, 1e-6, d.x)
        y0, y1 = o.y + (cx - POST_RADIUS - o.x) * shear, o.y + (cx + POST_RADIUS - o.x) * shear
        start = (dock.z - 0.12 - POST_RADIUS - ti.max(y0, y1)) / DOCK_POST
        stop = (dock.z - 0.12 + POST_RADIUS - ti.min(y0, y1)) / DOCK_POST
        first = ti.cast(ti.ceil(ti.math.clamp(start, 0.0, 1e4)), ti.i32)
        last = ti.cast(ti.floor(ti.math.clamp(stop, -1.0, 1e4)), ti.i32)
        for number in range(first, ti.min(last + 1, count)):
            cy = dock.z - 0.12 - number * DOCK_POST
            top = 0.42 if number % 2 == 1 else 0.62
            ox, oy = o.x - cx, o.y - cy
            b = ox * d.x + oy * d.y
            c = ox * ox + oy * oy - POST_RADIUS * POST_RADIUS
            disc = b * b - a * c
            if disc > 0.0:
                t = (-b - ti.sqrt(disc)) / a
                z = o.z + d.z * t
                if t > 1e-4 and t < best and z < top:
                    best = t
                    normal = vec3((ox + d.x * t) / POST_RADIUS, (oy + d.y * t) / POST_RADIUS, 0.0)
                elif d.z < -1e-5 and z >= top:
                    t = (top - o.z) / d.z
                    x, y = ox + d.x * t, oy + d.y * t
                    if t > 1e-4 and t < best and x * x + y * y < POST_RADIUS * POST_RADIUS:
                        best, normal = t, vec3(0.0, 0.0, 1.0)
    return ti.math.vec4(best, normal.x, normal.y, normal.z)


@ti.func
def wood_color(noise: ti.template(), p: vec3, n: vec3, wood: vec3) -> vec3:
    """Albedo of a post: grain along z."""
    grain = tile2(noise, ti.atan2(n.y, n.x) * 0.3 + p.y * 0.13 + p.x, p.z * 0.6, 2)
    wet = 0.35 + 0.65 * smoothstep(-0.5, -0.15, p.z)
    return wood * 0.72 * ti.exp(0.22 * grain) * wet


@ti.func
def deck_color(
    noise: ti.template(),
    p: vec3,
    footprint: ti.f32,
    dock: vec3,
    light: vec3,
    sun: vec3,
    sky: vec3,
    wood: vec3,
    seed: ti.i32,
) -> vec3:
    """Radiance of the planks at ``p``; planks lie across the dock, 14.2 cm apart."""
    along = p.y / PLANK + 0.5
    number = ti.cast(ti.floor(along), ti.i32)
    f = along - number
    gap = 0.030 + 0.022 * random3(number, seed, 21)
    edge = ti.min(f, 1.0 - f)
    soft = ti.max(footprint / PLANK, 0.012) * 0.5
    solid = smoothstep(gap - soft, gap + soft, edge)
    grain = tile2(noise, p.y * 1.6 + random3(number, seed, 22) * 7.0, p.x * 0.42 + random3(number, seed, 23) * 5.0, 2)
    speck = tile2(noise, p.y * 3.1, p.x * 1.1, 1)
    fade = ti.math.clamp(0.02 / footprint, 0.0, 1.0)
    tone = 0.78 + 0.42 * random3(number, seed, 24)
    warm = random3(number, seed, 25) - 0.5
    stain = tile2(noise, p.x / 4.7, p.y / 4.7, 0)
    albedo = wood * tone * ti.exp((0.20 * grain + 0.07 * speck) * fade - 0.10 * ti.max(stain, 0.0))
    albedo *= vec3(1.0 + 0.16 * warm, 1.0, 1.0 - 0.16 * warm)
    # two nails at each end of a plank
    reach = ti.abs(ti.abs(p.x) - (dock.x - 0.09))
    across = ti.abs(ti.abs(f - 0.5) - 0.24) * PLANK
    nail = smoothstep(0.0065 + footprint, 0.0045, ti.sqrt(reach * reach + across * across))
    albedo *= 1.0 - 0.75 * nail * fade
    tilt = 0.05 * (random3(number, seed, 26) - 0.5)
    round_ = (f - 0.5) * 2.0
    n = vec3(0.02 * speck * fade, tilt + 0.35 * round_**9 + 0.02 * grain * fade, 1.0).normalized()
    shadow = 1.0
    blocked = post_hit(vec3(p.x, p.y, 0.002), light, dock)
    if blocked.x < 1e8:
        shadow = 0.0
    corner = 0.6 + 0.4 * smoothstep(gap, gap + 0.08, edge)
    lit = sun * ti.max(n.dot(light), 0.0) * shadow + sky * corner
    return albedo * lit * (1.0 / PI) * solid + albedo * sky * 0.018 * (1.0 - solid)
