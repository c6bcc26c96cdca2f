# SPDX-License-Identifier: GPL-3.0-or-later
"""Change what an object of Troupe is and make it again where it stands."""

import json

import bpy
from bpy.props import BoolProperty, EnumProperty, FloatProperty, FloatVectorProperty, IntProperty, StringProperty

from .. import ordering, runtime
from ..jobs import Order
from ..protocol.errors import TroupeError
from . import source

_FINISHES = (("NONE", "As the Material Is", "Leave the gloss to the material"), ("matte", "Matte", "No gloss"),
             ("satin", "Satin", "A soft gloss"),
             ("glossy", "Glossy", "Shining"), ("rough", "Rough", "Coarse"))
_PATTERNS = (("NONE", "None", "Plain"), ("striped", "Striped", "Stripes from the foot to the top"),
             ("banded", "Banded", "Bands around"), ("dotted", "Dotted", "Rows of dots"),
             ("checked", "Checked", "A checkerboard"))
_KINDS = ("rust", "dirt", "dust", "edges", "chips")


def found_prop(context):
    """The Troupe object at hand (its root) and its record, or None; arrangements of several are edited as a spec."""
    found = source.record(context)
    if found is None or found[1].get("modality") != "object":
        return None
    block, record = found
    if isinstance(block, bpy.types.Collection):
        block = bpy.data.objects.get(record.get("root", ""))
    return (block, record) if block is not None else None


def _categories(_self, _context, typed):
    engine = runtime.engine("object", "parametric")
    choices = next((each["choices"] for each in (engine or {}).get("parameters", ()) if each["name"] == "category"), ())
    return [name for name, _ in choices if name != "auto" and typed.lower() in name]


class TROUPE_OT_prop_edit(bpy.types.Operator):
    """Change the selected object's kind, material, colour, size, wear or seed, and make it again in its place"""

    bl_idname = "troupe.prop_edit"
    bl_label = "Edit Object"
    bl_options = {"REGISTER"}

    category: StringProperty(name="Kind", description="What it is", search=_categories)
    material: StringProperty(name="Material", description="Such as oak, brass, ceramic. Empty: what such things are "
                             "made of")
    use_color: BoolProperty(name="Own Colour", description="Give it this colour instead of its material's")
    color: FloatVectorProperty(name="Colour", description="Of the whole object, parts with one of their own apart",
                               subtype="COLOR", size=3, min=0.0, max=1.0, default=(0.5, 0.5, 0.5))
    finish: EnumProperty(name="Finish", description="Gloss of the surface", items=_FINISHES)
    pattern: EnumProperty(name="Pattern", description="What is painted on it", items=_PATTERNS)
    height: FloatProperty(name="Height", description="0: as such things are", unit="LENGTH", min=0.0, max=20.0)
    styles: StringProperty(name="Styles", description="Of its kind, separated by commas, such as amphora")
    rust: FloatProperty(name="Rust", description="How rusty its iron and steel are", min=0.0, max=1.0,
                        subtype="FACTOR")
    dirt: FloatProperty(name="Dirt", description="How much dirt lies in its hollows", min=0.0, max=1.0,
                        subtype="FACTOR")
    dust: FloatProperty(name="Dust", description="How dusty it is", min=0.0, max=1.0, subtype="FACTOR")
    edges: FloatProperty(name="Worn Edges", description="How far its edges are worn", min=0.0, max=1.0,
                         subtype="FACTOR")
    chips: FloatProperty(name="Chips", description="How chipped it is", min=0.0, max=1.0, subtype="FACTOR")
    seed: IntProperty(name="Seed", description="Another number is another individual", min=0)

    @classmethod
    def poll(cls, context):
        found = found_prop(context)
        spec = ((found[1].get("provenance") or {}).get("spec") or {}) if found else {}
        if "category" not in spec:
            cls.poll_message_set("Select a single object that Troupe has made" if "objects" not in spec else
                                 "Several objects are edited as a spec: Load, then Use Edited Spec")
            return False
        return True

    def invoke(self, context, _event):
        spec, seed = self._spec(context)
        self.category, self.material, self.seed = spec["category"], spec.get("material") or "", seed
        self.use_color = spec.get("color") is not None
        if self.use_color:
            self.color = spec["color"]
        self.finish, self.pattern = spec.get("finish") or "NONE", spec.get("pattern") or "NONE"
        self.height = spec.get("size", {}).get("height", 0.0)
        self.styles = ", ".join(spec.get("styles", []))
        for kind in _KINDS:
            setattr(self, kind, spec.get("wear", {}).get(kind, 0.0))
        return context.window_manager.invoke_props_dialog(self)

    def draw(self, _context):
        layout = self.layout
        layout.use_property_split = True
        for name in ("category", "material", "use_color"):
            layout.prop(self, name)
        if self.use_color:
            layout.prop(self, "color")
        for name in ("finish", "pattern", "height", "styles", "seed"):
            layout.prop(self, name)
        column = layout.column(align=True)
        for kind in _KINDS:
            column.prop(self, kind)

    def execute(self, context):
        block, record = found_prop(context)
        try:
            where = ordering.delivery(context)
            where.replace = block.name
            order = Order.from_record(record)
            order.spec, order.seed = self.edited(context), self.seed
            order.parameters["category"] = "auto"
            ordering.place(context, order, where)
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}

    def edited(self, context):
        """The selected object's spec with the fields in it; values that were not set are left as they were."""
        spec, _ = self._spec(context)
        given = self.properties.is_property_set
        changed = spec["category"] != self.category and given("category")
        if changed:
            spec |= {"category": self.category, "asked": self.category, "confidence": 1.0, "nearest": [],
                     "parts": {}, "without": [], "styles": []}
        if given("material"):
            spec["material"] = self.material.strip() or None
        if given("use_color"):
            spec["color"] = [float(each) for each in self.color] if self.use_color else None
        for name in ("finish", "pattern"):
            if given(name):
                spec[name] = "" if getattr(self, name) == "NONE" else getattr(self, name)
        if given("height"):
            spec["size"] = {key: value for key, value in spec.get("size", {}).items() if key != "height"}
            if self.height > 0:
                spec["size"]["height"] = self.height
        if given("styles") and not changed:
            spec["styles"] = [each.strip() for each in self.styles.split(",") if each.strip()]
        if any(given(kind) for kind in _KINDS):
            wear = {kind: getattr(self, kind) if given(kind) else spec.get("wear", {}).get(kind, 0.0)
                    for kind in _KINDS}
            spec["wear"] = {kind: round(value, 3) for kind, value in wear.items() if value > 0}
        return spec

    def _spec(self, context):
        origin = found_prop(context)[1]["provenance"]
        return json.loads(json.dumps(origin["spec"])), int(origin.get("seed", 0))
