# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client gets from a backend in good order."""

from __future__ import annotations

import functools
import time

import numpy as np
import pytest
from backend_process import wait_for

from protocol import codec, messages
from protocol.assets import Environment, Skeleton
from protocol.errors import JobCancelled, JobFailed, RequestRefused
from protocol.wire import new_id


def runs(journal) -> int:
    return len(journal.read_text().splitlines()) if journal.exists() else 0


def skeleton() -> Skeleton:
    heads = np.array([[0, 0, 0], [0, 0, 1]], np.float32)
    return Skeleton(name="stick", names=["root", "tip"], parents=np.array([-1, 0], np.int32), heads=heads,
                    tails=heads + np.array([0, 0, 1], np.float32),
                    z_axes=np.array([[0, -1, 0], [0, -1, 0]], np.float32))


def test_third_party_engines_are_described(client):
    described = client.describe()
    engines = {each["name"]: each for each in described.engines}
    assert {"sleepy", "big", "mimic", "unavailable"} <= set(engines)
    assert [each["name"] for each in engines["sleepy"]["parameters"]] == ["journal", "steps", "pause", "preview"]
    assert not engines["unavailable"]["available"]
    assert engines["unavailable"]["remedy"] == "Run: troupe weights pull unavailable"
    broken = {each["name"]: each for each in described.broken}
    assert broken["broken"]["package"] == "troupe-sample-engines" and "DoesNotExist" in broken["broken"]["reason"]
    assert described.workers >= 1 and described.device


def test_run_reports_progress_and_returns_the_asset(client):
    events, started = [], time.monotonic()
    asset = client.run("environment", "a wooden dock", seed=7, engine="sleepy", on_progress=events.append,
                       parameters={"steps": 30, "pause": 0.02, "preview": True})
    assert isinstance(asset, Environment)
    expected = np.random.Generator(np.random.PCG64(7)).random((4, 8, 3), np.float32)
    assert np.array_equal(asset.pixels, expected)
    provenance = asset.provenance
    assert (provenance.engine, provenance.seed, provenance.prompt) == ("sleepy", 7, "a wooden dock")
    assert provenance.parameters["steps"] == 30 and provenance.created.endswith("+00:00")
    assert provenance.unparsed == ["gibberish"] and provenance.spec == {"words": ["a", "wooden", "dock"]}
    fractions = [each.fraction for each in events]
    assert fractions == sorted(fractions) and len(events) >= 3
    # 30 steps are merged to at most ten reports a second, beside those of the queue.
    assert len(events) <= (time.monotonic() - started) / 0.1 + 3
    assert any(each.preview is not None and (each.preview.pixels == 7).all() for each in events)
    estimates = [each.eta for each in events if each.eta is not None and each.fraction > 0.3]
    assert estimates and max(estimates) < 10


def test_the_best_available_engine_is_the_default(client):
    job_id = client.submit("environment", "anything")
    client.wait(job_id)
    assert client.status([job_id])[0].engine == "sleepy"


@pytest.mark.parametrize("mib", [0.05, 5])
def test_an_older_client_gets_the_fields_it_knows(shared, monkeypatch, mib):
    order = {"engine": "big", "seed": 5, "parameters": {"mib": mib, "layers": True}}
    with shared.client() as client:
        whole = client.run("environment", "a dock", **order)
    assert whole.depth.shape == whole.mask.shape == whole.pixels.shape[:2]
    assert np.isinf(whole.depth[0]).all() and (whole.mask[-1] == Environment.GROUND).all()
    # As a client of 1.2: it would refuse fields that it does not know, and arrays that no field uses.
    monkeypatch.setattr("protocol.channel.Hello", functools.partial(messages.Hello, protocol=(1, 2)))
    results = []
    monkeypatch.setattr("protocol.codec.decode_all", lambda trees, arrays, real=codec.decode_all: (
        results.append((trees, len(arrays))), real(trees, arrays))[1])
    with shared.client() as client:
        older = client.run("environment", "a dock", **order)
    [(trees, count)] = results
    assert count == 1 and not {"depth", "mask"} & set(trees["asset"])
    assert older.depth is None and older.mask is None and np.array_equal(older.pixels, whole.pixels)
    assert older.provenance == whole.provenance


