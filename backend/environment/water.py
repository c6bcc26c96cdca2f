# SPDX-License-Identifier: GPL-3.0-or-later
# Taichi annotations are values, not types:
# mypy: ignore-errors
"""Water: waves that mirror the sky, the sun's glitter, and what the depth sends back.

Waves larger than a ray's footprint bend the reflected ray, the rest become a slope variance (after Cox and
Munk, 1954, who measured how that variance grows with the wind).
"""

import taichi as ti

from .polar import by_azimuth, column_of, heavens
from .sampling import PI, lattice, smoothstep, tile2, vec2, vec3

#: Reflected rays for each ray that meets the water.
TAPS = 4


@ti.func
def water_color(
    noise: ti.template(),
    upper: ti.template(),
    polar: ti.template(),
    p: vec3,
    d: vec3,
    footprint: ti.f32,
    waves: ti.f32,
    swell: ti.f32,
    body: vec3,
    light: vec3,
    sun: vec3,
    sky: vec3,
    eye: ti.f32,
    shore: ti.f32,
    toss: vec2,
    index: ti.i32,
) -> vec3:
    """Radiance of water at ``p``, seen by ray ``index`` of a pixel whose random start is ``toss`` (0..1)."""
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
    mirrored, fresnel = vec3(0.0), 0.0
    r = d
    for tap in range(TAPS):
        # slopes too small to see, after Box and Muller from a sequence that fills the square evenly
        radius = ti.sqrt(-dropped * ti.log(ti.max(lattice(toss.x, 0.754878, index * TAPS + tap), 1e-6)))
        angle = 2.0 * PI * lattice(toss.y, 0.569840, index * TAPS + tap)
        n = vec3(-slope.x - radius * ti.cos(angle), -slope.y - radius * ti.sin(angle), 1.0).normalized()
        cosine = ti.max(-d.dot(n), 0.02)
        r = d + 2.0 * cosine * n
        r.z = ti.abs(r.z) + 1e-4
        share_up = (0.02 + 0.98 * (1.0 - cosine) ** 5) / TAPS
        # seen from the eye, the reflected ray meets the far shore where the ray from the water does
        flat = ti.max(ti.sqrt(r.x * r.x + r.y * r.y), 1e-4)
        reach = ti.max(by_azimuth(polar, 0, column_of(r, polar.shape[1])), 60.0)
        target = p + r * (ti.min(reach, 4000.0) / flat) - vec3(0.0, 0.0, eye)
        mirrored += heavens(upper, target.normalized()) * share_up
        fresnel += share_up
    shallow = smoothstep(5.0, 0.0, shore)
    depths = (
        (body * (1.0 - shallow) + (body * 0.6 + vec3(0.05, 0.043, 0.026)) * shallow)
        * (sun * light.z + sky)
        * (1.0 / PI)
    )
    # glitter: slopes too small to see, as a lobe about the resolved normal
    half = (light - d).normalized()
    base = vec3(-slope.x, -slope.y, 1.0).normalized()
    ch = ti.max(half.dot(base), 1e-3)
    spread = dropped + 0.0006
    lobe = ti.exp(-(1.0 / (ch * ch) - 1.0) / spread) / (PI * spread * ch**4)
    hf = 0.02 + 0.98 * (1.0 - ti.max(half.dot(-d), 0.0)) ** 5
    glitter = sun * ti.min(hf * lobe / (4.0 * ti.max(-d.z, 0.06)), 30.0) * smoothstep(0.0, 0.02, light.z)
    color = mirrored + depths * (1.0 - fresnel) + glitter
    return ti.min(color, vec3(120.0))
