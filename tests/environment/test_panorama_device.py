# SPDX-License-Identifier: GPL-3.0-or-later
"""Where panoramas are rendered: what was asked for, a clear word where it is not there."""

import pytest

from backend.engine import EngineError, Progress, Request
from backend.environment import device
from backend.environment.panorama_engine import PanoramaEngine


@pytest.fixture(autouse=True)
def fresh(tmp_path_factory, monkeypatch):
    """Taichi starts and ends with each test; its kernels go to a folder of their own."""
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path_factory.mktemp("troupe")))
    device.stop()
    yield
    device.stop()


def arch(wanted=""):
    return device.run(device.start, wanted)


@pytest.fixture
def card(monkeypatch):
    """Says whether Taichi believes in a card; one that is believed in but not there fails as a broken driver does."""

    def believe(there):
        def patch():
            import taichi as ti

            monkeypatch.setattr(ti.lang.misc, "is_arch_supported", lambda each: there)
            if there:
                real = ti.init

                def init(arch=None, **options):
                    if arch == ti.cuda:
                        raise RuntimeError("[cuda_driver.h] CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected")
                    return real(arch=arch, **options)

                monkeypatch.setattr(ti, "init", init)

        device.run(patch)

    return believe


def test_the_cpu_is_used_when_it_is_asked_for_and_kept():
    assert arch("cpu") in ("x64", "arm64")
    assert arch() in ("x64", "arm64") and device.fallen_back() == ""


def test_automatic_takes_the_cpu_where_there_is_no_card_and_says_so_in_the_progress(card):
    card(False)
    stages = []
    engine = PanoramaEngine()
    request = Request(prompt="clear meadow at noon", seed=0, parameters=engine.complete({"width": "1024"}))

    class Enough(Exception):
        pass

    def report(fraction, stage, image):
        stages.append(stage)
        if fraction > 0.01:
            raise Enough

    with pytest.raises(Enough):
        engine.generate(request, Progress(report))
    assert "Rendering on the CPU" in stages
    assert device.fallen_back() == ""


def test_a_card_that_is_asked_for_and_absent_is_a_clear_error(card):
    card(False)
    with pytest.raises(EngineError) as caught:
        arch("cuda")
    assert "no graphics card" in caught.value.message and "Automatic or the CPU" in caught.value.remedy
    assert caught.value.code == "invalid_parameter"
    assert arch("auto") in ("x64", "arm64")  # and nothing is left broken


def test_a_card_that_fails_is_named_and_automatic_goes_on_without_it(card):
    card(True)
    with pytest.raises(EngineError, match="CUDA_ERROR_NO_DEVICE"):
        arch("cuda")
    assert arch("auto") in ("x64", "arm64")
    note = device.fallen_back()
    assert note.startswith("Rendered on the CPU") and "CUDA_ERROR_NO_DEVICE" in note
    assert arch("cpu") in ("x64", "arm64")


def test_engine_offers_the_devices():
    parameter = next(each for each in PanoramaEngine.parameters if each.name == "device")
    assert parameter.advanced and parameter.default == "auto"
    assert [name for name, _ in parameter.choices] == ["auto", "cpu", "cuda"]
