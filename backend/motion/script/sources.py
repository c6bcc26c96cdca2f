# SPDX-License-Identifier: GPL-3.0-or-later
"""The clip of one segment: from the procedural engine, another motion engine or an input motion.

What is made is remembered for the life of the process, keyed by everything that decides it, so that an
edited recipe makes only its edited segments again.
"""

from __future__ import annotations

import hashlib
import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from backend.engine import Engine, EngineError, Progress, Request, Understanding, files_state
from backend.language.text import Reading
from backend.motion import clip_ops, lexicon
from backend.motion.body import Body
from backend.motion.clip import Clip, canonical, clip_of
from backend.motion.editing.style import stylise
from backend.motion.procedural_engine import ProceduralEngine, natural_seconds, stride_seconds
from backend.motion.script import recipe as recipes
from backend.motion.script.reading import segment_of
from backend.motion.spec import understand
from backend.motion.style import blend
from protocol.assets import Motion, Skeleton

#: Engines that a segment without a source may use besides the procedural one, the best first.
_LIBRARY = "retrieval"
#: A stored clip must mean at least this much of the text (cosine of sentence embeddings).
_GOOD_MATCH = 0.5
#: A movement of the procedural engine that nearly means an unknown text.
_GOOD_GUESS = 0.65
#: What a stored clip must mean of a prompt to stand for all of it; its pelvis, of its standing height, when low.
_SURE_MATCH, _LOW = 0.6, 0.6
#: A clip that shows nothing else may fit so much less than one that does.
_AS_GOOD = 0.12
#: Seconds of getting up where no clip shows it, and of standing after.
_RISING, _STOOD = 1.2, 2.0
#: Frames kept in memory, 22 joints of 4 doubles each: about 200 MB.
_KEPT_FRAMES = 250_000
_MOST_FRAMES = 120_000
#: A clip is played up to so many times as fast or as slowly to fit; beyond, it is cut or its last pose held.
_STRETCH = 1.6

_cache: OrderedDict[str, Clip] = OrderedDict()
_cache_lock = threading.Lock()
_engines: dict[str, Engine] = {}


def forget() -> None:
    """Drop every remembered clip and the engines kept for them."""
    with _cache_lock:
        _cache.clear()
    for engine in _engines.values():
        engine.unload()
    _engines.clear()


@dataclass(frozen=True)
class Source:
    """A segment's source settled, with what had to be decided. ``keys`` are further keys of the segment."""

    source: dict[str, Any]
    note: str = ""
    unparsed: tuple[str, ...] = ()
    keys: Mapping[str, Any] = field(default_factory=dict)


def settle(text: str) -> Source:
    """The best source for a text: the procedural engine where it knows the verb, else a stored clip that
    means the same, else the procedural movement that nearly does. Raises :class:`EngineError`
    (``unknown_motion``) when nothing does, (``invalid_spec``) for several movements."""
    told = segment_of(text)
    if told is not None:
        keys, understood = told
        return Source({"engine": "procedural", "spec": understood.spec, "parameters": {}},
                      " ".join(understood.assumptions), tuple(understood.unparsed), keys)
    found = _from_library(text)
    if found is not None:
        return found
    understood = guessed(text)
    return Source({"engine": "procedural", "spec": understood.spec, "parameters": {}},
                  " ".join(understood.assumptions), tuple(understood.unparsed))


def settle_guess(text: str) -> Source | None:
    """A stored clip for a prompt of one movement whose verb is not known; None when the procedural engine may guess.
    Raises :class:`EngineError` (``unknown_motion``) when neither comes close."""
    found = _from_library(text, _SURE_MATCH)
    if found is None:
        guessed(text)
    return found


def guessed(text: str) -> Understanding:
    """The procedural movement that nearly means ``text``, said to be a guess. Raises :class:`EngineError`
    (``unknown_motion``) naming the nearest ones when none does."""
    from backend.language.embedding import Anchors

    nearest = Anchors(lexicon.ANCHORS).nearest(text, 3)
    if nearest[0][1] < _GOOD_GUESS:
        near = ", ".join(label for label, _ in nearest)
        raise EngineError(f"{text!r:.80} is no movement that is known here. The nearest known ones are: {near}.",
                          "Add clips of it to the library (troupe library add PATH), or name another movement.",
                          "unknown_motion")
    return understand(text)


def ends_low(source: Mapping[str, Any]) -> bool:
    """Whether a stored clip leaves the body near the floor, as crawling and lying do."""
    return _pelvis(source, -1) < _LOW


