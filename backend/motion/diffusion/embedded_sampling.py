# SPDX-License-Identifier: GPL-3.0-or-later
"""Motions from the embedded network: several at once, over several sentences, keeping to what is known.

Sampled by DDIM (J. Song, C. Meng & S. Ermon, 2021) with classifier-free guidance (J. Ho & T. Salimans, 2022). What is
longer than the network has learnt is made window by window, each seeing the end of the one before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.diffusion.embedded_features import CONTACTS, GROUP_NAMES, GROUPS, PATH, RATE, WIDTH

if TYPE_CHECKING:
    from torch import Tensor

    from backend.motion.diffusion.embedded_model import Model

#: Frames made at once at most, and how many of the end of a window the next one sees.
LONGEST, OVERLAP = 300, 30
#: Steps of the diffusion and guidance that were found best; see backend/weights/embedded/motion.md.
STEPS, GUIDANCE = 20, 2.5
#: Step of the process from which on a motion is hardly more than noise.
EARLY = 800
#: Step below which a small network no longer tells noise from trembling: its last word is the one at that step,
#: averaged over so many frames (deviation of the Gaussian).
LAST, SMOOTHING = 120, 1.0
#: Step below which numbers keep all their digits.
EXACT = 300
#: Frames that the ends of a loop share.
_SEAM = 20
#: (done, of, features (count, T, 203) as far as they are known by now).
Watch = Callable[[int, int, np.ndarray], None]


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of T frames of features."""

    #: (T, 203), and (T, groups) 0 or 1.
    values: np.ndarray
    mask: np.ndarray

    @classmethod
    def nothing(cls, frames: int) -> Known:
        """Nothing is known."""
        return cls(np.zeros((frames, WIDTH), np.float32), np.zeros((frames, len(GROUP_NAMES)), np.float32))

    def part(self, first: int, stop: int) -> Known:
        """Of some frames only."""
        return Known(self.values[first:stop], self.mask[first:stop])


@dataclass(frozen=True)
class Sampling:
    """How it is sampled."""

    steps: int = STEPS
    guidance: float = GUIDANCE
    seed: int = 0
    count: int = 1


def compose(model: Model, texts: Sequence[str], lengths: Sequence[int], sampling: Sampling = Sampling(),
            known: Known | None = None, loop: bool = False, watch: Watch | None = None,
            parts: Sequence[Mapping[str, str]] | None = None) -> np.ndarray:
    """(count, T, 203): ``texts`` one after the other, ``lengths`` frames each, T their sum.

    ``known``: what is known of the T frames. With ``loop`` the last frame leads into the first. ``parts``: for each
    text, texts of its own for parts of the body.
    """
    total = sum(lengths)
    known = Known.nothing(total) if known is None else known
    windows = _windows(lengths)
    parts = [{}] * len(texts) if parts is None else parts
    rounds = len(windows) + (1 if loop else 0)
    made = np.zeros((sampling.count, 0, WIDTH), np.float32)
    for number, (said, first, stop) in enumerate(windows):
        behind = min(OVERLAP, made.shape[1])
        part = known.part(first - behind, stop)

        def seen(done: int, of: int, rows: np.ndarray, number: int = number, before: np.ndarray = made,
                 behind: int = behind) -> None:
            if watch is not None:
                watch(number * of + done, rounds * of, np.concatenate([before, rows[:, behind:]], 1))

        rows = sample(model, texts[said], stop - first + behind,
                      replace(sampling, seed=sampling.seed + 104729 * number), part,
                      made[:, made.shape[1] - behind:], watch=seen, parts=parts[said])
        made = np.concatenate([made, rows[:, behind:]], 1)
    return _closed(model, texts[-1], parts[-1], len(windows), made, sampling, known, watch) if loop else made


