# SPDX-License-Identifier: GPL-3.0-or-later
"""Text in panels: Blender's labels do not wrap."""

from __future__ import annotations

import textwrap
from typing import Any

import bpy


def columns(context: bpy.types.Context) -> int:
    """About how many characters fit into a line of the region."""
    region = context.region
    width = region.width if region is not None else 300
    return max(20, int((width - 75) / (6.4 * context.preferences.system.ui_scale)))


def paragraph(layout: Any, context: bpy.types.Context, text: str, icon: str = "NONE", most: int = 8) -> None:
    """``text`` wrapped to the region, at most ``most`` lines."""
    lines = [line for part in text.splitlines() for line in textwrap.wrap(part, columns(context)) or [""]]
    if len(lines) > most:
        lines = [*lines[:most - 1], lines[most - 1] + " …"]
    column = layout.column(align=True)
    column.scale_y = 0.8
    for number, line in enumerate(lines):
        if icon == "NONE":
            column.label(text=line)
        else:
            column.label(text=line, icon=icon if number == 0 else "BLANK1")


def shortened(text: str, length: int) -> str:
    """One line of at most ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length - 1].rstrip() + "…"


def error(layout: Any, context: bpy.types.Context, fault: dict[str, str], job_id: str, title: str = "") -> None:
    """A fault in a box: what, the remedy, and buttons to copy a report or dismiss it."""
    box = layout.box()
    head = box.row()
    head.alert = True
    head.label(text=title or "Something went wrong", icon="ERROR")
    head.operator("troupe.dismiss_error", text="", icon="X", emboss=False).job_id = job_id
    paragraph(box, context, fault.get("message", ""))
    if fault.get("remedy"):
        paragraph(box, context, fault["remedy"], icon="INFO")
    box.operator("troupe.copy_error", icon="COPYDOWN").job_id = job_id
