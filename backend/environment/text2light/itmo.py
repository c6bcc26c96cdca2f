# SPDX-License-Identifier: GPL-3.0-or-later
"""SR-iTMO: super-resolution and inverse tone mapping of a panorama by one implicit function (Text2Light, section 4.3).

B. Lim et al., Enhanced Deep Residual Networks (EDSR), 2017; Y. Chen et al., Learning Continuous Image
Representation with Local Implicit Image Function (LIIF), CVPR 2021. Pictures are BGR in [-1, 1], as the published
weights want them; coordinates are (y, x) in (-1, 1). Parameters carry the names of the published checkpoints.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from backend.environment.text2light.spherical import coordinates

_HIDDEN = 256
#: Cells are looked up a hair inside their edges.
_NUDGE = 1e-6
#: Log radiance of the published post-processing.
_HIGHLIGHT, _BOOST, _LEVEL = 0.83, 4.0, 0.7


@dataclass(frozen=True)
class ItmoConfig:
    """Sizes; the defaults are the published ones (1.7 M parameters)."""

    features: int = 64
    blocks: int = 16


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(),
                                  nn.Conv2d(width, width, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = x + self.body(x)
        return result


class _Encoder(nn.Module):
    def __init__(self, config: ItmoConfig) -> None:
        super().__init__()
        # In the published files, and not applied there either.
        self.sub_mean, self.add_mean = nn.Conv2d(3, 3, 1), nn.Conv2d(3, 3, 1)
        self.head = nn.Sequential(nn.Conv2d(3, config.features, 3, padding=1))
        self.body = nn.Sequential(*(_Residual(config.features) for _ in range(config.blocks)),
                                  nn.Conv2d(config.features, config.features, 3, padding=1))

    def forward(self, image: Tensor) -> Tensor:
        h = self.head(image)
        result: Tensor = h + self.body(h)
        return result


class _Mapper(nn.Module):
    def __init__(self, inside: int, hidden_layers: int) -> None:
        super().__init__()
        widths = [inside, *[_HIDDEN] * hidden_layers]
        layers: list[nn.Module] = []
        for before, after in itertools.pairwise(widths):
            layers += [nn.Linear(before, after), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(_HIDDEN, 3))

    def hidden(self, x: Tensor) -> Tensor:
        """The first hidden layer."""
        result: Tensor = self.layers[:2](x)
        return result

    def rest(self, hidden: Tensor) -> Tensor:
        result: Tensor = self.layers[2:](hidden)
        return result

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.layers(x)
        return result


class SrItmo(nn.Module):
    """A picture as a function: colour and log radiance anywhere on it."""

    def __init__(self, config: ItmoConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or ItmoConfig()
        self.ldr_encoder = _Encoder(config)
        self.srmapper = _Mapper(9 * config.features + 4, 4)
        self.hdrmapper = _Mapper(_HIDDEN + 2, 2)

    def encode(self, image: Tensor) -> Tensor:
        """(B, 3, h, w) BGR in [-1, 1] -> features (B, 9 C, h, w): each pixel with its neighbourhood."""
        found = self.ldr_encoder(image)
        return nn.functional.unfold(found, 3, padding=1).unflatten(-1, found.shape[-2:])

    def forward(self, features: Tensor, places: Tensor, directions: Tensor, cells: Tensor) -> tuple[Tensor, Tensor]:
        """(LDR, log radiance), each (B, Q, 3) BGR, at ``places`` (B, Q, 2) with ``directions`` (B, Q, 2) longitude and
        latitude (radians) and ``cells`` (B, Q, 2), the size of a pixel asked for."""
        size = torch.tensor(features.shape[-2:], dtype=places.dtype, device=places.device)
        colours, hidden, areas = [], [], []
        for offset in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            shift = torch.tensor(offset, dtype=places.dtype, device=places.device) / size + _NUDGE
            near = (places + shift).clamp(-1 + _NUDGE, 1 - _NUDGE)
            around, centre = _looked_up(features, near)
            relative = (places - centre) * size
            inputs = torch.cat([around, relative, cells * size], -1)
            first = self.srmapper.hidden(inputs)
            colours.append(self.srmapper.rest(first))
            hidden.append(first)
            areas.append((relative[..., 0] * relative[..., 1]).abs() + 1e-9)
        # Each of the four cells weighs as much as the area diagonally opposite.
        total = torch.stack(areas).sum(0)
        weights = [(area / total)[..., None] for area in reversed(areas)]
        colour = sum((each * weight for each, weight in zip(colours, weights)), torch.zeros_like(colours[0]))
        mean = sum((each * weight for each, weight in zip(hidden, weights)), torch.zeros_like(hidden[0]))
        return colour, self.hdrmapper(torch.cat([mean, directions], -1))

    @torch.no_grad()
    def panorama(self, image: Tensor, height: int, width: int, rows: int = 64) -> tuple[Tensor, Tensor]:
        """(LDR, log radiance), each (B, 3, height, width) BGR, of a whole panorama; ``rows`` at a time."""
        features = self.encode(image)
        places, directions, cells = (each.expand(len(image), -1, -1) for each in queries(height, width))
        parts = []
        for start in range(0, height * width, rows * width):
            part = slice(start, start + rows * width)
            parts.append(self(features, places[:, part], directions[:, part], cells[:, part]))
        return tuple(torch.cat(each, 1).transpose(1, 2).unflatten(-1, (height, width))  # type: ignore[return-value]
                     for each in zip(*parts))


def _looked_up(features: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """Features (B, Q, C) of the cells in which ``places`` (B, Q, 2) lie, and the centres of those cells."""
    height, width = features.shape[-2:]
    found = nn.functional.grid_sample(features, places.flip(-1)[:, None], mode="nearest", align_corners=False)
    size = torch.tensor([height, width], dtype=places.dtype, device=places.device)
    # The same rounding as grid_sample's: half to even.
    index = torch.round(((places + 1) * size - 1) / 2).clamp(min=torch.zeros_like(size), max=size - 1)
    return found[:, :, 0].transpose(1, 2), (2 * index + 1) / size - 1


def queries(height: int, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Places, directions and cells, each (1, height width, 2), of the pixels of a panorama in raster order."""
    rows, columns = ((2 * torch.arange(each) + 1) / each - 1 for each in (height, width))
    places = torch.stack(torch.meshgrid(rows, columns, indexing="ij"), -1).reshape(1, -1, 2)
    directions = coordinates(height, width).flatten(1).T[None]
    return places, directions, torch.tensor([2 / height, 2 / width]).expand(places.shape)


def published_radiance(log_radiance: Tensor) -> Tensor:
    """The published post-processing of one picture (3, H, W): highlights raised, the geometric mean fixed. The
    result is not radiometric."""
    luma = log_radiance.mean(0)
    raised = (luma / luma.max() - _HIGHLIGHT).clamp(0, 1)
    high = log_radiance + _BOOST * log_radiance * raised
    return torch.exp(high - high.mean() - _LEVEL)
