# SPDX-License-Identifier: GPL-3.0-or-later
"""The motion library as the sidebar shows it: what was asked, what was found, and its pictures.

The library is the backend's; here are one search at a time, one page of hits, and one folder being
added. Everything runs on the main thread; questions go through the session and never block.
"""

from __future__ import annotations

import dataclasses
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import bpy
import bpy.utils.previews
import numpy as np

from . import aim, runtime
from .jobs import Order, Question, duration
from .session import Session

#: Hits on one page of the panel, three or two a row.
PAGE = 12
#: Seconds after the last key before a search starts.
DEBOUNCE = 0.25
#: Seconds after it was last drawn during which the panel counts as in sight.
_IN_SIGHT = 2.0
#: Pictures that are kept.
MAXIMUM_PICTURES = 240
#: The engine that brings a clip of the library, by ``spec={"clip": id}``.
ENGINE = "retrieval"
#: Adding a folder may take as long as it takes.
_ADDING_SECONDS = 86_400.0


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A clip of the library that was found."""

    #: What the library knows it by.
    id: str
    name: str
    caption: str = ""
    #: Seconds.
    duration: float = 0.0
    fps: float = 0.0
    #: It leads back into its first frame; it stays where it is.
    looping: bool = False
    in_place: bool = False
    #: Its file is gone; the library has its own copy.
    missing: bool = False
    #: Where it came from, and under which licence.
    source: str = ""
    licence: str = ""
    #: How well it fits the words, 0..1.
    score: float = 0.0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Hit:
        """A hit as the service gives it; what it does not say keeps its default."""
        known = {item.name: item for item in dataclasses.fields(cls)}
        said = {name: value for name, value in values.items() if name in known and value is not None}
        said["id"] = str(values["id"])
        return cls(**{"name": said["id"], **said})

    def title(self) -> str:
        """Its name as people read it; its caption where the name is but a number."""
        words = self.name.replace("_", " ").strip()
        return words if re.search(r"[^\W\d]{2}", words) else self.caption or words or self.id

    def describe(self) -> str:
        """All there is to say of it, in lines."""
        traits = [f"{self.duration:.1f} s"]
        traits += ["looping"] if self.looping else []
        traits += ["in place"] if self.in_place else []
        lines = [self.caption or self.title(), " · ".join(traits)]
        lines += [f"From {self.source}" + (f", {self.licence}" if self.licence else "")] if self.source else []
        lines += ["Its file is gone; the library's copy is used"] if self.missing else []
        return "\n".join(lines)

    def spec(self, cyclic: bool) -> dict[str, Any]:
        """What the engine is asked for: the clip as it is, its cycle where it shall be repeated."""
        return {"clip": self.id, "in_place": self.in_place or None, "loop": (cyclic and self.looping) or None}

    def order(self, scene: bpy.types.Scene, engine: Mapping[str, Any], cyclic: bool) -> Order:
        """The request that brings this clip, with keys on the scene's frames where the engine can."""
        rate = scene.render.fps / scene.render.fps_base
        parameters: dict[str, Any] = {}
        for each in engine["parameters"]:
            low, high = each.get("minimum"), each.get("maximum")
            if each.get("unit") == "fps" and (low is None or low <= rate) and (high is None or rate <= high):
                parameters[each["name"]] = round(rate) if each["type"] == "int" else rate
        return Order(modality="motion", prompt=self.caption or self.title(), engine=ENGINE,
                     parameters=parameters, spec=self.spec(cyclic))


@dataclass(eq=False)
class Library:
    """What the panel shows."""

    hits: list[Hit] = field(default_factory=list)
    page: int = 0
    #: There are further hits.
    more: bool = False
    #: Clips in the library, None until it is known; and where they come from.
    clips: int | None = None
    sources: list[str] | None = None
    #: Why searches are worse than they could be.
    notice: str = ""
    #: Why the last question found nothing.
    error: dict[str, str] | None = None
    searching: Question | None = None
    adding: Question | None = None
    #: What the last folder brought, in a sentence.
    added: str = ""
    #: Its files that could not be read, each with the reason.
    unread: list[str] = field(default_factory=list)
    #: When to search, None: no search is due.
    due: float | None = None
    #: The panel was drawn.
    seen: float = -math.inf
    #: The session and its count of greetings at the last search: another backend may have another library.
    asked_of: tuple[Session | None, int] = (None, 0)
    picturing: Question | None = None
    #: Clips that have no picture, so that it is asked for but once.
    plain: set[str] = field(default_factory=set)


state = Library()
_pictures: Any = None


def hit(clip: str) -> Hit | None:
    """A hit in sight, by its id."""
    return next((each for each in state.hits if each.id == clip), None)


def engine() -> dict[str, Any] | None:
    """The declaration of the engine that brings clips, None while the backend has none."""
    return runtime.engine("motion", ENGINE)


def obstacle() -> str:
    """Why no clip can be applied, in a sentence; "" when it can be, or is not known yet."""
    if not runtime.session().engines_revision:
        return ""
    found = engine()
    if found is None:
        return "This backend cannot apply clips: update it"
    return "" if found["available"] else found["reason"].rstrip(".")


def picture(clip: str) -> int:
    """The icon of a clip's picture, 0 while there is none."""
    found = _pictures.get(clip) if _pictures is not None else None
    return found.icon_id if found is not None else 0


def look() -> None:
    """The panel is in sight: search if what it shows is not what was asked for, or is out of date."""
    state.seen = time.monotonic()


