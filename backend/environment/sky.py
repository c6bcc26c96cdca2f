# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""The sky kernel: clear sky, ice veils, the layer of cumulus, a sheet of stratus."""

import taichi as ti

from .clouds import BASE, MAXIMUM_DISTANCE, cumulus_at, henyey, shell_distance
from .sampling import clear_sky, direction, smoothstep, tile2, vec3

#: Altitudes of the layers above ground.
CIRRUS = 8500.0
STRATUS = 900.0


@ti.kernel
def render_sky(image: ti.types.ndarray(), first: ti.i32, last: ti.i32, width: ti.i32, height: ti.i32,
               coarse: ti.types.ndarray(), table: ti.types.ndarray(), noise: ti.types.ndarray(),
               billows: ti.types.ndarray(),
               light: vec3, sun_above: vec3, ambient_top: vec3, ambient_bottom: vec3, offset: vec3,
               threshold: ti.f32, haze: vec3, cumulus: ti.i32, cirrus: ti.f32, stratus: ti.f32,
               sheet: vec3, night: vec3):
    """Fill rows ``first..last`` of ``image`` (H, W, 4): radiance RGB and what of the heavens shines through.

    ``coarse`` is what ``clouds.render_coarse`` made; ``sun_above`` is irradiance at the clouds;
    ``ambient_*`` radiance of sky and ground as clouds see them; ``haze`` extinction at sea level per
    metre; ``sheet`` the zenith radiance of stratus.
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
            if near < MAXIMUM_DISTANCE:
                air = ti.exp(-haze.y * 1600.0 * (1.0 - ti.exp(-near * up / 1600.0)) / up - haze.y * 0.10 * near)
                fade = smoothstep(MAXIMUM_DISTANCE, 0.35 * MAXIMUM_DISTANCE, near)
                met = cumulus_at(coarse, row, column, width, height, noise, billows, light, sun_above, ambient_top,
                                 ambient_bottom, offset, threshold, air * fade)
                covered = met[3]
                if covered > 1e-4:
                    cloud = vec3(met[0], met[1], met[2])
                    distance = met[4] / covered
                    # haze between here and the cloud: the sky's own colour, by its share of the whole depth
                    part = haze * 1600.0 * (1.0 - ti.exp(-distance * up / 1600.0)) / up + haze * 0.10 * distance
                    seen = ti.exp(-part) * fade
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
