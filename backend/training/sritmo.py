# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the embedded SR-iTMO: ``python -m backend.training.sritmo HDRI_FOLDER OUT --minutes 90``.

The architecture is Text2Light's (1.7 M parameters); the task is ours, and radiometric. A map of the folder is exposed
as a camera would (some of it over-exposed), given a camera's curve and eight bits, turned, mirrored and made
smaller. From that picture the network tells the sharp one and, where the picture is burnt out, the log radiance
relative to white: elsewhere the picture itself says it (:func:`backend.environment.itmo.lifted`).

``HDRI_FOLDER`` holds .hdr files and ``index.csv`` with the columns ``file`` and ``split``; ``train`` is learnt from,
``val`` chooses. Weights, an exponential moving average, go to ``OUT/sritmo.safetensors``, the log to
``OUT/log.csv``, and the state to go on from to ``OUT/state.pt``.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from backend import srgb
from backend.environment.hdr import read_hdr
from backend.environment.text2light.itmo import ItmoConfig, SrItmo
from backend.environment.text2light.spherical import coordinates

#: Radiance relative to white is learnt within these logarithms: four stops below it to a sun.
LOWEST, HIGHEST = math.log(1 / 64), math.log(2e5)
#: From this value of the brightest channel upwards a picture is taken to be burnt out (Text2Light's 0.83).
BURNT = 0.83


@dataclass(frozen=True)
class Settings:
    """Everything that decides the result, besides the data and the number of steps."""

    seed: int = 1
    batch: int = 4
    #: Pixels a side of the small patch, and how much larger the wanted one is.
    patch: int = 40
    factors: tuple[float, float] = (1.0, 4.0)
    queries: int = 768
    rate: float = 3e-4
    final_rate: float = 1e-5
    warm_up: int = 100
    decay: float = 0.998
    colour_weight: float = 1.0
    radiance_weight: float = 0.4
    energy_weight: float = 0.05
    clip: float = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(arguments.data, arguments.out, arguments.minutes * 60, Settings())


def read_split(folder: Path, split: str) -> list[np.ndarray]:
    """The maps (H, W, 3) of a split, linear."""
    with (folder / "index.csv").open(newline="", encoding="utf-8") as file:
        names = [row["file"] for row in csv.DictReader(file) if row["split"] == split]
    return [read_hdr(folder / name) for name in names]


def train(data: Path, out: Path, seconds: float, settings: Settings) -> None:
    """Train for ``seconds``, going on from ``out`` if there is a state; the rate falls towards the end of the time."""
    torch.manual_seed(settings.seed)
    maps = read_split(data, "train")
    validation = fixed_batches(read_split(data, "val"), settings)
    network = SrItmo(ItmoConfig())
    average = {name: value.clone() for name, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, betas=(0.9, 0.99), weight_decay=1e-4)
    step, spent = 0, 0.0
    if (out / "state.pt").exists():
        state = torch.load(out / "state.pt", weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        average, step, spent = state["average"], state["step"], state["spent"]
    random = np.random.default_rng([settings.seed, step])
    size = sum(each.numel() for each in network.parameters())
    print(f"{len(maps)} maps to learn from, {size / 1e6:.2f} M parameters")
    best, losses, started = math.inf, [], time.monotonic()
    log = (out / "log.csv").open("a", encoding="utf-8")
    while (done := (spent + time.monotonic() - started) / seconds) < 1:
        rate = settings.final_rate + (settings.rate - settings.final_rate) * 0.5 * (1 + math.cos(math.pi * done))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / settings.warm_up)
        loss, parts = losses_of(network, batch_of(maps, settings, random), settings)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
        optimiser.step()
        step += 1
        decay = min(settings.decay, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in network.state_dict().items():
                average[name].lerp_(value, 1 - decay)
        losses.append(parts)
        if step % 200 == 0:
            found = validate(average, validation, settings)
            print(f"{step:6} {done:5.1%} train {np.mean(losses, 0).round(4).tolist()} "
                  f"validation {np.round(found, 4).tolist()}", flush=True)
            log.write(",".join(map(str, [step, *np.mean(losses, 0).round(5), *np.round(found, 5)])) + "\n")
            log.flush()
            losses = []
            torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "average": average,
                        "step": step, "spent": spent + time.monotonic() - started}, out / "state.pt.new")
            (out / "state.pt.new").replace(out / "state.pt")
            if sum(found) < best:
                best = sum(found)
                save_file(average, out / "sritmo.safetensors", {"steps": str(step), "parameters": "SR-iTMO, BGR"})


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]


def batch_of(maps: list[np.ndarray], settings: Settings, random: np.random.Generator) -> Batch:
    """Small pictures (B, 3, p, p) BGR in [-1, 1]; places, directions, cells (B, Q, 2); the sharp picture (B, Q, 3) and
    the log radiance relative to white (B, Q, 3) at them. Half of the places are burnt out, where there are such."""
    rows = [_example(maps[random.integers(len(maps))], settings, random) for _ in range(settings.batch)]
    return tuple(torch.from_numpy(np.stack(each)).float() for each in zip(*rows))  # type: ignore[return-value]


def fixed_batches(maps: list[np.ndarray], settings: Settings, count: int = 10) -> list[Batch]:
    """The same batches at every validation."""
    random = np.random.default_rng(0)
    return [batch_of(maps, settings, random) for _ in range(count)]


