# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a recipe. Keys that have no field here travel along in ``original`` and ``base``."""

from __future__ import annotations

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

PARTS = (("whole", "Whole Body", "The legs are in it: exactly one row of segments moves the whole body"),
         ("upper", "Upper Body", "Laid over what the whole body does"), ("lower", "Lower Body", "Legs and hips"),
         ("arms", "Arms", "Both arms"), ("left_arm", "Left Arm", "The character's left arm"),
         ("right_arm", "Right Arm", "The character's right arm"), ("head", "Head", "Head and neck"))
SOURCES = (("auto", "Best for the Text", "The engine that knows the movement, else a clip that means the same"),
           ("kept", "As It Was Made", "The reading, clip or engine that made it before"),
           ("hold", "Hold", "Stay in the pose reached, breathing"),
           ("action", "Action", "An action of this armature, as it is"))
FRAMES = (("character", "Character", "Left and right are the character's own"),
          ("viewer", "Viewer", "Left and right are those of the picture"))


def _reread(segment: bpy.types.PropertyGroup, _context: bpy.types.Context) -> None:
    """New words want a new reading."""
    if segment.source == "kept":
        segment.source = "auto"


class TROUPE_PG_segment(bpy.types.PropertyGroup):
    """One movement of a recipe."""

    text: StringProperty(name="Text", description="What is done, in your own words", update=_reread)
    part: EnumProperty(name="Part", description="Which part of the body does it", items=PARTS, default="whole")
    accompanies: IntProperty(
        name="With", description="The segment of the whole body that this one goes with, counted from 1. "
        "0: it has a time of its own", min=0, max=200)
    use_start: BoolProperty(name="Set Start", description="Begin at a time of its own. Off: after the one before it")
    start: FloatProperty(name="Start", description="When it begins", min=0.0, max=3600.0, unit="TIME_ABSOLUTE",
                         subtype="TIME_ABSOLUTE")
    use_seconds: BoolProperty(name="Set Length", description="Give it a length. Off: as long as it takes")
    seconds: FloatProperty(name="Length", description="How long it lasts", min=0.1, max=600.0, default=2.0,
                           unit="TIME_ABSOLUTE", subtype="TIME_ABSOLUTE")
    use_transition: BoolProperty(name="Set Transition", description="Give it a transition of its own")
    transition: FloatProperty(name="Transition", description="How long the movement before passes into it", min=0.0,
                              max=5.0, default=0.3, unit="TIME_ABSOLUTE", subtype="TIME_ABSOLUTE")
    seed_locked: BoolProperty(name="Lock Seed", description="Keep this segment's variation when others change")
    seed: IntProperty(name="Seed", description="This segment's variation", min=0)
    speed: FloatProperty(name="Speed", description="How fast it is done", min=0.1, max=5.0, default=1.0)
    amplitude: FloatProperty(name="Amplitude", description="How large it is done", min=0.1, max=5.0, default=1.0)
    source: EnumProperty(name="Source", description="What makes it", items=SOURCES, default="auto")
    action: PointerProperty(name="Action", description="The action that is used as a clip", type=bpy.types.Action)
    #: The segment as JSON, as it was read.
    original: StringProperty(name="Original", description="The segment as it was read", options={"HIDDEN"})


class TROUPE_PG_recipe(bpy.types.PropertyGroup):
    """A recipe being edited. On the scene, so that it is saved with the file."""

    segments: CollectionProperty(type=TROUPE_PG_segment)
    active: IntProperty(name="Segment", description="The segment whose details are shown", min=0)
    frame: EnumProperty(name="Left and Right", description="Whose left and right directions of travel are meant",
                        items=FRAMES, default="character")
    transition: FloatProperty(name="Transition", description="How long one movement passes into the next", min=0.0,
                              max=5.0, default=0.3, unit="TIME_ABSOLUTE", subtype="TIME_ABSOLUTE")
    loop: BoolProperty(name="Loop", description="Let the end lead back into the beginning")
    in_place: BoolProperty(name="In Place", description="Take the travel out, as on a treadmill")
    path: PointerProperty(
        name="Path", description="A curve that the character follows, on the floor", type=bpy.types.Object,
        poll=lambda _self, ob: ob.type == "CURVE")
    keep_path: BoolProperty(name="Keep Path", description="Follow the path that the recipe came with", default=True)
    use_path_speed: BoolProperty(name="Set Path Speed", description="Keep a pace. Off: the steps as they are")
    path_speed: FloatProperty(name="Speed", description="How fast the path is followed", min=0.05, max=12.0,
                              default=1.4, unit="VELOCITY")
    use_fps: BoolProperty(name="Set Frame Rate", description="Give the recipe a frame rate. Off: the scene's")
    fps: FloatProperty(name="Frame Rate", description="Frames a second", min=5.0, max=240.0, default=30.0)
    seed: IntProperty(name="Seed", description="The variation of all segments whose seed is not locked", min=0)
    #: The recipe without its segments as JSON, as it was read.
    base: StringProperty(name="Original", description="The recipe as it was read", options={"HIDDEN"})
    #: Name of the action it was read from, "" for a new one.
    origin: StringProperty(name="Action", description="The action whose recipe this is", options={"HIDDEN"})


def register() -> None:
    """Bind a recipe to scenes."""
    bpy.utils.register_class(TROUPE_PG_segment)
    bpy.utils.register_class(TROUPE_PG_recipe)
    bpy.types.Scene.troupe_recipe = PointerProperty(type=TROUPE_PG_recipe)


def unregister() -> None:
    """Undo :func:`register`."""
    del bpy.types.Scene.troupe_recipe
    bpy.utils.unregister_class(TROUPE_PG_recipe)
    bpy.utils.unregister_class(TROUPE_PG_segment)
