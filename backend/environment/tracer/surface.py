# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""What a surface looks like at one point: patterns in metres on whatever faces there are.

The numbers of the patterns are those of ``scene.materials``; so are the columns of the table.
"""

import taichi as ti

from ..sampling import PI, random3, smoothstep, tile2, vec2, vec3
from .shapes import MISS

#: albedo, normal, radiance, gloss, roughness, share let through
look12 = ti.types.vector(12, ti.f32)


@ti.func
def line(x: ti.f32, half: ti.f32, blur: ti.f32) -> ti.f32:
    """1 within ``half`` of a whole number, blurred, and fading where it is thinner than the blur."""
    f = ti.abs(x - ti.round(x))
    return smoothstep(half + blur, ti.max(half - blur, 0.0), f) * ti.min(1.0, half / ti.max(blur, 1e-6) * 1.5)


@ti.func
def joints(x: ti.f32, y: ti.f32, half: ti.f32, blur: ti.f32) -> ti.f32:
    """Lines along both axes."""
    return ti.max(line(x, half, blur), line(y, half, blur))


@ti.func
def hue(x: ti.f32) -> vec3:
    """A saturated colour of the wheel, as glass and book cloth have."""
    return 0.5 + 0.5 * vec3(ti.cos(2 * PI * x), ti.cos(2 * PI * (x - 0.33)), ti.cos(2 * PI * (x - 0.67)))


@ti.func
def facade(noise: ti.template(), a: ti.f32, b: ti.f32, blur: ti.f32, first: vec3, second: vec3, storey: ti.f32,
           lit: ti.f32, seed: ti.f32, glassy: ti.f32) -> look12:
    """A front of storeys: albedo, window share in the place of the normal's x, and light."""
    wide = 2.1 + 1.3 * ti.abs(seed - ti.floor(seed) - 0.5)
    i, j = ti.cast(ti.floor(a / wide), ti.i32), ti.cast(ti.floor(b / storey), ti.i32)
    x, y = a / wide - i, b / storey - j
    number = ti.cast(seed * 4096.0, ti.i32)
    half = 0.22 + 0.10 * random3(number, 5, 1)
    low, high = 0.26, 0.80
    if glassy > 0.5:
        half, low, high = 0.475, 0.16, 0.97
    if j == 0 and glassy < 0.5:
        half, low, high = 0.43, 0.10, 0.78
    soft = blur / wide
    inside = (smoothstep(half + soft, half - soft, ti.abs(x - 0.5)) * smoothstep(low - soft, low + soft, y)
              * smoothstep(high + soft, high - soft, y))
    frame = ti.max(line(x - 0.5, 0.016, soft), line((y - low) / (high - low) * 2.0, 0.025, soft)) * inside
    frame = ti.max(frame, inside * smoothstep(half - 0.045, half - 0.02, ti.abs(x - 0.5)))
    stain = tile2(noise, a / 13.0 + seed, b / 19.0, 0)
    wall = first * ti.exp(0.07 * stain + 0.05 * tile2(noise, a / 2.0, b / 2.0, 1) * ti.min(1.0, 0.1 / blur))
    ledge = line(b / storey, 0.035, blur / storey)
    wall = wall * (1.0 - 0.45 * ledge)
    reveal = smoothstep(high, high - 0.16, y)  # the lintel shades the pane
    choice = random3(i + 997 * number, j, 7)
    hung = random3(i + 31, j + number, 3) < 0.45 and (j > 0 or glassy > 0.5)
    curtain = ti.cast(hung, ti.f32) * smoothstep(0.55, 0.95, ti.abs(x - 0.5) / half)
    glass = vec3(0.020, 0.024, 0.028) * (1.0 - curtain) + vec3(0.20, 0.19, 0.17) * curtain
    color = wall * (1.0 - inside) + (glass * (0.35 + 0.65 * reveal) * (1.0 - frame) + second * frame) * inside
    shine = vec3(0.0)
    shop = ti.cast(j == 0 and glassy < 0.5, ti.f32)
    if shop > 0.5:
        # three panes are one shop: most are lit at night, each in its own light, with goods along the bottom
        i = ti.cast(ti.floor(a / wide / 3.0), ti.i32) * 3
        choice = random3(i + 997 * number, j, 7) - 0.28
    if choice < lit:
        warm = random3(i, j, number)
        tone = vec3(1.0, 0.62 + 0.22 * warm, 0.26 + 0.42 * warm)
        level = 0.35 + 1.3 * random3(i, j + 77, number) ** 2
        depth = 0.55 + 0.45 * smoothstep(low, high, y) - 0.35 * curtain
        # what stands inside: blocks of shade, deeper below
        goods = random3(ti.cast(ti.floor(a / 0.35), ti.i32), ti.cast(ti.floor(b / 0.45), ti.i32), number)
        clutter = 1.0 - (0.22 + 0.58 * shop) * goods * smoothstep(0.85, 0.3, (y - low) / (high - low))
        if shop > 0.5:
            tone = vec3(1.0, 0.70 + 0.28 * warm, 0.36 + 0.62 * warm)
            level = 0.35 + 1.3 * random3(i, j + 77, number) ** 2
            depth = 0.30 + 0.70 * smoothstep(low, high, y) ** 2
        shine = tone * level * depth * clutter * (inside - frame * inside)
    pane = inside * (1.0 - frame) * (1.0 - curtain)
    return look12(color.x, color.y, color.z, pane, 0, 0, shine.x, shine.y, shine.z, 0, 0, 0)


