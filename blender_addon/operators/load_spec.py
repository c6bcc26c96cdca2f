# SPDX-License-Identifier: GPL-3.0-or-later
"""Back into the sidebar: everything a result was made from."""

import json

import bpy

from .. import parameters, properties, runtime
from . import source

TEXT = "Troupe Spec"


class TROUPE_OT_load_spec(source.FromResult, bpy.types.Operator):
    """Put the prompt, seed, engine and parameters of this result back into the sidebar, and how the prompt was understood into a text to edit"""  # noqa: E501

    bl_idname = "troupe.load_spec"
    bl_label = "Load Spec"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        order = source.order(context, self.job_id, self.of)
        if order is None:
            self.report({"ERROR"}, "Troupe did not make this.")
            return {"CANCELLED"}
        settings = context.scene.troupe
        settings.modality = order.modality
        setattr(settings, f"prompt_{order.modality}", order.prompt)
        settings.seed, settings.seed_locked = order.seed % properties.SEEDS, True
        engine = runtime.engine(order.modality, order.engine)
        if engine is not None:
            setattr(settings, f"engine_{order.modality}", engine["name"])
            parameters.assign(context.scene, engine, order.parameters)
        found = None if self.job_id else source.record(context, self.of)
        spec = order.spec or ((found[1].get("provenance") or {}).get("spec") if found else None)
        settings.use_spec = False
        if spec:
            text = bpy.data.texts.get(TEXT) or bpy.data.texts.new(TEXT)
            text.from_string(json.dumps(spec, indent=2, ensure_ascii=False))
            settings.spec = text
            self.report({"INFO"}, f'The spec is in the text "{text.name}": edit it and turn on Use Edited Spec.')
        return {"FINISHED"}
