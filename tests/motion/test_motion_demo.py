# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of clips on five rigs: every rig's row under every clip's name, and what is missing is told."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backend.demo.motions import RIGS, rigs_sheet
from backend.demo.run import DemoError


def _rendered(folder: Path, clips: int) -> None:
    for clip in range(clips):
        for rig in range(len(RIGS)):
            for instant in range(3):
                Image.new("RGB", (40, 44), (60 * clip + 40, 40 * rig + 30, 80 * instant + 20)).save(
                    folder / f"rig-{clip:02}-{rig}-{instant:03}.png")


def test_rows_are_clips_by_rigs_and_columns_instants(tmp_path: Path) -> None:
    _rendered(tmp_path, 2)
    sheet = np.asarray(rigs_sheet(tmp_path, ["a walk", "a punch"], 128))
    rows = sheet.shape[0] / (2 * len(RIGS))
    for clip in (0, 1):
        for rig in range(len(RIGS)):
            line = sheet[int((clip * len(RIGS) + rig + 0.75) * rows)]
            assert [tuple(line[x]) for x in (20, 64, 108)] == [
                (60 * clip + 40, 40 * rig + 30, 80 * instant + 20) for instant in range(3)]


def test_a_rig_that_was_not_rendered_is_told(tmp_path: Path) -> None:
    _rendered(tmp_path, 1)
    for each in tmp_path.glob("rig-00-4-*"):
        each.unlink()
    with pytest.raises(DemoError, match="not rendered"):
        rigs_sheet(tmp_path, ["a walk"])
