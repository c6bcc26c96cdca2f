# SPDX-License-Identifier: GPL-3.0-or-later
"""Hypothesis strategies for assets, built from their declarations.

Every field is drawn by its declared dtype, named dimensions and annotation; what the declaration
cannot say (indices in range, unit quaternions) is then put right by ``REPAIRS``.
"""

from __future__ import annotations

import dataclasses
import re

import numpy as np
from hypothesis import strategies as st

from protocol.assets import ASSET_TYPES, Asset

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.integers(-(1 << 63), (1 << 63) - 1)


def objects(values):
    """JSON objects without reserved keys."""
    return st.dictionaries(NAMES.filter(lambda name: not name.startswith("$")), values, max_size=3)


PLAIN = st.recursive(
    st.none() | st.booleans() | INTEGERS | FLOATS | NAMES,
    lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=6)


@st.composite
def assets(draw, name: str):
    """A valid asset of type ``name``."""
    kind = ASSET_TYPES[name]
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    sizes: dict[str, int] = {}
    values = {item.name: _field(draw, item, rng, sizes) for item in dataclasses.fields(kind)}
    REPAIRS.get(name, lambda values, rng: None)(values, rng)
    asset = kind(**values)
    asset.validate()
    return asset


def same(left, right) -> bool:
    """Equal to the last bit, types included."""
    if isinstance(left, np.ndarray):
        return (isinstance(right, np.ndarray) and left.dtype == right.dtype and left.shape == right.shape
                and left.tobytes() == right.tobytes())
    if isinstance(left, Asset):
        return type(left) is type(right) and all(
            same(getattr(left, item.name), getattr(right, item.name)) for item in dataclasses.fields(left))
    if isinstance(left, (list, tuple)):
        return type(left) is type(right) and len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return isinstance(right, dict) and list(left) == list(right) and all(same(left[k], right[k]) for k in left)
    if isinstance(left, float):
        return type(right) is float and left.hex() == right.hex()
    return type(left) is type(right) and left == right


def _field(draw, item, rng, sizes):
    if "shape" in item.metadata:
        if item.metadata["optional"] and draw(st.booleans()):
            return None
        shape = tuple(_size(draw, each, sizes) for each in item.metadata["shape"])
        return random_array(rng, draw(st.sampled_from(item.metadata["dtypes"])), shape)
    annotation = item.type
    if annotation.endswith("| None"):
        if draw(st.booleans()):
            return None
        annotation = annotation.removesuffix("| None").strip()
    if annotation in ASSET_TYPES:
        return draw(assets(annotation))
    if annotation.startswith("list[") and annotation[5:-1] in ASSET_TYPES:
        return draw(st.lists(assets(annotation[5:-1]), min_size=1, max_size=2))
    if annotation.startswith("tuple["):
        return draw(st.tuples(*[FLOATS] * annotation.count("float")))
    return draw({
        "str": NAMES, "int": INTEGERS, "float": FLOATS, "bool": st.booleans(), "dict[str, Any]": objects(PLAIN),
        "dict[str, str]": objects(NAMES), "list[str]": st.lists(NAMES, max_size=3)}[annotation])


def _size(draw, declared, sizes: dict[str, int]) -> int:
    if isinstance(declared, int):
        return declared
    name, offset = re.fullmatch(r"([A-Za-z]+)([+-]\d+)?", declared).groups()
    if name not in sizes:
        sizes[name] = draw(st.integers(1, 5))
    return sizes[name] + int(offset or 0)


