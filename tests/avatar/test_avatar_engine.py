# SPDX-License-Identifier: GPL-3.0-or-later
"""The finished person: sound, deterministic, dressed, and still dressed in motion."""

from __future__ import annotations

import threading
from functools import cache

import numpy as np
import pytest

from backend.avatar import coordinates
from backend.avatar.anny_engine import AnnyEngine
from backend.body import anny_model, hm08, rigs
from backend.engine import Cancelled, Progress, Request
from protocol.assets import Avatar, Mesh

PROMPTS = ("a tall and fat man in an orange jumpsuit", "a slim young woman in a red dress",
           "a little girl in a yellow t-shirt and jeans shorts", "a soldier")


@cache
def make(prompt: str, seed: int = 1, **parameters: object) -> Avatar:
    chosen = AnnyEngine.complete({"texture_size": "1024", **parameters})
    avatar = AnnyEngine().generate(Request(prompt=prompt, seed=seed, parameters=chosen), Progress())
    assert isinstance(avatar, Avatar)
    avatar.validate()
    return avatar


def mesh(avatar: Avatar, role: str) -> Mesh:
    return next(each for each in avatar.meshes if each.role == role)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_people_stand_on_the_floor_at_their_height(prompt: str) -> None:
    avatar = make(prompt)
    spec = avatar.provenance.spec
    assert avatar.height == pytest.approx(spec["height_m"], abs=0.01)
    lowest = min(float(each.vertices[:, 2].min()) for each in avatar.meshes)
    assert abs(lowest) < 0.004
    body = avatar.meshes[0]
    assert body.role == "body" and np.ptp(body.vertices[:, 2]) == pytest.approx(avatar.height, abs=1e-3)
    assert abs(body.vertices[:, 0].mean()) < 0.02
    toes = body.vertices[body.vertices[:, 2] < 0.06]
    assert toes[:, 1].min() < -0.05, "faces -Y"


def test_the_skeleton_knows_how_wide_the_dressed_trunk_is() -> None:
    fat, slim = make(PROMPTS[0]).skeleton.girth, make(PROMPTS[1]).skeleton.girth
    assert 0.19 < fat < 0.32 and 0.10 < slim < 0.19


@pytest.mark.parametrize("prompt", PROMPTS)
def test_torso_and_pelvis_are_covered(prompt: str) -> None:
    """No skin shows between the thighs and the armpits, whatever is worn."""
    t = coordinates.template()
    private = (t.level > 2.75) & (t.level < 4.9) & (t.arm_share < 0.3)
    hidden = make(prompt).meshes[0].hidden
    assert hidden is not None and hidden[private[:hm08.BODY[1]]].all()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_mesh_is_skinned_and_unwrapped(prompt: str) -> None:
    for each in make(prompt).meshes:
        assert np.abs(each.weights.sum(axis=1) - 1).max() < 1e-5
        assert each.materials and each.weights.shape[1] <= 8
        if each.role in ("body", "eyes", "garment", "hair"):
            # Those of garments count tiles of cloth.
            most = 200 if each.role == "garment" else 2
            assert each.uvs is not None and each.uvs.min() > -1 and each.uvs.max() < most
    garments = [each for each in make(prompt).meshes if each.role == "garment"]
    assert len(garments) >= 2
    quads = [np.diff(each.face_offsets) == 4 for each in garments]
    assert all(share.mean() > 0.9 for share in quads)


def test_body_is_quads_with_exact_weights_and_no_cages() -> None:
    body = make(PROMPTS[0]).meshes[0]
    assert len(body.vertices) == 13380 and (np.diff(body.face_offsets) == 4).all()
    joints, weights = rigs.weights("game_engine")
    assert (body.joints == joints[:13380]).all() and (body.weights == weights[:13380]).all()


def test_shape_keys_have_arkits_names_everywhere() -> None:
    avatar = make(PROMPTS[1])
    keyed = [each for each in avatar.meshes if each.shape_keys is not None]
    assert {each.name for each in keyed} == {"Body", "Eyes", "Mouth", "Eyelashes"}
    for each in keyed:
        assert tuple(each.shape_keys.names) == anny_model.ARKIT
    keys = mesh(avatar, "body").shape_keys
    blink = keys.names.index("eyeBlinkLeft")
    moved = mesh(avatar, "body").vertices[keys.indices[keys.offsets[blink]:keys.offsets[blink + 1]]]
    assert moved[:, 0].mean() > 0.01, "the left eye is at +X"
    tongue = keyed[2].shape_keys
    out = tongue.names.index("tongueOut")
    assert tongue.offsets[out + 1] > tongue.offsets[out]


def test_the_same_request_gives_the_same_person() -> None:
    chosen = AnnyEngine.complete({"texture_size": "1024"})
    again = AnnyEngine().generate(Request(prompt=PROMPTS[1], seed=1, parameters=chosen), Progress())
    first = make(PROMPTS[1])
    for a, b in zip(first.meshes, again.meshes):
        assert (a.vertices == b.vertices).all() and (a.weights == b.weights).all()
        for x, y in zip(a.materials, b.materials):
            if x.base_color_image is not None:
                assert (x.base_color_image.pixels == y.base_color_image.pixels).all()
    assert first.provenance == again.provenance
    other = make(PROMPTS[1], seed=2)
    assert np.abs(other.meshes[0].vertices - first.meshes[0].vertices).max() > 1e-3


def test_a_settled_spec_makes_the_same_person() -> None:
    first = make(PROMPTS[0])
    chosen = AnnyEngine.complete({"texture_size": "1024"})
    again = AnnyEngine().generate(
        Request(prompt="", seed=1, parameters=chosen, spec=first.provenance.spec), Progress())
    assert (again.meshes[0].vertices == first.meshes[0].vertices).all()


