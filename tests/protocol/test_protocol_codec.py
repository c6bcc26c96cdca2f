# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets survive the codec to the last bit, and nothing else gets through it."""

from __future__ import annotations

import contextlib
import copy
import json

import numpy as np
import pytest
from asset_strategies import assets, random_array, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocol.assets import (
    ASSET_TYPES,
    AssetError,
    Environment,
    Figure,
    Image,
    Material,
    Mesh,
    Prop,
    Provenance,
    ShapeKeys,
    Skeleton,
)
from protocol.codec import decode, decode_all, encode, encode_all

OWN_TYPES = sorted(name for name, kind in ASSET_TYPES.items() if kind.__module__ == "protocol.assets")


def image(**changes) -> Image:
    return Image(**{"name": "x", "pixels": np.zeros((2, 3, 4), "u1"), **changes})


def mesh(**changes) -> Mesh:
    values = {"name": "m", "vertices": np.zeros((3, 3), "<f4"), "corner_vertices": np.arange(3, dtype="<i4"),
              "face_offsets": np.array([0, 3], "<i4")}
    return Mesh(**{**values, **changes})


@pytest.mark.parametrize("name", OWN_TYPES)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_every_asset_round_trips_bit_exact(name, data):
    asset = data.draw(assets(name))
    tree, arrays = encode(asset)
    tree = json.loads(json.dumps(tree, allow_nan=False))
    assert all(each.flags.c_contiguous and each.dtype.byteorder in "<|=" for each in arrays)
    assert same(decode(tree, arrays), asset)


def test_decoding_copies_nothing():
    tree, arrays = encode(image())
    assert np.shares_memory(decode(tree, arrays).pixels, arrays[0])


def test_strided_and_big_endian_arrays_are_made_plain():
    pixels = np.arange(48, dtype=">f4").reshape(4, 4, 3)[::-1, ::2]
    _, arrays = encode(image(pixels=pixels))
    assert arrays[0].dtype.str == "<f4" and arrays[0].flags.c_contiguous
    np.testing.assert_array_equal(arrays[0], pixels)


def test_an_array_shared_by_two_fields_travels_once():
    texture = image()
    material = Material(name="skin", base_color_image=texture, roughness_image=texture)
    tree, arrays = encode(material)
    assert len(arrays) == 1
    decoded = decode(tree, arrays)
    assert decoded.base_color_image.pixels is decoded.roughness_image.pixels


def test_fields_of_a_later_minor_travel_only_where_they_say_something():
    plain = Prop(name="vase", category="vase", meshes=[mesh()])
    assert set(encode(plain)[0]) == {"$type", "name", "category", "meshes"}  # as a client of 1.1 reads it
    assert decode(*encode(plain)).lods == []
    detailed = Prop(name="vase", category="vase", meshes=[mesh()], lods=[mesh(name="far")])
    assert set(encode(detailed)[0]) == {"$type", "name", "category", "meshes", "lods"}


def layered(**layers):
    """A map of 8 x 4 with these layers."""
    return Environment(name="e", pixels=np.ones((4, 8, 3), "<f4"), **layers)


def test_depth_and_mask_are_optional_and_may_be_smaller_than_the_map():
    assert set(encode(layered())[0]) & {"depth", "mask"} == set()
    depth = np.full((2, 4), np.inf, "<f4")
    depth[1] = 3.5
    for layers in ({"depth": depth}, {"mask": np.array([[0] * 4, [1, 2, 3, 1]], "|u1")}):
        asset = layered(**layers)
        assert same(decode(*encode(asset)), asset)


def test_named_inputs_share_one_list_of_arrays():
    given_assets = {"a": image(name="a"), "b": image(name="b", pixels=np.ones((1, 1, 3), "<f2"))}
    trees, arrays = encode_all(given_assets)
    assert len(arrays) == 2 and same(decode_all(trees, arrays), given_assets)
    with pytest.raises(AssetError, match="belong to no field"):
        decode_all({"a": trees["a"]}, arrays)


