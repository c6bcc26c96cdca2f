# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong between Blender and the backend, as exceptions with a remedy."""

from __future__ import annotations


class TroupeError(Exception):
    """``message`` says what is wrong in the user's words, ``remedy`` what to do, ``code`` is for programs."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.remedy = code, message, remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class ProtocolError(TroupeError):
    """A message that breaks SPEC.md.

    ``request`` is the id of the offending message once its signature has been verified, so that
    the receiver may answer it; it stays "" for anything unauthenticated, which is never answered.
    """

    def __init__(self, code: str, message: str, remedy: str = "", request: str = "") -> None:
        super().__init__(code, message, remedy)
        self.request = request


class ConnectionFileError(TroupeError):
    """The connection file is missing, unreadable, damaged or readable by others."""


class RequestRefused(TroupeError):
    """The backend answered a request with an error."""


class BackendLost(TroupeError):
    """The backend does not answer."""

    def __init__(self, message: str, remedy: str, code: str = "backend_lost") -> None:
        super().__init__(code, message, remedy)


class JobFailed(TroupeError):
    """A job ended without a result."""


class JobCancelled(TroupeError):
    """A job was cancelled."""

    def __init__(self, job_id: str) -> None:
        super().__init__("cancelled", "The job was cancelled.")
        self.job_id = job_id
