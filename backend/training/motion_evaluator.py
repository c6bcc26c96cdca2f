# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the embedded motion evaluator: ``python -m backend.training.motion_evaluator MOTION_FOLDER OUT``.

Two networks of the same kind (:mod:`backend.motion.evaluation.network`) learn from different seeds which caption
belongs to which motion: one measures, the other ranks. ``MOTION_FOLDER`` holds ``captions.csv`` and the clips it
names; the split ``train`` is learnt from, ``val`` stops and calibrates, ``test`` is never read. Weights go to
``OUT/motion_evaluator.safetensors``, the log to ``OUT/log.csv``. Ten minutes on one core.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from scipy.optimize import minimize
from torch import Tensor

from backend.motion.clip_ops import mirror
from backend.motion.evaluation.evaluator import SHORTEST, padded
from backend.motion.evaluation.features import RATE, features
from backend.motion.evaluation.metrics import r_precision
from backend.motion.evaluation.network import Evaluator, EvaluatorConfig
from backend.motion.evaluation.protocol import Take
from backend.motion.evaluation.wording import directions, sentence_vectors
from backend.training.motion.captions import mirrored, paraphrases, says_pace
from backend.training.motion.data import takes

VERSION = "1"


@dataclass(frozen=True)
class Settings:
    """Everything that decides the result, besides the data."""

    seeds: tuple[int, int] = (1, 2)
    steps: int = 450
    batch: int = 64
    rate: float = 6e-4
    warm_up: int = 100
    weight_decay: float = 0.05
    decay: float = 0.99
    #: Cosine of MiniLM from which two captions are taken to say the same, and are no contrast.
    alike: float = 0.8
    #: Seconds seen of a clip, and the least share of it (of those seconds, where it is longer).
    longest: float = 10.0
    share: float = 0.4
    speeds: tuple[float, float] = (0.85, 1.18)
    #: Noise on features (in their deviations) and on sentences (their length is one).
    noise: float = 0.08
    word_noise: float = 0.15
    #: Validations without a better one before it ends.
    patience: int = 8
    every: int = 50


