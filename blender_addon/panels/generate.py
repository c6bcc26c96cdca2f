# SPDX-License-Identifier: GPL-3.0-or-later
"""The main panel: what to make, from which words, by which engine, and Generate."""

import bpy

from .. import ordering, parameters, runtime
from . import jobs, text
from .base import SidebarPanel

_STATUS = {"offline": ("Backend not running", "UNLINKED"), "starting": ("Backend starting…", "SORTTIME"),
           "online": ("Backend ready", "LINKED"), "lost": ("Backend lost, looking for it…", "ERROR"),
           "stopping": ("Backend stopping…", "SORTTIME")}


class TROUPE_PT_generate(SidebarPanel, bpy.types.Panel):
    """From words to the scene."""

    bl_label = "Troupe"
    bl_order = 0

    def draw(self, context):
        layout, settings = self.layout, context.scene.troupe
        self._draw_status(layout, context)

        grid = layout.grid_flow(row_major=True, columns=2, even_columns=True, align=True)
        grid.scale_y = 1.2
        grid.prop(settings, "modality", expand=True)

        column = layout.column(align=True)
        column.scale_y = 1.3
        column.prop(settings, f"prompt_{settings.modality}", text="", icon="GREASEPENCIL")

        layout.use_property_split = True
        layout.use_property_decorate = False
        if settings.modality == "motion":
            self._draw_target(layout, context)
        layout.prop(settings, f"engine_{settings.modality}", text="Engine")
        engine = settings.engine()
        if engine is not None and not engine["available"]:
            text.paragraph(layout.box(), context, f"{engine['reason']}\n{engine['remedy']}", icon="INFO")
        row = layout.row(align=True)
        row.prop(settings, "seed")
        row.operator("troupe.randomise_seed", text="", icon="FILE_REFRESH")
        row.prop(settings, "seed_locked", text="", icon="LOCKED" if settings.seed_locked else "UNLOCKED")

        reason = ordering.obstacle(context)
        row = layout.row()
        row.scale_y = 1.6
        label = f"Generate {settings.modality.title()}"
        row.operator("troupe.generate", text=label, icon="PLAY")
        if settings.modality == "avatar":
            row.operator("troupe.crowd", text="", icon="COMMUNITY")
        if reason:
            text.paragraph(layout, context, reason, icon="INFO")
        jobs.draw(layout, context)

    @staticmethod
    def _draw_status(layout, context):
        session = runtime.session()
        label, icon = _STATUS[session.status]
        row = layout.row(align=True)
        row.label(text=label, icon=icon)
        if session.status == "offline":
            row.operator("troupe.start_backend", text="Start", icon="PLAY")
        if session.error is not None:
            text.error(layout, context, session.error, "", "Backend")

    @staticmethod
    def _draw_target(layout, context):
        target = ordering.target(context)
        layout.prop(context.scene.troupe, "target", icon="ARMATURE_DATA")
        if context.scene.troupe.target is None and target is not None:
            layout.label(text=f"Moves {target.name}", icon="BLANK1")


def _draw_bake(layout, settings):
    """What a motion becomes, and how many keys it keeps."""
    layout.row().prop(settings, "bake", expand=True)
    row = layout.row()
    row.active = settings.bake == "NLA"
    row.prop(settings, "blend")
    column = layout.column(heading="Keys")
    column.prop(settings, "simplify")
    column = layout.column(align=True)
    column.active = settings.simplify
    for name in ("simplify_angle", "simplify_distance", "simplify_handles"):
        column.prop(settings, name)


class EngineParameters(SidebarPanel):
    """An engine's own parameters, drawn from its declaration."""

    bl_parent_id = "TROUPE_PT_generate"
    ADVANCED = False

    @classmethod
    def poll(cls, context):
        engine = context.scene.troupe.engine()
        return engine is not None and any(bool(each.get("advanced")) == cls.ADVANCED for each in engine["parameters"])

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        engine = context.scene.troupe.engine()
        properties = parameters.group(context.scene, engine["name"])
        if properties is None:
            return
        column = layout.column()
        column.enabled = engine["available"]
        for parameter in engine["parameters"]:
            if bool(parameter.get("advanced")) == self.ADVANCED:
                name = parameters.identifier("p_", parameter["name"])
                column.prop(properties, name)
                if parameter.get("unit") == "fps" and not properties.is_property_set(name):
                    render = context.scene.render
                    column.label(text=f"The scene's {render.fps / render.fps_base:g} until it is set", icon="BLANK1")


class TROUPE_PT_parameters(EngineParameters, bpy.types.Panel):
    """The parameters everyone sees."""

    bl_label = "Parameters"


class TROUPE_PT_parameters_advanced(EngineParameters, bpy.types.Panel):
    """The parameters few need."""

    bl_label = "Advanced"
    bl_options = {"DEFAULT_CLOSED"}
    ADVANCED = True


class TROUPE_PT_placement(SidebarPanel, bpy.types.Panel):
    """Where and how the result enters the scene."""

    bl_label = "Result"
    bl_parent_id = "TROUPE_PT_generate"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout, settings = self.layout, context.scene.troupe
        layout.use_property_split = True
        layout.use_property_decorate = False
        if settings.modality in ("avatar", "object"):
            layout.prop(settings, "at_cursor")
        elif settings.modality == "motion":
            column = layout.column(heading="Frames")
            column.prop(settings, "start_at_current")
            row = column.row()
            row.active = not settings.start_at_current
            row.prop(settings, "fit_scene")
            column.prop(settings, "cyclic")
            _draw_bake(layout, settings)
        else:
            layout.prop(settings, "set_exposure")
        column = layout.column(heading="Spec")
        column.prop(settings, "use_spec")
        row = column.row()
        row.active = settings.use_spec
        row.prop(settings, "spec", text="")