def test_a_beard_hangs_from_the_face() -> None:
    avatar = make("a man with a long beard", face_keys=False)
    beard = next(each for each in avatar.meshes if each.name == "Beard").vertices
    head = avatar.meshes[0].vertices
    head = head[head[:, 2] > beard[:, 2].min()]
    face = head[(head[:, 2] > beard[:, 2].max() - 0.03)]
    assert np.abs(beard[:, 0]).max() < np.abs(face[:, 0]).max() + 0.012, "no lock stands off sideways"
    lip = beard[np.abs(beard[:, 0]) < 0.02]
    assert len(lip) > 0.1 * len(beard), "the chin is covered"


def turn(axis: str, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return {"x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]), "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])}[axis]


POSES = {
    "arms up": {"upperarm_l": turn("y", -75), "upperarm_r": turn("y", 75)},
    "running": {"thigh_l": turn("x", -55), "calf_l": turn("x", 70), "thigh_r": turn("x", 25), "calf_r": turn("x", 60),
                "upperarm_l": turn("x", 40), "upperarm_r": turn("x", -40), "spine_01": turn("x", -8)},
}


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("prompt", [PROMPTS[0], PROMPTS[2], PROMPTS[3]])
def test_skin_stays_inside_the_clothes_in_motion(prompt: str, pose: str) -> None:
    """Visible skin near a garment stays inside it: under 2 % of the cloth lies more than 5 mm within visible skin."""
    from scipy.spatial import cKDTree

    avatar = make(prompt)
    transforms = rigs.pose_transforms(avatar.skeleton, POSES[pose])
    body = avatar.meshes[0]
    skin = rigs.skin(body.vertices, body.joints, body.weights, transforms)
    assert np.abs(skin - body.vertices).max() > 0.2, "the pose moves the body"
    faces = body.corner_vertices.reshape(-1, 4)
    normals = hm08.normals(skin, faces)
    visible = np.unique(faces[~body.hidden[faces].any(axis=1).astype(bool)])
    tree = cKDTree(skin[visible])
    for garment in avatar.meshes:
        if garment.role != "garment":
            continue
        cloth = rigs.skin(garment.vertices, garment.joints, garment.weights, transforms)
        distance, nearest = tree.query(cloth)
        depth = np.einsum("ij,ij->i", cloth - skin[visible][nearest], normals[visible][nearest])
        inside = (distance < 0.03) & (depth < -0.005)
        assert inside.mean() < 0.02, (garment.name, inside.mean())
        assert not (np.isnan(cloth).any() or np.abs(cloth).max() > 3)


@pytest.mark.parametrize("prompt", ["a woman in a blouse and a skirt", "a woman in a long red dress"])
def test_a_skirt_stays_closed_over_the_thighs_in_a_run(prompt: str) -> None:
    """Next to nothing is seen through it of what is worn under it, and no edge of the cloth is torn wide."""
    from backend.bench.garment_fit import Dressed

    avatar = make(prompt, face_keys=False)
    transforms = rigs.pose_transforms(avatar.skeleton, POSES["running"])
    meshes = {each.name: each for each in avatar.meshes}
    skirt = meshes.get("Skirt") or meshes["Dress"]
    fits = {fit.name: fit for fit in Dressed(avatar).penetration(POSES["running"])}
    fit = fits[skirt.name]
    assert fit.of > 500 and (fit.below + fit.through) / fit.of < 0.004, fit
    cloth = rigs.skin(skirt.vertices, skirt.joints, skirt.weights, transforms)
    corners, starts = skirt.corner_vertices, skirt.face_offsets[:-1]
    following = np.arange(len(corners)) + 1
    following[skirt.face_offsets[1:] - 1] = starts
    edges = np.linalg.norm(cloth[corners] - cloth[corners[following]], axis=1)
    assert np.percentile(edges, 99) < 0.09


@pytest.mark.parametrize("rig", [rig for rig in rigs.RIGS if rig != "game_engine"])
def test_other_rigs(rig: str) -> None:
    avatar = make("a person in a blue shirt", rig=rig, face_keys=False)
    assert avatar.skeleton.convention == rig and len(avatar.skeleton.roles) == 22
    assert all(each.shape_keys is None for each in avatar.meshes)


def test_outfit_parameter_overrides_the_prompt() -> None:
    avatar = make("a man in a red shirt", outfit="a green dress")
    assert avatar.provenance.spec["outfit"][0]["kind"] == "dress"


def test_contradictory_prompts_still_make_a_person() -> None:
    avatar = make("a tall short fat skinny old baby in a naked tuxedo bikini dress, no shoes, no hair")
    assert avatar.meshes[0].hidden.sum() > 3000


def test_generation_can_be_cancelled() -> None:
    cancelled = threading.Event()
    stages: list[str] = []

    def report(fraction: float, stage: str, preview: object) -> None:
        stages.append(stage)
        if len(stages) == 3:
            cancelled.set()

    with pytest.raises(Cancelled):
        AnnyEngine().generate(Request(prompt="a man", seed=1, parameters=AnnyEngine.complete({})),
                              Progress(report, cancelled))
    assert len(stages) == 3


def test_the_engine_imports_in_a_moment() -> None:
    import subprocess
    import sys

    code = ("import sys, backend.avatar.anny_engine as e; e.AnnyEngine.availability();"
            "assert not {'torch', 'scipy', 'anny', 'PIL', 'taichi'} & set(sys.modules)")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
