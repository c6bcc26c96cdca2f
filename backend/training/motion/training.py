# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the embedded motion network; it can be cut off at any time and go on from its last checkpoint.

Into the output folder go ``checkpoint.safetensors`` (network, moving average, optimiser: everything to go on from),
``best.safetensors`` (the moving average with the least validation loss), ``log.csv`` and ``settings.json``.
"""

from __future__ import annotations

import csv
import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from backend.engine import EngineError, Progress
from backend.motion.diffusion.embedded_network import EmbeddedNetwork
from backend.motion.diffusion.embedded_sampling import EARLY
from backend.motion.diffusion.gaussian import GaussianDiffusion
from backend.motion.diffusion.schedules import cosine_betas
from backend.motion.evaluation.protocol import Take
from backend.training.motion.batches import Batch, Draws
from backend.training.motion.curving import curved
from backend.training.motion.losses import Losses, emphasis, losses
from backend.training.motion.preparation import Example, Vocabulary, prepared, statistics
from backend.training.motion.settings import Settings

CHECKPOINT, BEST, LOG, SETTINGS = "checkpoint.safetensors", "best.safetensors", "log.csv", "settings.json"
WORDS = "sentences.npz"
#: Steps of the process whose losses are the validation's.
_LEVELS = (100, 400, 700, 850, 930, 980)
_COLUMNS = ("step", "seconds", "rate", "loss", "features", "places", "velocity", "feet", "val", *(
    f"val_{level}" for level in _LEVELS))


class Trainer:
    """One run, in the folder ``out``."""

    def __init__(self, learnt: Sequence[Example], judged: Sequence[Example], words: Vocabulary, settings: Settings,
                 out: Path) -> None:
        self.settings, self.out = settings, out
        torch.manual_seed(settings.seed)
        self.network = EmbeddedNetwork(settings.network)
        mean, deviation = statistics(learnt)
        self.network.mean.copy_(torch.from_numpy(mean))
        self.network.deviation.copy_(torch.from_numpy(deviation))
        self.average = EmbeddedNetwork(settings.network).eval().requires_grad_(False)
        self.average.load_state_dict(self.network.state_dict())
        bare = [each for each in self.network.parameters() if each.ndim < 2]
        rest = [each for each in self.network.parameters() if each.ndim >= 2]
        self.optimiser = torch.optim.AdamW([{"params": rest, "weight_decay": settings.weight_decay},
                                            {"params": bare, "weight_decay": 0.0}], lr=settings.rate,
                                           betas=(0.9, 0.99))
        self.process = GaussianDiffusion(cosine_betas(1000), predicts="start")
        self.weights = emphasis()
        self.learnt, self.words = learnt, words
        self.step, self.spent, self.best = 0, 0.0, math.inf
        self._judged = self._fixed(judged, words)

    def run(self, progress: Progress | None = None) -> None:
        """Until the last step. Raises :class:`~backend.engine.Cancelled`, after which it can go on."""
        progress, settings = progress or Progress(), self.settings
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / SETTINGS).write_text(json.dumps(asdict(settings), indent=1) + "\n", encoding="utf-8")
        draws = Draws(self.learnt, self.words, settings, settings.seed + 7919 * self.step)
        sums: list[list[float]] = []
        started = time.monotonic() - self.spent
        for batch in draws.batches():
            if self.step >= settings.steps:
                break
            sums.append(self._learn(batch))
            self.step += 1
            self.spent = time.monotonic() - started
            progress.update(self.step / settings.steps,
                            f"Step {self.step} of {settings.steps}, loss {np.mean(sums[-50:], axis=0)[0]:.4f}, "
                            f"{self.spent / 60:.1f} min")
            if self.step % settings.validate_every == 0 or self.step == settings.steps:
                self._validated(np.mean(sums, axis=0))
                sums = []
            if self.step % settings.save_every == 0 or self.step == settings.steps:
                self.save()

    def rate(self) -> float:
        """Of learning: warm-up, then half a cosine."""
        settings = self.settings
        share = min(1.0, self.step / max(settings.steps, 1))
        return min(1.0, (self.step + 1) / settings.warm_up) * (
            settings.final_rate + (settings.rate - settings.final_rate) * 0.5 * (1 + math.cos(math.pi * share)))

    def _learn(self, batch: Batch) -> list[float]:
        self.network.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        t = torch.randint(0, 1000, (len(batch.lengths),))
        # What a motion is to be is decided while it is hardly more than noise.
        early = torch.rand(len(t)) < self.settings.early
        t = torch.where(early, torch.randint(EARLY, 1000, (len(t),)), t)
        # Little noise leaves little to be wrong about, and yet it is what trembles in the end.
        counts = 1 / (self.network.change[t] ** 2).clamp(min=1 / self.settings.late)
        found = self._losses(self.network, batch, t, torch.randn_like(batch.motions), counts)
        loss = found.total(self.settings)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)
        self.optimiser.step()
        decay = min(self.settings.ema, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.network.parameters()), 1 - decay)
        return [loss.item(), *(each.item() for each in (found.features, found.places, found.velocity, found.feet))]

    def _losses(self, network: EmbeddedNetwork, batch: Batch, t: Tensor, noise: Tensor,
                counts: Tensor | None = None) -> Losses:
        clean = (batch.motions - network.mean) / network.deviation
        noisy = self.process.noised(clean, t, noise)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.settings.bfloat16):
            predicted = network(noisy, t, batch.sentences, batch.said, clean, batch.mask, batch.lengths)
        return losses(predicted.float(), clean, batch.inside, network.mean, network.deviation, self.weights,
                      counts)

    def _fixed(self, judged: Sequence[Example], words: Vocabulary) -> list[tuple[Batch, Tensor]]:
        """The same pieces and the same noise at every validation."""
        settings = self.settings
        draws = Draws(judged, words, settings, 1234)
        longest = round(settings.usual * 30)
        drawn = [(each.versions[side].once[:longest], each.versions[side].captions[0])
                 for each in judged for side in (0, 1)]
        drawn.sort(key=lambda each: len(each[0]))
        random = torch.Generator().manual_seed(5)
        found = []
        for start in range(0, len(drawn), 32):
            batch = draws.collated(drawn[start:start + 32], known=False)
            found.append((batch, torch.randn(batch.motions.shape, generator=random)))
        return found

    @torch.no_grad()
    def validate(self, network: EmbeddedNetwork) -> list[float]:
        """Loss of the features at each of the fixed levels of noise."""
        found, count = np.zeros(len(_LEVELS)), 0
        for batch, noise in self._judged:
            size = len(batch.lengths)
            for number, level in enumerate(_LEVELS):
                t = torch.full((size,), level)
                found[number] += size * self._losses(network, batch, t, noise).features.item()
            count += size
        return [float(each) for each in found / max(count, 1)]

    def _validated(self, means: np.ndarray) -> None:
        levels = self.validate(self.average)
        value = float(np.mean(levels))
        path = self.out / LOG
        new = not path.is_file()
        with path.open("a", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            if new:
                table.writerow(_COLUMNS)
            table.writerow([self.step, f"{self.spent:.0f}", f"{self.rate():.2e}", *(f"{each:.5f}" for each in means),
                            f"{value:.5f}", *(f"{each:.5f}" for each in levels)])
        if value < self.best:
            self.best = value
            _write(self.out / BEST, dict(self.average.state_dict()), {"step": str(self.step), "val": f"{value:.6f}"})

    def save(self) -> None:
        """Everything that is needed to go on."""
        state: dict[str, Tensor] = {}
        state |= {f"network.{name}": value for name, value in self.network.state_dict().items()}
        state |= {f"average.{name}": value for name, value in self.average.state_dict().items()}
        for number, values in self.optimiser.state_dict()["state"].items():
            state |= {f"optimiser.{number}.{name}": value for name, value in values.items()}
        _write(self.out / CHECKPOINT, state, {"step": str(self.step), "spent": str(self.spent), "best": str(self.best)})

    def resume(self) -> bool:
        """Go on from the checkpoint, if there is one. Raises :class:`EngineError` for one of another network."""
        path = self.out / CHECKPOINT
        if not path.is_file():
            return False
        with safe_open(path, "pt") as file:
            told = file.metadata()
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        try:
            for part, network in (("network.", self.network), ("average.", self.average)):
                network.load_state_dict({name[len(part):]: value for name, value in state.items()
                                         if name.startswith(part)})
            adam: dict[int, dict[str, Tensor]] = {}
            for name, value in state.items():
                if name.startswith("optimiser."):
                    _, number, key = name.split(".")
                    adam.setdefault(int(number), {})[key] = value
            self.optimiser.load_state_dict({**self.optimiser.state_dict(), "state": adam})
        except (RuntimeError, ValueError, KeyError) as error:
            raise EngineError(f"{path} is of another network: {str(error)[:200]}.",
                              "Give another output folder, or the same settings.", "bad_file") from error
        self.step, self.spent, self.best = int(told["step"]), float(told["spent"]), float(told["best"])
        torch.manual_seed(self.settings.seed + self.step)
        return True


def _write(path: Path, state: dict[str, Tensor], told: dict[str, str]) -> None:
    partial = path.with_name(f".{path.name}.partial")
    save_file({name: value.detach().contiguous().clone() for name, value in state.items()}, partial, told)
    partial.replace(path)


def train(learnt: Sequence[Take], judged: Sequence[Take], settings: Settings, out: Path, *, resume: bool = True,
          progress: Progress | None = None) -> Trainer:
    """Prepare the takes, then train until the last step; with ``resume`` from the checkpoint in ``out`` on."""
    progress = progress or Progress()
    bent = curved(learnt, progress.part(0.0, 0.002)) if settings.curved else []
    ready = prepared([*learnt, *bent], progress.part(0.002, 0.01))
    held_out = prepared(judged, progress.part(0.01, 0.012)) if judged else ready[:16]
    words = Vocabulary([*ready, *held_out], progress.part(0.012, 0.03), out / WORDS)
    trainer = Trainer(ready, held_out, words, settings, out)
    if resume:
        trainer.resume()
    trainer.run(progress.part(0.03, 1.0))
    return trainer
