# SPDX-License-Identifier: GPL-3.0-or-later
"""Run an engine for one request, in this process or on the running backend."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any

from backend.engine import (
    MODALITIES,
    RENAMED,
    Cancelled,
    Engine,
    EngineError,
    Progress,
    Request,
    Understanding,
    best_available,
    check_prompt,
    discover,
)
from backend.faults import tell
from protocol.assets import Asset

log = logging.getLogger("troupe.generation")


def choose(modality: str, engine: str | None) -> type[Engine]:
    """The named engine, or the best available one. Raises :class:`EngineError`."""
    if modality not in MODALITIES:
        raise EngineError(f"{modality!r} is not something Troupe makes.",
                          f"Ask for one of: {', '.join(MODALITIES)}.", "invalid_parameter")
    engines, broken = discover()
    if engine is None:
        return best_available(engines, modality)
    engine = RENAMED.get(engine, engine)
    chosen = engines.get(engine)
    if chosen is None or chosen.modality != modality:
        names = [each.name for each in engines.values() if each.modality == modality]
        reason = next((each.reason for each in broken if each.name == engine), "")
        message = f"The engine {engine!r} cannot be loaded: {reason}." if reason else \
            f"There is no {modality} engine {engine!r}."
        raise EngineError(message, f"Installed: {', '.join(names) or 'none'}.", "unknown_engine")
    state = chosen.availability()
    if not state.ok:
        raise EngineError(f"{chosen.title} cannot run here: {state.reason}", state.remedy, "unavailable")
    return chosen


def understand(modality: str, prompt: str, *, engine: str | None = None,
               parameters: Mapping[str, Any] | None = None) -> tuple[type[Engine], Understanding]:
    """The engine that would answer, and its reading of the prompt."""
    chosen = choose(modality, engine)
    complete = chosen.complete(parameters or {})
    prompt = check_prompt(prompt)
    with _faults_told(chosen.name):
        return chosen, chosen().understand(prompt, complete)


def run_here(modality: str, prompt: str, *, engine: str | None = None, seed: int = 0,
             parameters: Mapping[str, Any] | None = None, spec: Mapping[str, Any] | None = None,
             inputs: Mapping[str, Asset] | None = None, progress: Progress | None = None) -> Asset:
    """Generate in this process. Raises :class:`EngineError` or :class:`backend.engine.Cancelled`."""
    chosen = choose(modality, engine)
    request = Request(prompt=check_prompt(prompt, spec), seed=seed, parameters=chosen.complete(parameters or {}),
                      inputs=inputs or {}, spec=spec)
    with _faults_told(chosen.name):
        asset = chosen().generate(request, progress or Progress())
        asset.validate()
    stamp(asset)
    return asset


@contextlib.contextmanager
def _faults_told(engine: str) -> Iterator[None]:
    """Turn what an engine should not have raised into an :class:`EngineError`; the log has the traceback."""
    try:
        yield
    except (Cancelled, EngineError, OSError):  # what a file system says is plain enough
        raise
    except Exception as error:
        log.debug("the engine %s failed", engine, exc_info=True)
        raise tell(error, engine, "run it as `troupe --debug …` to see the details") from error


def stamp(asset: Asset) -> None:
    """Write the time of making into the asset's provenance."""
    made = getattr(asset, "provenance", None)
    if made is not None:
        made.created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def run_remote(modality: str, prompt: str, *, engine: str | None = None, seed: int = 0,
               parameters: Mapping[str, Any] | None = None, spec: Mapping[str, Any] | None = None,
               inputs: Mapping[str, Asset] | None = None, progress: Progress | None = None) -> Asset:
    """Generate on the backend that is running for this user. Raises like :func:`run_here`."""
    from protocol.client import Client, Event
    from protocol.connection import load
    from protocol.errors import BackendLost, ConnectionFileError, JobCancelled, TroupeError

    progress = progress or Progress()
    prompt = check_prompt(prompt, spec)
    latest: tuple[float, str] = (0.0, "Queued")

    def follow(event: Event) -> None:
        nonlocal latest
        latest = (event.fraction, event.stage)
        progress.update(*latest)

    with Client(name="troupe command line") as client:
        try:
            load()  # no backend: said at once, without the patience for one that restarts
            client.connect()
        except TroupeError as error:
            raise EngineError(error.message, error.remedy, "unreachable") from error
        try:
            job_id = client.submit(modality, prompt, engine=engine, seed=seed, parameters=parameters, spec=spec,
                                   inputs=inputs)
            try:
                # A queued job sends no events: the user's cancel is asked for all the same.
                return client.wait(job_id, follow, on_idle=lambda: progress.update(
                    latest[0], latest[1] if client.connected else "Waiting for the backend"))
            except (Cancelled, KeyboardInterrupt):
                client.cancel(job_id)
                raise
        except JobCancelled as error:
            raise Cancelled from error
        except TroupeError as error:
            code = "unreachable" if isinstance(error, (BackendLost, ConnectionFileError)) else error.code
            raise EngineError(error.message, error.remedy, code) from error
