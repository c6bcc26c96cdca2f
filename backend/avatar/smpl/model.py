# SPDX-License-Identifier: GPL-3.0-or-later
"""SMPL model files into plain arrays, by the package ``smplx``, and nothing in them run.

The package itself unpickles what it loads. Here a file is first read as plain arrays alone (official .npz files hold a
few pickled dictionaries beside them, which are not needed), and the package is given those.

M. Loper et al., SMPL (2015); J. Romero et al., MANO (2017); G. Pavlakos et al., SMPL-X (2019).
"""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backend.engine import EngineError

#: Bytes a model file may unfold to; the largest official one has about 0.7 GB.
_MAXIMUM = 2 << 30
#: Arrays without which a file is no body model.
_NEEDED = ("v_template", "shapedirs", "posedirs", "J_regressor", "weights", "kintree_table", "f")
_HANDS = ("hands_componentsl", "hands_componentsr", "hands_meanl", "hands_meanr")
_LANDMARKS = ("lmk_faces_idx", "lmk_bary_coords")
#: Joints -> model.
JOINTS = {24: "SMPL", 52: "SMPL-H", 55: "SMPL-X"}
#: Shape components that are fitted; the first ones carry nearly all variation.
BETAS = 10


@dataclass(frozen=True)
class BodyModel:
    """A linear body model in the T-pose, Y up, facing +Z, metres."""

    kind: str
    names: tuple[str, ...]
    template: np.ndarray  # (V, 3)
    shapes: np.ndarray  # (V, 3, B)
    expressions: np.ndarray  # (V, 3, E), E may be 0
    regressor: np.ndarray  # (J, V)
    weights: np.ndarray  # (V, J)
    parents: np.ndarray  # (J,), -1 first
    faces: np.ndarray  # (F, 3)
    uvs: np.ndarray | None  # (3 F, 2), one a corner

    def shaped(self, betas: np.ndarray) -> np.ndarray:
        """Vertices (V, 3) of the shape ``betas`` (B,)."""
        return self.template + self.shapes @ betas

    def joints(self, vertices: np.ndarray) -> np.ndarray:
        """Joint places (J, 3) in a shaped body."""
        return self.regressor @ vertices


def load(path: Path) -> BodyModel:
    """A model file (.npz). Raises :class:`EngineError` ("bad_weights") naming what is wrong with it, or
    "missing_package" where ``smplx`` is not installed."""
    try:
        import smplx
        from smplx.joint_names import JOINT_NAMES
        from smplx.utils import Struct
    except ImportError:
        raise EngineError("The package smplx is not installed.", 'pip install "smplx==0.1.28" (for research alone).',
                          "missing_package") from None
    arrays = _arrays(path)
    kind = _checked(path, arrays)
    options = {"num_betas": BETAS, "create_transl": False, "use_pca": False, "flat_hand_mean": True, "batch_size": 1}
    try:
        if kind == "SMPL":
            model = smplx.SMPL(model_path="", data_struct=Struct(**arrays), num_betas=BETAS, create_transl=False)
        elif kind == "SMPL-H":
            model = smplx.SMPLH(model_path="", data_struct=Struct(**arrays), **options)
        else:
            with tempfile.TemporaryDirectory(prefix="troupe-smplx-") as folder:
                clean = Path(folder) / "model.npz"
                np.savez(clean, **arrays)  # type: ignore[arg-type]
                model = smplx.SMPLX(model_path=str(clean), ext="npz", use_face_contour=False, **options)
    except EngineError:
        raise
    except Exception as error:  # the package raises whatever its parsing stumbles over
        raise _bad(path, f"is no {kind} model: {type(error).__name__}: {error}") from error

    def plain(tensor) -> np.ndarray:
        return tensor.detach().cpu().numpy().astype(np.float64)

    expressions = plain(model.expr_dirs) if kind == "SMPL-X" else np.zeros((*arrays["v_template"].shape, 0))
    names = [*JOINT_NAMES[:22], "left_hand", "right_hand"] if kind == "SMPL" else (
        [*JOINT_NAMES[:22], *JOINT_NAMES[25:55]] if kind == "SMPL-H" else JOINT_NAMES[:55])
    parents = np.asarray(model.parents.cpu().numpy(), np.int32)
    return BodyModel(kind=kind, names=tuple(names), template=plain(model.v_template), shapes=plain(model.shapedirs),
                     expressions=expressions, regressor=plain(model.J_regressor), weights=plain(model.lbs_weights),
                     parents=parents, faces=np.asarray(model.faces, np.int64), uvs=_uvs(arrays))


