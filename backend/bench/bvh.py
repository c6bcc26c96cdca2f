# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a long BVH, against the ``bvh`` package (https://pypi.org/project/bvh, the pins' 0.3).

The package hands over words; turning them into numbers is counted in, as no use of a motion does without. Ours
gives unit, axes and rotations on a skeleton as well.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from backend.motion.formats.bvh import read_bvh, write_bvh
from backend.motion.quaternions import from_euler
from backend.motion.skeleton import JOINTS, make_skeleton
from protocol.assets import Motion


def measure(frames: int = 5000, rounds: int = 5) -> dict[str, float]:
    """Seconds ``read_s`` (best of ``rounds``) for a BVH of ``frames`` frames of 22 joints, and its size in MB.

    Where the ``bvh`` package is installed, also its ``package_s`` (once: it takes long) and the ``ratio``, how many
    times as fast ours is.
    """
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as scratch:
        path = Path(scratch) / "long.bvh"
        write_bvh(path, _motion(frames), unit="cm")
        read_s = min(_timed(path) for _ in range(rounds))
        found = {"read_s": read_s, "megabytes": path.stat().st_size / 1e6}
        package_s = _package(path)
    if package_s is not None:
        found |= {"package_s": package_s, "ratio": package_s / read_s}
    return found


def _motion(frames: int) -> Motion:
    at = np.linspace(0, 60, frames)[:, None, None]
    angles = 0.4 * np.sin(at * np.arange(1, 4) + np.arange(len(JOINTS))[:, None])
    return Motion(name="long", fps=60.0, skeleton=make_skeleton(),
                  rotations=from_euler(angles, "zxy").astype("<f4"),
                  root_translation=np.stack([at[:, 0, 0], -at[:, 0, 0], 0.02 * np.sin(at[:, 0, 0])], -1).astype("<f4"))


def _timed(path: Path) -> float:
    start = time.perf_counter()
    read_bvh(path)
    return time.perf_counter() - start


def _package(path: Path) -> float | None:
    try:
        from bvh import Bvh
    except ImportError:
        return None
    start = time.perf_counter()
    np.array(Bvh(path.read_text("utf-8")).frames, dtype=np.float64)
    return time.perf_counter() - start


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:14} {value:.4g}")
