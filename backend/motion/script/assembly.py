# SPDX-License-Identifier: GPL-3.0-or-later
"""From a recipe to one clip: segments chained, parts laid over, path and constraints kept, feet cleaned up."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backend.engine import Progress
from backend.motion import clip_ops
from backend.motion.clip import Clip
from backend.motion.curves import ease
from backend.motion.editing import cleanup, constraints, layers, smooth
from backend.motion.editing.ahead import ahead, aligned, behind
from backend.motion.kinematics import continuous
from backend.motion.quaternions import exponential, multiply
from backend.motion.script import recipe as recipes
from backend.motion.script.closing import closed
from backend.motion.script.demands import BODY_PARTS, demands
from backend.motion.script.directions import PER_STRIDE, resolved, turn_spec, wrapped
from backend.motion.script.gaits import EARLIER, PASSING, bent, in_step, walks, with_ends
from backend.motion.script.paths import Piece, along, curve_of, joined, needed, way
from backend.motion.script.sources import Maker
from backend.motion.script.timeline import Slot, schedule
from backend.motion.skeleton import INDEX
from backend.motion.spec import LOCOMOTION, understand

_RAMP = 0.3
_BREATH = 0.25
#: Seconds for somebody asked to turn to where they face already.
_ALREADY = 1.0
#: Seconds before a seam that joining may change.
_REACH = 4.0
#: Metres that a clip must go to be laid onto a path.
_TRAVELS = 0.6
#: Degrees by which a loop may end facing elsewhere than it began.
_LOOP_TURN = 15.0
#: Seconds of staying as one is when nothing is said.
_STAYING = 2.0


@dataclass
class _Item:
    """One clip to make for a segment; a segment that must turn first has two."""

    segment: int
    spec: dict[str, Any] | None
    natural: float
    heading: float
    #: Degrees of a bend at its beginning.
    bend: float = 0.0


class Assembly:
    """Makes the clip of one recipe. Progress is reported for each segment and step; a cancel comes out of any."""

    def __init__(self, recipe: Mapping[str, Any], maker: Maker, assumptions: list[str]) -> None:
        self.recipe, self.maker, self.assumptions = recipe, maker, assumptions
        self.fps = maker.fps
        self.whole = next(track["segments"] for track in recipe["tracks"] if track["part"] == "whole")
        self.slots: list[Slot] = []
        self._seen: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        for track in recipe["tracks"]:
            for segment in track["segments"]:
                self._numbers[id(segment)] = self._number(track["part"], segment)

    def _number(self, part: str, segment: Mapping[str, Any]) -> int:
        """What a segment's seed is made of: its words, not its place, so that its neighbours may change."""
        code = zlib.crc32(f"{part}|{segment['text']}|{segment['source']['engine']}".encode())
        count = self._seen[code] = self._seen.get(code, -1) + 1
        return code + count

    # -- the whole body -----------------------------------------------------------------------------------------

    def clip(self, progress: Progress, seconds: float | None = None) -> Clip:
        """The finished clip, ``seconds`` long where that is given."""
        base = self._chained(progress.part(0.0, 0.6), seconds)
        base = self._parts(base, progress.part(0.6, 0.8))
        return self._finished(base, progress.part(0.8, 1.0))

    def _chained(self, progress: Progress, seconds: float | None) -> Clip:
        items = self._planned(progress.part(0.0, 0.2))
        pieces = self._scheduled(items, seconds, progress.part(0.2, 0.6))
        line = self.recipe["path"]
        if line is not None:
            progress.update(0.6, "Following the path")
            curve = curve_of(line["points"], line["closed"])
            factor = needed(pieces, curve)
            if factor is not None:
                # Walks made as long as the path end on it as they end by themselves, standing.
                for item in items:
                    item.natural *= factor if walks(item.spec) else 1.0
                pieces = self._scheduled(items, seconds, progress.part(0.6, 0.7))
            pieces = along(pieces, curve, None if all(map(walks, (item.spec for item in items))) else line["speed"])
        self._retimed(pieces)
        # A seam reaches back less than this; what lies before is done, and long scripts take no longer a part.
        reach = round(_REACH * self.fps)
        done: list[Clip] = []
        result: Clip | None = None
        for number, piece in enumerate(pieces):
            progress.update(0.75 + 0.25 * number / len(pieces), f"Joining part {number + 1} of {len(pieces)}")
            if result is not None and len(result) > 2 * reach:
                done.append(clip_ops.cut(result, 0, len(result) - reach))
                result = clip_ops.cut(result, len(result) - reach, len(result))
            result = self._joined(result, piece)
        assert result is not None
        return clip_ops.concatenate([*done, result]) if done else result

    def _scheduled(self, items: list[_Item], seconds: float | None, progress: Progress) -> list[Piece]:
        """The pieces of all slots, in order."""
        natural = [sum(item.natural for item in items if item.segment == number) for number in range(len(self.whole))]
        self.slots = schedule(self.whole, natural, seconds)
        self._stop_before_waits(items)
        count = len(self.slots)
        pieces: list[Piece] = []
        for number in range(count):
            own = progress.part(number / count, (number + 1) / count)
            own.update(0.0, f"Part {number + 1} of {count}")
            pieces += self._pieces(number, items, seconds is not None, pieces[-1] if pieces else None, own)
        return pieces

    def _joined(self, result: Clip | None, piece: Piece) -> Clip:
        if result is None:
            assert piece.clip is not None
            return piece.clip
        clip = held(result, piece.frames) if piece.clip is None else piece.clip
        return joined(result, replace(piece, clip=clip))

    def _retimed(self, pieces: Sequence[Piece]) -> None:
        """Slots moved to where the path and the steps have stretched or shortened them."""
        frames = [0.0] * len(self.slots)
        for piece in pieces:
            before = sum(self.slots[number].seconds for number in piece.slots)
            for number in piece.slots:
                frames[number] += piece.frames * self.slots[number].seconds / before
        clock, slots = 0.0, []
        for slot, count in zip(self.slots, frames):
            slots.append(replace(slot, start=clock, seconds=count / self.fps))
            clock += count / self.fps
        self.slots = slots

    def _planned(self, progress: Progress) -> list[_Item]:
        """Every clip of the whole body's track with where it begins facing and how long it takes by itself."""
        items: list[_Item] = []
        heading, moving = self.recipe["facing"], False
        ended = with_ends(self.whole, self.recipe["loop"])
        for number, segment in enumerate(self.whole):
            progress.update(number / len(self.whole), f"Planning segment {number + 1} of {len(self.whole)}")
            specs: list[dict[str, Any] | None] = [ended[number]]
            bend = 0.0
            asked_turn = specs[0] is not None and specs[0].get("verb") == "turn"
            if asked_turn and self.recipe["path"] is not None:
                self.assumptions.append(f"“{segment['text']}” is left to the path.")
                specs, asked_turn = [understand("stand still").spec], True
            if segment["source"]["engine"] == "procedural" and specs[0] is not None:
                found, heading, bend = resolved(
                    specs[0], frame=segment["frame"] or self.recipe["frame"], face=segment["face"],
                    viewer=self.recipe["viewer"], heading=heading, first=number == 0, moving=moving)
                specs = list(found)
                moving = found[-1]["verb"] in LOCOMOTION and not found[-1]["stops"]
            else:
                moving = False
            for spec in specs:
                if self.recipe["path"] is not None and walks(spec):
                    spec = {**spec, "speed": self.recipe["path"]["speed"] or spec["speed"]}
                taken = self._accompanied(number) if segment["source"]["engine"] == recipes.HOLD \
                    else self.maker.natural(segment, spec)
                if spec is not None and asked_turn and spec.get("verb") == "idle":
                    taken = _ALREADY
                turned = 0.0
                if taken is None or segment["source"]["engine"] == recipes.CLIP:
                    clip = self.maker.clip(segment, self._numbers[id(segment)], spec, segment["seconds"], progress)
                    taken = len(clip) / self.fps
                    turned = float(np.degrees(behind(clip) - ahead(clip)))
                elif spec is not None and spec.get("verb") in ("turn", *LOCOMOTION):
                    turned = 0.0 if spec["path"] == "eight" else spec["turn_degrees"] or 0.0
                items.append(_Item(number, spec, taken, heading, bend))
                heading += turned + bend
        back = wrapped(items[0].heading - heading)
        if self.recipe["loop"] and self.recipe["path"] is None and abs(back) > _LOOP_TURN:
            self.assumptions.append("Turns back at the end, so that the loop closes.")
            items.append(self._turning_back(back, heading))
        return items

    def _turning_back(self, degrees: float, heading: float) -> _Item:
        """A further segment that turns to where the script began."""
        spec = turn_spec(degrees, {})
        segment = recipes.validated({"tracks": [{"segments": [{"text": "turns back", "source": {
            "engine": "procedural", "spec": spec}}]}]})["tracks"][0]["segments"][0]
        self.whole = [*self.whole, segment]
        self._numbers[id(segment)] = self._number("whole", segment)
        return _Item(len(self.whole) - 1, spec, self.maker.natural(segment, spec) or _STAYING, heading)

    def _accompanied(self, number: int) -> float:
        """Seconds of staying that what goes with it needs."""
        lengths = [(segment["start"] or 0.0) + (segment["seconds"] or self.maker.natural(
            segment, segment["source"].get("spec")) or _STAYING)
            for track in self.recipe["tracks"] for segment in track["segments"] if segment["with"] == number]
        return max(lengths, default=_STAYING)

    def _stop_before_waits(self, items: list[_Item]) -> None:
        """A walk that is followed by waiting comes to a stand."""
        for slot, following in zip(self.slots, self.slots[1:]):
            if following.segment is None and slot.segment is not None:
                item = [each for each in items if each.segment == slot.segment][-1]
                if walks(item.spec):
                    item.spec = {**item.spec, "stops": True}

    def _pieces(self, number: int, items: list[_Item], timed: bool, before: Piece | None,
                progress: Progress) -> list[Piece]:
        """The pieces of one slot: several where a segment turns before it walks. ``before``: the piece it follows."""
        slot = self.slots[number]
        segment = None if slot.segment is None else self.whole[slot.segment]
        stated = None if segment is None else segment["transition"]
        transition = self.recipe["transition"] if stated is None else stated
        frames = max(2, round(slot.end * self.fps) - round(slot.start * self.fps))
        if segment is None or segment["source"]["engine"] == recipes.HOLD:
            clip = self._waiting(slot, frames, number, progress)
            return [Piece([number], clip, frames, transition)]
        own = [item for item in items if item.segment == slot.segment]
        if self.recipe["path"] is not None and len(own) > 1:
            own = own[-1:]
        natural = sum(item.natural for item in own)
        counts = [max(2, round(frames * item.natural / natural)) for item in own]
        counts[-1] = max(2, frames - sum(counts[:-1]))
        following = self.whole[self.whole.index(segment) + 1:]
        fixed = timed or segment["seconds"] is not None or any(each["start"] is not None for each in following)
        pieces = []
        for index, (item, count) in enumerate(zip(own, counts)):
            part = progress.part(index / len(own), (index + 1) / len(own))
            stride = 0
            if walks(item.spec):
                stride = round(self.maker.stride(segment, item.spec) * self.fps)
            onward = before is not None and before.clip is not None and before.moving and index == 0 and stride > 1
            if onward and before is not None and item.spec is not None and not item.spec["starts"]:
                if stated is None and transition > 0:
                    transition = max(transition, PASSING)
                clip, count = self._in_step(before, segment, item.spec, count, stride, fixed, transition, part)
            else:
                clip = self.maker.clip(segment, self._numbers[id(segment)] + index, item.spec, count / self.fps, part)
                clip = _exactly(clip, count)
            procedural = segment["source"]["engine"] == "procedural" and item.spec is not None
            if not procedural:
                # Whichever way it lies in its file, it leads ahead as the procedural engine's clips do.
                clip = aligned(clip)
            if number == 0 and index == 0:
                clip = clip_ops.place(clip, np.radians(item.heading), np.zeros(3))
            if item.bend:
                clip = bent(clip, item.bend, stride * max(1, round(abs(item.bend) / PER_STRIDE)))
            moves = walks(item.spec) if procedural else way(clip) > _TRAVELS
            # Clips lead ahead in their own frame; where that lies is planned.
            pieces.append(Piece([number], clip, count, transition, moving=moves, fixed=fixed,
                                ahead=float(np.radians(item.heading))))
        return pieces

    def _in_step(self, before: Piece, segment: Mapping[str, Any], spec: dict[str, Any], count: int, stride: int,
                 fixed: bool, transition: float, progress: Progress) -> tuple[Clip, int]:
        """(clip, frames of its own) of a walk that goes on from ``before`` in step; ``before`` gives up the frames by
        which the clip begins earlier. A gait that stops is timed from its end: it becomes up to half a stride longer
        or shorter, or where its length is ``fixed`` that much slower or faster."""
        assert before.clip is not None
        spare = stride // 2 if spec["stops"] and count > 1.5 * stride else stride
        seconds = (count + spare + EARLIER) / self.fps
        clip = self.maker.clip(segment, self._numbers[id(segment)], spec, seconds, progress)
        first, early = in_step(before.clip, clip, stride, transition)
        last = first + count if not spec["stops"] else len(clip)
        if spec["stops"] and fixed:
            clip = clip_ops.sample(clip, np.concatenate([np.arange(first), np.linspace(first, last - 1, count)]))
            last = first + count
        before.clip = clip_ops.cut(before.clip, 0, len(before.clip) - early)
        return clip_ops.cut(clip, first - early, last), last - first

    def _waiting(self, slot: Slot, frames: int, number: int, progress: Progress) -> Clip | None:
        """Standing; None for staying in the pose reached by somebody who does not stand."""
        if number and (slot.segment is not None or not self._stands_after(slot)):
            progress.update(1.0, "Staying")
            return None
        wait = recipes.validated({"tracks": [{"segments": [{"text": "waits", "source": {
            "engine": "procedural", "spec": understand("wait").spec}}]}]})["tracks"][0]["segments"][0]
        clip = self.maker.clip(wait, round(slot.start * 1000), wait["source"]["spec"], frames / self.fps, progress)
        if not number:
            clip = clip_ops.place(clip, np.radians(self.recipe["facing"]), np.zeros(3))
        return _exactly(clip, frames)

    def _stands_after(self, slot: Slot) -> bool:
        earlier = [each.segment for each in self.slots if each.segment is not None and each.end <= slot.start + 1e-6]
        if not earlier:
            return True
        source = self.whole[earlier[-1]]["source"]
        return source["engine"] == "procedural" and source["spec"] is not None and source["spec"]["verb"] != "sit"

    # -- parts --------------------------------------------------------------------------------------------------

    def _parts(self, base: Clip, progress: Progress) -> Clip:
        tracks = [track for track in self.recipe["tracks"] if track["part"] != "whole"]
        total = sum(len(track["segments"]) for track in tracks)
        done = 0
        for track in tracks:
            clock = 0.0
            for segment in track["segments"]:
                start, seconds = self._window(segment, clock)
                if track["part"] == "lower":
                    start, seconds = 0.0, len(base) / self.fps
                clock = start + seconds
                own = progress.part(done / total, (done + 1) / total)
                done += 1
                first, stop = round(start * self.fps), min(round(clock * self.fps), len(base))
                if stop - first < 2:
                    self.assumptions.append(f"“{segment['text']}” begins after the end of the script: left out.")
                    continue
                clip = self.maker.clip(segment, self._numbers[id(segment)], segment["source"].get("spec"),
                                       (stop - first) / self.fps, own)
                base = self._laid_over(base, _exactly(clip, stop - first), track["part"], first / self.fps, segment)
        return base

    def _window(self, segment: Mapping[str, Any], clock: float) -> tuple[float, float]:
        """(start, seconds) of a part's segment; ``clock``: the end of the one before on its track."""
        partner = None
        if segment["with"] is not None:
            partner = next(slot for slot in self.slots if slot.segment == segment["with"])
        start = segment["start"]
        if partner is not None:
            start = partner.start + (start or 0.0)
        elif start is None:
            start = clock
        seconds = segment["seconds"]
        if seconds is None and partner is not None:
            seconds = max(partner.end - start, 2 / self.fps)
        if seconds is None:
            seconds = self.maker.natural(segment, segment["source"].get("spec"))
        if seconds is None:
            clip = self.maker.clip(segment, self._numbers[id(segment)], segment["source"].get("spec"), None, Progress())
            seconds = len(clip) / self.fps
        return start, seconds

    def _laid_over(self, base: Clip, overlay: Clip, part: str, start: float, segment: Mapping[str, Any]) -> Clip:
        if part == "lower":
            return replace(layers.compose(base, overlay, layers.LOWER), caption=base.caption)
        fade = _RAMP if segment["transition"] is None else segment["transition"]
        fade = max(min(fade, 0.3 * len(overlay) / self.fps), 1 / self.fps)
        part = BODY_PARTS.get(part, part)
        return replace(layers.compose(base, overlay, part, start, fade=fade), caption=base.caption)

    # -- path, constraints, finish ------------------------------------------------------------------------------

    def _finished(self, clip: Clip, progress: Progress) -> Clip:
        if self.recipe["cleanup"]["smoothing"] > 0:
            progress.update(0.0, "Smoothing")
            clip = smooth.smooth(clip, self.recipe["cleanup"]["smoothing"])
        if self.recipe["loop"]:
            progress.update(0.2, "Closing the loop")
            clip = closed(clip, max(self.recipe["transition"], 0.1))
        if self.recipe["constraints"]:
            progress.update(0.3, "Reaching the constraints")
            clip = constraints.apply(clip, demands(clip, self.recipe["constraints"], self.maker.input))
        if self.recipe["cleanup"]["contacts"]:
            progress.update(0.5, "Planting the feet")
            clip = cleanup.clean(clip)
        if self.recipe["in_place"]:
            progress.update(0.9, "Keeping it on the spot")
            clip = clip_ops.in_place(clip)
        return clip


def _exactly(clip: Clip, frames: int) -> Clip:
    """``clip`` with ``frames`` frames: cut, or its last pose held, where rounding or its engine left it otherwise."""
    if len(clip) > frames:
        return clip_ops.cut(clip, 0, frames)
    return clip if len(clip) == frames else clip_ops.sample(clip, np.arange(frames))


def held(clip: Clip, frames: int) -> Clip:
    """The last pose of ``clip`` kept for ``frames`` frames, breathing."""
    still = replace(clip_ops.sample(clip, np.full(frames, len(clip) - 1.0)), loop=False)
    time = np.arange(1, frames + 1) / clip.fps
    breath = np.radians(0.7) * np.sin(2 * np.pi * _BREATH * time) * ease(time / 1.0)
    rotations = still.rotations.copy()
    axis = np.zeros((frames, 3))
    axis[:, 0] = -breath
    rotations[:, INDEX["spine2"]] = multiply(rotations[:, INDEX["spine2"]], exponential(axis))
    contacts = still.contacts
    return replace(still, rotations=continuous(rotations), contacts=contacts)
