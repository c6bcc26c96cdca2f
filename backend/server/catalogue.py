# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines as workers declared them, and the check of a submission against them.

The broker imports no engine: all it knows are the JSON declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.engine import RENAMED, EngineError, parameter_from_declaration
from backend.engine import complete as check_parameters


class Catalogue:
    """Declarations of all engines, replaced whenever a worker declares anew."""

    def __init__(self) -> None:
        self.engines: list[dict[str, Any]] = []
        self.broken: list[dict[str, str]] = []
        self.device = ""
        #: False until the first worker has declared.
        self.known = False

    def declare(self, body: Mapping[str, Any]) -> None:
        """Take over what a worker found."""
        self.engines, self.broken = list(body["engines"]), list(body["broken"])
        self.device, self.known = body["device"], True

    def public(self) -> list[dict[str, Any]]:
        """The declarations as clients see them: places on this machine are none of theirs."""
        return [{key: value for key, value in each.items() if key != "state_files"} for each in self.engines]

    def choose(self, modality: str, name: str | None) -> dict[str, Any]:
        """The declaration of engine ``name``, or of the best available one when it is None.

        Raises :class:`EngineError` with the remedy when there is none or it cannot run here.
        """
        candidates = [each for each in self.engines if each["modality"] == modality]
        if name is None:
            usable = [each for each in candidates if each["available"]]
            if usable:
                return min(usable, key=lambda each: (-each["rank"], each["name"]))
            remedies = "; ".join(f"{each['title']}: {each['remedy']}" for each in candidates if each["remedy"])
            raise EngineError(f"No engine for {modality} can run here.",
                              remedies or "Run `troupe doctor` to see what is missing.", "unavailable")
        name = RENAMED.get(name, name)
        for each in candidates:
            if each["name"] == name:
                if not each["available"]:
                    raise EngineError(f"{each['title']} cannot run here: {each['reason']}", each["remedy"],
                                      "unavailable")
                return each
        for each in self.broken:
            if each["name"] == name:
                raise EngineError(f"The engine {name} of {each['package']} cannot be loaded: {each['reason']}",
                                  f"Update or reinstall {each['package']}.", "broken_engine")
        known = ", ".join(each["name"] for each in candidates) or "none"
        raise EngineError(f"There is no {modality} engine {name!r:.60}.", f"Known here: {known}.", "unknown_engine")


def complete(declaration: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` checked against a declaration's parameters, defaults filled in; raises :class:`InvalidParameter`."""
    declared = map(parameter_from_declaration, declaration["parameters"])
    return check_parameters(declaration["title"], declared, values)


def check_inputs(declaration: Mapping[str, Any], inputs: Mapping[str, Any]) -> None:
    """Refuse inputs the engine does not take; raises :class:`EngineError`."""
    unknown = sorted(set(inputs) - set(declaration["inputs"]))
    if unknown:
        raise EngineError(f"{declaration['title']} takes no input {', '.join(unknown):.200}.",
                          f"It takes: {', '.join(declaration['inputs']) or 'none'}.", "invalid_parameter")
