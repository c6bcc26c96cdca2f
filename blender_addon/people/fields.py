# SPDX-License-Identifier: GPL-3.0-or-later
"""From an avatar's spec to its fields and back, and which parts of it a change concerns."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import bpy

from ..builders import provenance

NUMBERS = ("age_years", "height_m", "bmi", "muscle", "gender", "proportions", "beard", "brows")
COLORS = ("skin_color", "eye_color", "hair_color")
WORDS = ("hair_style", "hair_texture", "beard_style")
GARMENT_WORDS = ("pattern", "fabric", "sleeve", "length", "neckline", "closure")
#: Fields whose change leaves the body's shape, and what has to be made anew: values of the engine's "only".
_LOOKS = {**{name: ("body",) for name in (
            "skin_color", "eye_color", "brows", "freckles", "lipstick", "eyeshadow", "eyeliner", "blush", "tattoos")},
          **{name: ("body", "hair") for name in ("hair_style", "hair_texture", "hair_color", "beard", "beard_style")},
          "outfit": ("clothes",), "accessories": ("clothes", "hair")}
#: Of parts whose seeds change alone.
_SEEDS = {"skin": ("body",), "eyes": ("body",), "hair": ("body", "hair"), "accessories": ("clothes", "hair"),
          "top": ("clothes",), "bottom": ("clothes",), "shoes": ("clothes",)}
#: Sets that the engine makes.
_ONLY = {frozenset(each.split("_")): each for each in ("clothes", "hair", "clothes_hair", "body", "body_hair")}
#: Values nearer than this are those that were loaded.
_SAME = 1e-4


def record_of(ob: bpy.types.Object | None) -> dict[str, Any] | None:
    """The record of an avatar's armature object, with a spec that can be edited; else None. To look at, not to change:
    see :func:`provenance.peek`."""
    found = provenance.peek(ob)
    if found is None or found.get("modality") != "avatar" or ob.type != "ARMATURE":
        return None
    spec = (found.get("provenance") or {}).get("spec")
    return found if isinstance(spec, dict) and "outfit" in spec else None


def person_of(context: bpy.types.Context) -> bpy.types.Object | None:
    """The avatar at hand: the active object, or what it hangs on."""
    active = context.view_layer.objects.active
    ob = active
    for _ in range(3):  # curves hang on the skin, which hangs on the rig
        if ob is None or record_of(ob) is not None:
            return ob
        ob = ob.parent
    return None


def spec_of(ob: bpy.types.Object) -> dict[str, Any]:
    """A copy of an avatar's spec."""
    return copy.deepcopy(_spec(ob))


def _spec(ob: bpy.types.Object) -> dict[str, Any]:
    """An avatar's spec to look at, not to change."""
    found = record_of(ob)
    return found["provenance"]["spec"] if found else {}


def changed(ob: bpy.types.Object) -> bool:
    """Whether the fields say something else than the avatar is."""
    used = record_of(ob)["provenance"].get("parameters") or {}
    return only(_spec(ob), edited(ob)) is not None or ob.troupe_person.rig != used.get("rig", ob.troupe_person.rig)


def mixed(first: bpy.types.Object, second: bpy.types.Object, shares: Mapping[str, float]) -> dict[str, Any]:
    """The spec of ``first`` with parts of ``second``: how much of each part is the second one's, 0 to 1."""
    return {**spec_of(first), "mix": {
        "spec": spec_of(second), "seed": int(record_of(second)["provenance"].get("seed", 0)),
        "parts": {part: round(float(share), 4) for part, share in shares.items() if share > 0}}}


def load(ob: bpy.types.Object) -> None:
    """Fill the fields with the avatar's spec."""
    spec, fields = _spec(ob), ob.troupe_person
    origin = record_of(ob)["provenance"]
    for name in NUMBERS:
        if spec.get(name) is not None:
            setattr(fields, name, spec[name])
    for name in COLORS:
        if spec.get(name) is not None:
            setattr(fields, name, spec[name])
    for name in WORDS:
        setattr(fields, name, spec.get(name) or "")
    rig = (origin.get("parameters") or {}).get("rig")
    if rig in {each.identifier for each in fields.bl_rna.properties["rig"].enum_items}:
        fields.rig = rig
    fields.outfit.clear()
    for garment in spec.get("outfit", []):
        item = fields.outfit.add()
        item.name = item.kind = garment["kind"]
        item.color = garment.get("color") or (0.5, 0.5, 0.5)
        item.use_pattern_color = garment.get("pattern_color") is not None
        item.pattern_color = garment.get("pattern_color") or (1.0, 1.0, 1.0)
        for name in GARMENT_WORDS:
            setattr(item, name, garment.get(name) or "")
    fields.accessories.clear()
    for accessory in spec.get("accessories", []):
        item = fields.accessories.add()
        item.name = item.kind = accessory["kind"]
        item.use_color = accessory.get("color") is not None
        item.color = accessory.get("color") or (0.5, 0.5, 0.5)
    fields.loaded = True


def edited(ob: bpy.types.Object) -> dict[str, Any]:
    """The avatar's spec with what the fields say; what was not changed in them stays as it was, to the last digit."""
    spec, fields = dict(_spec(ob)), ob.troupe_person
    for name in NUMBERS:
        if spec.get(name) is None or abs(spec[name] - getattr(fields, name)) > _SAME:
            spec[name] = round(float(getattr(fields, name)), 4)
    for name in COLORS:
        spec[name] = _color(getattr(fields, name), spec.get(name))
    for name in WORDS:
        value = getattr(fields, name).strip()
        spec[name] = value or (None if name == "hair_texture" else spec.get(name) if name == "hair_style" else "")
    before = {each["kind"]: each for each in spec.get("outfit", [])}
    spec["outfit"] = [_garment(item, before.get(item.kind.strip(), {})) for item in fields.outfit if item.kind.strip()]
    worn = {each["kind"]: each for each in spec.get("accessories", [])}
    spec["accessories"] = [
        {**worn.get(item.kind.strip(), {}), "kind": item.kind.strip(),
         "color": _color(item.color, worn.get(item.kind.strip(), {}).get("color")) if item.use_color else None}
        for item in fields.accessories if item.kind.strip()]
    return spec


def _garment(item: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    made = {**before, "kind": item.kind.strip(), "color": _color(item.color, before.get("color")),
            "pattern_color": _color(item.pattern_color, before.get("pattern_color")) if item.use_pattern_color
            else None}
    made.update({name: getattr(item, name).strip() for name in GARMENT_WORDS})
    return made


def _color(value: Any, before: Any) -> list[float]:
    """A colour of a field; the loaded one where it was not changed (fields hold no more than 1 and few digits)."""
    found = [float(each) for each in value]
    if before is not None and all(abs(min(a, 1.0) - b) < _SAME for a, b in zip(before, found)):
        return list(before)
    return [round(each, 5) for each in found]


def only(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """What has to be made anew, as the engine's parameter "only" takes it; "all", or None where nothing changed."""
    wanted: set[str] = set()
    for name in {*before, *after}:
        if before.get(name) == after.get(name):
            continue
        if name == "seeds":
            old, new = before.get(name) or {}, after.get(name) or {}
            for part in {*old, *new}:
                if old.get(part) != new.get(part):
                    wanted.update(_SEEDS.get(part, ("all",)))
        else:
            wanted.update(_LOOKS.get(name, ("all",)))
    if not wanted:
        return None
    return _ONLY.get(frozenset(wanted), "all")
