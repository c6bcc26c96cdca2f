# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers and backends that die, clients that vanish, disks that fill: nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest
from backend_process import wait_for

from protocol.client import Client
from protocol.connection import load
from protocol.errors import JobCancelled, JobFailed, RequestRefused
from protocol.wire import new_id


def started(journal) -> list[int]:
    """Process ids of the runs noted in a journal."""
    return [int(line.split()[1]) for line in journal.read_text().splitlines()] if journal.exists() else []


def slow(journal, steps=100, pause=0.02) -> dict:
    return {"engine": "sleepy", "parameters": {"journal": str(journal), "steps": steps, "pause": pause}}


def test_killed_worker_is_replaced_and_its_job_run_once_more(client, shared, tmp_path):
    journal = tmp_path / "journal"
    job_id = client.submit("environment", "a dock", seed=1, **slow(journal, 40))
    wait_for(lambda: started(journal), "the job to start")
    os.kill(started(journal)[0], signal.SIGKILL)
    assert client.wait(job_id).name == "a dock"
    pids = started(journal)
    assert len(pids) == 2 and pids[0] != pids[1]
    assert client.status([job_id])[0].attempts == 2


def test_job_that_kills_its_worker_twice_fails_with_the_reason(client, tmp_path):
    journal = tmp_path / "journal"
    with pytest.raises(JobFailed) as failed:
        client.run("environment", "boom", engine="crashy", parameters={"journal": str(journal), "times": 9})
    assert failed.value.code == "worker_lost" and "SIGKILL" in failed.value.message
    assert len(started(journal)) == 2
    once = tmp_path / "once"
    asset = client.run("environment", "boom", engine="crashy", parameters={"journal": str(once), "times": 1})
    assert asset.name == "boom" and len(started(once)) == 2


def test_worker_that_ignores_a_cancel_is_replaced(client, tmp_path):
    journal = tmp_path / "journal"
    job_id = client.submit("environment", "x", engine="stubborn", parameters={"journal": str(journal)})
    pid = wait_for(lambda: started(journal), "the job to start")[0]
    assert client.cancel(job_id) == "running"
    with pytest.raises(JobCancelled):
        client.wait(job_id)
    assert not psutil.pid_exists(pid)
    assert client.run("environment", "next", engine="big").name == "next"


def test_broker_answers_while_every_worker_is_stuck(client, tmp_path):
    jobs = [client.submit("environment", f"x{index}", engine="stubborn",
                          parameters={"journal": str(tmp_path / str(index))}) for index in range(2)]
    wait_for(lambda: all(started(tmp_path / str(index)) for index in range(2)), "both workers to be stuck")
    times = []
    for _ in range(20):
        before = time.monotonic()
        client.status(jobs)
        times.append(time.monotonic() - before)
    assert sorted(times)[10] < 1.0
    for job_id in jobs:
        client.cancel(job_id)
    for job_id in jobs:
        with pytest.raises(JobCancelled):
            client.wait(job_id)


def test_programs_started_by_an_engine_end_with_its_worker(client, backend, tmp_path):
    """Whether the worker is killed, or the broker and so its worker."""
    def children(journal) -> list[int]:
        return [int(line) for line in journal.read_text().split()] if journal.exists() else []

    one, two = tmp_path / "one", tmp_path / "two"
    job_id = client.submit("environment", "x", engine="parent", parameters={"journal": str(one)})
    child = wait_for(lambda: children(one), "a program to start")[0]
    client.cancel(job_id)
    with pytest.raises(JobCancelled):
        client.wait(job_id)
    wait_for(lambda: not psutil.pid_exists(child), "the program to end")
    with backend.start().client() as other:
        other.submit("environment", "x", engine="parent", parameters={"journal": str(two)})
        child = wait_for(lambda: children(two), "a program to start")[0]
        backend.kill()
    wait_for(lambda: not psutil.pid_exists(child), "the program to end")


