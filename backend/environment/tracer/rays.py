# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Rays through a scene: instances of groups of shapes, a tree over each group and one over the instances.

Kernels work on arrays of rays (N, 8): origin, direction, and the nearest and farthest distance; a farthest distance
of 0 leaves a ray out. Hits are rows (N, 10): distance, normal, two coordinates on the shape, material, seed, the share
of the sky that reaches a leaf, and the number of the instance.
"""

import struct

import taichi as ti

from ..sampling import vec3, vec4
from .hierarchy import DEEP
from .shapes import CARD, MISS, local_point, local_vector, meet, normal_at, world_normal

hit10 = ti.types.vector(10, ti.f32)
ivec3, ivec4 = ti.types.vector(3, ti.i32), ti.types.vector(4, ti.i32)
#: Nodes that wait in both trees: of each level three at most, and a level holds two of the tree with two children.
STACK = 2 * 3 * (DEEP // 2 + 1)
#: Share of the sun's light that gets through a crown: scattered on by its leaves, which the tracer takes for opaque.
LEAFLIGHT = 0.07
#: Bits of MISS, but for the last two.
PASSED = struct.unpack("i", struct.pack("f", MISS))[0] & ~3


@ti.func
def inverse_of(d: vec3) -> vec3:
    return 1.0 / ti.select(ti.abs(d) < 1e-9, vec3(1e-9), d)


@ti.func
def side_of(inv: vec3) -> ivec3:
    """Where the nearer of two planes is found on each axis (see :func:`children`)."""
    return ivec3(ti.select(inv.x < 0.0, 4, 0), ti.select(inv.y < 0.0, 4, 0), ti.select(inv.z < 0.0, 4, 0))


@ti.func
def less4(a: vec4, b: vec4) -> vec4:
    """The lesser of each; unlike ``ti.min`` without a thought of what is no number."""
    return ti.select(a < b, a, b)


@ti.func
def children(nodes: ti.template(), at: ti.i32, side: ivec3, o: vec3, inv: vec3, nearest: ti.f32) -> ivec4:
    """The four boxes of the node that starts at ``at``, the one entered first in front: distances, as the bits of
    numbers that are not negative and so in their order, with the box's number in the last two; MISS of those passed by.
    ``side`` is 4 for each axis along which the ray goes down."""
    near, far = vec4(0.0), vec4(nearest)
    for axis in ti.static(range(3)):
        low, high = vec4(0.0), vec4(0.0)
        for k in ti.static(range(4)):
            # of indices made of bits a compiler sees that four follow each other
            low[k] = nodes[at | 8 * axis | (side[axis] & 4) | k]
            high[k] = nodes[at | 8 * axis | (side[axis] & 4 ^ 4) | k]
        low, high = (low - o[axis]) * inv[axis], (high - o[axis]) * inv[axis]
        near, far = -less4(-near, -low), less4(far, high)
    key = ivec4(0)
    for k in ti.static(range(4)):
        key[k] = (ti.bit_cast(ti.select(near[k] <= far[k], near[k], MISS), ti.i32) & ~3) | k
    # a sorting network
    for i, j in ti.static(((0, 1), (2, 3), (0, 2), (1, 3), (1, 2))):
        a, b = key[i], key[j]
        key[i], key[j] = ti.min(a, b), ti.max(a, b)
    return key


@ti.func
def closest(nodes: ti.template(), groups: ti.template(), places: ti.template(), shapes: ti.template(), o: vec3, d: vec3,
            nearest: ti.f32, any_hit: ti.template()) -> hit10:
    """What the ray meets first before ``nearest``; with ``any_hit`` the first thing found will do.

    One walk goes down both kinds of tree: at a leaf of the upper one the ray is put into the instance's space
    (``inside`` is its number), and back into the world's when the stack is down to where it was (``floor``).
    """
    best, shape, place = nearest, -1, -1
    stack = ti.Vector([0] * STACK, ti.i32)
    entry = ti.Vector([0] * STACK, ti.i32)
    p, r, back = o, d, inverse_of(d)
    inv = back
    ahead = side_of(back)
    side = ahead
    top = groups[0, 0]
    base, zero, inside, floor, depth = top, 0, -1, 0, 0
    code, walking = 0, 1
    while walking == 1:
        walking = 0
        if code >= 0:
            at = (base + code) << 5
            key = children(nodes, at, side, p, back, best)
            if key[0] < PASSED:
                for k in ti.static((3, 2, 1)):
                    if key[k] < PASSED:
                        stack[depth], entry[depth] = ti.bit_cast(nodes[at | 24 | (key[k] & 3)], ti.i32), key[k]
                        depth += 1
                code, walking = ti.bit_cast(nodes[at | 24 | (key[0] & 3)], ti.i32), 1
        elif inside < 0:
            inside = (-1 - code) >> 2
            group = ti.cast(places[inside, 12], ti.i32)
            base, zero = groups[group, 0], groups[group, 1]
            p, r = local_point(places, inside, 0, o), local_vector(places, inside, 0, d)
            back = inverse_of(r)
            side = side_of(back)
            code, walking, floor = 0, 1, depth
        else:
            first = zero + ((-1 - code) >> 2)
            for row in range(first, first + ((-1 - code) & 3) + 1):
                t = meet(shapes, row, p, r, best)
                if t < best:
                    best, shape, place = t, row, inside
            if ti.static(any_hit) and shape >= 0:
                depth = 0
        if walking == 0:
            # what is left to visit in the instance and is not behind what was met; then the world again
            while walking == 0 and depth > 0:
                if inside >= 0 and depth <= floor:
                    inside, base = -1, top
                    p, r, back, side = o, d, inv, ahead
                depth -= 1
                if entry[depth] < ti.bit_cast(best, ti.i32):
                    code, walking = stack[depth], 1
    result = hit10(0.0)
    result[0] = MISS
    if shape >= 0:
        result[0] = best
        result[8] = shapes[shape, 17]
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
def trace(rays: ti.types.ndarray(), hits: ti.types.ndarray(), nodes: ti.types.ndarray(),
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
            found = closest(nodes, groups, places, shapes, o, d, rays[i, 7], False)
            if found[0] < MISS:
                found[0] += near
        for k in ti.static(range(10)):
            hits[i, k] = found[k]


@ti.kernel
def shadow(rays: ti.types.ndarray(), seen: ti.types.ndarray(), nodes: ti.types.ndarray(),
           groups: ti.types.ndarray(), places: ti.types.ndarray(), shapes: ti.types.ndarray()):
    """1 for each ray that meets nothing, :data:`LEAFLIGHT` for one that leaves stop, 0 for the others and those left
    out; a farthest distance below 0 means 1."""
    for i in range(rays.shape[0]):
        free = ti.select(rays[i, 7] < 0.0, 1.0, 0.0)
        if rays[i, 7] > 0.0:
            d = vec3(rays[i, 3], rays[i, 4], rays[i, 5])
            o = vec3(rays[i, 0], rays[i, 1], rays[i, 2]) + d * rays[i, 6]
            found = closest(nodes, groups, places, shapes, o, d, rays[i, 7], True)
            free = ti.select(found[0] < MISS, ti.select(found[8] < 1.0, LEAFLIGHT, 0.0), 1.0)
        seen[i] = free