def exposed(radiance: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """(H, W, 3) relative to white: between one and twenty percent of the picture is burnt out, now and then none."""
    luma = radiance.max(-1)
    share = 100 - random.choice([0.02, 0.5, 2.0, 6.0, 12.0, 20.0], p=[0.1, 0.2, 0.25, 0.2, 0.15, 0.1])
    white = float(np.percentile(luma[::4, ::4], share)) * float(random.uniform(0.8, 1.25))
    return radiance / max(white, 1e-4)


def developed(relative: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """(H, W, 3) in [0, 1]: clipped, a camera's curve near sRGB's, eight bits."""
    return np.round(srgb.encode(relative) ** float(random.uniform(0.92, 1.09)) * 255) / 255


def _example(radiance: np.ndarray, settings: Settings, random: np.random.Generator) -> tuple[np.ndarray, ...]:
    height, width = radiance.shape[:2]
    relative = exposed(np.roll(radiance, random.integers(width), 1), random)
    if random.random() < 0.5:
        relative = relative[:, ::-1]
    factor = float(random.uniform(*settings.factors))
    side = round(settings.patch * factor)
    top, left = _corner(relative, side, random)
    patch = np.ascontiguousarray(relative[top:top + side, left:left + side, ::-1])
    sharp = developed(patch, random)
    small = _shrunk(torch.from_numpy(sharp).permute(2, 0, 1)[None].float(), settings.patch)[0].numpy()
    burnt = np.flatnonzero(sharp.max(-1).ravel() > BURNT)
    anywhere = random.integers(side * side, size=settings.queries)
    if len(burnt):
        half = settings.queries // 2
        anywhere[:half] = burnt[random.integers(len(burnt), size=half)]
    row, column = np.divmod(anywhere, side)
    places = np.stack([(2 * row + 1) / side - 1, (2 * column + 1) / side - 1], -1)
    directions = coordinates(height, width)[:, top + row, left + column].T.numpy()
    cells = np.broadcast_to(np.array([2 / side, 2 / side]), places.shape)
    colours = sharp.reshape(-1, 3)[anywhere] * 2 - 1
    logs = np.log(np.clip(patch.reshape(-1, 3)[anywhere], math.exp(LOWEST), math.exp(HIGHEST)))
    return small * 2 - 1, places, directions, cells, colours, logs


def _corner(relative: np.ndarray, side: int, random: np.random.Generator) -> tuple[int, int]:
    """Top left of a patch; two of three are laid over something that is burnt out."""
    height, width = relative.shape[:2]
    top, left = int(random.integers(height - side + 1)), int(random.integers(width - side + 1))
    if random.random() < 0.67:
        bright = np.argwhere(relative[::2, ::2].max(-1) > 1)
        if len(bright):
            if random.random() < 0.35:  # the brightest of all: a sun or a lamp
                flat = int(relative[::2, ::2].max(-1).argmax())
                row, column = np.array(divmod(flat, relative[::2, ::2].shape[1])) * 2
            else:
                row, column = bright[random.integers(len(bright))] * 2
            top = int(np.clip(row - random.integers(side), 0, height - side))
            left = int(np.clip(column - random.integers(side), 0, width - side))
    return top, left


def _shrunk(picture: Tensor, size: int) -> Tensor:
    return torch.nn.functional.interpolate(picture, (size, size), mode="bicubic", antialias=True).clamp(0, 1)


def losses_of(network: SrItmo, batch: Batch, settings: Settings) -> tuple[Tensor, list[float]]:
    """The loss, and its parts: colour, radiance where burnt out, and how much light there is in all."""
    small, places, directions, cells, colours, logs = batch
    colour, radiance = network(network.encode(small), places, directions, cells)
    mask = ((colours.amax(-1, keepdim=True) / 2 + 0.5 - BURNT) / (1 - BURNT)).clamp(0, 1)
    sharp = (colour - colours).abs().mean()
    # Everywhere a little, so that the two halves of the mask agree where they meet.
    weight = mask + 0.05
    apart = (torch.nn.functional.smooth_l1_loss(radiance, logs, reduction="none", beta=0.5) * weight).sum() / (
        3 * weight.sum())
    # A sun is a few pixels of a loss and most of the light: the sum over each patch counts as well.
    bounded = radiance.clamp(LOWEST, HIGHEST)
    light = [torch.log((each.exp() * mask).sum((1, 2)) + 1e-3) for each in (bounded, logs)]
    energy = (light[0] - light[1]).abs().mean()
    loss = settings.colour_weight * sharp + settings.radiance_weight * apart + settings.energy_weight * energy
    return loss, [each.item() for each in (sharp, apart, energy)]


@torch.no_grad()
def validate(average: dict[str, Tensor], batches: list[Batch], settings: Settings) -> list[float]:
    """The mean weighted parts of the loss."""
    network = SrItmo(ItmoConfig())
    network.load_state_dict(average)
    found = np.mean([losses_of(network, batch, settings)[1] for batch in batches], 0)
    weights = [settings.colour_weight, settings.radiance_weight, settings.energy_weight]
    return [float(weight * value) for weight, value in zip(weights, found)]


if __name__ == "__main__":
    main()
