# SPDX-License-Identifier: GPL-3.0-or-later
"""The service ``prompt.understand``: how a sentence is read, without generating anything."""

from __future__ import annotations

from typing import Any

from backend.engine import Progress
from backend.generation import understand as read
from protocol.assets import Asset

from . import Answer, argument


def understand(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``modality``, ``prompt``, ``engine`` (null: the best), ``parameters`` -> ``engine``, ``spec``,
    ``assumptions`` (sentences) and ``unparsed`` (words). Raises :class:`~backend.engine.EngineError`."""
    chosen, reading = read(
        argument(arguments, "modality", str), argument(arguments, "prompt", str),
        engine=argument(arguments, "engine", (str, type(None)), None),
        parameters=argument(arguments, "parameters", dict, {}))
    return Answer(result={"engine": chosen.name, "spec": reading.spec, "assumptions": list(reading.assumptions),
                          "unparsed": list(reading.unparsed)})
