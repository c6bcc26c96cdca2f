# SPDX-License-Identifier: GPL-3.0-or-later
"""From the sidebar's settings to a job for the session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import bpy

from . import backend, parameters, preferences, runtime
from .builders import provenance, skeleton
from .builders.simplify import Tolerance
from .controls import brief
from .jobs import Delivery, Job, Order


def target(context: bpy.types.Context) -> bpy.types.Object | None:
    """The armature that would get a motion: the chosen one, the active object or the armature its
    mesh hangs on, else any selected one."""
    chosen = context.scene.troupe.target
    if chosen is not None and chosen.name in context.scene.objects:
        return chosen
    candidates = [context.view_layer.objects.active, *getattr(context, "selected_objects", ())]
    for ob in candidates:
        for each in (ob, ob.parent if ob is not None else None):
            if each is not None and each.type == "ARMATURE" and each.data.bones:
                return each
    ours = [ob for ob in context.scene.objects if ob.type == "ARMATURE" and provenance.peek(ob)]
    return ours[0] if len(ours) == 1 else None


def obstacle(context: bpy.types.Context) -> str:
    """Why Generate cannot run, in a sentence; "" when it can."""
    settings = context.scene.troupe
    session = runtime.session()
    timeline = settings.modality == "motion" and context.scene.troupe_controls.use_timeline
    if not settings.prompt.strip() and not settings.use_spec and not timeline:
        return "Write a prompt first"
    if settings.modality == "motion" and target(context) is None:
        return "Select the armature that shall move"
    if session.status in ("offline", "lost", "stopping"):
        if session.status != "offline":
            return "The backend is not there"
        if not preferences.get().auto_start:
            return "Start the backend first"
        try:
            backend.find(preferences.get().command)
        except backend.BackendError as error:
            return error.message.rstrip(".")
    elif session.status == "online" and session.engines_revision:
        engine = settings.engine()
        if engine is None:
            return f"No engine makes {settings.modality}s"
        if not engine["available"]:
            return engine["reason"].rstrip(".") or f"{engine['title']} cannot run here"
    return ""


def order(context: bpy.types.Context) -> Order:
    """What the sidebar asks for. Raises ``ValueError`` for a spec that is not JSON."""
    settings = context.scene.troupe
    engine = settings.engine()
    return Order(modality=settings.modality, prompt=settings.prompt, engine=engine["name"] if engine else None,
                 seed=settings.seed, parameters=parameters.values(context.scene, engine) if engine else {},
                 spec=_spec(settings))


def controlled(context: bpy.types.Context, where: Delivery) -> tuple[Order, dict[str, Any]]:
    """What the sidebar asks for with everything that a motion shall keep to, and the input motions of that; what of the
    scene those come from is noted in ``where``.

    Raises ``ValueError`` with a sentence for the user."""
    settings, scene = context.scene.troupe, context.scene
    armature = bpy.data.objects.get(where.target)
    if settings.modality != "motion" or settings.use_spec or armature is None:
        return order(context), {}
    wanted = brief.wanted(context, armature, where.start)
    if wanted is None:
        return order(context), {}
    where.edit = wanted.edit
    return brief.order(scene, wanted, settings.engine(), settings.seed, settings.best()), wanted.inputs


def used_controls(context: bpy.types.Context) -> list[str]:
    """Which controls the sidebar's fields make use of. Cheap: reads no action and no curve."""
    fields = context.scene.troupe_controls
    found = {"timeline": fields.use_timeline and (len(fields.sentences) > 1
                                                  or any(item.use_seconds for item in fields.sentences)),
             "parts": any(item.parts.texts() for item in fields.sentences) if fields.use_timeline
             else fields.parts.show and bool(fields.parts.texts()),
             "path": fields.path is not None, "poses": fields.use_poses, "loop": fields.loop}
    return [name for name, each in found.items() if each]


def control_note(context: bpy.types.Context, used: list[str]) -> str:
    """How the controls in use are met, where the chosen engine cannot by itself; "" where it can."""
    chosen = context.scene.troupe.engine()
    if not runtime.engines("motion") or chosen is None:
        return ""
    try:
        engine, around = brief.suited(used, chosen)
    except ValueError as error:
        return str(error)
    missing = ", ".join(brief.TITLES[name] for name in used if name not in chosen.get("controls", ()))
    return f"{chosen['title']} takes no {missing} itself: {engine['title']} does that by editing its motions." \
        if around else ""


def delivery(context: bpy.types.Context) -> Delivery:
    """Where the sidebar wants results."""
    settings, scene = context.scene.troupe, context.scene
    armature = target(context)
    active = context.view_layer.active_layer_collection.collection
    return Delivery(
        scene=scene.name, collection="" if active == scene.collection else active.name,
        target=armature.name if armature else "",
        location=tuple(scene.cursor.location) if settings.at_cursor else (0.0, 0.0, 0.0),
        start=float(scene.frame_current if settings.start_at_current else scene.frame_start),
        cyclic=settings.cyclic, fit_scene=settings.fit_scene and not settings.start_at_current,
        bake=settings.bake, blend=float(settings.blend),
        simplify=Tolerance(angle=settings.simplify_angle, distance=settings.simplify_distance,
                           linear=settings.simplify_handles == "LINEAR") if settings.simplify else None,
        set_exposure=settings.set_exposure)


def place(context: bpy.types.Context, wanted: Order, where: Delivery | None = None,
          extra: Mapping[str, Any] | None = None) -> Job:
    """Send an order to the session, starting the backend if the user lets us. ``where`` it goes is what
    the sidebar says unless given; ``extra`` are input assets beside the armature's own.

    Raises ``ValueError`` or :class:`backend.BackendError`, whose words are for the user.
    """
    session = runtime.session()
    where = where or delivery(context)
    job = Job(order=wanted, delivery=where, inputs={**inputs(wanted.modality, where), **(extra or {})})
    if session.status == "offline":
        session.start_backend(backend.find(preferences.get().command))
    session.submit(job)
    runtime.wake()
    return job


def inputs(modality: str, where: Delivery) -> dict[str, Any]:
    """The input assets of a request: the rest pose of the armature that shall move."""
    if modality != "motion":
        return {}
    armature = bpy.data.objects.get(where.target)
    if armature is None:
        raise ValueError("Select the armature that shall move.")
    return {"target": skeleton.of_target(armature)}


def _spec(settings: Any) -> dict[str, Any] | None:
    if not settings.use_spec:
        return None
    if settings.spec is None:
        raise ValueError("Choose the text that holds the spec, or turn Use Edited Spec off.")
    try:
        spec = json.loads(settings.spec.as_string())
    except ValueError as error:
        raise ValueError(f"The spec in {settings.spec.name} is not valid JSON: {error}.") from None
    if not isinstance(spec, dict):
        raise ValueError(f"The spec in {settings.spec.name} is not a JSON object.")
    return spec
