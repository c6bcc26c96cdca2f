# SPDX-License-Identifier: GPL-3.0-or-later
"""The sidebar against a real backend, with a third party's engines installed beside our own.

The timer is turned by hand (``runtime.pump``): in the bpy module it never fires.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import bpy
import makers
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("TROUPE_BACKEND", ROOT / ".venv" / "backend"))
ENGINES = ("Sleepy", "Faulty", "Mimic", "Unavailable")

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="no backend: set TROUPE_BACKEND or make .venv/backend")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder in which a third party's package is installed, as pip leaves it."""
    folder = tmp_path_factory.mktemp("site")
    info = folder / "troupe_sample_engines-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: troupe-sample-engines\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[troupe.engines]\n" + "".join(
        f"{name.lower()} = troupe_sample_engines:{name}\n" for name in (*ENGINES, "DoesNotExist")))
    source = ROOT / "tests" / "server" / "engines" / "troupe_sample_engines.py"
    (folder / source.name).write_bytes(source.read_bytes())
    return folder


@pytest.fixture
def link(troupe, site, monkeypatch):
    """The running session, connected to a backend it has started itself."""
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("TROUPE_BACKEND", str(PROGRAM))
    runtime = troupe.module("runtime")
    session = runtime.session()
    session.open()
    assert bpy.ops.troupe.start_backend() == {"FINISHED"}
    assert runtime.pump(30, lambda: session.engines), session.error
    yield session
    bpy.ops.preferences.addon_disable(module=troupe.package)


def setup(modality="environment", engine="sleepy", **parameters):
    settings = bpy.context.scene.troupe
    settings.modality = modality
    setattr(settings, f"engine_{modality}", engine)
    setattr(settings, f"prompt_{modality}", "a test")
    group = getattr(bpy.context.scene, f"troupe_engine_{engine}")
    for name, value in parameters.items():
        setattr(group, f"p_{name}", value)
    return settings


def generate(link):
    known = set(link.jobs)
    assert bpy.ops.troupe.generate() == {"FINISHED"}
    return next(job for job_id, job in link.jobs.items() if job_id not in known)


def test_third_party_engines_are_in_the_sidebar(troupe, link):
    runtime, parameters = troupe.module("runtime"), troupe.module("parameters")
    assert {"sleepy", "panorama"} <= {each["name"] for each in runtime.engines("environment")}
    settings = setup()
    assert settings.engine()["title"] == "Sleepy"
    assert parameters.group(bpy.context.scene, "sleepy").bl_rna.properties["p_steps"].name == "Steps"
    assert any("DoesNotExist" in each["reason"] or each["name"] == "doesnotexist" for each in link.broken)
    setup("avatar", "unavailable")
    assert troupe.module("ordering").obstacle(bpy.context) == "It needs weights"
    assert not bpy.ops.troupe.generate.poll()


def test_generate_shows_progress_and_delivers_into_the_scene(troupe, link):
    runtime = troupe.module("runtime")
    settings = setup(steps=40, pause=0.02)
    settings.seed_locked, settings.seed = True, 41
    job = generate(link)
    seen = []
    assert runtime.pump(20, lambda: seen.append((job.state, job.fraction)) or not job.active), (job, link.error)
    assert job.state == "done" and job.error is None, job
    assert any(state == "running" and 0 < fraction < 1 for state, fraction in seen)
    world = bpy.context.scene.world
    record = troupe.provenance.read(world)["provenance"]
    assert (world.name, record["seed"], record["engine"]) == ("a test", 41, "sleepy")
    assert job.made == world.name and link.history[0] is job and not link.jobs


def test_questions_are_answered_on_the_main_thread(troupe, link):
    runtime = troupe.module("runtime")
    answers = []

    def keep(*answer):
        answers.append((threading.current_thread() is threading.main_thread(), answer))

    link.ask("prompt.understand", {"modality": "motion", "prompt": "she waves"}, then=keep, failed=keep)
    assert link.busy and answers == []
    assert runtime.pump(20, lambda: answers)
    [(on_main, (result, assets))] = answers
    assert on_main and result["engine"] and result["spec"] and assets == {} and not link.questions
    link.ask("no.such.service", {}, then=keep, failed=keep)
    assert runtime.pump(20, lambda: len(answers) == 2)
    assert answers[1][1][0]["code"] == "unknown_service"
    link.abandon(link.ask("prompt.understand", {"modality": "motion", "prompt": "x"}, then=keep, failed=keep))
    link.ask("prompt.understand", {"modality": "motion", "number": float("nan")}, then=keep, failed=keep)
    assert runtime.pump(20, lambda: len(answers) == 3)
    assert answers[2][1][0]["code"] == "malformed" and link.error is None


