# SPDX-License-Identifier: GPL-3.0-or-later
"""From a picture to light: SR-iTMO lifts an ordinary panorama to radiance, and makes it larger.

What a picture shows is what it says, by the curve of sRGB; only what is burnt out is made up by the network, never
darker than white. A sun that is seen gets the light of one in a clear sky (:mod:`.photographed_sun`). Radiance is
relative: 1 is the white of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backend import srgb
from backend.engine import EngineError, Progress
from backend.environment.photographed_sun import with_photographed_sun

if TYPE_CHECKING:
    from torch import Tensor

    from backend.environment.text2light.itmo import SrItmo

WEIGHTS = Path(__file__).parents[1] / "weights" / "embedded" / "sritmo.safetensors"
#: From this value upwards a channel of a picture is taken to be burnt out.
BURNT = 0.83
#: Columns wrapped around on both sides, as far as the network sees.
_REACH = 40
_POINTS = 1 << 14


@lru_cache(maxsize=1)
def embedded() -> SrItmo:
    """The network with the weights that ship with Troupe. Raises :class:`EngineError` if they are damaged."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from backend.environment.text2light.itmo import SrItmo

    network = SrItmo()
    try:
        network.load_state_dict({name: value.float() for name, value in load_file(WEIGHTS).items()})
    except (OSError, RuntimeError, SafetensorError) as error:
        raise EngineError(f"The weights of SR-iTMO cannot be read: {error!s:.200}.", "Install Troupe again.",
                          "weights_missing") from error
    return network.eval()


def lifted(picture: np.ndarray, scale: int = 1, network: SrItmo | None = None,
           progress: Progress | None = None, *, sun: bool = True) -> np.ndarray:
    """Radiance (scale H, scale W, 3) f4 of an equirectangular sRGB ``picture`` (H, W, 3) in [0, 1].

    ``scale`` 1 keeps the picture's own pixels. Left and right edge stay joined: the network sees across. Without
    ``sun`` a sun has what the network makes of it, which is far too little.
    """
    import torch
    from torch.nn.functional import pad

    progress = progress or Progress()
    network = network or embedded()
    bgr = torch.from_numpy(np.ascontiguousarray(picture[..., ::-1], np.float32)).permute(2, 0, 1)[None]
    progress.update(0.0, "Looking at the picture")
    with torch.no_grad():
        reach = min(_REACH, picture.shape[1])
        wrapped = pad(2 * bgr - 1, (reach, reach, 0, 0), mode="circular")
        features = network.encode(wrapped)[..., reach - 1:-(reach - 1)]
        shown = bgr if scale == 1 else _enlarged(network, features, bgr, scale, progress.part(0.1, 0.7))
        shown = shown[0].permute(1, 2, 0)
        known = torch.from_numpy(srgb.decode(shown.numpy()))
        share = ((shown - BURNT) / (1 - BURNT)).clamp(0, 1)
        burnt = torch.nonzero(share.amax(-1).flatten() > 0)[:, 0]
        log = _asked(network, features, bgr.shape[2:], scale, burnt, 1, progress.part(0.7, 1.0))
        lit, weight = known.flatten(0, 1)[burnt], share.flatten(0, 1)[burnt]
        known.flatten(0, 1)[burnt] = (1 - weight) * lit + weight * torch.maximum(log.exp(), lit)
    radiance = np.ascontiguousarray(known.numpy()[..., ::-1], np.float32)
    if sun:
        progress.update(1.0, "Looking for the sun")
        radiance = with_photographed_sun(radiance, picture)
    progress.update(1.0, "Done")
    return radiance


def _enlarged(network: SrItmo, features: Tensor, bgr: Tensor, scale: int, progress: Progress) -> Tensor:
    """The picture (1, 3, scale H, scale W) BGR in [0, 1]."""
    import torch
    from torch.nn.functional import interpolate, pad

    height, width = (scale * each for each in bgr.shape[2:])
    colours = _asked(network, features, bgr.shape[2:], scale, torch.arange(height * width), 0, progress)
    large = ((colours.clamp(-1, 1) + 1) / 2).T.unflatten(-1, (height, width))[None]
    # What the larger picture has lost of the one given comes back from the difference.
    lost = pad(bgr - interpolate(large, bgr.shape[2:], mode="area"), (4, 4, 0, 0), mode="circular")
    spread = interpolate(lost, scale_factor=scale, mode="bicubic")[..., 4 * scale:-4 * scale]
    return (large + spread).clamp(0, 1)


def _asked(network: SrItmo, features: Tensor, size: Sequence[int], scale: int, pixels: Tensor, which: int,
           progress: Progress) -> Tensor:
    """(N, 3) BGR at the flat indices ``pixels`` (N,) of the result: LDR (``which`` 0) or log radiance (1).

    ``features`` have one column more on each side than the picture of ``size``, from beyond its edge.
    """
    import torch

    from backend.environment.text2light.itmo import queries

    places, directions, cells = (each[0] for each in queries(scale * size[0], scale * size[1]))
    narrower = torch.tensor([1.0, size[1] / (size[1] + 2)])
    # The same for every longitude: a panorama has no beginning.
    level = torch.tensor([0.0, 1.0])
    found = [torch.zeros(0, 3)]
    for start in range(0, len(pixels), _POINTS):
        progress.update(start / len(pixels), "Making it larger" if which == 0 else "Making light of what is burnt out")
        part = pixels[start:start + _POINTS]
        found.append(network(features, places[part][None] * narrower, directions[part][None] * level,
                             cells[part][None] * narrower)[which][0])
    return torch.cat(found)
