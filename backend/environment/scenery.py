# SPDX-License-Identifier: GPL-3.0-or-later
"""The ground kernel: silhouettes before the sky, and below the horizon ground, water and a dock.

Each pixel is the mean of jittered rays. Water is a sum of travelling waves: those larger than the ray's
footprint bend the reflected ray, the rest become a slope variance (after Cox and Munk, 1954).
"""

import taichi as ti

from .sampling import PI, direction, random3, smoothstep, tile2, vec2, vec3, wrap

#: Rows of the layer table: kind, red, green, blue, spacing, conifers, length, spare.
LAYER_FIELDS = 8
DOCK_POST = 2.6
POST_RADIUS = 0.095
PLANK = 0.142


@ti.func
def column_of(d: vec3, columns: ti.i32) -> ti.f32:
    return (ti.atan2(d.y, d.x) / (2.0 * PI) + 0.5) * columns - 0.5


@ti.func
def by_azimuth(table: ti.template(), row: ti.i32, position: ti.f32) -> ti.f32:
    n = table.shape[1]
    i = ti.cast(ti.floor(position), ti.i32)
    a = position - i
    return table[row, wrap(i, n)] * (1.0 - a) + table[row, wrap(i + 1, n)] * a


@ti.func
def arc_at(table: ti.template(), row: ti.i32, position: ti.f32, total: ti.f32) -> ti.f32:
    """Like :func:`by_azimuth` for a length that starts over at ``total``."""
    n = table.shape[1]
    i = ti.cast(ti.floor(position), ti.i32)
    low, high = table[row, wrap(i, n)], table[row, wrap(i + 1, n)]
    if high < low:
        high += total
    return low + (high - low) * (position - i)


@ti.func
def around(along: ti.f32, total: ti.f32, period: ti.f32) -> ti.f32:
    """Tile coordinate of a length on a closed line: about ``along / period``, whole at ``total``."""
    return along / total * ti.max(1.0, ti.round(total / period))


@ti.func
def heavens(upper: ti.template(), d: vec3) -> vec3:
    """The finished upper half of the map towards ``d``, bilinear; what lies below the horizon is its last row."""
    rows, width = upper.shape[0], upper.shape[1]
    elevation = ti.asin(ti.math.clamp(d.z, 0.0, 1.0))
    fy = ti.min((0.5 - elevation / PI) * 2.0 * rows - 0.5, rows - 1.001)
    fy = ti.max(fy, 0.0)
    fx = (0.5 - ti.atan2(d.y, d.x) / (2.0 * PI)) * width - 0.5
    i, j = ti.cast(fy, ti.i32), ti.cast(ti.floor(fx), ti.i32)
    a, b = fy - i, fx - j
    j0, j1 = wrap(j, width), wrap(j + 1, width)
    value = vec3(0.0)
    for k in ti.static(range(3)):
        value[k] = ((upper[i, j0, k] * (1 - b) + upper[i, j1, k] * b) * (1 - a)
                    + (upper[i + 1, j0, k] * (1 - b) + upper[i + 1, j1, k] * b) * a)
    return value


@ti.func
def hazed(color: vec3, distance: ti.f32, haze: vec3, glow: vec3) -> vec3:
    clear = ti.exp(-haze * distance)
    return color * clear + glow * (1.0 - clear)