@ti.func
def sign(a: ti.f32, b: ti.f32, aspect: ti.f32, paper: vec3, ink: vec3, seed: ti.f32) -> vec3:
    """A board: a rim, a symbol to the left, lines of writing. ``a``, ``b`` are -1..1."""
    number = ti.cast(seed * 977.0, ti.i32)
    kind = number % 3
    color = paper
    if ti.max(ti.abs(a), ti.abs(b)) > 0.93:
        color = ink
    x, y = a + 0.55, b
    mark = 0.0
    if kind == 0:  # an arrow
        shaft = ti.abs(y) < 0.11 and x > -0.25 and x < 0.05
        head = x >= 0.05 and x < 0.32 and ti.abs(y) < (0.32 - x) * 1.4
        mark = ti.select(shaft or head, 1.0, 0.0)
    elif kind == 1:  # a ring
        r = ti.sqrt(x * x * 1.2 + y * y * 0.42)
        mark = ti.select((r < 0.30 and r > 0.20) or r < 0.07, 1.0, 0.0)
    else:  # a person
        head = x * x + (y - 0.45) ** 2 * 0.35 < 0.008
        mark = ti.select(head or (ti.abs(x) < 0.12 and y > -0.6 and y < 0.2), 1.0, 0.0)
    if a > -0.12 and a < 0.84:
        row = ti.floor((b + 0.72) / 0.36)
        inside = (b + 0.72) / 0.36 - row
        word = ti.floor(a * 11.0)
        end = 0.25 + 0.6 * random3(number, ti.cast(row, ti.i32), 3)
        if inside > 0.28 and inside < 0.72 and a < end and row >= 0 and row < 4 and random3(
                number + ti.cast(word, ti.i32), ti.cast(row, ti.i32), 5) > 0.16:
            letter = a * 46.0
            mark = ti.select(letter - ti.floor(letter) < 0.72, 1.0, mark)
    return color * (1.0 - mark) + ink * mark


