# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""The sky kernel: clear sky, ice veils, a marched layer of cumulus, a sheet of stratus.

Cumulus density follows the modelling of Schneider (Nubis, SIGGRAPH 2015, 2017): a weather map gives
each cloud its outline and depth, cellular noise erodes it. Light is single scattering with
self-shadowing plus the octave approximation of many orders of Wrenninge et al. 2013.
"""

import taichi as ti

from .sampling import PI, clear_sky, direction, random3, smoothstep, tile2, tile3, vec3

#: Planet radius, m, and the layers' altitudes above ground.
RADIUS = 6_360_000.0
BASE = 1250.0
DEPTH = 1500.0
CIRRUS = 8500.0
STRATUS = 900.0
#: Extinction inside cumulus, per metre.
DENSITY = 0.05
MAXIMUM_DISTANCE = 60_000.0


@ti.func
def shell_distance(d: vec3, altitude: ti.f32) -> ti.f32:
    """Distance along ``d`` from the ground to ``altitude`` on the round planet."""
    b = RADIUS * d.z
    return -b + ti.sqrt(b * b + 2.0 * RADIUS * altitude + altitude * altitude)


@ti.func
def weather(noise: ti.template(), x: ti.f32, y: ti.f32, threshold: ti.f32) -> ti.f32:
    """Share of the way from a cloud's outline (0) to the middle of the largest (1); below 0 outside."""
    value = 0.72 * tile2(noise, x / 16_000.0, y / 16_000.0, 1) + 0.28 * tile2(
        noise, 0.8 * x / 57_000.0 + 0.6 * y / 57_000.0, 0.8 * y / 57_000.0 - 0.6 * x / 57_000.0, 2)
    return (value - threshold) / ti.max(1.0 - threshold, 0.05)


@ti.func
def outline(cover: ti.f32, height: ti.f32) -> ti.f32:
    """Vertical profile of a cloud at ``height`` metres above the base: flat below, domed above."""
    top = 160.0 + (DEPTH - 200.0) * smoothstep(0.0, 1.1, cover)
    h = height / top
    return ti.min(1.0, 0.25 + cover * 2.2) * smoothstep(0.0, 0.13, h) * ti.max(0.0, 1.0 - h * h)


@ti.func
def density(billows: ti.template(), p: vec3, height: ti.f32, cover: ti.f32, detail: ti.i32) -> ti.f32:
    """Relative density 0..1; ``p`` in metres, ``height`` above the cloud base."""
    profile = outline(cover, height)
    value = 0.0
    if profile > 0.0:
        lumps = tile3(billows, p / 2100.0)
        value = profile - (1.0 - lumps) * 1.0 + 0.12
        if detail == 1 and value > 0.0 and value < 0.6:
            fine = tile3(billows, vec3(p.y, p.z, p.x) / 610.0)
            value -= (1.0 - fine) * 0.32 * (1.0 - value)
        value = ti.math.clamp(value * 2.4, 0.0, 1.0)
    return value


@ti.func
def henyey(g: ti.f32, mu: ti.f32) -> ti.f32:
    return (1.0 - g * g) / (4.0 * PI * (1.0 + g * g - 2.0 * g * mu) ** 1.5)


@ti.func
def light_depth(noise: ti.template(), billows: ti.template(), p: vec3, base: ti.f32, light: vec3,
                offset: vec3, threshold: ti.f32) -> ti.f32:
    """Optical depth from ``p`` towards the light, by six steps that lengthen."""
    depth = 0.0
    step = 45.0
    q = p
    for _ in range(6):
        q += light * step
        height = q.z - base
        if height < DEPTH:
            cover = weather(noise, q.x + offset.x, q.y + offset.y, threshold)
            if cover > 0.0:
                depth += density(billows, q + offset, height, cover, 0) * step
        step *= 1.6
    return depth * DENSITY


@ti.kernel
def trace_sun(noise: ti.types.ndarray(), billows: ti.types.ndarray(), light: vec3, offsets: ti.types.ndarray(),
              threshold: ti.f32, depths: ti.types.ndarray()):
    """Optical depth of cumulus between the ground's origin and the light for each offset (N, 3)."""
    for i in range(depths.shape[0]):
        offset = vec3(offsets[i, 0], offsets[i, 1], offsets[i, 2])
        near = shell_distance(light, BASE)
        far = ti.min(shell_distance(light, BASE + DEPTH), MAXIMUM_DISTANCE)
        steps = 96
        length = (far - near) / steps
        depth = 0.0
        for step in range(steps):
            s = near + (step + 0.5) * length
            p = light * s
            height = ti.sqrt((RADIUS + p.z) ** 2 + p.x * p.x + p.y * p.y) - RADIUS - BASE
            cover = weather(noise, p.x + offset.x, p.y + offset.y, threshold)
            if cover > 0.0:
                depth += density(billows, vec3(p.x, p.y, height + BASE) + offset, height, cover, 0) * length
        depths[i] = depth * DENSITY


