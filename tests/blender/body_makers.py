# SPDX-License-Identifier: GPL-3.0-or-later
"""The bare body on any of the avatar engine's rigs as an avatar in the scene, without asking a backend for one."""

import io
import json
import subprocess

import bpy
import numpy as np
from test_motion_controls import COMMAND, ROOT

RIGS = ("game_engine", "mixamo", "makehuman", "cmu_mb")
_SCRIPT = f"RIGS = {RIGS!r}" + """
import io, json, sys
import numpy as np
from backend.body import anny_model, hm08, rigs
vertices = anny_model.shape(anny_model.Phenotype())
vertices = vertices - (0.0, 0.0, vertices[:13380, 2].min())
base = hm08.base_mesh()
found = {"vertices": vertices[:13380], "faces": base.faces["body"], "uvs": base.uvs[base.uv_faces["body"]]}
notes = {}
for rig in RIGS:
    bones = rigs.skeleton(rig, vertices)
    joints, weights = rigs.weights(rig)
    found |= {f"{rig}_{name}": getattr(bones, name) for name in ("parents", "heads", "tails", "z_axes")}
    found |= {f"{rig}_joints": joints[:13380], f"{rig}_weights": weights[:13380]}
    notes[rig] = {"names": bones.names, "roles": bones.roles, "convention": bones.convention}
found["notes"] = np.array(json.dumps(notes))
memory = io.BytesIO()
np.savez(memory, **found)
sys.stdout.buffer.write(memory.getvalue())
"""
_BODY = {}


def _body():
    if not _BODY:
        done = subprocess.run([str(COMMAND.with_name("python")), "-c", _SCRIPT], cwd=ROOT, check=True,
                              capture_output=True)
        with np.load(io.BytesIO(done.stdout)) as found:
            _BODY.update(found)
        _BODY["notes"] = json.loads(str(_BODY["notes"]))
    return _BODY


def avatar(troupe, rig, *, extra=(), location=(0.0, 0.0, 0.0), **spec):
    """The armature object of a bare body, with further meshes ``extra`` (see :func:`mesh`)."""
    import makers
    from test_people import SPEC
    body, assets = _body(), troupe.assets
    arrays = {name: body[f"{rig}_{name}"] for name in ("parents", "heads", "tails", "z_axes")}
    bones = assets.Skeleton(name=rig, **body["notes"][rig], **arrays)
    faces = body["faces"]
    corners = faces.ravel().astype("i4")
    skin = assets.Mesh(
        name="Body", role="body", vertices=body["vertices"].astype("f4"), corner_vertices=corners,
        face_offsets=np.arange(0, len(corners) + 1, 4, dtype="i4"), uvs=body["uvs"].reshape(-1, 2).astype("f4"),
        materials=[assets.Material(name="Skin")], joints=body[f"{rig}_joints"], weights=body[f"{rig}_weights"])
    made = assets.Avatar(name="Person", skeleton=bones, meshes=[skin, *extra], height=1.7, provenance=makers.provenance(
        assets, engine="anny", prompt="a person", spec={**SPEC, **spec}, parameters={"rig": rig, "only": "all"}))
    found = troupe.avatar.build(made, bpy.context.scene.collection, location)
    bpy.context.view_layer.objects.active = found
    found.select_set(True)
    bpy.context.view_layer.update()
    return found
