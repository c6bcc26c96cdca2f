# SPDX-License-Identifier: GPL-3.0-or-later
"""What is drawn from the examples: pieces of clips at other speeds, sentences, and what is known beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.embedded_features import CONTACTS, GROUP_NAMES, PATH, RATE, WIDTH
from backend.training.motion.preparation import Example, Vocabulary
from backend.training.motion.settings import Settings

#: Batches drawn together and sorted by length, so that little is padding.
_TOGETHER = 12
_PATH, _CONTACTS = GROUP_NAMES.index("path"), GROUP_NAMES.index("contacts")


@dataclass
class Batch:
    """B samples padded to T frames; features are not normalised."""

    #: (B, T, 203), (B,), (B, 390), (B,) 0 or 1, (B, T, 7) 0 or 1.
    motions: Tensor
    lengths: Tensor
    sentences: Tensor
    said: Tensor
    mask: Tensor

    @property
    def inside(self) -> Tensor:
        """(B, T) 1 for frames that are no padding."""
        return (torch.arange(self.motions.shape[1]) < self.lengths[:, None]).float()


class Draws:
    """Endless batches; the state of ``random`` is all it remembers between two groups of batches."""

    def __init__(self, examples: Sequence[Example], words: Vocabulary, settings: Settings, seed: int) -> None:
        self.examples, self.words, self.settings = examples, words, settings
        self.random = np.random.default_rng(seed)
        self._weights = np.array([each.weight for each in examples])
        self._weights /= self._weights.sum()

    def batches(self) -> Iterator[Batch]:
        """Without end."""
        size = self.settings.batch
        while True:
            chosen = self.random.choice(len(self.examples), size * _TOGETHER, p=self._weights)
            drawn = sorted((self.draw(self.examples[each]) for each in chosen), key=lambda each: len(each[0]))
            for group in self.random.permutation(_TOGETHER):
                yield self.collated(drawn[group * size:(group + 1) * size])

    def draw(self, example: Example) -> tuple[np.ndarray, str]:
        """A piece (T, 203) and a sentence."""
        settings, random = self.settings, self.random
        version = example.versions[int(random.random() < settings.mirrored)]
        number = int(random.integers(len(version.captions)))
        text = version.captions[number]
        if random.random() < settings.paraphrased:
            text = version.wordings[number][int(random.integers(len(version.wordings[number])))]
        speeds = settings.told_speeds if example.paced else settings.speeds
        speed = math.exp(random.uniform(math.log(speeds[0]), math.log(speeds[1])))
        piece = self._piece(example, version.once, version.on, speed)
        return replayed(piece, speed), text

    def _piece(self, example: Example, once: np.ndarray, on: np.ndarray, speed: float) -> np.ndarray:
        settings, random = self.settings, self.random
        longest = settings.longest if random.random() < settings.long_share else settings.usual
        most = int(longest * RATE * speed)
        if example.repeats and (example.going or random.random() < 0.4):
            count = int(random.integers(min(most, len(once)), most + 1))
            first = int(random.integers(max(len(once), 1))) if example.going else 0
            return on[first:first + count]
        if len(once) <= most:
            count = len(once)
            if random.random() < 0.25:
                count = max(min(count, int(settings.shortest * RATE)), int(count * random.uniform(0.6, 1.0)))
                first = int(random.integers(len(once) - count + 1))
                return once[first:first + count]
            if example.rests and random.random() < 0.35:
                return held(once, min(int(random.integers(6, 60)), max(most - count, 0)))
            return once
        count = int(random.uniform(0.3, 1.0) * most)
        first = 0 if random.random() < 0.15 else int(random.integers(len(once) - count + 1))
        return once[first:first + count]

    def collated(self, drawn: Sequence[tuple[np.ndarray, str]], known: bool = True) -> Batch:
        """A batch of pieces, with what is known of them if ``known``."""
        settings, random = self.settings, self.random
        lengths = np.array([len(piece) for piece, _ in drawn])
        patch = settings.network.patch
        frames = -(-int(lengths.max()) // patch) * patch
        motions = np.zeros((len(drawn), frames, WIDTH), np.float32)
        mask = np.zeros((len(drawn), frames, len(GROUP_NAMES)), np.float32)
        for number, (piece, _) in enumerate(drawn):
            motions[number, :len(piece)] = piece
            # Padding goes on as the piece ends, so that a token half of padding looks like any other.
            motions[number, len(piece):] = piece[-1]
            if known and random.random() < settings.known:
                mask[number, :len(piece)] = known_part(len(piece), random)
        sentences = self.words.of([text for _, text in drawn])
        sentences = sentences + settings.word_noise / math.sqrt(384) * random.standard_normal(
            sentences.shape).astype(np.float32) * (np.arange(sentences.shape[1]) < 384)
        said = (random.random(len(drawn)) >= (settings.unsaid if known else 0.0)).astype(np.float32)
        return Batch(torch.from_numpy(motions), torch.from_numpy(lengths),
                     torch.from_numpy(sentences.astype(np.float32)), torch.from_numpy(said), torch.from_numpy(mask))


def replayed(piece: np.ndarray, speed: float) -> np.ndarray:
    """A piece played ``speed`` times as fast."""
    count = max(2, round((len(piece) - 1) / speed) + 1)
    frames = np.linspace(0, len(piece) - 1, count)
    before = np.minimum(frames.astype(int), max(len(piece) - 2, 0))
    share = (frames - before)[:, None].astype(np.float32)
    result = piece[before] + share * (piece[np.minimum(before + 1, len(piece) - 1)] - piece[before])
    result[:, PATH] *= speed
    result[:, CONTACTS] = np.round(result[:, CONTACTS])
    return np.asarray(result)


def held(piece: np.ndarray, count: int) -> np.ndarray:
    """A piece whose last pose is held for ``count`` more frames."""
    last = np.repeat(piece[-1:], count, 0)
    last[:, PATH] = 0.0
    return np.concatenate([piece, last])


def known_part(frames: int, random: np.random.Generator) -> np.ndarray:
    """(T, groups) 0 or 1: the beginning, the end, both, some poses between, the path, or parts of the body."""
    groups = len(GROUP_NAMES)
    mask = np.zeros((frames, groups), np.float32)
    kind = random.choice(6, p=[0.3, 0.08, 0.17, 0.15, 0.18, 0.12])
    some = int(random.integers(1, max(2, frames // 3)))
    if kind in (0, 2):
        mask[:some] = 1
    if kind in (1, 2):
        mask[-int(random.integers(1, max(2, frames // 4))):] = 1
    if kind == 3:
        mask[random.choice(frames, min(frames, int(random.integers(1, 6))), replace=False)] = 1
        mask[:, _PATH] = float(random.random() < 0.5)
    if kind == 4:
        mask[:, _PATH] = 1
        if random.random() < 0.3:
            mask[:some] = 1
    if kind == 5:
        mask[:, random.random(groups) < 0.4] = 1
        mask[:, _CONTACTS] = 0
    return mask
