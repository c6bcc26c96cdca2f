# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Where a ray meets one shape, in the shape's own space.

Every shape is a unit shape under an affine map, so a row holds: kind, material, the inverse map (3 x 4), two numbers
that the kind understands, a seed, and how much of the sky reaches it (for leaves).
"""

import taichi as ti

from ..sampling import PI, random3, vec2, vec3

CARD, BOX, CONE, BALL, PILLOW, ROCK, TUNNEL = range(7)
#: What is cut out of a card.
WHOLE, LEAVES, NEEDLES, BLADE, ARCADE, DISC, ARCH = range(7)
#: Columns of a shape's row.
WIDE = 18
MISS = 1e30


@ti.func
def local_point(table: ti.template(), row: ti.i32, first: ti.template(), p: vec3) -> vec3:
    """``p`` under the affine map stored from column ``first``."""
    r = vec3(0.0)
    for k in ti.static(range(3)):
        r[k] = (table[row, first + 4 * k] * p.x + table[row, first + 4 * k + 1] * p.y
                + table[row, first + 4 * k + 2] * p.z + table[row, first + 4 * k + 3])
    return r


@ti.func
def local_vector(table: ti.template(), row: ti.i32, first: ti.template(), d: vec3) -> vec3:
    r = vec3(0.0)
    for k in ti.static(range(3)):
        r[k] = (table[row, first + 4 * k] * d.x + table[row, first + 4 * k + 1] * d.y
                + table[row, first + 4 * k + 2] * d.z)
    return r


@ti.func
def world_normal(table: ti.template(), row: ti.i32, first: ti.template(), n: vec3) -> vec3:
    """A normal of the local space in the space above: by the transposed inverse."""
    r = vec3(0.0)
    for k in ti.static(range(3)):
        r[k] = table[row, first + k] * n.x + table[row, first + 4 + k] * n.y + table[row, first + 8 + k] * n.z
    return r.normalized()


@ti.func
def cut(mask: ti.i32, x: ti.f32, y: ti.f32, more: ti.f32, seed: ti.f32) -> ti.i32:
    """Whether a card is solid at ``x``, ``y`` (-1..1)."""
    solid = 1
    if mask == LEAVES:
        # a twig: leaves in cells, each an oval turned its own way
        u, v = (x + 1.0) * 1.5, (y + 1.0) * 1.5
        i, j = ti.cast(ti.floor(u), ti.i32), ti.cast(ti.floor(v), ti.i32)
        number = i * 7 + j * 31 + ti.cast(seed * 9973.0, ti.i32)
        angle = random3(number, 3, 1) * PI
        a, b = u - i - 0.5, v - j - 0.5
        e, f = a * ti.cos(angle) + b * ti.sin(angle), b * ti.cos(angle) - a * ti.sin(angle)
        solid = ti.cast(e * e * 4.4 + f * f * 15.0 < 1.0 and random3(number, 3, 2) > 0.12, ti.i32)
    elif mask == NEEDLES:
        # a spray along x: twigs that leave a stem, shorter towards the tip
        comb = ti.abs(x) * 5.5 + ti.abs(y) * 2.2
        half = (1.0 - x) * 0.5 + 0.10
        solid = ti.cast(ti.abs(y) < half and (comb - ti.floor(comb) < 0.62 or ti.abs(y) < 0.05), ti.i32)
    elif mask == BLADE:
        lean = 0.55 * (y + 1.0) * (y + 1.0) * 0.25 * (seed - 0.5) * 2.0
        solid = ti.cast(ti.abs(x - lean) < 0.22 * (1.0 - y) * 0.5 + 0.03, ti.i32)
    elif mask == ARCADE:
        # round arches side by side; more = width over height of one bay, the arch springs at its own radius below
        bay = x * more * 0.5
        a = bay - ti.floor(bay) - 0.5
        z = (y + 1.0) * 0.5
        radius = 0.39
        spring = 0.52
        inside = ti.abs(a) < radius and (z < spring or a * a + (z - spring) * (z - spring) * 4.0 < radius * radius)
        solid = ti.cast(not inside, ti.i32)
    elif mask == DISC:
        solid = ti.cast(x * x + y * y < 1.0, ti.i32)
    elif mask == ARCH:
        # a lancet: more = share of the height that is straight
        top = 2.0 * more - 1.0
        solid = 1
        if y > top:
            w = (y - top) / (1.0 - top)
            solid = ti.cast(ti.abs(x) < ti.sqrt(ti.max(0.0, 4.0 - 3.0 * w * w - 1.0 * w)) - 1.0, ti.i32)
    return solid


@ti.func
def plane_of(number: ti.i32, seed: ti.i32) -> ti.math.vec4:
    """One of a rock's fourteen faces: unit normal and distance."""
    z = 1.0 - 2.0 * (number + 0.5) / 14.0
    angle = number * 2.39996 + 2.0 * random3(number, seed, 1)
    flat = ti.sqrt(1.0 - z * z)
    n = vec3(flat * ti.cos(angle), flat * ti.sin(angle), z + 0.5 * (random3(number, seed, 2) - 0.5)).normalized()
    return ti.math.vec4(n.x, n.y, n.z, 0.62 + 0.36 * random3(number, seed, 3))