@dataclass(frozen=True, eq=False)
class Example:
    """A clip or its mirror image."""

    take: int
    motion: np.ndarray
    captions: tuple[str, ...]

    @property
    def sided(self) -> bool:
        """Whether a caption tells it from its mirror image."""
        return any(directions(each)[[0, 1, 4, 5]].any() for each in self.captions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(arguments.data, arguments.out, Settings())


def train(data: Path, out: Path, settings: Settings) -> None:
    """Both networks, into one file."""
    learnt, judged = examples(takes(data, "train")), examples(takes(data, "val"))
    words = Words(learnt + judged)
    state: dict[str, Tensor] = {}
    said = {"settings": json.dumps(asdict(settings)), "card": "motion_evaluator.md"}
    with (out / "log.csv").open("w", newline="", encoding="utf-8") as file:
        log = csv.writer(file)
        log.writerow(["network", "step", "train_loss", "val_loss", "val_r1", "val_r3", "val_sides", "seconds"])
        for role, seed in zip(("measuring", "ranking"), settings.seeds):
            network = train_one(role, seed, learnt, judged, words, settings, log.writerow)
            middle, steepness = calibrated(network, judged, words, settings)
            said |= {f"{role}.middle": f"{middle:.6f}", f"{role}.steepness": f"{steepness:.6f}"}
            state |= {f"{role}.{name}": value.half().contiguous() for name, value in network.state_dict().items()}
            file.flush()
    digest = hashlib.sha256(b"".join(value.numpy().tobytes() for _, value in sorted(state.items()))).hexdigest()
    said["version"] = f"{VERSION}-{digest[:8]}"
    save_file(state, out / "motion_evaluator.safetensors", said)
    print(said)


def examples(clips: list[Take]) -> list[Example]:
    """Every clip and its mirror image, with captions that say the other side."""
    found = []
    for number, take in enumerate(clips):
        found.append(Example(number, features(take.clip), take.captions))
        found.append(Example(number, features(mirror(take.clip)), tuple(mirrored(each) for each in take.captions)))
    return found


class Words:
    """Vectors of all captions, and which of them say the same."""

    def __init__(self, every: list[Example]) -> None:
        texts = sorted({text for each in every for caption in each.captions
                        for text in (caption, *paraphrases(caption))})
        self.index = {text: number for number, text in enumerate(texts)}
        self.vectors = sentence_vectors(texts)
        self.spoken = {caption: [caption, *paraphrases(caption)] for each in every for caption in each.captions}

    def of(self, texts: list[str]) -> np.ndarray:
        """(N, 390)."""
        return self.vectors[[self.index[text] for text in texts]]


def alike(sentences: np.ndarray, takes_of: np.ndarray, limit: float) -> np.ndarray:
    """(N, N) which pairs are no contrast: of one clip, or saying nearly the same without opposite directions."""
    meaning, ways = sentences[:, :384], sentences[:, 384:] > 0.5
    same = (meaning @ meaning.T > limit) | (takes_of[:, None] == takes_of[None])
    for first, second in ((0, 1), (2, 3), (4, 5)):
        one, two = ways[:, first] & ~ways[:, second], ways[:, second] & ~ways[:, first]
        # Left and right contrast most in a clip and its mirror image.
        same &= ~((one[:, None] & two[None]) | (two[:, None] & one[None]))
    return same


def batch_of(learnt: list[Example], words: Words, settings: Settings,
             random: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Motions (B, T, F), lengths (B,), sentences (B, 390) and the pairs (B, B) that are no contrast.

    A clip of which sides are said comes with its mirror image: nothing teaches left and right better.
    """
    chosen: list[Example] = []
    for number in random.permutation(len(learnt) // 2):
        side = int(random.integers(2))
        chosen.append(learnt[2 * number + side])
        if chosen[-1].sided:
            chosen.append(learnt[2 * number + 1 - side])
        if len(chosen) >= settings.batch:
            break
    motions, texts = [], []
    for each in chosen:
        caption = each.captions[int(random.integers(len(each.captions)))]
        spoken = words.spoken[caption]
        texts.append(spoken[int(random.integers(len(spoken)))])
        motions.append(varied(each.motion, settings, random, not says_pace(caption)))
    batch, lengths = padded(motions)
    sentences = words.of(texts)
    same = alike(sentences, np.array([each.take for each in chosen]), settings.alike)
    np.fill_diagonal(same, False)
    return torch.from_numpy(batch), torch.from_numpy(lengths), torch.from_numpy(sentences), torch.from_numpy(same)


def varied(motion: np.ndarray, settings: Settings, random: np.random.Generator, retimed: bool = True) -> np.ndarray:
    """A part of a motion, a little faster or slower where it may be ``retimed``."""
    longest = round(settings.longest * RATE)
    most = min(len(motion), longest)
    count = max(min(SHORTEST, most), round(most * random.uniform(settings.share, 1.0)))
    first = int(random.integers(len(motion) - count + 1))
    part = motion[first:first + count]
    speed = math.exp(random.uniform(*np.log(settings.speeds))) if retimed else 1.0
    frames = np.clip(np.arange(max(SHORTEST, round(count / speed))) * speed, 0, count - 1)
    before = np.minimum(frames.astype(int), max(count - 2, 0))
    share = (frames - before)[:, None].astype(np.float32)
    found: np.ndarray = part[before] + share * (part[np.minimum(before + 1, count - 1)] - part[before])
    found[:, found.shape[1] // 2:] *= speed
    return found


def contrast(network: Evaluator, motions: Tensor, lengths: Tensor, sentences: Tensor, same: Tensor) -> Tensor:
    """Symmetric InfoNCE; pairs in ``same`` (B, B) are neither right nor wrong."""
    sharpness = network.sharpness.clamp(max=math.log(50.0)).exp()
    scores = network.encode_text(sentences) @ network.encode_motion(motions, lengths).T * sharpness
    scores = scores.masked_fill(same, -1e4)
    right = torch.arange(len(scores))
    return 0.5 * (torch.nn.functional.cross_entropy(scores, right)
                  + torch.nn.functional.cross_entropy(scores.T, right))


def train_one(role: str, seed: int, learnt: list[Example], judged: list[Example], words: Words, settings: Settings,
              write: Callable[[list[Any]], object]) -> Evaluator:
    """One network: the moving average with the least validation loss."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network, average = Evaluator(EvaluatorConfig()), Evaluator(EvaluatorConfig()).eval().requires_grad_(False)
    whole = np.concatenate([each.motion[::3][:200] for each in learnt])
    network.mean.copy_(torch.from_numpy(whole.mean(0)))
    network.deviation.copy_(torch.from_numpy(whole.std(0)).clamp(min=0.05))
    average.load_state_dict(network.state_dict())
    bare = [each for name, each in network.named_parameters() if each.ndim < 2]
    rest = [each for each in network.parameters() if each.ndim >= 2]
    optimiser = torch.optim.AdamW([{"params": rest, "weight_decay": settings.weight_decay},
                                   {"params": bare, "weight_decay": 0.0}], lr=settings.rate, betas=(0.9, 0.98))
    best, since, losses, started = math.inf, 0, [], time.monotonic()
    kept = {name: value.clone() for name, value in average.state_dict().items()}
    for step in range(1, settings.steps + 1):
        rate = settings.rate * min(1.0, step / settings.warm_up) * (
            0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * step / settings.steps)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        motions, lengths, sentences, same = batch_of(learnt, words, settings, random)
        motions = motions + settings.noise * network.deviation * torch.randn_like(motions)
        sentences = sentences + settings.word_noise / math.sqrt(384) * torch.randn_like(sentences)
        loss = contrast(network.train(), motions, lengths, sentences, same)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        decay = min(settings.decay, step / (step + 10))
        with torch.no_grad():
            for name, value in average.state_dict().items():
                value.lerp_(network.state_dict()[name], 1 - decay)
        if step % settings.every == 0:
            found = validate(average, judged, words, settings)
            row = [role, step, *(f"{each:.4f}" for each in (np.mean(losses), *found)),
                   round(time.monotonic() - started)]
            write(row)
            print(*row, flush=True)
            losses, since = [], since + 1
            if found[0] < best:
                best, since = found[0], 0
                kept = {name: value.clone() for name, value in average.state_dict().items()}
            elif since >= settings.patience:
                break
    average.load_state_dict(kept)
    return average


@torch.no_grad()
def validate(network: Evaluator, judged: list[Example], words: Words,
             settings: Settings) -> tuple[float, float, float, float]:
    """The loss on the validation clips, R-precision at 1 and 3 in pools of 32, and how often a caption that names a
    side is nearer to its clip than to the mirror image."""
    motions, texts, same, labels = _validation(network, judged, words, settings)
    scores = torch.from_numpy(texts @ motions.T) * network.sharpness.clamp(max=math.log(50.0)).exp()
    scores = scores.masked_fill(torch.from_numpy(same), -1e4)
    right = torch.arange(len(scores))
    loss = 0.5 * (torch.nn.functional.cross_entropy(scores, right) + torch.nn.functional.cross_entropy(scores.T, right))
    hits, _ = r_precision(texts, motions, labels, np.random.default_rng(0))
    images, _, _, _ = _validation(network, judged, words, settings, mirrored_too=True)
    told = [number for number, (_, caption) in enumerate(_rows(judged)) if directions(caption)[[0, 1, 4, 5]].any()]
    sides = ((texts * motions).sum(1) > (texts * images).sum(1))[told].mean() if told else 1.0
    return loss.item(), float(hits[0]), float(hits[2]), float(sides)


def _rows(judged: list[Example]) -> list[tuple[int, str]]:
    """(number of the example, caption) of every clip, mirror images apart."""
    return [(number, caption) for number in range(0, len(judged), 2) for caption in judged[number].captions]


def _validation(network: Evaluator, judged: list[Example], words: Words, settings: Settings, *,
                mirrored_too: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Vectors of motions (or of their mirror images) and sentences, one row a caption; pairs that are no contrast;
    labels of the captions."""
    longest = round(settings.longest * RATE)
    rows = _rows(judged)
    batch, lengths = padded([judged[number + mirrored_too].motion[:longest] for number, _ in rows])
    sentences = words.of([caption for _, caption in rows])
    with torch.no_grad():
        motions = network.encode_motion(torch.from_numpy(batch), torch.from_numpy(lengths)).numpy()
        texts = network.encode_text(torch.from_numpy(sentences)).numpy()
    owners = np.array([judged[number].take for number, _ in rows])
    same = alike(sentences, owners, settings.alike) | (owners[:, None] == owners[None])
    np.fill_diagonal(same, False)
    known = {caption: number for number, caption in enumerate(sorted({caption for _, caption in rows}))}
    return motions, texts, same, np.array([known[caption] for _, caption in rows])


def calibrated(network: Evaluator, judged: list[Example], words: Words, settings: Settings) -> tuple[float, float]:
    """Middle and steepness of the logistic curve over cosines that tells pairs of the validation clips from pairs
    dealt anew, both weighing the same."""
    motions, texts, same, _ = _validation(network, judged, words, settings)
    cosines = texts @ motions.T
    own = np.diag(cosines)
    others = cosines[~(same | np.eye(len(cosines), dtype=bool))]

    def loss(curve: np.ndarray) -> float:
        middle, steepness = curve[0], math.exp(curve[1])
        return float(np.logaddexp(0, -steepness * (own - middle)).mean()
                     + np.logaddexp(0, steepness * (others - middle)).mean())

    found = minimize(loss, np.array([0.4, 2.0]), method="Nelder-Mead").x
    return float(found[0]), math.exp(float(found[1]))


if __name__ == "__main__":
    main()
