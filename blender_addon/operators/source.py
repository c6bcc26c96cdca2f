# SPDX-License-Identifier: GPL-3.0-or-later
"""Where regenerate, vary and load spec take their order from: the history, or the active object."""

import dataclasses
from typing import Any

import bpy
from bpy.props import EnumProperty, StringProperty

from .. import ordering, runtime
from ..builders import nla, provenance
from ..controls import edits
from ..jobs import Job, Order
from ..protocol.errors import TroupeError
from ..recipes import ordering as recipes


class FromResult:
    """Properties of operators that start from a result."""

    job_id: StringProperty(name="Job", description="A job of the history; empty: a result in the scene",
                           options={"SKIP_SAVE", "HIDDEN"})
    of: EnumProperty(name="Of", description="Which result in the scene", default="OBJECT", options={"SKIP_SAVE"},
                     items=(
        ("OBJECT", "Object", "The active object or what it belongs to"),
        ("ACTION", "Motion", "The action of the active object"),
        ("WORLD", "Environment", "The world of the scene")))

    def send(self, context: bpy.types.Context, **changes: Any) -> set[str]:
        """Order the result again, with ``changes`` to the :class:`Order`; what ``execute`` returns."""
        found = order(context, self.job_id, self.of)
        if found is None:
            self.report({"ERROR"}, "Troupe did not make this.")
            return {"CANCELLED"}
        try:
            where, extra = ordering.delivery(context), {}
            made = None if self.job_id else record(context, self.of)
            told = made[1] if made is not None else _told(self.job_id)
            if made is not None and (actions := recipes.recorded(made[1])):
                armature = ordering.target(context)
                if armature is None:
                    raise ValueError("Select the armature that shall move.")
                where.clips, extra = recipes.names(actions), recipes.clips(armature, actions)
            wanted = dataclasses.replace(found, **changes)
            if (armature := ordering.target(context)) is not None and (
                    edit := edits.again(context.scene, armature, told, wanted, where)) is not None:
                wanted, where, extra = edit.order, edit.delivery, edit.inputs
            ordering.place(context, wanted, where, extra)
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


def record(context: bpy.types.Context, of: str = "OBJECT") -> tuple[bpy.types.ID, dict] | None:
    """A Troupe datablock at hand and its record, to look at, not to change; see :class:`FromResult`."""
    ob = context.view_layer.objects.active
    blocks = [context.scene.world] if of == "WORLD" else []
    if of == "OBJECT" and ob is not None:
        blocks = [ob, ob.parent, *ob.users_collection]
    elif of == "ACTION" and ob is not None:
        blocks = [action for each in (ob, ob.parent) if each is not None for action in nla.actions(each)]
    for block in blocks:
        if (found := provenance.peek(block)) is not None:
            return block, found
    return None


def job(job_id: str) -> Job | None:
    """A job by its id, still under way or in the history."""
    session = runtime.session()
    return session.jobs.get(job_id) or next((each for each in session.history if each.job_id == job_id), None)


def _told(job_id: str) -> dict[str, Any]:
    """What a job of the history knows of the motions in the scene that it was made from, as records keep it."""
    found = job(job_id)
    if found is None or not found.delivery.edit:
        return {}
    return {"edit": found.delivery.edit, "provenance": {"spec": found.order.spec}}


def order(context: bpy.types.Context, job_id: str, of: str) -> Order | None:
    """The order of a job, or of the datablock at hand when no job is named."""
    if job_id:
        found = job(job_id)
        return found.order if found else None
    found = record(context, of)
    return Order.from_record(found[1]) if found else None
