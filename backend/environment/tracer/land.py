# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""How the ground looks: its relief underfoot; grass, rock, snow and woods by slope and height far away."""

import taichi as ti

from ..polar import heavens
from ..sampling import PI, random3, smoothstep, tile2, vec3
from .terrain import LEVEL
from .world import DARK, FOREST, LIGHT, LOOK, PALE, ROCKS, SNOW, SUNSIZE, row3


@ti.func
def land_color(noise: ti.template(), tile: ti.template(), p: vec3, d: vec3, base: vec3, distance: ti.f32,
               footprint: ti.f32, size: ti.f32, relief: ti.f32, world: ti.template(), sun: vec3, sky: vec3,
               upper: ti.template(), wet: ti.f32, wood: ti.f32) -> vec3:
    """Radiance of ground at ``p`` with the normal ``base``; ``sun`` is what reaches it, ``wood`` the share of trees."""
    light = row3(world, LIGHT)
    dark, pale = row3(world, DARK), row3(world, PALE)
    patchiness, gloss_, tufts, sparkle = world[LOOK, 0], world[LOOK, 1], world[LOOK, 2], world[LOOK, 3]
    q = p
    near = ti.math.clamp(2.2 * size / 1024.0 * 6.0 / footprint, 0.0, 1.0)
    if near > 0.25 and relief > 0.0:
        # march through the relief, then one secant step
        top = relief
        start = q - d * (top / ti.max(-d.z, 0.05))
        steps = 14
        advance = d * (top / ti.max(-d.z, 0.05) / steps)
        last = top
        for step in range(steps):
            r = start + advance * (step + 1.0)
            above = r.z - p.z - tile2(tile, r.x / size, r.y / size, 0) * relief
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
    n = vec3(-hx * relief / e * near - 0.16 * broad_x, -hy * relief / e * near - 0.16 * broad_y, 0.0)
    n = (base + n).normalized()
    tint = tile2(tile, q.x / size, q.y / size, 1)
    tint = 0.5 + (tint - 0.5) * near + 0.12 * tile2(noise, p.x / 11.0, p.y / 11.0, 1) * (1.0 - 0.6 * near)
    patch = 0.6 * tile2(noise, p.x / 37.0, p.y / 37.0, 0) + 0.6 * tile2(noise, p.y / 310.0, p.x / 310.0, 0)
    albedo = (dark + (pale - dark) * ti.math.clamp(tint, 0.0, 1.0)) * ti.exp(patchiness * 0.8 * patch)
    soft = tufts
    if tufts > 0.0:
        # far blades stand up: their noise lives in azimuth and log distance, taller the nearer
        angle = ti.atan2(d.y, d.x) / (2.0 * PI)
        depth = ti.log(distance)
        level = ti.floor(depth * 2.0)
        blend = depth * 2.0 - level
        a = tile2(noise, angle * 9.0 + level * 0.37, depth * 1.3, 1)
        b = tile2(noise, angle * 9.0 + (level + 1.0) * 0.37, depth * 1.3, 1)
        c = tile2(noise, angle * 31.0, depth * 2.9, 1)
        albedo *= ti.exp(tufts * (0.55 * (a * (1.0 - blend) + b * blend) + 0.4 * c) * (1.0 - near) * 0.8) * (
            1.0 - 0.4 * tufts * (1.0 - near))
    # far land: rock where it is steep, snow above its line, woods
    jitter = tile2(noise, p.x / 170.0, p.y / 170.0, 0) + 0.6 * tile2(noise, p.x / 31.0, p.y / 31.0, 0)
    steep = smoothstep(world[ROCKS, 3] - 0.10, world[ROCKS, 3] + 0.08, 1.0 - base.z + 0.03 * jitter)
    if distance > LEVEL and steep > 0.0:
        layer = tile2(noise, p.x / 900.0, p.z / 60.0, 1) + tile2(noise, p.x / 210.0, p.y / 210.0, 1)
        # beds of a metre and cracks, where a pixel is small enough to show them
        fine = ti.math.clamp(0.25 / (footprint * ti.max(-d.z, 0.05)) - 0.5, 0.0, 1.0) * steep
        if fine > 0.0:
            flank = p.x - p.y
            bed = tile2(noise, flank / 90.0, p.z / 11.0, 0)
            n.z -= 0.30 * fine * (tile2(noise, flank / 90.0, (p.z + 0.12) / 11.0, 0) - bed) / 0.12
            crack = tile2(noise, flank / 13.0, p.z / 70.0, 1)
            layer += fine * (1.1 * bed + 0.5 * crack - 0.4)
            n = n.normalized()
        rock = row3(world, ROCKS) * ti.exp(0.16 * layer)
        albedo = albedo * (1.0 - steep) + rock * steep
        soft *= 1.0 - steep
    snow = 0.0
    if world[SNOW, 1] > 0.0:
        line = world[SNOW, 0] + world[SNOW, 2] * jitter
        snow = smoothstep(line, line + 0.6 * world[SNOW, 2] + 1.0, p.z) * (
            1.0 - smoothstep(0.40, 0.56, 1.0 - base.z + 0.05 * jitter))
        snow *= smoothstep(40.0, 120.0, distance)
        albedo = albedo * (1.0 - snow) + vec3(0.80, 0.82, 0.85) * snow
        soft *= 1.0 - snow
    if wood > 0.0:
        keep = wood * (1.0 - 0.8 * steep)
        tone = tile2(noise, p.x / 9.0, p.y / 9.0, 1) + 0.5 * tile2(noise, p.x / 57.0, p.y / 57.0, 0)
        leaves = row3(world, FOREST) * ti.exp(0.30 * tone)
        leaves = leaves * (1.0 - 0.55 * snow) + vec3(0.55, 0.57, 0.60) * (0.55 * snow)
        albedo = albedo * (1.0 - keep) + leaves * keep
        soft = soft * (1.0 - keep) + 0.4 * keep
    if world[SUNSIZE, 3] > 0.0:
        # after rain: dark all over, and puddles where the ground is hard and lies low
        pool = 0.55 * tile2(noise, p.x / 7.3, p.y / 7.3, 0) + 0.45 * tile2(noise, p.y / 23.0, p.x / 23.0, 0)
        hard = 1.0 - smoothstep(0.02, 0.09, relief)
        pool = smoothstep(0.10, 0.22, pool - 0.9 * (1.0 - world[SUNSIZE, 3])) * hard
        wet = ti.max(wet, ti.min(1.0, world[SUNSIZE, 3] * (0.35 + 0.30 * hard) + pool * 0.5))
    albedo *= 1.0 - 0.65 * ti.min(wet * 1.6, 1.0)
    # what is wet is smooth
    n = (n + (base - n) * (0.9 * wet)).normalized()
    deep = ti.min(1.0, 20.0 * relief / size)
    hollow = 1.0 - 0.55 * near * (1.0 - smoothstep(0.0, 0.6, h)) * deep
    # low sun: relief shades itself; blades also pass light through
    shade = ti.math.mix(1.0, smoothstep(-0.15, 0.5, h - 0.3 + light.z), near * deep)
    cosine = ti.max(n.dot(light), 0.0)
    if soft > 0.0:
        wrapped = 0.55 * cosine + 0.28 * ti.max(light.z, 0.0) + 0.17 * ti.max(0.0, d.dot(light)) * (0.3 + light.z)
        cosine = cosine + (wrapped - cosine) * ti.min(1.0, soft * 2.0)
    color = albedo * (sun * cosine * shade + sky * hollow) * (1.0 / PI)
    # between blades and stones no film lies
    wet *= 1.0 - smoothstep(0.065, 0.095, relief)
    gloss = gloss_ + 0.03 * wet
    if gloss > 0.0:
        r = d - 2.0 * d.dot(n) * n
        # what is dry is rough: it mirrors a wide piece of sky, weakly
        r.z = ti.abs(r.z) + 0.02 + 0.25 * (1.0 - wet) ** 2
        grazing = (1.0 - ti.max(-d.dot(n), 0.0)) ** 5
        # a film of water mirrors as water does, where it lies
        fresnel = gloss + 0.20 * gloss / 0.04 * grazing * (1.0 - wet) + wet * (0.018 + 0.9 * grazing)
        color += heavens(upper, r.normalized()) * ti.min(fresnel, 0.9)
    if sparkle > 0.0 and distance < 25.0:
        grain = random3(ti.cast(ti.floor(p.x * 160.0), ti.i32), ti.cast(ti.floor(p.y * 160.0), ti.i32), 5)
        if grain > 0.9985:
            color += sun * 0.35 * near
    return color
