# SPDX-License-Identifier: GPL-3.0-or-later
"""Services asked in this process: what they find, and what they say to nonsense."""

from __future__ import annotations

import importlib.metadata
import json

import numpy as np
import pytest

from backend import services
from backend.engine import Cancelled, EngineError, Progress
from backend.motion.skeleton import make_skeleton
from backend.services import Answer, argument, call, take
from protocol.assets import Image, Motion, Skeleton

OURS = {"library.add", "library.info", "library.search", "library.thumbnails", "motion.check", "motion.recognise",
        "prompt.understand"}


class Point:
    """An entry point of a package that is installed for a test."""

    def __init__(self, name, load, package="theirs"):
        self.name, self.load, self.value = name, load, f"{package}:thing"
        self.dist = type("Distribution", (), {"name": package})


@pytest.fixture
def installed(monkeypatch):
    """Install services by name; ours stay."""
    real = importlib.metadata.entry_points
    extra: list[Point] = []

    def entry_points(**wanted):
        if wanted.get("group") != services.ENTRY_POINT_GROUP:
            return real(**wanted)
        return [each for each in (*extra, *real(group=wanted["group"]))
                if wanted.get("name", each.name) == each.name]

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    return extra


def test_ours_are_installed_and_can_be_loaded():
    assert set(services.names()) >= OURS
    for name in OURS:
        assert callable(services.find(name))


def test_no_package_answers_in_place_of_ours(installed):
    installed.append(Point("prompt.understand", lambda: lambda *_: Answer(result={"stolen": True})))
    assert "spec" in call("prompt.understand", {"modality": "motion", "prompt": "he walks"}).result


def test_a_broken_package_is_named(installed):
    def load():
        raise ImportError("no module named torchest")

    installed += [Point("theirs.one", load), Point("theirs.two", lambda: 3)]
    for name, word in (("theirs.one", "torchest"), ("theirs.two", "cannot be called")):
        with pytest.raises(EngineError, match=word) as caught:
            call(name)
        assert caught.value.code == "broken_service" and "theirs" in caught.value.remedy


def test_a_cancel_passes_through(installed):
    def slow(arguments, inputs, progress):
        progress.update(0.5, "at work")
        return Answer(result={})

    installed.append(Point("theirs.slow", lambda: slow))
    stopped = Progress()
    stopped._cancelled.set()
    with pytest.raises(Cancelled):
        call("theirs.slow", progress=stopped)


def test_a_rig_is_recognised_whatever_its_bones_are_called():
    skeleton = make_skeleton()
    found = call("motion.recognise", {}, {"skeleton": skeleton}).result
    assert found["roles"]["pelvis"] in skeleton.names and len(found["roles"]) >= 17
    assert 0 < found["confidence"] <= 1
    json.dumps(found)


def test_a_motion_is_checked_and_one_that_slides_is_found_out():
    skeleton = make_skeleton()
    joints = len(skeleton.names)

    def still(travel):
        return Motion(name="still", fps=30.0, skeleton=skeleton, root_translation=travel.astype(np.float32),
                      rotations=np.tile(np.array([1, 0, 0, 0], np.float32), (60, joints, 1)),
                      contacts=np.ones((60, 4), np.uint8))

    measured = {}
    for name, speed in (("stands", 0.0), ("slides", 1.0)):
        travel = np.zeros((60, 3))
        travel[:, 1] = -speed * np.arange(60) / 30
        measured[name] = call("motion.check", {}, {"motion": still(travel)}).result["metrics"]
    json.dumps(measured, allow_nan=False)
    skating = [name for name in measured["stands"] if "skate" in name]
    assert skating and any(measured["slides"][name] > measured["stands"][name] for name in skating)


@pytest.mark.parametrize(("name", "arguments", "inputs", "code"), [
    ("motion.recognise", {}, {}, "invalid_input"),
    ("motion.check", {}, {"motion": Image(name="x", pixels=np.zeros((1, 1, 3), "u1"))}, "invalid_input"),
    ("prompt.understand", {"modality": "opera", "prompt": "x"}, {}, "invalid_parameter"),
    ("prompt.understand", {"modality": "motion"}, {}, "invalid_parameter"),
    ("prompt.understand", {"modality": "motion", "prompt": "x", "engine": "none"}, {}, "unknown_engine"),
    ("prompt.understand", {"modality": "motion", "prompt": "x", "parameters": {"no": 1}}, {}, "invalid_parameter"),
])
def test_nonsense_is_refused_with_a_reason(name, arguments, inputs, code):
    with pytest.raises(EngineError) as caught:
        call(name, arguments, inputs)
    assert caught.value.code == code and caught.value.message


def test_arguments_and_inputs_are_taken_by_their_type():
    assert argument({"n": 3}, "n", int) == 3 and argument({}, "n", int, 7) == 7
    for wrong in ({"n": True}, {"n": "3"}, {"n": None}, {}):
        with pytest.raises(EngineError) as caught:
            argument(wrong, "n", int)
        assert caught.value.code == "invalid_parameter" and "n" in caught.value.message
    assert argument({"n": True}, "n", (bool, int)) is True
    skeleton = make_skeleton()
    assert take({"a": skeleton}, "a", Skeleton) is skeleton
