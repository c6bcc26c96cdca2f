# SPDX-License-Identifier: GPL-3.0-or-later
"""How well SR-iTMO lifts pictures it has not seen: ``python -m backend.training.sritmo_report HDRI_FOLDER``.

Every map of the split ``test`` is exposed so that 0.5, 2 and 6 % of it are burnt out, developed to eight bits, and
lifted again by three methods:

- *inverse gamma*: the curve of sRGB undone, white stays white;
- *expand map*: F. Banterle et al., Inverse Tone Mapping, GRAPHITE 2006: Reinhard's curve inverted, weighted by a
  blurred map of the lights; its white point is the best one for the maps of the split ``train``;
- *SR-iTMO*: :func:`backend.environment.itmo.lifted` without its sun, and with it
  (:mod:`backend.environment.photographed_sun`).

Printed are, over maps and exposures: RMSE of log2 radiance (stops), weighted by solid angle, of all and of what is
burnt out; PSNR (dB) of the maps compressed by mu-law (mu = 5000, as in N. Kalantari & R. Ramamoorthi, SIGGRAPH
2017) relative to the brightest of each; and the median error of the light on level ground, in stops. Then, for every
map of any split with a sun, at 512 x 256 and the first exposure, what becomes of it: how far off it is, and its
irradiance, its share of the light on the ground and that light over those of the map.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from scipy.ndimage import gaussian_filter

from backend import srgb
from backend.environment.hdr import read_hdr
from backend.environment.itmo import lifted
from backend.environment.metrics import irradiance
from backend.environment.panorama import solid_angles
from backend.environment.photographed_sun import photographed_sun, with_photographed_sun
from backend.environment.spectrum import luminance
from backend.environment.sunlight import without_sun
from backend.environment.text2light.itmo import SrItmo
from backend.training.sritmo import read_split

BURNT = (0.5, 2.0, 6.0)
_WHITES = (4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
_MU = 5000.0
Method = Callable[[np.ndarray], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, help="Other weights than the embedded ones.")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = None
    if arguments.weights is not None:
        from safetensors.torch import load_file

        network = SrItmo().eval()
        network.load_state_dict({name: value.float() for name, value in load_file(arguments.weights).items()})
    white = best_white(read_split(arguments.data, "train"))
    methods: dict[str, Method] = {
        "inverse gamma": srgb.decode, f"expand map (white {white:g})": lambda picture: expanded(picture, white),
        "SR-iTMO": lambda picture: lifted(picture, network=network, sun=False)}
    maps = read_split(arguments.data, "test")
    print(f"{len(maps)} maps, burnt out {', '.join(map(str, BURNT))} %\n")
    print("| method | log2 RMSE, all | log2 RMSE, burnt out | PSNR, mu-law | light on the ground |")
    print("|---|---|---|---|---|")
    pairs = [(developed(relative), relative) for each in maps for relative in exposures(each)]
    for name, method in methods.items():
        made = [method(picture) for picture, _ in pairs]
        _print_row(name, made, pairs)
    _print_row("SR-iTMO and the sun", [with_photographed_sun(each, picture) for each, (picture, _) in zip(made, pairs)],
               pairs)
    print("\n| map | elevation | off by | irradiance | share on the ground | wanted | light on the ground |")
    print("|---|---|---|---|---|---|---|")
    with (arguments.data / "index.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            _print_sun(f"{row['file']} ({row['split']})", read_hdr(arguments.data / row["file"]), network)


def _print_row(name: str, made: list[np.ndarray], pairs: list[tuple[np.ndarray, np.ndarray]]) -> None:
    scores = [score(each, relative) for each, (_, relative) in zip(made, pairs)]
    mean = np.mean([row[:3] for row in scores], 0)
    print(f"| {name} | {mean[0]:.3f} | {mean[1]:.3f} | {mean[2]:.2f} dB | "
          f"{np.median([row[3] for row in scores]):.2f} stops |", flush=True)


def _print_sun(name: str, radiance: np.ndarray, network: SrItmo | None) -> None:
    step = radiance.shape[1] // 512
    small = radiance.reshape(256, step, 512, step, 3).mean((1, 3))
    relative = exposures(small)[0]
    _, wanted = without_sun(relative)
    picture = developed(relative)
    if wanted is None and photographed_sun(picture) is None:
        return
    made = lifted(picture, network=network)
    _, found = without_sun(made)
    ground = [float(luminance(irradiance(each))) for each in (made, relative)]
    light, share = f"{ground[0] / ground[1]:.2f}", ["0.00", "0.00"]
    off = ratio = "none found" if found is None else "there is none"
    for number, sun in enumerate((found, wanted)):
        if sun is not None:
            share[number] = f"{luminance(np.array(sun.irradiance)) * sun.direction[2] / ground[number]:.2f}"
    there = wanted or found
    assert there is not None
    if found is not None and wanted is not None:
        off = f"{math.degrees(math.acos(min(1.0, float(np.dot(found.direction, wanted.direction))))):.1f}°"
        ratio = f"{luminance(np.array(found.irradiance)) / luminance(np.array(wanted.irradiance)):.2f}"
    elevation = math.degrees(math.asin(there.direction[2]))
    print(f"| {name} | {elevation:.0f}° | {off} | {ratio} | {share[0]} | {share[1]} | {light} |", flush=True)


def exposures(radiance: np.ndarray) -> list[np.ndarray]:
    """The map relative to white, once for each share that is burnt out."""
    luma = radiance.max(-1)
    return [radiance / max(float(np.percentile(luma, 100 - share)), 1e-4) for share in BURNT]


def developed(relative: np.ndarray) -> np.ndarray:
    """(H, W, 3) f4 in [0, 1]: clipped, sRGB, eight bits."""
    return (srgb.to_bytes(relative) / 255).astype(np.float32)


def expanded(picture: np.ndarray, white: float) -> np.ndarray:
    """Inverse tone mapping by an expand map; ``white`` is the radiance that the curve takes to 1."""
    linear = srgb.decode(picture)
    level = luminance(linear)
    # Reinhard's L_d = L (1 + L / w^2) / (1 + L), solved for L.
    inner = 1 - level
    bright = 0.5 * white**2 * (np.sqrt(inner**2 + 4 * level / white**2) - inner)
    burnt = (picture.max(-1) > 0.95).astype(np.float64)
    lights = gaussian_filter(burnt, picture.shape[0] / 128, mode=("nearest", "wrap"))
    share = np.clip(lights, 0, 1)
    gain = (1 - share) + share * np.maximum(bright, level) / np.maximum(level, 1e-6)
    return linear * gain[..., None]


def best_white(maps: list[np.ndarray]) -> float:
    """The white point with the least error on what is burnt out."""
    errors = []
    for white in _WHITES:
        found = [score(expanded(developed(relative), white), relative)[1]
                 for each in maps[::2] for relative in exposures(each[::2, ::2])[1:2]]
        errors.append(np.mean(found))
    return _WHITES[int(np.argmin(errors))]


def score(found: np.ndarray, wanted: np.ndarray) -> tuple[float, float, float, float]:
    """(log2 RMSE of all, of what is burnt out, PSNR, error of the light on the ground in stops)."""
    weight = np.repeat(solid_angles(wanted.shape[1])[:, None], wanted.shape[1], 1)
    error = (np.log2(luminance(found) + 1e-3) - np.log2(luminance(wanted) + 1e-3)) ** 2
    burnt = wanted.max(-1) >= 1
    all_of_it = math.sqrt(float((error * weight).sum() / weight.sum()))
    lights = math.sqrt(float((error * weight)[burnt].sum() / max(weight[burnt].sum(), 1e-12)))
    top = float(wanted.max())
    mapped = [np.log1p(_MU * np.clip(each / top, 0, 1)) / math.log1p(_MU) for each in (found, wanted)]
    psnr = -10 * math.log10(max(float(((mapped[0] - mapped[1]) ** 2).mean()), 1e-12))
    ground = [float(luminance(irradiance(each))) for each in (found, wanted)]
    return all_of_it, lights, psnr, abs(math.log2(ground[0] / ground[1]))


if __name__ == "__main__":
    main()
