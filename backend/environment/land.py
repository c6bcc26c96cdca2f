# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Plain ground: a relief tile near the eye, patches and standing blades far away."""

import taichi as ti

from .polar import heavens
from .sampling import PI, random3, smoothstep, tile2, vec3


@ti.func
def land_color(
    noise: ti.template(),
    tile: ti.template(),
    p: vec3,
    d: vec3,
    distance: ti.f32,
    footprint: ti.f32,
    size: ti.f32,
    relief: ti.f32,
    dark: vec3,
    pale: vec3,
    look: ti.math.vec4,
    light: vec3,
    sun: vec3,
    sky: vec3,
    upper: ti.template(),
    wet: ti.f32,
) -> vec3:
    """Radiance of plain ground. ``look``: patchiness, gloss, tufts, sparkle."""
    q = p
    near = ti.math.clamp(2.2 * size / 1024.0 * 6.0 / footprint, 0.0, 1.0)
    if near > 0.25 and relief > 0.0:
        # march through the relief, then one secant step
        top = relief
        start = q - d * (top / -d.z)
        steps = 20
        advance = d * (top / -d.z / steps)
        last = top
        for step in range(steps):
            r = start + advance * (step + 1.0)
            above = r.z - tile2(tile, r.x / size, r.y / size, 0) * relief
            if above < 0.0:
                q = r - advance * (-above / ti.max(last - above, 1e-6))
                break
            last = above
    e = ti.max(size / 1024.0, footprint * 0.5)
    h = tile2(tile, q.x / size, q.y / size, 0)
    hx = tile2(tile, (q.x + e) / size, q.y / size, 0) - h
    hy = tile2(tile, q.x / size, (q.y + e) / size, 0) - h
    broad_x = tile2(noise, (p.x + 0.9) / 61.0, p.y / 61.0, 0) - tile2(noise, p.x / 61.0, p.y / 61.0, 0)
    broad_y = tile2(noise, p.x / 61.0, (p.y + 0.9) / 61.0, 0) - tile2(noise, p.x / 61.0, p.y / 61.0, 0)
    n = vec3(-hx * relief / e * near - 0.15 * broad_x, -hy * relief / e * near - 0.15 * broad_y, 1.0)
    n = n.normalized()
    tint = tile2(tile, q.x / size, q.y / size, 1)
    tint = 0.5 + (tint - 0.5) * near + 0.12 * tile2(noise, p.x / 11.0, p.y / 11.0, 1) * (1.0 - 0.6 * near)
    patch = 0.6 * tile2(noise, p.x / 37.0, p.y / 37.0, 0) + 0.6 * tile2(noise, p.y / 310.0, p.x / 310.0, 0)
    albedo = (dark + (pale - dark) * ti.math.clamp(tint, 0.0, 1.0)) * ti.exp(look.x * 0.8 * patch)
    if look.z > 0.0:
        # far blades stand up: their noise lives in azimuth and log distance, taller the nearer
        angle = ti.atan2(d.y, d.x) / (2.0 * PI)
        depth = ti.log(distance)
        level = ti.floor(depth * 2.0)
        blend = depth * 2.0 - level
        a = tile2(noise, angle * 9.0 + level * 0.37, depth * 1.3, 1)
        b = tile2(noise, angle * 9.0 + (level + 1.0) * 0.37, depth * 1.3, 1)
        c = tile2(noise, angle * 31.0, depth * 2.9, 1)
        albedo *= ti.exp(look.z * (0.55 * (a * (1.0 - blend) + b * blend) + 0.4 * c) * (1.0 - near) * 0.8)
    albedo *= 1.0 - 0.55 * wet
    deep = ti.min(1.0, 20.0 * relief / size)
    hollow = 1.0 - 0.55 * near * (1.0 - smoothstep(0.0, 0.6, h)) * deep
    # low sun: relief shades itself; blades also pass light through
    shade = ti.math.mix(1.0, smoothstep(-0.15, 0.5, h - 0.3 + light.z), near * deep)
    cosine = ti.max(n.dot(light), 0.0)
    if look.z > 0.0:
        cosine = 0.55 * cosine + 0.28 * ti.max(light.z, 0.0) + 0.17 * ti.max(0.0, d.dot(light)) * (0.3 + light.z)
    color = albedo * (sun * cosine * shade + sky * hollow) * (1.0 / PI)
    gloss = look.y + 0.03 * wet
    if gloss > 0.0:
        r = d - 2.0 * d.dot(n) * n
        r.z = ti.abs(r.z) + 0.02
        fresnel = gloss + (0.35 + 0.5 * wet) * gloss / 0.04 * (1.0 - ti.max(-d.dot(n), 0.0)) ** 5
        color += heavens(upper, r.normalized()) * ti.min(fresnel, 0.9)
    if look.w > 0.0 and distance < 25.0:
        grain = random3(ti.cast(ti.floor(p.x * 160.0), ti.i32), ti.cast(ti.floor(p.y * 160.0), ti.i32), 5)
        if grain > 0.9985:
            color += sun * 0.35 * near
    return color
