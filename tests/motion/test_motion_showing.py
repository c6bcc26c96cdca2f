# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen in a motion: the rules' movements show what their verbs demand, and none of the others'."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backend.engine import Progress, Request
from backend.motion.clip import clip_of
from backend.motion.diffusion.confidence import confidence, coverage, said, wordings
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.showing import demanded, unshown

SENTENCES = ("a person walks forward", "a person runs", "a person jogs in a circle", "a person jumps", "a person kicks",
             "a person punches", "a person waves", "a person throws a ball", "a person sits down",
             "a person stands up", "a person raises both arms", "a person argues", "a person bows",
             "a person turns around")


@pytest.fixture(scope="module")
def clips():
    return {text: clip_of(ProceduralEngine().generate(
        Request(prompt=text, seed=2, parameters=ProceduralEngine.complete({"loop": False})), Progress()))
        for text in SENTENCES}


@pytest.mark.parametrize("text", SENTENCES)
def test_rules_show_what_is_demanded_and_standing_does_not(clips, text):
    assert demanded(text) and unshown(text, clips[text]) == []
    still = clips["a person bows"]
    first = replace(still, rotations=np.repeat(still.rotations[:1], 60, 0), root=np.repeat(still.root[:1], 60, 0),
                    contacts=None)
    assert unshown(text, first)


@pytest.mark.parametrize(("asked", "made"), [
    ("a person waves", "a person raises both arms"), ("a person sits down", "a person stands up"),
    ("a person stands up", "a person sits down"), ("a person raises both arms", "a person waves"),
    ("a person kicks", "a person jumps"), ("a person jumps", "a person walks forward"),
    ("a person bows", "a person sits down"), ("a person throws a ball", "a person argues"),
    ("a person jogs in a circle", "a person runs"), ("a person does a cartwheel", "a person jumps"),
    ("a person crawls", "a person walks forward"), ("a person turns around", "a person walks forward")])
def test_another_movement_does_not_show_it(clips, asked, made):
    assert unshown(asked, clips[made])


def test_who_gets_up_does_not_do_it_backwards(clips):
    clip = clips["a person stands up"]
    back = replace(clip, rotations=clip.rotations[::-1], root=clip.root[::-1], contacts=None)
    assert unshown("a person stands up", back)
    assert unshown("someone is sleeping", clips["a person runs"]) == []  # of which nothing is known


def test_coverage_tells_verbs_from_things_and_manners():
    archery, walk = said("a person draws a bow"), said("a person walks forward")
    assert coverage(said("a person draws a bow"), archery)[0] == 1.0
    assert coverage(said("a person bows"), archery) == (0.0, ("bow",))
    assert coverage(said("someone strolls"), walk)[0] > 0.5
    share, missing = coverage(said("a sad man walks"), walk)
    assert 0.5 < share < 0.8 and missing == ("sad",)
    assert coverage(said("a person does push-ups"), said("someone does press-ups"))[0] == 0.0
    assert coverage(said("pushups"), said("a person does push-ups"))[0] == 1.0


def test_wordings_and_confidence():
    assert "a person sits down" in wordings("sit down") and "a person does a cartwheel" in wordings("cartwheel")
    assert wordings("she waves") == ["she waves", "a person waves"] and "a person waves" in wordings("wave")
    assert "a person carries a box" in wordings("carry a box")
    assert confidence(1.0, 1.0) > 0.7 > confidence(0.6, 1.0) > confidence(0.6, 0.0)
    assert confidence(0.6, 0.0) < 0.2
