# SPDX-License-Identifier: GPL-3.0-or-later
"""What specs may say, as the backend tells it: names, ranges and words to choose from."""

from __future__ import annotations

import time
from typing import Any

from . import runtime
from .session import Session

#: Seconds after a spec's fields were last drawn during which they count as in sight.
_IN_SIGHT = 2.0


class Schema:
    """The answer of one of the backend's services, asked for when fields are in sight, once for each backend."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.forget()

    def forget(self) -> None:
        self._looked, self._asked = 0.0, -1
        self._known: dict[str, Any] = {}

    def known(self) -> dict[str, Any]:
        """The backend's answer, as in :mod:`backend.services`; empty before there is one."""
        return self._known

    def words(self, kind: str, name: str = "") -> list[str]:
        """What may be chosen: of a group of lists such as "choices" the one called ``name``, or what ``kind`` holds."""
        found = self._known.get(kind, {})
        return list(found.get(name, []) if name else found)

    def search(self, kind: str, name: str = "") -> Any:
        """For a string property: the words of :meth:`words` that hold what was typed."""
        return lambda _self, _context, typed: [each for each in self.words(kind, name) if typed.lower() in each.lower()]

    def look(self) -> None:
        """Fields are in sight: where the schema is not known, the backend is asked, once."""
        self._looked = time.monotonic()

    def turn(self, session: Session) -> bool:
        """A chore of the timer."""
        if (session.status != "online" or time.monotonic() - self._looked > _IN_SIGHT
                or self._asked == session.greetings):
            return False
        self._asked = session.greetings

        def answered(result: dict[str, Any], _assets: Any) -> None:
            self._known = dict(result)

        session.ask(self.service, {}, {}, then=answered, failed=lambda _error: None)
        return True


AVATAR = Schema("avatar.schema")
ENVIRONMENT = Schema("environment.schema")
_ALL = (AVATAR, ENVIRONMENT)


def register() -> None:
    """Ask when fields are in sight."""
    runtime.chores.extend(each.turn for each in _ALL)


def unregister() -> None:
    """Undo :func:`register`."""
    for each in _ALL:
        if each.turn in runtime.chores:
            runtime.chores.remove(each.turn)
        each.forget()
