# SPDX-License-Identifier: GPL-3.0-or-later
"""Results into the scene: the right builder, the right place, one undo step."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import bpy

from . import compat, preferences
from .builders import action, avatar, prop, provenance, rigid, stand_in, world
from .controls import merge, takes
from .jobs import Delivery, Job
from .protocol.assets import Asset, Avatar, Environment, Motion, Prop
from .session import Session

_KINDS = ("objects", "collections", "meshes", "armatures", "actions", "worlds", "lights", "materials", "images")


def possible() -> bool:
    """Whether a result may be built now. In the edit modes undo would tear it apart, and a render
    job reads the scene from another thread."""
    return bpy.context.mode in ("OBJECT", "POSE") and not bpy.app.is_job_running("RENDER")


def build(asset: Asset, where: Delivery) -> bpy.types.ID:
    """Build ``asset`` as ``where`` says; return the main datablock: an armature or mesh object, an
    Action or a World. Raises ``ValueError`` with a sentence for the user; nothing new is left then."""
    with _all_or_nothing():
        return _build(asset, where)


@contextlib.contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Remove the datablocks made inside when it ends in an error: half a result helps nobody."""
    before = {kind: {each.name_full for each in getattr(bpy.data, kind)} for kind in _KINDS}
    try:
        yield
    except BaseException:
        bpy.data.batch_remove([each for kind in _KINDS for each in getattr(bpy.data, kind)
                               if each.name_full not in before[kind]])
        raise


def _build(asset: Asset, where: Delivery) -> bpy.types.ID:
    scene = bpy.data.scenes.get(where.scene) or bpy.context.scene
    collection = bpy.data.collections.get(where.collection) if where.collection else None
    collection = collection or scene.collection
    if isinstance(asset, Avatar):
        if not where.replace:
            return avatar.build(asset, collection, where.location)
        old = bpy.data.objects.get(where.replace)
        if old is None or old.type != "ARMATURE":
            raise ValueError(f"{where.replace}, which was to be changed, is no longer there.")
        return avatar.update(asset, old, where.only)
    if isinstance(asset, Prop):
        if not where.replace:
            made = prop.build(asset, collection, where.location)
            if where.rigid_body:
                rigid.apply(made, where.rigid_body, scene)
            return made
        old = bpy.data.objects.get(where.replace)
        if old is None:
            raise ValueError(f"{where.replace}, in whose place this was to be, is no longer there.")
        return prop.replace(asset, old)
    if isinstance(asset, Environment):
        stand_in.restore(scene)
        return world.build(asset, scene, folder=preferences.output_folder(), set_exposure=where.set_exposure)
    if isinstance(asset, Motion):
        target = bpy.data.objects.get(where.target)
        if target is None or target.type != "ARMATURE":
            raise ValueError(f"The armature {where.target or 'of this motion'} is no longer there.")
        return _motion(asset, target, where, scene)
    raise ValueError(f"This extension cannot build a {type(asset).__name__}: it may be older than the backend.")


def _motion(asset: Motion, target: bpy.types.Object, where: Delivery, scene: bpy.types.Scene) -> bpy.types.Action:
    base = bpy.data.actions.get(where.into) if where.into else None
    if where.into and base is None:
        raise ValueError(f"The action {where.into}, of which this is to be a part, is no longer there.")
    before = target.animation_data.action if target.animation_data else None
    if base is not None and before != base:
        raise ValueError(f"{target.name} plays another action than {where.into} now. Make that one active again.")
    slot = compat.slot_name(target)
    made = action.build(asset, target, start=where.start, cyclic=where.cyclic, fit_scene=where.fit_scene,
                        scene=scene, bake=where.bake, simplify=where.simplify, blend=where.blend)
    if where.clips:
        provenance.amend(made, clips=where.clips)
    if where.edit:
        provenance.amend(made, edit=where.edit)
    if base is not None:
        try:
            made = _merged(base, made, target, where, scene, slot)
        except Exception:
            compat.bind_action(base, target, slot)
            raise
    if where.take:
        earlier = takes.told(before).get("before") if takes.told(before).get("group") == where.take else None
        takes.mark(made, where.take, target, earlier if earlier is not None else before.name if before else "",
                   where.number)
    return made


def _merged(base: bpy.types.Action, made: bpy.types.Action, target: bpy.types.Object, where: Delivery,
            scene: bpy.types.Scene, slot: str) -> bpy.types.Action:
    """A copy of ``base`` with the new keys in it; ``base`` is kept, what was made for it is not."""
    copy = merge.into_copy(base, made, target, where.start, where.until, slot)
    copy.name = base.name
    record = provenance.read(made) or {"modality": "motion"}
    provenance.replace(copy, record)
    end = int(made.frame_end)
    bpy.data.actions.remove(made)
    base.use_fake_user = base.use_fake_user or not base.users
    if where.until is None and scene.frame_end < end:
        scene.frame_end = end
    return copy


def deliver(session: Session, job: Job) -> None:
    """Build the result of a job that is ready, tell the session, and make it one undo step."""
    try:
        with window_context():
            block = build(job.asset, job.delivery)
            if job.order.spec is not None:
                provenance.amend(block, edited=True)
            _select(block)
            made = block.name
            session.finish(job, made)
            if preferences.get().undo == "RESULT" or session.ready() is None:
                bpy.ops.ed.undo_push(message=f"Troupe: {made}")
    except Exception as error:  # the sidebar must show it, whatever it was
        expected = isinstance(error, (ValueError, OSError))
        session.finish(job, error={
            "code": "import_failed", "message": str(error) if expected else f"{type(error).__name__}: {error}",
            "remedy": "The result is kept: import it again from the history." if expected else
                      "This is a fault of the extension: please copy the report and send it."})


def window_context() -> Any:
    """A context with a window, which timers lack and operators such as undo need."""
    windows = bpy.context.window_manager.windows
    if bpy.context.window is None and windows:
        return bpy.context.temp_override(window=windows[0])
    return bpy.context.temp_override()


def _select(block: bpy.types.ID) -> None:
    """Select a new object as Blender's own Add menu does; not in Pose Mode, where it would leave it."""
    layer = bpy.context.view_layer
    if not isinstance(block, bpy.types.Object) or bpy.context.mode != "OBJECT" or block.name not in layer.objects:
        return
    for ob in layer.objects:
        ob.select_set(ob == block)
    layer.objects.active = block