def test_killed_broker_loses_no_job(backend, tmp_path):
    journal = tmp_path / "journal"
    with backend.start().client() as client:
        running = client.submit("environment", "running", **slow(journal, 30))
        queued = [client.submit("environment", f"queued {index}", engine="sleepy") for index in range(3)]
        finished = client.submit("environment", "large", engine="big", parameters={"mib": 4})
        wait_for(lambda: started(journal), "the job to start")
        backend.kill()
        wait_for(lambda: not backend.orphans(), "workers to die with their broker", 3)
        backend.start()
        # The same client finds the new backend by itself and is told the end of its job.
        assert client.wait(running).name == "running"
        assert client.status([running])[0].attempts == 2
        for index, job_id in enumerate(queued):
            assert client.wait(job_id).name == f"queued {index}"
        assert client.wait(finished).pixels.nbytes > 3 << 20
    assert len(started(journal)) == 2


def test_stopping_in_order_keeps_the_queue_and_its_order(backend, tmp_path):
    journal = tmp_path / "journal"
    with backend.start(workers=1).client() as client:
        first = client.submit("environment", "first", seed=100, **slow(journal, 5000))
        wait_for(lambda: started(journal), "the job to start")
        rest = [client.submit("environment", "rest", seed=seed, **slow(journal, 1)) for seed in range(5)]
    assert backend.terminate() == 0
    assert not backend.connection.exists()
    assert not backend.orphans()
    with backend.start(workers=1).client() as client:
        jobs = client.status([first, *rest])
        assert {job.state for job in jobs} <= {"queued", "running"}
        assert [job.position for job in jobs[1:]] == sorted(job.position for job in jobs[1:])
        # Being stopped on purpose is no failed attempt.
        assert wait_for(lambda: client.status([first])[0].state == "running", "the first job")
        assert client.status([first])[0].attempts == 1
        client.cancel(first)
        for job_id in rest:
            client.wait(job_id)
    seeds = [int(line.split()[2]) for line in journal.read_text().splitlines()]
    assert seeds == [100, 100, 0, 1, 2, 3, 4]


def test_another_session_fetches_what_a_vanished_client_asked_for(shared):
    gone = shared.client()
    job_id = gone.submit("environment", "left behind", engine="sleepy", seed=77, parameters={"steps": 20})
    gone.close()
    with shared.client() as client:
        assert client.wait(job_id).provenance.seed == 77
        assert client.fetch(job_id).provenance.seed == 77


def test_two_clients_get_their_own_events_and_may_watch_each_others(shared):
    with shared.client() as one, shared.client() as two:
        jobs = [each.submit("environment", f"client {index}", engine="sleepy", seed=index, parameters={"steps": 10})
                for index, each in enumerate((one, two))]
        assert one.wait(jobs[0]).name == "client 0"
        assert two.wait(jobs[1]).name == "client 1"
        job_id = one.submit("environment", "watched", engine="sleepy", parameters={"steps": 20})
        assert two.wait(job_id).name == one.wait(job_id).name == "watched"
        two.poll(0.2)
        other = one.submit("environment", "private", engine="sleepy", parameters={"steps": 10})
        one.wait(other)
        assert not [event for event in two.poll(0.2) if event.job_id == other]


def test_cancel_storm(client):
    chance = random.Random(4)
    jobs = []
    for index in range(200):
        _, job_id = client.send_submit("environment", "storm", engine="sleepy", seed=1000 + index,
                                       parameters={"steps": 2, "pause": 0.002})
        jobs.append(job_id)
    doomed = [job_id for job_id in jobs if chance.random() < 0.5]
    chance.shuffle(doomed)
    for job_id in doomed:
        client.send_cancel(job_id)
    ends = {}

    def collect() -> bool:
        ends.update({event.job_id: event.kind for event in client.poll(0.1)
                     if event.kind in ("done", "failed", "cancelled")})
        return len(ends) == 200

    wait_for(collect, "the end of every job", 30)
    assert all(ends[job_id] == "done" for job_id in jobs if job_id not in doomed)
    # A cancel may come after the end of its job, but a queued job is never run in spite of one.
    assert {ends[job_id] for job_id in doomed} <= {"done", "cancelled"}
    assert sum(ends[job_id] == "cancelled" for job_id in doomed) > 50
    assert {job.job_id: job.state for job in client.status(jobs)} == ends


