# SPDX-License-Identifier: GPL-3.0-or-later
"""Change what the scene's environment is and make it again."""

import copy
import math

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    StringProperty,
)

from ..schemas import ENVIRONMENT
from . import source

#: Fields and the entries of the spec that they show.
_NUMBERS = {"turbidity": "turbidity", "fog": "fog", "wind": "wind", "cover": "clouds.cover", "cirrus": "clouds.cirrus",
            "wet": "ground.wet", "hills": "place.hills", "forest": "place.forest", "rocks": "place.rocks"}
_WORDS = {"season": "season", "clouds": "clouds.kind", "ground": "ground.kind", "setting": "place.setting",
          "trees": "place.trees", "road": "place.road", "buildings": "place.buildings", "crop": "place.crop",
          "landmark": "place.landmark", "room": "interior.kind"}
#: What the sidebar can set instead of the words: the fields say it now.
_SETTINGS = {"place_sun": False, "turbidity": 0.0, "cloud_cover": -1.0}
#: Where a moon stands that was not there.
_MOON = {"elevation_deg": 38.0, "azimuth_deg": -48.0, "phase": 1.0}
#: Items for each set of things met. Blender keeps no copy of their strings, so none is ever let go.
_items: dict[tuple[str, ...], list[tuple[str, str, str, int]]] = {}


def spec_of(context):
    """The spec of the scene's environment, to look at, not to change; None where it is none of the kind."""
    found = source.record(context, "WORLD")
    spec = ((found[1].get("provenance") or {}).get("spec") or {}) if found else {}
    return spec if "clouds" in spec and "place" in spec else None


def _things(_self, context):
    place = (spec_of(context) or {}).get("place", {}) if context is not None else {}
    names = tuple(dict.fromkeys([*ENVIRONMENT.words("things"), *(k for k, v in place.items() if isinstance(v, bool))]))
    if names not in _items:
        _items[names] = [(name, name.title(), f"{name.title()} or none; Shift-click keeps the others", 1 << number)
                         for number, name in enumerate(names)]
    return _items[names]


def _owner(spec, entry):
    """The group of a spec that an entry such as "clouds.cover" is kept in, and its key."""
    group, _, key = entry.rpartition(".")
    return (spec.get(group) if group else spec), key


