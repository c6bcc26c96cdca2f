# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands near the viewer of an environment, as a mesh made from its depth: so that a camera that leaves the
middle sees it move before what is far. Cut where the depth jumps, from a trunk to the field behind it."""

from __future__ import annotations

import math

import bpy
import numpy as np

from ..protocol.assets import Environment
from . import encode, image

#: Custom property of a world: the image of its depth (red, metres, 0 for the sky) and mask (green).
LAYERS = "troupe_layers"
#: Depths of neighbours that differ by this factor are not of one surface, beyond what a slope of eighty degrees makes.
_JUMP, _SLOPE = 1.12, math.tan(math.radians(80.0))


def keep(world: bpy.types.World, asset: Environment) -> None:
    """Keep depth and mask of ``asset`` with its world, packed into the .blend; nothing where it has none."""
    if asset.depth is None or asset.mask is None:
        return
    data, (height, width) = encode.layers_file(asset)
    world[LAYERS] = image.packed(f"{world.name} Depth", data, width, height, "Non-Color")


def layers(world: bpy.types.World) -> tuple[np.ndarray, np.ndarray] | None:
    """Depth (H, W) in metres, infinite for the sky, and mask (H, W) of a world; None where it has none."""
    picture = world.get(LAYERS)
    if not isinstance(picture, bpy.types.Image) or not picture.size[0]:
        return None
    width, height = picture.size
    pixels = np.empty(width * height * picture.channels, np.float32)
    picture.pixels.foreach_get(pixels)
    pixels = pixels.reshape(height, width, -1)[::-1]
    depth, mask = pixels[..., 0].copy(), np.rint(pixels[..., 1]).astype(np.uint8)
    depth[depth <= 0] = np.inf
    return depth, mask


def eye_height(depth: np.ndarray) -> float | None:
    """How high the eye is above what it stands on, metres: ground, floor or dock; None where nothing is below it."""
    sine = np.sin(_elevations(len(depth)))[:, None]
    level = -(depth * sine)[sine[:, 0] < -0.9]
    return float(np.median(level)) if np.isfinite(level).mean() > 0.5 else None


def surface(depth: np.ndarray, mask: np.ndarray, eye: float, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (V, 3) about the eye, metres, and quads (F, 4) that face it, of all things nearer than ``reach``
    but what lies on the floor, ``eye`` below.

    A quad joins the centres of four neighbouring pixels of the map, unless the depth jumps between them.
    """
    height, width = depth.shape
    elevation = _elevations(height)
    there = (mask == Environment.THING) & (depth < reach)
    there[there] = (np.abs(depth * np.sin(elevation)[:, None] + eye) > 0.01 + 0.02 * eye)[there]
    azimuth = math.pi * (1 - 2 * (np.arange(width) + 0.5) / width)
    flat = np.cos(elevation)[:, None]
    direction = np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth),
                          np.broadcast_to(np.sin(elevation)[:, None], depth.shape)], axis=-1)
    corners = [(slice(0, -1), 0), (slice(1, None), 0), (slice(1, None), -1), (slice(0, -1), -1)]
    near = np.stack([np.roll(np.where(there, depth, np.inf), turn, axis=1)[rows] for rows, turn in corners])
    least, most = near.min(axis=0), near.max(axis=0)
    allowed = np.maximum(_JUMP, 1 + _SLOPE * math.pi / height)
    whole = np.isfinite(most) & (most < allowed * least)
    number = np.arange(height * width).reshape(height, width)
    quads = np.stack([np.roll(number, turn, axis=1)[rows] for rows, turn in corners], axis=-1)[whole]
    used, inverse = np.unique(quads, return_inverse=True)
    points = (direction * np.where(there, depth, 0.0)[..., None]).reshape(-1, 3)[used]
    return points.astype(np.float32), inverse.reshape(-1, 4).astype(np.int32)


def mesh(name: str, points: np.ndarray, quads: np.ndarray) -> bpy.types.Mesh:
    """A smooth mesh of quads."""
    made = bpy.data.meshes.new(name)
    made.vertices.add(len(points))
    made.vertices.foreach_set("co", points.ravel())
    made.loops.add(quads.size)
    made.loops.foreach_set("vertex_index", quads.ravel())
    made.polygons.add(len(quads))
    made.polygons.foreach_set("loop_start", np.arange(0, quads.size, 4, dtype=np.int32))
    made.update(calc_edges=True)
    made.validate()
    made.shade_smooth()
    return made


def _elevations(height: int) -> np.ndarray:
    return (0.5 - (np.arange(height) + 0.5) / height) * math.pi
