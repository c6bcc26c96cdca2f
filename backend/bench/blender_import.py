# SPDX-License-Identifier: GPL-3.0-or-later
"""Import into Blender, measured inside Blender: the extension's builders against the naive API route.

Run by Blender (``blender -b -P blender_import.py -- --extension ZIP --report FILE``) or by a Python
that has bpy. The report is JSON: ``ratio`` (naive time over ours, for an avatar of about 14,000
vertices with 52 shape keys and four weights a vertex, and an action of 300 frames), ``built_ms``,
``naive_ms``, ``longest_stall_ms`` (the longest single step the main thread makes while results
arrive through the session) and ``idle_tick_ms``.

The naive route is what the API's names suggest: ``from_pydata``, ``VertexGroup.add`` for each
vertex and bone, a loop over ``ShapeKey.data`` and ``keyframe_insert`` for each frame. Inserting
keys gets slower as curves grow, so the naive action is measured on its first ``NAIVE_FRAMES``
frames and scaled up linearly, which flatters it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ.setdefault("BLENDER_USER_RESOURCES", tempfile.mkdtemp(prefix="troupe-bench-"))
import bpy  # after the line above, which it reads once
import numpy as np

PACKAGE = "bl_ext.user_default.troupe"
ROWS, COLUMNS, JOINTS, KEYS, FRAMES, NAIVE_FRAMES, REPEATS = 140, 100, 53, 52, 300, 15, 3


def sample(assets: ModuleType) -> tuple[Any, Any]:
    """An avatar the size of a real one, and a motion for it."""
    random = np.random.Generator(np.random.PCG64(1))
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, COLUMNS), np.linspace(0, 1.8, ROWS))
    vertices = np.stack([x, random.normal(0, 0.01, x.shape), y], axis=2).reshape(-1, 3).astype("f4")
    corner = (np.arange(ROWS - 1)[:, None] * COLUMNS + np.arange(COLUMNS - 1)).reshape(-1, 1)
    corners = (corner + np.array((0, 1, COLUMNS + 1, COLUMNS))).astype("i4").ravel()
    count = len(vertices)
    weights = random.uniform(0.1, 1, (count, 4))
    moved = [np.sort(random.choice(count, 1500, replace=False)) for _ in range(KEYS)]
    mesh = assets.Mesh(
        name="Body", vertices=vertices, corner_vertices=corners,
        face_offsets=np.arange(0, len(corners) + 1, 4, dtype="i4"),
        uvs=random.uniform(0, 1, (len(corners), 2)).astype("f4"),
        joints=np.sort(random.permuted(np.tile(np.arange(JOINTS), (count, 1)), axis=1)[:, :4]).astype("u2"),
        weights=(weights / weights.sum(axis=1, keepdims=True)).astype("f4"),
        shape_keys=assets.ShapeKeys(
            names=[f"key{index}" for index in range(KEYS)], offsets=np.arange(0, 1500 * KEYS + 1, 1500, dtype="i4"),
            indices=np.concatenate(moved).astype("i4"), deltas=random.normal(0, 0.01, (1500 * KEYS, 3)).astype("f4")))
    heads = np.stack([np.zeros(JOINTS), np.zeros(JOINTS), np.linspace(0, 1.7, JOINTS)], axis=1).astype("f4")
    skeleton = assets.Skeleton(
        name="Rig", names=[f"bone{index}" for index in range(JOINTS)], parents=np.arange(-1, JOINTS - 1, dtype="i4"),
        heads=heads, tails=heads + np.array((0, 0, 0.03), "f4"),
        z_axes=np.tile(np.array((0, -1, 0), "f4"), (JOINTS, 1)), roles={"pelvis": "bone0"})
    angle = 0.1 * np.sin(np.linspace(0, 12, FRAMES)[:, None] + np.arange(JOINTS))
    rotations = np.stack([np.cos(angle), np.sin(angle), 0 * angle, 0 * angle], axis=2).astype("f4")
    motion = assets.Motion(name="Move", fps=24.0, skeleton=skeleton, rotations=rotations,
                           root_translation=np.cumsum(np.full((FRAMES, 3), 0.01, "f4"), axis=0))
    return assets.Avatar(name="Bench", skeleton=skeleton, meshes=[mesh], height=1.8), motion


def naive_avatar(avatar: Any) -> bpy.types.Object:
    """The avatar by the obvious calls."""
    armature = bpy.data.armatures.new("Naive")
    rig = bpy.data.objects.new("Naive", armature)
    bpy.context.scene.collection.objects.link(rig)
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    bones = avatar.skeleton
    for index, name in enumerate(bones.names):
        bone = armature.edit_bones.new(name)
        bone.head, bone.tail = bones.heads[index], bones.tails[index]
        bone.align_roll(bones.z_axes[index])
        if bones.parents[index] >= 0:
            bone.parent = armature.edit_bones[bones.names[bones.parents[index]]]
    bpy.ops.object.mode_set(mode="OBJECT")
    asset = avatar.meshes[0]
    mesh = bpy.data.meshes.new("Naive")
    faces = [asset.corner_vertices[low:high].tolist() for low, high in
             zip(asset.face_offsets[:-1], asset.face_offsets[1:])]
    mesh.from_pydata(asset.vertices.tolist(), [], faces)
    layer = mesh.uv_layers.new(name="UVMap")
    for index, uv in enumerate(asset.uvs.tolist()):
        layer.data[index].uv = uv
    ob = bpy.data.objects.new("Naive", mesh)
    bpy.context.scene.collection.objects.link(ob)
    for name in bones.names:
        ob.vertex_groups.new(name=name)
    for vertex, (joints, weights) in enumerate(zip(asset.joints.tolist(), asset.weights.tolist())):
        for joint, weight in zip(joints, weights):
            ob.vertex_groups[bones.names[joint]].add([vertex], weight, "REPLACE")
    ob.shape_key_add(name="Basis")
    keys = asset.shape_keys
    for number, name in enumerate(keys.names):
        block = ob.shape_key_add(name=name)
        block.value = 0.0
        low, high = keys.offsets[number], keys.offsets[number + 1]
        for vertex, delta in zip(keys.indices[low:high].tolist(), keys.deltas[low:high].tolist()):
            data = block.data[vertex]
            data.co = (data.co[0] + delta[0], data.co[1] + delta[1], data.co[2] + delta[2])
    ob.parent = rig
    ob.modifiers.new("Armature", "ARMATURE").object = rig
    return rig


def naive_action(rig: bpy.types.Object, motion: Any, frames: int) -> None:
    """``frames`` frames of the motion by the obvious calls."""
    for frame in range(frames):
        for index, name in enumerate(motion.skeleton.names):
            bone = rig.pose.bones[name]
            bone.rotation_quaternion = motion.rotations[frame, index]
            bone.keyframe_insert("rotation_quaternion", frame=frame + 1)
            if index == motion.root_joint:
                bone.location = motion.root_translation[frame]
                bone.keyframe_insert("location", frame=frame + 1)


def seconds(work: Callable[[], Any]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure() -> dict[str, float]:
    """All figures; see the module's docstring."""
    module = {name: importlib.import_module(f"{PACKAGE}.{name}") for name in (
        "protocol.assets", "builders.avatar", "builders.action", "runtime", "jobs")}
    avatar, motion = sample(module["protocol.assets"])
    collection = bpy.context.scene.collection
    ours = []
    for _ in range(REPEATS):
        ours.append(seconds(lambda: module["builders.action"].build(
            motion, module["builders.avatar"].build(avatar, collection))))
    stalls = _stalls(module, avatar, motion)
    naive: list[bpy.types.Object] = []
    naive_body = seconds(lambda: naive.append(naive_avatar(avatar)))
    naive_move = seconds(lambda: naive_action(naive[0], motion, NAIVE_FRAMES)) * FRAMES / NAIVE_FRAMES
    runtime = module["runtime"]
    ticks = sorted(seconds(runtime.tick) for _ in range(300))
    built = min(ours)
    return {"ratio": (naive_body + naive_move) / built, "built_ms": built * 1e3,
            "naive_ms": (naive_body + naive_move) * 1e3, "longest_stall_ms": max(stalls) * 1e3,
            "idle_tick_ms": ticks[len(ticks) // 2] * 1e3, "idle_tick_worst_ms": ticks[-1] * 1e3}


def _stalls(module: dict[str, Any], avatar: Any, motion: Any) -> list[float]:
    """For each repeat, the longest tick of the timer while an avatar and its motion are delivered."""
    runtime, jobs = module["runtime"], module["jobs"]
    session, worst = runtime.session(), []
    for _ in range(REPEATS):
        longest = 0.0
        target = ""
        for asset, modality in ((avatar, "avatar"), (motion, "motion")):
            job = jobs.Job(order=jobs.Order(modality=modality, prompt="bench"), state="ready", asset=asset,
                           delivery=jobs.Delivery(scene=bpy.context.scene.name, target=target))
            session.jobs[job.job_id] = job
            longest = max(longest, seconds(runtime.tick))
            if job.state != "done":
                raise RuntimeError(f"the {modality} was not imported: {job.error}")
            target = job.made
        worst.append(longest)
    return worst


def main() -> None:
    """Install the extension, measure, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extension", type=Path, required=True, help="the extension's zip")
    parser.add_argument("--report", type=Path, required=True, help="JSON file to write")
    options = parser.parse_args(sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else None)
    bpy.ops.extensions.package_install_files(
        filepath=str(options.extension), repo="user_default", enable_on_install=True)
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    if PACKAGE not in bpy.context.preferences.addons:
        bpy.ops.preferences.addon_enable(module=PACKAGE)
    report = measure()
    options.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
