# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sidebar's fields are bound to: settings kept on the scene."""

from __future__ import annotations

import random
import zlib
from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty, PointerProperty, StringProperty

from . import library, runtime

MODALITIES = (
    ("avatar", "Avatar", "A rigged character: armature, skinned meshes, shape keys, materials", "ARMATURE_DATA", 0),
    ("motion", "Motion", "An action for an armature", "ACTION", 1),
    ("environment", "Environment", "A world of light, with its sun as a lamp", "WORLD", 2),
    ("object", "Object", "An object with materials", "MESH_CUBE", 3),
)
ICONS = {identifier: icon for identifier, _, _, icon, _ in MODALITIES}
#: Enum value of "the best engine that can run".
BEST = "BEST"
#: Seeds are drawn from what an IntProperty holds.
SEEDS = (1 << 31) - 1

#: Blender keeps no reference to the strings of a dynamic enum; this does.
_items: dict[str, list[tuple]] = {}


def _engine_items(modality: str) -> Any:
    def items(_settings: Any, _context: Any) -> list[tuple]:
        found = [(BEST, "Best available", "The best engine that can run here", "SOLO_ON", 0)]
        for engine in runtime.engines(modality):
            icon = "CHECKMARK" if engine["available"] else "ERROR"
            text = engine["description"] if engine["available"] else f"{engine['reason']} {engine['remedy']}"
            # A number of its own for each name: Blender stores that, and the list may change.
            found.append((engine["name"], engine["title"], text, icon, zlib.crc32(engine["name"].encode()) >> 2 | 1))
        _items[modality] = found
        return found

    return items


def _is_armature(_settings: Any, ob: bpy.types.Object) -> bool:
    return ob.type == "ARMATURE"


def random_seed() -> int:
    """A fresh seed. Not Python's shared generator: scripts seed that."""
    return random.SystemRandom().randrange(SEEDS)


class TROUPE_PG_settings(bpy.types.PropertyGroup):
    """The sidebar's fields."""

    modality: EnumProperty(name="Make", description="What to make", items=MODALITIES, default="avatar")
    prompt_avatar: StringProperty(
        name="Prompt", description="Describe the character", default="a tall woman in a navy jumpsuit",
        options={"TEXTEDIT_UPDATE"})
    prompt_motion: StringProperty(
        name="Prompt", description="Describe the motion", default="she walks proudly", options={"TEXTEDIT_UPDATE"})
    prompt_environment: StringProperty(
        name="Prompt", description="Describe the place, the weather and the time of day",
        default="a clear late afternoon with scattered clouds", options={"TEXTEDIT_UPDATE"})
    prompt_object: StringProperty(
        name="Prompt", description="Describe the object", default="a blue ceramic vase", options={"TEXTEDIT_UPDATE"})
    engine_avatar: EnumProperty(name="Engine", description="What makes the avatar", items=_engine_items("avatar"))
    engine_motion: EnumProperty(name="Engine", description="What makes the motion", items=_engine_items("motion"))
    engine_environment: EnumProperty(
        name="Engine", description="What makes the environment", items=_engine_items("environment"))
    engine_object: EnumProperty(name="Engine", description="What makes the object", items=_engine_items("object"))
    seed: IntProperty(name="Seed", description="The same seed gives the same result", min=0, max=SEEDS)
    seed_locked: BoolProperty(
        name="Lock Seed", description="Keep the seed. Unlocked, every Generate draws a new one", default=False)
    target: PointerProperty(
        name="Armature", description="The armature that gets the motion. Empty: the active or selected one",
        type=bpy.types.Object, poll=_is_armature)
    use_spec: BoolProperty(
        name="Use Edited Spec", description="Generate from the text below instead of from reading the prompt",
        default=False)
    spec: PointerProperty(
        name="Spec", description="A text with the spec as JSON, as Load Spec makes it", type=bpy.types.Text)
    at_cursor: BoolProperty(name="At 3D Cursor", description="Place it at the 3D cursor, else at the origin",
                            default=True)
    start_at_current: BoolProperty(
        name="Start at Current Frame", description="Put the first key on the current frame, else on the scene's first",
        default=False)
    cyclic: BoolProperty(name="Repeat Loops", description="Let a looping motion repeat for ever", default=False)
    fit_scene: BoolProperty(name="Fit Scene Range", description="Set the scene's frame range to the motion",
                            default=True)
    bake: EnumProperty(
        name="Bake To", description="What a motion becomes", default="ACTION",
        items=(("ACTION", "Action", "The active action. An earlier one is kept"),
               ("NLA", "NLA Strip", "A strip on a new track above all others, so that several results can be "
                                    "stacked. An active action is pushed down to a track of its own")))
    blend: IntProperty(
        name="Blend", description="Frames over which the strip fades in and out where another one lies below it",
        min=0, max=1000, default=0)
    simplify: BoolProperty(
        name="Simplify Curves", description="Leave out the keys that are not needed, for curves that can be edited. "
        "Off: a key on every frame", default=False)
    simplify_angle: FloatProperty(
        name="Angle", description="How far each bone may be turned away from the motion, at any frame. "
        "Bones that stand on the floor keep to a fifth of it",
        subtype="ANGLE", min=0.0001, max=0.5, default=0.00872665, precision=2)
    simplify_distance: FloatProperty(
        name="Distance", description="How far the root may be away from its path, at any frame", subtype="DISTANCE",
        unit="LENGTH", min=0.0001, max=1.0, default=0.002, precision=4)
    simplify_handles: EnumProperty(
        name="Handles", description="What lies between the keys that are left", default="BEZIER",
        items=(("BEZIER", "Bezier", "Smooth curves with aligned handles: the fewest keys"),
               ("LINEAR", "Linear", "Straight lines")))
    set_exposure: BoolProperty(name="Set Exposure", description="Give the view the exposure that suits the light",
                               default=True)

    @property
    def prompt(self) -> str:
        """The prompt of the chosen modality."""
        return getattr(self, f"prompt_{self.modality}")

    def best(self) -> bool:
        """Whether the engine is left to Troupe."""
        return getattr(self, f"engine_{self.modality}") in ("", BEST)

    def engine(self) -> dict[str, Any] | None:
        """The declaration of the engine that would run: the chosen one, or the best available."""
        chosen = getattr(self, f"engine_{self.modality}")
        return runtime.engine(self.modality, None if chosen in ("", BEST) else chosen)