@ti.func
def tree_color(noise: ti.template(), along: ti.f32, z: ti.f32, total: ti.f32, spacing: ti.f32, height: ti.f32,
               conifers: ti.f32, seed: ti.i32, out: vec3, light: vec3, sun: vec3, sky: vec3,
               albedo: vec3) -> ti.math.vec4:
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
                half = tall * (0.17 + 0.06 * random3(cell, seed, 6)) * ti.max(0.0, 1.0 - v) ** 0.85 * (
                    0.72 + 0.4 * (1.0 - (zigzag - ti.floor(zigzag)))) + 0.05
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
def backdrop(noise: ti.template(), polar: ti.template(), layers: ti.template(), upper: ti.template(), d: vec3, eye: ti.f32,
             limit: ti.f32, light: vec3, sun: vec3, sky: vec3, haze: vec3, seed: ti.i32) -> ti.math.vec4:
    """Silhouettes nearer than ``limit`` towards ``d``: colour and coverage, nearest last."""
    result = ti.math.vec4(0.0)
    position = column_of(d, polar.shape[1])
    flat = ti.sqrt(ti.max(d.x * d.x + d.y * d.y, 1e-8))
    slope = d.z / flat
    out = vec3(-d.x / flat, -d.y / flat, 0.0)
    glow = heavens(upper, vec3(d.x, d.y, 0.045 * flat).normalized())
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
                    tree = tree_color(noise, along, z, total, layers[index, 4], height, layers[index, 5],
                                      seed + 17 * index, out, light, sun, sky, albedo)
                    undergrowth = 0.8 + 0.35 * tile2(noise, around(along, total, 23.0), 0.3, 1) * 2.0
                    covered = tree.w
                    color = vec3(tree.x, tree.y, tree.z)
                    if z < undergrowth and covered < 0.5:
                        covered = 1.0
                        bush = tile2(noise, around(along, total, 5.0), z / 5.0, 1)
                        shore = smoothstep(0.45, 0.1, z)
                        color = (albedo * (1.0 - shore) + vec3(0.10, 0.085, 0.06) * shore) * ti.exp(0.4 * bush) * (
                            sun * ti.max(out.dot(light), 0.0) * 0.4 + sky * 0.4) * (1.0 / PI)
                    if covered > 0.5:
                        color = hazed(color, distance, haze, glow)
                        result = ti.math.vec4(color.x, color.y, color.z, 1.0)
            else:
                reach = ti.min(900.0, distance * 0.25)
                bumps = tile2(noise, around(along, total, reach), z / reach, 1)
                if z < height + 5.0 * bumps * ti.min(1.0, height / 40.0):
                    gradient = (by_azimuth(polar, 2 + 3 * index, position + 3.0)
                                - by_azimuth(polar, 2 + 3 * index, position - 3.0)) / (6.0 * 2.0 * PI / polar.shape[1] * distance)
                    side = vec3(out.y, -out.x, 0.0)
                    n = (out * 0.55 + vec3(0.0, 0.0, 1.0) + side * gradient * 0.8
                         + side * tile2(noise, around(along, total, 1.6 * reach), 1.3 * z / reach, 0) * 0.35 + out * bumps * 0.2).normalized()
                    color = albedo * ti.exp(0.18 * bumps) * (sun * ti.max(n.dot(light), 0.0) + sky * 0.75) * (1.0 / PI)
                    color = hazed(color, distance, haze, glow)
                    result = ti.math.vec4(color.x, color.y, color.z, 1.0)
    return result


@ti.func
def post_hit(o: vec3, d: vec3, dock: vec3) -> ti.math.vec4:
    """Nearest dock post along a ray: distance (1e9 for none) and the outward normal."""
    best, normal = 1e9, vec3(0.0)
    a = d.x * d.x + d.y * d.y
    count = ti.cast((dock.z - dock.y) / DOCK_POST, ti.i32) + 1
    for index in range(2 * count):
        side = 1.0 if index % 2 == 0 else -1.0
        number = index // 2
        cx = side * (dock.x + POST_RADIUS * 0.8)
        cy = dock.z - 0.12 - number * DOCK_POST
        top = 0.42 if number % 2 == 1 else 0.62
        ox, oy = o.x - cx, o.y - cy
        b = ox * d.x + oy * d.y
        c = ox * ox + oy * oy - POST_RADIUS * POST_RADIUS
        disc = b * b - a * c
        if disc > 0.0:
            t = (-b - ti.sqrt(disc)) / a
            z = o.z + d.z * t
            if t > 1e-4 and t < best and z < top:
                best = t
                normal = vec3((ox + d.x * t) / POST_RADIUS, (oy + d.y * t) / POST_RADIUS, 0.0)
            elif d.z < -1e-5 and z >= top:
                t = (top - o.z) / d.z
                x, y = ox + d.x * t, oy + d.y * t
                if t > 1e-4 and t < best and x * x + y * y < POST_RADIUS * POST_RADIUS:
                    best, normal = t, vec3(0.0, 0.0, 1.0)
    return ti.math.vec4(best, normal.x, normal.y, normal.z)


