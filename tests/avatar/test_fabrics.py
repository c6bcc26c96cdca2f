# SPDX-License-Identifier: GPL-3.0-or-later
"""Cloth: patterns of the right period, direction and colours, seamless, at one density, and dyes that exist."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from backend import srgb
from backend.avatar import ageing, outfit, skin, spec, textures
from backend.avatar.anny_engine import AnnyEngine
from backend.body import rigs
from backend.engine import Progress, Request
from protocol.assets import Avatar, Mesh

RED, WHITE = np.array([0.36, 0.03, 0.03]), np.array([0.66, 0.64, 0.6])


def pixels(fabric: str, pattern: str, seed: int = 1, color: np.ndarray = RED) -> np.ndarray:
    image = textures.color_map(fabric, pattern, color, WHITE, seed)
    assert image is not None and image.colorspace == "sRGB"
    return srgb.decode(image.pixels / 255.0)


@cache
def make(prompt: str, seed: int = 1) -> Avatar:
    chosen = AnnyEngine.complete({"texture_size": "1024", "face_keys": False})
    avatar = AnnyEngine().generate(Request(prompt=prompt, seed=seed, parameters=chosen), Progress())
    assert isinstance(avatar, Avatar)
    return avatar


def named(avatar: Avatar, name: str) -> Mesh:
    return next(each for each in avatar.meshes if each.name == name)


@pytest.mark.parametrize(("pattern", "axis", "period"), [
    ("stripe", 0, textures.STRIPE), ("vertical-stripe", 1, textures.STRIPE / 2), ("pinstripe", 1, textures.PINSTRIPE)])
def test_stripes_have_their_direction_and_period(pattern: str, axis: int, period: float) -> None:
    green = pixels("cotton", pattern)[..., 1]
    assert np.ptp(green, axis=1 - axis).max() < 1e-6, "constant along the stripe"
    line = green.mean(axis=1 - axis)
    strongest = int(np.abs(np.fft.rfft(line - line.mean()))[1:].argmax()) + 1
    assert strongest == round(textures.SMALL / period)


@pytest.mark.parametrize("pattern", [*textures.PATTERNS, ""])
def test_tiles_are_seamless_and_of_one_density(pattern: str) -> None:
    image = pixels("denim" if not pattern else "cotton", pattern)
    assert len(image) == image.shape[1] == round(textures.tile_size(pattern) * textures.DENSITY) <= 2048
    for axis in (0, 1):
        steps = np.abs(image - np.roll(image, 1, axis=axis)).mean(axis=(1 - axis, 2))
        assert steps[0] <= steps.max() + 1e-9 and steps[0] <= 3 * np.percentile(steps, 90) + 0.02


def test_gingham_has_three_shades_and_tartan_is_the_same_both_ways() -> None:
    gingham = pixels("cotton", "check")[..., 1]
    for shade, share in ((RED[1], 0.25), ((RED[1] + WHITE[1]) / 2, 0.5), (WHITE[1], 0.25)):
        assert (np.abs(gingham - shade) < 0.03).mean() == pytest.approx(share, abs=0.1)
    mean = pixels("cotton", "check").mean(axis=(0, 1))
    assert mean == pytest.approx((RED + WHITE) / 2, abs=0.03)
    tartan = pixels("cotton", "plaid")
    assert tartan.mean(axis=0) == pytest.approx(tartan.mean(axis=1)[::1], abs=0.05)


def test_denim_is_blue_warp_with_white_weft() -> None:
    indigo = np.array([0.04, 0.075, 0.17])
    cloth = pixels("denim", "", color=indigo).reshape(-1, 3)
    blueness = cloth[:, 2] / np.maximum(cloth[:, 0], 1e-4)
    light = cloth.mean(axis=1) > np.percentile(cloth.mean(axis=1), 92)
    dark = cloth.mean(axis=1) < np.percentile(cloth.mean(axis=1), 50)
    assert blueness[dark].mean() > 2.2
    assert blueness[light].mean() < 1.7
    diagonal = pixels("denim", "", color=indigo)[..., 0]
    spectrum = np.abs(np.fft.fft2(diagonal - diagonal.mean()))
    row, column = np.unravel_index(spectrum.argmax(), spectrum.shape)
    assert min(row, 512 - row) == min(column, 512 - column) == 80, "a twill runs diagonally"


def test_camouflage_has_four_shades_and_follows_the_seed() -> None:
    olive = np.array([0.075, 0.085, 0.035])
    first = pixels("cotton", "camouflage", 1, olive)
    _, counts = np.unique(np.round(first * 40).reshape(-1, 3), axis=0, return_counts=True)
    assert (counts > 0.03 * counts.sum()).sum() >= 4
    assert (first == pixels("cotton", "camouflage", 1, olive)).all()
    assert (first != pixels("cotton", "camouflage", 2, olive)).any(axis=-1).mean() > 0.3


@pytest.mark.parametrize("fabric", spec.FABRICS)
def test_normals_are_unit_and_mean_straight_up(fabric: str) -> None:
    normal = textures.normal_map(fabric).pixels / 127.5 - 1
    assert np.linalg.norm(normal, axis=-1) == pytest.approx(1, abs=0.02)
    assert np.abs(normal.mean(axis=(0, 1))[:2]).max() < 0.02
    rough = {"knit", "corduroy", "wool", "leather", "denim"}
    assert (np.degrees(np.arccos(np.clip(normal[..., 2], -1, 1))).mean() > 5) or fabric not in rough


@pytest.mark.parametrize("color", [(1.0, 0, 0), (0, 0, 1.0), (0.6, 0.01, 0.01), (1, 1, 1), (0, 0, 0), (0, 1.0, 0)])
def test_dyes_are_plausible(color: tuple[float, float, float]) -> None:
    dyed = outfit.dyed(np.array(color, dtype=float))
    assert dyed.min() >= 0.006 and dyed.max() <= 0.8
    if max(color) > 2 * min(color):
        assert dyed.max() <= 0.42 and dyed.min() >= 0.06 * dyed.max() and dyed.argmax() == np.argmax(color)


def test_stripes_run_around_the_body_at_their_true_width() -> None:
    """Heights that share a v form level rings at front and back, and v counts tiles of 12.8 cm."""
    shirt = named(make("a man in a red and white striped t-shirt"), "T-shirt")
    corners = shirt.corner_vertices
    x, y, z = shirt.vertices[corners].T
    for side in (y < -0.05, y > 0.05):
        chosen = (np.abs(x) < 0.11) & (z < 1.2) & side
        v = shirt.uvs[chosen, 1]
        slope, rest = np.polyfit(v, z[chosen], 1)
        assert slope == pytest.approx(textures.SMALL, rel=0.06)
        assert np.abs(z[chosen] - slope * v - rest).max() < 0.035
    assert any(each.base_color_image is not None for each in shirt.materials)


@pytest.mark.parametrize(("prompt", "name"), [
    ("a man in a plaid shirt and jeans", "Shirt"), ("a woman in a floral maxi dress", "Dress"),
    ("a fat man in an orange jumpsuit", "Jumpsuit"), ("a man in a coat", "Coat"), ("a man in jeans", "Jeans")])
def test_pieces_keep_lengths_and_are_not_mirrored(prompt: str, name: str) -> None:
    garment = named(make(prompt), name)
    tile = textures.LARGE if name in ("Shirt", "Dress") else textures.SMALL
    start = garment.face_offsets[:-1]
    ring = np.stack([start, start + 1, start + 2], axis=1)
    points, uv = garment.vertices[garment.corner_vertices[ring]], garment.uvs[ring] * tile
    solid = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    size = np.linalg.norm(solid, axis=1)
    e, f = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    flat = e[:, 0] * f[:, 1] - e[:, 1] * f[:, 0]
    plain = [each.name.endswith(("trim", "fastener", "metal", "thread")) for each in garment.materials]
    trim = np.array(plain)[garment.material_index]
    whole = (size > 1e-6) & ~trim
    assert (flat[whole] > 0).mean() > 0.985
    ratio = flat[whole] / size[whole]
    inner = np.abs(np.log(np.maximum(ratio, 1e-3)))
    assert np.percentile(inner, 90) < 0.16, "the cloth keeps its area"
    stretch = np.linalg.norm(e, axis=1)[whole] / np.linalg.norm(points[:, 1] - points[:, 0], axis=1)[whole]
    assert np.percentile(np.abs(stretch - 1), 90) < 0.12, "and its lengths"


def test_flattening_unrolls_what_can_be_unrolled_and_keeps_hand() -> None:
    """A quarter of a cylinder becomes its own rectangle; a dome is laid with bounded stretch."""
    from backend.avatar.flatten import flatten

    t, h = np.meshgrid(np.linspace(0, np.pi / 2, 13), np.linspace(0, 1, 9))
    points = np.stack([np.cos(t), np.sin(t), h], axis=-1).reshape(-1, 3)
    grid = np.arange(points.shape[0]).reshape(9, 13)
    a, b, c, d = grid[:-1, :-1].ravel(), grid[:-1, 1:].ravel(), grid[1:, 1:].ravel(), grid[1:, :-1].ravel()
    triangles = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
    flat = flatten(points, triangles)
    assert np.linalg.norm(flat[grid[0, 0]] - flat[grid[-1, -1]]) == pytest.approx(np.hypot(1, np.pi / 2), rel=0.01)
    e, f = flat[triangles[:, 1]] - flat[triangles[:, 0]], flat[triangles[:, 2]] - flat[triangles[:, 0]]
    assert (e[:, 0] * f[:, 1] - e[:, 1] * f[:, 0] > 0).all()


POSES = {
    "run": {"thigh_l": -55, "calf_l": 70, "thigh_r": 25, "calf_r": 60},
    "stride": {"thigh_l": -30, "calf_l": 10, "thigh_r": 25, "calf_r": 35},
    "knee up": {"thigh_l": -80, "calf_l": 90},
}


@pytest.mark.parametrize("prompt", ["a woman in a knee length dress", "a woman in a floor length dress"])
@pytest.mark.parametrize("pose", POSES)
def test_nothing_comes_through_a_dress_in_a_stride(prompt: str, pose: str) -> None:
    """Seen from eight sides, neither the thighs nor the lining lie before the cloth."""
    avatar = make(prompt)
    turns = {}
    for bone, angle in POSES[pose].items():
        cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        turns[bone] = np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    transforms = rigs.pose_transforms(avatar.skeleton, turns)
    dress = named(avatar, "Dress")
    cloth = _sampled(rigs.skin(dress.vertices, dress.joints, dress.weights, transforms), dress)
    hem = dress.vertices[:, 2].min() + 0.1
    hips = float(avatar.skeleton.heads[avatar.skeleton.names.index("thigh_l"), 2])
    # A raised knee may come out from under the hem of a knee dress; its lining may not.
    inside = [named(avatar, "Leggings")] + ([avatar.meshes[0]] if "floor" in prompt else [])
    for mesh in inside:
        posed = rigs.skin(mesh.vertices, mesh.joints, mesh.weights, transforms)
        shown = (mesh.vertices[:, 2] > hem) & (mesh.vertices[:, 2] < hips + 0.05)
        if mesh.hidden is not None:
            faces = mesh.corner_vertices.reshape(-1, 4)
            seen = np.zeros(len(mesh.vertices), dtype=bool)
            seen[faces[~mesh.hidden[faces].all(axis=1)]] = True
            names = np.array(avatar.skeleton.names)
            strongest = mesh.joints[np.arange(len(mesh.joints)), mesh.weights.argmax(axis=1)]
            legs = np.isin(strongest, np.nonzero([each.startswith("thigh") for each in names])[0])
            shown &= seen & legs
        if shown.any():
            assert _before(posed[shown], cloth) < 0.005, mesh.name


def _sampled(points: np.ndarray, mesh: Mesh) -> np.ndarray:
    """Points (N, 3) spread densely over a mesh's quads."""
    starts = mesh.face_offsets[:-1][np.diff(mesh.face_offsets) == 4]
    a, b, c, d = (points[mesh.corner_vertices[starts + corner]][:, None, None] for corner in range(4))
    s, t = np.meshgrid(*[(np.arange(12) + 0.5) / 12] * 2)
    s, t = s[None, ..., None], t[None, ..., None]
    return ((1 - s) * (1 - t) * a + s * (1 - t) * b + s * t * c + (1 - s) * t * d).reshape(-1, 3)


