# SPDX-License-Identifier: GPL-3.0-or-later
"""What headless Blender runs: one task, told by a folder. Blender 4.2 to 5.2; imports nothing of the backend.

The folder holds ``request.json`` (and ``request.npz``); this leaves ``answer.json`` (and ``answer.npz``) there.
"""

import json
import sys
from pathlib import Path

import bpy  # first: a Python with the bpy package sets itself up by it
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import actions
import scene

#: Bytes of memory for data: a file that unpacks to more than it should ends the task, not the machine.
MEMORY = 12 << 30
FBX_REMEDY = "Export it again as binary FBX 7.4."


class Fault(Exception):
    """The user's file or wish is at fault: (message, remedy, code)."""

    def __init__(self, message, remedy="", code="bad_file"):
        super().__init__(message)
        self.answer = {"error": message, "remedy": remedy, "code": code}


def read_fbx(request, arrays, folder):
    """Import an FBX and tell its skeletons and takes."""
    path = request["path"]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene.enable("io_scene_fbx")
    try:
        request["whole"] = True
        result = bpy.ops.import_scene.fbx(filepath=path, use_anim=True, ignore_leaf_bones=False)
    except (RuntimeError, AttributeError) as error:
        # The importer in Python keeps rotations exactly, where the newer one (4.5 and later) loses some on its way;
        # that one reads text files, and what the other gives up on.
        if "fbx_import" not in dir(bpy.ops.wm):
            raise Fault(f"{Path(path).name}: Blender cannot read this FBX ({_short(error)}).", FBX_REMEDY) from error
        bpy.ops.wm.read_factory_settings(use_empty=True)
        request["whole"] = False
        try:
            result = bpy.ops.wm.fbx_import(filepath=path, use_anim=True)
        except RuntimeError as second:
            raise Fault(f"{Path(path).name}: Blender cannot read this FBX ({_short(second)}).", FBX_REMEDY) from second
    if "FINISHED" not in result:
        raise Fault(f"{Path(path).name}: Blender cannot read this FBX.", FBX_REMEDY)
    for ob in bpy.context.scene.objects:
        if ob.type == "ARMATURE":
            scene.disconnect(ob)
    return _told(request, folder)


def read_blend(request, arrays, folder):
    """Open a .blend, running nothing in it, and tell its armatures and their actions."""
    path = request["path"]
    try:
        bpy.ops.wm.open_mainfile(filepath=path, load_ui=False, use_scripts=False)
    except RuntimeError as error:
        raise Fault(f"{Path(path).name}: Blender {bpy.app.version_string} cannot open this file ({_short(error)}).",
                    "Open it with the Blender it was saved with, or a newer one.") from error
    return _told(request, folder)


def write_fbx(request, arrays, folder):
    """Build the armature with one action a motion, and export it."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene.enable("io_scene_fbx")
    armature = scene.build_armature(request["name"], request["names"], request["parents"], arrays)
    scene.set_rate(request["fps"])
    built = [actions.build(armature, take["name"], request["names"], request["root"],
                           arrays[f"rotations{number}"], arrays[f"location{number}"])
             for number, take in enumerate(request["takes"])]
    # Strips give takes their plain names, where actions come as "Armature|Walk". A strip is two frames long at least.
    lengths = [len(arrays[f"location{number}"]) for number in range(len(request["takes"]))]
    strips = min(lengths) > 1
    if strips:
        actions.lay(armature, built)
    # Nothing is bound, no strip has begun: the nodes are written as they stand, at rest, and importers take that for
    # the rest pose.
    armature.animation_data_create()
    bpy.context.scene.frame_set(-10)
    bpy.context.scene.frame_start = 0
    bpy.context.scene.frame_end = max(lengths) - 1
    armature.select_set(True)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.export_scene.fbx(
        filepath=request["path"], use_selection=True, object_types={"ARMATURE"}, add_leaf_bones=False,
        apply_scale_options="FBX_SCALE_ALL", axis_forward="-Z", axis_up="Y", primary_bone_axis="Y",
        secondary_bone_axis="X", bake_anim=True, bake_anim_use_all_bones=True, bake_anim_use_nla_strips=strips,
        bake_anim_use_all_actions=not strips, bake_anim_force_startend_keying=True, bake_anim_step=1.0,
        bake_anim_simplify_factor=0.0, armature_nodetype="NULL")
    return {}, {}


def convert_glb(request, arrays, folder):
    """Import the GLB that the backend has written of an asset, and export it in a format of Blender's."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene.enable("io_scene_gltf2")
    # Joints have the frames of Blender's bones: no heuristic is to turn them.
    options = {"bone_heuristic": "BLENDER", "disable_bone_shape": True}
    known = bpy.ops.import_scene.gltf.get_rna_type().properties.keys()
    bpy.ops.import_scene.gltf(filepath=request["source"], **{key: options[key] for key in options if key in known})
    for each in [ob for ob in bpy.data.objects if ob.type == "EMPTY" and not ob.children and ob.parent is None]:
        bpy.data.objects.remove(each)
    (folder / "progress").write_text("0.4", "ascii")
    path = request["path"]
    if path.lower().endswith(".fbx"):
        scene.enable("io_scene_fbx")
        bpy.ops.export_scene.fbx(
            filepath=path, object_types={"ARMATURE", "MESH", "EMPTY"}, add_leaf_bones=False, mesh_smooth_type="FACE",
            apply_scale_options="FBX_SCALE_ALL", axis_forward="-Z", axis_up="Y", primary_bone_axis="Y",
            secondary_bone_axis="X", bake_anim=False, path_mode="COPY", embed_textures=True, armature_nodetype="NULL",
            use_custom_props=False)
    elif path.lower().endswith(".blend"):
        bpy.ops.file.pack_all()
        bpy.ops.wm.save_as_mainfile(filepath=path, compress=True, copy=True)
    else:
        wanted = {"export_animation": False, "export_hair": False, "export_uvmaps": True, "export_normals": True,
                  "export_materials": True, "export_armatures": True, "export_shapekeys": True,
                  "generate_preview_surface": True, "export_textures": True, "export_textures_mode": "NEW",
                  "overwrite_textures": True, "relative_paths": True, "use_instancing": False,
                  "convert_orientation": True, "export_global_forward_selection": "NEGATIVE_Z",
                  "export_global_up_selection": "Y"}
        known = bpy.ops.wm.usd_export.get_rna_type().properties.keys()
        bpy.ops.wm.usd_export(filepath=path, **{key: value for key, value in wanted.items() if key in known})
    if not Path(path).exists():
        raise Fault(f"Blender {bpy.app.version_string} wrote no {Path(path).name}.", "Write a .glb instead.",
                    "blender_failed")
    return {}, {}


