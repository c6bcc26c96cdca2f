# SPDX-License-Identifier: GPL-3.0-or-later
"""What an avatar's spec may say, as the backend tells it: names, ranges and words to choose from."""

from __future__ import annotations

import time
from typing import Any

from .. import runtime
from ..session import Session

SERVICE = "avatar.schema"
#: Seconds after a person's fields were last drawn during which they count as in sight.
_IN_SIGHT = 2.0
_looked = 0.0
_asked = -1
_known: dict[str, Any] = {}


def known() -> dict[str, Any]:
    """The backend's answer, as in :func:`backend.services.avatar.schema`; empty before there is one."""
    return _known


def words(kind: str, name: str) -> list[str]:
    """What may be chosen for a field: ``kind`` "choices" or "garment_choices", or a list such as "accessories"."""
    found = _known.get(kind, {})
    return list(found.get(name, []) if isinstance(found, dict) else found)


def look() -> None:
    """A person's fields are in sight: where the schema is not known, the backend is asked, once."""
    global _looked
    _looked = time.monotonic()


def _turn(session: Session) -> bool:
    """A chore of the timer."""
    global _asked
    if session.status != "online" or time.monotonic() - _looked > _IN_SIGHT or _asked == session.greetings:
        return False
    _asked = session.greetings

    def answered(result: dict[str, Any], _assets: Any) -> None:
        global _known
        _known = dict(result)

    session.ask(SERVICE, {}, {}, then=answered, failed=lambda _error: None)
    return True


def register() -> None:
    """Ask when fields are in sight."""
    runtime.chores.append(_turn)


def unregister() -> None:
    """Undo :func:`register`."""
    global _asked
    if _turn in runtime.chores:
        runtime.chores.remove(_turn)
    _asked = -1
    _known.clear()