def random_array(rng, dtype: str, shape: tuple[int, ...]) -> np.ndarray:
    """Any bits at all, NaNs and their payloads included."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    return np.frombuffer(rng.bytes(size), dtype).reshape(shape)


def _finite(values, rng, *names) -> None:
    for name in names:
        if values[name] is not None:
            values[name] = rng.standard_normal(values[name].shape).astype("<f4")


def _image(values, rng) -> None:
    shape = values["pixels"].shape
    values["pixels"] = random_array(rng, values["pixels"].dtype.str, (*shape[:2], int(rng.choice([1, 3, 4]))))
    values["colorspace"] = str(rng.choice(["sRGB", "Linear", "Non-Color"]))


def _figure(values, rng) -> None:
    _finite(values, rng, "places")
    values["fps"] = float(rng.uniform(1, 100))
    values["parents"] = np.array([rng.integers(-1, joint) for joint in range(len(values["parents"]))], "<i4")


def _offsets(rng, count: int, least: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(rng.integers(least, least + 3, count))]).astype("<i4")


def _shape_keys(values, rng) -> None:
    count = len(values["offsets"]) - 1
    values["names"] = [f"key {index}" for index in range(count)]
    values["offsets"] = _offsets(rng, count, 0)
    total = int(values["offsets"][-1])
    values["indices"] = np.zeros(total, "<i4")
    values["deltas"] = rng.standard_normal((total, 3)).astype("<f4")


def _mesh(values, rng) -> None:
    vertices, faces = len(values["vertices"]), len(values["face_offsets"]) - 1
    _finite(values, rng, "vertices")
    values["face_offsets"] = _offsets(rng, faces, 3)
    corners = int(values["face_offsets"][-1])
    values["corner_vertices"] = rng.integers(0, vertices, corners).astype("<i4")
    if values["uvs"] is not None:
        values["uvs"] = rng.random((corners, 2)).astype("<f4")
    if values["material_index"] is not None:
        values["material_index"] = rng.integers(0, max(1, len(values["materials"])), faces).astype("<u2")
    if values["joints"] is None or values["weights"] is None:
        values["joints"] = values["weights"] = None
    else:
        values["weights"] = rng.dirichlet(np.ones(values["weights"].shape[1]), vertices).astype("<f4")


def _skeleton(values, rng) -> None:
    count = len(values["parents"])
    values["names"] = [f"bone {index}" for index in range(count)]
    values["parents"] = np.array([rng.integers(-1, index) for index in range(count)], "<i4")
    _finite(values, rng, "heads", "z_axes")
    values["tails"] = values["heads"] + np.float32(0.5)
    values["roles"] = {"pelvis": "bone 0"}
    values["girth"] = float(rng.random())


def _motion(values, rng) -> None:
    frames, joints = len(values["rotations"]), len(values["skeleton"].names)
    values["fps"] = float(rng.uniform(1, 120))
    values["root_joint"] = int(rng.integers(joints))
    rotations = rng.standard_normal((frames, joints, 4))
    values["rotations"] = (rotations / np.linalg.norm(rotations, axis=2, keepdims=True)).astype("<f4")
    _finite(values, rng, "root_translation")


def _avatar(values, rng) -> None:
    joints = len(values["skeleton"].names)
    for mesh in values["meshes"]:
        if mesh.joints is None:
            mesh.weights = np.ones((len(mesh.vertices), 1), "<f4")
            mesh.joints = np.zeros((len(mesh.vertices), 1), "<u2")
        mesh.joints = rng.integers(0, joints, mesh.joints.shape).astype("<u2")


def _sun(values, rng) -> None:
    direction = rng.standard_normal(3)
    values["direction"] = tuple((direction / np.linalg.norm(direction)).tolist())
    values["irradiance"] = tuple(rng.random(3).tolist())
    values["angle"] = float(rng.random())


def _environment(values, rng) -> None:
    height = len(values["pixels"]) + 1
    values["pixels"] = rng.random((height, 2 * height, 3)).astype("<f4")
    rows = int(rng.integers(2, height + 1))
    if values["depth"] is not None:
        values["depth"] = np.where(rng.random((rows, 2 * rows)) < 0.3, np.inf, rng.random((rows, 2 * rows)) + 0.01
                                   ).astype("<f4")
    if values["mask"] is not None:
        values["mask"] = rng.integers(0, 4, (rows, 2 * rows)).astype("|u1")


REPAIRS = {
    "Image": _image, "ShapeKeys": _shape_keys, "Mesh": _mesh, "Skeleton": _skeleton, "Motion": _motion,
    "Avatar": _avatar, "Sun": _sun, "Environment": _environment,
    "Figure": _figure,
}
