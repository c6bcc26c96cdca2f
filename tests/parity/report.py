# SPDX-License-Identifier: GPL-3.0-or-later
"""What a comparison found, and the loading of fixtures."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np


@dataclass
class Report:
    """The errors of one fixture's arrays against their limits."""

    fixture: str
    #: Array -> (error, limit).
    errors: dict[str, tuple[float, float]] = field(default_factory=dict)
    #: Arrays the fixture lists as expected.
    expected: set[str] = field(default_factory=set)

    def compare(self, name: str, found: np.ndarray, wanted: np.ndarray, limit: float) -> None:
        """Record max |found - wanted| / max |wanted|; a limit of 0 wants equality."""
        found, wanted = np.asarray(found, np.float64), np.asarray(wanted, np.float64)
        if found.shape != wanted.shape or not np.isfinite(found).all():
            self.errors[name] = (float("inf"), limit)
            return
        scale = float(np.abs(wanted).max(initial=0.0)) or 1.0
        self.errors[name] = (float(np.abs(found - wanted).max(initial=0.0)) / scale, limit)

    @property
    def missing(self) -> set[str]:
        """Expected arrays nothing was compared with."""
        return {name for name in self.expected
                if not any(done == name or done.startswith(name + " [") for done in self.errors)}

    @property
    def wrong(self) -> list[str]:
        return [name for name, (error, limit) in self.errors.items() if not error <= limit]

    @property
    def good(self) -> bool:
        return bool(self.errors) and not self.wrong and not self.missing

    @property
    def worst(self) -> tuple[str, float, float]:
        """(array, error, limit) nearest to or furthest beyond its limit."""
        name = max(self.errors, key=lambda each: self.errors[each][0] / max(self.errors[each][1], 1e-12))
        return name, *self.errors[name]


def load(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Arrays and description of a fixture: ``path`` (.npz) and the .json beside it."""
    with np.load(path, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return arrays, json.loads(path.with_suffix(".json").read_text("utf-8"))


def expected_of(description: dict[str, Any]) -> set[str]:
    """Names of the arrays with the role "expected"."""
    arrays = description["arrays"]
    entries = arrays.items() if isinstance(arrays, dict) else ((each["name"], each) for each in arrays)
    return {name for name, each in entries if each["role"] == "expected"}
