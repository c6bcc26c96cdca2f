# SPDX-License-Identifier: GPL-3.0-or-later
"""GLB files: read back with pygltflib and trimesh, sizes, skins, morphs, materials and animation."""

from __future__ import annotations

import io
import json
import time

import numpy as np
import PIL.Image
import pygltflib
import pytest
import trimesh
from gltf_fixtures import joint_positions, make_avatar, make_motion, make_skeleton

from backend.engine import EngineError
from backend.export.files import write_asset
from backend.export.gltf import AXES, write_glb
from backend.export.gltf_mesh import strongest, triangulate
from protocol.assets import Environment, Image, Material, Mesh, Prop

_DTYPES = {5126: "<f4", 5121: "u1", 5123: "<u2", 5125: "<u4"}
_WIDTH = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


def load(path) -> pygltflib.GLTF2:
    return pygltflib.GLTF2().load_binary(str(path))


def values(file: pygltflib.GLTF2, index: int) -> np.ndarray:
    """An accessor read by the letter of the specification, sparse ones included."""
    accessor, blob = file.accessors[index], file.binary_blob()

    def view(number: int, dtype: str, count: int, width: int) -> np.ndarray:
        start = file.bufferViews[number].byteOffset
        size = np.dtype(dtype).itemsize * count * width
        assert file.bufferViews[number].byteLength == size and start % 4 == 0
        return np.frombuffer(blob[start:start + size], dtype).reshape(count, width)

    dtype, width = _DTYPES[accessor.componentType], _WIDTH[accessor.type]
    out = np.zeros((accessor.count, width), dtype)
    if accessor.bufferView is not None:
        out = view(accessor.bufferView, dtype, accessor.count, width).copy()
    if accessor.sparse is not None:
        sparse = accessor.sparse
        rows = view(sparse.indices.bufferView, _DTYPES[sparse.indices.componentType], sparse.count, 1)[:, 0]
        assert (np.diff(rows.astype(int)) > 0).all()
        out[rows] = view(sparse.values.bufferView, dtype, sparse.count, width)
    if accessor.min:
        assert np.allclose(out.min(axis=0), accessor.min) and np.allclose(out.max(axis=0), accessor.max)
    return out


