# SPDX-License-Identifier: GPL-3.0-or-later
"""Every suite that was written can be asked for."""

import inspect
from pathlib import Path

from backend.bench import suite


def test_every_suite_can_be_named():
    written = {name.replace("_", "-") for name, value in inspect.getmembers(suite, inspect.isgeneratorfunction)
               if value.__module__ == suite.__name__ and not name.startswith("_")}
    assert set(suite.suites(Path("blender"))) == written
    assert set(suite.suites(None)) == written - {"blender"}