@ti.func
def surface(materials: ti.template(), m: ti.i32, noise: ti.template(), p: vec3, n: vec3, u: ti.f32, v: ti.f32,
            seed: ti.f32, blur: ti.f32) -> look12:
    """The look of material ``m`` at ``p`` with normal ``n``; ``u``, ``v`` are the shape's own coordinates (-1..1),
    ``blur`` the width of what one ray stands for, metres."""
    first = vec3(materials[m, 0], materials[m, 1], materials[m, 2])
    second = vec3(materials[m, 3], materials[m, 4], materials[m, 5])
    pattern, scale = ti.cast(materials[m, 6], ti.i32), materials[m, 7]
    gloss, rough, bump = materials[m, 8], materials[m, 9], materials[m, 10]
    light = vec3(materials[m, 11], materials[m, 12], materials[m, 13])
    through, more = materials[m, 14], materials[m, 15]
    color = first
    a, b = p.x, p.y
    along, upward = vec3(1.0, 0.0, 0.0), vec3(0.0, 1.0, 0.0)
    away = ti.abs(n)
    if away.x > away.y and away.x > away.z:
        a, b, along, upward = p.y, p.z, vec3(0.0, 1.0, 0.0), vec3(0.0, 0.0, 1.0)
    elif away.y > away.z:
        a, b, upward = p.x, p.z, vec3(0.0, 0.0, 1.0)
    if pattern == 1 or pattern == 3 or pattern == 4 or pattern == 16:
        # no joint runs through the viewer's feet, where it would be drawn as a straight cut through the map
        a += 0.37 * scale
        b += 0.43 * scale
    number = ti.cast(seed * 8191.0, ti.i32)
    tilt = vec2(0.0)
    if pattern == 0:
        color = first * (1.0 + 0.04 * tile2(noise, a / 1.7 + seed, b / 1.7, 0))
    elif pattern == 1:  # boards along b, or along a with more = 1
        across, length = a, b
        if more > 0.5:
            across, length = b, a
        board = ti.floor(across / scale)
        k = ti.cast(board, ti.i32)
        step = 9.0 if more > 0.5 else 12.5 * scale
        end = length / step + 7.3 * random3(k, 11, 3)
        piece = ti.cast(ti.floor(end), ti.i32)
        tone = random3(k, piece, 5)
        grain = tile2(noise, across * 1.1 + 3.7 * random3(k, piece, 6), length * 0.30 + 5.1 * tone, 2)
        fade = ti.min(1.0, 0.03 / blur)
        color = (first * tone + second * (1.0 - tone)) * ti.exp(0.16 * grain * fade)
        gap = 0.028 if more > 0.5 else 0.009
        crack = ti.max(line(across / scale, gap, 0.6 * blur / scale), line(end, 0.0015 / step, 0.6 * blur / step))
        color *= 1.0 - 0.75 * crack
        f = across / scale - board - 0.5
        tilt = vec2(0.0)
        if more > 0.5:
            tilt.y = 2.0 * f ** 5 * 4.0 + 0.05 * (tone - 0.5)
        else:
            tilt.x = 0.9 * f ** 9 * 60.0 * 0.2 + 0.004 * (tone - 0.5)
        gloss *= 1.0 - crack
    elif pattern == 2:
        long_b = ti.select(away.z > 0.7, a, b)
        short = ti.select(away.z > 0.7, b, a)
        grain = tile2(noise, short * 0.9 + 3.1 * seed, long_b * 0.25 + 7.7 * seed, 2)
        wide = tile2(noise, short / 2.1, long_b / 3.3 + seed, 0)
        tone = ti.math.clamp(0.5 + 0.22 * grain * ti.min(1.0, 0.05 / blur) + 0.2 * wide, 0.0, 1.0)
        color = first * tone + second * (1.0 - tone)
    elif pattern == 3 or pattern == 16:
        i, j = ti.cast(ti.floor(a / scale), ti.i32), ti.cast(ti.floor(b / scale), ti.i32)
        tone = random3(i, j, 3)
        joint = joints(a / scale, b / scale, 0.004 / scale, 0.6 * blur / scale)
        if pattern == 3:
            glaze = 0.90 + 0.16 * tone + 0.03 * tile2(noise, a / 0.9, b / 0.9, 1)
            color = first * glaze * (1.0 - joint) + second * joint
            tilt = vec2(tone - 0.5, random3(i, j, 4) - 0.5) * 0.15
        else:
            vein = tile2(noise, a / 1.9 + 0.13 * tone, b / 1.9 + 0.7 * tone, 0)
            white = ti.select((i + j) % 2 == 0, 1.0, 0.0)
            color = (first * white + second * (1.0 - white)) * ti.exp(0.13 * vein) * (1.0 - 0.4 * joint)
            tilt = vec2(tone - 0.5, random3(i, j, 4) - 0.5) * 0.02
    elif pattern == 4:
        joint = joints(a / scale, b / scale, 0.006 / scale, 0.6 * blur / scale)
        stain = 0.5 * tile2(noise, a / 5.3, b / 7.9, 0) + 0.35 * tile2(noise, a / 1.1, b / 1.1, 1)
        run = 0.0
        if away.z < 0.5:
            run = tile2(noise, a / 1.3, b / 17.0, 1) * smoothstep(-1.0, 4.0, b)
        mixed = ti.math.clamp(0.5 + 0.24 * stain + 0.2 * run, 0.0, 1.0)
        color = (first * mixed + second * (1.0 - mixed)) * (1.0 - 0.5 * joint)
        hole_a, hole_b = a / scale * 2.0 - ti.round(a / scale * 2.0), b / scale * 2.0 - ti.round(b / scale * 2.0)
        if away.z < 0.5 and (hole_a * hole_a + hole_b * hole_b) * scale * scale < 0.0011:
            color *= 0.4
    elif pattern == 5:
        tall = scale * (0.5 if more > 0.5 else 0.31)
        row = ti.floor(b / tall)
        j = ti.cast(row, ti.i32)
        x = a / scale + 0.5 * (j % 2)
        i = ti.cast(ti.floor(x), ti.i32)
        joint = ti.max(line(x, 0.010 / scale, 0.6 * blur / scale), line(b / tall, 0.010 / tall, 0.6 * blur / tall))
        tone = random3(i, j, 9)
        body = first * (0.72 + 0.5 * tone) * ti.exp(0.10 * tile2(noise, a / 0.7, b / 0.7, 1))
        color = body * (1.0 - joint) + second * joint
        tilt = vec2(tone - 0.5, random3(i, j, 4) - 0.5) * 0.4
    elif pattern == 6:
        fine = tile2(noise, a / 0.21, b / 0.21, 1) * ti.min(1.0, 0.01 / blur)
        color = first * ti.exp(0.05 * fine + 0.03 * tile2(noise, a / 1.1, b / 1.1, 0))
    elif pattern == 7:
        fine = tile2(noise, a / 0.35, b / 0.35, 1) * ti.min(1.0, 0.02 / blur)
        mixed = ti.math.clamp(0.5 + 0.3 * fine, 0.0, 1.0)
        color = first * mixed + second * (1.0 - mixed)
    elif pattern == 8:
        warp = tile2(noise, a / 3.1, b / 3.1, 0)
        vein = ti.abs(tile2(noise, (a + 0.3 * warp) / 2.3, (b - 0.2 * warp) / 2.3, 0))
        color = second + (first - second) * smoothstep(0.0, 0.28, vein + 0.05)
    elif pattern == 9:
        color = first * (1.0 + 0.012 * tile2(noise, a / 2.9, b / 2.9, 0))
    elif pattern == 10 or pattern == 22:
        if away.z > 0.7:
            color = vec3(0.16, 0.155, 0.15) * (1.0 + 0.1 * tile2(noise, a / 5.0, b / 5.0, 0))
            gloss = 0.0
        else:
            front = facade(noise, a, b, blur, first, second, scale, more, seed, ti.select(pattern == 22, 1.0, 0.0))
            color = vec3(front[0], front[1], front[2])
            light = light + vec3(front[6], front[7], front[8]) * through
            gloss = front[3] * (0.07 if pattern == 10 else 0.14)
            rough = 0.0
            slant = vec2(random3(ti.cast(a / 2.6, ti.i32), ti.cast(b / scale, ti.i32), 8) - 0.5,
                         random3(ti.cast(a / 2.6, ti.i32), ti.cast(b / scale, ti.i32), 9) - 0.5)
            tilt = slant * 0.03 * front[3]
        through = 0.0
    elif pattern == 11:
        grain = tile2(noise, a * 0.9 + seed, p.z * 0.22, 2)
        color = (first * 0.5 + second * 0.5) * ti.exp(0.33 * grain)
    elif pattern == 12:
        shift = seed * 3.0 - ti.floor(seed * 3.0) - 0.5
        tone = random3(number, 2, 2)
        color = first * tone + second * (1.0 - tone)
        color *= vec3(1.0 + 0.35 * shift, 1.0 + 0.10 * shift, 1.0 - 0.20 * shift)
    elif pattern == 13:
        color = sign(u, v, scale, first, second, seed)
    elif pattern == 14:
        # lead in lozenges; inside, glass of one colour each, paler towards the middle
        x, y = (a + b * 0.6) / scale, (a - b * 0.6) / scale
        i, j = ti.cast(ti.floor(x), ti.i32), ti.cast(ti.floor(y), ti.i32)
        pick = random3(i, j, number % 5)
        tint = hue(0.55 + 0.18 * random3(i, j, 4)) if pick < 0.45 else hue(0.02 + 0.10 * random3(i, j, 4))
        if pick > 0.85:
            tint = vec3(0.9, 0.85, 0.65)
        if pick > 0.68 and pick <= 0.85:
            tint = hue(0.30)
        lead = ti.max(line(x, 0.06, 0.5 * blur / scale), line(y, 0.06, 0.5 * blur / scale))
        ring = ti.max(line(u * 1.0, 0.03, blur), line(v * 4.0, 0.03, blur))
        color = vec3(0.02)
        light = light * (tint * tint * 0.95 + 0.03) * (1.0 - ti.max(lead, ring)) * (0.8 + 0.4 * random3(i, j, 8))
    elif pattern == 15:
        worn = smoothstep(-0.9, 0.1, tile2(noise, a / 1.3, b / 1.3, 1) + 0.6)
        color = first * worn + second * (1.0 - worn)
    elif pattern == 17:
        if ti.max(ti.abs(u), ti.abs(v)) > 0.72:
            color = vec3(0.75, 0.74, 0.71)
        else:
            tone = tile2(noise, u / 2.3 + seed, v / 2.6 + seed * 3.0, 0) + 0.9 * v
            other = tile2(noise, v / 1.9 + seed * 2.0, u / 1.7, 0)
            color = hue(seed + 0.10 * tone) * (0.24 + 0.14 * ti.math.clamp(tone, -1.0, 1.0)) + 0.05
            if other > 0.8:
                color = first
    elif pattern == 18:
        place = a / 0.034
        i = ti.cast(ti.floor(place), ti.i32)
        tone = random3(i, number, 3)
        color = hue(random3(i, number, 4)) * 0.16 + 0.16 * tone
        color *= 1.0 - 0.8 * line(place, 0.08, 0.6 * blur / 0.034)
        if b - ti.floor(b / scale) * scale > scale * (0.62 + 0.2 * tone):
            color = vec3(0.05)
    elif pattern == 19 or pattern == 23:
        rough_ = tile2(noise, a / 1.9, b / 1.9, 1)
        wide = tile2(noise, a / 7.0, b / 7.0, 0)
        layer = 0.0
        if pattern == 23:
            layer = tile2(noise, 0.37, (p.z + 0.5 * wide) / scale, 1)
        mixed = ti.math.clamp(0.5 + 0.22 * rough_ + 0.22 * wide + 0.3 * layer, 0.0, 1.0)
        color = first * mixed + second * (1.0 - mixed)
    elif pattern == 24:
        basin = pool(noise, p, u, v, first, second.x, second.y, second.z, more, blur)
        color = vec3(basin[0], basin[1], basin[2])
        light *= basin[3]
    if bump > 0.0:
        wide = 0.9 if more > 0.5 and pattern == 6 else 0.34
        if pattern == 19 or pattern == 23 or pattern == 11:
            wide = 1.4
        e = wide / 256.0 + 0.5 * blur
        keep = ti.min(1.0, wide * 0.04 / blur)
        x, y = a / wide, b / wide
        if pattern == 11:
            y *= 0.25
        at = tile2(noise, x, y, 0)
        tilt += vec2(tile2(noise, x + e / wide, y, 0) - at, tile2(noise, x, y + e / wide, 0) - at) * (
            0.02 * keep * wide / e)
        n = (n - (along * tilt.x + upward * tilt.y) * bump).normalized()
    elif pattern == 1 or pattern == 16 or pattern == 10 or pattern == 22:
        n = (n - (along * tilt.x + upward * tilt.y)).normalized()
    return look12(color.x, color.y, color.z, n.x, n.y, n.z, light.x, light.y, light.z, gloss, rough, through)