def test_same_request_is_answered_from_the_store(client, tmp_path):
    journal = tmp_path / "journal"
    options = {"engine": "sleepy", "seed": 3, "parameters": {"journal": str(journal)}}
    first = client.run("environment", "a dock", **options)
    again = client.run("environment", "a dock", **options)
    assert runs(journal) == 1
    assert np.array_equal(first.pixels, again.pixels) and first.provenance == again.provenance
    client.run("environment", "a dock", **{**options, "seed": 4})
    client.run("environment", "another dock", **options)
    client.run("environment", "a dock", spec={"edited": True}, **options)
    assert runs(journal) == 4


def test_an_engine_runs_again_when_a_file_it_depends_on_has_changed(client, tmp_path, site):
    journal, state = tmp_path / "journal", site / "librarian.state"
    options = {"engine": "librarian", "parameters": {"journal": str(journal)}}
    for content, expected in (("", 1), ("one clip", 2), ("another", 3)):
        if content:
            state.write_text(content)
        for _ in range(2):
            client.run("environment", "a clip", **options)
        assert runs(journal) == expected
    declared = next(each for each in client.describe().engines if each["name"] == "librarian")
    assert "state_files" not in declared and str(site) not in str(declared)


def test_an_engine_that_is_not_deterministic_is_always_run(client, tmp_path):
    journal = tmp_path / "journal"
    for _ in range(2):
        client.run("environment", "roll", engine="dice", parameters={"journal": str(journal)})
    assert runs(journal) == 2


def test_the_same_request_twice_at_once_runs_once(client, tmp_path):
    journal = tmp_path / "journal"
    options = {"engine": "sleepy", "seed": 11, "parameters": {"journal": str(journal), "steps": 10, "pause": 0.03}}
    jobs = [client.submit("environment", "twins", **options) for _ in range(4)]
    assets = [client.wait(job) for job in jobs]
    assert runs(journal) == 1
    assert all(np.array_equal(each.pixels, assets[0].pixels) for each in assets)


def test_resubmitting_a_job_id_is_harmless_and_a_conflict_is_refused(client, tmp_path):
    journal, job_id = tmp_path / "journal", new_id()
    options = {"engine": "dice", "parameters": {"journal": str(journal)}, "job_id": job_id}
    for _ in range(3):
        assert client.submit("environment", "roll", **options) == job_id
    client.wait(job_id)
    client.submit("environment", "roll", **options)
    client.wait(job_id)
    assert runs(journal) == 1
    with pytest.raises(RequestRefused) as refused:
        client.submit("environment", "something else", **options)
    assert refused.value.code == "conflict"


def test_a_known_job_id_with_other_inputs_is_a_conflict(client):
    job_id, target = new_id(), skeleton()
    options = {"engine": "mimic", "job_id": job_id}
    client.submit("motion", "stand", inputs={"target": target}, **options)
    client.wait(job_id)
    assert client.submit("motion", "stand", inputs={"target": skeleton()}, **options) == job_id
    renamed, taller = skeleton(), skeleton()
    renamed.names = ["root", "top"]
    taller.heads, taller.tails = target.heads * 2, target.tails * 2
    for inputs in ({"target": renamed}, {"target": taller}, None):
        with pytest.raises(RequestRefused) as refused:
            client.submit("motion", "stand", inputs=inputs, **options)
        assert refused.value.code == "conflict"
    other = new_id()
    client.submit("environment", "roll", engine="dice", job_id=other)
    with pytest.raises(RequestRefused) as refused:
        client.submit("environment", "roll", engine="dice", job_id=other, inputs={"target": target})
    assert refused.value.code == "conflict"


def test_a_large_result_comes_whole(client):
    asset = client.run("environment", "large", engine="big", seed=5, parameters={"mib": 24})
    height = asset.pixels.shape[0]
    assert asset.pixels.nbytes > 20 << 20
    expected = np.random.Generator(np.random.PCG64(5)).random((height, 2 * height, 3), np.float32)
    assert np.array_equal(asset.pixels, expected)


def test_inputs_reach_the_engine(client):
    target = skeleton()
    motion = client.run("motion", "stand", engine="mimic", inputs={"target": target})
    assert motion.skeleton.names == target.names and np.array_equal(motion.skeleton.heads, target.heads)
    assert motion.provenance.engine == "mimic"


def test_the_wrong_kind_of_input_fails_with_the_reason(client):
    environment = client.run("environment", "not a skeleton", engine="big")
    with pytest.raises(JobFailed) as failed:
        client.run("motion", "stand", engine="mimic", inputs={"target": environment})
    assert failed.value.code == "invalid_asset" and "Skeleton" in failed.value.message