@ti.func
def wood_color(noise: ti.template(), p: vec3, n: vec3, wood: vec3, seed: ti.i32) -> vec3:
    """Albedo of a post: grain along z."""
    grain = tile2(noise, ti.atan2(n.y, n.x) * 0.3 + p.y * 0.13 + p.x, p.z * 0.6, 2)
    wet = 0.35 + 0.65 * smoothstep(-0.5, -0.15, p.z)
    return wood * 0.72 * ti.exp(0.22 * grain) * wet


@ti.func
def deck_color(noise: ti.template(), p: vec3, footprint: ti.f32, dock: vec3, light: vec3, sun: vec3, sky: vec3,
               wood: vec3, seed: ti.i32) -> vec3:
    """Radiance of the planks at ``p``; planks lie across the dock, 14.2 cm apart."""
    along = p.y / PLANK + 0.5
    number = ti.cast(ti.floor(along), ti.i32)
    f = along - number
    gap = 0.030 + 0.022 * random3(number, seed, 21)
    edge = ti.min(f, 1.0 - f)
    soft = ti.max(footprint / PLANK, 0.012) * 0.5
    solid = smoothstep(gap - soft, gap + soft, edge)
    grain = tile2(noise, p.y * 1.6 + random3(number, seed, 22) * 7.0, p.x * 0.42 + random3(number, seed, 23) * 5.0, 2)
    speck = tile2(noise, p.y * 3.1, p.x * 1.1, 1)
    fade = ti.math.clamp(0.02 / footprint, 0.0, 1.0)
    tone = 0.78 + 0.42 * random3(number, seed, 24)
    warm = random3(number, seed, 25) - 0.5
    stain = tile2(noise, p.x / 4.7, p.y / 4.7, 0)
    albedo = wood * tone * ti.exp((0.20 * grain + 0.07 * speck) * fade - 0.10 * ti.max(stain, 0.0))
    albedo *= vec3(1.0 + 0.16 * warm, 1.0, 1.0 - 0.16 * warm)
    # two nails at each end of a plank
    reach = ti.abs(ti.abs(p.x) - (dock.x - 0.09))
    across = ti.abs(ti.abs(f - 0.5) - 0.24) * PLANK
    nail = smoothstep(0.0065 + footprint, 0.0045, ti.sqrt(reach * reach + across * across))
    albedo *= 1.0 - 0.75 * nail * fade
    tilt = 0.05 * (random3(number, seed, 26) - 0.5)
    round_ = (f - 0.5) * 2.0
    n = vec3(0.02 * speck * fade, tilt + 0.35 * round_ ** 9 + 0.02 * grain * fade, 1.0).normalized()
    shadow = 1.0
    blocked = post_hit(vec3(p.x, p.y, 0.002), light, dock)
    if blocked.x < 1e8:
        shadow = 0.0
    corner = 0.6 + 0.4 * smoothstep(gap, gap + 0.08, edge)
    lit = sun * ti.max(n.dot(light), 0.0) * shadow + sky * corner
    return albedo * lit * (1.0 / PI) * solid + albedo * sky * 0.018 * (1.0 - solid)


@ti.func
def land_color(noise: ti.template(), tile: ti.template(), p: vec3, d: vec3, distance: ti.f32, footprint: ti.f32,
               size: ti.f32, relief: ti.f32, dark: vec3, pale: vec3, look: ti.math.vec4, light: vec3, sun: vec3,
               sky: vec3, upper: ti.template(), wet: ti.f32) -> vec3:
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
    n = vec3(-hx * relief / e * near - 0.25 * broad_x, -hy * relief / e * near - 0.25 * broad_y, 1.0)
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