def test_a_backend_started_here_knows_this_blender(troupe, monkeypatch, tmp_path):
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    program = tmp_path / "troupe"
    program.write_text(f"#!/bin/sh\necho \"$TROUPE_BLENDER\" >>{tmp_path}/said\n")
    program.chmod(0o755)
    backend = troupe.module("backend")
    for named in ("", "/opt/another"):
        monkeypatch.setenv("TROUPE_BLENDER", named)
        made = backend.Backend([str(program)], tmp_path / "connection.json", troupe.compat.program())
        made.process.wait(10)
        made.stop()
    assert (tmp_path / "said").read_text().split() == [sys.executable, "/opt/another"]


def test_unlocked_seeds_change(link):
    settings = setup(steps=1)
    seeds = {generate(link).order.seed for _ in range(3)}
    assert len(seeds) == 3 and settings.seed in seeds


def test_cancel_stops_the_job_long_before_its_end(troupe, link):
    runtime = troupe.module("runtime")
    setup(steps=2000, pause=0.02)
    job = generate(link)
    assert runtime.pump(20, lambda: job.state == "running" and job.fraction > 0)
    assert bpy.ops.troupe.cancel(job_id=job.job_id) == {"FINISHED"}
    started = time.monotonic()
    assert runtime.pump(10, lambda: job.state == "cancelled")
    assert time.monotonic() - started < 5.0  # of the 40 s it would have taken
    assert not link.jobs and bpy.context.scene.world is None


def test_a_fault_stays_in_sight_with_its_remedy(troupe, link):
    runtime = troupe.module("runtime")
    setup(engine="faulty")
    job = generate(link)
    assert runtime.pump(20, lambda: job.state == "failed")
    assert job.error == {"code": "no_shore", "message": "The lake has no shore.", "remedy": "Say where the shore is."}
    runtime.pump(0.3)
    assert job.job_id in link.jobs
    report = troupe.module("jobs").error_report(job, "versions")
    assert "The lake has no shore." in report and "a test" in report and "faulty" in report
    bpy.ops.troupe.dismiss_error(job_id=job.job_id)
    assert not link.jobs


def test_motion_comes_back_on_the_armature_it_was_made_for(troupe, link):
    runtime = troupe.module("runtime")
    rig = troupe.avatar.build(makers.avatar(troupe.assets), bpy.context.collection)
    bpy.context.view_layer.objects.active = rig
    setup("motion", "mimic")
    job = generate(link)
    assert runtime.pump(20, lambda: not job.active) and job.state == "done", job.error
    assert rig.animation_data.action.name == "still" == job.made
    groups = {curve.group.name for curve in troupe.compat.fcurves(rig.animation_data.action)}
    assert groups == set(rig.data.bones.keys())


def test_history_regenerates_varies_loads_and_imports_again(troupe, link):
    runtime = troupe.module("runtime")
    settings = setup(steps=3)
    settings.seed_locked, settings.seed = True, 5
    first = generate(link)
    assert runtime.pump(20, lambda: first.state == "done")
    bpy.ops.troupe.regenerate(job_id=first.job_id)
    bpy.ops.troupe.vary(job_id=first.job_id)
    again, varied = link.jobs.values()
    assert again.order == first.order
    assert varied.order.seed != 5 and varied.order.parameters == first.order.parameters
    assert runtime.pump(20, lambda: not link.jobs)
    settings.seed, settings.prompt_environment = 1, "other"
    group = bpy.context.scene.troupe_engine_sleepy
    group.p_steps = 77
    bpy.ops.troupe.load_spec(job_id=first.job_id)
    assert (settings.seed, settings.prompt_environment, group.p_steps) == (5, "a test", 3)
    worlds = len(bpy.data.worlds)
    bpy.ops.troupe.import_result(job_id=first.job_id)
    assert runtime.pump(20, lambda: not link.jobs) and len(bpy.data.worlds) == worlds + 1


def test_a_result_that_cannot_be_built_stays_in_the_history_once(troupe, link, monkeypatch):
    runtime = troupe.module("runtime")

    def refuse(asset, where):
        raise ValueError("There is no room for it.")

    monkeypatch.setattr(troupe.module("delivery"), "build", refuse)
    setup(steps=1)
    job = generate(link)
    assert runtime.pump(20, lambda: not job.active) and job.error["message"] == "There is no room for it."
    assert bpy.ops.troupe.import_result(job_id=job.job_id) == {"FINISHED"}
    again = link.jobs[job.job_id]
    assert again is not job and runtime.pump(20, lambda: not again.active)
    assert again.error and link.jobs == {job.job_id: again}
    assert [each.job_id for each in link.history].count(job.job_id) == 1
    monkeypatch.undo()
    bpy.ops.troupe.import_result(job_id=job.job_id)
    assert runtime.pump(20, lambda: not link.jobs) and bpy.context.scene.world is not None


def test_a_result_does_not_fall_into_another_file(troupe, link):
    runtime = troupe.module("runtime")
    setup(steps=10, pause=0.02)
    job = generate(link)
    runtime._before_load()  # what load_pre calls
    assert job.state == "detached" and link.history[0] is job
    runtime.pump(1.5)
    assert bpy.context.scene.world is None and not link.jobs