def _told(request, folder):
    """(answer, arrays) of every armature: its bones, and its takes frame by frame."""
    answer: dict = {"skeletons": []}
    arrays = {}
    scene.silence_modifiers()
    found = [ob for ob in bpy.context.scene.objects if ob.type == "ARMATURE" and len(ob.data.bones) > 1]
    for ob in found:
        bones, parents = scene.chosen_bones(ob)
        takes = actions.takes_of(ob)
        if request.get("take") is not None:
            takes = [take for take in takes if actions.plain_name(take, ob) == request["take"]] or takes
        frames = sum(actions.length(take) for take in takes)
        if frames * len(bones) > request["most"]:
            raise Fault(f"{Path(request['path']).name} holds {frames} frames of {len(bones)} bones, too many to read.",
                        "Name the one animation wanted, or cut it into shorter clips.")
        number = len(answer["skeletons"])
        arrays[f"rest{number}"], arrays[f"tails{number}"] = scene.rest_of(ob, bones)
        arrays[f"space{number}"] = np.array(ob.matrix_world, np.float64)
        told = []
        for index, take in enumerate(takes):
            start, share = (number + index / len(takes)) / len(found), 1 / len(takes) / len(found)
            arrays[f"pose{number}_{index}"] = actions.evaluated(ob, take, bones, _progress_of(folder, start, share))
            told.append({"name": actions.plain_name(take, ob),
                         "fps": scene.rate(request.get("whole", False)) / actions.clock(take)[1]})
        answer["skeletons"].append({
            "name": ob.name, "names": [bone.name for bone in bones], "parents": parents, "takes": told})
    return answer, arrays


def _progress_of(folder, start, share):
    """A function of 0..1 that tells the backend how far all is."""
    def tell(done):
        (folder / "progress").write_text(f"{start + share * done:.3f}", "ascii")
    return tell


def _short(error):
    return " ".join(str(error).split())[:200]


TASKS = {"read_fbx": read_fbx, "read_blend": read_blend, "write_fbx": write_fbx, "convert_glb": convert_glb}


def _limit_memory():
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY if most < 0 else min(MEMORY, most), most))


def main():
    _limit_memory()
    folder = Path(sys.argv[sys.argv.index("--") + 1])
    request = json.loads((folder / "request.json").read_text("utf-8"))
    arrays = {}
    if (folder / "request.npz").exists():
        with np.load(folder / "request.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    try:
        answer, results = TASKS[request["task"]](request, arrays, folder)
    except Fault as fault:
        answer, results = fault.answer, {}
    if results:
        np.savez(folder / "answer.npz", **results)
    # Last, and at once: an answer that is there is whole.
    (folder / "answer.part").write_text(json.dumps(answer), "utf-8")
    (folder / "answer.part").replace(folder / "answer.json")


if __name__ == "__main__":
    main()
