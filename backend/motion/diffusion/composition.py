# SPDX-License-Identifier: GPL-3.0-or-later
"""Several texts in one motion: over time, and for parts of the body (MotionDiffuse, section 3.4).

A network sees stretches of at most its own length, each with one text; at every step of the sampler their
outputs are blended, those of neighbouring stretches over the frames that both see, those of parts of the body by
the features that belong to them. Longer motions than the network knows are made the same way.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import pad

from backend.motion.diffusion.plan import Segment
from backend.motion.formats.humanml3d_codec import HUMANML3D, Layout

#: Frames by which a stretch looks into its neighbours.
OVERLAP = 10
#: Joints of each part: HumanML3D's (SMPL's) and KIT's.
_ARMS = {"HumanML3D": ((13, 16, 18, 20), (14, 17, 19, 21)), "KIT": ((8, 9, 10), (5, 6, 7))}
_HEAD = {"HumanML3D": (12, 15), "KIT": (4,)}
_LEGS = {"HumanML3D": (1, 2, 4, 5, 7, 8, 10, 11), "KIT": tuple(range(11, 21))}


@dataclass(frozen=True)
class Entry:
    """One text over the frames ``first`` to ``stop``."""

    text: str
    first: int
    stop: int


class Composition:
    """The entries of a motion of ``frames`` frames, and how their outputs become one."""

    def __init__(self, segments: Sequence[Segment], lengths: Sequence[int], layout: Layout, longest: int) -> None:
        self.frames = sum(lengths)
        self.features = layout.width
        self.entries: list[Entry] = []
        weights: list[Tensor] = []
        at = 0
        for segment, length in zip(segments, lengths):
            for first, stop in _stretches(at, at + length, self.frames, longest):
                over_time = _ramp(first, stop, self.frames, longest)
                reach = _reach(first, stop, longest)
                seen = max(0, first - reach), min(self.frames, stop + reach)
                for text, features in _by_part(segment, layout):
                    self.entries.append(Entry(text, *seen))
                    weights.append(over_time[:, None] * features)
            at += length
        whole = torch.stack(weights)
        #: (E, frames, features), summing to one over the entries.
        self.weights = whole / whole.sum(0)
        #: (E,) frames of the entries.
        self.lengths = torch.tensor([each.stop - each.first for each in self.entries])
        #: (one entry, another, first frame and stop of what both see).
        self.shared = [(one, other, max(a.first, b.first), min(a.stop, b.stop))
                       for (one, a), (other, b) in itertools.combinations(enumerate(self.entries), 2)
                       if min(a.stop, b.stop) > max(a.first, b.first)]

    def to(self, device: str) -> Composition:
        """The same on another device of torch's."""
        self.weights, self.lengths = self.weights.to(device), self.lengths.to(device)
        return self

    def split(self, x: Tensor) -> Tensor:
        """(1, frames, features) -> (E, longest entry, features), padded with zeros."""
        longest = int(self.lengths.max())
        return torch.stack([pad(x[0, each.first:each.stop], (0, 0, 0, longest - each.stop + each.first))
                            for each in self.entries])

    def gap(self, outputs: Tensor) -> Tensor:
        """() how far entries (E, longest entry, features) that share frames differ there: the sum over all pairs of
        the norms of a frame's differences. Texts of one stretch share all of it, neighbours their overlap."""
        found = outputs.new_zeros(())
        for one, other, first, stop in self.shared:
            a, b = self.entries[one].first, self.entries[other].first
            difference = outputs[one, first - a:stop - a] - outputs[other, first - b:stop - b]
            # A norm has no slope where there is no difference.
            found = found + (difference.square().sum(-1) + 1e-12).sqrt().sum()
        return found

    def blend(self, outputs: Tensor) -> Tensor:
        """(E, longest entry, features) -> (1, frames, features)."""
        result = outputs.new_zeros(1, self.frames, outputs.shape[2])
        for row, each, weight in zip(outputs, self.entries, self.weights):
            result[0, each.first:each.stop] += weight[each.first:each.stop] * row[:each.stop - each.first]
        return result


def _stretches(start: int, end: int, frames: int, longest: int) -> list[tuple[int, int]]:
    """``start`` to ``end`` in the fewest equal stretches that leave room to overlap."""
    room = longest if end - start == frames else max(1, longest - 2 * OVERLAP)
    count = 1 if end - start <= room else -(-(end - start) // max(1, longest - 2 * OVERLAP))
    edges = [start + round(number * (end - start) / count) for number in range(count + 1)]
    return list(itertools.pairwise(edges))


def _reach(first: int, stop: int, longest: int) -> int:
    return max(0, min(OVERLAP, (longest - (stop - first)) // 2))


def _ramp(first: int, stop: int, frames: int, longest: int) -> Tensor:
    """(frames,) weight of a stretch: a half at its ends, where it has neighbours, and nothing beyond its reach."""
    reach = max(_reach(first, stop, longest), 0.5)
    places = torch.arange(frames, dtype=torch.float32) + 0.5
    rise = (0.5 + (places - first) / (2 * reach)).clamp(0, 1) if first else torch.ones(frames)
    fall = (0.5 + (stop - places) / (2 * reach)).clamp(0, 1) if stop < frames else torch.ones(frames)
    return torch.minimum(rise, fall)


def _by_part(segment: Segment, layout: Layout) -> list[tuple[str, Tensor]]:
    """Each text of a segment with the features (width,) it decides; smaller parts win over larger ones."""
    owner = torch.zeros(layout.width, dtype=torch.long)
    order = sorted(segment.parts, key=lambda part: int(part_features(layout, part).sum()), reverse=True)
    for number, part in enumerate(order, start=1):
        owner[part_features(layout, part)] = number
    texts = [segment.text, *(segment.parts[part] for part in order)]
    return [(text, (owner == number).float()) for number, text in enumerate(texts) if bool((owner == number).any())]


def part_features(layout: Layout, part: str) -> Tensor:
    """(width,) bool: the columns of a vector that hold a part. The path, the pelvis and the contacts are the legs'."""
    left, right = _ARMS[layout.name]
    legs = (0, *_LEGS[layout.name])
    joints = {"left_arm": left, "right_arm": right, "arms": (*left, *right), "head": _HEAD[layout.name],
              "lower": legs, "upper": tuple(each for each in range(layout.joints) if each not in legs)}[part]
    result = torch.zeros(layout.width, dtype=torch.bool)
    blocks = layout.blocks
    for joint in joints:
        if joint:
            for name, size in (("places", 3), ("rotations", 6)):
                start = blocks[name].start + size * (joint - 1)
                result[start:start + size] = True
        start = blocks["velocities"].start + 3 * joint
        result[start:start + 3] = True
    if part == "lower":
        for name in ("yaw", "velocity", "height", "contacts"):
            result[blocks[name]] = True
    return result


def layout_of(features: int) -> Layout:
    """The vectors of so many numbers. Raises ValueError."""
    from backend.motion.formats.humanml3d_codec import KIT

    for layout in (HUMANML3D, KIT):
        if layout.width == features:
            return layout
    raise ValueError(f"no motion vectors have {features} numbers")