def sample(model: Model, text: str, frames: int, sampling: Sampling, known: Known, before: np.ndarray | None = None,
           after: np.ndarray | None = None, watch: Watch | None = None,
           parts: Mapping[str, str] | None = None) -> np.ndarray:
    """(count, T, 203): one window, which begins with ``before`` and ends with ``after`` (count, K, 203), K may be 0."""
    import torch

    from backend.motion.diffusion.embedded_network import spread
    from backend.motion.diffusion.gaussian import GaussianDiffusion
    from backend.motion.diffusion.schedules import cosine_betas, respaced_betas
    from backend.motion.evaluation.wording import sentence_vectors

    network, count = model.network, sampling.count
    patch = network.config.patch
    padded = -(-frames // patch) * patch
    values = np.repeat(known.values[None], count, 0)
    mask = np.repeat(known.mask[None], count, 0)
    if before is not None and before.shape[1]:
        values[:, :before.shape[1]], mask[:, :before.shape[1]] = before, 1
    if after is not None and after.shape[1]:
        values[:, -after.shape[1]:], mask[:, -after.shape[1]:] = after, 1
    extra = ((0, 0), (0, padded - frames), (0, 0))
    given = torch.from_numpy(np.pad(values, extra).astype(np.float32))
    held = torch.from_numpy(np.pad(mask, extra).astype(np.float32))
    given = (given - network.mean) / network.deviation
    whole = spread(held)
    betas, chosen = cosine_betas(1000), visited(sampling.steps)
    process = GaussianDiffusion(respaced_betas(betas, chosen), predicts="start", steps=chosen)
    generator = torch.Generator().manual_seed(sampling.seed)
    # One after the other, so that the first is the same whatever their number.
    noise = torch.stack([torch.randn((padded, WIDTH), generator=generator) for _ in range(count)])
    # One row for each text, whose weight is what it decides, and one without words.
    owners = _owners(text, parts or {})
    guided = any(said for said, _ in owners) and sampling.guidance != 1.0
    rows = [said for said, _ in owners] + ([""] if guided else [])
    told = [bool(said) for said in rows]
    sentences = torch.zeros(len(rows), network.config.text)
    if any(told):
        sentences[told] = torch.from_numpy(sentence_vectors([said for said in rows if said]))
    weights = torch.stack([weight for _, weight in owners])[:, None, None]
    sentences, said = sentences.repeat_interleave(count, 0), torch.tensor(told).float().repeat_interleave(count)
    lengths = torch.full((len(said),), frames)

    times, fast = len(rows), _half_is_fast()
    givens, helds = given.repeat(times, 1, 1), held.repeat(times, 1, 1)

    def denoised(x: Tensor, t: Tensor) -> Tensor:
        # Half precision, as in training, where the processor is made for it and the noise is larger than its digits.
        with torch.autocast("cpu", torch.bfloat16, enabled=fast and int(t[0]) >= EXACT):
            found = network(x.repeat(times, 1, 1), t.repeat(times), sentences, said, givens, helds,
                            lengths).float().unflatten(0, (times, count))
        start = (weights * found[:len(owners)]).sum(0)
        if guided:
            start = found[-1] + sampling.guidance * (start - found[-1])
        return torch.where(whole > 0.5, given, start)

    latest: list[Tensor] = [noise]

    def network_of(x: Tensor, t: Tensor) -> Tensor:
        latest[0] = denoised(x, t)
        return latest[0]

    def step(done: int, of: int, x: Tensor) -> None:
        if watch is not None:
            watch(done + 1, of, restored(latest[0]))

    def restored(x: Tensor) -> np.ndarray:
        return (x * network.deviation + network.mean)[:, :frames].numpy()

    with torch.inference_mode():
        sampled = restored(process.sample(network_of, noise, watch=step))
    smooth = gaussian_filter1d(sampled, SMOOTHING, axis=1, mode="nearest")
    smooth[..., CONTACTS] = sampled[..., CONTACTS]
    exact = mask[..., GROUPS] > 0.5
    return np.where(exact, values, smooth).astype(np.float32)


def _half_is_fast() -> bool:
    """Whether this processor multiplies bfloat16 faster than float32."""
    import torch

    try:
        return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
    except AttributeError:
        return False


def visited(steps: int) -> np.ndarray:
    """(K,) ascending steps of the process, K at most ``steps``: half of them where the motion is hardly more than
    noise, in which it is decided what it is to be."""
    late = max(1, steps // 2)
    early = max(1, steps - late)
    chosen = [np.linspace(LAST, EARLY, late, endpoint=False), np.linspace(EARLY, 999, early)]
    return np.unique(np.round(np.concatenate(chosen)).astype(int))


def _owners(text: str, parts: Mapping[str, str]) -> list[tuple[str, Tensor]]:
    """Each text with the features (203,) that it decides; smaller parts win over larger ones."""
    import torch

    from backend.motion.diffusion.embedded_making import part_features

    owner = np.zeros(WIDTH, int)
    order = sorted(parts, key=lambda part: -int(part_features(part).sum()))
    for number, part in enumerate(order, start=1):
        owner[part_features(part)] = number
    texts = [text, *(parts[part] for part in order)]
    return [(each, torch.from_numpy((owner == number).astype(np.float32))) for number, each in enumerate(texts)]


def _windows(lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """(number of the text, first frame, frame after the last) of what is made at once."""
    found: list[tuple[int, int, int]] = []
    first = 0
    for number, length in enumerate(lengths):
        room = LONGEST - (OVERLAP if first else 0)
        pieces = max(1, -(-length // room))
        edges = np.linspace(first, first + length, pieces + 1).astype(int)
        found += [(number, int(low), int(high)) for low, high in itertools.pairwise(edges) if high > low]
        first += length
    return found


def _closed(model: Model, text: str, parts: Mapping[str, str], windows: int, made: np.ndarray, sampling: Sampling,
            known: Known, watch: Watch | None) -> np.ndarray:
    """The end made again so that it leads into the beginning."""
    total = made.shape[1]
    seam = min(_SEAM, total // 4)
    again = min(total - seam, LONGEST - 2 * seam, max(total // 2, 30))
    # The beginning follows the end: both are known, and what lies between is made anew.
    first = total - again
    window = Known.nothing(again + 2 * seam)
    window.values[seam:seam + again], window.mask[seam:seam + again] = known.values[first:], known.mask[first:]

    def seen(done: int, of: int, rows: np.ndarray) -> None:
        if watch is not None:
            watch(windows * of + done, (windows + 1) * of, made)

    rows = sample(model, text, again + 2 * seam, replace(sampling, seed=sampling.seed + 15485863), window,
                  made[:, first - seam:first], made[:, :seam], watch=seen, parts=parts)
    return np.concatenate([made[:, :first], rows[:, seam:seam + again]], 1)


def way_known(path: np.ndarray, heading: np.ndarray) -> np.ndarray:
    """(T, 3) the features of a way: places (T, 2) over the floor and headings (T,), in any frame."""
    rows = np.zeros((len(path), 3), np.float32)
    if len(path) < 2:
        return rows
    rows[:-1, 0] = np.diff(heading) * RATE
    steps = np.diff(path, axis=0) * RATE
    cosine, sine = np.cos(-heading[:-1]), np.sin(-heading[:-1])
    rows[:-1, 1] = cosine * steps[:, 0] - sine * steps[:, 1]
    rows[:-1, 2] = sine * steps[:, 0] + cosine * steps[:, 1]
    rows[-1] = rows[-2]
    assert rows.shape[1] == PATH.stop
    return rows
