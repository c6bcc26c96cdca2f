# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine contract: parameters, progress, discovery."""

import importlib
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import engine as contract
from backend.engine import Availability, Cancelled, Engine, EngineError, InvalidParameter, Parameter, Progress

LENGTH = Parameter(name="length", type="float", default=1.0, title="Length", help="", minimum=0.5, maximum=2.0,
                   unit="m")


@given(st.floats(0.5, 2.0))
def test_a_number_in_range_is_kept_exactly(value):
    assert LENGTH.check(value) == value


@pytest.mark.parametrize("value", [0.49, 2.01, float("nan"), float("inf"), 10**400, "1", None, True, [1.0]])
def test_anything_else_is_refused_with_the_parameters_title(value):
    with pytest.raises(InvalidParameter, match="Length"):
        LENGTH.check(value)


@pytest.mark.parametrize(("kind", "good", "bad"), [
    ("int", 3, 3.5), ("bool", False, 0), ("string", "oak", 7), ("color", [0.1, 0.2, 0.3], [0.1, 0.2]),
    ("color", (1, 0, 4.5), [0.1, -0.2, 0.3])])
def test_each_type_takes_its_own_and_refuses_others(kind, good, bad):
    parameter = Parameter(name="p", type=kind, default=good, title="P", help="")
    assert parameter.check(good) == (list(good) if kind == "color" else good)
    with pytest.raises(InvalidParameter):
        parameter.check(bad)


def test_an_enum_names_its_choices_when_refusing():
    parameter = Parameter(name="rig", type="enum", default="a", title="Rig", help="", choices=(("a", "A"), ("b", "B")))
    with pytest.raises(InvalidParameter, match="a, b"):
        parameter.check("c")


class Maker(Engine):
    name, modality, title, version, description = "maker", "object", "Maker", "1", ""
    parameters = (LENGTH,)

    def understand(self, prompt, parameters):
        raise NotImplementedError

    def generate(self, request, progress):
        raise NotImplementedError


class Better(Maker):
    name, rank = "better", 5

    @classmethod
    def availability(cls):
        return Availability(ok=False, reason="no GPU", remedy="buy a GPU")


def test_complete_fills_defaults_and_refuses_strangers():
    assert Maker.complete({}) == {"length": 1.0}
    assert Maker.complete({"length": 2}) == {"length": 2.0}
    with pytest.raises(InvalidParameter, match="width"):
        Maker.complete({"width": 1})


def test_the_best_engine_is_the_highest_rank_that_can_run():
    assert contract.best_available({"maker": Maker, "better": Better}, "object") is Maker
    with pytest.raises(EngineError) as caught:
        contract.best_available({"better": Better}, "object")
    assert "buy a GPU" in caught.value.remedy


def test_an_engine_that_sets_no_rank_replaces_none_of_ours():
    engines, _ = contract.discover()
    # Those that need files of the user's are not always there to be replaced.
    ours = {each.modality: each for each in engines.values()
            if each.__module__.startswith("backend.") and each.availability().ok}
    assert set(ours) == set(contract.MODALITIES)
    for name in ("aaa", "zzz"):
        guest = type("Guest", (Maker,), {"name": name})
        for modality, each in ours.items():
            guest.modality = modality
            assert contract.best_available({name: guest, each.name: each}, modality) is each


def test_a_declaration_gives_the_parameters_back():
    declared = contract.declaration(Maker)
    assert [contract.parameter_from_declaration(each) for each in declared["parameters"]] == [LENGTH]
    assert declared["available"] and not contract.declaration(Better)["available"]


def test_parts_of_progress_nest_and_a_cancel_comes_out_of_any():
    seen, cancelled = [], threading.Event()
    whole = Progress(lambda fraction, stage, preview: seen.append(fraction), cancelled)
    half = whole.part(0.5, 1.0)
    half.part(0.0, 0.5).update(1.0, "inner")
    half.update(7.0, "clamped")
    assert seen == [0.75, 1.0]
    cancelled.set()
    with pytest.raises(Cancelled):
        half.update(0.1, "late")


def test_discovery_finds_the_embedded_engines_and_reports_broken_packages(tmp_path, monkeypatch):
    (tmp_path / "bad_engines.py").write_text("import a_module_that_does_not_exist\n")
    info = tmp_path / "bad_engines-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad-engines\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[troupe.engines]\nbad = bad_engines:Bad\nnot_an_engine = json:loads\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    engines, broken = contract.discover()
    assert {"anny", "procedural", "panorama", "parametric"} <= set(engines)
    assert {each.name: each.package for each in broken} == {"bad": "bad-engines", "not_an_engine": "bad-engines"}
    assert "a_module_that_does_not_exist" in {each.name: each.reason for each in broken}["bad"]


def test_declarations_load_nothing_heavy():
    """A fresh interpreter reads every declaration without torch, taichi, scipy or trimesh."""
    import subprocess
    script = ("import sys, backend.engine as e\n"
              "engines, broken = e.discover()\n"
              "[e.declaration(each) for each in engines.values()]\n"
              "print(','.join(m for m in ('torch', 'taichi', 'scipy', 'trimesh', 'anny', 'warp') if m in sys.modules))")
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    assert loaded == ""


def test_a_prompt_may_be_empty_only_beside_a_spec():
    assert contract.check_prompt("  a vase ") == "a vase" and contract.check_prompt(" ", {"category": "vase"}) == ""
    for prompt, spec in ((" ", None), ("x" * (contract.MAXIMUM_PROMPT + 1), None),
                         ("a vase", {"note": "x" * contract.MAXIMUM_SPEC})):
        with pytest.raises(EngineError):
            contract.check_prompt(prompt, spec)


def test_an_engine_of_an_earlier_name_is_still_found() -> None:
    from backend.generation import understand

    chosen, reading = understand("environment", "a beach at sunset", engine="sky", parameters={})
    assert chosen.name == "panorama" and reading.spec
