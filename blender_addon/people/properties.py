# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's spec as fields of its armature object, with a lock for each part."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..schemas import AVATAR

#: Parts that can be locked, as in the backend's ``backend.avatar.parts``, and what they are called.
PARTS = (("head", "Face"), ("torso", "Torso"), ("arms", "Arms"), ("hands", "Hands"), ("legs", "Legs"),
         ("feet", "Feet"), ("skin", "Skin"), ("eyes", "Eyes"), ("hair", "Hair"), ("top", "Top"),
         ("bottom", "Bottom"), ("shoes", "Shoes"), ("accessories", "Accessories"))
RIGS = (("game_engine", "Game Engine", "Unreal-like names, 53 bones"), ("mixamo", "Mixamo", "Mixamo's names"),
        ("makehuman", "MakeHuman", "MakeHuman's 163 bones"), ("cmu_mb", "CMU", "CMU motion capture"))


def _color(name: str, description: str) -> Any:
    return FloatVectorProperty(name=name, description=description, subtype="COLOR", size=3, min=0.0, max=1.0,
                               default=(0.5, 0.5, 0.5))


class TROUPE_PG_garment(bpy.types.PropertyGroup):
    """One garment."""

    kind: StringProperty(name="Garment", description="What it is", search=AVATAR.search("garments"))
    color: _color("Colour", "Of the cloth")
    pattern: StringProperty(name="Pattern", description="Woven or printed. Empty: plain",
                            search=AVATAR.search("garment_choices", "pattern"))
    use_pattern_color: BoolProperty(name="Own", description="Give stripes, checks and prints a colour of their own")
    pattern_color: _color("Pattern Colour", "Of stripes, checks and prints")
    fabric: StringProperty(name="Fabric", description="Empty: as such garments are made",
                           search=AVATAR.search("garment_choices", "fabric"))
    sleeve: StringProperty(name="Sleeves", description="Empty: as such garments have them",
                           search=AVATAR.search("garment_choices", "sleeve"))
    length: StringProperty(name="Length", description="Empty: as such garments are",
                           search=AVATAR.search("garment_choices", "length"))
    neckline: StringProperty(name="Neckline", description="Empty: as such garments have it",
                             search=AVATAR.search("garment_choices", "neckline"))
    closure: StringProperty(name="Front", description="Of jackets, coats and waistcoats. Empty: as they have it",
                            search=AVATAR.search("garment_choices", "closure"))


class TROUPE_PG_accessory(bpy.types.PropertyGroup):
    """One thing worn besides garments."""

    kind: StringProperty(name="Accessory", description="What it is", search=AVATAR.search("accessories"))
    use_color: BoolProperty(name="Own Colour", description="Give it this colour instead of its usual one")
    color: _color("Colour", "Of the accessory")


class TROUPE_PG_locks(bpy.types.PropertyGroup):
    """Parts that Randomise leaves as they are."""

    __annotations__ = {part: BoolProperty(name=title, description=f"Leave the {title.lower()} as it is")
                       for part, title in PARTS}


class TROUPE_PG_person(bpy.types.PropertyGroup):
    """The fields of one avatar."""

    loaded: BoolProperty(name="Loaded", description="Whether the fields hold the avatar's spec", options={"HIDDEN"})
    age_years: FloatProperty(name="Age", description="Years", min=0.0, max=110.0, default=30.0, precision=0)
    height_m: FloatProperty(name="Height", description="Without shoes", min=0.4, max=2.6, default=1.75,
                            unit="LENGTH", precision=2)
    bmi: FloatProperty(name="BMI", description="Body mass index, kg/m²", min=10.0, max=70.0, default=22.5, precision=1)
    muscle: FloatProperty(name="Muscle", description="0 weak to 1 very muscular", min=0.0, max=1.0, default=0.5,
                          subtype="FACTOR")
    gender: FloatProperty(name="Gender", description="0 male to 1 female", min=0.0, max=1.0, subtype="FACTOR")
    proportions: FloatProperty(name="Proportions", description="0 idealised to 1 uncommon", min=0.0, max=1.0,
                               default=0.4, subtype="FACTOR")
    skin_color: _color("Skin", "Colour of the skin")
    eye_color: _color("Eyes", "Colour of the irises")
    hair_color: _color("Hair", "Colour of hair, beard and brows")
    hair_style: StringProperty(name="Hair Style", description="How the hair is cut or tied",
                               search=AVATAR.search("choices", "hair_style"))
    hair_texture: StringProperty(name="Hair Texture", description="Empty: as the style has it",
                                 search=AVATAR.search("choices", "hair_texture"))
    beard: FloatProperty(name="Beard", description="0 shaven, 0.25 stubble, 1 a full beard", min=0.0, max=1.0,
                         subtype="FACTOR")
    beard_style: StringProperty(name="Beard Style", description="Empty: all of the beard's area",
                                search=AVATAR.search("choices", "beard_style"))
    brows: FloatProperty(name="Brows", description="0 none, 0.5 usual, 1 very thick", min=0.0, max=1.0, default=0.5,
                         subtype="FACTOR")
    rig: EnumProperty(name="Rig", description="Names and joints of the skeleton", items=RIGS)
    outfit: CollectionProperty(type=TROUPE_PG_garment)
    active_garment: IntProperty(name="Garment", description="The garment whose fields are shown", min=0)
    accessories: CollectionProperty(type=TROUPE_PG_accessory)
    active_accessory: IntProperty(name="Accessory", description="The accessory whose fields are shown", min=0)
    locks: PointerProperty(type=TROUPE_PG_locks)


CLASSES = (TROUPE_PG_garment, TROUPE_PG_accessory, TROUPE_PG_locks, TROUPE_PG_person)


def register() -> None:
    """Add the fields to objects."""
    for each in CLASSES:
        bpy.utils.register_class(each)
    bpy.types.Object.troupe_person = PointerProperty(type=TROUPE_PG_person)


def unregister() -> None:
    """Undo :func:`register`."""
    del bpy.types.Object.troupe_person
    for each in reversed(CLASSES):
        bpy.utils.unregister_class(each)