def _before(points: np.ndarray, cloth: np.ndarray, texel: float = 0.008) -> float:
    """Mean share of ``points`` 4 to 30 mm in front of the nearest cloth, from eight sides around: what lies further
    before it is seen by looking into the skirt, not through it."""
    shares = []
    for azimuth in np.arange(8) * np.pi / 4:
        right = np.array([np.cos(azimuth), np.sin(azimuth), 0])
        view = np.array([-np.sin(azimuth), np.cos(azimuth), 0])
        nearest = np.full((400, 400), np.inf)
        cells = [(np.floor(np.stack([each @ right, each[:, 2] - 0.8], axis=1) / texel) + 200).astype(int)
                 for each in (cloth, points)]
        np.minimum.at(nearest, tuple(cells[0].T), cloth @ view)
        depth = nearest[tuple(cells[1].T)] - points @ view
        shares.append(((depth > 0.004) & (depth < 0.03)).mean())
    return float(np.mean(shares))


def test_faces_age() -> None:
    """Creases are none at thirty, shallow at fifty and deep at eighty; lids and cheeks come down."""
    def wrinkles(prompt: str) -> float:
        material = make(prompt).meshes[0].materials[0]
        if material.normal_image is None:
            return 0.0
        tilt = material.normal_image.pixels.astype(float) / 128 - 1  # 128 is level
        return float(np.hypot(tilt[..., 0], tilt[..., 1]).sum())

    young, middle, old = (wrinkles(f"a {age}-year-old man") for age in (30, 50, 80))
    assert young == 0 < 1.3 * middle < old
    assert ageing.amount(30) == 0 and ageing.amount(85) == 1
    assert skin._head_map(1024).creases.max() < 0.003
    assert all(0 <= weight <= 1 for weight in ageing.sagging(_person(80)).values()) and not ageing.sagging(_person(30))


def _person(years: float) -> spec.Person:
    return spec.Person(age_years=years, gender=0.0, height_m=1.75, bmi=24.0, ancestry=(0, 0, 1),
                       skin_color=(0.5, 0.3, 0.2), hair_color=(0.1, 0.1, 0.1), hair_style="short",
                       eye_color=(0.1, 0.1, 0.1))