def test_500_jobs_all_finish_and_nothing_leaks(backend, tmp_path):
    journal = tmp_path / "journal"
    with backend.start().client() as client:
        process = psutil.Process(backend.process.pid)

        def run(seeds) -> None:
            jobs = [client.send_submit("environment", "many", engine="sleepy", seed=seed, parameters={
                "journal": str(journal), "steps": 1, "pause": 0})[1] for seed in seeds]
            ends: dict[str, str] = {}

            def collect() -> bool:
                ends.update({event.job_id: event.kind for event in client.poll(0.1)
                             if event.kind in ("done", "failed", "cancelled")})
                return len(ends) == len(jobs)

            wait_for(collect, "all jobs", 60)
            assert set(ends) == set(jobs) and set(ends.values()) == {"done"}
            assert client.fetch(jobs[-1]).provenance.seed == seeds[-1]

        run(range(100))
        memory, files = process.memory_info().rss, process.num_fds()
        workers = {each.pid for each in backend.workers()}
        run(range(100, 500))
        assert process.memory_info().rss - memory < 30e6
        assert process.num_fds() <= files + 2
        assert {each.pid for each in backend.workers()} == workers and len(workers) <= 2
    seeds = sorted(int(line.split()[2]) for line in journal.read_text().splitlines())
    assert seeds == list(range(500))


def test_idle_workers_end_and_come_back(backend):
    with backend.start(idle_seconds=0.4).client() as client:
        client.run("environment", "one", engine="sleepy", seed=1)
        assert backend.workers()
        wait_for(lambda: not backend.workers(), "idle workers to end", 5)
        assert client.run("environment", "two", engine="sleepy", seed=2).name == "two"
        wait_for(lambda: not backend.workers(), "idle workers to end", 5)
        assert any(each["name"] == "sleepy" for each in client.describe().engines)
    assert "SIGKILL" not in backend.log()


def test_unload_keeps_the_worker_usable(client):
    client.unload()
    assert client.run("environment", "after", engine="sleepy", seed=123).name == "after"


def test_backend_started_by_a_program_dies_with_it(backend, tmp_path):
    journal = tmp_path / "journal"
    with backend.start().client() as client:
        client.submit("environment", "x", **slow(journal, 5000))
        wait_for(lambda: started(journal), "the job to start")
        backend.workers()
        backend.process.stdin.close()
        assert backend.process.wait(15) == 0
    wait_for(lambda: not backend.orphans(), "workers to end")
    assert not psutil.pid_exists(started(journal)[0])


def test_backend_started_by_a_person_does_not(backend):
    backend.start(die_with_parent=False)
    with backend.client() as client:
        backend.process.stdin.close()
        time.sleep(0.6)
        assert client.run("environment", "still here", engine="sleepy").name == "still here"


def test_shutdown_request_ends_it(backend):
    with backend.start().client() as client:
        backend.workers()
        client.shutdown()
        assert backend.process.wait(15) == 0
    assert not backend.orphans()


def test_one_backend_for_a_store(backend, tmp_path):
    backend.start().client().close()
    second = type(backend)(tmp_path, backend.environment["PYTHONPATH"], connection=str(tmp_path / "second.json"))
    second.start()
    assert second.process.wait(15) == 1
    words = second.process.stderr.read().decode()
    assert f"process {backend.process.pid}" in words and "--store" in words
    assert load(backend.connection).pid == backend.process.pid


def test_a_connection_file_that_cannot_be_written_is_told(backend, tmp_path):
    (tmp_path / "file").write_text("no folder")
    backend.start(connection=str(tmp_path / "file" / "connection.json"))
    assert backend.process.wait(15) == 1
    assert "cannot be written" in backend.process.stderr.read().decode()


@pytest.mark.parametrize(("address", "words"), [
    ("tcp://0.0.0.0:*", ("reachable from other machines", "troupe keys")), ("nonsense", ("not an address",))])
def test_off_loopback_needs_keys(backend, tmp_path, monkeypatch, address, words):
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path / "no-keys-here"))
    backend.start(address=address)
    assert backend.process.wait(15) == 1
    told = backend.process.stderr.read().decode()
    assert all(each in told for each in words)


