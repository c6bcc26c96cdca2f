# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation on the shortest clips, loops or not, with and without contacts and fingers: sound or refused."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from backend.engine import EngineError
from backend.motion import clip_ops
from backend.motion.clip import clip_of
from backend.motion.editing import constraints
from backend.motion.editing.cleanup import clean
from backend.motion.editing.constraints import Place, Reach, key_pose
from backend.motion.editing.layers import compose
from backend.motion.editing.loops import make_loop
from backend.motion.editing.path import follow
from backend.motion.editing.smooth import smooth
from backend.motion.editing.style import by_words
from backend.motion.editing.transitions import join
from backend.motion.editing.treadmill import travelling
from backend.motion.metrics import measure


@pytest.fixture(scope="module")
def walk(make):
    return clip_of(make("walk"))


_OPERATIONS = {
    "clean": lambda clip, other: clean(clip), "smooth": lambda clip, other: smooth(clip, 0.2),
    "loop": lambda clip, other: make_loop(clip), "long loop": lambda clip, other: make_loop(clip, 1.0),
    "join": lambda clip, other: join(clip, clip), "cut": lambda clip, other: join(clip, other, 0.0),
    "search": lambda clip, other: join(other, clip, search=0.3),
    "above": lambda clip, other: compose(other, clip, "upper_body"),
    "below": lambda clip, other: compose(clip, other, "lower_body"),
    "path": lambda clip, other: follow(clip, [(0, 0), (1, 1)]),
    "style": lambda clip, other: by_words(clip, "larger, slower and tired"),
    "travel": lambda clip, other: travelling(clip), "stay": lambda clip, other: clip_ops.in_place(clip),
    "pose": lambda clip, other: constraints.apply(clip, [key_pose(other, 10, 0.0)]),
    "reach": lambda clip, other: constraints.apply(clip, [Reach("left_hand", (0, -0.3, 1.0), 0.0)]),
    "place": lambda clip, other: constraints.apply(clip, [Place(0.0, (1, 1))]),
    "finer": lambda clip, other: clip_ops.resample(clip, 50), "coarser": lambda clip, other: clip_ops.resample(clip, 7),
    "slower": lambda clip, other: clip_ops.retime(clip, 0.3), "faster": lambda clip, other: clip_ops.retime(clip, 7.0),
    "fit": lambda clip, other: clip_ops.fit(clip, 1.0), "blend": lambda clip, other: clip_ops.blend(clip, other, 0.3),
    "chain": lambda clip, other: clip_ops.concatenate([clip, other]),
    "mirror": lambda clip, other: clip_ops.mirror(clip),
}


@pytest.mark.parametrize("operation", _OPERATIONS)
def test_short_clips(walk, operation):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for frames in (1, 2, 3, 5, 14):
            for loop in (False, True):
                clip = replace(clip_ops.cut(walk, 5, 5 + frames), loop=loop)
                for one in (clip, replace(clip, contacts=None), replace(clip, hands=clip_ops.straight_hands(frames))):
                    before = one.rotations.copy(), one.root.copy()
                    try:
                        result = _OPERATIONS[operation](one, walk)
                    except EngineError:
                        continue
                    assert np.isfinite(result.root).all()
                    assert np.allclose(np.linalg.norm(result.rotations, axis=-1), 1)
                    assert np.isfinite(measure(result).score)
                    # Nothing is changed in place.
                    assert np.array_equal(one.rotations, before[0]) and np.array_equal(one.root, before[1])
