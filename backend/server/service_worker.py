# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that answers queries: ``python -m backend.server.service_worker``, started by
:class:`.services.Services`. It lives and dies as :mod:`.worker` does, and imports no engine.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Any

import numpy as np

from backend import services
from backend.engine import Cancelled, EngineError, Progress
from backend.faults import tell
from protocol.assets import AssetError
from protocol.codec import decode_all, encode_all
from protocol.wire import DEFAULT_LIMITS

from .link import Link, Task
from .worker import serve_broker

log = logging.getLogger("troupe.services")


class ServiceWorker:
    """Answers one query after the other."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def run(self) -> None:
        """Do what the broker asks until it says stop."""
        self._link.send("ready", {"pid": os.getpid()})
        while (task := self._link.tasks.get()).kind != "stop":
            if task.kind == "run":
                self._query(task)

    def _query(self, task: Task) -> None:
        query_id, service = task.body["job_id"], task.body["service"]
        started = time.monotonic()
        try:
            result, assets, arrays = self._answer(task.body, task.arrays, task.cancelled)
        except Cancelled:
            self._link.send("cancelled", {"job_id": query_id})
        except BaseException as error:
            if not isinstance(error, EngineError):
                log.exception("the query of %s failed", service)
            told = tell(error, service, "the service worker's log in the store's logs folder has the details")
            self._link.send("failed", {"job_id": query_id, "code": told.code, "message": told.message,
                                       "remedy": told.remedy})
        else:
            log.info("%s answered in %.3f s", service, time.monotonic() - started)
            self._link.send("answered", {"job_id": query_id, "result": result, "assets": assets}, arrays)

    def _answer(self, body: dict[str, Any], arrays: list[np.ndarray],
                cancelled: threading.Event) -> tuple[dict[str, Any], dict[str, Any], list[np.ndarray]]:
        """(result, trees of the assets, their arrays)."""
        try:
            inputs = decode_all(body["inputs"], arrays)
        except AssetError as error:
            raise EngineError(f"An input is not valid: {error}.", "", "invalid_asset") from error
        progress = Progress(self._link.report(body["job_id"]), cancelled)
        answer = services.call(body["service"], body["arguments"], inputs, progress)
        trees, made = encode_all(answer.assets)
        if sum(each.nbytes for each in made) > DEFAULT_LIMITS.query_bytes or len(made) > DEFAULT_LIMITS.arrays:
            most = f"{DEFAULT_LIMITS.query_bytes >> 20} MiB"
            raise EngineError(f"The answer of {body['service']} has more than {most} of arrays.",
                              "Ask for less at a time.", "too_large")
        return answer.result, trees, made


if __name__ == "__main__":
    serve_broker(lambda link, options: ServiceWorker(link))