@ti.kernel
def render_sky(image: ti.types.ndarray(), first: ti.i32, last: ti.i32, width: ti.i32, height: ti.i32,
               table: ti.types.ndarray(), noise: ti.types.ndarray(), billows: ti.types.ndarray(),
               light: vec3, sun_above: vec3, ambient_top: vec3, ambient_bottom: vec3, offset: vec3,
               haze: vec3, threshold: ti.f32, cumulus: ti.i32, cirrus: ti.f32, stratus: ti.f32,
               sheet: vec3, night: vec3):
    """Fill rows ``first..last`` of ``image`` (H, W, 4): radiance RGB and what of the heavens shines through.

    ``sun_above`` is irradiance at the clouds; ``ambient_*`` radiance of sky and ground as clouds see
    them; ``haze`` extinction at sea level per metre; ``sheet`` the zenith radiance of stratus.
    """
    for row, column in ti.ndrange((first, last), width):
        d = direction(row + 0.5, column + 0.5, height, width)
        up = ti.max(d.z, 1e-4)
        clear = clear_sky(table, d, light) + night * (1.0 + 0.7 * (1.0 - up) ** 3)
        mu = d.dot(light)
        radiance = clear
        through = 1.0
        # the share of the way through all the haze, exponential in altitude with a height of 1.6 km
        whole = haze * 1600.0 / ti.max(up, 0.02)

        if cirrus > 0.0:
            t = shell_distance(d, CIRRUS)
            x, y = d.x * t + offset.y, d.y * t + offset.x
            bend = tile2(noise, x / 42_000.0, y / 42_000.0, 0)
            streak = tile2(noise, (x + 2600.0 * bend) / 31_000.0, (y + 1800.0 * bend) / 31_000.0, 3)
            patch = tile2(noise, y / 73_000.0, x / 73_000.0, 2)
            veil = ti.max(0.0, streak * 0.22 + 0.25 + (patch - 1.0 + cirrus) * 1.1)
            depth = cirrus * veil * veil * 0.9 * ti.min(0.35 / up, 2.2)
            seen = 1.0 - ti.exp(-depth)
            # ice scatters strongly forward; the floor stands for its many orders
            lit = sun_above * (0.5 * henyey(0.75, mu) + 0.055) + ambient_top * 0.9
            fade = ti.exp(-whole * 0.8)
            radiance = radiance * (1.0 - seen * fade) + lit * seen * fade
            through *= 1.0 - seen

        if cumulus == 1:
            near = shell_distance(d, BASE)
            far = ti.min(shell_distance(d, BASE + DEPTH), near + 26_000.0)
            if near < MAXIMUM_DISTANCE:
                steps = ti.cast(ti.math.mix(96.0, 48.0, smoothstep(0.05, 0.6, up)), ti.i32)
                length = (far - near) / steps
                s = near + length * random3(row, column, 7)
                opacity, cloud, where = 1.0, vec3(0.0), 0.0
                for _ in range(steps):
                    p = d * s
                    altitude = ti.sqrt((RADIUS + p.z) ** 2 + p.x * p.x + p.y * p.y) - RADIUS
                    rise = altitude - BASE
                    cover = weather(noise, p.x + offset.x, p.y + offset.y, threshold)
                    if cover > 0.0 and opacity > 0.015:
                        q = vec3(p.x, p.y, altitude)
                        rho = density(billows, q + offset, rise, cover, 1)
                        if rho > 0.004:
                            shade = light_depth(noise, billows, q, BASE, light, offset, threshold)
                            direct = 0.0
                            strength, thin, narrow = 1.0, 1.0, 1.0
                            for _order in range(4):
                                phase = 0.75 * henyey(0.82 * narrow, mu) + 0.25 * henyey(-0.25 * narrow, mu)
                                direct += strength * phase * ti.exp(-shade * thin)
                                strength *= 0.62
                                thin *= 0.33
                                narrow *= 0.55
                            # powder: fresh edges facing the light have fewer orders yet
                            powder = 1.0 - 0.55 * ti.exp(-(shade + rho * 0.6) * 2.0) * (0.5 - 0.5 * mu)
                            h = ti.math.clamp(rise / (DEPTH * 0.6), 0.0, 1.0)
                            around = ti.math.mix(ambient_bottom, ambient_top, 0.25 + 0.75 * ti.sqrt(h))
                            source = sun_above * direct * powder * 1.75 + around * (0.45 + 0.4 * ti.exp(-rho * 2.0))
                            passed = ti.exp(-rho * DENSITY * length)
                            cloud += source * opacity * (1.0 - passed)
                            where += s * opacity * (1.0 - passed)
                            opacity *= passed
                    s += length
                covered = 1.0 - opacity
                if covered > 1e-4:
                    distance = where / covered
                    # haze between here and the cloud: the sky's own colour, by its share of the whole depth
                    part = haze * 1600.0 * (1.0 - ti.exp(-distance * up / 1600.0)) / up + haze * 0.10 * distance
                    seen = ti.exp(-part) * smoothstep(MAXIMUM_DISTANCE, 0.35 * MAXIMUM_DISTANCE, near)
                    radiance = radiance * (1.0 - covered * seen) + cloud * seen
                    through *= 1.0 - covered * seen.y

        if stratus > 0.0:
            t = shell_distance(d, STRATUS)
            x, y = d.x * t + offset.x, d.y * t + offset.y
            bend = tile2(noise, x / 9000.0, y / 9000.0, 0)
            rolls = (tile2(noise, (x + 500.0 * bend) / 6100.0, (y - 400.0 * bend) / 4300.0, 0) * 0.6
                     + tile2(noise, y / 17_000.0, x / 17_000.0, 0) * 0.6
                     + tile2(noise, x / 1700.0, y / 1400.0, 0) * 0.22)
            texture = ti.exp(0.30 * rolls * smoothstep(0.0, 0.25, up))
            # Moon and Spencer 1942: an overcast zenith is three times as bright as its horizon
            glow = 1.0 + 0.5 * ti.max(mu, 0.0) ** 6
            cover = sheet * (1.0 + 2.0 * up) / 3.0 * texture * glow
            mist = ti.exp(-haze * 0.5 * t)
            horizon = sheet * 0.47
            radiance = radiance * (1.0 - stratus) + (cover * mist + horizon * (1.0 - mist)) * stratus
            through *= 1.0 - stratus
        for k in ti.static(range(3)):
            image[row, column, k] = radiance[k]
        image[row, column, 3] = through