def test_curve_connection(backend, tmp_path):
    from protocol.connection import CurveKeys
    CurveKeys.generate().save(tmp_path / "server.json")
    with backend.start(keys=str(tmp_path / "server.json")).client() as client:
        assert load(backend.connection).curve
        assert client.run("environment", "sealed", engine="big", parameters={"mib": 3}).name == "sealed"


def mount(*arguments) -> None:
    if shutil.which("mount") is None or subprocess.run(["mount", *arguments], capture_output=True).returncode:
        pytest.skip("mounting needs root")


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 12 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", disk)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def read_only(tmp_path):
    """A function that makes a folder read-only until the end of the test, even to root."""
    mounted = []

    def make(folder) -> None:
        mount("--bind", folder, folder)
        mounted.append(folder)
        mount("-o", "remount,bind,ro", folder)

    yield make
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_full_disk_fails_the_job_and_not_the_backend(backend, small_disk):
    disk = small_disk
    backend.store = disk / "store"
    with backend.start(store=str(disk / "store")).client() as client:
        with pytest.raises(JobFailed) as failed:
            client.run("environment", "large", engine="big", parameters={"mib": 20})
        assert failed.value.code == "storage_full" and "disk space" in failed.value.remedy
        assert client.run("environment", "small", engine="big", parameters={"mib": 0.1}).name == "small"
        filler = disk / "filler"
        with filler.open("wb") as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(bytes(1 << 16))
        codes = set()
        for seed in range(3):
            try:
                client.run("environment", "no room", engine="big", seed=seed, parameters={"mib": 1})
            except (JobFailed, RequestRefused) as error:
                codes.add(error.code)
        assert codes == {"storage_full"}
        filler.unlink()
        assert client.run("environment", "room again", engine="big", parameters={"mib": 1}).name == "room again"


def test_read_only_store_fails_the_job_and_not_the_backend(backend, read_only):
    with backend.start().client() as client:
        kept = client.submit("environment", "kept", engine="sleepy", seed=9)
        client.wait(kept)
        read_only(backend.store)
        for seed in range(2):
            with pytest.raises(JobFailed) as failed:
                client.run("environment", "refused", engine="sleepy", seed=seed)
            assert failed.value.code == "storage_readonly" and "writable" in failed.value.remedy
        assert client.fetch(kept).provenance.seed == 9
        assert client.run("environment", "kept", engine="sleepy", seed=9).provenance.seed == 9


def test_read_only_store_at_the_start_is_told(backend, read_only, tmp_path):
    backend.store.mkdir()
    read_only(backend.store)
    assert backend.start().process.wait(10) == 1
    words = backend.process.stderr.read().decode()
    assert "may not write" in words and "--store" in words


def test_file_size_limit_is_told_as_a_full_store(backend):
    import resource
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, limits[1]))
    try:
        backend.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with backend.client() as client:
        with pytest.raises(JobFailed) as failed:
            client.run("environment", "large", engine="big", parameters={"mib": 8})
        assert failed.value.code == "storage_full"
        assert client.run("environment", "small", engine="big", parameters={"mib": 1}).name == "small"


def test_store_limit_evicts_the_oldest_and_refuses_the_impossible(backend):
    with backend.start(store_limit=5 << 20).client() as client:
        jobs = []
        for seed in range(6):
            jobs.append(client.submit("environment", "x", engine="big", seed=seed, parameters={"mib": 1.5}))
            client.wait(jobs[-1])
        with pytest.raises(RequestRefused) as refused:
            client.fetch(jobs[0])
        assert refused.value.code == "result_lost" and "same seed" in refused.value.remedy
        assert client.fetch(jobs[-1]).provenance.seed == 5
        assert sum(path.stat().st_size for path in (backend.store / "blobs").rglob("*") if path.is_file()) <= 5 << 20
        with pytest.raises(JobFailed) as failed:
            client.run("environment", "x", engine="big", parameters={"mib": 6})
        assert failed.value.code == "storage_full" and "--store-limit" in failed.value.remedy
        # Asking again for what was let go makes it anew, bit for bit, even under its old id.
        client.submit("environment", "x", engine="big", seed=0, parameters={"mib": 1.5}, job_id=jobs[0])
        again = client.wait(jobs[0])
        height = again.pixels.shape[0]
        assert np.array_equal(again.pixels, np.random.Generator(np.random.PCG64(0)).random(
            (height, 2 * height, 3), np.float32))


