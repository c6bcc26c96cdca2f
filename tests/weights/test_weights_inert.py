# SPDX-License-Identifier: GPL-3.0-or-later
"""Old checkpoints give up their tensors and nothing else."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import types
from collections import OrderedDict

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.weights.inert import Inert, load_tensors


class _Attack:
    def __init__(self, function, *arguments):
        self.made = function, arguments

    def __reduce__(self):
        return self.made


def _foreign():
    """An object of a module that is not here when the file is read."""
    module = types.ModuleType("lightning_of_old.callbacks")
    exec("class ModelCheckpoint:\n    def __init__(self):\n        self.best = 3\n", module.__dict__)
    sys.modules["lightning_of_old"] = types.ModuleType("lightning_of_old")
    sys.modules["lightning_of_old.callbacks"] = module
    return module.ModelCheckpoint


def test_tensors_come_out_equal_and_the_rest_is_inert(tmp_path):
    path = tmp_path / "last.ckpt"
    kind = _foreign()
    state = OrderedDict(weight=torch.randn(3, 4), half=torch.randn(2).half(), count=torch.tensor([1, 2, 3]),
                        view=torch.arange(12.0).reshape(3, 4).t())
    torch.save({"state_dict": state, "epoch": 7, "callbacks": {kind: kind()}, "hyper": [kind(), {"lr": 1e-4}]}, path)
    del sys.modules["lightning_of_old.callbacks"], sys.modules["lightning_of_old"]
    found = load_tensors(path)
    assert found["epoch"] == 7 and found["hyper"][1] == {"lr": 1e-4} and isinstance(found["hyper"][0], Inert)
    for name, value in state.items():
        assert torch.equal(found["state_dict"][name], value)


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("attack", [
    _Attack(os.system, "touch attacked"), _Attack(exec, "open('attacked', 'w')"),
    _Attack(subprocess.call, ["touch", "attacked"]), _Attack(eval, "__import__('os').system('touch attacked')"),
    _Attack(__import__, "os"), _Attack(io.open, "attacked", "w")])
def test_nothing_is_ever_run(tmp_path, monkeypatch, attack, zipped):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "last.ckpt"
    torch.save({"state_dict": {"weight": torch.ones(2)}, "evil": attack}, path, _use_new_zipfile_serialization=zipped)
    try:
        found = load_tensors(path)
    except EngineError as error:
        assert error.code == "bad_weights"
    else:
        assert torch.equal(found["state_dict"]["weight"], torch.ones(2)) and isinstance(found["evil"], Inert)
    assert not (tmp_path / "attacked").exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_of_any_kind_is_one_error(tmp_path, data):
    whole = io.BytesIO()
    zipped = data.draw(st.booleans())
    torch.save({"state_dict": {"weight": torch.ones(20)}}, whole, _use_new_zipfile_serialization=zipped)
    content = bytearray(whole.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "last.ckpt"
    path.write_bytes(content[:data.draw(st.integers(0, len(content)))])
    try:
        assert isinstance(load_tensors(path), dict)
    except EngineError as error:
        assert error.code == "bad_weights" and error.remedy


def test_a_legacy_file_cut_in_a_number_is_refused(tmp_path):
    """The reader meets the end within four bytes and raises struct.error."""
    whole = io.BytesIO()
    torch.save({"state_dict": {"weight": torch.ones(20)}}, whole, _use_new_zipfile_serialization=False)
    path = tmp_path / "last.ckpt"
    for length in range(64):
        content = bytearray(whole.getvalue()[:length])
        for value in ({0: 0x80}, {1: ord("J")}, {0: ord("J")}):
            for place, byte in value.items():
                if place < len(content):
                    content[place] = byte
            path.write_bytes(content)
            with pytest.raises(EngineError):
                load_tensors(path)


def test_what_holds_no_dictionary_is_refused(tmp_path):
    path = tmp_path / "last.ckpt"
    torch.save([1, 2], path)
    with pytest.raises(EngineError, match="no dictionary"):
        load_tensors(path)
    path.write_bytes(pickle.dumps({"a": 1}, 2))
    with pytest.raises(EngineError):
        load_tensors(path)
    with pytest.raises(EngineError, match="no file"):
        load_tensors(tmp_path / "absent")