BROKEN_TREES = {
    "no type": lambda tree: tree.pop("$type"),
    "unknown type": lambda tree: tree.update({"$type": "Exec"}),
    "type not a string": lambda tree: tree.update({"$type": ["Image"]}),
    "base class": lambda tree: tree.update({"$type": "Asset"}),
    "unknown field": lambda tree: tree.update({"shell": "rm"}),
    "missing field": lambda tree: tree.pop("name"),
    "wrong type": lambda tree: tree.update({"name": 3}),
    "dunder": lambda tree: tree.update({"__class__": "x"}),
    "array out of range": lambda tree: tree.update({"pixels": {"$array": 1}}),
    "negative array": lambda tree: tree.update({"pixels": {"$array": -1}}),
    "boolean array": lambda tree: tree.update({"pixels": {"$array": False}}),
    "array with extras": lambda tree: tree.update({"pixels": {"$array": 0, "x": 1}}),
    "array not an object": lambda tree: tree.update({"pixels": [[0]]}),
    "bad colour space": lambda tree: tree.update({"colorspace": "CMYK"}),
    "not finite": lambda tree: tree.update({"name": float("nan")}),
}


@pytest.mark.parametrize("change", BROKEN_TREES.values(), ids=BROKEN_TREES.keys())
def test_a_broken_tree_is_refused(change):
    tree, arrays = encode(image())
    change(tree)
    with pytest.raises(AssetError):
        decode(tree, arrays)


@pytest.mark.parametrize("tree", [None, [], 3, "Image", {}, {"$type": None}])
def test_what_is_no_tree_is_refused(tree):
    with pytest.raises(AssetError):
        decode(tree, [])


@pytest.mark.parametrize("pixels", [
    np.zeros((2, 3, 4), "<f8"), np.zeros((2, 3), "u1"), np.zeros((2, 3, 5), "u1"), np.zeros((0, 3, 4), "u1"),
    np.array([[["x"]]]), np.array([[[None]]]), "pixels", [[1]],
])
def test_a_wrong_array_is_refused_on_both_sides(pixels):
    with pytest.raises(AssetError):
        encode(image(pixels=pixels))
    if isinstance(pixels, np.ndarray):
        with pytest.raises(AssetError):
            decode(encode(image())[0], [pixels])


def provenance(**changes) -> Provenance:
    return Provenance(**{"engine": "e", "engine_version": "1", "prompt": "p", "seed": 1, **changes})


@pytest.mark.parametrize("parameters", [
    {"$type": "Mesh"}, {"a": {"$array": 0}}, {"a": float("inf")}, {"a": object()}, {1: 2}, {"a": (1, 2)},
    {"a": "\ud800"}, {"a": 1 << 70}, {"a": np.float32(1)}, {"a": b"bytes"},
])
def test_plain_fields_hold_only_plain_json(parameters):
    with pytest.raises(AssetError):
        encode(provenance(parameters=parameters))


def test_nesting_is_bounded():
    deep: dict = {}
    for _ in range(40):
        deep = {"a": deep}
    with pytest.raises(AssetError, match="deeply"):
        encode(provenance(spec=deep))
    looped = Material(name="loop")
    looped.base_color_image = looped
    with pytest.raises(AssetError, match="deeply"):
        encode(looped)
    tree, _ = encode(Material(name="x"))
    for _ in range(3000):
        tree = {"$type": "Material", "name": "x", "base_color_image": tree}
    with pytest.raises(AssetError, match="deeply"):
        decode(tree, [])


