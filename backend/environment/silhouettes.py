# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Rows of trees and ridges of hills before the sky."""

import taichi as ti

from .polar import arc_at, around, by_azimuth, column_of, glow_at, hazed
from .sampling import PI, random3, smoothstep, tile2, vec3, wrap


@ti.func
def tree_color(
    noise: ti.template(),
    along: ti.f32,
    z: ti.f32,
    total: ti.f32,
    spacing: ti.f32,
    height: ti.f32,
    conifers: ti.f32,
    seed: ti.i32,
    out: vec3,
    light: vec3,
    sun: vec3,
    sky: vec3,
    albedo: vec3,
) -> ti.math.vec4:
    """Colour and coverage of a row of trees at ``along``, ``z`` metres; ``out`` points to the viewer."""
    best, hit = -1.0, 0.0
    color = vec3(0.0)
    side = vec3(-out.y, out.x, 0.0)
    cells = ti.cast(ti.round(total / spacing), ti.i32)
    ragged = tile2(noise, around(along, total, 9.0), z / 9.0, 1)
    fine = tile2(noise, around(along, total, 2.3), z / 2.3, 1)
    middle = ti.cast(ti.floor(along / spacing), ti.i32)
    for offset in range(-3, 4):
        cell = wrap(middle + offset, cells)
        tall = height * (0.5 + 0.6 * random3(cell, seed, 1))
        center = (middle + offset + 0.15 + 0.7 * random3(cell, seed, 2)) * spacing
        v = z / ti.max(tall, 0.1)
        front = random3(cell, seed, 3)
        if v < 1.1 and front > best:
            conifer = random3(cell, seed, 4) < conifers
            half = 0.0
            if conifer:
                zigzag = v * 11.0 + random3(cell, seed, 5)
                half = (
                    tall
                    * (0.17 + 0.06 * random3(cell, seed, 6))
                    * ti.max(0.0, 1.0 - v) ** 0.85
                    * (0.72 + 0.4 * (1.0 - (zigzag - ti.floor(zigzag))))
                    + 0.05
                )
                half *= 1.0 + 0.28 * fine
            else:
                q = (v - 0.52) / 0.5
                half = tall * (0.30 + 0.08 * random3(cell, seed, 6)) * ti.sqrt(ti.max(0.0, 1.0 - q * q))
                half *= 1.0 + 0.20 * ragged + 0.13 * fine
            u = (along - center) / ti.max(half, 0.02)
            if v > 1.0:
                u = 2.0
            if ti.abs(u) < 1.0:
                best, hit = front, 1.0
                bulge = ti.sqrt(1.0 - u * u)
                n = (side * u + out * bulge + vec3(0.0, 0.0, 1.0) * (0.35 + 0.5 * (v - 0.4))).normalized()
                n = (n + vec3(fine, ragged, 0.6 * fine) * 0.28).normalized()
                tone = (0.62 + 0.55 * random3(cell, seed, 8)) * ti.exp(0.33 * fine + 0.22 * ragged)
                hue = random3(cell, seed, 9) - 0.5
                local = albedo * vec3(1.0 + 0.5 * hue, 1.0 + 0.15 * hue, 1.0 - 0.2 * hue)
                if conifer:
                    local = local * vec3(0.62, 0.78, 0.95)
                depth = 0.35 + 0.65 * smoothstep(0.0, 0.7, v)
                lit = sun * (ti.max(n.dot(light), 0.0) * 0.85 + 0.12 * ti.max(-out.dot(light), 0.0)) * depth
                color = local * tone * (lit + sky * (0.35 + 0.4 * n.z) * depth) * (1.0 / PI) * 1.5
    return ti.math.vec4(color.x, color.y, color.z, hit)


@ti.func
def backdrop(
    noise: ti.template(),
    polar: ti.template(),
    layers: ti.template(),
    horizon: ti.template(),
    d: vec3,
    eye: ti.f32,
    limit: ti.f32,
    light: vec3,
    sun: vec3,
    sky: vec3,
    haze: vec3,
    seed: ti.i32,
) -> ti.math.vec4:
    """Silhouettes nearer than ``limit`` towards ``d``: colour and coverage, nearest last."""
    result = ti.math.vec4(0.0)
    position = column_of(d, polar.shape[1])
    flat = ti.sqrt(ti.max(d.x * d.x + d.y * d.y, 1e-8))
    slope = d.z / flat
    out = vec3(-d.x / flat, -d.y / flat, 0.0)
    glow = glow_at(horizon, d)
    for index in range(layers.shape[0]):
        height = by_azimuth(polar, 2 + 3 * index, position)
        distance = by_azimuth(polar, 1 + 3 * index, position)
        if height > 0.01 and distance < limit:
            kind = ti.cast(layers[index, 0], ti.i32)
            albedo = vec3(layers[index, 1], layers[index, 2], layers[index, 3])
            # the planet's curve lowers what is far
            z = eye + slope * distance + distance * distance / 12_720_000.0
            total = layers[index, 6]
            along = arc_at(polar, 3 + 3 * index, position, total)
            if kind == 1:
                if z < height * 1.2 and z > -1.5:
                    tree = tree_color(
                        noise,
                        along,
                        z,
                        total,
                        layers[index, 4],
                        height,
                        layers[index, 5],
                        seed + 17 * index,
                        out,
                        light,
                        sun,
                        sky,
                        albedo,
                    )
                    undergrowth = 0.8 + 0.35 * tile2(noise, around(along, total, 23.0), 0.3, 1) * 2.0
                    covered = tree.w
                    color = vec3(tree.x, tree.y, tree.z)
                    if z < undergrowth and covered < 0.5:
                        covered = 1.0
                        bush = tile2(noise, around(along, total, 5.0), z / 5.0, 1)
                        shore = smoothstep(0.45, 0.1, z)
                        color = (
                            (albedo * (1.0 - shore) + vec3(0.10, 0.085, 0.06) * shore)
                            * ti.exp(0.4 * bush)
                            * (sun * ti.max(out.dot(light), 0.0) * 0.4 + sky * 0.4)
                            * (1.0 / PI)
                        )
                    if covered > 0.5:
                        color = hazed(color, distance, haze, glow)
                        result = ti.math.vec4(color.x, color.y, color.z, 1.0)
            else:
                reach = ti.min(900.0, distance * 0.25)
                bumps = tile2(noise, around(along, total, reach), z / reach, 1)
                if z < height + 5.0 * bumps * ti.min(1.0, height / 40.0):
                    gradient = (
                        by_azimuth(polar, 2 + 3 * index, position + 3.0)
                        - by_azimuth(polar, 2 + 3 * index, position - 3.0)
                    ) / (6.0 * 2.0 * PI / polar.shape[1] * distance)
                    side = vec3(out.y, -out.x, 0.0)
                    n = (
                        out * 0.55
                        + vec3(0.0, 0.0, 1.0)
                        + side * gradient * 0.8
                        + side * tile2(noise, around(along, total, 1.6 * reach), 1.3 * z / reach, 0) * 0.35
                        + out * bumps * 0.2
                    ).normalized()
                    color = albedo * ti.exp(0.18 * bumps) * (sun * ti.max(n.dot(light), 0.0) + sky * 0.75) * (1.0 / PI)
                    color = hazed(color, distance, haze, glow)
                    result = ti.math.vec4(color.x, color.y, color.z, 1.0)
    return result
