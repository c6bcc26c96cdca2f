# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a thing shall be whose shape comes from elsewhere: measures and words of size in a prompt, made true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backend.language.text import Reading
from backend.objects.families import Family
from backend.objects.reading_sizes import read_scales, read_sizes

_AXES = {"width": 0, "depth": 1, "height": 2}


def wanted_size(reading: Reading, name: str, assumptions: list[str]) -> dict[str, Any]:
    """{"size": asked metres by dimension, "scale": of words such as "tiny"}. Raises :class:`EngineError`."""
    anything = Family(name=name, words=(), gloss=(), build=lambda draw: [], extent=(0.01, 20.0))
    spec: dict[str, Any] = {"size": {}, "scale": 1.0, "stretch": {}}
    read_sizes(reading, reading.measures(), anything, spec, assumptions)
    read_scales(reading, spec)
    return {"size": spec["size"], "scale": spec["scale"]}


def factor(extent: np.ndarray, wanted: Mapping[str, Any], usual: float = 0.0) -> float:
    """By how much to scale a thing of ``extent`` (3,) metres; ``usual`` is its longest extent where nothing is asked
    (0: as it is). Proportions stay: of several asked sizes the middle is met."""
    asked = [value / max(float(extent[_AXES[name]]), 1e-9) for name, value in wanted.get("size", {}).items()]
    if asked:
        return float(np.exp(np.mean(np.log(asked))))
    return float(wanted.get("scale", 1.0)) * (usual / max(float(extent.max()), 1e-9) if usual else 1.0)