@ti.func
def power(p: vec3, a: ti.f32, b: ti.f32) -> ti.f32:
    return ti.abs(p.x) ** a + ti.abs(p.y) ** a + ti.abs(p.z) ** b - 1.0


@ti.func
def box_span(o: vec3, d: vec3) -> vec2:
    """Where a ray enters and leaves the cube -1..1."""
    inv = 1.0 / ti.select(ti.abs(d) < 1e-9, vec3(1e-9), d)
    a, b = (-1.0 - o) * inv, (1.0 - o) * inv
    low, high = ti.min(a, b), ti.max(a, b)
    return vec2(ti.max(low.x, ti.max(low.y, low.z)), ti.min(high.x, ti.min(high.y, high.z)))


@ti.func
def meet(shapes: ti.template(), row: ti.i32, o: vec3, d: vec3, nearest: ti.f32) -> ti.f32:
    """Distance along ``o + t d`` to the shape, or MISS."""
    kind = ti.cast(shapes[row, 0], ti.i32)
    t = MISS
    if kind == CARD:
        # most rays pass a card by, so only as much of the map is worked out as it takes to know that
        height = shapes[row, 10] * o.x + shapes[row, 11] * o.y + shapes[row, 12] * o.z + shapes[row, 13]
        fall = shapes[row, 10] * d.x + shapes[row, 11] * d.y + shapes[row, 12] * d.z
        s = ti.select(ti.abs(fall) > 1e-12, -height / fall, MISS)
        if s > 1e-4 and s < nearest:
            q = o + s * d
            x = shapes[row, 2] * q.x + shapes[row, 3] * q.y + shapes[row, 4] * q.z + shapes[row, 5]
            if ti.abs(x) <= 1.0:
                y = shapes[row, 6] * q.x + shapes[row, 7] * q.y + shapes[row, 8] * q.z + shapes[row, 9]
                if ti.abs(y) <= 1.0 and cut(ti.cast(shapes[row, 14], ti.i32), x, y, shapes[row, 15],
                                            shapes[row, 16]) == 1:
                    t = s
    else:
        t = meet_solid(shapes, row, kind, local_point(shapes, row, 2, o), local_vector(shapes, row, 2, d))
    return t