def _pelvis(source: Mapping[str, Any], frame: int) -> float:
    """Height of the pelvis in a frame of a stored clip, as a share of standing; 1 for any other source."""
    if source["engine"] != _LIBRARY:
        return 1.0
    from backend.library.library import shared

    try:
        clip = shared().clip(source["spec"]["clip"])
    except EngineError:
        return 1.0
    return float(clip.root[frame, 2]) / (clip.body.hip_height + clip.body.hip_drop)


def rise(text: str) -> Source:
    """How somebody near the floor gets up: a stored clip of it, or standing, passed into slowly."""
    found = _from_library("a person gets up from the ground", _SURE_MATCH)
    if found is not None and _pelvis(found.source, 0) < _LOW and not ends_low(found.source):
        return found
    return Source({"engine": "procedural", "spec": understand("stand still").spec, "parameters": {}},
                  "No clip of getting up is in the library: the body rises straight to standing.", (),
                  {"seconds": _RISING + _STOOD, "transition": _RISING})


def _from_library(text: str, least: float = _GOOD_MATCH) -> Source | None:
    """A clip of the user's library whose caption means ``text``; None without a library or a good match."""
    try:
        engine = engine_named(_LIBRARY)
        understood = engine.understand(text, type(engine).complete({}))
    except EngineError:
        return None
    score = understood.spec.get("score")
    if not isinstance(score, (int, float)) or score < least:
        return None
    from backend.motion import retrieval_spec

    spec, notes = _plainest(text, dict(understood.spec), least), list(understood.assumptions)
    if spec["clip"] != understood.spec["clip"]:
        notes[0] = retrieval_spec.sentence(spec)
    if more := _more(text, spec["caption"]):
        notes.append(f"What the text does not ask for: the clip also shows {', '.join(sorted(more))}.")
    return Source({"engine": _LIBRARY, "spec": spec, "parameters": {}}, " ".join(notes), tuple(understood.unparsed))


def _plainest(text: str, spec: dict[str, Any], least: float) -> dict[str, Any]:
    """``spec`` with a clip that shows nothing but what ``text`` asks for, where one fits about as well."""
    from backend.library.library import shared

    if not _more(text, spec["caption"]):
        return spec
    other = next((each for each in spec["alternatives"] if each["score"] >= max(least, spec["score"] - _AS_GOOD)
                  and not _more(text, each["caption"])), None)
    if other is None:
        return spec
    hit = shared().hit(other["clip"])
    return {**spec, **other, "source": hit.source, "file": hit.path, "licence": hit.licence,
            "alternatives": [each for each in spec["alternatives"] if each["clip"] != other["clip"]]}


def _more(text: str, caption: str) -> set[str]:
    """Movements from place to place or off the floor that ``caption`` speaks of and ``text`` does not."""
    asked, shown = ({match.value for match in Reading(each).find(lexicon.VERBS)} for each in (text, caption))
    return (shown - asked) & {"walk", "run", "jump"}


def engine_named(name: str) -> Engine:
    """The installed motion engine ``name``, one instance for the process. Raises :class:`EngineError`."""
    engine = _engines.get(name)
    if engine is None:
        if name == "script":
            raise EngineError("A segment cannot be a script itself.", "Name the engine that makes the movement.",
                              "invalid_spec")
        if name == ProceduralEngine.name:
            engine = ProceduralEngine()
        else:
            from backend.generation import choose

            engine = choose("motion", name)()
        _engines[name] = engine
    return engine


