# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine is, and how the backend finds them.

An engine declares its modality, what it needs and which parameters it takes; Blender draws the
parameters from that declaration alone. Declarations are read in a worker process, so a broken
third-party package can hurt neither the server nor the other engines. A module that defines an
engine must import in milliseconds: torch, taichi and the like are imported inside ``generate``.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import math
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from protocol.assets import Asset, Preview, Provenance
from protocol.messages import MODALITIES

ENTRY_POINT_GROUP = "troupe.engines"
MAXIMUM_PROMPT = 2000
#: Names that engines once had, which scripts and saved scenes still ask for.
RENAMED = {"sky": "panorama"}
#: Characters of a spec as JSON.
MAXIMUM_SPEC = 1 << 18


class EngineError(Exception):
    """A job cannot be done. ``message`` says why in the user's words, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: str = "", code: str = "engine_error") -> None:
        super().__init__(message)
        self.message, self.remedy, self.code = message, remedy, code


class InvalidParameter(EngineError):
    """A parameter outside its declaration."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy, code="invalid_parameter")


class Cancelled(Exception):
    """Raised out of ``Progress.update`` when the user has cancelled the job."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of an engine, drawn in the sidebar and checked before the job is queued."""

    name: str
    #: "float", "int", "bool", "enum", "string" or "color" (three linear floats).
    type: str
    default: Any
    title: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    #: For "enum": (value, title) pairs.
    choices: tuple[tuple[str, str], ...] = ()
    #: "m", "s", "rad", "fps", "px", "EV" or "" for a pure number.
    unit: str = ""
    #: Shown under "Advanced".
    advanced: bool = False

    def check(self, value: Any) -> Any:
        """Return ``value`` as this parameter's type; raise :class:`InvalidParameter`."""
        number = _is_number(value)
        if self.type == "bool" and isinstance(value, bool):
            return value
        if self.type == "float" and number:
            return self._in_range(float(value))
        if self.type == "int" and number and value == int(value):
            return self._in_range(int(value))
        if self.type == "enum":
            names = [name for name, _ in self.choices]
            if isinstance(value, int) and not isinstance(value, bool):
                value = str(value)  # "width=2048" on a command line, or 2048 in a script
            if value in names:
                return value
            raise InvalidParameter(f"{self.title}: {value!r} is not one of {', '.join(names)}.")
        if self.type == "string" and isinstance(value, str) and len(value) <= MAXIMUM_PROMPT:
            return value
        if self.type == "color" and isinstance(value, (list, tuple)) and len(value) == 3 and all(
                _is_number(v) and v >= 0 for v in value):
            return [float(v) for v in value]
        raise InvalidParameter(f"{self.title}: {value!r:.60} is not a valid {self.type}.")

    def _in_range(self, value: float | int) -> float | int:
        low = -math.inf if self.minimum is None else self.minimum
        high = math.inf if self.maximum is None else self.maximum
        if not low <= value <= high:
            raise InvalidParameter(f"{self.title}: {value} is outside {low:g} to {high:g} {self.unit}".strip() + ".")
        return value


def _is_number(value: Any) -> bool:
    """Whether ``value`` is a number that a float can hold."""
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer of hundreds of digits
        return False


