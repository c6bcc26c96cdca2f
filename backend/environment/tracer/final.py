# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""The finished picture: rays of a list of pixels are traced, shaded, and added up, one ray a pixel at a time.

Three kernels, with rays traced and surfaces described in between: :func:`aim` sends a ray and finds the ground it
would meet, :func:`prepare` says which further rays it needs where it ends, :func:`compose` what light comes back.
"""

import taichi as ti

from ..polar import by_azimuth, column_of, glow_at, hazed
from ..sampling import PI, around, bell, direction, lattice, random3, smoothstep, tile2, vec2, vec3, vec4, wrap
from ..water import water_color
from .land import land_color
from .light import NEAR_GROUND, frame_of, lifted, light_at, outside, put_ray, way_to
from .shapes import MISS
from .terrain import LAKE, LAND, bilinear3, ground_ahead, land_normal, ring_of
from .world import AVERAGE, BODY, EYE, GROUND, HAZE, LIGHT, SKY, SUN, SUNSIZE, WATER, row3

#: Land this near may lie in the shadow of shapes, metres.
SHADED = 400.0
#: Waves longer than this break on a beach, metres: those of the sea.
SURF = 8.0


@ti.kernel
def aim(pixels: ti.types.ndarray(), count: ti.i32, index: ti.i32, height: ti.i32, width: ti.i32, seed: ti.i32,
        rays: ti.types.ndarray(), ground: ti.types.ndarray(), polar: ti.types.ndarray(), slopes: ti.types.ndarray(),
        heights: ti.types.ndarray(), radii: ti.types.ndarray(), world: ti.types.ndarray()):
    """Ray number ``index`` of each listed pixel: its way, and what ground ends it."""
    for i in range(count):
        row, column = pixels[i] // width, pixels[i] % width
        u = lattice(random3(row, column, seed), 0.754878, index)
        w = lattice(random3(row, column, seed + 1), 0.569840, index)
        d = direction(row + u, column + w, height, width)
        eye = row3(world, EYE)
        met = vec4(0.0, 1e7, 0.0, 0.0)
        if world[GROUND, 3] > 0.5:
            met = ground_ahead(polar, slopes, heights, radii, d, lattice(w + u, 0.381966, index), world)
        put_ray(rays, i, eye, d, 0.0, met[1])
        for k in ti.static(range(4)):
            ground[i, k] = met[k]


@ti.kernel
def prepare(count: ti.i32, index: ti.i32, seed: ti.i32, rays: ti.types.ndarray(), hits: ti.types.ndarray(),
            ground: ti.types.ndarray(), looks: ti.types.ndarray(), sunward: ti.types.ndarray(),
            mirror: ti.types.ndarray(), noise: ti.types.ndarray(), world: ti.types.ndarray()):
    """The rays to the sun and into the mirror that are needed where each ray ends."""
    for i in range(count):
        o, d = vec3(rays[i, 0], rays[i, 1], rays[i, 2]), vec3(rays[i, 3], rays[i, 4], rays[i, 5])
        light = row3(world, LIGHT)
        a, b = frame_of(light)
        spread = world[SUNSIZE, 0]
        u = lattice(random3(i, 3, seed + 5), 0.754878, index) - 0.5
        v = lattice(random3(i, 4, seed + 6), 0.569840, index) - 0.5
        light = (light + spread * (a * u + b * v)).normalized()
        sunny = world[SUN, 0] + world[SUN, 1] + world[SUN, 2] > 0.0
        p, n, far, near, wide = o, light, 0.0, 0.0, 0.0
        r = d
        kind = ti.cast(ground[i, 0], ti.i32)
        if hits[i, 0] < MISS:
            t = hits[i, 0]
            p = o + d * t
            n = vec3(hits[i, 1], hits[i, 2], hits[i, 3])
            leaf = hits[i, 8] < 1.0
            if sunny and (n.dot(light) > 0.0 or leaf):
                far = 1e6
            if leaf:
                near = 0.12 + 0.12 * random3(i, index, seed + 9)
            if looks[i, 9] > 0.0 and not leaf:
                m = vec3(looks[i, 3], looks[i, 4], looks[i, 5])
                r = d - 2.0 * d.dot(m) * m
                e, f = frame_of(r)
                rough = looks[i, 10] * looks[i, 10]
                spin = 2.0 * PI * lattice(random3(i, 5, seed + 7), 0.754878, index)
                away = rough * ti.sqrt(-0.5 * ti.log(ti.max(lattice(random3(i, 6, seed + 8), 0.569840, index), 1e-3)))
                r = (r + away * (e * ti.cos(spin) + f * ti.sin(spin))).normalized()
                if r.dot(n) < 0.01:
                    r = (r + n * (0.02 - r.dot(n))).normalized()
                wide = 1e6
            p = lifted(p, n * ti.select(leaf, 0.0, 1.0), t)
        elif kind == LAND:
            t = ground[i, 1]
            p = o + d * t + vec3(0.0, 0.0, 0.02 + 0.001 * t)
            if sunny:
                far = -1.0
                if t < SHADED:
                    far = SHADED
            if light.z <= 0.0:
                far = 0.0
        elif kind == LAKE:
            p = o + d * ground[i, 1]
            n = vec3(0.0, 0.0, 1.0)
            sway = 0.35 * world[WATER, 1]
            n = vec3(sway * tile2(noise, p.x / 5.0, p.y / 5.0, 1), sway * tile2(noise, p.y / 5.0, p.x / 5.0, 1),
                     1.0).normalized()
            r = d - 2.0 * d.dot(n) * n
            r.z = ti.abs(r.z)
            if ground[i, 1] < 90.0:
                wide = 90.0
            if sunny:
                far = ti.select(ground[i, 1] < 60.0, 60.0, -1.0)
        put_ray(sunward, i, p, light, near, far)
        put_ray(mirror, i, p, r, 0.0, wide)


@ti.func
def soft_at(d: vec3, t: ti.f32, n: vec3, soft: ti.template(), geometry: ti.template(), world: ti.template(),
            otherwise: vec3) -> vec3:
    """Soft irradiance at distance ``t`` along ``d`` from the coarse map: between those neighbours that lie there."""
    height, width = geometry.shape[0], geometry.shape[1]
    fy = (0.5 - ti.asin(ti.math.clamp(d.z, -1.0, 1.0)) / PI) * height - 0.5
    fx = (0.5 - ti.atan2(d.y, d.x) / (2.0 * PI)) * width - 0.5
    i, j = ti.cast(ti.floor(fy), ti.i32), ti.cast(ti.floor(fx), ti.i32)
    a, b = fy - i, fx - j
    total, weights = vec3(0.0), 1e-12
    loose, count = vec3(0.0), 1e-12
    p = d * t
    for k in range(-1, 3):
        row = ti.math.clamp(i + k, 0, height - 1)
        for m in range(-1, 3):
            column = around(j + m, width)
            kind = geometry[row, column, 4]
            if kind > 0.5 and kind < 2.5:
                away = (way_to(geometry, row, column) - p).dot(n) / (0.008 * t + 0.006)
                facing = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3]).dot(n)
                tent = ti.max(0.0, 1.0 - 0.5 * ti.abs(k - a)) * ti.max(0.0, 1.0 - 0.5 * ti.abs(m - b))
                weight = (tent * tent + 1e-4) * ti.max(facing, 0.0) ** 6 * bell(away * away)
                # for edges and thin things that no neighbour fits: whichever faces the same way at about this distance
                about = (tent + 1e-3) * ti.max(facing + 0.15, 0.02) / (1.0 + 4.0 * ti.abs(
                    geometry[row, column, 0] - t) / t)
                for c in ti.static(range(3)):
                    total[c] += soft[row, column, c] * weight
                    loose[c] += soft[row, column, c] * about
                weights += weight
                count += about
    share = ti.min(1.0, weights / 1e-4)
    rest = ti.select(count > 1e-9, loose / count, otherwise)
    return total / weights * share + rest * (1.0 - share)


@ti.kernel
def compose(count: ti.i32, index: ti.i32, height: ti.i32, width: ti.i32, pixels: ti.types.ndarray(),
            image: ti.types.ndarray(), tally: ti.types.ndarray(), layers: ti.types.ndarray(),
            heaven: ti.types.ndarray(), upper: ti.types.ndarray(), horizon: ti.types.ndarray(),
            rays: ti.types.ndarray(), hits: ti.types.ndarray(), ground: ti.types.ndarray(), looks: ti.types.ndarray(),
            seen: ti.types.ndarray(), mirror: ti.types.ndarray(), mirrored: ti.types.ndarray(),
            reflected: ti.types.ndarray(), noise: ti.types.ndarray(), tile: ti.types.ndarray(),
            size: ti.f32, relief: ti.f32, soft: ti.types.ndarray(), sunlit: ti.types.ndarray(),
            geometry: ti.types.ndarray(), polar: ti.types.ndarray(), heights: ti.types.ndarray(),
            cover: ti.types.ndarray(), lit: ti.types.ndarray(), radii: ti.types.ndarray(), world: ti.types.ndarray(),
            seed: ti.i32):
    """Add each ray's radiance to ``image`` (H, W, 3); ``tally`` (H, W, 3) counts rays and keeps their least and
    greatest luminance; ``layers`` (H, W, 2) is the distance and what is there, of the first ray."""
    for i in range(count):
        row, column = pixels[i] // width, pixels[i] % width
        o, d = vec3(rays[i, 0], rays[i, 1], rays[i, 2]), vec3(rays[i, 3], rays[i, 4], rays[i, 5])
        color = vec3(0.0)
        kind, far, what = ti.cast(ground[i, 0], ti.i32), ground[i, 1], 0
        light = row3(world, LIGHT)
        reflection, covered = vec3(0.0), 0.0
        r = vec3(mirror[i, 3], mirror[i, 4], mirror[i, 5])
        if mirror[i, 7] > 0.0:
            if mirrored[i, 0] < MISS:
                t = mirrored[i, 0]
                q = vec3(mirror[i, 0], mirror[i, 1], mirror[i, 2]) + r * t
                n = vec3(mirrored[i, 1], mirrored[i, 2], mirrored[i, 3])
                there = row3(world, SKY) * 0.4 + row3(world, SUN) * 0.25
                if mirrored[i, 8] >= 1.0:
                    there = light_at(q, n, soft, sunlit, geometry, world)
                shine = vec3(reflected[i, 6], reflected[i, 7], reflected[i, 8])
                reflection = shine + vec3(reflected[i, 0], reflected[i, 1], reflected[i, 2]) * there * (1.0 / PI)
                covered = 1.0
            else:
                reflection = outside(upper, r, world)
                if world[GROUND, 3] > 0.5 and r.z < -0.02:
                    reflection = row3(world, GROUND) * (row3(world, SUN) * ti.max(light.z, 0.0) + row3(world, SKY)) / PI
        if hits[i, 0] < MISS:
            far, what = hits[i, 0], 3
            n = vec3(looks[i, 3], looks[i, 4], looks[i, 5])
            albedo = vec3(looks[i, 0], looks[i, 1], looks[i, 2])
            shine = vec3(looks[i, 6], looks[i, 7], looks[i, 8])
            if hits[i, 8] < 1.0:
                through = looks[i, 11]
                facing = n.dot(light)
                wrapped = ti.max(facing * 0.7 + 0.3, 0.0)
                back = through * (0.35 * ti.max(-facing, 0.0) + 0.55 * ti.max(d.dot(light), 0.0) ** 4 + 0.12)
                lit_ = row3(world, SUN) * (seen[i] * (wrapped + back))
                # leaves pass half of what they get on to each other: shade within a crown is green, not black
                # below a canopy there is as much light as on the ground there
                shade = world[SUNSIZE, 2]
                free = shade + (1.0 - shade) * smoothstep(1.0, 10.0, o.z + d.z * far)
                around = row3(world, SKY) * ((0.56 + 0.38 * n.z) * (0.25 + 0.75 * hits[i, 8])) + row3(world, GROUND) * (
                    row3(world, SUN) * ti.max(light.z, 0.0) + row3(world, SKY)) * (0.35 * hits[i, 8])
                around = (around + row3(world, SUN) * (through * (0.10 + 0.10 * hits[i, 8]))) * free
                around += row3(world, AVERAGE) * (0.8 * world[SUNSIZE, 1] * hits[i, 8])
                tint = vec3(1.0)
                if seen[i] > 0.5 and facing < 0.1:
                    tint = vec3(1.1, 1.12, 0.65)
                color = albedo * tint * (lit_ + around) * (1.0 / PI)
            else:
                plain = vec3(hits[i, 1], hits[i, 2], hits[i, 3])
                softly = soft_at(d, far, plain, soft, geometry, world, row3(world, SKY) * (0.45 + 0.25 * n.z))
                # a dent sees less of what lies above it
                softly *= 1.0 - 0.7 * (1.0 - ti.max(n.dot(plain), 0.0))
                direct = row3(world, SUN) * (ti.max(n.dot(light), 0.0) * seen[i])
                color = shine + albedo * (softly + direct) * (1.0 / PI)
                gloss = looks[i, 9]
                if gloss > 0.0:
                    cosine = ti.math.clamp(-d.dot(n), 0.0, 1.0)
                    fresnel = gloss + (1.0 - gloss) * (1.0 - cosine) ** 5 * (1.0 - 0.75 * looks[i, 10])
                    limit = ti.min(reflection, vec3(60.0))
                    tint = ti.select(gloss > 0.2, albedo / ti.max(albedo.max(), 1e-3), vec3(1.0))
                    color = color * (1.0 - fresnel) + limit * tint * fresnel
        elif kind == LAND:
            what = 1
            flat = ti.sqrt(d.x * d.x + d.y * d.y) * far
            n = land_normal(heights, radii, flat, ground[i, 2], ground[i, 3])
            down, across = heights.shape[0] / lit.shape[0], heights.shape[1] / lit.shape[1]
            y, x = ground[i, 2] / down, ground[i, 3] / across
            sun = row3(world, SUN) * (seen[i] * bilinear3(lit, y, x, 0))
            sky = row3(world, SKY) * bilinear3(lit, y, x, 1)
            if far < NEAR_GROUND:
                found = soft_at(d, far, n, soft, geometry, world, sky)
                share = smoothstep(NEAR_GROUND, 0.6 * NEAR_GROUND, far)
                sky = sky * (1.0 - share) + found * share
            wood = 0.0
            if flat > 60.0:
                ring = ti.cast(ring_of(radii, flat, world), ti.i32)
                wood = cover[ring, wrap(ti.cast(ti.floor(ground[i, 3] + 0.5), ti.i32), cover.shape[1])]
            wet = 0.0
            start = 1e7
            if world[WATER, 3] > 0.5:
                column_here = column_of(d, polar.shape[1])
                start = by_azimuth(polar, 0, column_here)
                off = (start - flat) * by_azimuth(polar, 2, column_here)
                ragged = 0.8 * tile2(noise, (d.x * flat) / 13.0, (d.y * flat) / 13.0, 0)
                wet = smoothstep(5.0, 1.2, off + ragged) * smoothstep(-0.5, 0.0, off)
            footprint = far * PI / height / ti.max(-d.z, 0.05)
            color = land_color(noise, tile, o + d * far, d, n, flat, footprint, size, relief, world, sun, sky, upper,
                               wet, wood)
            color = hazed(color, far, row3(world, HAZE), glow_at(horizon, d))
        elif kind == LAKE:
            what = 2
            position = column_of(d, polar.shape[1])
            start, end = by_azimuth(polar, 0, position), by_azimuth(polar, 1, position)
            flat = ti.sqrt(d.x * d.x + d.y * d.y) * far
            p = o + d * far
            footprint = far * PI / height / ti.max(-d.z, 0.08) ** 0.5
            sun = row3(world, SUN) * seen[i]
            shore = ti.select(start > 0.0, ti.min(flat - start, end - flat), end - flat)
            color = water_color(noise, upper, polar, p, d, footprint, world[WATER, 1], world[WATER, 2],
                                row3(world, BODY), light, sun, row3(world, SKY), o.z, shore,
                                vec2(random3(row, column, seed + 2), random3(row, column, seed + 3)), index)
            if covered > 0.5:
                cosine = ti.max(-d.z, 0.02)
                fresnel = 0.02 + 0.98 * (1.0 - cosine) ** 5
                color = ti.max(color + fresnel * (reflection - outside(upper, r, world)), 0.0)
            if start > 1.0 and start < 1e6 and world[WATER, 2] > SURF:
                color = surf(noise, p, (flat - start) * by_azimuth(polar, 2, position), color,
                             sun * ti.max(light.z, 0.0) + row3(world, SKY))
            color = hazed(color, far, row3(world, HAZE), glow_at(horizon, d))
        elif world[GROUND, 3] > 0.5:
            far = 1e7
            color = vec3(heaven[row, column, 0], heaven[row, column, 1], heaven[row, column, 2])
        else:
            far = 1e7
            color = outside(upper, d, world)
        if what == 3 and world[GROUND, 3] > 0.5:
            color = hazed(color, far, row3(world, HAZE), glow_at(horizon, d))
        level = 0.3 * color.x + 0.6 * color.y + 0.1 * color.z
        if tally[row, column, 0] == 0.0:
            layers[row, column, 0], layers[row, column, 1] = far, what
            tally[row, column, 1], tally[row, column, 2] = level, level
        else:
            tally[row, column, 1] = ti.min(tally[row, column, 1], level)
            tally[row, column, 2] = ti.max(tally[row, column, 2], level)
        tally[row, column, 0] += 1.0
        for k in ti.static(range(3)):
            image[row, column, k] += color[k]


@ti.func
def surf(noise: ti.template(), p: vec3, out: ti.f32, color: vec3, light: vec3) -> vec3:
    """Foam ``out`` metres off a beach: the edge of the last wave, and lines of breakers behind it."""
    ragged = tile2(noise, p.x / 9.0, p.y / 9.0, 0)
    lace = tile2(noise, p.x / 2.1, p.y / 2.1, 1)
    along = tile2(noise, p.x / 31.0, p.y / 31.0, 0)
    foam = smoothstep(1.3, 0.1, out + 0.35 * ragged) * smoothstep(-0.9, 0.5, lace + 0.6)
    for k in ti.static(range(3)):
        place = ti.static([4.5, 11.0, 21.0][k]) * (1.0 + 0.10 * ragged + 0.12 * along)
        x = (out - place) / ti.static([1.1, 1.6, 2.2][k])
        crest = ti.exp(-x * x) * smoothstep(-0.4, 0.5, along * ti.static([1.0, -1.0, 1.0][k]) + 0.25)
        trail = smoothstep(3.5, 0.0, x) * smoothstep(-0.5, 0.0, x) * 0.5
        foam = ti.max(foam, ti.max(crest * smoothstep(-1.2, 0.2, lace + 0.3), trail * smoothstep(0.1, 1.1, lace)))
    foam = ti.math.clamp(foam, 0.0, 1.0) * 0.85
    shallow = smoothstep(14.0, 0.0, out) * 0.6
    green = light * vec3(0.10, 0.13, 0.10) * (1.0 / PI)
    color = color * (1.0 - 0.5 * shallow) + green * shallow * 0.6
    return color * (1.0 - foam) + light * 0.62 * foam * (1.0 / PI)
