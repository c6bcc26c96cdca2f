# SPDX-License-Identifier: GPL-3.0-or-later
"""A library of motion clips that is searched with words: an index of files on disk, in SQLite."""

from backend.library.library import Hit, Library, Report, default_folder
from backend.library.search_index import Filters

__all__ = ["Filters", "Hit", "Library", "Report", "default_folder"]
