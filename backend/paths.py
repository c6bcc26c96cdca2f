# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the backend keeps its files. ``TROUPE_HOME`` moves all of it to one folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_dir() -> Path:
    """Results, job history and imported weights; made by whoever writes first."""
    if home := os.environ.get("TROUPE_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Troupe"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Troupe"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "troupe"


def cache_dir() -> Path:
    """What can be made again: body models, compiled kernels."""
    if home := os.environ.get("TROUPE_HOME"):
        return Path(home) / "cache"
    if sys.platform == "win32":
        return data_dir() / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/Troupe"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "troupe"


def store_dir() -> Path:
    """Jobs and results."""
    return data_dir() / "store"


def weights_dir() -> Path:
    """Weights pulled or imported by the user."""
    return data_dir() / "weights"


def keys_path() -> Path:
    """The CURVE keys of this user's backend, where ``troupe keys`` puts them."""
    return data_dir() / "keys.json"
