# SPDX-License-Identifier: GPL-3.0-or-later
"""The published sampler against ours on one network: seconds for the same motions, and how real they look.

Published is the ancestral sampler over all of the process's steps (J. Ho et al., 2020), as MotionDiffuse uses it; ours
are DDIM and DPM-Solver++ over a few. All start from the same noise and answer the same sentences. How real the
motions look is their Fréchet distance from held-out clips (:func:`backend.motion.evaluation.metrics.frechet`) in
windows of two seconds, with an interval by the bootstrap over sentences. Whether two samplers are equal in it is told
by their difference over the same drawn sentences: it is none where its interval holds zero.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from backend.engine import Progress
from backend.motion.diffusion.gaussian import GaussianDiffusion, Network, Predicts
from backend.motion.diffusion.multistep import multistep_process, sample_multistep
from backend.motion.diffusion.schedules import cosine_betas, linear_betas, respaced_betas
from backend.motion.evaluation.features import RATE
from backend.motion.evaluation.metrics import Interval, frechet

if TYPE_CHECKING:
    from backend.motion.diffusion.embedded_network import EmbeddedNetwork

#: Frames of a motion; MotionDiffuse makes no more.
FRAMES = 196
#: Seconds of a window, and from one to the next.
WINDOW, STRIDE = 2.0, 1.0
_BOOTSTRAPS = 200


@dataclass(frozen=True)
class Sampler:
    """One way from noise to a motion."""

    name: str
    method: str
    steps: int

    def process(self, predicts: Predicts, betas: np.ndarray | None = None) -> GaussianDiffusion:
        """The steps it visits of the process the network was trained on, by default the linear one of 1000."""
        betas = linear_betas() if betas is None else betas
        if self.method == "ancestral":
            return GaussianDiffusion(betas, predicts=predicts)
        if self.method == "multistep":
            return multistep_process(self.steps, predicts, betas)
        if self.method == "engine":
            from backend.motion.diffusion.embedded_sampling import visited

            chosen = visited(self.steps)
            return GaussianDiffusion(respaced_betas(betas, chosen), predicts=predicts, steps=chosen)
        return GaussianDiffusion.respaced(str(self.steps), betas, predicts=predicts)


#: The published one, the embedded engine's, and others.
SAMPLERS = (Sampler("published: ancestral, 1000 steps", "ancestral", 1000),
            Sampler("the engine's: DDIM, 20 steps", "engine", 20), Sampler("DDIM, 50 even steps", "ddim", 50),
            Sampler("DPM-Solver++, 20 steps", "multistep", 20))


@dataclass(frozen=True)
class Sampled:
    """What one sampler needed and made."""

    sampler: Sampler
    seconds: float
    #: Evaluations of the network.
    calls: int
    fid: Interval
    #: By how much its FID is above the first sampler's, over the same sentences; of the first one, nothing.
    above: Interval

    @property
    def equal(self) -> bool:
        """Whether its motions look as real as the first one's, as far as so many sentences can tell."""
        return abs(self.above.mean) <= self.above.half


def compare(network_of: Callable[[str], Network], predicts: Predicts, width: int, texts: Sequence[str],
            windows_of: Callable[[np.ndarray], list[np.ndarray]], encode: Callable[[list[np.ndarray]], np.ndarray],
            reference: np.ndarray, *, samplers: Sequence[Sampler] = SAMPLERS, frames: int = FRAMES, seed: int = 0,
            betas: np.ndarray | None = None, progress: Progress | None = None) -> list[Sampled]:
    """Every sampler on every sentence, one motion at a time as a user waits for it.

    ``network_of`` conditions the network on a sentence; ``windows_of`` leads from network vectors (T, width) to
    features of windows; ``encode`` from windows to (N, D) vectors of the evaluator, ``reference`` (M, D) being those
    of held-out clips.
    """
    progress = progress or Progress()
    noises = [torch.randn(1, frames, width, generator=torch.Generator().manual_seed(seed + number))
              for number in range(len(texts))]
    total = sum(each.steps for each in samplers) * len(texts)
    done, found = 0, []
    first: list[np.ndarray] = []
    for sampler in samplers:
        process = sampler.process(predicts, betas)
        made: list[Tensor] = []
        # The first call of a shape sets things up that later ones find ready.
        with torch.inference_mode():
            network_of(texts[0])(noises[0], torch.full((1,), int(process.steps[-1])))
        spent = 0.0
        for number, text in enumerate(texts):
            network = network_of(text)
            begun = time.perf_counter()
            made.append(_sample(sampler, process, network, noises[number], seed + number))
            spent += time.perf_counter() - begun
            done += sampler.steps
            progress.update(done / total, f"{sampler.name}: {text:.40}")
        vectors = [encode(windows_of(each[0].numpy())) for each in made]
        first = first or vectors
        fid, above = _distance(vectors, first, reference, seed)
        found.append(Sampled(sampler, spent / len(texts), len(process), fid, above))
    return found


