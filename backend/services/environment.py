# SPDX-License-Identifier: GPL-3.0-or-later
"""Services for environments that are there already: what their spec may say."""

from __future__ import annotations

from typing import Any

from backend.engine import Progress
from protocol.assets import Asset

from . import Answer


def schema(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``environment.schema``: nothing -> ``choices`` (entry: words), ``ranges`` (entry: [lowest, highest]), ``things``
    (what a place has or has not), ``surfaces``, ``materials`` and ``furniture`` (words). An entry is such as
    "clouds.cover"."""
    from backend.environment import spec

    return Answer(result={
        "choices": {entry: list(words) for entry, words in spec.CHOICES.items()},
        "ranges": {entry: list(ends) for entry, ends in spec.RANGES.items()},
        "things": list(spec.THINGS), "surfaces": list(spec.SURFACES), "materials": list(spec.MATERIALS),
        "furniture": list(spec.FURNITURE_KINDS)})