@ti.func
def water_color(noise: ti.template(), upper: ti.template(), polar: ti.template(), p: vec3, d: vec3, distance: ti.f32,
                footprint: ti.f32, level: ti.f32, waves: ti.f32, swell: ti.f32, body: vec3, light: vec3, sun: vec3,
                sky: vec3, dock: vec3, wood: vec3, eye: ti.f32, shore: ti.f32, rough: vec2, seed: ti.i32) -> vec3:
    """Radiance of water at ``p``; ``rough`` is a pair of unit Gaussian numbers."""
    slope = vec2(0.0)
    dropped = 0.00012
    length = swell
    share = waves * waves * 0.30
    calm = 0.75 + 0.35 * tile2(noise, p.x / 83.0, p.y / 47.0, 0)
    for octave in range(7):
        keep = ti.math.clamp(length / ti.max(footprint, 1e-4) * 0.5 - 0.5, 0.0, 1.0)
        amplitude = ti.sqrt(share) * ti.math.clamp(calm, 0.3, 1.4)
        if keep > 0.0:
            turn = 0.7 + 1.9 * octave
            x = (p.x * ti.cos(turn) - p.y * ti.sin(turn)) / (length * 9.0) + 0.31 * octave
            y = (p.x * ti.sin(turn) + p.y * ti.cos(turn)) / (length * 9.0) + 0.17 * octave
            slope += vec2(tile2(noise, x, y, 1), tile2(noise, y + 0.5, x + 0.25, 1)) * amplitude * 0.75 * keep
        dropped += share * (1.0 - keep * keep)
        length *= 0.52
        share *= 0.86
    tilt = slope + rough * ti.sqrt(0.5 * dropped)
    n = vec3(-tilt.x, -tilt.y, 1.0).normalized()
    cosine = ti.max(-d.dot(n), 0.02)
    r = d + 2.0 * cosine * n
    r.z = ti.abs(r.z) + 1e-4
    fresnel = 0.02 + 0.98 * (1.0 - cosine) ** 5
    # seen from the eye, the reflected ray meets the far shore where the ray from the water does
    flat = ti.max(ti.sqrt(r.x * r.x + r.y * r.y), 1e-4)
    reach = ti.max(by_azimuth(polar, 0, column_of(r, polar.shape[1])) , 60.0)
    target = p + r * (ti.min(reach, 4000.0) / flat) - vec3(0.0, 0.0, eye)
    mirrored = heavens(upper, target.normalized())
    if dock.x > 0.0 and distance < 40.0:
        post = post_hit(p, r, dock)
        if post.x < 1e8:
            normal = vec3(post.y, post.z, post.w)
            lit = sun * ti.max(normal.dot(light), 0.0) + sky * 0.5
            mirrored = wood_color(noise, p + r * post.x, normal, wood, seed) * lit * (1.0 / PI)
    shallow = smoothstep(5.0, 0.0, shore)
    depths = (body * (1.0 - shallow) + (body * 0.6 + vec3(0.05, 0.043, 0.026)) * shallow) * (sun * light.z + sky) * (1.0 / PI)
    # glitter: slopes too small to see, as a lobe about the resolved normal
    half = (light - d).normalized()
    base = vec3(-slope.x, -slope.y, 1.0).normalized()
    ch = ti.max(half.dot(base), 1e-3)
    spread = dropped + 0.0006
    lobe = ti.exp(-(1.0 / (ch * ch) - 1.0) / spread) / (PI * spread * ch ** 4)
    hf = 0.02 + 0.98 * (1.0 - ti.max(half.dot(-d), 0.0)) ** 5
    glitter = sun * ti.min(hf * lobe / (4.0 * ti.max(-d.z, 0.06)), 30.0) * smoothstep(0.0, 0.02, light.z)
    color = mirrored * fresnel + depths * (1.0 - fresnel) + glitter
    return ti.min(color, vec3(120.0))


