# SPDX-License-Identifier: GPL-3.0-or-later
"""The HumanML3D and KIT codec against the official one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from backend.motion.formats import humanml3d_codec as codec
from backend.motion.kinematics import continuous, matrix_from_quaternion
from backend.motion.quaternions import conjugate, multiply, rotate
from tests.parity.report import Report, expected_of, load

_USUAL, _ROTATIONS = 1e-4, 3e-4


def check(path: Path) -> Report:
    """Compare everything in ``humanml3d_codec.npz``."""
    arrays, description = load(path)
    report = Report(path.stem, expected=expected_of(description))
    layouts = {"t2m": codec.HUMANML3D, "kit": codec.KIT}
    for name, layout in layouts.items():
        chains = [[joint for joint in chain if joint >= 0] for chain in arrays[f"skeleton/{name}/chains"].tolist()]
        report.compare(f"skeleton/{name}/raw_offsets", layout.directions, arrays[f"skeleton/{name}/raw_offsets"], 0.0)
        assert chains == [list(chain) for chain in layout.chains], "the kinematic chains differ"
    for name, about in description["config"]["clips"].items():
        _clip(report, arrays, name, layouts[about["skeleton"]], float(about["feet_thre"]))
    _official(report, arrays)
    _rotations(report, arrays)
    return report


def _clip(report: Report, arrays: dict[str, np.ndarray], name: str, layout: codec.Layout, contact: float) -> None:
    joints = arrays[f"{name}/joints"].astype(np.float64)
    offsets = arrays[f"{name}/tgt_offsets"].astype(np.float64)

    def compare(array: str, found: np.ndarray, limit: float = _USUAL) -> None:
        report.compare(f"{name}/{array}", found, arrays[f"{name}/{array}"], limit)

    compare("own_offsets", codec.measure(layout, joints[0]))
    compare("ik_quat", codec.inverse_kinematics(layout, joints), _ROTATIONS)
    compare("ik_quat_smooth", codec.inverse_kinematics(layout, joints, smooth=True), _ROTATIONS)
    uniform = codec.uniform_skeleton(layout, joints, offsets)
    compare("uniform_skeleton", uniform)
    compare("encoded_global_joints", codec.aligned(layout, uniform))
    vectors = codec.encode(layout, joints, offsets, contact)
    wanted = arrays[f"{name}/encoded_vec"]
    limits = {"rotations": _ROTATIONS, "contacts": 0.0}
    for block, columns in layout.blocks.items():
        report.compare(f"{name}/encoded_vec [{block}]", vectors[:, columns], wanted[:, columns],
                       limits.get(block, _USUAL))
    _decoded(report, arrays, f"{name}/decoded", layout, wanted, offsets)
    if f"{name}/noisy_vec" in arrays:
        _decoded(report, arrays, f"{name}/noisy_decoded", layout, arrays[f"{name}/noisy_vec"], offsets)


def _decoded(report: Report, arrays: dict[str, np.ndarray], name: str, layout: codec.Layout, vectors: np.ndarray,
             offsets: np.ndarray) -> None:
    data = vectors.astype(np.float64)
    heading, root = codec.root_path(data)
    for array, found in (("root_quat", heading), ("root_pos", root),
                         ("joints_from_ric", codec.joints_from_places(layout, data)),
                         ("joints_from_rot", codec.joints_from_rotations(layout, data, offsets))):
        report.compare(f"{name}/{array}", found, arrays[f"{name}/{array}"], _USUAL)


def _official(report: Report, arrays: dict[str, np.ndarray]) -> None:
    layout = codec.HUMANML3D
    offsets = codec.measure(layout, arrays["official/joints"][0].astype(np.float64))
    report.compare("official/tgt_offsets", offsets, arrays["official/tgt_offsets"], _USUAL)
    _decoded(report, arrays, "official/from_vec", layout, arrays["official/vec"], offsets)
    noisy = arrays["t2m/noisy_vec"].astype(np.float64)
    batch = np.stack([noisy[:16], noisy[16:32]])
    report.compare("batch/joints_from_ric", codec.joints_from_places(layout, batch), arrays["batch/joints_from_ric"],
                   _USUAL)
    report.compare("mirror/out", codec.mirrored(arrays["mirror/joints"].astype(np.float64)), arrays["mirror/out"],
                   _USUAL)


def _rotations(report: Report, arrays: dict[str, np.ndarray]) -> None:
    q = {name: arrays[f"quat/{name}"].astype(np.float64) for name in ("a", "b", "c", "v", "w", "cont6d_raw",
                                                                      "sequence")}
    norm = np.linalg.norm(q["c"], axis=-1, keepdims=True)
    found = {"between": codec.between(q["v"], q["w"]), "cont6d": codec.six_numbers(q["a"]),
             "cont6d_to_matrix": codec.from_six_numbers(q["cont6d_raw"]), "fixed": continuous(q["sequence"]),
             "inv": conjugate(q["a"]), "matrix": matrix_from_quaternion(q["a"]), "mul": multiply(q["a"], q["b"]),
             "normalized_c": q["c"] / norm, "rot": rotate(q["a"], q["v"])}
    for name, value in found.items():
        report.compare(f"quat/{name}", value, arrays[f"quat/{name}"], _USUAL)
