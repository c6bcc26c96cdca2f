# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Rays through a scene: instances of groups of shapes, a tree over each group and one over the instances.

Kernels work on arrays of rays (N, 8): origin, direction, and the nearest and farthest distance; a farthest distance
of 0 leaves a ray out. Hits are rows (N, 10): distance, normal, two coordinates on the shape, material, seed, the share
of the sky that reaches a leaf, and the number of the instance.
"""

import taichi as ti

from ..sampling import vec3
from .hierarchy import DEEP
from .shapes import CARD, MISS, local_point, local_vector, meet, normal_at, world_normal

hit10 = ti.types.vector(10, ti.f32)


@ti.func
def enters(bounds: ti.template(), row: ti.i32, o: vec3, inv: vec3, nearest: ti.f32) -> ti.f32:
    """Distance at which a ray enters a node's box, or MISS."""
    low = (vec3(bounds[row, 0], bounds[row, 1], bounds[row, 2]) - o) * inv
    high = (vec3(bounds[row, 3], bounds[row, 4], bounds[row, 5]) - o) * inv
    a, b = ti.min(low, high), ti.max(low, high)
    near = ti.max(ti.max(a.x, a.y), ti.max(a.z, 0.0))
    far = ti.min(ti.min(b.x, b.y), ti.min(b.z, nearest))
    return ti.select(near <= far, near, MISS)


@ti.func
def inverse_of(d: vec3) -> vec3:
    return 1.0 / ti.select(ti.abs(d) < 1e-9, vec3(1e-9), d)


@ti.func
def closest(bounds: ti.template(), spans: ti.template(), groups: ti.template(), places: ti.template(),
            shapes: ti.template(), o: vec3, d: vec3, nearest: ti.f32, any_hit: ti.template()) -> hit10:
    """What the ray meets first before ``nearest``; with ``any_hit`` the first thing found will do.

    One walk goes down both kinds of tree: at a leaf of the upper one the ray is put into the instance's space
    (``inside`` is its number), and back into the world's when the stack is down to where it was (``floor``).
    """
    best, shape, place = nearest, -1, -1
    stack = ti.Vector([0] * (2 * DEEP), ti.i32)
    entry = ti.Vector([0.0] * (2 * DEEP), ti.f32)
    p, r, back = o, d, inverse_of(d)
    inv = back
    top = groups[0, 0]
    base, zero, inside, floor, depth = top, 0, -1, 0, 0
    node = 1
    if enters(bounds, top + 1, p, back, best) >= MISS:
        node = 0
    while node > 0:
        first, count = spans[base + node, 0], spans[base + node, 1]
        node = 0
        if count == 0:
            a = enters(bounds, base + first, p, back, best)
            b = enters(bounds, base + first + 1, p, back, best)
            second = first + 1
            if b < a:
                first, second = second, first
            if ti.min(a, b) < MISS:
                node = first
                if ti.max(a, b) < MISS:
                    stack[depth], entry[depth] = second, ti.max(a, b)
                    depth += 1
        elif inside < 0:
            group = ti.cast(places[first, 12], ti.i32)
            q, s = local_point(places, first, 0, o), local_vector(places, first, 0, d)
            inward = inverse_of(s)
            if enters(bounds, groups[group, 0] + 1, q, inward, best) < MISS:
                node, inside, floor = 1, first, depth
                base, zero = groups[group, 0], groups[group, 1]
                p, r, back = q, s, inward
        else:
            for row in range(zero + first, zero + first + count):
                t = meet(shapes, row, p, r, best)
                if t < best:
                    best, shape, place = t, row, inside
            if ti.static(any_hit) and shape >= 0:
                depth = 0
        if node == 0:
            # what is left to visit in the instance and is not behind what was met; then the world again
            while node == 0 and depth > 0:
                if inside >= 0 and depth <= floor:
                    inside, base = -1, top
                    p, r, back = o, d, inv
                depth -= 1
                if entry[depth] < best:
                    node = stack[depth]
    result = hit10(0.0)
    result[0] = MISS
    if shape >= 0:
        result[0] = best
        if ti.static(not any_hit):
            q = local_point(places, place, 0, o + d * best)
            s = local_point(shapes, shape, 2, q)
            n = world_normal(shapes, shape, 2, normal_at(shapes, shape, s))
            if shapes[shape, 0] == CARD and shapes[shape, 17] < 1.0:
                # leaves are shaded by the crown's own roundness as much as by theirs
                crown = (q - vec3(0.0, 0.0, shapes[shape, 15])).normalized()
                n = (0.45 * n * ti.math.sign(n.dot(crown) + 1e-6) + crown).normalized()
            n = world_normal(places, place, 0, n)
            if n.dot(d) > 0.0 and not (shapes[shape, 0] == CARD and shapes[shape, 17] < 1.0):
                n = -n
            result = hit10(best, n.x, n.y, n.z, s.x, s.y, shapes[shape, 1], shapes[shape, 16] + places[place, 13],
                           shapes[shape, 17], place)
    return result


@ti.kernel
def trace(rays: ti.types.ndarray(), hits: ti.types.ndarray(), bounds: ti.types.ndarray(), spans: ti.types.ndarray(),
          groups: ti.types.ndarray(), places: ti.types.ndarray(), shapes: ti.types.ndarray()):
    """What each ray meets first."""
    ti.loop_config(block_dim=128)
    for i in range(rays.shape[0]):
        found = hit10(0.0)
        found[0] = MISS
        if rays[i, 7] > 0.0:
            d = vec3(rays[i, 3], rays[i, 4], rays[i, 5])
            near = rays[i, 6]
            o = vec3(rays[i, 0], rays[i, 1], rays[i, 2]) + d * near
            found = closest(bounds, spans, groups, places, shapes, o, d, rays[i, 7], False)
            if found[0] < MISS:
                found[0] += near
        for k in ti.static(range(10)):
            hits[i, k] = found[k]


@ti.kernel
def shadow(rays: ti.types.ndarray(), seen: ti.types.ndarray(), bounds: ti.types.ndarray(), spans: ti.types.ndarray(),
           groups: ti.types.ndarray(), places: ti.types.ndarray(), shapes: ti.types.ndarray()):
    """1 for each ray that meets nothing, 0 for the others and those left out; a farthest distance below 0 means 1."""
    for i in range(rays.shape[0]):
        free = ti.select(rays[i, 7] < 0.0, 1.0, 0.0)
        if rays[i, 7] > 0.0:
            d = vec3(rays[i, 3], rays[i, 4], rays[i, 5])
            o = vec3(rays[i, 0], rays[i, 1], rays[i, 2]) + d * rays[i, 6]
            found = closest(bounds, spans, groups, places, shapes, o, d, rays[i, 7], True)
            free = ti.select(found[0] < MISS, 0.0, 1.0)
        seen[i] = free