class Maker:
    """Makes the clips of one recipe on one body."""

    def __init__(self, skeleton: Skeleton, body: Body, *, fps: float, seed: int, parameters: Mapping[str, Any],
                 style: Mapping[str, Any], inputs: Mapping[str, Any]) -> None:
        self.skeleton, self.body, self.fps, self.seed = skeleton, body, fps, seed
        self.canonical = canonical(body)
        self.parameters, self.style, self.inputs = parameters, style, inputs
        self._digests: dict[str, str] = {}
        self._target = _digest_of_skeleton(skeleton)
        #: Segments made and taken from memory, for the progress and for tests.
        self.made, self.kept = 0, 0

    # -- lengths ------------------------------------------------------------------------------------------------

    def natural(self, segment: Mapping[str, Any], spec: Mapping[str, Any] | None) -> float | None:
        """Seconds the segment takes when nothing is said; None where only making it tells."""
        source = segment["source"]
        if source["engine"] == ProceduralEngine.name and spec is not None:
            return natural_seconds(self.body, self._styled(spec), self._procedural(segment, None))
        if source["engine"] == recipes.CLIP:
            motion = self.input(source["input"])
            end = (len(motion.rotations) - 1) / motion.fps
            end = end if source["end"] is None else min(source["end"], end)
            return max((end - source["start"]) / (segment["speed"] * self.style["speed"]), 1 / self.fps)
        if source["engine"] == recipes.HOLD:
            return 2.0
        return None

    def stride(self, segment: Mapping[str, Any], spec: Mapping[str, Any]) -> float:
        """Seconds of one stride of a walk or run."""
        return stride_seconds(self.body, self._styled(spec), self._procedural(segment, None))

    # -- clips --------------------------------------------------------------------------------------------------

    def clip(self, segment: Mapping[str, Any], number: int, spec: Mapping[str, Any] | None, seconds: float | None,
             progress: Progress) -> Clip:
        """The clip of ``segment``, the ``number``-th of its recipe, made for ``seconds`` (None: as it comes)."""
        seed = segment["seed"]
        if seed is None:
            seed = (self.seed * 1_000_003 + number * 7919) % 2**31
        key = self._key(segment, spec, seconds, seed)
        with _cache_lock:
            known = _cache.get(key)
            if known is not None:
                _cache.move_to_end(key)
        if known is not None:
            self.kept += 1
            progress.update(1.0, f"Kept: {_label(segment)}")
            return known
        progress.update(0.0, f"Making: {_label(segment)}")
        clip = self._make(segment, spec, seconds, seed, progress)
        if len(clip) > _MOST_FRAMES:
            raise EngineError(f"“{_label(segment)}” would have {len(clip)} frames.", "Make it shorter.",
                              "invalid_parameter")
        self.made += 1
        with _cache_lock:
            _cache[key] = clip
            while len(_cache) > 1 and sum(len(each) for each in _cache.values()) > _KEPT_FRAMES:
                _cache.popitem(last=False)
        return clip

    def _key(self, segment: Mapping[str, Any], spec: Mapping[str, Any] | None, seconds: float | None,
             seed: int) -> str:
        source = segment["source"]
        inputs = self._input_digest(source["input"]) if source["engine"] == recipes.CLIP else ""
        version: tuple[Any, ...] = ()
        if source["engine"] not in (recipes.CLIP, recipes.HOLD):
            engine = engine_named(source["engine"])
            version = (engine.version, files_state(map(str, engine.state_files())))
        decided = {"source": source, "version": version, "spec": None if spec is None else dict(spec),
                   "text": "" if spec is not None else segment["text"], "seconds": seconds, "seed": seed,
                   "speed": segment["speed"], "amplitude": segment["amplitude"], "style": dict(self.style),
                   "fps": self.fps, "parameters": {key: self.parameters[key] for key in _SHARED}, "inputs": inputs,
                   "target": self._target}
        return hashlib.blake2b(json.dumps(decided, sort_keys=True).encode(), digest_size=16).hexdigest()

    def _make(self, segment: Mapping[str, Any], spec: Mapping[str, Any] | None, seconds: float | None, seed: int,
              progress: Progress) -> Clip:
        source = segment["source"]
        if source["engine"] == recipes.CLIP:
            clip = clip_of(self.input(source["input"]), source["input"])
            if source["start"] or source["end"] is not None:
                clip = clip_ops.trim(clip, source["start"], source["end"])
            if source["mirror"]:
                clip = clip_ops.mirror(clip)
            return self._styled_clip(clip, segment, seconds)
        engine = engine_named(source["engine"])
        if engine.name == ProceduralEngine.name and spec is not None:
            return self._make_procedural(engine, segment, spec, seconds, seed, progress)
        declared = {each.name for each in engine.parameters}
        speed = segment["speed"] * self.style["speed"]
        offered = {"fps": self.fps, "loop": False, "in_place": False}
        if seconds is not None:
            offered["duration"] = seconds * (1.0 if "speed" in declared else speed)
        values = {key: value for key, value in offered.items() if key in declared}
        parameters = type(engine).complete({**values, **source["parameters"]})
        inputs = {name: self.skeleton for name, kind in engine.inputs.items() if kind == "Skeleton"}
        request = Request(prompt=segment["text"], seed=seed, parameters=parameters, inputs=inputs, spec=spec)
        motion = engine.generate(request, progress.part(0.1, 1.0))
        if not isinstance(motion, Motion):
            raise EngineError(f"The engine {engine.name!r} made no motion.", "Choose another.", "engine_error")
        return self._styled_clip(clip_of(motion, engine.name), segment, seconds)

    def _make_procedural(self, engine: Engine, segment: Mapping[str, Any], spec: Mapping[str, Any],
                         seconds: float | None, seed: int, progress: Progress) -> Clip:
        """A walk too short to start and to stop in gives up its start, then its stop."""
        spec = self._styled(spec)
        tries = [spec, {**spec, "starts": False}, {**spec, "starts": False, "stops": False}]
        for attempt in tries:
            request = Request(prompt=segment["text"], seed=seed, parameters=self._procedural(segment, seconds),
                              inputs={"target": self.skeleton}, spec=attempt)
            try:
                motion = engine.generate(request, progress.part(0.1, 1.0))
            except EngineError as error:
                if attempt is tries[-1] or "too short" not in error.message:
                    raise
                continue
            assert isinstance(motion, Motion)
            return replace(clip_of(motion, engine.name), loop=False)
        raise AssertionError("unreachable")

    def _styled(self, spec: Mapping[str, Any]) -> dict[str, Any]:
        """``spec`` with the manners of the whole script added."""
        styles = dict(spec["styles"])
        for name, strength in self.style["manners"].items():
            styles[name] = min(2.0, max(strength, styles.get(name, 0.0)))
        return {**spec, "styles": styles, "duration": None}

    def _procedural(self, segment: Mapping[str, Any], seconds: float | None) -> dict[str, Any]:
        def within(name: str, value: float) -> float:
            declared = next(each for each in ProceduralEngine.parameters if each.name == name)
            return float(np.clip(value, declared.minimum, declared.maximum))

        own = segment["source"]["parameters"]
        values = {"fps": self.fps, "duration": seconds or 0.0, "loop": False, "in_place": False,
                  "variation": self.parameters["variation"], "arm_clearance": self.parameters["arm_clearance"], **own}
        values["speed"] = within("speed", own.get("speed", self.parameters["speed"]) * self.style["speed"]
                                 * segment["speed"])
        values["intensity"] = within("intensity", own.get("intensity", self.parameters["intensity"])
                                     * self.style["amplitude"] * segment["amplitude"])
        return ProceduralEngine.complete(values)

    def _styled_clip(self, clip: Clip, segment: Mapping[str, Any], seconds: float | None) -> Clip:
        """A finished clip at the script's rate, in its style and of its length."""
        style = blend(self.style["manners"])
        style = replace(
            style, tempo=style.tempo * segment["speed"] * self.style["speed"] * self.parameters["speed"],
            amplitude=style.amplitude * segment["amplitude"] * self.style["amplitude"] * self.parameters["intensity"])
        clip = clip_ops.fitted(replace(clip_ops.resample(clip, self.fps), loop=False), self.canonical)
        clip = stylise(clip, style)
        if seconds is None or abs(clip.duration - seconds) < 1.5 / self.fps:
            return clip
        if clip.duration > _STRETCH * seconds:
            return clip_ops.cut(clip, 0, max(2, round(seconds * self.fps)))
        return clip_ops.fit(clip, min(seconds, _STRETCH * clip.duration))

    # -- inputs -------------------------------------------------------------------------------------------------

    def input(self, name: str) -> Motion:
        motion = self.inputs.get(name)
        if not isinstance(motion, Motion):
            given = ", ".join(key for key, value in self.inputs.items() if isinstance(value, Motion)) or "none"
            raise EngineError(f"The recipe names the input motion {name!r}, which was not sent.",
                              f"Send it, or name one of those sent: {given}.", "invalid_input")
        return motion

    def _input_digest(self, name: str) -> str:
        if name not in self._digests:
            motion = self.input(name)
            digest = hashlib.blake2b(digest_size=16)
            digest.update(f"{motion.fps}{motion.root_joint}{_digest_of_skeleton(motion.skeleton)}".encode())
            digest.update(np.ascontiguousarray(motion.rotations).tobytes())
            digest.update(np.ascontiguousarray(motion.root_translation).tobytes())
            self._digests[name] = digest.hexdigest()
        return self._digests[name]


_SHARED = ("speed", "intensity", "variation", "arm_clearance")


def _label(segment: Mapping[str, Any]) -> str:
    return segment["text"][:60] or segment["source"]["engine"]


def _digest_of_skeleton(skeleton: Skeleton) -> str:
    parts = [repr((skeleton.names, skeleton.convention, sorted(skeleton.roles.items()), skeleton.girth)).encode()]
    parts += [np.ascontiguousarray(each).tobytes()
              for each in (skeleton.parents, skeleton.heads, skeleton.tails, skeleton.z_axes)]
    return f"{zlib.crc32(b''.join(parts)):08x}{hashlib.blake2b(b''.join(parts), digest_size=8).hexdigest()}"
