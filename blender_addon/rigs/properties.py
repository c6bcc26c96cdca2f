# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig map as properties of armatures: one a joint, a window onto what :mod:`.rigmap` keeps."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import PointerProperty, StringProperty

from . import rigmap
from .joints import PARENTS, title


def _getter(joint: str) -> Any:
    def get(group: bpy.types.PropertyGroup) -> str:
        return rigmap.of(group.id_data).roles.get(joint, "")

    return get


def _setter(joint: str) -> Any:
    def set_(group: bpy.types.PropertyGroup, bone: str) -> None:
        if bone != rigmap.of(group.id_data).roles.get(joint, ""):
            rigmap.assign(group.id_data, joint, bone)

    return set_


def _property(joint: str) -> Any:
    return StringProperty(name=title(joint), description=f"The bone that plays the {title(joint).lower()}",
                          get=_getter(joint), set=_setter(joint))


class TROUPE_PG_rig(bpy.types.PropertyGroup):
    """Joint -> bone, under the joints' own names."""

    __annotations__ = {joint: _property(joint) for joint in PARENTS}


def register() -> None:
    """Bind the map to armatures."""
    bpy.utils.register_class(TROUPE_PG_rig)
    bpy.types.Armature.troupe_rig = PointerProperty(type=TROUPE_PG_rig)


def unregister() -> None:
    """Undo :func:`register`; the maps stay where they are kept."""
    del bpy.types.Armature.troupe_rig
    bpy.utils.unregister_class(TROUPE_PG_rig)
