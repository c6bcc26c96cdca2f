# SPDX-License-Identifier: GPL-3.0-or-later
"""The spherical positional encoding of the local sampler: where on the sphere each place of a panorama lies.

B. Mildenhall et al., NeRF, ECCV 2020, eq. 4, over longitude and latitude; two cells a token along each axis.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

#: Octaves of the encoding, and pixels a cell.
OCTAVES, CELL = 4, 8
#: Longitude and latitude, and the sine and cosine of each in each octave.
CHANNELS = 2 + 2 * 2 * OCTAVES


def coordinates(height: int, width: int) -> Tensor:
    """(2, height, width) longitude in [-pi, pi] and latitude in [-pi/2, pi/2], end points included, radians."""
    longitude = torch.linspace(-math.pi, math.pi, width)
    latitude = torch.linspace(-math.pi / 2, math.pi / 2, height)
    return torch.stack([longitude.expand(height, width), latitude[:, None].expand(height, width)])


def encoding(places: Tensor) -> Tensor:
    """Coordinates (..., 2, H, W) of pixels -> (..., 18, H / 8, W / 8) of cells."""
    flat = places.reshape(-1, *places.shape[-3:])
    size = (places.shape[-2] // CELL, places.shape[-1] // CELL)
    cells = torch.nn.functional.interpolate(flat, size=size, mode="bicubic", align_corners=True)
    waves = [each(2.0**octave * cells) for octave in range(OCTAVES) for each in (torch.sin, torch.cos)]
    return torch.cat([cells, *waves], 1).reshape(*places.shape[:-3], CHANNELS, *size)