class TROUPE_OT_environment_edit(source.FromResult, bpy.types.Operator):
    """Change time, weather, ground or what stands there, and make the environment again with the same seed"""

    bl_idname = "troupe.environment_edit"
    bl_label = "Edit Environment"
    bl_options = {"REGISTER"}

    season: StringProperty(name="Season", description="Of leaves and of crops",
                           search=ENVIRONMENT.search("choices", "season"))
    night: BoolProperty(name="Moonlight", description="Night: the moon is the light, and stars are out")
    elevation: FloatProperty(name="Elevation", description="Of sun or moon above the horizon", subtype="ANGLE",
                             min=-math.pi / 2, max=math.pi / 2)
    azimuth: FloatProperty(name="Direction", description="Of sun or moon, counter-clockwise from +X; -90 degrees is "
                           "where characters look", subtype="ANGLE", min=-math.pi, max=math.pi)
    turbidity: FloatProperty(name="Haze", description="2 clean air, 6 hazy, 10 thick", min=1.5, max=20.0)
    fog: FloatProperty(name="Fog", description="0 none, 1 eighty metres of sight", min=0.0, max=1.0, subtype="FACTOR")
    wind: FloatProperty(name="Wind", description="0 water like a mirror, 1 a storm", min=0.0, max=1.0,
                        subtype="FACTOR")
    clouds: StringProperty(name="Clouds", description="Their kind", search=ENVIRONMENT.search("choices", "clouds.kind"))
    cover: FloatProperty(name="Cover", description="Share of the sky under clouds", min=0.0, max=1.0,
                         subtype="FACTOR")
    cirrus: FloatProperty(name="Cirrus", description="Veils of ice high above", min=0.0, max=1.0, subtype="FACTOR")
    ground: StringProperty(name="Ground", description="What it is of",
                           search=ENVIRONMENT.search("choices", "ground.kind"))
    use_ground_color: BoolProperty(name="Own Colour", description="Give the ground this colour instead of its own")
    ground_color: FloatVectorProperty(name="Colour", description="Of the ground", subtype="COLOR", size=3, min=0.0,
                                      max=1.0, default=(0.3, 0.3, 0.3))
    wet: FloatProperty(name="Wetness", description="0 dry, 1 after heavy rain, with puddles on paved ground", min=0.0,
                       max=1.0, subtype="FACTOR")
    setting: StringProperty(name="Place", description="What lies around",
                            search=ENVIRONMENT.search("choices", "place.setting"))
    trees: StringProperty(name="Trees", description="Their kind", search=ENVIRONMENT.search("choices", "place.trees"))
    forest: FloatProperty(name="Forest", description="How densely trees stand about the viewer", min=0.0, max=1.0,
                          subtype="FACTOR")
    hills: FloatProperty(name="Hills", description="How high they rise", unit="LENGTH", min=0.0, max=4000.0)
    rocks: FloatProperty(name="Rocks", description="How many lie about", min=0.0, max=1.0, subtype="FACTOR")
    road: StringProperty(name="Road", description="What one stands on",
                         search=ENVIRONMENT.search("choices", "place.road"))
    buildings: StringProperty(name="Buildings", description="What is built around",
                              search=ENVIRONMENT.search("choices", "place.buildings"))
    crop: StringProperty(name="Crop", description="What grows in rows",
                         search=ENVIRONMENT.search("choices", "place.crop"))
    landmark: StringProperty(name="Landmark", description="What the place is known by",
                             search=ENVIRONMENT.search("choices", "place.landmark"))
    things: EnumProperty(name="Things", description="What there is", items=_things, options={"ENUM_FLAG"})
    room: StringProperty(name="Room", description="Its kind; empty: outdoors",
                         search=ENVIRONMENT.search("choices", "interior.kind"))
    furniture: StringProperty(name="Furniture", description="What must be in the room, separated by commas")
    surface: StringProperty(name="Thing", description="Whose colour or material is set below; empty: of none",
                            search=ENVIRONMENT.search("surfaces"))
    use_surface_color: BoolProperty(name="Own Colour", description="Give it a colour instead of its own")
    surface_color: FloatVectorProperty(name="Colour", description="Of the thing named above", subtype="COLOR", size=3,
                                       min=0.0, max=1.0, default=(0.3, 0.3, 0.3))
    surface_material: StringProperty(name="Material", description="Of the thing named above; empty: its own",
                                     search=ENVIRONMENT.search("materials"))
    seed: IntProperty(name="Seed", description="Another number is another place of the kind", min=0)

    @classmethod
    def poll(cls, context):
        if spec_of(context) is None:
            cls.poll_message_set("The scene's world must be an environment of the engine panorama")
            return False
        return True

    def invoke(self, context, _event):
        ENVIRONMENT.look()
        spec = spec_of(context)
        for names in (_NUMBERS, _WORDS):
            for name, entry in names.items():
                owner, key = _owner(spec, entry)
                if owner is not None and key in owner:
                    setattr(self, name, owner[key])
        self.room = spec["interior"]["kind"] if spec["interior"] else ""
        self.furniture = ", ".join(spec["interior"].get("furniture", ())) if spec["interior"] else ""
        light = spec["moon"] or spec["sun"]
        self.night = spec["moon"] is not None
        self.elevation = math.radians(light["elevation_deg"])
        self.azimuth = math.remainder(math.radians(light["azimuth_deg"]), 2 * math.pi)
        self.things = {name for name, value in spec["place"].items() if value is True}
        self.use_ground_color = spec["ground"]["color"] is not None
        if self.use_ground_color:
            self.ground_color = spec["ground"]["color"]
        self.surface = ""
        self.seed = int(source.record(context, "WORLD")[1]["provenance"].get("seed", 0))
        return context.window_manager.invoke_props_dialog(self, width=360)

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "room")
        column = layout.column(align=True)
        for name in ("season", "night", "elevation", "azimuth", "clouds", "cover", "cirrus", "turbidity", "fog",
                     "wind"):
            column.prop(self, name)
        if self.room:
            layout.prop(self, "furniture")
        else:
            column = layout.column(align=True)
            for name in ("setting", "ground", "use_ground_color", *(["ground_color"] if self.use_ground_color else ()),
                         "wet", "hills", "rocks", "trees", "forest", "crop", "road", "buildings",
                         "landmark"):
                column.prop(self, name)
            grid = layout.grid_flow(columns=3, even_columns=True, align=True)
            grid.use_property_split = False
            for name, *_ in _things(self, context):
                grid.prop_enum(self, "things", name)
        column = layout.column(align=True)
        column.prop(self, "surface", text="Colour of")
        if self.surface:
            for name in ("use_surface_color", *(["surface_color"] if self.use_surface_color else ()),
                         "surface_material"):
                column.prop(self, name)
        layout.prop(self, "seed")

    def execute(self, context):
        self.of = "WORLD"
        before = source.order(context, self.job_id, self.of)
        seed = self.seed if self.properties.is_property_set("seed") else before.seed
        return self.send(context, spec=self.edited(context), seed=seed, parameters=before.parameters | _SETTINGS)

    def edited(self, context):
        """The environment's spec with the fields in it; values that were not set are left as they were."""
        spec = copy.deepcopy(spec_of(context))
        given = self.properties.is_property_set
        if given("room"):
            kind = self.room.strip()
            spec["interior"] = {**(spec["interior"] or {}), "kind": kind} if kind else None
        if given("furniture") and spec["interior"]:
            spec["interior"]["furniture"] = [each.strip() for each in self.furniture.split(",") if each.strip()]
        for name, entry in _WORDS.items():
            if given(name) and name != "room":
                owner, key = _owner(spec, entry)
                owner[key] = getattr(self, name).strip()
        for name, entry in _NUMBERS.items():
            owner, key = _owner(spec, entry)
            # kept to the last digit where the field shows the same
            if given(name) and not math.isclose(getattr(self, name), owner.get(key, 0.0), rel_tol=1e-6, abs_tol=1e-6):
                owner[key] = round(getattr(self, name), 5)
        if given("night") and self.night != (spec["moon"] is not None):
            spec["moon"], spec["stars"] = (dict(_MOON), 1.0) if self.night else (None, 0.0)
        light = spec["moon"] or spec["sun"]
        for name, entry in (("elevation", "elevation_deg"), ("azimuth", "azimuth_deg")):
            if given(name):
                light[entry] = round(math.degrees(getattr(self, name)), 4)
        if given("things"):
            spec["place"].update({name: name in self.things for name, *_ in _things(self, context)})
        if given("use_ground_color"):
            spec["ground"]["color"] = list(self.ground_color) if self.use_ground_color else None
        if self.surface.strip():
            before = spec["surfaces"].get(self.surface.strip(), {})
            spec["surfaces"][self.surface.strip()] = {
                **before, **({"color": list(self.surface_color), "second": None} if self.use_surface_color else {}),
                **({"material": self.surface_material.strip()} if given("surface_material") else {})}
        return spec