@pytest.mark.parametrize(("options", "code", "words"), [
    ({"engine": "nonesuch"}, "unknown_engine", "sleepy"),
    ({"engine": "broken"}, "broken_engine", "troupe-sample-engines"),
    ({"parameters": {"steps": 0}}, "invalid_parameter", "Steps"),
    ({"parameters": {"stride": 1}}, "invalid_parameter", "stride"),
    ({"modality": "avatar", "engine": "unavailable"}, "unavailable", "troupe weights pull"),
    ({"prompt": "   "}, "invalid_parameter", "empty"),
    ({"prompt": "long " * 500}, "invalid_parameter", "2000"),
    ({"inputs": {"target": skeleton()}}, "invalid_parameter", "takes no input"),
])
def test_what_cannot_be_done_is_refused_at_once(client, options, code, words):
    options = {"modality": "environment", "prompt": "a dock", **options}
    if options["modality"] == "environment":
        options.setdefault("engine", "sleepy")
    with pytest.raises(RequestRefused) as refused:
        client.submit(options.pop("modality"), options.pop("prompt"), **options)
    assert refused.value.code == code and words in str(refused.value)


@pytest.mark.parametrize(("fault", "code", "words"), [
    ("engine", "no_shore", "Say where the shore is."),
    ("value", "internal", "ValueError: first line"),
    ("memory", "out_of_memory", "smaller size"),
    ("cuda", "out_of_memory", "graphics card"),
    ("exit", "internal", "SystemExit"),
    ("surrogate", "engine_error", "half a ? character"),
    ("asset", "internal", "Environment.pixels"),
    ("nothing", "internal", "NoneType"),
])
def test_engine_errors_are_told_and_the_worker_goes_on(client, shared, fault, code, words):
    with pytest.raises(JobFailed) as failed:
        client.run("environment", "x", engine="faulty", parameters={"fault": fault})
    assert failed.value.code == code and words in str(failed.value)
    assert "second line" not in str(failed.value)
    assert client.run("environment", "x", engine="faulty", parameters={"fault": "none"}).name == "x"
    if fault == "value":
        assert "Traceback" in shared.log() and "second line" in shared.log()


def test_cancel_a_running_job(client):
    job_id = client.submit("environment", "slow", engine="sleepy", parameters={"steps": 5000})
    wait_for(lambda: client.status([job_id])[0].fraction > 0, "progress")
    started = time.monotonic()
    assert client.cancel(job_id) == "running"
    with pytest.raises(JobCancelled):
        client.wait(job_id)
    assert time.monotonic() - started < 5  # of the 50 s it would have taken
    job = client.status([job_id])[0]
    assert job.state == "cancelled" and job.finished >= job.started
    assert client.cancel(job_id) == "cancelled"
    with pytest.raises(RequestRefused) as refused:
        client.fetch(job_id)
    assert refused.value.code == "not_finished"


def test_queue_positions_list_and_forget(client):
    slow = [client.submit("environment", f"slow {index}", engine="sleepy", parameters={"steps": 5000})
            for index in range(6)]
    wait_for(lambda: sum(job.state == "running" for job in client.status(slow)) == 2, "two running jobs")
    jobs = client.status(slow)
    assert [job.position for job in jobs if job.state == "queued"] == [0, 1, 2, 3]
    listed = client.list(limit=4, states=["queued"])
    assert [job.job_id for job in listed] == slow[:1:-1]
    with pytest.raises(RequestRefused) as refused:
        client.forget(slow[0])
    assert refused.value.code == "not_finished"
    for job_id in slow:
        client.cancel(job_id)
    wait_for(lambda: all(job.state == "cancelled" for job in client.status(slow)), "the cancels")
    for job_id in slow:
        client.forget(job_id)
    assert client.status(slow) == []
    with pytest.raises(RequestRefused) as refused:
        client.cancel(slow[0])
    assert refused.value.code == "unknown_job"


def test_a_worker_keeps_to_its_engine(client, tmp_path):
    journals = {name: tmp_path / name for name in ("sleepy", "dozy")}
    for seed in range(6):
        for name, journal in journals.items():
            client.run("environment", "turns", engine=name, seed=seed, parameters={"journal": str(journal), "steps": 1})
    pids = {name: {line.split()[1] for line in journal.read_text().splitlines()[2:]}
            for name, journal in journals.items()}
    # Each engine stays where its models are, once it has run there.
    assert len(pids["sleepy"]) <= 2 and len(pids["dozy"]) == 1
