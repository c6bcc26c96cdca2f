# SPDX-License-Identifier: GPL-3.0-or-later
"""A latent of Shap-E to a closed surface with linear colours, at any resolution, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backend import srgb
from backend.engine import EngineError, Progress
from backend.objects.finishing.soup import MOST_TRIANGLES, Soup
from backend.objects.modeling.meshing import surface_net

if TYPE_CHECKING:
    from torch import Tensor

#: Points asked at once.
_POINTS = 1 << 15


def surface(renderer: Any, latent: Tensor, grid: int, device: str, progress: Progress) -> Soup:
    """The zero level of the signed distance that ``renderer`` (diffusers' ``ShapERenderer``) makes of ``latent``
    (1, K, D), on ``grid`` points along each side of its box, with its colours there.

    Its border counts as outside, as in the published decoder, so that every surface is closed. Raises
    :class:`EngineError` ("nothing_made") where there is none.
    """
    import torch

    with torch.no_grad():
        renderer = renderer.to(device)
        network = renderer.mlp
        state = network.state_dict()
        for name, value in renderer.params_proj(latent.to(device, network.dtype)).items():
            state[name.removeprefix("nerstf.")].copy_(value.squeeze(0))
        low, high = (np.asarray(each.cpu(), float) for each in (renderer.volume.bbox_min, renderer.volume.bbox_max))
        lines = [np.linspace(low[axis], high[axis], grid) for axis in range(3)]
        field = np.full((grid + 2,) * 3, 1.0)
        slab = max(1, _POINTS // grid ** 2)
        for first in range(0, grid, slab):
            progress.update(0.8 * first / grid, "Looking for the surface")
            places = np.stack(np.meshgrid(lines[0][first:first + slab], lines[1], lines[2], indexing="ij"), axis=-1)
            made = _asked(network, places.reshape(-1, 3), device, progress, 0.8 * first / grid)[0]
            # The network's distance is positive inside.
            field[1 + first:1 + first + places.shape[0], 1:-1, 1:-1] = -made.reshape(places.shape[:3])
        if not np.isfinite(field).all():
            raise EngineError("The network made values that are not finite.", "Try another seed, or the CPU.",
                              "nothing_made")
        step = (high - low) / (grid - 1)
        vertices, faces = _levelled(field, progress)
        vertices = low + (vertices - 1) * step
        colors = np.empty((len(vertices), 3))
        for first in range(0, len(vertices), _POINTS):
            progress.update(0.9 + 0.1 * first / len(vertices), "Colouring the surface")
            rows = slice(first, first + _POINTS)
            colors[rows] = srgb.decode(np.clip(_asked(network, vertices[rows], device, progress, 0.9)[1], 0, 1))
    triangles = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])
    if len(triangles) > MOST_TRIANGLES:
        raise EngineError(f"The surface has {len(triangles):,} triangles, more than {MOST_TRIANGLES:,}.",
                          "Ask for a coarser surface grid, or another seed.", "nothing_made")
    return Soup(vertices, triangles.astype(np.int64), colors)


def _levelled(field: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Vertices in grid units, and quads; only the part of the grid around the inside is looked at."""
    inside = np.argwhere(field < 0)
    if not len(inside):
        raise EngineError("The network made nothing: its space is empty.",
                          "Try another seed, more steps or other words.", "nothing_made")
    low = np.maximum(inside.min(axis=0) - 2, 0)
    high = np.minimum(inside.max(axis=0) + 3, field.shape)
    progress.update(0.85, "Closing the surface")
    part = field[tuple(slice(a, b) for a, b in zip(low, high))]
    vertices, faces = surface_net(part, low.astype(float), 1.0, relax=1)
    return vertices, faces


def _asked(network: Any, places: np.ndarray, device: str, progress: Progress, done: float,
           ) -> tuple[np.ndarray, np.ndarray]:
    """Signed distance (N,) and sRGB (N, 3) at ``places`` (N, 3)."""
    import torch

    distances, colors = [], []
    for first in range(0, len(places), _POINTS):
        progress.update(done, "Looking at the surface")
        rows = torch.as_tensor(places[first:first + _POINTS], dtype=network.dtype, device=device)[None]
        made = network(position=rows, direction=None, ts=None, nerf_level="fine", rendering_mode="stf")
        distances.append(made.signed_distance[0, :, 0].float().cpu().numpy())
        colors.append(made.channels[0].float().cpu().numpy())
    return np.concatenate(distances), np.concatenate(colors)