@ti.func
def pool(noise: ti.template(), p: vec3, u: ti.f32, v: ti.f32, tiles: vec3, lanes: ti.f32, half_x: ti.f32,
         half_y: ti.f32, deep: ti.f32, blur: ti.f32) -> ti.math.vec4:
    """What is seen through the water of a basin (half sizes, depth in metres) at ``p``: the albedo of its tiles dimmed
    on the way, and how bright light plays there. The way is bent as that of a ray from the eye."""
    d = (p - vec3(0.0, 0.0, 1.55)).normalized()
    flat = ti.max(ti.sqrt(d.x * d.x + d.y * d.y), 1e-5)
    bent = flat / 1.33
    shift = deep * bent / ti.sqrt(1.0 - bent * bent) / flat
    from_x, from_y = u * half_x, v * half_y
    to_x, to_y = from_x + d.x * shift, from_y + d.y * shift
    # the share of the way to the floor after which a wall is met
    part = 1.0
    if ti.abs(to_x) > half_x:
        part = ti.min(part, (half_x - ti.abs(from_x)) / ti.max(ti.abs(to_x - from_x), 1e-5))
    if ti.abs(to_y) > half_y:
        part = ti.min(part, (half_y - ti.abs(from_y)) / ti.max(ti.abs(to_y - from_y), 1e-5))
    part = ti.max(part, 0.0)
    x, y, z = from_x + (to_x - from_x) * part, from_y + (to_y - from_y) * part, deep * part
    a, b = x, y
    if part < 1.0:
        b = z
        if half_x - ti.abs(x) < half_y - ti.abs(y):
            a = y
    soft = 2.5 * blur / 0.25
    joint = joints(a / 0.25, b / 0.25, 0.03, soft)
    color = tiles * (0.92 + 0.12 * random3(ti.cast(ti.floor(a / 0.25), ti.i32), ti.cast(ti.floor(b / 0.25), ti.i32), 3))
    color = color * (1.0 - 0.35 * joint) + 0.35 * joint
    if part < 1.0:
        color *= 0.85
    elif lanes > 0.5:
        across = (x / half_x * 0.5 + 0.5) * lanes
        middle = ti.abs(across - ti.floor(across) - 0.5) * 2.0 * half_x / lanes
        ends = smoothstep(half_y - 2.0, half_y - 2.1, ti.abs(y))
        color = color * (1.0 - smoothstep(0.16, 0.12, middle) * ends) + vec3(0.01, 0.03, 0.10) * smoothstep(
            0.16, 0.12, middle) * ends
    # ripples gather light in a net of lines
    first, other = tile2(noise, x / 2.9 + 0.2 * z, y / 2.9, 0), tile2(noise, x / 2.3 + 0.37, y / 2.3 - 0.3 * z, 0)
    play = 0.80 + 0.75 * ti.exp(-7.0 * ti.abs(first * other)) * ti.min(1.0, 0.25 / ti.max(blur, 1e-4))
    way = 1.6 * z + z / ti.sqrt(1.0 - bent * bent)
    color *= ti.exp(-way * vec3(0.33, 0.055, 0.028)) * play
    return ti.math.vec4(color.x, color.y, color.z, play)


@ti.kernel
def describe(count: ti.i32, rays: ti.types.ndarray(), hits: ti.types.ndarray(), looks: ti.types.ndarray(),
             blur: ti.f32, materials: ti.types.ndarray(), noise: ti.types.ndarray()):
    """Fill ``looks`` (N, 12) where rays met a shape; ``blur`` is the width of a ray at one metre."""
    for i in range(count):
        if hits[i, 0] < MISS and rays[i, 7] > 0.0:
            t = hits[i, 0]
            p = vec3(rays[i, 0], rays[i, 1], rays[i, 2]) + vec3(rays[i, 3], rays[i, 4], rays[i, 5]) * t
            look = surface(materials, ti.cast(hits[i, 6], ti.i32), noise, p, vec3(hits[i, 1], hits[i, 2], hits[i, 3]),
                           hits[i, 4], hits[i, 5], hits[i, 7], t * blur)
            for k in ti.static(range(12)):
                looks[i, k] = look[k]