@torch.inference_mode()
def _sample(sampler: Sampler, process: GaussianDiffusion, network: Network, noise: Tensor, seed: int) -> Tensor:
    if sampler.method == "multistep":
        return sample_multistep(process, network, noise)
    return process.sample(network, noise, method="ancestral" if sampler.method == "ancestral" else "ddim",
                          generator=torch.Generator().manual_seed(seed))


def _distance(vectors: list[np.ndarray], others: list[np.ndarray], reference: np.ndarray,
              seed: int) -> tuple[Interval, Interval]:
    """The FID of ``vectors``, one array a sentence, and by how much it is above that of ``others``; with half of
    their 95 % intervals, by drawing sentences anew (B. Efron, Bootstrap Methods, 1979)."""
    random = np.random.default_rng([seed, 11])
    draws = random.integers(len(vectors), size=(_BOOTSTRAPS, len(vectors)))

    def of(found: list[np.ndarray], drawn: Sequence[int] | np.ndarray) -> float:
        return frechet(np.concatenate([found[each] for each in drawn]), reference)

    own, theirs = (np.array([of(found, drawn) for drawn in draws]) for found in (vectors, others))
    everyone = range(len(vectors))
    fid = of(vectors, everyone)
    return _interval(fid, own), _interval(fid - of(others, everyone), own - theirs)


def _interval(mean: float, drawn: np.ndarray) -> Interval:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(mean, float(high - low) / 2, len(drawn))


def cut_windows(features: np.ndarray) -> list[np.ndarray]:
    """Windows of features (T, F), which overlap by half."""
    size, stride = round(WINDOW * RATE), round(STRIDE * RATE)
    return [features[first:first + size] for first in range(0, max(1, len(features) - size + 1), stride)]


def _evenly(windows: list[np.ndarray], most: int) -> list[np.ndarray]:
    """``most`` of them from all along."""
    if len(windows) <= most:
        return windows
    return [windows[each] for each in np.linspace(0, len(windows) - 1, most).round().astype(int)]


def as_json(found: Sequence[Sampled]) -> list[dict[str, Any]]:
    """Plain JSON; ``ratio`` is how much less time than the first one's."""
    return [{"sampler": each.sampler.name, "calls": each.calls, "seconds": round(each.seconds, 4),
             "ratio": round(found[0].seconds / each.seconds, 2), "fid": round(each.fid.mean, 5),
             "fid_half": round(each.fid.half, 5), "above": round(each.above.mean, 5),
             "above_half": round(each.above.half, 5), "equal": each.equal} for each in found]