@pytest.mark.parametrize("broken", [
    lambda: mesh(corner_vertices=np.array([0, 1, 3], "<i4")),
    lambda: mesh(corner_vertices=np.array([0, 1, -1], "<i4")),
    lambda: mesh(face_offsets=np.array([0, 2, 3], "<i4")),
    # Differences of 32-bit offsets that wrap around must not look like rising ones.
    lambda: ShapeKeys(names=["a", "b", "c"], offsets=np.array([0, 2**31 - 1, -2**31, 0], "<i4"),
                      indices=np.zeros(0, "<i4"), deltas=np.zeros((0, 3), "<f4")),
    lambda: mesh(vertices=np.full((3, 3), np.nan, "<f4")),
    lambda: mesh(vertices=np.full((3, 3), np.inf, "<f4")),
    lambda: mesh(weights=np.ones((3, 1), "<f4")),
    lambda: mesh(weights=np.full((3, 2), 0.4, "<f4"), joints=np.zeros((3, 2), "<u2")),
    lambda: Environment(name="e", pixels=np.full((2, 4, 3), -1, "<f4")),
    lambda: Environment(name="e", pixels=np.full((2, 4, 3), np.inf, "<f4")),
    lambda: Environment(name="e", pixels=np.full((2, 4, 3), np.nan, "<f4")),
    lambda: Environment(name="e", pixels=np.zeros((2, 2, 3), "<f4")),
    lambda: layered(depth=np.zeros((4, 8), "<f4")),
    lambda: layered(depth=np.full((4, 8), np.nan, "<f4")),
    lambda: layered(depth=np.full((4, 8), -np.inf, "<f4")),
    lambda: layered(depth=np.ones((4, 8), "<f8")),
    lambda: layered(depth=np.ones((8, 16), "<f4")),
    lambda: layered(depth=np.ones((4, 7), "<f4")),
    lambda: layered(depth=np.ones((4, 8, 1), "<f4")),
    lambda: layered(mask=np.full((4, 8), 4, "|u1")),
    lambda: layered(mask=np.zeros((4, 8), "<f4")),
    lambda: layered(depth=np.ones((4, 8), "<f4"), mask=np.ones((2, 4), "|u1")),
    lambda: layered(depth=np.ones((0, 0), "<f4")),
    lambda: Skeleton(name="s", names=["a"], parents=np.array([0], "<i4"), heads=np.zeros((1, 3), "<f4"),
                     tails=np.ones((1, 3), "<f4"), z_axes=np.ones((1, 3), "<f4")),
    lambda: Skeleton(name="s", names=[1], parents=np.array([-1], "<i4"), heads=np.zeros((1, 3), "<f4"),
                     tails=np.ones((1, 3), "<f4"), z_axes=np.ones((1, 3), "<f4")),
    lambda: Figure(fps=20.0, places=np.zeros((2, 2, 3), "<f4"), parents=np.array([-1, 1], "<i4")),
    lambda: Figure(fps=20.0, places=np.full((2, 2, 3), np.nan, "<f4"), parents=np.array([-1, 0], "<i4")),
    lambda: Figure(fps=0.0, places=np.zeros((2, 2, 3), "<f4"), parents=np.array([-1, 0], "<i4")),
    lambda: Figure(fps=20.0, places=np.zeros((2, 2, 3), "<f4"), parents=np.array([-1], "<i4")),
])
def test_meaning_is_checked(broken):
    with pytest.raises(AssetError):
        encode(broken())


def test_a_black_map_with_negative_zeros_is_sound():
    encode(Environment(name="e", pixels=np.full((2, 4, 3), -0.0, "<f4")))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_a_mutated_tree_is_refused_or_still_valid(data):
    """Whatever one value of a tree is replaced by, decoding ends in an asset or an AssetError."""
    tree, arrays = encode(mesh(materials=[Material(name="a", base_color_image=image())]))
    tree = copy.deepcopy(tree)
    places = [tree, tree["materials"][0], tree["materials"][0]["base_color_image"], tree["vertices"]]
    place = data.draw(st.sampled_from(places))
    name = data.draw(st.sampled_from([*place, "extra"]))
    place[name] = data.draw(st.sampled_from([None, True, -1, 0, 1e308, "", "Mesh", [], {}, [None], {"$array": 0},
                                             {"$type": "Image"}, [[[]]], {"$type": "Mesh", "name": 1}]))
    with contextlib.suppress(AssetError):
        decode(tree, arrays).validate()


def test_random_bits_round_trip_in_every_float_type():
    rng = np.random.default_rng(1)
    for dtype in ("<f2", "<f4", "|u1"):
        asset = image(pixels=random_array(rng, dtype, (3, 5, 3)))
        assert same(decode(*encode(asset)), asset)
