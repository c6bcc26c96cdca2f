# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sidebar knows of a job. Plain data, no bpy: datablocks are referred to by name."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .builders.simplify import Tolerance

#: States in which a job is still on its way into the scene.
ACTIVE = ("waiting", "queued", "running", "cancelling", "fetching", "ready")


@dataclass(kw_only=True)
class Order:
    """A request for one result. Everything that makes it repeatable."""

    modality: str
    prompt: str
    engine: str | None = None
    seed: int = 0
    parameters: dict[str, Any] = field(default_factory=dict)
    spec: dict[str, Any] | None = None

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Order:
        """The order behind a datablock, from its provenance record."""
        origin = record.get("provenance") or {}
        return cls(modality=record["modality"], prompt=str(origin.get("prompt", "")),
                   engine=origin.get("engine") or None, seed=int(origin.get("seed", 0)),
                   parameters=dict(origin.get("parameters") or {}),
                   spec=origin.get("spec") if record.get("edited") else None)


@dataclass(kw_only=True)
class Delivery:
    """Where a result goes, by names that survive undo and file loading."""

    scene: str = ""
    collection: str = ""
    #: Armature object of a motion.
    target: str = ""
    location: tuple[float, float, float] = (0.0, 0.0, 0.0)
    start: float = 1.0
    cyclic: bool = False
    fit_scene: bool = True
    #: "ACTION": the motion becomes the active action; "NLA": a strip on a new track.
    bake: str = "ACTION"
    #: How far curves may be off for fewer keys; None: a key on every frame.
    simplify: Tolerance | None = None
    #: Frames of crossfade with the strips below.
    blend: float = 0.0
    #: Input motions of a recipe -> the actions they are, to be found again when it is edited.
    clips: dict[str, str] = field(default_factory=dict)
    set_exposure: bool = True
    #: Name of the action into a copy of which a motion's keys go, from :attr:`start` on and up to the frame ``until``.
    into: str = ""
    until: float | None = None
    #: What of the scene the input motions of a brief were made from: "kind" ("poses", "extend", "between", "loop"),
    #: "action", and the frames "first" and "last".
    edit: dict[str, Any] = field(default_factory=dict)
    #: Name of the object an object shall take the place of, with its transform, parent and properties; of the armature
    #: object of an avatar that shall be made into this one, or the parts of it that ``only`` names.
    replace: str = ""
    only: str = "all"
    #: An object becomes a rigid body: "ACTIVE" or "PASSIVE".
    rigid_body: str = ""
    #: Several variations to choose from: the group they belong to, and which of them this is.
    take: str = ""
    number: int = 0


@dataclass(kw_only=True)
class Job:
    """One job, from Generate to the scene."""

    order: Order
    delivery: Delivery
    job_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    #: Input assets of the request.
    inputs: dict[str, Any] = field(default_factory=dict, repr=False)
    #: "waiting" (for the backend), "queued", "running", "cancelling", "fetching", "ready" (to be
    #: imported), then "done", "failed", "cancelled" or "detached" (its file was closed).
    state: str = "waiting"
    fraction: float = 0.0
    stage: str = ""
    eta: float | None = None
    position: int = 0
    error: dict[str, str] | None = None
    created: float = field(default_factory=time.time)
    finished: float | None = None
    #: The latest preview of the result: an Image or a Figure.
    preview: Any = field(default=None, repr=False)
    #: The result, between its arrival and its import.
    asset: Any = field(default=None, repr=False)
    #: Name of what was made of it.
    made: str = ""

    @property
    def active(self) -> bool:
        """Still on its way into the scene."""
        return self.state in ACTIVE

    def end(self, state: str, error: dict[str, str] | None = None) -> None:
        """Leave the active states for good; inputs and result are let go."""
        self.state, self.error, self.finished = state, error, time.time()
        self.inputs, self.asset, self.eta, self.preview = {}, None, None, None


@dataclass(kw_only=True, eq=False)
class Question:
    """A query of a service of the backend, and what to do with its answer, on the main thread."""

    service: str
    #: Called with the result and the assets.
    then: Callable[[dict[str, Any], Mapping[str, Any]], None]
    #: Called with {code, message, remedy} instead.
    failed: Callable[[dict[str, str]], None]
    query_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    fraction: float = 0.0
    stage: str = ""


def duration(seconds: float) -> str:
    """Seconds as an animator reads them: "8 s", "2 min 10 s"."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


def error_report(job: Job, versions: str) -> str:
    """Everything a bug report needs, as text; nothing but the job itself."""
    error = job.error or {}
    order = job.order
    return "\n".join([
        f"Troupe error: {error.get('message', '')}", f"Remedy: {error.get('remedy', '')}",
        f"Code: {error.get('code', '')}", f"Modality: {order.modality}   Engine: {order.engine or 'best available'}",
        f"Prompt: {order.prompt}", f"Seed: {order.seed}", f"Parameters: {order.parameters}",
        f"Job: {job.job_id}", versions])
