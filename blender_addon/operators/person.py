# SPDX-License-Identifier: GPL-3.0-or-later
"""What operators on the selected avatar share."""

from __future__ import annotations

from typing import Any

import bpy

from ..people import fields
from ..protocol.errors import TroupeError


def other_person(context: bpy.types.Context) -> bpy.types.Object | None:
    """The second of two selected avatars."""
    active = fields.person_of(context)
    if active is None:
        return None
    for ob in context.selected_objects:
        for each in (ob, ob.parent):
            if each is not None and each != active and fields.record_of(each) is not None:
                return each
    return None


class OfPerson:
    """An operator on the selected avatar. Subclasses say by :meth:`obstacle` what else they need, and in which modes
    they run."""

    MODES: tuple[str, ...] = ()

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        ob = fields.person_of(context)
        if reason := cls.obstacle(context, ob) if ob is not None else "Select an avatar that Troupe has made":
            cls.poll_message_set(reason)
            return False
        return not cls.MODES or context.mode in cls.MODES

    @classmethod
    def obstacle(cls, context: bpy.types.Context, ob: bpy.types.Object) -> str:
        """Why it cannot be done with the avatar ``ob``, for the user; "" when it can."""
        return ""

    def execute(self, context: bpy.types.Context) -> set[str]:
        """:meth:`act`, whose errors are reported."""
        try:
            return self.act(context, fields.person_of(context)) or {"FINISHED"}
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}

    def act(self, context: bpy.types.Context, ob: bpy.types.Object) -> Any:
        """What is done with the avatar ``ob``: what ``execute`` returns, or None. Raises ``ValueError`` or
        ``TroupeError``, whose words are for the user."""
        raise NotImplementedError


class OfTwo(OfPerson):
    """An operator on the active and the other selected avatar."""

    @classmethod
    def obstacle(cls, context: bpy.types.Context, ob: bpy.types.Object) -> str:
        return "" if other_person(context) is not None else "Select two avatars that Troupe has made"
