# SPDX-License-Identifier: GPL-3.0-or-later
"""The map of a rig: which bone plays which canonical joint.

It is kept on the armature, in the custom property :data:`KEY`, and in the extension's user folder under
a signature of the bone names, so that another copy of the same rig has it at once. Where there is none,
the backend recognises the rig by itself.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy

from . import rigify
from .joints import ESSENTIAL, PARENTS

#: Custom property of an armature: rig convention, roles and girth as JSON.
KEY = "troupe_skeleton"
FORMAT = "troupe-rig-map"
_MOST_BYTES = 1 << 20
#: The last answer of :func:`of`, for a fifth of a second: panels ask once for every joint they draw.
_recent: tuple[Any, RigMap] | None = None


#: What the backend has said of rigs that were looked at, by signature: in force where nothing is stored.
suggested: dict[str, dict[str, Any]] = {}


@dataclass(kw_only=True)
class RigMap:
    """Which bone plays which joint."""

    roles: dict[str, str] = field(default_factory=dict)
    convention: str = "custom"
    #: "troupe" (built here), "edited", "recognised", "imported", "saved" (from the user folder), "rigify", or ""
    #: when nothing is known.
    source: str = ""
    #: What the recognition had to say.
    notes: list[str] = field(default_factory=list)
    girth: float = 0.0

    @property
    def missing(self) -> list[str]:
        """Joints without which nothing can walk."""
        return [joint for joint in ESSENTIAL if joint not in self.roles]


def of(armature: bpy.types.Armature) -> RigMap:
    """The map in force, with bones that exist."""
    global _recent
    key = (armature.as_pointer(), armature.get(KEY), len(armature.bones), int(time.monotonic() * 5))
    if _recent is None or _recent[0] != key:
        _recent = (key, _find(armature))
    return _recent[1]


def _find(armature: bpy.types.Armature) -> RigMap:
    record = stored(armature)
    if record.get("roles"):
        source = str(record.get("source", "troupe"))
    elif found := _saved(armature):
        record, source = found, "saved"
    elif rigify.is_generated(armature):
        return RigMap(roles=rigify.controls(armature), convention="rigify_controls", source="rigify")
    else:
        record, source = suggested.get(signature(armature), {}), "recognised"
    bones = armature.bones
    roles = {joint: bone for joint, bone in _roles(record).items() if bone in bones}
    return RigMap(roles=roles, convention=str(record.get("convention", "custom")), source=source if roles else "",
                  notes=[str(each) for each in record.get("notes", [])], girth=float(record.get("girth", 0.0)))


def editable(armature: bpy.types.Armature) -> bool:
    """Whether the armature can hold a map: linked data cannot; its map is in the user folder alone."""
    return armature.library is None


def suggest(armature: bpy.types.Armature, record: Mapping[str, Any]) -> None:
    """Let ``record`` be the map of a rig that has none, without storing it."""
    suggested[signature(armature)] = dict(record)
    _forget()


def set_roles(armature: bpy.types.Armature, roles: Mapping[str, str], source: str, **details: Any) -> None:
    """Store a whole map, on the armature and for other copies of the rig.

    Raises ``ValueError`` with a sentence for the user when a joint or bone does not exist, when a bone is
    given two joints, or when the map cannot be saved.
    """
    roles = {joint: bone for joint, bone in roles.items() if bone}
    if unknown := sorted(set(roles) - set(PARENTS)):
        raise ValueError(f"There is no joint {unknown[0]}.")
    if lost := sorted(bone for bone in roles.values() if bone not in armature.bones):
        raise ValueError(f"{armature.name} has no bone {lost[0]}.")
    seen: dict[str, str] = {}
    for joint, bone in roles.items():
        if bone in seen:
            raise ValueError(f"The bone {bone} cannot play both {seen[bone]} and {joint}.")
        seen[bone] = joint
    record = stored(armature)
    if record.get("roles") and "source" not in record:
        record["original"] = record["roles"]
    record.update(name=record.get("name", armature.name), roles=roles, source=source, **details)
    record.setdefault("convention", "custom")
    if editable(armature):
        armature[KEY] = json.dumps(record, ensure_ascii=False)
    _forget()
    save(armature, roles, record["convention"])


def assign(armature: bpy.types.Armature, joint: str, bone: str) -> None:
    """Let ``bone`` play ``joint``, and no other; "" for none."""
    roles = {each: name for each, name in of(armature).roles.items() if name != bone and each != joint}
    if bone:
        roles[joint] = bone
    set_roles(armature, roles, "edited")


def reset(armature: bpy.types.Armature) -> None:
    """Forget what was edited, recognised or imported, on the armature and in the user folder."""
    record = stored(armature)
    if editable(armature):
        if "original" in record:
            record["roles"] = record.pop("original")
            record.pop("source", None)
            armature[KEY] = json.dumps(record, ensure_ascii=False)
        elif "source" in record and KEY in armature:
            del armature[KEY]
    if (path := _path(armature)) is not None:
        path.unlink(missing_ok=True)
    suggested.pop(signature(armature), None)
    _forget()


def _forget() -> None:
    global _recent
    _recent = None


def stored(armature: bpy.types.Armature) -> dict[str, Any]:
    """What :data:`KEY` holds; empty where it holds nothing of use."""
    try:
        record = json.loads(armature.get(KEY, "{}"))
    except (TypeError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


# Files


def signature(armature: bpy.types.Armature) -> str:
    """Equal for two armatures with the same bone names, whatever else differs."""
    return hashlib.sha256("\n".join(sorted(bone.name for bone in armature.bones)).encode()).hexdigest()[:24]


def to_json(armature: bpy.types.Armature, roles: Mapping[str, str], convention: str) -> str:
    """A map as the text of a file."""
    return json.dumps({"format": FORMAT, "version": 1, "name": armature.name, "convention": convention,
                       "signature": signature(armature), "roles": dict(roles)}, indent=2, ensure_ascii=False) + "\n"


def from_file(path: Path) -> dict[str, str]:
    """The roles in a file written by :func:`to_json`. Raises ``ValueError`` naming the file and what is wrong."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("is too large for a rig map")
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise ValueError("is not a rig map")
        if record.get("version") != 1:
            raise ValueError("is a rig map of a newer version of Troupe")
        if not isinstance(record.get("roles"), dict) or not _roles(record):
            raise ValueError("names no bones")
    except OSError as error:
        raise ValueError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not a rig map.") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name} is not valid JSON: {error}.") from error
    except ValueError as error:
        raise ValueError(f"{path.name} {error}.") from error
    return _roles(record)


def save(armature: bpy.types.Armature, roles: Mapping[str, str], convention: str) -> None:
    """Keep a map for every copy of the rig. Raises ``ValueError`` when the folder cannot be written."""
    path = _path(armature)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(to_json(armature, roles, convention), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise ValueError(f"The rig map cannot be saved in {path.parent}: {error.strerror}.") from error


def _saved(armature: bpy.types.Armature) -> dict[str, Any]:
    path = _path(armature)
    if path is None:
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and isinstance(record.get("roles"), dict) else {}


def _roles(record: Mapping[str, Any]) -> dict[str, str]:
    roles = record.get("roles")
    return {joint: bone for joint, bone in roles.items() if joint in PARENTS and isinstance(bone, str)} \
        if isinstance(roles, dict) else {}


def _path(armature: bpy.types.Armature) -> Path | None:
    """Where the map of this rig is kept; None outside an installed extension."""
    try:
        folder = bpy.utils.extension_path_user(__package__.rpartition(".")[0], path="rigs")
    except ValueError:
        return None
    return Path(folder) / f"{signature(armature)}.json"