@ti.func
def meet_solid(shapes: ti.template(), row: ti.i32, kind: ti.i32, p: vec3, r: vec3) -> ti.f32:
    """:func:`meet` for all but cards, with the ray in the shape's own space."""
    t = MISS
    if kind == BOX:
        span = box_span(p, r)
        if span.x <= span.y:
            t = ti.select(span.x > 1e-4, span.x, ti.select(span.y > 1e-4, span.y, MISS))
    elif kind == CONE:
        base, rise = 0.5 * (1.0 + shapes[row, 14]), 0.5 * (shapes[row, 14] - 1.0)
        at, grow = base + rise * p.z, rise * r.z
        a = r.x * r.x + r.y * r.y - grow * grow
        b = p.x * r.x + p.y * r.y - at * grow
        c = p.x * p.x + p.y * p.y - at * at
        disc = b * b - a * c
        if disc > 0.0 and ti.abs(a) > 1e-12:
            root = ti.sqrt(disc)
            for side in ti.static(range(2)):
                s = (-b + (2 * side - 1) * root) / a
                z = p.z + s * r.z
                if s > 1e-4 and s < t and ti.abs(z) <= 1.0:
                    t = s
        if ti.abs(r.z) > 1e-9:
            for side in ti.static(range(2)):
                end = 2.0 * side - 1.0
                s = (end - p.z) / r.z
                x, y = p.x + s * r.x, p.y + s * r.y
                wide = base + rise * end
                if s > 1e-4 and s < t and x * x + y * y <= wide * wide:
                    t = s
    elif kind == BALL:
        a, b, c = r.dot(r), p.dot(r), p.dot(p) - 1.0
        disc = b * b - a * c
        if disc > 0.0:
            root = ti.sqrt(disc)
            near, far = (-b - root) / a, (-b + root) / a
            t = ti.select(near > 1e-4, near, ti.select(far > 1e-4, far, MISS))
    elif kind == PILLOW:
        span = box_span(p, r)
        if span.x < span.y and span.y > 0.0:
            start = ti.max(span.x, 1e-4)
            length = (span.y - start) / 22.0
            last = power(p + r * start, shapes[row, 14], shapes[row, 15])
            for step in range(22):
                s = start + length * (step + 1.0)
                value = power(p + r * s, shapes[row, 14], shapes[row, 15])
                if value <= 0.0 and last > 0.0:
                    # by halves, as the exponents make it steep
                    low, high = s - length, s
                    for _ in range(7):
                        between = 0.5 * (low + high)
                        if power(p + r * between, shapes[row, 14], shapes[row, 15]) > 0.0:
                            low = between
                        else:
                            high = between
                    t = low
                    break
                last = value
    elif kind == ROCK:
        seed = ti.cast(shapes[row, 16] * 65536.0, ti.i32)
        enter, leave = -MISS, MISS
        for number in range(14):
            face = plane_of(number, seed)
            n = vec3(face.x, face.y, face.z)
            along, over = n.dot(r), face.w - n.dot(p)
            if along < 0.0:
                enter = ti.max(enter, over / along)
            elif along > 0.0:
                leave = ti.min(leave, over / along)
            elif over < 0.0:
                leave = -MISS
        if enter < leave and enter > 1e-4:
            t = enter
    else:  # TUNNEL: the inside and outside of a sheet bent about y
        a, b, c = r.x * r.x + r.z * r.z, p.x * r.x + p.z * r.z, p.x * p.x + p.z * p.z - 1.0
        disc = b * b - a * c
        if disc > 0.0 and a > 1e-12:
            root = ti.sqrt(disc)
            for side in ti.static(range(2)):
                s = (-b + (2 * side - 1) * root) / a
                if s > 1e-4 and s < t and ti.abs(p.y + s * r.y) <= 1.0 and p.z + s * r.z >= shapes[row, 14]:
                    t = s
    return t


@ti.func
def normal_at(shapes: ti.template(), row: ti.i32, q: vec3) -> vec3:
    """The shape's own normal at its point ``q``, local, not normalised."""
    kind = ti.cast(shapes[row, 0], ti.i32)
    n = vec3(0.0, 0.0, 1.0)
    if kind == BOX:
        away = ti.abs(q)
        bevel = shapes[row, 14]
        n = vec3(0.0)
        edge = ti.max(away.x, ti.max(away.y, away.z))
        for k in ti.static(range(3)):
            # metres from this pair of faces; near the edge the normal turns, as on a rounded one
            scale = ti.sqrt(shapes[row, 2 + 4 * k] ** 2 + shapes[row, 3 + 4 * k] ** 2 + shapes[row, 4 + 4 * k] ** 2)
            away_from = (1.0 - away[k]) / scale
            lean = 0.0
            if bevel > 0.0:
                lean = ti.max(0.0, 1.0 - away_from / bevel)
            if away[k] >= edge - 1e-6:
                lean = 1.0
            # the map's inverse stretches normals: undo it so that leanings are in metres
            n[k] = ti.math.sign(q[k]) * lean / scale
    elif kind == CONE:
        if ti.abs(q.z) > 0.9999 and q.x * q.x + q.y * q.y < 0.998 * (
                0.5 * (1.0 + shapes[row, 14]) + 0.5 * (shapes[row, 14] - 1.0) * q.z) ** 2:
            n = vec3(0.0, 0.0, ti.math.sign(q.z))
        else:
            radius = ti.sqrt(q.x * q.x + q.y * q.y)
            n = vec3(q.x, q.y, -0.5 * (shapes[row, 14] - 1.0) * radius)
    elif kind == BALL:
        n = q
    elif kind == PILLOW:
        a, b = shapes[row, 14], shapes[row, 15]
        n = vec3(ti.math.sign(q.x) * a * ti.abs(q.x) ** (a - 1.0), ti.math.sign(q.y) * a * ti.abs(q.y) ** (a - 1.0),
                 ti.math.sign(q.z) * b * ti.abs(q.z) ** (b - 1.0))
    elif kind == ROCK:
        seed = ti.cast(shapes[row, 16] * 65536.0, ti.i32)
        best = -MISS
        for number in range(14):
            face = plane_of(number, seed)
            over = vec3(face.x, face.y, face.z).dot(q) - face.w
            if over > best:
                best = over
                n = vec3(face.x, face.y, face.z)
    elif kind == TUNNEL:
        n = vec3(q.x, 0.0, q.z)
    return n