_EITHER = (("ANY", "Any", "Do not ask for it"), ("YES", "Yes", "Only such clips"), ("NO", "No", "Only other clips"))
#: Slider end that stands for "as long as you like".
LONGEST = 600.0


def _search_anew(_settings: Any, _context: Any) -> None:
    library.changed()


def _known_sources(_settings: Any, _context: Any, typed: str) -> list[str]:
    return [each for each in library.state.sources or [] if typed.lower() in each.lower()]


class TROUPE_PG_library(bpy.types.PropertyGroup):
    """What is looked for in the motion library. Of the window, not of the file."""

    text: StringProperty(
        name="Search", description="What the motion shall be, in your own words. Empty: every clip",
        options={"TEXTEDIT_UPDATE"}, update=_search_anew)
    show_filters: BoolProperty(name="Filters", description="Show what else a clip must be", default=False)
    looping: EnumProperty(name="Looping", description="Whether the clip leads back into its first frame", items=_EITHER,
                       update=_search_anew)
    in_place: EnumProperty(name="In Place", description="Whether the clip stays where it is", items=_EITHER,
                           update=_search_anew)
    shortest: FloatProperty(name="Shortest", description="The least a clip may last, in seconds", min=0.0, max=LONGEST,
                           default=0.0, subtype="TIME_ABSOLUTE", unit="TIME_ABSOLUTE", update=_search_anew)
    longest: FloatProperty(name="Longest", description="The most a clip may last, in seconds; at its end there is no "
                           "limit", min=0.0, max=LONGEST, default=LONGEST, subtype="TIME_ABSOLUTE",
                           unit="TIME_ABSOLUTE", update=_search_anew)
    source: StringProperty(name="Source", description="Only clips from this source. Empty: from any",
                           search=_known_sources, update=_search_anew)

    def filters(self) -> dict[str, Any]:
        """The filters that are set, as the service takes them."""
        found: dict[str, Any] = {}
        for name in ("looping", "in_place"):
            if getattr(self, name) != "ANY":
                found[name] = getattr(self, name) == "YES"
        if self.shortest > 0:
            found["shortest"] = self.shortest
        if self.longest < LONGEST:
            found["longest"] = self.longest
        if self.source.strip():
            found["sources"] = [self.source.strip()]
        return found

    def clear(self) -> None:
        """No words and no filters."""
        for name in ("text", "looping", "in_place", "shortest", "longest", "source"):
            self.property_unset(name)
        library.changed(0.0)


def register() -> None:
    """Bind the settings to scenes, and the search to the window manager."""
    bpy.utils.register_class(TROUPE_PG_settings)
    bpy.utils.register_class(TROUPE_PG_library)
    bpy.types.Scene.troupe = PointerProperty(type=TROUPE_PG_settings)
    bpy.types.WindowManager.troupe_library = PointerProperty(type=TROUPE_PG_library)


def unregister() -> None:
    """Undo :func:`register`."""
    del bpy.types.WindowManager.troupe_library
    del bpy.types.Scene.troupe
    bpy.utils.unregister_class(TROUPE_PG_library)
    bpy.utils.unregister_class(TROUPE_PG_settings)
    _items.clear()
