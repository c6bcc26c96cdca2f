# SPDX-License-Identifier: GPL-3.0-or-later
"""The motion library as the sidebar shows it: what was asked, what was found, and its pictures.

The library is the backend's; here are one search at a time, one page of hits, and one folder being
added. Everything runs on the main thread; questions go through the session and never block.
"""

from __future__ import annotations

import dataclasses
import math
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
#: Pixels of a preview's side, and how many are kept.
PICTURE, MAXIMUM_PICTURES = 128, 240
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
    loop: bool = False
    in_place: bool = False
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
        """Its name as people read it."""
        return self.name.replace("_", " ").strip() or self.id

    def describe(self) -> str:
        """All there is to say of it, in lines."""
        traits = [f"{self.duration:.1f} s"]
        traits += ["looping"] if self.loop else []
        traits += ["in place"] if self.in_place else []
        lines = [self.caption or self.title(), " · ".join(traits)]
        lines += [f"From {self.source}" + (f", {self.licence}" if self.licence else "")] if self.source else []
        return "\n".join(lines)

    def order(self, scene: bpy.types.Scene, engine: Mapping[str, Any]) -> Order:
        """The request that brings this clip as it is, with keys on the scene's frames where the engine can."""
        rate = scene.render.fps / scene.render.fps_base
        parameters: dict[str, Any] = {}
        for each in engine["parameters"]:
            low, high = each.get("minimum"), each.get("maximum")
            if each.get("unit") == "fps" and (low is None or low <= rate) and (high is None or rate <= high):
                parameters[each["name"]] = round(rate) if each["type"] == "int" else rate
        return Order(modality="motion", prompt=self.caption or self.title(), engine=ENGINE,
                     parameters=parameters, spec={"clip": self.id})


@dataclass(eq=False)
class Library:
    """What the panel shows."""

    hits: list[Hit] = field(default_factory=list)
    #: Of how many clips that fit the words and filters.
    total: int = 0
    page: int = 0
    #: Clips in the library, None until it is known; and where they come from.
    clips: int | None = None
    sources: list[str] = field(default_factory=list)
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

    @property
    def pages(self) -> int:
        """How many pages the search has."""
        return max(1, math.ceil(self.total / PAGE))


state = Library()
_pictures: Any = None


def hit(clip: str) -> Hit | None:
    """A hit in sight, by its id."""
    return next((each for each in state.hits if each.id == clip), None)


def engine() -> dict[str, Any] | None:
    """The declaration of the engine that brings clips, None while the backend has none."""
    return runtime.engine("motion", ENGINE)


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
    state.page = min(max(0, state.page + by), state.pages - 1)
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
        state.clips = None
    state.due, state.asked_of = None, (session, session.greetings)
    arguments = {"text": settings.text.strip(), "limit": PAGE, "offset": state.page * PAGE, **settings.filters()}
    state.searching = session.ask("library.search", arguments, then=_found, failed=_not_found)
    if state.clips is None:
        session.ask("library.info", {}, then=_informed, failed=lambda error: None)


def _found(result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    state.searching, state.error = None, None
    state.hits = [Hit.from_json(each) for each in result["hits"]]
    state.total = int(result.get("total", state.page * PAGE + len(state.hits)))
    missing = [each.id for each in state.hits if each.id not in _pictures and each.id not in state.plain]
    session = runtime.session()
    session.abandon(state.picturing)
    state.picturing = None
    if missing:
        state.picturing = session.ask("library.thumbnails", {"ids": missing, "size": PICTURE}, then=_pictured,
                                      failed=_not_pictured)


def _not_found(error: dict[str, str]) -> None:
    state.searching, state.error = None, error
    state.hits, state.total = [], 0


def _informed(result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    state.clips = int(result.get("clips", 0))
    sources = result.get("sources", [])
    state.sources = sorted(str(each.get("name", "")) if isinstance(each, dict) else str(each) for each in sources)


def _pictured(result: Mapping[str, Any], assets: Mapping[str, Any]) -> None:
    state.picturing = None
    for clip, image in assets.items():
        if clip not in _pictures:
            show(clip, image.pixels)
    state.plain.update(each.id for each in state.hits if each.id not in _pictures)
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
    failed = result.get("failed", [])
    words = [f"{result.get('added', 0)} clips added"]
    words += [f"{result['updated']} updated"] if result.get("updated") else []
    words += [f"{result['unchanged']} known already"] if result.get("unchanged") else []
    words += [f"{len(failed)} files could not be read"] if failed else []
    state.unread = [f"{each.get('file', '')}: {each.get('reason', '')}" for each in failed]
    _outdated(", ".join(words))


def _not_added(error: dict[str, str]) -> None:
    state.adding = None
    _outdated("")
    state.error = error


def _outdated(added: str) -> None:
    state.added, state.clips = added, None
    state.due = time.monotonic()
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
