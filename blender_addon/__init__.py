# SPDX-License-Identifier: GPL-3.0-or-later
"""Troupe: from a sentence to native, editable data in the scene.

``protocol/`` is vendored in when the extension is built; see build_addon.py. Scripts use
``from bl_ext.user_default.troupe import api``.
"""

from __future__ import annotations

import sys

from . import library, live_world, operators, panels, preferences, properties, runtime, schemas
from .controls import figure
from .controls import properties as control_properties
from .people import properties as person_properties
from .recipes import properties as recipe_properties
from .rigs import properties as rig_properties
from .rigs import recognition

_PARTS = (preferences, library, properties, rig_properties, recognition, recipe_properties, control_properties,
          person_properties, schemas, figure, live_world, operators, panels, runtime)


def register() -> None:
    """Enable the extension: all of it or, should a part fail, nothing."""
    done = []
    try:
        for part in _PARTS:
            part.register()
            done.append(part)
    except Exception:
        for part in reversed(done):
            part.unregister()
        raise


def unregister() -> None:
    """Disable the extension; nothing is left behind."""
    if (api := sys.modules.get(f"{__package__}.api")) is not None:
        api.close()
    for part in reversed(_PARTS):
        part.unregister()
