# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sentence to a panorama and its radiance with the published networks, and what ours does better on the way:
no seam in tokens or decoding, context beyond the poles, light that keeps to what the picture shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from backend import srgb
from backend.engine import EngineError, Progress
from backend.environment.text2light import spherical
from backend.environment.text2light.codebook import Codebook
from backend.environment.text2light.detail import sample_detail
from backend.environment.text2light.itmo import SrItmo, published_radiance, queries
from backend.environment.text2light.samplers import NEIGHBOURS, global_prefix, retrieve, sample_holistic
from backend.environment.text2light.windows import Windows

if TYPE_CHECKING:
    from backend.environment.text2light.checkpoints import GlobalSampler, LocalSampler
    from backend.language.clip import ClipText

#: Tokens decoded beyond the left and right edge, and beyond the poles.
_BEYOND, _OVER = 8, 2
#: Points of SR-iTMO asked at once.
_POINTS = 1 << 14
#: Brightest channel of a picture between which it tells radiance well.
_TRUSTED = (0.15, 0.8)


@dataclass(frozen=True)
class Geometry:
    """How many tokens there are: (rows, columns) of the holistic panorama and of its detail, and the window's side."""

    holistic: tuple[int, int]
    detail: tuple[int, int]
    window: int


@dataclass(frozen=True)
class Samplers:
    """The published samplers, their CLIP and its bank, on one device."""

    whole: GlobalSampler
    local: LocalSampler
    clip: ClipText
    bank: Tensor
    device: str

    @property
    def geometry(self) -> Geometry:
        """Told from the networks. Raises :class:`EngineError` where they do not belong together."""
        places, width = self.local.transformer.config.places, self.local.transformer.config.width
        window = math.isqrt(width) // 2
        tokens = places - spherical.CHANNELS - window * window
        rows = math.isqrt(max(tokens, 0) // 2)
        same = self.whole.codebook.config.factor == self.local.holistic.config.factor == \
            self.local.codebook.config.factor
        fits = (4 * window * window == width, rows > 0 and 2 * rows * rows == tokens, same,
                self.whole.transformer.config.places >= NEIGHBOURS + tokens - 1,
                self.whole.transformer.config.width == 2 * self.bank.shape[1],
                self.clip.dimension == self.bank.shape[1])
        if not all(fits):
            raise EngineError("The files of Text2Light do not belong together.",
                              "Use the samplers, clip_emb.npy and CLIP that were published together.", "bad_weights")
        return Geometry((rows, 2 * rows), (4 * rows, 8 * rows), window)


@dataclass(frozen=True)
class Settings:
    """How tokens are drawn."""

    seed: int
    best: int = 100
    temperature: float = 1.0
    #: Windows, decoding and poles without edges; False: as published.
    wraps: bool = True
    #: Many places at once, in windows that half a side shares; False: one by one, each in a window of its own, as
    #: published.
    parallel: bool = True


@torch.no_grad()
def panorama(samplers: Samplers, text: str, settings: Settings, progress: Progress) -> Tensor:
    """(3, H, W) RGB in [-1, 1] of ``text``: 512 x 1024 with the published networks."""
    size, device = samplers.geometry, samplers.device
    generator = torch.Generator().manual_seed(settings.seed)
    pooled = samplers.clip.encode([text]).pooled.to(device)
    neighbours = samplers.bank[retrieve(samplers.bank, pooled)]
    first, then = progress.part(0.0, 0.06), progress.part(0.1, 0.95)
    tokens = sample_holistic(
        samplers.whole.transformer, global_prefix(neighbours), size.holistic, best=settings.best, generator=generator,
        step=lambda done, of: first.update(done / of, f"Laying out the panorama: {done} of {of} tokens"))
    progress.update(0.07, "Looking at the layout")
    seen = samplers.local.holistic.encode(samplers.whole.codebook.decode(tokens)).flatten(1)
    cells = 2 * spherical.CELL
    encoding = spherical.encoding(spherical.coordinates(*(cells * each for each in size.detail))).to(device)
    windows = Windows(size.detail, size.window, size.window // 2 if settings.parallel else 1, settings.wraps)
    found = sample_detail(
        samplers.local.transformer, seen, encoding, windows, together=settings.parallel, best=settings.best,
        temperature=settings.temperature, generator=generator,
        step=lambda done, of: then.update(done / of, f"Filling in detail: {done} of {of} tokens"))
    progress.update(0.95, "Decoding the panorama")
    book = samplers.local.codebook
    picture = decoded(book, found) if settings.wraps else book.decode(found)
    return picture[0].clamp(-1, 1).cpu()


def decoded(book: Codebook, tokens: Tensor) -> Tensor:
    """Tokens (B, h, w) of a whole panorama -> (B, 3, H, W), decoded with what lies beyond its edges: on the left and
    right its other side, over the poles the rows of the opposite longitude."""
    height, width = tokens.shape[1:]
    over, beyond = min(_OVER, height), min(_BEYOND, width)
    turned = tokens.roll(width // 2, 2)
    tall = torch.cat([turned[:, :over].flip(1), tokens, turned[:, height - over:].flip(1)], 1)
    wide = torch.cat([tall[:, :, width - beyond:], tall, tall[:, :, :beyond]], 2)
    factor = book.config.factor
    return book.decode(wide)[:, :, over * factor:(over + height) * factor, beyond * factor:(beyond + width) * factor]


class Aligned:
    """SR-iTMO for :func:`backend.environment.itmo.lifted`, on a device, its radiance in the picture's unit.

    The published network learnt log radiance up to a common factor: the factor is chosen so that what is not burnt
    out comes out as the picture shows it.
    """

    def __init__(self, network: SrItmo, device: str) -> None:
        self._network, self._device, self._offset = network.to(device), device, 0.0

    @torch.no_grad()
    def encode(self, image: Tensor) -> Tensor:
        """As :meth:`SrItmo.encode`; finds the factor for this image (1, 3, H, W)."""
        features = self._network.encode(image.to(self._device))
        places, directions, cells = (each[0] for each in queries(*image.shape[2:]))
        shown = (image[0].flatten(1).T + 1) / 2
        brightest = shown.amax(1)
        chosen = torch.nonzero((brightest > _TRUSTED[0]) & (brightest < _TRUSTED[1]))[:, 0]
        chosen = chosen[torch.linspace(0, len(chosen) - 1, min(len(chosen), 4096)).long()] if len(chosen) else chosen
        self._offset = 0.0
        if len(chosen):
            level = directions[chosen][None] * torch.tensor([0.0, 1.0])
            log = self(features, places[chosen][None], level, cells[chosen][None])[1][0]
            wanted = torch.from_numpy(srgb.decode(shown[chosen].clamp(min=0.02).numpy())).log()
            self._offset = float((wanted - log).median())
        return features

    @torch.no_grad()
    def __call__(self, features: Tensor, places: Tensor, directions: Tensor, cells: Tensor) -> tuple[Tensor, Tensor]:
        colour, log = self._network(features, *(each.to(self._device) for each in (places, directions, cells)))
        return colour.cpu(), log.cpu() + self._offset


@torch.no_grad()
def published_light(network: SrItmo, picture: Tensor, scale: int, device: str, progress: Progress) -> np.ndarray:
    """(scale H, scale W, 3) f4 RGB by the published SR-iTMO and post-processing: highlights raised, the geometric mean
    fixed, not radiometric. ``picture`` (3, H, W) RGB in [-1, 1]."""
    network = network.to(device)
    features = network.encode(picture[None, [2, 1, 0]].to(device))
    height, width = (scale * each for each in picture.shape[1:])
    places, directions, cells = queries(height, width)
    found = []
    for start in range(0, height * width, _POINTS):
        progress.update(start / (height * width), "Making light of the picture")
        part = (each[:, start:start + _POINTS].to(device) for each in (places, directions, cells))
        found.append(network(features, *part)[1][0].cpu())
    log = torch.cat(found).T.unflatten(-1, (height, width))
    return np.ascontiguousarray(published_radiance(log)[[2, 1, 0]].permute(1, 2, 0).numpy(), np.float32)
