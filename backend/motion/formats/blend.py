# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions of the armatures in a .blend file, read by headless Blender; nothing in the file is run."""

from __future__ import annotations

from pathlib import Path

from backend.motion.formats.base import Format, ReadOptions, bad_file
from backend.motion.formats.fbx import read_in_blender
from protocol.assets import Motion

#: As saved, or packed with Zstandard (Blender 3.0 and later) or gzip.
_MAGIC = (b"BLENDER", b"\x28\xb5\x2f\xfd", b"\x1f\x8b")


def read_blend(path: str | Path, options: ReadOptions | None = None) -> list[Motion]:
    """Every action of every armature in the file's scene, constraints baked.

    A rig with controls is told by its deforming bones. Raises :class:`~backend.engine.EngineError`: ``bad_file``,
    or ``needs_blender`` where there is no Blender.
    """
    path = Path(path)
    try:
        with open(path, "rb") as file:
            start = file.read(8)
    except OSError as error:
        bad_file(path, f"cannot be read: {error.strerror or error}", remedy="Check the path.")
    if not start.startswith(_MAGIC):
        bad_file(path, "is no .blend file")
    return read_in_blender("read_blend", path, options or ReadOptions())


FORMAT = Format("Blender", (".blend",), "actions of the armatures in a Blender file (read by Blender)", read=read_blend)
