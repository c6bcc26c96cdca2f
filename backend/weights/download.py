# SPDX-License-Identifier: GPL-3.0-or-later
"""Resumable https downloads (RFC 9110 range requests), checked against size and SHA-256."""

from __future__ import annotations

import errno
import http.client
import re
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import BinaryIO, cast

from backend.engine import EngineError, Progress
from backend.weights.manifest import WeightFile
from backend.weights.verify import CHUNK, sha256_of

_TIMEOUT_S = 30.0
_ATTEMPTS = 4
#: Left free on the disk beyond the download.
_RESERVE = 64 << 20
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Interrupted(Exception):
    """The connection broke; what has arrived is kept and the next attempt goes on from there."""


class SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects to permitted addresses only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        check_url(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_url(url: str) -> None:
    """Raise :class:`EngineError` unless ``url`` is https, or http on this machine."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise EngineError(f"{url} is not an https address.", "Weights are downloaded through https only.",
                      "download_failed")


def download(file: WeightFile, part: Path, progress: Progress, *, stage: str = "", pause: float = 1.0) -> None:
    """Download ``file.url`` into ``part``, going on from what ``part`` already holds, and verify it.

    A connection that breaks is taken up again a few times, ``pause`` seconds later. Cancelled or
    broken downloads leave ``part`` for the next call; wrong content is deleted. Raises
    :class:`EngineError` ("download_failed", "corrupt_weights", "disk_full").
    """
    check_url(file.url)
    stage = stage or f"Downloading {file.path}"
    part.parent.mkdir(parents=True, exist_ok=True)
    check_space(part.parent, file.size - (part.stat().st_size if part.exists() else 0))
    for attempt in range(_ATTEMPTS):
        try:
            _fetch(file, part, progress, stage)
            break
        except _Interrupted as error:
            if attempt == _ATTEMPTS - 1:
                raise EngineError(f"{file.path} could not be downloaded: {error}.",
                                  "Check the connection and pull again: it goes on where it stopped.",
                                  "download_failed") from error
            _wait(pause * 2**attempt, progress, stage, part, file.size)
    if sha256_of(part, lambda _: progress.update(1.0, f"Verifying {file.path}")) != file.sha256:
        part.unlink()
        raise EngineError(f"What arrived for {file.path} is not the expected file.",
                          "Pull again; if this repeats, the source has changed: report it.", "corrupt_weights")


def _wait(seconds: float, progress: Progress, stage: str, part: Path, size: int) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        progress.update(_size(part) / max(size, 1), f"{stage}: connection lost, trying again")
        time.sleep(min(left, 0.2))


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _fetch(file: WeightFile, part: Path, progress: Progress, stage: str) -> None:
    """One attempt: append the missing bytes of ``file`` to ``part``."""
    have = _size(part)
    if have > file.size:
        part.unlink()
        have = 0
    progress.update(have / max(file.size, 1), stage)
    if have == file.size and part.exists():
        return
    headers = {"User-Agent": "troupe", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    opener = urllib.request.build_opener(SecureRedirects)
    try:
        with opener.open(urllib.request.Request(file.url, headers=headers), timeout=_TIMEOUT_S) as response:
            have = _start_of(response, have, file)
            _receive(response, file, part, have, progress, stage)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416:  # the server knows less than we hold: begin again
            part.unlink(missing_ok=True)
            raise _Interrupted("the server cannot resume this download") from error
        if error.code >= 500 or error.code in (408, 429):
            raise _Interrupted(f"the server answered {error.code}") from error
        raise EngineError(f"{file.path} could not be downloaded: the server answered {error.code} ({error.reason}).",
                          "The source may have moved: update Troupe, or import the weights from a file.",
                          "download_failed") from error
    except (http.client.HTTPException, OSError) as error:  # URLError, timeouts and TLS errors are OSErrors
        raise _Interrupted(str(getattr(error, "reason", error)) or type(error).__name__) from error
    if _size(part) < file.size:
        raise _Interrupted("the connection closed early")


def _start_of(response: http.client.HTTPResponse, have: int, file: WeightFile) -> int:
    """Where the body starts: ``have`` for a partial answer, 0 for a whole one; checks the total size."""
    ranged = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    if response.status == 206:
        if ranged is None or int(ranged[1]) != have:
            raise _Interrupted("the server sent another range than asked for")
        total = ranged[2]
    else:
        have, total = 0, response.headers.get("Content-Length", "*")
    if total.isdigit() and int(total) != file.size:
        raise EngineError(f"{file.path} has {total} bytes at its source instead of {file.size}.",
                          "The source has changed: update Troupe.", "corrupt_weights")
    return have


def _receive(response: http.client.HTTPResponse, file: WeightFile, part: Path, have: int, progress: Progress,
             stage: str) -> None:
    with _opened(part, "ab" if have else "wb") as out:
        while chunk := response.read1(CHUNK // 4):
            have += len(chunk)
            if have > file.size:
                out.close()
                part.unlink()
                raise EngineError(f"{file.path} is larger at its source than the expected {file.size} bytes.",
                                  "The source has changed: update Troupe.", "corrupt_weights")
            try:
                out.write(chunk)
            except OSError as error:
                raise write_error(error, part) from error
            progress.update(have / max(file.size, 1), stage)


def _opened(part: Path, mode: str) -> BinaryIO:
    """``part`` unbuffered, so that a full disk shows in the write that meets it."""
    try:
        return cast(BinaryIO, part.open(mode, buffering=0))
    except OSError as error:
        raise write_error(error, part) from error


def check_space(folder: Path, needed: int) -> None:
    """Raise :class:`EngineError` ("disk_full") when ``needed`` bytes do not fit in ``folder``."""
    free = shutil.disk_usage(folder).free
    if needed + _RESERVE > free:
        raise EngineError(
            f"There is not enough room in {folder}: {needed / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free.",
            "Free some space, or move Troupe's data with the TROUPE_HOME variable.", "disk_full")


def write_error(error: OSError, path: Path) -> EngineError:
    """The error for a file that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EngineError(f"The disk became full while writing {path}.", "Free some space and try again.", "disk_full")
    return EngineError(f"{path} could not be written: {error.strerror or error}.",
                       "Check the folder's permissions.", "not_writable")
