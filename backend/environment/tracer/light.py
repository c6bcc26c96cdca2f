# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Soft light, on a coarse map of what the eye sees: lamps and windows sampled, bounces gathered, the noise smoothed.

The coarse map (h, w) holds, for each direction, where its ray ends: ``geometry`` (h, w, 8) with the distance, the
normal, what it is (0 sky, 1 a surface, 2 ground, 3 leaves), and the way there from the eye. A bounced ray looks up
the light where it ends in the light found so far, as long as the eye sees that place too; so each round of gathering
adds one more bounce everywhere (the panorama is its own radiance cache).
"""

import taichi as ti

from ..polar import heavens
from ..sampling import PI, around, bell, direction, lattice, random3, vec3, vec4, wrap
from .shapes import MISS
from .terrain import LAND, ground_ahead, land_normal
from .world import AVERAGE, EYE, GROUND, LIGHT, OUTSIDE, SKY, SUN, SUNSIZE, row3

SURFACE, GROUND_KIND, LEAF_KIND = 1, 2, 3
#: Farthest ground that is lit through the coarse map, metres.
NEAR_GROUND = 150.0


@ti.func
def put_ray(rays: ti.template(), i: ti.i32, o: vec3, d: vec3, near: ti.f32, far: ti.f32):
    for k in ti.static(range(3)):
        rays[i, k] = o[k]
        rays[i, 3 + k] = d[k]
    rays[i, 6], rays[i, 7] = near, far


@ti.func
def frame_of(n: vec3):
    """Two unit vectors across ``n``."""
    side = ti.select(ti.abs(n.z) < 0.9, vec3(-n.y, n.x, 0.0), vec3(0.0, -n.z, n.y)).normalized()
    return side, n.cross(side)


@ti.kernel
def coarse_rays(rays: ti.types.ndarray(), height: ti.i32, width: ti.i32, world: ti.types.ndarray()):
    for i in range(height * width):
        d = direction(i // width + 0.5, i % width + 0.5, height, width)
        put_ray(rays, i, row3(world, EYE), d, 0.0, 1e7)


@ti.kernel
def record(hits: ti.types.ndarray(), rays: ti.types.ndarray(), geometry: ti.types.ndarray(),
           polar: ti.types.ndarray(), slopes: ti.types.ndarray(), heights: ti.types.ndarray(),
           radii: ti.types.ndarray(), world: ti.types.ndarray()):
    """Fill ``geometry`` (h, w, 8) from what the coarse rays met, and the land and water they would meet."""
    height, width = geometry.shape[0], geometry.shape[1]
    for i in range(height * width):
        row, column = i // width, i % width
        d = vec3(rays[i, 3], rays[i, 4], rays[i, 5])
        t, kind = hits[i, 0], 0
        n = vec3(0.0, 0.0, 1.0)
        ground = vec4(0.0, MISS, 0.0, 0.0)
        if world[GROUND, 3] > 0.5:
            ground = ground_ahead(polar, slopes, heights, radii, d, 0.5, world)
        far = ti.select(ground[0] > 0.5, ground[1], MISS)
        if t < far:
            kind = SURFACE
            n = vec3(hits[i, 1], hits[i, 2], hits[i, 3])
            if hits[i, 8] < 1.0:
                kind = LEAF_KIND
        elif far < NEAR_GROUND:
            kind, t = GROUND_KIND, far
            if ti.cast(ground[0], ti.i32) == LAND:
                n = land_normal(heights, radii, far * ti.sqrt(d.x * d.x + d.y * d.y), ground[2], ground[3])
        geometry[row, column, 0] = t
        for k in ti.static(range(3)):
            geometry[row, column, 1 + k] = n[k]
            geometry[row, column, 5 + k] = d[k] * t
        geometry[row, column, 4] = kind


@ti.func
def way_to(geometry: ti.template(), row: ti.i32, column: ti.i32) -> vec3:
    return vec3(geometry[row, column, 5], geometry[row, column, 6], geometry[row, column, 7])


@ti.func
def point_of(geometry: ti.template(), row: ti.i32, column: ti.i32, world: ti.template()) -> vec3:
    return row3(world, EYE) + way_to(geometry, row, column)


@ti.func
def lifted(p: vec3, n: vec3, t: ti.f32) -> vec3:
    """A start a little off the surface."""
    return p + n * (1e-3 + 4e-4 * t)


@ti.kernel
def sun_rays(rays: ti.types.ndarray(), geometry: ti.types.ndarray(), world: ti.types.ndarray(), turn: ti.i32):
    height, width = geometry.shape[0], geometry.shape[1]
    for i in range(height * width):
        row, column = i // width, i % width
        n = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
        light = row3(world, LIGHT)
        a, b = frame_of(light)
        spread = world[SUNSIZE, 0]
        light = (light + spread * (a * (random3(i, turn, 1) - 0.5) + b * (random3(i, turn, 2) - 0.5))).normalized()
        far = 0.0
        if geometry[row, column, 4] > 0.5 and geometry[row, column, 4] < 2.5 and n.dot(light) > 0.0:
            far = 1e6
        put_ray(rays, i, lifted(point_of(geometry, row, column, world), n, geometry[row, column, 0]), light, 0.0, far)


@ti.kernel
def sun_add(seen: ti.types.ndarray(), geometry: ti.types.ndarray(), world: ti.types.ndarray(),
            total: ti.types.ndarray(), share: ti.f32):
    height, width = geometry.shape[0], geometry.shape[1]
    for i in range(height * width):
        row, column = i // width, i % width
        n = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
        lit = row3(world, SUN) * (ti.max(n.dot(row3(world, LIGHT)), 0.0) * seen[i] * share)
        for k in ti.static(range(3)):
            total[row, column, k] += lit[k]


@ti.func
def lamp_weight(lamps: ti.template(), j: ti.i32, p: vec3, n: vec3) -> ti.f32:
    """How much lamp ``j`` may give at ``p``: what picks the lamp to sample."""
    center = vec3(lamps[j, 1], lamps[j, 2], lamps[j, 3])
    to = center - p
    square = ti.max(to.dot(to), 0.05)
    power = 0.3 * lamps[j, 10] + 0.6 * lamps[j, 11] + 0.1 * lamps[j, 12]
    weight = 0.0
    if lamps[j, 0] > 1.5:
        weight = power * PI * lamps[j, 4] ** 2 / square * ti.max(n.dot(to) / ti.sqrt(square) + 0.1, 0.0)
    elif lamps[j, 0] > -0.5:
        a, b = vec3(lamps[j, 4], lamps[j, 5], lamps[j, 6]), vec3(lamps[j, 7], lamps[j, 8], lamps[j, 9])
        cross = a.cross(b) * 4.0
        reach = a.norm() + b.norm()
        near = ti.max(square, 0.3 * reach * reach)
        facing = -cross.dot(to) / ti.sqrt(square)
        # a corner of a large lamp may be seen where its middle is not, but none of it from behind its plane
        side = n.dot(to) / ti.sqrt(square) + 0.5 * reach / ti.sqrt(near)
        if facing > 0.0 and side > 0.0:
            weight = power * (facing + 0.06 * cross.norm()) * (ti.max(side, 0.0) + 0.03) / near
    return weight


@ti.kernel
def choose_lamps(choices: ti.types.ndarray(), chances: ti.types.ndarray(), geometry: ti.types.ndarray(),
                 lamps: ti.types.ndarray(), world: ti.types.ndarray(), seed: ti.i32):
    """For each place and turn (N, T) a lamp, as likely as it may give much there, and how likely it was; -1 is none."""
    height, width = geometry.shape[0], geometry.shape[1]
    for i in range(height * width):
        row, column = i // width, i % width
        for turn in range(choices.shape[1]):
            choices[i, turn] = -1
        kind = geometry[row, column, 4]
        if kind > 0.5 and kind < 2.5:
            n = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
            p = lifted(point_of(geometry, row, column, world), n, geometry[row, column, 0])
            total, low = 0.0, 0.0
            for j in range(lamps.shape[0]):
                total += lamp_weight(lamps, j, p, n)
            start = random3(i, seed, 4)
            for j in range(lamps.shape[0]):
                share = lamp_weight(lamps, j, p, n) / ti.max(total, 1e-30)
                if share > 0.0:
                    for turn in range(choices.shape[1]):
                        pick = lattice(start, 0.618034, turn)
                        if pick >= low and pick < low + share:
                            choices[i, turn], chances[i, turn] = j, share
                    low += share


@ti.kernel
def lamp_rays(rays: ti.types.ndarray(), weights: ti.types.ndarray(), choices: ti.types.ndarray(),
              chances: ti.types.ndarray(), geometry: ti.types.ndarray(), lamps: ti.types.ndarray(),
              world: ti.types.ndarray(), upper: ti.types.ndarray(), turn: ti.i32, seed: ti.i32):
    """A ray from each place to a point of its lamp or window, and the irradiance (N, 3) it brings if it is free."""
    height, width = geometry.shape[0], geometry.shape[1]
    for i in range(height * width):
        row, column = i // width, i % width
        n = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
        p = lifted(point_of(geometry, row, column, world), n, geometry[row, column, 0])
        brought = vec3(0.0)
        d, far = n, 0.0
        kind = geometry[row, column, 4]
        if kind > 0.5 and kind < 2.5:
            chosen = choices[i, turn]
            if chosen >= 0:
                chance = chances[i, turn]
                u, v = lattice(random3(i, seed, 5), 0.754878, turn), lattice(random3(i, seed, 6), 0.569840, turn)
                center = vec3(lamps[chosen, 1], lamps[chosen, 2], lamps[chosen, 3])
                shine = vec3(lamps[chosen, 10], lamps[chosen, 11], lamps[chosen, 12])
                if lamps[chosen, 0] > 1.5:
                    to = center - p
                    distance = to.norm()
                    radius = lamps[chosen, 4]
                    a, b = frame_of(to / distance)
                    angle, wide = 2.0 * PI * u, radius * ti.sqrt(v)
                    to += (a * ti.cos(angle) + b * ti.sin(angle)) * wide
                    d = to.normalized()
                    far = distance - 1.35 * radius
                    brought = shine * (PI * radius * radius / ti.max(distance * distance, radius * radius)
                                       * ti.max(n.dot(d), 0.0) / chance)
                else:
                    a = vec3(lamps[chosen, 4], lamps[chosen, 5], lamps[chosen, 6])
                    b = vec3(lamps[chosen, 7], lamps[chosen, 8], lamps[chosen, 9])
                    to = center + a * (2.0 * u - 1.0) + b * (2.0 * v - 1.0) - p
                    distance = to.norm()
                    d = to / distance
                    cross = a.cross(b) * 4.0
                    if lamps[chosen, 0] > 0.5:
                        shine = outside(upper, d, world)
                        far = 1e6
                    else:
                        far = distance * 0.999 - 2e-3
                    brought = shine * (ti.max(n.dot(d), 0.0) * ti.max(-cross.dot(d), 0.0)
                                       / ti.max(distance * distance, 0.01) / chance)
        if brought.max() <= 0.0:
            far = 0.0
        put_ray(rays, i, p, d, 0.0, far)
        for k in ti.static(range(3)):
            weights[i, k] = brought[k]


@ti.func
def outside(upper: ti.template(), d: vec3, world: ti.template()) -> vec3:
    """What is seen past all shapes: the sky, or the ground far below."""
    color = heavens(upper, d)
    if d.z < 0.0:
        far = row3(world, OUTSIDE)
        share = ti.math.clamp(-d.z * 9.0, 0.0, 1.0)
        color = color * (1.0 - share) + far * share
    return color


@ti.kernel
def lamp_add(seen: ti.types.ndarray(), weights: ti.types.ndarray(), total: ti.types.ndarray(), share: ti.f32,
             limit: ti.f32):
    width = total.shape[1]
    for i in range(total.shape[0] * width):
        if seen[i] > 0.0:
            peak = ti.max(weights[i, 0], ti.max(weights[i, 1], weights[i, 2]))
            scale = share * ti.min(1.0, limit / ti.max(peak, 1e-9))
            for k in ti.static(range(3)):
                total[i // width, i % width, k] += weights[i, k] * scale


@ti.kernel
def gather_rays(rays: ti.types.ndarray(), geometry: ti.types.ndarray(), world: ti.types.ndarray(), turn: ti.i32,
                seed: ti.i32):
    """A ray from each place into the half space above it, more often the steeper."""
    height, width = geometry.shape[0], geometry.shape[1]
    for i in range(height * width):
        row, column = i // width, i % width
        n = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
        a, b = frame_of(n)
        u, v = lattice(random3(i, seed, 7), 0.754878, turn), lattice(random3(i, seed, 8), 0.569840, turn)
        radius, angle = ti.sqrt(u), 2.0 * PI * v
        d = (a * (radius * ti.cos(angle)) + b * (radius * ti.sin(angle)) + n * ti.sqrt(ti.max(1.0 - u, 1e-4)))
        kind = geometry[row, column, 4]
        far = ti.select(kind > 0.5 and kind < 2.5, 1e6, 0.0)
        put_ray(rays, i, lifted(point_of(geometry, row, column, world), n, geometry[row, column, 0]), d.normalized(),
                0.0, far)


@ti.func
def light_at(p: vec3, n: vec3, soft: ti.template(), sun: ti.template(), geometry: ti.template(),
             world: ti.template()) -> vec3:
    """Irradiance at a place that the eye may see too; the average where it does not."""
    height, width = geometry.shape[0], geometry.shape[1]
    to = p - row3(world, EYE)
    distance = ti.max(to.norm(), 1e-3)
    d = to / distance
    row = ti.math.clamp(ti.cast((0.5 - ti.asin(ti.math.clamp(d.z, -1.0, 1.0)) / PI) * height, ti.i32), 0, height - 1)
    column = wrap(ti.cast(ti.floor((0.5 - ti.atan2(d.y, d.x) / (2.0 * PI)) * width), ti.i32), width)
    result = row3(world, AVERAGE)
    there = geometry[row, column, 0]
    m = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
    kind = geometry[row, column, 4]
    if kind > 0.5 and kind < 2.5 and ti.abs(there - distance) < 0.06 + 0.05 * distance and m.dot(n) > 0.6:
        for k in ti.static(range(3)):
            result[k] = soft[row, column, k] + sun[row, column, k]
    return result


@ti.kernel
def gather_add(hits: ti.types.ndarray(), rays: ti.types.ndarray(), materials: ti.types.ndarray(),
               geometry: ti.types.ndarray(), soft: ti.types.ndarray(), sun: ti.types.ndarray(),
               upper: ti.types.ndarray(), world: ti.types.ndarray(), total: ti.types.ndarray(), share: ti.f32,
               closed: ti.i32, limit: ti.f32):
    """Add what the gathered rays bring to ``total`` (h, w, 3). A ``closed`` place has windows that are sampled."""
    width = total.shape[1]
    for i in range(total.shape[0] * width):
        if rays[i, 7] > 0.0:
            o, d = vec3(rays[i, 0], rays[i, 1], rays[i, 2]), vec3(rays[i, 3], rays[i, 4], rays[i, 5])
            flat = MISS
            if world[GROUND, 3] > 0.5 and d.z < -1e-4:
                # level land; what lies lower than the viewer's has it right below
                flat = ti.max(o.z, 0.01) / -d.z
            brought = vec3(0.0)
            if hits[i, 0] < ti.min(flat, 1e29):
                m = ti.cast(hits[i, 6], ti.i32)
                color = 0.5 * (vec3(materials[m, 0], materials[m, 1], materials[m, 2])
                               + vec3(materials[m, 3], materials[m, 4], materials[m, 5]))
                n = vec3(hits[i, 1], hits[i, 2], hits[i, 3])
                if hits[i, 8] < 1.0:
                    # leaves: half their own shade
                    brought = color * (row3(world, SKY) * 0.35 + row3(world, SUN) * 0.20)
                else:
                    brought = color * light_at(o + d * hits[i, 0], n, soft, sun, geometry, world)
                if materials[m, 16] < 0.5:
                    if materials[m, 6] == 10.0 or materials[m, 6] == 22.0:
                        brought += vec3(1.0, 0.75, 0.45) * (0.25 * materials[m, 14] * materials[m, 15] * PI)
                    else:
                        brought += vec3(materials[m, 11], materials[m, 12], materials[m, 13]) * PI
            elif flat < MISS:
                brought = row3(world, GROUND) * light_at(o + d * flat, vec3(0.0, 0.0, 1.0), soft, sun, geometry, world)
                if flat > NEAR_GROUND:
                    brought = row3(world, GROUND) * (row3(world, SUN) * ti.max(world[LIGHT, 2], 0.0)
                                                     + row3(world, SKY))
            elif closed == 0:
                brought = outside(upper, d, world) * PI
            peak = brought.max()
            brought *= share * ti.min(1.0, limit / ti.max(peak, 1e-9))
            for k in ti.static(range(3)):
                total[i // width, i % width, k] += brought[k]


@ti.kernel
def smooth(source: ti.types.ndarray(), target: ti.types.ndarray(), geometry: ti.types.ndarray(), step: ti.i32):
    """One pass of an edge-keeping blur (a-trous: Dammertz et al., HPG 2010) over (h, w, 3)."""
    height, width = source.shape[0], source.shape[1]
    for row, column in ti.ndrange(height, width):
        kind = geometry[row, column, 4]
        total, weights = vec3(0.0), 0.0
        if kind > 0.5 and kind < 2.5:
            n = vec3(geometry[row, column, 1], geometry[row, column, 2], geometry[row, column, 3])
            p = way_to(geometry, row, column)
            thin = 0.012 * geometry[row, column, 0] + 0.01
            for i in range(-2, 3):
                r = row + i * step
                if r >= 0 and r < height:
                    for j in range(-2, 3):
                        c = around(column + j * step, width)
                        if geometry[r, c, 4] > 0.5 and geometry[r, c, 4] < 2.5:
                            m = vec3(geometry[r, c, 1], geometry[r, c, 2], geometry[r, c, 3])
                            away = (way_to(geometry, r, c) - p).dot(n) / thin
                            weight = ti.max(m.dot(n), 0.0) ** 12 * bell(0.42 * (i * i + j * j) + away * away)
                            for k in ti.static(range(3)):
                                total[k] += source[r, c, k] * weight
                            weights += weight
        for k in ti.static(range(3)):
            target[row, column, k] = total[k] / ti.max(weights, 1e-9)