@ti.kernel
def render_scenery(image: ti.types.ndarray(), heaven: ti.types.ndarray(), upper: ti.types.ndarray(), first: ti.i32, last: ti.i32,
                   width: ti.i32, height: ti.i32, samples: ti.i32, noise: ti.types.ndarray(),
                   tile: ti.types.ndarray(), polar: ti.types.ndarray(), layers: ti.types.ndarray(), light: vec3,
                   sun: vec3, sky: vec3, haze: vec3, size: ti.f32, relief: ti.f32, dark: vec3, pale: vec3,
                   look: ti.math.vec4, level: ti.f32, waves: ti.f32, swell: ti.f32, body: vec3, dock: vec3,
                   wood: vec3, eye_height: ti.f32, seed: ti.i32):
    """Fill rows of ``image`` (H, W, 3) from ``heaven`` (the sky, H, W, 4) and, for reflections, ``upper`` (H/2, W, 3)."""
    for row, column in ti.ndrange((first, last), width):
        total = vec3(0.0)
        for sample in range(samples):
            # a rank-1 lattice, turned for each pixel
            u = (sample + random3(row, column, seed)) / samples
            w = sample * 0.618034 + random3(row, column, seed + 1)
            w -= ti.floor(w)
            d = direction(row + u, column + w, height, width)
            color = vec3(0.0)
            position = column_of(d, polar.shape[1])
            start = by_azimuth(polar, polar.shape[0] - 1, position)
            end = by_azimuth(polar, 0, position)
            eye = vec3(0.0, 0.0, eye_height)
            limit = 1e9
            flat = ti.max(ti.sqrt(d.x * d.x + d.y * d.y), 1e-6)
            done = False
            glow = heavens(upper, vec3(d.x, d.y, 0.03 * flat).normalized())
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
                        color = wood_color(noise, q, normal, wood, seed) * lit * (1.0 / PI)
                        done = True
                if not done:
                    ground = t
                    lowered = (eye_height - level) / -d.z
                    reach = lowered * flat
                    if reach > start and reach < end:
                        limit = reach
                        p = eye + d * lowered
                        footprint = lowered * PI / height / ti.max(-d.z, 0.08) ** 0.5
                        g1, g2 = random3(row * 8 + sample, column, 31), random3(row * 8 + sample, column, 32)
                        radius = ti.sqrt(-2.0 * ti.log(ti.max(g1, 1e-6)))
                        rough = vec2(radius * ti.cos(2.0 * PI * g2), radius * ti.sin(2.0 * PI * g2))
                        color = water_color(noise, upper, polar, p, d, reach, footprint, level, waves, swell, body, light,
                                            sun, sky, dock, wood, eye_height, ti.min(reach - start, end - reach), rough, seed)
                        if start > 1.0:
                            # the last wave runs up the sand
                            foam = smoothstep(1.2, 0.1, reach - start) * smoothstep(
                                -0.2, 0.9, tile2(noise, p.x / 3.0, p.y / 3.0, 1) + 0.5)
                            color = color * (1.0 - 0.8 * foam) + (sun * light.z + sky) * 0.62 / PI * 0.8 * foam
                    else:
                        limit = t * flat
                        wet = smoothstep(2.6, 0.2, start - limit) * smoothstep(-0.5, 0.0, start - limit)
                        p = eye + d * ground
                        footprint = ground * PI / height / ti.max(-d.z, 0.05)
                        color = land_color(noise, tile, p, d, limit, footprint, size, relief, dark, pale, look, light, sun,
                                           sky, upper, wet)
                    color = hazed(color, limit, haze, glow)
            else:
                color = vec3(heaven[row, column, 0], heaven[row, column, 1], heaven[row, column, 2])
            if not done:
                front = backdrop(noise, polar, layers, upper, d, eye_height, limit, light, sun, sky, haze, seed)
                if front.w > 0.5:
                    color = vec3(front.x, front.y, front.z)
            total += color
        for k in ti.static(range(3)):
            image[row, column, k] = total[k] / samples
