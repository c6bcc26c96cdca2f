# SPDX-License-Identifier: GPL-3.0-or-later
"""The running extension: its one session, the timer that serves it, and the file handlers."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from typing import Any

import bpy
from bpy.app.handlers import persistent

from . import compat, delivery, parameters, preferences
from .protocol.connection import load
from .protocol.errors import TroupeError
from .session import Session

BUSY, IDLE = 0.1, 1.0
_session: Session | None = None
#: Called at every turn with the session; each says whether it wants the next one soon.
chores: list[Callable[[Session], bool]] = []
_busy = False
_seen = _seen_engines = -1


def session() -> Session:
    """The session; it lives while the add-on is enabled."""
    assert _session is not None, "the add-on is not enabled"
    return _session


def engines(modality: str) -> list[dict[str, Any]]:
    """Declarations of a modality's engines, best first."""
    found = [each for each in (_session.engines if _session else []) if each["modality"] == modality]
    return sorted(found, key=lambda each: (not each["available"], -each["rank"], each["name"]))


def engine(modality: str, name: str | None) -> dict[str, Any] | None:
    """The declaration of an engine; without a name, of the best one."""
    return next((each for each in engines(modality) if name in (None, each["name"])), None)


def address() -> str:
    """The address in the connection file, "" when there is none that can be used."""
    try:
        return load(preferences.connection_path()).address
    except TroupeError:
        return ""


def tick() -> float:
    """One turn of the timer, on the main thread; returns seconds until the next.

    Never raises: Blender drops a timer that does, and the sidebar would be dead without a word.
    """
    if _session is None:
        return IDLE
    try:
        _turn(_session)
    except Exception as error:
        traceback.print_exc()
        _session.fault(error)
    return BUSY if _session is not None and (_session.busy or _busy) else IDLE


def _turn(session: Session) -> None:
    """Take in the news, build what is ready, and redraw what has changed."""
    global _seen, _seen_engines, _busy
    session.online = compat.online_access()
    session.drain()
    if session.engines_revision != _seen_engines:
        _seen_engines = session.engines_revision
        broken = parameters.register(session.engines)
        names = {each["name"] for each in broken}
        session.engines = [each for each in session.engines if each["name"] not in names]
        session.broken = [*session.broken, *broken]
    if (job := session.ready()) is not None and delivery.possible():
        delivery.deliver(session, job)
    _busy = any([chore(session) for chore in chores])
    if session.revision != _seen:
        _seen = session.revision
        redraw()


def pump(seconds: float, until: Any = None) -> bool:
    """Turn the timer by hand for ``seconds``, or until ``until()`` is true: in ``blender -b`` and the
    bpy module timers never fire. Returns whether ``until`` came true."""
    deadline = time.monotonic() + seconds
    while True:
        tick()
        if until is not None and until():
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.01)


def redraw() -> None:
    """Redraw the sidebars."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()


def wake() -> None:
    """Serve the session at once, not at the end of an idle second."""
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
        bpy.app.timers.register(tick, first_interval=0.0, persistent=True)


def restart() -> None:
    """Drop the session for a new one: another connection file was chosen."""
    if _session is not None:
        _close()
        _open()


@persistent
def _before_load(*_: Any) -> None:
    if _session is not None:
        _session.detach()


def _open() -> None:
    global _session, _seen, _seen_engines
    _seen = _seen_engines = -1
    _session = Session(preferences.connection_path(), compat.online_access(), compat.program())
    if not compat.background():
        _session.open()


def _close() -> None:
    global _session
    if _session is not None:
        _session.close()
    _session = None


def register() -> None:
    """Open the session. In the background its thread starts with the first command; there the
    timer never fires: scripts call :func:`pump`, or better :mod:`.api`, which waits by itself."""
    _open()
    bpy.app.handlers.load_pre.append(_before_load)
    if not compat.background():
        bpy.app.timers.register(tick, first_interval=IDLE, persistent=True)


def unregister() -> None:
    """Leave nothing behind: timer, handler, threads, sockets, a backend started here."""
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    if _before_load in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_before_load)
    _close()
    parameters.unregister()