def test_backend_killed_during_a_job_is_said_at_once_and_can_be_started_again(troupe, link):
    runtime = troupe.module("runtime")
    setup(steps=5000, pause=0.02)
    job = generate(link)
    assert runtime.pump(20, lambda: job.state == "running")
    link._backend.process.send_signal(signal.SIGKILL)
    assert runtime.pump(5, lambda: job.state == "failed")
    assert job.error["code"] == "backend_ended" and job.error["remedy"]
    assert link.status == "offline" and link.error["code"] == "backend_ended"
    setup(steps=1)
    second = generate(link)  # Generate starts the backend by itself
    assert link.status == "starting"
    assert runtime.pump(30, lambda: not second.active) and second.state == "done", second.error


def test_stop_is_clean(troupe, link):
    runtime = troupe.module("runtime")
    process = link._backend.process
    assert bpy.ops.troupe.stop_backend() == {"FINISHED"}
    assert runtime.pump(10, lambda: link.status == "offline")
    assert link.error is None and process.poll() is not None


def test_disabling_ends_the_threads_and_the_backend(troupe, link):
    process = link._backend.process
    bpy.ops.preferences.addon_disable(module=troupe.package)
    assert process.poll() is not None
    assert not [each for each in threading.enumerate() if each.name.startswith("troupe")]


def test_idle_tick_takes_less_than_a_millisecond(troupe, link):
    runtime = troupe.module("runtime")
    runtime.pump(0.3)
    times = []
    for _ in range(200):
        started = time.perf_counter()
        runtime.tick()
        times.append(time.perf_counter() - started)
    assert sorted(times)[100] < 1e-3


def test_a_backend_that_cannot_start_says_why(troupe, monkeypatch, tmp_path):
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    program = tmp_path / "troupe"
    program.write_text("#!/bin/sh\necho 'torch is broken' >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("TROUPE_BACKEND", str(program))
    runtime = troupe.module("runtime")
    session = runtime.session()
    bpy.ops.troupe.start_backend()
    assert runtime.pump(5, lambda: session.error)
    assert session.status == "offline"
    assert "exit code 3" in session.error["message"] and "torch is broken" in session.error["message"]


def test_a_fault_in_the_timer_is_said_and_the_timer_goes_on(troupe, link, monkeypatch):
    runtime, parameters = troupe.module("runtime"), troupe.module("parameters")

    def fail(engines):
        raise RuntimeError("a third party's class")

    monkeypatch.setattr(parameters, "register", fail)
    link.engines_revision += 1
    assert runtime.tick() > 0
    assert "a third party's class" in link.error["message"]
    monkeypatch.undo()
    setup(steps=1)
    job = generate(link)
    assert runtime.pump(20, lambda: not job.active) and job.state == "done", job.error


def test_workers_that_do_not_start_are_said(troupe):
    """The backend is there, but cannot say which engines it has."""
    messages, errors = troupe.module("protocol.messages"), troupe.module("protocol.errors")
    event = troupe.module("protocol.link").Event(
        kind="error", request="0", body=messages.Error(code="no_workers", message="No worker starts."),
        error=errors.RequestRefused("no_workers", "No worker starts.", "Run the doctor."))
    session = troupe.module("runtime").session()
    session._hear(None, event)
    session.drain()
    assert session.error == {"code": "no_workers", "message": "No worker starts.", "remedy": "Run the doctor."}


def test_engines_are_asked_for_again_after_the_doctor(troupe, link):
    runtime = troupe.module("runtime")
    before = link.engines_revision
    assert bpy.ops.troupe.doctor() == {"FINISHED"}
    assert runtime.pump(120, lambda: not link.examining and link.engines_revision > before)


def test_disabling_does_not_wait_for_the_doctor(troupe, monkeypatch, tmp_path):
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    program = tmp_path / "troupe"
    program.write_text(f"#!/bin/sh\necho $$ >{tmp_path}/pid\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("TROUPE_BACKEND", str(program))
    runtime = troupe.module("runtime")
    bpy.ops.troupe.doctor()
    assert runtime.pump(20, lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip())
    started = time.monotonic()
    bpy.ops.preferences.addon_disable(module=troupe.package)
    assert time.monotonic() - started < 8
    assert not [each for each in threading.enumerate() if each.name.startswith("troupe")]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_doctor_reports_into_the_panel(troupe, monkeypatch):
    monkeypatch.setenv("TROUPE_BACKEND", str(PROGRAM))
    runtime = troupe.module("runtime")
    session = runtime.session()
    bpy.ops.troupe.doctor()
    assert session.busy and not bpy.ops.troupe.doctor.poll()
    assert runtime.pump(120, lambda: not session.examining)
    assert session.error is None and {each.level for each in session.findings} <= {"ok", "note", "fault"}
    assert any("ython" in each.name for each in session.findings)
