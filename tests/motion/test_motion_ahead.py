# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a clip leads, told from its steps as a whole."""

import numpy as np
import pytest

from backend.motion import clip_ops
from backend.motion.clip import clip_of
from backend.motion.editing.ahead import ahead, aligned, behind


@pytest.mark.parametrize("prompt, change", [
    ("walk", 0), ("run", 0), ("walk backwards", 0), ("sidestep left", 0), ("turn left", 90), ("idle", 0),
    ("walk and turn left", 90), ("walk in a circle", 360), ("walk 3 s and stop", 0)])
def test_where_a_clip_leads_as_it_begins_and_ends(make, prompt, change):
    clip = clip_ops.place(clip_of(make(prompt, loop=False)), 0.5, np.zeros(3))
    begin, end = np.degrees(ahead(clip)), np.degrees(behind(clip))
    assert begin == pytest.approx(np.degrees(0.5), abs=1)
    assert end - begin == pytest.approx(change, abs=3.5)


def test_aligned_clips_lead_away_from_the_origin(make):
    clip = aligned(clip_ops.place(clip_of(make("run", loop=False)), 2.0, np.array([3.0, 4.0, 0.0])), 0.3, (1.0, -1.0))
    assert np.allclose(clip.root[0, :2], [1, -1]) and ahead(clip) == pytest.approx(0.3, abs=1e-6)
