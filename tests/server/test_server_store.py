# SPDX-License-Identifier: GPL-3.0-or-later
"""The pieces a backend is made of: job store, result store, ledger, estimates, clients."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time

import numpy as np
import pytest
import zmq
from hypothesis import given
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.server import workers
from backend.server.catalogue import Catalogue
from backend.server.clients import Clients, Event
from backend.server.estimate import Estimate
from backend.server.jobs import Job, JobStore, job_key
from backend.server.ledger import Ledger
from backend.server.lock import StoreLock
from backend.server.results import ResultStore, chunk
from backend.server.scheduler import MAXIMUM_STARTS, Scheduler
from backend.server.storage import StorageError, open_database
from backend.server.workers import Pool
from protocol.transfer import Assembly, Layout
from protocol.wire import CLIENT, SERVER, Session, digest, new_id, new_key, unpack


@pytest.fixture
def database(tmp_path):
    opened = open_database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def jobs(database, tmp_path):
    return JobStore(database, tmp_path)


@pytest.fixture
def ledger(database, tmp_path):
    return Ledger(database, ResultStore(tmp_path), 1000)


def job(**values) -> Job:
    return Job(**{"job_id": new_id(), "key": "k", "modality": "object", "engine": "e", "prompt": "a vase", "seed": 1,
                  "parameters": {"size": 0.5}, **values})


def save(ledger: Ledger, seed: int, count: int = 100, key: str | None = None) -> str:
    """Store ``count`` bytes that depend on ``seed``."""
    array = np.random.Generator(np.random.PCG64(seed)).integers(0, 255, count, np.uint8)
    saved, _ = ledger.store.save({"$type": "Test", "seed": seed}, [array])
    ledger.adopt(saved, key)
    return saved


# Jobs

def test_a_job_survives_in_every_state(jobs, tmp_path):
    made = [job(spec={"a": [1]}), job(), job(), job()]
    for each in made:
        jobs.add(each)
    made[1].to("running")
    made[2].to("cancelled")
    made[3].fail(EngineError("no", "try", "bad"))
    for each in made:
        jobs.save(each)
    again = JobStore(open_database(tmp_path), tmp_path)
    for each in made:
        found = again.get(each.job_id)
        assert found is not None and found == each
    assert [each.job_id for each in again.latest(2)] == [made[3].job_id, made[2].job_id]
    assert [each.state for each in again.latest(9, ["failed", "cancelled"])] == ["failed", "cancelled"]


def test_recovery_queues_what_ran_in_the_old_order_and_gives_up_in_the_end(jobs):
    first, second, hopeless = job(), job(), job(attempts=2)
    for each in (first, second, hopeless):
        jobs.add(each)
    for each in (first, hopeless):
        each.to("running")
        jobs.save(each)
    queued, given_up = jobs.recover()
    assert [each.job_id for each in queued] == [first.job_id, second.job_id]
    assert [each.attempts for each in queued] == [1, 0] and queued[0].state == "queued"
    assert [each.job_id for each in given_up] == [hopeless.job_id]
    assert jobs.get(hopeless.job_id).error["code"] == "backend_lost"


@pytest.mark.parametrize(("state", "target"), [("failed", "running"), ("cancelled", "queued"), ("done", "running"),
                                               ("queued", "queued")])
def test_impossible_moves_are_refused(state, target):
    with pytest.raises(ValueError, match=state):
        job(state=state).to(target)


def test_a_state_that_cannot_be_written_is_kept_and_written_later(jobs, database, tmp_path):
    one = job()
    jobs.add(one)
    database.execute("PRAGMA query_only = 1")
    with pytest.raises(StorageError) as refused:
        jobs.add(job())
    assert refused.value.code == "storage_readonly"
    one.to("cancelled")
    jobs.save(one)
    assert jobs.unsaved == 1 and jobs.get(one.job_id).state == "cancelled"
    assert jobs.latest(1)[0].state == "cancelled"
    database.execute("PRAGMA query_only = 0")
    jobs.flush()
    assert jobs.unsaved == 0
    assert JobStore(open_database(tmp_path), tmp_path).get(one.job_id).state == "cancelled"


def test_job_key_depends_on_everything_that_decides_the_result():
    declared = {"name": "e", "version": "1", "weights_digest": "", "state_files": []}
    base = job_key(declared, "p", 1, {"a": 1, "b": 2}, None, "")
    assert job_key(declared, "p", 1, {"b": 2, "a": 1}, None, "") == base
    others = [
        job_key({**declared, "name": "f"}, "p", 1, {"a": 1, "b": 2}, None, ""),
        job_key({**declared, "version": "2"}, "p", 1, {"a": 1, "b": 2}, None, ""),
        job_key({**declared, "weights_digest": "w=1"}, "p", 1, {"a": 1, "b": 2}, None, ""),
        job_key(declared, "q", 1, {"a": 1, "b": 2}, None, ""), job_key(declared, "p", 2, {"a": 1, "b": 2}, None, ""),
        job_key(declared, "p", 1, {"a": 1, "b": 3}, None, ""), job_key(declared, "p", 1, {"a": 1, "b": 2}, {}, ""),
        job_key(declared, "p", 1, {"a": 1, "b": 2}, None, "d")]
    assert len({base, *others}) == 9


def test_job_key_changes_with_the_files_an_engine_depends_on(tmp_path):
    file, log = tmp_path / "clips.sqlite", tmp_path / "clips.sqlite-wal"
    declared = {"name": "e", "version": "1", "weights_digest": "", "state_files": [str(file), str(log)]}

    def key():
        return job_key(declared, "p", 1, {}, None, "")

    absent = key()
    file.write_bytes(b"one")
    there = key()
    log.touch()
    assert key() == there  # an empty log says nothing
    log.write_bytes(b"change")
    logged = key()
    os.utime(log, ns=(1, 1))
    assert len({absent, there, logged, key()}) == 4


def test_a_newer_store_is_refused(tmp_path):
    database = open_database(tmp_path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StorageError, match="newer Troupe"):
        open_database(tmp_path)


# Results

def test_equal_arrays_are_kept_once(ledger):
    array = np.arange(50, dtype="<f4")
    for name in "ab":
        saved, nbytes = ledger.store.save({"$type": "Test", "name": name}, [array, array])
        assert nbytes == 400
        ledger.adopt(saved)
    assert ledger.total == 200
    assert len([path for path in (ledger.store.folder / "blobs").rglob("*") if path.is_file()]) == 1


def test_loaded_arrays_are_equal_read_only_and_map_the_file(ledger):
    arrays = [np.arange(12, dtype="<f4").reshape(3, 4), np.zeros((0, 3), "<i4"), np.array([[True]], "|u1")]
    saved, _ = ledger.store.save({"$type": "Test"}, arrays)
    ledger.adopt(saved)
    loaded = ledger.load(saved)
    for before, after in zip(arrays, loaded.arrays):
        assert after.dtype == before.dtype and np.array_equal(before, after) and not after.flags.writeable
    assert [blob.digest for blob in loaded.manifest.blobs] == [digest(each.tobytes()) for each in arrays]


@given(sizes=st.lists(st.integers(0, 3 << 20), min_size=1, max_size=5))
def test_chunks_put_together_are_the_arrays(sizes):
    arrays = [np.full(size, index + 1, np.uint8) for index, size in enumerate(sizes)]
    layout = Layout.of(arrays)
    assembly = Assembly(layout)
    for index in range(layout.chunks):
        assembly.put(index, chunk(layout, arrays, index))
    assert all(np.array_equal(one, other) for one, other in zip(arrays, assembly.arrays()))


def test_chunk_digests_are_computed_when_a_result_is_stored(tmp_path):
    store = ResultStore(tmp_path)
    arrays = [np.random.default_rng(0).integers(0, 255, size, np.uint8) for size in (100, 9 << 20, 33)]
    saved, _ = store.save({"$type": "Test"}, arrays)
    layout = Layout.of(arrays)
    found = store.manifest(saved).chunk_digests
    assert list(found) == layout.digests(b"".join(layout.parts(arrays))) and len(found) > 2


def test_inputs_of_waiting_jobs_are_never_let_go(ledger, jobs):
    needed, loose = save(ledger, 1, 200), save(ledger, 2, 200)
    waiting = job(inputs=needed)
    jobs.add(waiting)
    ledger.limit = 0
    ledger.make_room()
    assert ledger.holds(needed) and not ledger.holds(loose)
    waiting.to("cancelled")
    jobs.save(waiting)
    ledger.make_room()
    assert not ledger.holds(needed) and ledger.total == 0


def test_chunks_keep_the_size_they_were_stored_with(ledger, monkeypatch):
    ledger.limit = 10 << 20
    array = np.random.default_rng(0).integers(0, 255, 3 << 20, np.uint8)
    with monkeypatch.context() as older:
        older.setattr("backend.server.results.CHUNK_BYTES", 1 << 16)
        saved, _ = ledger.store.save({"$type": "Test"}, [array])
    ledger.adopt(saved)
    stored = ledger.load(saved)
    assert stored.layout.chunks == len(stored.manifest.chunk_digests) == 48
    for index, expected in enumerate(stored.manifest.chunk_digests):
        assert digest(chunk(stored.layout, stored.arrays, index)) == expected


def test_the_order_of_letting_go(ledger, jobs):
    results = {name: save(ledger, seed, 200) for seed, name in enumerate(("kept", "fetched", "loose"))}
    for name in ("kept", "fetched"):
        jobs.add(job(result=results[name], state="done"))
    ledger.load(results["fetched"])
    gone = []
    for limit in (500, 300, 100):
        ledger.limit = limit
        ledger.make_room()
        gone.append(next(name for name in results if name not in gone and not ledger.holds(results[name])))
    assert gone == ["loose", "fetched", "kept"]


def test_a_shared_blob_stays_while_one_result_needs_it(ledger):
    array = np.arange(40, dtype=np.uint8)
    one, two = (ledger.store.save({"$type": "Test", "n": n}, [array])[0] for n in range(2))
    ledger.adopt(one)
    ledger.adopt(two)
    ledger.drop(one)
    assert np.array_equal(ledger.load(two).arrays[0], array) and ledger.total == 40
    ledger.drop(two)
    assert ledger.total == 0 and not list((ledger.store.folder / "blobs").glob("*/*"))


def test_a_result_with_a_missing_blob_answers_nothing(ledger):
    saved = save(ledger, 1, key="key")
    assert ledger.answer("key") == saved
    for path in (ledger.store.folder / "blobs").glob("*/*"):
        path.unlink()
    assert ledger.answer("key") is None
    with pytest.raises(StorageError) as lost:
        ledger.load(saved)
    assert lost.value.code == "result_lost"
    with pytest.raises(StorageError):
        ledger.adopt(saved)


def test_a_flipped_bit_is_found_even_if_the_clock_stood_still(ledger):
    import os
    saved = save(ledger, 1)
    path = next((ledger.store.folder / "blobs").glob("*/*"))
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[3] ^= 8
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(StorageError, match="damaged"):
        ledger.load(saved)
    # The damaged file is gone, so the same content can be stored again.
    assert save(ledger, 1) == saved and ledger.load(saved).manifest.tree["seed"] == 1


def test_a_result_written_by_another_version_is_made_again(ledger):
    saved = save(ledger, 1, key="key")
    path = ledger.store.tree_path(saved)
    older = json.loads(path.read_bytes())
    del older["chunk_bytes"]
    text = json.dumps(older).encode()
    foreign = hashlib.sha256(text).hexdigest()
    target = ledger.store.tree_path(foreign)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text)
    with pytest.raises(StorageError) as lost:
        ledger.store.manifest(foreign)
    assert lost.value.code == "result_lost" and not target.exists()


def test_what_cannot_be_entered_leaves_nothing_behind(ledger, database):
    kept = save(ledger, 1)
    saved, _ = ledger.store.save({"$type": "Test"}, [np.arange(300, dtype=np.uint8) for _ in range(2)])
    database.execute("PRAGMA query_only = 1")
    for each in (saved, kept):
        with pytest.raises(StorageError) as refused:
            ledger.adopt(each)
        assert refused.value.code == "storage_readonly"
    database.execute("PRAGMA query_only = 0")
    assert ledger.total == 100 and ledger.holds(kept) and not ledger.store.tree_path(saved).exists()
    assert len(list((ledger.store.folder / "blobs").glob("*/*"))) == 1


def test_sweep_removes_what_a_crash_left_and_nothing_else(ledger):
    saved = save(ledger, 1)
    ledger.store.save({"$type": "Test", "orphan": True}, [np.arange(9, dtype=np.uint8)])
    blob = next((ledger.store.folder / "blobs").glob("*/*"))
    (blob.parent / ".new-half").write_bytes(b"half")
    assert ledger.sweep() == 3
    assert ledger.load(saved).manifest.tree["seed"] == 1


def test_a_result_too_large_to_travel_is_refused(tmp_path):
    with pytest.raises(StorageError) as refused:
        ResultStore(tmp_path).save({"$type": "Test", "words": "x" * (3 << 20)}, [])
    assert refused.value.code == "too_large"


def test_store_lock(tmp_path):
    with StoreLock(tmp_path) as lock:
        assert not lock.crashed
        with pytest.raises(StorageError, match="Another backend"), StoreLock(tmp_path):
            pass
    with StoreLock(tmp_path) as lock:
        assert not lock.crashed
    (tmp_path / "owner").write_text("1")
    with StoreLock(tmp_path) as lock:
        assert lock.crashed


# Estimates

@given(total=st.floats(1, 1000), steps=st.integers(20, 400))
def test_estimate_of_a_steady_job_is_right(total, steps):
    now = [0.0]
    estimate = Estimate(clock=lambda: now[0])
    for step in range(1, steps):
        now[0] = total * step / steps
        eta = estimate.update(step / steps)
        if eta is not None:
            assert eta == pytest.approx(total - now[0], rel=1e-6, abs=1e-6)
    assert eta is not None


def test_estimate_follows_a_change_of_pace():
    now = [0.0]
    estimate = Estimate(memory=2.0, clock=lambda: now[0])
    for step in range(1, 51):  # half of it in 5 s
        now[0] = 0.1 * step
        estimate.update(step / 100)
    for step in range(51, 80):  # then ten times slower
        now[0] += 1.0
        eta = estimate.update(step / 100)
    assert eta == pytest.approx(21, rel=0.05)
    assert estimate.update(1.0) == 0


# Clients

def test_a_client_that_does_not_read_costs_one_event_a_job_and_gets_the_last(tmp_path):
    context = zmq.Context()
    router, dealer = context.socket(zmq.ROUTER), context.socket(zmq.DEALER)
    try:
        router.setsockopt(zmq.ROUTER_MANDATORY, 1)
        router.sndhwm = dealer.rcvhwm = 2
        port = router.bind_to_random_port("tcp://127.0.0.1")
        dealer.connect(f"tcp://127.0.0.1:{port}")
        dealer.send(b"hello")
        identity, _ = router.recv_multipart()
        key = new_key()
        clients = Clients(router, key)
        client = clients.open(identity)
        quick, large = new_id(), new_id()
        client.watch([quick, large])
        filler = np.zeros(1 << 20, np.uint8)
        slowest = 0.0
        for step in range(200):
            for job_id in (quick, large):
                clients.publish(job_id, Event("progress", {"job_id": job_id, "step": step}, [filler]))
            before = time.monotonic()
            clients.flush()
            slowest = max(slowest, time.monotonic() - before)
        assert slowest < 2.0  # a blocking send would wait for ever
        assert len(client.outbox) <= 2
        clients.publish(quick, Event("done", {"job_id": quick}))
        clients.publish(new_id(), Event("done", {}))
        seen = []
        session = Session(key, CLIENT, client.session.nonce)
        deadline = time.monotonic() + 10
        while "done" not in [message.kind for message in seen] and time.monotonic() < deadline:
            clients.flush()
            while dealer.poll(5):
                message = unpack(key, dealer.recv_multipart(), SERVER)
                session.accept(message)
                seen.append(message)
        assert seen[-1].kind == "done" or seen[-2].kind == "done"
        assert max(message.body.get("step", 0) for message in seen) == 199
        assert len(seen) < 300
        assert quick not in client.watched
    finally:
        context.destroy(linger=0)


def test_a_client_that_left_is_dropped():
    context = zmq.Context()
    router = context.socket(zmq.ROUTER)
    try:
        router.setsockopt(zmq.ROUTER_MANDATORY, 1)
        clients = Clients(router, new_key())
        client = clients.open(b"nobody")
        client.watch(["job"])
        clients.publish("job", Event("done", {"job_id": "job"}))
        assert clients.flush() is False
        assert len(clients) == 0
    finally:
        context.destroy(linger=0)


def test_a_silent_session_ends_and_its_client_must_say_hello_again():
    context = zmq.Context()
    try:
        clients = Clients(context.socket(zmq.ROUTER), new_key())
        silent, lively = clients.open(b"silent"), clients.open(b"lively")
        silent.heard -= 1000
        clients.flush()
        assert clients.find(silent.session.nonce) is None and clients.find(lively.session.nonce) is lively
    finally:
        context.destroy(linger=0)


def test_sessions_are_bounded():
    context = zmq.Context()
    try:
        clients = Clients(context.socket(zmq.ROUTER), new_key())
        first = clients.open(b"0")
        for number in range(1, 400):
            clients.open(str(number).encode())
        assert len(clients) == 256 and clients.find(first.session.nonce) is None
        again = clients.open(b"399")
        assert len(clients) == 256 and clients.find(again.session.nonce) is again
    finally:
        context.destroy(linger=0)


def test_database_errors_have_remedies(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StorageError) as failed:
        open_database(file / "store")
    assert failed.value.remedy
    assert sqlite3.sqlite_version_info >= (3, 24)  # ON CONFLICT


# Workers


def test_a_system_that_starts_no_process_fails_the_queue_with_the_reason(jobs, ledger, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(workers.subprocess, "Popen", refuse)
    context = zmq.Context()
    pool = Pool(context, tmp_path, 1000, 2, None)
    try:
        told = []
        scheduler = Scheduler(jobs, ledger, pool, Catalogue(), lambda each, *_: told.append((each.state, each.error)),
                              grace=1, idle_seconds=1)
        waiting = job()
        scheduler.submit(waiting)
        for _ in range(MAXIMUM_STARTS):
            pool._not_before = 0.0
            scheduler.tick()
        scheduler.tick()
        assert waiting.state == "failed" and told[-1][0] == "failed"
        assert waiting.error["code"] == "no_workers" and "temporarily unavailable" in waiting.error["message"]
        assert not pool.workers and not pool.has_room()
        pool.failed_starts = 5000
        pool._start_failed()
        assert pool._not_before < time.monotonic() + 60
    finally:
        pool.close()
        context.destroy(linger=0)


def test_previews_are_not_lost_nor_sent_to_those_who_do_not_know_them():
    with zmq.Context() as context:
        clients = Clients(context.socket(zmq.ROUTER), new_key())
        older, newer = clients.open(b"older", 1), clients.open(b"newer")
        for each in (older, newer):
            each.watch(["job"])
        figure, array = {"$type": "Figure", "places": {"$array": 0}}, np.zeros(3, np.float32)
        clients.publish("job", Event("progress", {"fraction": 0.5, "preview": figure}, [array]))
        assert older.outbox["job"].body == {"fraction": 0.5, "preview": None} and older.outbox["job"].arrays == []
        # A number that comes before the figure has left takes it along.
        clients.publish("job", Event("progress", {"fraction": 0.6, "preview": None}))
        assert newer.outbox["job"].body == {"fraction": 0.6, "preview": figure}
        assert newer.outbox["job"].arrays == [array]
        assert older.outbox["job"].body == {"fraction": 0.6, "preview": None}
        clients.publish("job", Event("done", {"nbytes": 3}))
        assert newer.outbox["job"].body == {"nbytes": 3} and newer.outbox["job"].arrays == []
