# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""The ground kernel: silhouettes before the sky, and below the horizon ground, water and a dock.

Each pixel is the mean of a few jittered rays, or of more where those few differ.
"""

import taichi as ti

from .dock import deck_color, post_hit, wood_color
from .land import land_color
from .polar import by_azimuth, column_of, glow_at, hazed
from .sampling import PI, direction, lattice, random3, smoothstep, tile2, vec2, vec3
from .silhouettes import backdrop
from .water import water_color

#: Rays in every pixel; rays in pixels where the first differ by more than the contrast, relative to their mean.
FEWEST, MOST = 3, 5
CONTRAST = 0.08


@ti.kernel
def render_scenery(
    image: ti.types.ndarray(),
    heaven: ti.types.ndarray(),
    upper: ti.types.ndarray(),
    horizon: ti.types.ndarray(),
    first: ti.i32,
    last: ti.i32,
    width: ti.i32,
    height: ti.i32,
    noise: ti.types.ndarray(),
    tile: ti.types.ndarray(),
    polar: ti.types.ndarray(),
    layers: ti.types.ndarray(),
    light: vec3,
    sun: vec3,
    sky: vec3,
    haze: vec3,
    size: ti.f32,
    relief: ti.f32,
    dark: vec3,
    pale: vec3,
    look: ti.math.vec4,
    level: ti.f32,
    waves: ti.f32,
    swell: ti.f32,
    body: vec3,
    dock: vec3,
    wood: vec3,
    eye_height: ti.f32,
    nearest: ti.f32,
    seed: ti.i32,
):
    """Fill rows of ``image`` (H, W, 3) from ``heaven``, the sky (H, W, 4); ``upper`` (H/2, W, 3) is mirrored.

    ``horizon`` (N, 3) is the bare sky's radiance just above the horizon by azimuth, the colour of haze.
    ``nearest`` is the least distance of any silhouette, metres.
    """
    for row, column in ti.ndrange((first, last), width):
        total = vec3(0.0)
        count, wanted = 0, FEWEST
        low, high = 1e9, 0.0
        turn_u, turn_w = random3(row, column, seed), random3(row, column, seed + 1)
        turn_1, turn_2 = random3(row, column, seed + 2), random3(row, column, seed + 3)
        while count < wanted:
            d = direction(row + lattice(turn_u, 0.754878, count), column + lattice(turn_w, 0.569840, count),
                          height, width)
            color = vec3(0.0)
            position = column_of(d, polar.shape[1])
            start = by_azimuth(polar, polar.shape[0] - 1, position)
            end = by_azimuth(polar, 0, position)
            eye = vec3(0.0, 0.0, eye_height)
            limit = 1e9
            flat = ti.max(ti.sqrt(d.x * d.x + d.y * d.y), 1e-6)
            done = False
            if d.z < -1e-5:
                post = ti.math.vec4(1e9, 0.0, 0.0, 0.0)
                if dock.x > 0.0:
                    post = post_hit(eye, d, dock)
                t = eye_height / -d.z
                p = eye + d * t
                footprint = t * PI / height
                if dock.x > 0.0 and ti.abs(p.x) < dock.x and p.y > dock.y and p.y < dock.z and post.x > t:
                    color = deck_color(noise, p, footprint, dock, light, sun, sky, wood, seed)
                    done = True
                elif post.x < 1e8:
                    q = eye + d * post.x
                    if q.z > level:
                        normal = vec3(post.y, post.z, post.w)
                        lit = sun * ti.max(normal.dot(light), 0.0) + sky * (0.5 + 0.5 * normal.z)
                        color = wood_color(noise, q, normal, wood) * lit * (1.0 / PI)
                        done = True
                if not done:
                    ground = t
                    lowered = (eye_height - level) / -d.z
                    reach = lowered * flat
                    if reach > start and reach < end:
                        limit = reach
                        p = eye + d * lowered
                        footprint = lowered * PI / height / ti.max(-d.z, 0.08) ** 0.5
                        color = water_color(
                            noise,
                            upper,
                            polar,
                            p,
                            d,
                            reach,
                            footprint,
                            waves,
                            swell,
                            body,
                            light,
                            sun,
                            sky,
                            dock,
                            wood,
                            eye_height,
                            ti.select(start > 0.0, ti.min(reach - start, end - reach), end - reach),
                            vec2(turn_1, turn_2),
                            count,
                        )
                        if start > 1.0:
                            # the last wave runs up the sand
                            foam = smoothstep(1.2, 0.1, reach - start) * smoothstep(
                                -0.2, 0.9, tile2(noise, p.x / 3.0, p.y / 3.0, 1) + 0.5
                            )
                            color = color * (1.0 - 0.8 * foam) + (sun * light.z + sky) * 0.62 / PI * 0.8 * foam
                    else:
                        limit = t * flat
                        wet = smoothstep(2.6, 0.2, start - limit) * smoothstep(-0.5, 0.0, start - limit)
                        p = eye + d * ground
                        footprint = ground * PI / height / ti.max(-d.z, 0.05)
                        color = land_color(
                            noise,
                            tile,
                            p,
                            d,
                            limit,
                            footprint,
                            size,
                            relief,
                            dark,
                            pale,
                            look,
                            light,
                            sun,
                            sky,
                            upper,
                            wet,
                        )
                    color = hazed(color, limit, haze, glow_at(horizon, d))
            else:
                color = vec3(heaven[row, column, 0], heaven[row, column, 1], heaven[row, column, 2])
            if not done and limit > nearest:
                front = backdrop(noise, polar, layers, horizon, d, eye_height, limit, light, sun, sky, haze, seed)
                if front.w > 0.5:
                    color = vec3(front.x, front.y, front.z)
            total += color
            low, high = ti.min(low, color.y), ti.max(high, color.y)
            count += 1
            if count == FEWEST and high - low > CONTRAST * (total.y / FEWEST + 0.01):
                wanted = MOST
        for k in ti.static(range(3)):
            image[row, column, k] = total[k] / count