def on_embedded_network(data: Path, weights: Path | None = None, *, sentences: int = 8,
                        samplers: Sequence[Sampler] = SAMPLERS, seed: int = 0,
                        progress: Progress | None = None) -> list[Sampled]:
    """The comparison on the embedded engine's network, or that of other ``weights`` of its kind, with captions of the
    held-out clips in ``data``. No guidance: one call of the network a step.

    Raises :class:`EngineError` where data or weights cannot be read.
    """
    from backend.motion.diffusion import embedded_model
    from backend.motion.diffusion.embedded_features import WIDTH, clip_from
    from backend.motion.evaluation.evaluator import embedded
    from backend.motion.evaluation.features import features
    from backend.motion.evaluation.protocol import asks_of
    from backend.training.motion.data import takes

    progress = progress or Progress()
    network = embedded_model.load(weights or embedded_model.WEIGHTS).network
    judge = embedded("measuring")
    held = takes(data, "test", progress.part(0.0, 0.05))
    asks = asks_of(held)
    random = np.random.default_rng(seed)
    # A caption of as many clips as there can be.
    chosen = {asks[each].take.name: asks[each] for each in random.permutation(len(asks))}
    texts = [ask.text for ask in chosen.values()][:sentences]
    # As many of each clip as of a made motion, or minutes of standing about would be most of them.
    windows = [each for take in held for each in _evenly(cut_windows(features(take.clip)), 5)]
    reference = judge.motions(windows)
    mean, deviation = network.mean.numpy(), network.deviation.numpy()

    def windows_of(made: np.ndarray) -> list[np.ndarray]:
        return cut_windows(features(clip_from(made * deviation + mean)))

    return compare(_conditioned(network, texts), "start", WIDTH, texts, windows_of, judge.motions, reference,
                   samplers=samplers, seed=seed, betas=cosine_betas(), progress=progress.part(0.05, 1.0))


def measure(data: Path | None, sentences: int = 6) -> dict[str, float]:
    """The embedded engine's sampler against the published one: ``ratio`` of their seconds and, where there is
    ``data``, the ``fid`` of the published one, how far the engine's is ``above`` it, and half of that difference's 95 %
    ``interval``."""
    chosen = SAMPLERS[:2]
    if data is not None:
        published, ours = on_embedded_network(data, sentences=sentences, samplers=chosen)
        return {"ratio": published.seconds / ours.seconds, "fid": published.fid.mean, "above": ours.above.mean,
                "interval": ours.above.half}
    from backend.motion.diffusion import embedded_model
    from backend.motion.diffusion.embedded_features import WIDTH

    network_of = _conditioned(embedded_model.embedded().network, ["a person walks forward"])
    published, ours = compare(network_of, "start", WIDTH, ["a person walks forward"], lambda vectors: [vectors],
                              lambda windows: np.zeros((len(windows), 1)), np.zeros((2, 1)), samplers=chosen,
                              betas=cosine_betas())
    return {"ratio": published.seconds / ours.seconds}


def _conditioned(network: EmbeddedNetwork, texts: Sequence[str]) -> Callable[[str], Network]:
    """The network told a sentence, knowing nothing else."""
    from backend.motion.evaluation.wording import sentence_vectors

    vectors = dict(zip(texts, torch.from_numpy(sentence_vectors(texts))))

    def network_of(text: str) -> Network:
        sentence, said = vectors[text][None], torch.ones(1)

        def conditioned(x: Tensor, t: Tensor) -> Tensor:
            nothing = torch.zeros(1, x.shape[1], network.config.groups)
            return network(x, t, sentence, said, torch.zeros_like(x), nothing, torch.tensor([x.shape[1]]))

        return conditioned

    return network_of


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="Folder with captions.csv.")
    parser.add_argument("--weights", type=Path, help="Others than those of the embedded engine.")
    parser.add_argument("--sentences", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    found = on_embedded_network(arguments.data, arguments.weights, sentences=arguments.sentences)
    print("| sampler | network calls | seconds | times less | FID (2 s windows) | above the first | equal |")
    print("|---|---|---|---|---|---|---|")
    for each in as_json(found):
        print(f"| {each['sampler']} | {each['calls']} | {each['seconds']:.2f} | {each['ratio']:.1f} | "
              f"{each['fid']:.3f} ±{each['fid_half']:.3f} | {each['above']:+.3f} ±{each['above_half']:.3f} | "
              f"{'yes' if each['equal'] else 'no'} |")


if __name__ == "__main__":
    main()