def changed(delay: float = DEBOUNCE) -> None:
    """Words or filters have changed: search from the first page, soon."""
    state.page = 0
    state.due = time.monotonic() + delay
    runtime.wake()


def turn_page(by: int) -> None:
    """Show another page."""
    state.page = max(0, state.page + min(by, int(state.more)))
    state.due = time.monotonic()
    runtime.wake()


def work(session: Session) -> bool:
    """A chore of :mod:`.runtime`: starts the search that is due. True while one is awaited."""
    for name in ("searching", "adding", "picturing"):  # a session that was closed answers nothing
        if (question := getattr(state, name)) is not None and question.query_id not in session.questions:
            setattr(state, name, None)
    if session.status != "online":
        return False
    now = time.monotonic()
    in_sight = now < state.seen + _IN_SIGHT
    if in_sight and state.due is None and state.searching is None and not _same(state.asked_of, session):
        state.due = now
    if state.due is not None and now >= state.due:
        search(session)
    return state.due is not None


def _same(asked_of: tuple[Session | None, int], session: Session) -> bool:
    return asked_of[0] is session and asked_of[1] == session.greetings


def search(session: Session) -> None:
    """Ask for the page in sight, in place of an earlier search that is still under way."""
    settings = bpy.context.window_manager.troupe_library
    session.abandon(state.searching)
    if not _same(state.asked_of, session):
        state.clips = state.sources = None
    state.due, state.asked_of = None, (session, session.greetings)
    arguments = {"text": settings.text.strip(), "filters": settings.filters(), "limit": PAGE + 1,
                 "offset": state.page * PAGE}
    state.searching = session.ask("library.search", arguments, then=_found, failed=_not_found)
    if state.sources is None:
        state.sources = []
        session.ask("library.info", {}, then=_informed, failed=lambda error: None)


def _found(result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    state.searching, state.error = None, None
    found = [Hit.from_json(each) for each in result["hits"]]
    state.hits, state.more = found[:PAGE], len(found) > PAGE
    state.clips, state.notice = int(result["total"]), str(result.get("notice", ""))
    missing = [each.id for each in state.hits if each.id not in _pictures and each.id not in state.plain]
    session = runtime.session()
    session.abandon(state.picturing)
    state.picturing = None
    if missing:
        state.picturing = session.ask("library.thumbnails", {"ids": missing}, failed=_not_pictured,
                                      then=lambda result, assets: _pictured(missing, result, assets))
    if state.clips and (known := engine()) is not None and not known["available"]:
        session.describe()  # it can run as soon as there are clips


def _not_found(error: dict[str, str]) -> None:
    state.searching, state.error = None, error
    state.hits, state.more = [], False


def _informed(result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    state.sources = sorted(each for each in result["sources"] if each)


def _pictured(clips: list[str], result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    """All pictures come in one image, one under the other."""
    state.picturing = None
    for clip, pixels in zip(clips, np.split(assets["thumbnails"].pixels, len(clips))):
        if pixels.any():
            show(clip, pixels)
        else:
            state.plain.add(clip)
    for clip in list(_pictures)[:-MAXIMUM_PICTURES]:
        del _pictures[clip]


def _not_pictured(error: dict[str, str]) -> None:
    state.picturing = None
    state.plain.update(each.id for each in state.hits if each.id not in _pictures)


def show(clip: str, pixels: np.ndarray) -> None:
    """Make the picture of a clip of (H, W, 1|3|4) u1, first row at the top."""
    height, width, channels = pixels.shape
    whole = np.full((height, width, 4), 255, np.uint8)
    whole[:, :, :3] = pixels[:, :, :3] if channels >= 3 else pixels
    if channels == 4:
        whole[:, :, 3] = pixels[:, :, 3]
    if clip in _pictures:
        return
    preview = _pictures.new(clip)
    preview.image_size = width, height
    preview.image_pixels.foreach_set(np.ascontiguousarray(whole[::-1]).reshape(-1, 4).view("<i4").ravel())


def add(folder: str) -> None:
    """Have the backend add the motions of a folder, or a file, to its library."""
    session = runtime.session()
    if state.adding is not None:
        return
    state.added, state.unread, state.error = "", [], None
    state.adding = session.ask("library.add", {"paths": [folder]}, then=_added, failed=_not_added,
                               seconds=_ADDING_SECONDS)
    runtime.wake()


def stop_adding() -> None:
    """Stop adding; what was added stays."""
    runtime.session().abandon(state.adding)
    state.adding = None
    _outdated("Stopped; what had been added stays")


def _added(result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    state.adding = None
    state.unread = [f"{each['path']}: {each['message']}" for each in result["failures"]]
    _outdated(str(result["summary"]))


def _not_added(error: dict[str, str]) -> None:
    state.adding = None
    _outdated("")
    state.error = error


def _outdated(added: str) -> None:
    state.added, state.clips, state.sources = added, None, None
    state.due = time.monotonic()
    runtime.session().describe()
    runtime.wake()


def status(question: Question) -> str:
    """What a question is about to do, in a few words."""
    return question.stage or "Starting"


def length(seconds: float) -> str:
    """A clip's length: "1.4 s", "2 min 10 s"."""
    return f"{seconds:.1f} s" if seconds < 60 else duration(seconds)


def register() -> None:
    """Be served by the timer, and make room for pictures."""
    global _pictures, state
    state = Library()
    _pictures = bpy.utils.previews.new()
    runtime.chores.append(work)


def unregister() -> None:
    """Forget everything; the pictures are freed."""
    global _pictures, state
    aim.close_all()
    if work in runtime.chores:
        runtime.chores.remove(work)
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
    _pictures, state = None, Library()
