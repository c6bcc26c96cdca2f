# SPDX-License-Identifier: GPL-3.0-or-later
"""Data kept beside the repository, used by tests where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("TROUPE_SHARED") or Path(__file__).parents[2] / "shared")


def shared(*parts: str) -> Path:
    """A file or folder of the shared data; skips the test where it is absent."""
    path = FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {'/'.join(parts)} in the shared data; set TROUPE_SHARED")
    return path
