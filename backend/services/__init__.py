# SPDX-License-Identifier: GPL-3.0-or-later
"""Services: quick questions to the backend that are not jobs, such as a search of the library.

A service is a function ``(arguments, inputs, progress) -> Answer``: plain JSON and named assets in,
plain JSON and named assets out. Packages offer theirs by the entry point group ``troupe.services``;
the module of a service is imported when it is first asked for, in a process of its own (see
:mod:`backend.server.service_worker`), so that a broken package harms nobody else. A service may be asked
the same thing twice, after a lost connection, and must then give the same answer.
"""

from __future__ import annotations

import importlib.metadata
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.engine import Cancelled, EngineError, Progress
from backend.faults import tell
from protocol.assets import Asset
from protocol.wire import check_json

ENTRY_POINT_GROUP = "troupe.services"
#: Characters of an answer's result as JSON.
MAXIMUM_RESULT = 2 << 20

log = logging.getLogger("troupe.services")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a service says: ``result`` is plain JSON, ``assets`` are at most 64 named assets."""

    result: dict[str, Any]
    assets: Mapping[str, Asset] = field(default_factory=dict)


Service = Callable[[dict[str, Any], dict[str, Asset], Progress], Answer]


def names() -> list[str]:
    """The services installed here; imports none of them."""
    return sorted({point.name for point in importlib.metadata.entry_points(group=ENTRY_POINT_GROUP)})


def find(name: str) -> Service:
    """The service of that name. Raises :class:`EngineError` "unknown_service" or "broken_service"."""
    points = list(importlib.metadata.entry_points(group=ENTRY_POINT_GROUP, name=name))
    if not points:
        raise EngineError(f"The backend has no service {name!r:.70}.", f"Known here: {', '.join(names()) or 'none'}.",
                          "unknown_service")
    # A package that takes the name of one of ours must not answer in its place.
    point = min(points, key=lambda each: each.dist is None or each.dist.name != "troupe")
    package = point.dist.name if point.dist else "its package"
    try:
        service = point.load()
        if not callable(service):
            raise TypeError(f"{point.value} cannot be called")
    except Exception as error:  # a third party's code may raise anything
        log.exception("the service %s cannot be loaded", name)
        raise EngineError(f"The service {name} of {package} cannot be loaded: {type(error).__name__}: {error}.",
                          f"Update or reinstall {package}.", "broken_service") from error
    return service


def call(name: str, arguments: Mapping[str, Any] | None = None, inputs: Mapping[str, Asset] | None = None,
         progress: Progress | None = None) -> Answer:
    """Ask a service in this process. Raises :class:`EngineError` for every fault, and
    :class:`~backend.engine.Cancelled`; whatever else the service raises is logged."""
    service = find(name)
    try:
        answer = service(dict(arguments or {}), dict(inputs or {}), progress or Progress())
        _check(name, answer)
    except (Cancelled, EngineError):
        raise
    except Exception as error:
        log.exception("the service %s failed", name)
        raise tell(error, name, "the log has the details") from error
    return answer


def _check(name: str, answer: Answer) -> None:
    """Raise unless ``answer`` can travel."""
    if not isinstance(answer, Answer):
        raise TypeError(f"{name} returned {type(answer).__name__}, not an Answer")
    check_json(answer.result)
    size = len(json.dumps(answer.result, ensure_ascii=False))
    if size > MAXIMUM_RESULT or len(answer.assets) > 64:
        raise EngineError(f"The answer of {name} is too large: {size} characters and {len(answer.assets)} assets.",
                          "Ask for less at a time.", "too_large")


def argument(arguments: Mapping[str, Any], name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
    """An argument of a type, or its default; raises :class:`EngineError` "invalid_parameter"."""
    value = arguments.get(name, default)
    if value is ...:
        raise EngineError(f"The argument {name} is missing.", "", "invalid_parameter")
    wanted = kind if isinstance(kind, tuple) else (kind,)
    # bool is an int to Python, but not to whoever wrote the question
    if name in arguments and (not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted)):
        raise EngineError(f"The argument {name} must be of type {' or '.join(each.__name__ for each in wanted)}, "
                          f"not {type(value).__name__}.", "", "invalid_parameter")
    return value


def take(inputs: Mapping[str, Asset], name: str, kind: type[Asset]) -> Any:
    """An input asset of a type; raises :class:`EngineError` "invalid_input"."""
    value = inputs.get(name)
    if not isinstance(value, kind):
        said = "is missing" if value is None else f"is a {type(value).__name__}"
        raise EngineError(f"The input {name} {said}; a {kind.__name__} is needed.", "", "invalid_input")
    return value
