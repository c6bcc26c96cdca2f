# SPDX-License-Identifier: GPL-3.0-or-later
"""How well the embedded engine knows what it knows: held-out sentences, and sentences of what no clip shows.

Right is an answer to a held-out sentence that the measuring evaluator finds nearer to the sentence's own clip than
to nine in ten clips of other sentences; to a sentence of what no clip shows no answer is. Fitted are the constants of
:mod:`backend.motion.diffusion.confidence`; told is what its limits let through.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from backend.engine import Progress

#: What no training clip shows, or shows otherwise: other movements, other manners, words of other senses.
UNKNOWN = (
    "a person swims", "someone rides a bicycle", "a person plays the guitar", "a man shaves",
    "a woman sweeps the floor",
    "a person bows politely", "someone takes a bow", "a person argues", "two people hug", "a person shakes hands",
    "someone opens a door", "a person types on a keyboard", "a man digs a hole", "a person skis down a slope",
    "a person climbs a ladder", "someone pushes a heavy box", "a person pulls a rope", "a person swings a golf club",
    "a tennis player serves", "a person plays the piano", "a drummer drums", "someone paints a wall",
    "a person combs the hair", "a person brushes the teeth", "someone ties a shoe", "a person puts on a coat",
    "a person prays", "a person salutes", "someone shrugs", "a person claps", "a person points ahead",
    "a person kneels down", "someone crosses the legs", "a person hops like a rabbit", "a man limps along",
    "a sad man walks slowly", "a drunk man walks", "a happy woman skips along", "an angry man walks",
    "a person walks on tiptoe with raised arms", "a person walks while waving", "a person does a handstand",
    "someone walks on the hands", "a person skates on ice", "a person rows a boat", "a surfer rides a wave",
    "someone skips a rope", "a person carries a heavy bag", "a person falls off a horse", "a person laughs",
    "a person cries", "a man sneezes", "someone yawns and stretches", "a person drives a car", "a chef stirs a pot",
    "a person writes on a board", "a person reads a book", "a baby toddles", "someone catches a ball",
    "a person flies a kite")
_STEPS, _RIGHT = 12, 0.9


@dataclass(frozen=True)
class Asked:
    """A sentence, and how it went."""

    text: str
    known: bool
    cosine: float
    covered: float
    #: Of the ranking evaluator with what was made.
    agreement: float
    right: bool


def asked(data: Path, seed: int = 0, progress: Progress | None = None) -> list[Asked]:
    """Every held-out caption and every unknown sentence, answered by the network once, without cleaning."""
    from backend.motion.diffusion import embedded_model
    from backend.motion.diffusion.embedded_features import RATE, clip_from
    from backend.motion.diffusion.embedded_sampling import Known, Sampling, sample
    from backend.motion.evaluation.evaluator import embedded
    from backend.motion.evaluation.protocol import asks_of
    from backend.training.motion.data import takes

    progress = progress or Progress()
    model, judge, ranker = embedded_model.embedded(), embedded("measuring"), embedded("ranking")
    held = [take for split in ("val", "test") for take in takes(data, split)]
    asks = {ask.text: ask for ask in asks_of(held)}
    own = judge.clips([ask.take.clip for ask in asks.values()])
    texts = [*asks, *UNKNOWN]
    found = []
    for number, text in enumerate(texts):
        progress.update(number / len(texts), text)
        known = model.familiarity(text)
        seconds = asks[text].seconds if text in asks else known.seconds
        frames = round(min(max(seconds, 1.0), 6.0) * RATE)
        clip = clip_from(sample(model, known.text, frames, Sampling(steps=_STEPS, seed=seed + number),
                                Known.nothing(frames))[0])
        agreement = float(ranker.agreement(ranker.clips([clip]) @ ranker.texts([text])[0])[0])
        right = False
        if text in asks:
            near = own @ judge.clips([clip])[0]
            others = np.array([ask.text != text and ask.take.name != asks[text].take.name for ask in asks.values()])
            right = bool((near[others] < near[number]).mean() >= _RIGHT)
        found.append(Asked(text, text in asks, known.cosine, known.covered, agreement, right))
    return found


def fitted(found: list[Asked]) -> tuple[float, float, float]:
    """Weights of one, cosine and coverage of the logistic curve that tells best what is right (ridge of one)."""
    rows = np.array([[1.0, each.cosine, each.covered] for each in found])
    right = np.array([each.right for each in found], np.float64)
    # Known and unknown sentences count the same.
    share = np.array([0.5 / sum(other.known == each.known for other in found) for each in found]) * len(found)
    weights = np.zeros(3)
    for _ in range(50):
        guess = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share * (right - guess)) - weights * [0.0, 1.0, 1.0]
        bend = (rows * (share * guess * (1 - guess))[:, None]).T @ rows + np.diag([1e-6, 1.0, 1.0])
        weights += np.linalg.solve(bend, slope)
    return float(weights[0]), float(weights[1]), float(weights[2])


def report(found: list[Asked]) -> dict[str, Any]:
    """Shares: of held-out sentences that are let through and of those that are right, of unknown ones let through."""
    from backend.motion.diffusion.confidence import AGREES, LEAST, SURE, confidence

    sure = np.array([confidence(each.cosine, each.covered) for each in found])
    known, right = (np.array([getattr(each, name) for each in found]) for name in ("known", "right"))
    agreed = np.array([each.agreement for each in found]) >= AGREES
    told: dict[str, Any] = {"sentences": int(known.sum()), "unknown": int((~known).sum()),
                            "right": float(right[known].mean()), "fitted": [round(each, 2) for each in fitted(found)]}
    for name, kept in (("sure", sure >= SURE), ("least", sure >= LEAST), ("agrees", agreed),
                       ("sure and agrees", (sure >= SURE) & agreed)):
        told[name] = {"known kept": float(kept[known].mean()), "unknown kept": float(kept[~known].mean()),
                      "right of the kept": float(right[known & kept].mean()) if (known & kept).any() else 0.0,
                      "right of the refused": float(right[known & ~kept].mean()) if (known & ~kept).any() else 0.0}
    return told


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="Folder with captions.csv.")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--each", action="store_true", help="Every sentence, too.")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    found = asked(arguments.data)
    if arguments.each:
        for each in found:
            print(f"{each.known:d} {each.right:d} {each.cosine:.2f} {each.covered:.2f} {each.agreement:.2f} "
                  f"{each.text}")
    for name, value in report(found).items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
