# SPDX-License-Identifier: GPL-3.0-or-later
"""Put a result into the asset library."""

import bpy

from ..builders import prop, provenance
from . import source


class TROUPE_OT_mark_asset(bpy.types.Operator):
    """Mark this result as an asset, with its prompt as description, tags and a preview. An avatar is marked as a collection, and so is its action"""  # noqa: E501

    bl_idname = "troupe.mark_asset"
    bl_label = "Mark as Asset"
    bl_options = {"REGISTER", "UNDO"}

    materials: bpy.props.BoolProperty(
        name="Materials Too",
        description="Also mark the materials of an object, each with a preview, for use on other objects")

    @classmethod
    def poll(cls, context):
        if source.record(context) is None:
            cls.poll_message_set("Select something that Troupe has made")
            return False
        return True

    def execute(self, context):
        block, record = source.record(context)
        blocks = [bpy.data.collections.get(record.get("collection", "")) or self._home(block)]
        animation = getattr(block, "animation_data", None)
        if animation is not None and provenance.read(animation.action):
            blocks.append(animation.action)
        for each in blocks:
            self._mark(each, record)
        if self.materials and isinstance(block, bpy.types.Object):
            made = [slot.material for ob in prop.parts(block) for slot in ob.material_slots if slot.material]
            for each in dict.fromkeys(made):
                self._mark(each, record)
                blocks.append(each)
        self.report({"INFO"}, f"Marked {', '.join(each.name for each in blocks)}.")
        return {"FINISHED"}

    @staticmethod
    def _home(block):
        """The collection of a result of many parts, which holds the same record; else the object."""
        if isinstance(block, bpy.types.Object):
            for each in block.users_collection:
                if (found := provenance.read(each)) and found.get("root") == block.name:
                    return each
        return block

    @staticmethod
    def _mark(block, record):
        record = provenance.read(block) or record
        origin = record.get("provenance") or {}
        block.asset_mark()
        block.asset_data.description = str(origin.get("prompt", ""))[:1000]
        block.asset_data.author = "Troupe"
        block.asset_data.license = str(origin.get("licence", ""))[:1000]
        for tag in ("Troupe", record["modality"], origin.get("engine", "")):
            if tag and tag not in block.asset_data.tags:
                block.asset_data.tags.new(tag)
        block.asset_generate_preview()