def test_damaged_result_is_discarded_and_made_again(backend):
    options = {"engine": "big", "seed": 3, "parameters": {"mib": 2}}
    with backend.start().client() as client:
        job_id = client.submit("environment", "x", **options)
        client.wait(job_id)
    backend.terminate()
    blob = max((path for path in (backend.store / "blobs").rglob("*") if path.is_file()),
               key=lambda path: path.stat().st_size)
    content = bytearray(blob.read_bytes())
    content[len(content) // 2] ^= 1
    blob.write_bytes(content)
    with backend.start().client() as client:
        with pytest.raises(RequestRefused) as refused:
            client.fetch(job_id)
        assert refused.value.code == "result_lost" and "damaged" in refused.value.message
        asset = client.run("environment", "x", **options)
        height = asset.pixels.shape[0]
        assert np.array_equal(asset.pixels, np.random.Generator(np.random.PCG64(3)).random(
            (height, 2 * height, 3), np.float32))


def test_damaged_job_database_is_set_aside(backend):
    backend.start().client().close()
    backend.terminate()
    for suffix in ("-wal", "-shm"):
        (backend.store / f"jobs.sqlite{suffix}").unlink(missing_ok=True)
    (backend.store / "jobs.sqlite").write_bytes(b"nothing like a database" * 100)
    with backend.start().client() as client:
        assert client.run("environment", "on we go", engine="sleepy").name == "on we go"
    assert list(backend.store.glob("jobs-damaged-*.sqlite"))


def test_workers_that_cannot_start_are_told(tmp_path, site, backend):
    poison = tmp_path / "poison"
    shutil.copytree(site, poison)
    module = poison / "troupe_sample_engines.py"
    sound = module.read_text()
    module.write_text(f"{sound}\nos._exit(9)\n")
    backend.environment["PYTHONPATH"] = str(poison)
    with backend.start().client() as client:
        with pytest.raises(RequestRefused) as refused:
            client.submit("environment", "x", engine="sleepy")
        assert refused.value.code == "no_workers" and "exit code 9" in refused.value.message
        module.write_text(sound)

        def mended() -> bool:
            try:
                return bool(client.submit("environment", "x", engine="sleepy"))
            except RequestRefused:
                return False

        wait_for(mended, "the backend to notice that workers start again")


def test_broker_imports_neither_engines_nor_torch(site, tmp_path):
    code = ("import sys, backend.server.main\n"
            "print([name for name in sys.modules if name.split('.')[0] in ('torch', 'scipy', 'anny', 'taichi', 'typer')"
            " or name.endswith('_engine')])")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_unknown_job_and_unknown_fetch(client: Client):
    with pytest.raises(RequestRefused) as refused:
        client.fetch(new_id())
    assert refused.value.code == "unknown_job"


def test_requests_before_the_engines_are_known_are_answered_in_order(backend):
    backend.start()
    wait_for(backend.connection.exists, "the backend")
    with Client(backend.connection).connect(5) as client:
        _, kept = client.send_submit("environment", "early", engine="sleepy")
        _, dropped = client.send_submit("environment", "dropped", engine="sleepy", parameters={"steps": 5000})
        client.send_cancel(dropped)
        assert {each["name"] for each in client.describe().engines} >= {"sleepy"}
        assert client.wait(kept).name == "early"
        with pytest.raises(JobCancelled):
            client.wait(dropped)


def test_weights_decide_the_job_key(tmp_path, monkeypatch):
    from backend.server.worker import weights_digest
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path))
    assert weights_digest(()) == ""
    assert weights_digest(("a third party's",)) == "a third party's"
    assert weights_digest(("all-minilm-l6-v2",)).startswith("all-minilm-l6-v2=")