def complete(title: str, parameters: Iterable[Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` checked, defaults filled in, for the engine ``title``; raises :class:`InvalidParameter`."""
    declared = {each.name: each for each in parameters}
    unknown = sorted(set(values) - set(declared))
    if unknown:
        raise InvalidParameter(f"{title} has no parameter {', '.join(unknown):.200}.",
                               f"It takes: {', '.join(declared) or 'none'}.")
    return {name: each.check(values.get(name, each.default)) for name, each in declared.items()}


def check_prompt(prompt: str, spec: Mapping[str, Any] | None = None) -> str:
    """The prompt without surrounding space; it may be empty only beside a spec. Raises :class:`EngineError`."""
    if len(prompt) > MAXIMUM_PROMPT:
        raise EngineError(f"The prompt has {len(prompt)} characters; {MAXIMUM_PROMPT} is the most.",
                          "Shorten it to what should be seen.", "invalid_parameter")
    if not prompt.strip() and spec is None:
        raise EngineError("The prompt is empty.", "Say in a sentence what to make.", "invalid_parameter")
    if spec is not None and len(json.dumps(spec)) > MAXIMUM_SPEC:
        raise EngineError("The spec is larger than 256 KiB.", "Leave out what is not needed.", "invalid_parameter")
    return prompt.strip()


@dataclass(frozen=True, kw_only=True)
class Availability:
    """Whether an engine can run here; if not, why, and exactly how to make it so."""

    ok: bool
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """How an engine read a prompt."""

    #: The modality's spec: JSON, editable by the user and accepted back as ``Request.spec``.
    spec: dict[str, Any]
    assumptions: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a job asks of an engine. ``parameters`` are complete and checked."""

    prompt: str
    seed: int
    parameters: Mapping[str, Any]
    #: Named input assets, e.g. ``{"target": Skeleton}`` for a motion.
    inputs: Mapping[str, Asset] = field(default_factory=dict)
    #: A spec edited by the user: it replaces the reading of the prompt.
    spec: Mapping[str, Any] | None = None


class Progress:
    """Given to ``generate``; call :meth:`update` at every step: it also delivers a cancel."""

    def __init__(self, report: Callable[[float, str, Preview | None], None] | None = None,
                 cancelled: threading.Event | None = None) -> None:
        self._report = report
        self._cancelled = cancelled or threading.Event()
        self._low, self._high = 0.0, 1.0

    def update(self, fraction: float, stage: str, preview: Preview | None = None) -> None:
        """Report ``fraction`` (0..1) done of ``stage``, in the user's words.

        Raises :class:`Cancelled` when the user has asked to stop. ``preview`` is a small image, or a
        figure of a motion; it may be left out of what the user sees.
        """
        if self._cancelled.is_set():
            raise Cancelled
        if self._report is not None:
            span = self._high - self._low
            self._report(self._low + span * min(max(fraction, 0.0), 1.0), stage, preview)

    def part(self, low: float, high: float) -> Progress:
        """A progress that fills only ``low..high`` of this one."""
        child = Progress(self._report, self._cancelled)
        span = self._high - self._low
        child._low, child._high = self._low + span * low, self._low + span * high
        return child


def files_state(paths: Iterable[str]) -> list[list[Any]]:
    """Changes whenever one of the files is written: each path with its size and time of change.

    An empty file counts as none, because SQLite leaves empty logs where a database was only read.
    """
    state = []
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            state.append([path, 0, 0])
            continue
        state.append([path, found.st_size, found.st_mtime_ns if found.st_size else 0])
    return state


class Engine(ABC):
    """Base of every engine. Instances live in a worker and may keep models between jobs."""

    #: Unique, lower case, e.g. "anny".
    name: ClassVar[str]
    modality: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[str]
    description: ClassVar[str]
    #: Licence of what it makes and of the weights it uses, for the user.
    licence: ClassVar[str] = "Output is yours without restriction."
    #: Names in the weights manifest.
    weights: ClassVar[tuple[str, ...]] = ()
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    #: Names and asset types of the inputs it can use, e.g. {"target": "Skeleton"}.
    inputs: ClassVar[Mapping[str, str]] = {}
    #: The best available engine of a modality is its default: the highest rank wins, then the first name.
    #: Troupe's own have 10, so an engine that sets no rank is used only where it is chosen.
    rank: ClassVar[int] = 0
    #: What its spec may ask for beside words, such as "timeline", "path" or "poses"; for motions see
    #: :data:`backend.motion.diffusion.constraints.CONTROLS`. Blender shows what the chosen engine can.
    controls: ClassVar[tuple[str, ...]] = ()
    #: True when the same request gives the same asset, so that the store may answer it.
    deterministic: ClassVar[bool] = True

    @classmethod
    def availability(cls) -> Availability:
        """Cheap to ask: looks for packages and files, loads nothing."""
        return Availability(ok=True)

    @classmethod
    def state_files(cls) -> Sequence[Path]:
        """Files of the user's that decide results beside the request, such as a library of clips, there or not
        yet. Any change of one of them is another request to the store. Cheap to ask, as :meth:`availability`."""
        return ()

    @abstractmethod
    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        """Read the prompt without generating anything."""

    @abstractmethod
    def generate(self, request: Request, progress: Progress) -> Asset:
        """Make the asset, with its provenance. Raises :class:`EngineError` or :class:`Cancelled`."""

    def unload(self) -> None:  # noqa: B027  most engines keep nothing
        """Drop models and device memory; the next ``generate`` loads them again."""

    @classmethod
    def complete(cls, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Fill in defaults and check every value; raise :class:`InvalidParameter`."""
        return complete(cls.title, cls.parameters, parameters)

    def reading(self, request: Request) -> Understanding:
        """The user's own spec when there is one, else the reading of the prompt."""
        if request.spec is not None:
            return Understanding(spec=dict(request.spec))
        return self.understand(request.prompt, request.parameters)

    def provenance(self, request: Request, understanding: Understanding, weights: str = "") -> Provenance:
        """The provenance of a result of this engine for ``request``."""
        return Provenance(
            engine=self.name, engine_version=self.version, prompt=request.prompt, seed=request.seed,
            weights=weights, parameters=dict(request.parameters), spec=understanding.spec,
            assumptions=list(understanding.assumptions), unparsed=list(understanding.unparsed),
            licence=self.licence)


def declaration(engine: type[Engine]) -> dict[str, Any]:
    """The JSON declaration of an engine, as ``describe`` answers it."""
    available = engine.availability()
    return {
        "name": engine.name, "modality": engine.modality, "title": engine.title,
        "version": engine.version, "description": engine.description, "licence": engine.licence,
        "weights": list(engine.weights), "inputs": dict(engine.inputs), "rank": engine.rank,
        "deterministic": engine.deterministic, "controls": list(engine.controls),
        "parameters": [dataclasses.asdict(each) for each in engine.parameters],
        "available": available.ok, "reason": available.reason, "remedy": available.remedy,
    }


def parameter_from_declaration(values: Mapping[str, Any]) -> Parameter:
    """The inverse of the parameter part of :func:`declaration`."""
    return Parameter(**{**values, "choices": tuple(tuple(pair) for pair in values.get("choices", ()))})


@dataclass(frozen=True)
class BrokenEngine:
    """An entry point that could not be loaded: shown to the user, never raised."""

    name: str
    package: str
    reason: str


def discover() -> tuple[dict[str, type[Engine]], list[BrokenEngine]]:
    """Load every engine of the ``troupe.engines`` entry points, by name.

    A package that fails to import, or declares nonsense, is reported beside the working ones.
    """
    engines: dict[str, type[Engine]] = {}
    broken: list[BrokenEngine] = []
    for point in sorted(importlib.metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name):
        package = point.dist.name if point.dist else "unknown package"
        try:
            engine = point.load()
            if not (isinstance(engine, type) and issubclass(engine, Engine)):
                raise TypeError(f"{point.value} is not an Engine")
            if engine.modality not in MODALITIES:
                raise ValueError(f"unknown modality {engine.modality!r}")
            if engine.name in engines:
                raise ValueError(f"the name {engine.name!r} is already taken")
            engine.complete({})
            engines[engine.name] = engine
        except Exception as error:  # a third party's code may raise anything
            broken.append(BrokenEngine(point.name, package, f"{type(error).__name__}: {error}"))
    return engines, broken


def best_available(engines: Mapping[str, type[Engine]], modality: str) -> type[Engine]:
    """The default engine of a modality; raises :class:`EngineError` with the remedies if none runs."""
    candidates = [each for each in engines.values() if each.modality == modality]
    if not candidates:
        raise EngineError(f"No engine makes a {modality}.", "Reinstall the backend.", "unknown_engine")
    states = {each.name: each.availability() for each in candidates}
    usable = [each for each in candidates if states[each.name].ok]
    if not usable:
        remedies = "; ".join(f"{name}: {state.remedy}" for name, state in states.items())
        raise EngineError(f"No {modality} engine can run here.", remedies, "unavailable")
    return min(usable, key=lambda each: (-each.rank, each.name))
