# SPDX-License-Identifier: GPL-3.0-or-later
"""The sun in a photographed panorama: where it is, and the light it must have had.

A camera clips the sun and its glow to one white disc, and with it most of the light of the place: no network that is
trained for the likeliest radiance gives it back. But a clear sky tells how strong its sun is. The sun is known by what
clipping leaves of it: by far the largest white spot above the horizon, round, in a sky that is blue elsewhere and
grows darker with the distance, smoothly. Its direction is the middle of the largest circle in the spot, and its light
that of the clear sky of :mod:`.atmosphere` over the sky's light in the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, label

from backend import srgb
from backend.environment.heavens import draw_disc
from backend.environment.metrics import irradiance
from backend.environment.panorama import directions, pixel_of, solid_angles
from backend.environment.skymodel import light_for
from backend.environment.spectrum import luminance

#: Darkest channel from which a pixel counts as clipped, and the width at which spots are looked for.
_CLIPPED, _WIDTH = 0.97, 1024
#: A sun's spot: radius (radians), share of it within a circle of its size, share of all that is clipped above the
#: horizon, and the largest share of it that may lie below.
_RADIUS, _ROUND, _LARGEST, _BELOW = math.radians(15.0), 0.72, 0.45, 0.1
#: Luminance around the spot, white being 1, in three rings (radii of the spot): its glow begins bright and fades, where
#: a window or a lamp ends and an overcast sky goes on.
_RINGS, _GLOW, _FADED = ((1.2, 1.6), (1.6, 2.5), (2.5, 4.0)), 0.4, (0.12, 0.6)
#: Blue over red of a pixel of clear sky, and how much of the sky must be so.
_BLUE, _CLEAR = 1.25, 0.35
#: The clear sky's turbidity, and the albedo of the land below it.
_TURBIDITY, _ALBEDO = 3.0, 0.2
_LOWEST = math.radians(2.0)


@dataclass(frozen=True)
class PhotographedSun:
    """A unit vector to the sun, and the radius of its clipped spot in radians."""

    direction: np.ndarray
    radius: float


def photographed_sun(picture: np.ndarray) -> PhotographedSun | None:
    """The sun in an equirectangular sRGB ``picture`` (H, W, 3) in [0, 1]; None where there is none to be seen."""
    step = max(1, picture.shape[1] // _WIDTH)
    picture = picture[: picture.shape[0] // step * step, : picture.shape[1] // step * step]
    height, width = picture.shape[0] // step, picture.shape[1] // step
    if step > 1:
        picture = picture.reshape(height, step, width, step, 3).mean((1, 3))
    if width != 2 * height:
        return None
    clipped = picture.min(-1) >= _CLIPPED
    towards, angles = directions(np.arange(height) + 0.5, np.arange(width) + 0.5, width), solid_angles(width)[:, None]
    spot = _largest_spot(clipped, angles)
    if spot is None:
        return None
    weight = angles * spot
    size = float(weight.sum())
    middle = _unit((towards * weight[..., None]).sum((0, 1)))
    radius = math.acos(max(-1.0, 1 - size / (2 * math.pi)))
    apart = np.arccos(np.clip(towards @ middle, -1, 1))
    above = np.broadcast_to((np.arange(height) < height // 2)[:, None], clipped.shape)
    sound = (radius <= _RADIUS, weight[apart <= 1.1 * radius].sum() >= _ROUND * size,
             size >= _LARGEST * (angles * (clipped & above)).sum(), weight[~above].sum() <= _BELOW * size)
    if not all(sound) or not _in_clear_sky(picture, clipped, towards, angles, apart, max(radius, math.radians(1.0))):
        return None
    direction = _deepest(spot, middle, radius)
    return PhotographedSun(direction, radius) if direction[2] >= math.sin(_LOWEST) else None


def with_photographed_sun(radiance: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """``radiance`` (H, W, 3) of a lifted ``picture`` (h, w, 3), with the disc of the sun that is seen in it: as much
    light as the sun of a clear sky gives beside the sky's in ``radiance``. Itself where no sun is seen."""
    sun = photographed_sun(picture)
    if sun is None:
        return radiance
    x, y, z = (float(each) for each in sun.direction)
    clear = light_for(math.asin(z), math.atan2(y, x), _TURBIDITY, _ALBEDO, 0.0, None)
    sky = float(luminance(irradiance(radiance)))
    result = radiance.copy()
    draw_disc(result, sun.direction, clear.irradiance * (sky / float(luminance(clear.sky_irradiance))),
              irradiance=True)
    return result


def _largest_spot(clipped: np.ndarray, angles: np.ndarray) -> np.ndarray | None:
    """The connected pixels (H, W) of the largest solid angle, across the edge too."""
    names, count = label(clipped)
    if not count:
        return None
    parent = np.arange(count + 1)
    for left, right in zip(names[:, 0], names[:, -1]):
        if left and right:
            parent[parent == parent[right]] = parent[left]
    names = parent[names]
    sizes = np.bincount(names.ravel(), np.broadcast_to(angles, names.shape).ravel())
    sizes[0] = 0
    return names == int(sizes.argmax())


def _in_clear_sky(picture: np.ndarray, clipped: np.ndarray, towards: np.ndarray, angles: np.ndarray,
                  apart: np.ndarray, radius: float) -> bool:
    """Whether what lies around a spot fades as the glow of a sun does, in a sky that is blue further away."""
    linear = srgb.decode(picture)
    level = np.asarray(luminance(linear))
    rings = []
    for low, high in _RINGS:
        weight = angles * ((apart >= low * radius) & (apart < high * radius))
        rings.append(float((level * weight).sum() / max(weight.sum(), 1e-12)))
    if not (rings[0] > rings[1] > rings[2] and rings[0] >= _GLOW and _FADED[0] <= rings[2] <= _FADED[1]):
        return False
    sky = (towards[..., 2] > math.sin(math.radians(12))) & (apart > max(math.radians(25), 1.5 * radius)) & ~clipped
    red, blue = linear[sky][:, 0], linear[sky][:, 2]
    return bool(len(red)) and float((blue > _BLUE * red).mean()) >= _CLEAR


def _deepest(spot: np.ndarray, middle: np.ndarray, radius: float) -> np.ndarray:
    """The direction about which ``spot`` reaches furthest on all sides, seen in the plane that touches the sphere at
    its ``middle``: what juts out on one side, as a bright cloud, counts little."""
    aside = _unit(np.cross([0.0, 0.0, 1.0], middle) if abs(middle[2]) < 0.999 else np.array([1.0, 0.0, 0.0]))
    line = math.tan(min(2.2 * radius + math.radians(0.5), 1.0)) * np.linspace(-1, 1, 161)
    seen = middle + line[None, :, None] * aside + line[:, None, None] * np.cross(middle, aside)
    seen /= np.linalg.norm(seen, axis=-1, keepdims=True)
    row, column = pixel_of(np.moveaxis(seen, -1, 0), spot.shape[1])
    inside = spot[np.clip(row.astype(int), 0, spot.shape[0] - 1), column.astype(int) % spot.shape[1]]
    depth = distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1] ** 4
    return _unit((seen * depth[..., None]).sum((0, 1))) if depth.any() else middle


def _unit(vector: np.ndarray) -> np.ndarray:
    result: np.ndarray = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return result
