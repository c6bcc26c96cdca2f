# SPDX-License-Identifier: GPL-3.0-or-later
"""Results in the scene: how they were understood, and what to make of them next."""

import bpy

from ..builders import ground
from ..builders.nearby import LAYERS
from ..builders.world import HIDDEN, MAPPING, STRENGTH, TEMPERATURE
from ..operators import source
from ..schemas import ENVIRONMENT
from . import text
from .base import SidebarPanel


def _draw_result(layout, context, of, icon):
    block, record = source.record(context, of)
    origin = record.get("provenance") or {}
    box = layout.box()
    box.label(text=block.name, icon=icon)
    if origin.get("prompt"):
        text.paragraph(box, context, f"“{origin['prompt']}”", most=4)
    details = [origin.get("engine", ""), f"seed {origin['seed']}" if "seed" in origin else ""]
    box.label(text=" · ".join(each for each in details if each), icon="BLANK1")
    for assumption in origin.get("assumptions", [])[:6]:
        text.paragraph(box, context, assumption, icon="INFO", most=2)
    if origin.get("unparsed"):
        text.paragraph(box, context, f"Not understood: {', '.join(origin['unparsed'])}", icon="QUESTION", most=3)
    row = box.row(align=True)
    for operator, label, symbol in (("regenerate", "Again", "FILE_REFRESH"), ("vary", "Vary", "MOD_NOISE"),
                                    ("load_spec", "Load", "IMPORT")):
        row.operator(f"troupe.{operator}", text=label, icon=symbol).of = of


class TROUPE_PT_selected(SidebarPanel, bpy.types.Panel):
    """The active object, where Troupe has made it or its motion."""

    bl_label = "Selected"
    bl_order = 2

    @classmethod
    def poll(cls, context):
        return any(source.record(context, of) for of in ("OBJECT", "ACTION"))

    def draw(self, context):
        for of, icon in (("OBJECT", "OUTLINER_OB_ARMATURE"), ("ACTION", "ACTION")):
            if found := source.record(context, of):
                symbol = "OBJECT_DATA" if found[1]["modality"] == "object" else icon
                _draw_result(self.layout, context, of, symbol)
        if (found := source.record(context)) and found[1].get("modality") == "object":
            column = self.layout.column(align=True)
            column.operator("troupe.prop_edit", icon="GREASEPENCIL")
            column.operator("troupe.prop_place", icon="SNAP_FACE")
            column.operator("troupe.prop_scatter", icon="OUTLINER_OB_POINTCLOUD")
            column.operator_menu_enum("troupe.prop_rigid", "kind", icon="RIGID_BODY")
        self.layout.operator("troupe.mark_asset", icon="ASSET_MANAGER")


class TROUPE_PT_environment(SidebarPanel, bpy.types.Panel):
    """The scene's light, where Troupe has made it."""

    bl_label = "Environment"
    bl_order = 3
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        return source.record(context, "WORLD") is not None

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        tree = context.scene.world.node_tree
        mapping = tree.nodes.get(MAPPING) if tree else None
        if mapping is not None:
            layout.prop(mapping.inputs["Rotation"], "default_value", index=2, text="Rotation")
        layout.use_property_decorate = True  # each can be animated
        for name, label in ((STRENGTH, "Strength (EV)"), (HIDDEN, "Hide from Camera")):
            if tree and (node := tree.nodes.get(name)) is not None:
                layout.prop(node.outputs[0], "default_value", text=label)
        if tree and (node := tree.nodes.get(TEMPERATURE)) is not None:
            layout.prop(node.inputs["Temperature"], "default_value", text="Temperature (K)")
        layout.use_property_decorate = False
        layout.prop(context.scene.view_settings, "exposure")
        floor = ground.floor_of(context.scene)
        row = layout.row(align=True)
        if floor is None:
            row.operator("troupe.environment_ground", icon="MESH_CIRCLE")
        else:
            row.prop(floor, '["height"]', text="Camera Height")
            if LAYERS in context.scene.world:
                raised = ground.things_of(context.scene) is not None
                again = row.operator("troupe.environment_ground", text="", icon="MESH_GRID", depress=raised)
                again.things = not raised
            row.operator("troupe.environment_ground", text="", icon="X").remove = True
        _draw_result(layout, context, "WORLD", "WORLD")
        ENVIRONMENT.look()
        layout.operator("troupe.environment_edit", icon="GREASEPENCIL")
