# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig map of the selected armature: recognise, reset, import and export."""

from pathlib import Path

import bpy
from bpy.props import StringProperty
from bpy_extras.io_utils import ExportHelper, ImportHelper

from .. import ordering, runtime
from ..rigs import recognition, rigmap


class OfArmature:
    """What operators on the selected armature share."""

    @classmethod
    def poll(cls, context):
        if ordering.target(context) is None:
            cls.poll_message_set("Select an armature")
            return False
        return True

    def fail(self, error) -> set[str]:
        """Report an error; what ``execute`` returns."""
        self.report({"ERROR"}, str(error))
        return {"CANCELLED"}


class TROUPE_OT_rig_recognise(OfArmature, bpy.types.Operator):
    """Let the backend find out from names, hierarchy and shape which bone plays which joint. Replaces the map"""

    bl_idname = "troupe.rig_recognise"
    bl_label = "Recognise"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, context):
        if not super().poll(context):
            return False
        if recognition.known_here(ordering.target(context).data) is None and runtime.session().status != "online":
            cls.poll_message_set("Start the backend first")
            return False
        return True

    def execute(self, context):
        ob = ordering.target(context)
        try:
            if (known := recognition.known_here(ob.data)) is not None:
                rigmap.set_roles(ob.data, known.roles, "rigify", convention=known.convention)
                return {"FINISHED"}
            bones = recognition.question(ob)
        except ValueError as error:
            return self.fail(error)
        name, session = ob.data.name, runtime.session()

        def answered(result, _assets):
            armature = bpy.data.armatures.get(name)
            if armature is not None:
                try:
                    recognition.keep(armature, result)
                except ValueError as error:
                    session.error = {"code": "unknown_rig", "message": str(error), "remedy": ""}

        def failed(error):
            session.error = error

        session.ask(recognition.SERVICE, {}, {"skeleton": bones}, then=answered, failed=failed)
        runtime.wake()
        return {"FINISHED"}


class TROUPE_OT_rig_reset(OfArmature, bpy.types.Operator):
    """Forget this rig's map, here and for other copies of the rig; the next motion recognises it anew"""

    bl_idname = "troupe.rig_reset"
    bl_label = "Reset Rig Map"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        try:
            rigmap.reset(ordering.target(context).data)
        except OSError as error:
            return self.fail(error)
        return {"FINISHED"}


class TROUPE_OT_rig_export(OfArmature, ExportHelper, bpy.types.Operator):
    """Write this rig's map to a JSON file, for others who have the rig"""

    bl_idname = "troupe.rig_export"
    bl_label = "Export Rig Map"

    filename_ext = ".json"
    filepath: StringProperty(name="File", description="Where the map is written", subtype="FILE_PATH")
    filter_glob: StringProperty(name="Filter", description="What the browser shows", default="*.json",
                                options={"HIDDEN"})
    check_existing: bpy.props.BoolProperty(name="Check Existing", description="Ask before replacing a file",
                                           default=True, options={"HIDDEN"})

    def execute(self, context):
        armature = ordering.target(context).data
        found = rigmap.of(armature)
        if not found.roles:
            return self.fail("This rig has no map yet: recognise it, or choose its bones.")
        try:
            Path(self.filepath).write_text(rigmap.to_json(armature, found.roles, found.convention), encoding="utf-8")
        except OSError as error:
            return self.fail(f"{self.filepath} cannot be written: {error.strerror}.")
        return {"FINISHED"}


class TROUPE_OT_rig_import(OfArmature, ImportHelper, bpy.types.Operator):
    """Read this rig's map from a JSON file that Export Rig Map has written"""

    bl_idname = "troupe.rig_import"
    bl_label = "Import Rig Map"
    bl_options = {"REGISTER", "UNDO"}

    filepath: StringProperty(name="File", description="The map", subtype="FILE_PATH")
    filter_glob: StringProperty(name="Filter", description="What the browser shows", default="*.json",
                                options={"HIDDEN"})

    def execute(self, context):
        try:
            rigmap.set_roles(ordering.target(context).data, rigmap.from_file(Path(self.filepath)), "imported")
        except ValueError as error:
            return self.fail(error)
        return {"FINISHED"}