def node_matrices(file: pygltflib.GLTF2, moved: dict[tuple[int, str], np.ndarray] | None = None) -> dict[str,
                                                                                                         np.ndarray]:
    """World matrix of every node by name, glTF axes, with some channels replaced."""
    moved = moved or {}
    out: dict[str, np.ndarray] = {}

    def walk(index: int, above: np.ndarray) -> None:
        node = file.nodes[index]
        x, y, z, w = moved.get((index, "rotation"), node.rotation or [0, 0, 0, 1])
        local = np.eye(4)
        local[:3, :3] = [[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                         [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                         [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]]
        local[:3, 3] = moved.get((index, "translation"), node.translation or [0, 0, 0])
        out[node.name] = above @ local
        for child in node.children or []:
            walk(child, above @ local)

    for root in file.scenes[file.scene].nodes:
        walk(root, np.eye(4))
    return out


def quad(role: str = "part", **more) -> Mesh:
    return Mesh(name="quad", vertices=np.array([[0, 0, 0], [1, 0, 0], [1, 0, 2], [0, 0, 2]], "<f4"),
                corner_vertices=np.arange(4, dtype="<i4"), face_offsets=np.array([0, 4], "<i4"), role=role,
                uvs=np.array([[0, 0], [1, 0], [1, 1], [0, 1]], "<f4"), **more)


def prop(mesh: Mesh) -> Prop:
    return Prop(name="Thing", category="thing", meshes=[mesh])


def test_axes_uvs_and_facing(tmp_path):
    write_glb(tmp_path / "a.glb", prop(quad()))
    file = load(tmp_path / "a.glb")
    primitive = file.meshes[0].primitives[0]
    points = values(file, primitive.attributes.POSITION)
    assert np.allclose(np.ptp(points, axis=0), [1, 2, 0])  # Z-up 2 m tall becomes Y-up 2 m tall
    top = points[:, 1] == 2
    assert np.allclose(values(file, primitive.attributes.TEXCOORD_0)[top, 1], 0)  # glTF's v runs downward
    normals = values(file, primitive.attributes.NORMAL)
    assert np.allclose(normals, [0, 0, 1])  # the quad faced -Y, a character's front; glTF's front is +Z
    a, b, c = points[values(file, primitive.indices)[:3, 0]]
    assert np.dot(np.cross(b - a, c - a), normals[0]) > 0


def test_materials_and_textures(tmp_path):
    color = np.zeros((4, 4, 3), np.uint8)
    color[0, 0] = 255, 128, 0
    rough = np.full((2, 2, 1), 51, np.uint8)
    glass = Material(name="Glass", transmission=1.0, ior=1.33, coat=0.5, sheen=0.25, alpha=0.5,
                     emission_strength=4.0, emission_color=(1.0, 0.5, 0.0))
    painted = Material(name="Paint", metallic=0.25, base_color_image=Image(name="c", pixels=color),
                       roughness_image=Image(name="r", pixels=rough, colorspace="Non-Color"))
    mesh = quad(materials=[glass, painted], material_index=np.array([1], "<u2"))
    other = quad(materials=[glass], role="garment")
    write_glb(tmp_path / "m.glb", Prop(name="T", category="t", meshes=[mesh, other]))
    file = load(tmp_path / "m.glb")
    by_name = {m.name: m for m in file.materials}
    assert set(by_name) == {"Glass", "Paint"}
    extensions = by_name["Glass"].extensions
    assert extensions["KHR_materials_transmission"]["transmissionFactor"] == 1
    assert extensions["KHR_materials_ior"]["ior"] == pytest.approx(1.33)
    assert extensions["KHR_materials_clearcoat"]["clearcoatFactor"] == 0.5
    assert extensions["KHR_materials_sheen"]["sheenColorFactor"] == [0.25] * 3
    assert extensions["KHR_materials_emissive_strength"]["emissiveStrength"] == 4
    assert by_name["Glass"].emissiveFactor == [1, 0.5, 0]
    assert by_name["Glass"].alphaMode == "BLEND" and by_name["Glass"].doubleSided
    assert set(file.extensionsUsed) >= set(extensions)
    surface = by_name["Paint"].pbrMetallicRoughness
    assert surface.baseColorFactor == [1, 1, 1, 1] and surface.roughnessFactor == 1 and surface.metallicFactor == 0.25
    pictures = []
    for each in file.images:
        view = file.bufferViews[each.bufferView]
        png = file.binary_blob()[view.byteOffset:view.byteOffset + view.byteLength]
        pictures.append(np.asarray(PIL.Image.open(io.BytesIO(png))))
    assert (pictures[0][0, 0] == [255, 128, 0]).all()
    assert (pictures[1][..., 1] == 51).all()  # roughness travels in green


def test_linear_floats_are_encoded(tmp_path):
    linear = Image(name="l", pixels=np.full((2, 2, 3), 0.21586050, "<f4"), colorspace="Linear")
    write_glb(tmp_path / "l.glb", prop(quad(materials=[Material(name="M", base_color_image=linear)])))
    file = load(tmp_path / "l.glb")
    view = file.bufferViews[file.images[0].bufferView]
    png = file.binary_blob()[view.byteOffset:view.byteOffset + view.byteLength]
    assert (np.asarray(PIL.Image.open(io.BytesIO(png))) == 128).all()


def test_concave_polygons_keep_their_area():
    outline = np.array([[0, 0], [4, 0], [4, 3], [3, 3], [3, 1], [1, 1], [1, 3], [0, 3]], float)  # a U
    for axis in range(3):
        for order in (1, -1):
            points = np.insert(outline[::order], axis, 0.0, axis=1).astype("<f4")
            mesh = Mesh(name="u", vertices=points, corner_vertices=np.arange(8, dtype="<i4"),
                        face_offsets=np.array([0, 8], "<i4"))
            triangles, _ = triangulate(mesh)
            a, b, c = points[triangles].transpose(1, 0, 2)
            cross = np.cross(b - a, c - a) / 2
            assert np.linalg.norm(cross, axis=1).sum() == pytest.approx(8.0)
            assert np.linalg.norm(cross.sum(axis=0)) == pytest.approx(8.0)  # none turned over


def test_concave_quads_are_cut_inside():
    dart = np.array([[0, 0, 0], [2, 0, 0], [0.4, 0.4, 0], [0, 2, 0]], "<f4")
    for roll in range(4):
        mesh = Mesh(name="dart", vertices=np.roll(dart, roll, axis=0), corner_vertices=np.arange(4, dtype="<i4"),
                    face_offsets=np.array([0, 4], "<i4"))
        a, b, c = mesh.vertices[triangulate(mesh)[0]].transpose(1, 0, 2)
        assert (np.cross(b - a, c - a)[:, 2] > 0).all()


def test_flat_meshes_have_face_normals(tmp_path):
    box = trimesh.creation.box()
    mesh = Mesh(name="box", vertices=box.vertices.astype("<f4"), corner_vertices=box.faces.ravel().astype("<i4"),
                face_offsets=np.arange(0, 37, 3, dtype="<i4"), smooth=False)
    write_glb(tmp_path / "f.glb", prop(mesh))
    file = load(tmp_path / "f.glb")
    normals = values(file, file.meshes[0].primitives[0].attributes.NORMAL)
    assert np.allclose(np.abs(normals).max(axis=1), 1)
    mesh.smooth = True
    write_glb(tmp_path / "s.glb", prop(mesh))
    file = load(tmp_path / "s.glb")
    primitive = file.meshes[0].primitives[0]
    points, normals = values(file, primitive.attributes.POSITION), values(file, primitive.attributes.NORMAL)
    assert np.allclose(normals, points / np.linalg.norm(points, axis=1, keepdims=True), atol=1e-6)


def test_influences_are_kept_strongest_and_sum_to_one():
    rng = np.random.default_rng(3)
    weights = rng.dirichlet(np.full(9, 0.4), 50).astype("<f4")
    joints = np.tile(np.arange(9, dtype="<u2"), (50, 1))
    for most in (4, 8):
        bones, kept = strongest(joints, weights, most)
        assert bones.shape == kept.shape == (50, most)
        assert np.allclose(kept.sum(axis=1), 1, atol=1e-6)
        assert (bones[:, 0] == weights.argmax(axis=1)).all()
    bones, kept = strongest(joints[:, :2], weights[:, :2], 4)
    assert bones.shape == (50, 4) and (kept[:, 2:] == 0).all()


@pytest.fixture(scope="module")
def animated(tmp_path_factory):
    avatar = make_avatar(make_skeleton(), rings=30)
    motion = make_motion(avatar.skeleton, frames=24)
    path = tmp_path_factory.mktemp("glb") / "avatar.glb"
    write_glb(path, avatar, motion)
    return avatar, motion, load(path)


def test_skin_reproduces_the_rest_pose(animated):
    avatar, _, file = animated
    matrices = node_matrices(file)
    bind = values(file, file.skins[0].inverseBindMatrices).reshape(-1, 4, 4).transpose(0, 2, 1)
    for joint, index in enumerate(file.skins[0].joints):
        name = avatar.skeleton.names[joint]
        assert file.nodes[index].name == name
        assert np.allclose(matrices[name] @ bind[joint], np.eye(4), atol=1e-6)
        assert np.allclose(matrices[name][:3, 3], AXES @ avatar.skeleton.heads[joint], atol=1e-6)


def test_morph_targets(animated):
    avatar, _, file = animated
    body, keys = avatar.meshes[0], avatar.meshes[0].shape_keys
    mesh = next(m for m in file.meshes if m.name == body.name)
    assert mesh.extras["targetNames"] == keys.names and mesh.weights == [0.0] * len(keys.names)
    points = values(file, mesh.primitives[0].attributes.POSITION)
    for number, target in enumerate(mesh.primitives[0].targets):
        index = target["POSITION"] if isinstance(target, dict) else target.POSITION
        moved = points + values(file, index)
        expected = body.vertices.copy()
        span = slice(keys.offsets[number], keys.offsets[number + 1])
        expected[keys.indices[span]] += keys.deltas[span]
        distance = np.linalg.norm((expected @ AXES.T)[None] - moved[:, None], axis=2).min(axis=1)
        assert distance.max() < 1e-5


def test_animation_reaches_the_same_places_as_forward_kinematics(animated):
    avatar, motion, file = animated
    animation = file.animations[0]
    expected = joint_positions(motion)
    times = values(file, animation.samplers[0].input)[:, 0]
    assert times[-1] == pytest.approx((len(motion.rotations) - 1) / motion.fps)
    for frame in (0, 7, 23):
        moved = {(c.target.node, c.target.path): values(file, animation.samplers[c.sampler].output)[frame]
                 for c in animation.channels}
        matrices = node_matrices(file, moved)
        for joint, name in enumerate(avatar.skeleton.names):
            assert np.abs(matrices[name][:3, 3] - AXES @ expected[frame, joint]).max() < 1e-4, name
    for channel in animation.channels:
        if channel.target.path == "rotation":
            keys = values(file, animation.samplers[channel.sampler].output)
            assert ((keys[1:] * keys[:-1]).sum(axis=1) > 0).all()  # never the long way round


def test_hidden_faces_can_be_left_out(tmp_path):
    avatar = make_avatar(make_skeleton(), rings=30)
    avatar.meshes[0].hidden = (avatar.meshes[0].vertices[:, 2] < 0.8).astype("u1")
    write_glb(tmp_path / "all.glb", avatar)
    write_glb(tmp_path / "some.glb", avatar, leave_out_hidden=True)

    def lowest(name):
        file = load(tmp_path / name)
        primitive = file.meshes[0].primitives[0]
        used = np.unique(values(file, primitive.indices))
        return values(file, primitive.attributes.POSITION)[used, 1].min()

    write_asset(tmp_path / "asset.glb", avatar)
    assert lowest("asset.glb") == lowest("some.glb"), "skin beneath clothes came through them in other programs"
    assert lowest("all.glb") < 0.1
    assert 0.6 < lowest("some.glb") <= 0.8


def test_motion_alone_is_a_skeleton_with_an_animation(tmp_path):
    motion = make_motion(make_skeleton(), frames=10)
    write_glb(tmp_path / "m.glb", motion)
    file = load(tmp_path / "m.glb")
    assert not file.meshes and len(file.skins) == 1 and len(file.animations) == 1
    assert [file.nodes[i].name for i in file.skins[0].joints] == motion.skeleton.names


def test_refusals(tmp_path):
    avatar = make_avatar(make_skeleton(), rings=8)
    other = make_skeleton()
    other.names[3] = "somebody_else"
    other.roles = {}
    with pytest.raises(EngineError, match="skeleton"):
        write_glb(tmp_path / "x.glb", avatar, make_motion(other, frames=3))
    sky = Environment(name="e", pixels=np.ones((2, 4, 3), "<f4"))
    with pytest.raises(EngineError, match="cannot be written") as caught:
        write_glb(tmp_path / "x.glb", sky)
    assert ".exr" in caught.value.remedy
    assert not list(tmp_path.iterdir())  # nothing half-written is left behind


def test_trimesh_reads_the_same_size(tmp_path):
    avatar = make_avatar(make_skeleton(), rings=20)
    write_glb(tmp_path / "t.glb", prop(avatar.meshes[0]))
    scene = trimesh.load(tmp_path / "t.glb")
    expected = np.ptp(avatar.meshes[0].vertices @ AXES.T, axis=0)
    assert np.allclose(scene.extents, np.abs(expected), atol=1e-5)


def test_header_is_whole(tmp_path):
    path = tmp_path / "h.glb"
    write_glb(path, prop(quad()))
    data = path.read_bytes()
    assert data[:4] == b"glTF" and int.from_bytes(data[8:12], "little") == len(data)
    length = int.from_bytes(data[12:16], "little")
    assert length % 4 == 0
    assert json.loads(data[20:20 + length])["asset"]["version"] == "2.0"


def test_speed(tmp_path):
    """An avatar of 14k vertices with 52 morphs and 300 frames on 163 bones: well below three idle seconds."""
    avatar = make_avatar(make_skeleton(160), rings=290, around=48, keys=52)
    motion = make_motion(avatar.skeleton, frames=300)
    start = time.process_time()
    write_glb(tmp_path / "big.glb", avatar, motion)
    assert time.process_time() - start < 3.0
