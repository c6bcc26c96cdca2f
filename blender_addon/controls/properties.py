# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of what a motion shall keep to, on the scene, so that they are saved with the file."""

from __future__ import annotations

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

#: Parts of the body that may have words of their own, and what they are called.
PARTS = (("upper", "Upper Body"), ("lower", "Lower Body"), ("arms", "Arms"), ("left_arm", "Left Arm"),
         ("right_arm", "Right Arm"), ("head", "Head"))


class TROUPE_PG_parts(bpy.types.PropertyGroup):
    """Words for parts of the body; empty ones do what the sentence says."""

    show: BoolProperty(name="Parts of the Body", description="Give parts of the body words of their own")
    upper: StringProperty(name="Upper Body", description="What the upper body does", options={"TEXTEDIT_UPDATE"})
    lower: StringProperty(name="Lower Body", description="What legs and hips do", options={"TEXTEDIT_UPDATE"})
    arms: StringProperty(name="Arms", description="What both arms do", options={"TEXTEDIT_UPDATE"})
    left_arm: StringProperty(name="Left Arm", description="What the character's left arm does",
                             options={"TEXTEDIT_UPDATE"})
    right_arm: StringProperty(name="Right Arm", description="What the character's right arm does",
                              options={"TEXTEDIT_UPDATE"})
    head: StringProperty(name="Head", description="What the head does", options={"TEXTEDIT_UPDATE"})

    def texts(self) -> dict[str, str]:
        """The parts that have words."""
        return {part: getattr(self, part).strip() for part, _ in PARTS if getattr(self, part).strip()}


class TROUPE_PG_sentence(bpy.types.PropertyGroup):
    """One sentence of the timeline."""

    text: StringProperty(name="Sentence", description="What is done", options={"TEXTEDIT_UPDATE"})
    use_seconds: BoolProperty(name="Set Length", description="Give it a length. Off: as long as it takes",
                              default=True)
    seconds: FloatProperty(name="Length", description="How long it lasts", min=0.1, max=120.0, soft_max=20.0,
                           default=3.0, unit="TIME_ABSOLUTE", subtype="TIME_ABSOLUTE")
    parts: PointerProperty(type=TROUPE_PG_parts)


class TROUPE_PG_controls(bpy.types.PropertyGroup):
    """What the next motion keeps to."""

    use_timeline: BoolProperty(
        name="Timeline", description="Several sentences one after the other, instead of the prompt", default=False)
    sentences: CollectionProperty(type=TROUPE_PG_sentence)
    active: IntProperty(name="Sentence", description="The sentence whose parts are shown", min=0)
    parts: PointerProperty(type=TROUPE_PG_parts)
    path: PointerProperty(
        name="Path", description="A curve that the character follows, on the floor", type=bpy.types.Object,
        poll=lambda _self, ob: ob.type == "CURVE")
    use_poses: BoolProperty(
        name="Keep Keyed Poses", description="The motion goes through the poses that the armature's action has keyed, "
        "at their frames", default=False)
    loop: BoolProperty(name="Loop", description="Let the end lead back into the beginning", default=False)
    takes: IntProperty(name="Takes", description="How many variations to make and choose from", min=2, max=16,
                       default=4)
    extend_seconds: FloatProperty(
        name="Extend By", description="How long the motion goes on", min=0.2, max=60.0, default=3.0,
        unit="TIME_ABSOLUTE", subtype="TIME_ABSOLUTE")
    show_figure: BoolProperty(
        name="Show While Making", description="Draw a stick figure of the motion in the 3D views while it is made",
        default=True)


def register() -> None:
    """Bind the controls to scenes."""
    for each in (TROUPE_PG_parts, TROUPE_PG_sentence, TROUPE_PG_controls):
        bpy.utils.register_class(each)
    bpy.types.Scene.troupe_controls = PointerProperty(type=TROUPE_PG_controls)


def unregister() -> None:
    """Undo :func:`register`."""
    del bpy.types.Scene.troupe_controls
    for each in (TROUPE_PG_controls, TROUPE_PG_sentence, TROUPE_PG_parts):
        bpy.utils.unregister_class(each)
