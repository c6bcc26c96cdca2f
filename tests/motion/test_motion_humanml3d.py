# SPDX-License-Identifier: GPL-3.0-or-later
"""HumanML3D and KIT vectors: exact against the official code, and clips that survive what they can hold."""
import numpy as np
import pytest

from backend.engine import EngineError
from backend.motion.clip import clip_of
from backend.motion.clip_ops import resample
from backend.motion.formats import read_motion, write_motion
from backend.motion.formats.humanml3d import clip_from_joints, clip_from_vectors, vectors_from_clip
from backend.motion.formats.humanml3d_codec import HUMANML3D, KIT, between, joints_from_places, mirrored
from backend.motion.kinematics import matrix_from_quaternion, rotation_angle, rotation_z
from backend.motion.skeleton import INDEX
from tests.parity.humanml3d import check
from tests.shared_data import shared


def test_the_codec_agrees_with_the_official_one():
    report = check(shared("parity", "motion", "humanml3d_codec.npz"))
    assert not report.missing and not report.wrong, (report.missing, report.wrong, report.worst)
    assert len(report.errors) > 80


def test_the_comparison_notices_a_wrong_codec(monkeypatch):
    path = shared("parity", "motion", "humanml3d_codec.npz")
    monkeypatch.setattr("backend.motion.formats.humanml3d_codec._SMOOTHING", 19)
    assert any("encoded_vec" in name for name in check(path).wrong)


@pytest.mark.parametrize("layout", [HUMANML3D, KIT], ids=lambda layout: layout.name)
def test_a_clip_becomes_vectors_and_a_clip_again(make, layout):
    clip = clip_of(make("he is running"))
    vectors = vectors_from_clip(clip, layout)
    assert vectors.shape[1] == (263 if layout is HUMANML3D else 251) and np.isfinite(vectors).all()
    again = clip_from_vectors(vectors, layout)
    source = resample(clip, layout.fps)
    assert len(again) == len(source) - 1 and again.fps == layout.fps
    joints = joints_from_places(layout, vectors) * layout.unit
    if layout is HUMANML3D:
        apart = again.positions() - joints[..., [0, 2, 1]] * (1, -1, 1)
        lift = np.median(apart[..., 2])  # the data set's floor is the lowest joint, ours the sole below it
        assert 0 < lift < 0.025 and np.abs(apart - (0, 0, lift)).max() < 0.005
    # Forwards stays forwards, at the speed the longer or shorter legs make of it.
    ahead, before = (each.root[len(again) - 1] - each.root[0] for each in (again, source))
    assert ahead[1] == pytest.approx(before[1] * again.body.leg / source.body.leg, rel=0.05)
    found, wanted = again.global_rotations(), source.global_rotations()[:-1]
    yaw = [np.arctan2(each[0, 0, 1, 0], each[0, 0, 0, 0]) for each in (found, wanted)]
    turned = rotation_angle(np.swapaxes(rotation_z(yaw[1] - yaw[0]) @ found, -1, -2) @ wanted)  # clips start ahead
    limits = {"pelvis": 6, "spine3": 6, "left_collar": 15, "left_hip": 12, "right_knee": 12, "left_ankle": 12,
              "left_shoulder": 20, "right_elbow": 20}
    for joint, limit in limits.items():
        assert np.degrees(np.median(turned[:, INDEX[joint]])) < limit, joint


def test_contacts_of_the_vectors_are_the_clips(make):
    vectors = vectors_from_clip(clip_of(make("walk")))
    clip = clip_from_vectors(vectors)
    assert np.array_equal(clip.contacts, vectors[:, 259:] > 0.5) and 0.2 < clip.contacts.mean() < 0.95


def test_left_and_right_come_out_where_they_were(make):
    clip = clip_of(make("wave with the left hand"))
    again = clip_from_vectors(vectors_from_clip(clip))
    high = again.positions()[:, [INDEX["left_wrist"], INDEX["right_wrist"]], 2].max(axis=0)
    assert high[0] > high[1] + 0.3
    flipped = clip_from_joints(mirrored(joints_from_places(HUMANML3D, vectors_from_clip(clip))))
    high = flipped.positions()[:, [INDEX["left_wrist"], INDEX["right_wrist"]], 2].max(axis=0)
    assert high[1] > high[0] + 0.3


def test_files_of_vectors_and_of_joints_are_read(make, tmp_path):
    walk = make("walk")
    notes: list[str] = []
    write_motion(tmp_path / "walk.npy", walk, notes=notes)
    assert any("no twist" in note for note in notes)
    data = np.load(tmp_path / "walk.npy")
    assert data.dtype == np.float32 and data.shape[1] == 263
    found = read_motion(tmp_path / "walk.npy", notes=notes)
    assert found.fps == 20 and any("twist" in note and "filled in" in note for note in notes)
    np.save(tmp_path / "joints.npy", joints_from_places(HUMANML3D, data.astype(np.float64)))
    assert np.abs(read_motion(tmp_path / "joints.npy").rotations - found.rotations).max() < 1e-4
    write_motion(tmp_path / "kit.npy", walk, layout="kit")
    assert np.load(tmp_path / "kit.npy").shape[1] == 251 and read_motion(tmp_path / "kit.npy").fps == 12.5


def test_normalised_vectors_are_noticed_and_undone_where_it_is_known_how(make, tmp_path):
    write_motion(tmp_path / "walk.npy", make("walk"))
    data = np.load(tmp_path / "walk.npy")
    mean, deviation = data.mean(axis=0), data.std(axis=0) + 0.1
    np.save(tmp_path / "normal.npy", (data - mean) / deviation)
    with pytest.raises(EngineError, match="normalised"):
        read_motion(tmp_path / "normal.npy")
    np.save(tmp_path / "Mean.npy", mean)
    np.save(tmp_path / "Std.npy", deviation)
    again, plain = read_motion(tmp_path / "normal.npy"), read_motion(tmp_path / "walk.npy")
    assert np.abs(again.root_translation - plain.root_translation).max() < 1e-4


def test_opposite_and_missing_directions_have_a_rotation():
    start = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [1, 0, 0]])
    end = np.array([[-1.0, 0, 0], [0, -1, 0], [0, 0, -1], [-1, -1, -1], [0, 0, 0]])
    found = matrix_from_quaternion(between(start, end))
    assert np.allclose(np.einsum("nij,nj->ni", found[:4], start[:4]), end[:4], atol=1e-9)
    assert np.allclose(found[4], np.eye(3))