def _arrays(path: Path) -> dict[str, np.ndarray]:
    """The plain arrays of an .npz; what would have to be unpickled is left out."""
    if path.suffix.lower() != ".npz":
        raise _bad(path, "is a pickle, which may run any code when it is opened",
                   "Take the .npz edition of the model from its home page, or convert the file where you trust it.")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MAXIMUM:
                raise _bad(path, f"unfolds to more than {_MAXIMUM >> 30} GB")
        found = {}
        with np.load(path, allow_pickle=False) as content:
            for name in content.files:
                try:
                    found[name] = content[name]
                except ValueError:  # an array of objects
                    continue
    except EngineError:
        raise
    except Exception as error:  # zip and numpy raise many kinds for a damaged file
        raise _bad(path, f"cannot be read: {error}", "Download it again.") from error
    return found


def _checked(path: Path, arrays: dict[str, np.ndarray]) -> str:
    """What model it is, after its arrays have been looked at."""
    missing = [name for name in _NEEDED if name not in arrays]
    if missing:
        raise _bad(path, f"has no {missing[0]}")
    count, joints = len(arrays["v_template"]), arrays["kintree_table"].shape[-1]
    if joints not in JOINTS:
        raise _bad(path, f"has {joints} joints, expected {', '.join(f'{n} ({k})' for n, k in JOINTS.items())}")
    kind = JOINTS[joints]
    shapes = {"v_template": (count, 3), "J_regressor": (joints, count), "weights": (count, joints),
              "kintree_table": (2, joints)}
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise _bad(path, f"has {name} of the shape {arrays[name].shape}, expected {shape}")
    if arrays["shapedirs"].ndim != 3 or arrays["shapedirs"].shape[:2] != (count, 3) or arrays["shapedirs"].shape[2] < 2:
        raise _bad(path, f"has shapedirs of the shape {arrays['shapedirs'].shape}")
    if arrays["posedirs"].ndim != 3 or arrays["posedirs"].shape[:2] != (count, 3):
        raise _bad(path, f"has posedirs of the shape {arrays['posedirs'].shape}")
    faces = arrays["f"]
    if faces.ndim != 2 or faces.shape[1] != 3 or faces.dtype.kind not in "iu" or not len(faces) \
            or faces.min() < 0 or faces.max() >= count:
        raise _bad(path, "has faces of vertices it does not have")
    for name in ("v_template", "shapedirs", "J_regressor", "weights"):
        if arrays[name].dtype.kind != "f" or not np.isfinite(arrays[name]).all():
            raise _bad(path, f"has numbers in {name} that are none")
    parents = arrays["kintree_table"][0].astype(np.int64)
    if (parents[1:] >= np.arange(1, joints)).any() or (parents[1:] < 0).any():
        raise _bad(path, "has joints that come before their parents")
    if kind != "SMPL" and (gone := [name for name in _HANDS if name not in arrays]):
        raise _bad(path, f"has no {gone[0]}")
    if kind == "SMPL-X" and (gone := [name for name in _LANDMARKS if name not in arrays]):
        raise _bad(path, f"has no {gone[0]}")
    return kind


def _uvs(arrays: dict[str, np.ndarray]) -> np.ndarray | None:
    """Texture coordinates of the corners, where the file has them."""
    points, corners = arrays.get("vt"), arrays.get("ft")
    if points is None or corners is None or corners.shape != arrays["f"].shape or points.ndim != 2 \
            or points.shape[1] != 2 or int(corners.max(initial=0)) >= len(points):
        return None
    return points[corners.astype(np.int64).ravel()].astype(np.float32)


def _bad(path: Path, what: str, remedy: str = "Name the official model file.") -> EngineError:
    return EngineError(f"{path.name} {what}.", remedy, "bad_weights")
