# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Library panel asks of the backend: services of :mod:`backend.services`, plain JSON and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.engine import EngineError, Progress
from backend.library import thumbnails as pictures
from backend.library.library import shared
from backend.library.place import count_clips
from backend.library.search_index import Filters
from backend.services import Answer, argument
from protocol.assets import Asset, Image

#: Hits and pictures in one answer.
MOST_HITS, MOST_PICTURES = 500, 256
_FILTERS = ("shortest", "longest", "looping", "in_place", "sources", "licences", "tags")


def filters_from(values: Mapping[str, Any]) -> Filters:
    """Filters from JSON: ``shortest`` and ``longest`` (s), ``looping``, ``in_place``, and lists of ``sources``,
    ``licences`` and ``tags``; null and empty: anything. Raises :class:`EngineError` ("invalid_parameter")."""
    unknown = sorted(set(values) - set(_FILTERS))
    if unknown:
        raise EngineError(f"There is no filter {', '.join(unknown):.200}.", f"Filters: {', '.join(_FILTERS)}.",
                          "invalid_parameter")
    for name in ("shortest", "longest"):
        argument(values, name, (int, float, type(None)), None)
    for name in ("looping", "in_place"):
        argument(values, name, (bool, type(None)), None)
    for name in ("sources", "licences", "tags"):
        if not all(isinstance(each, str) for each in argument(values, name, (list, tuple), ())):
            raise EngineError(f"The filter {name} must be a list of texts.", "", "invalid_parameter")
    return Filters(**values)


def search(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``text`` ("" for every clip), ``filters`` (see :func:`filters_from`), ``limit``, ``offset`` -> ``hits``, each
    as :meth:`backend.library.library.Hit.to_json` gives it, ``total`` clips in the library, and a ``notice``."""
    limit = min(max(argument(arguments, "limit", int, 60), 0), MOST_HITS)
    offset = max(argument(arguments, "offset", int, 0), 0)
    text = argument(arguments, "text", str, "")
    filters = filters_from(argument(arguments, "filters", (dict, type(None)), None) or {})
    total = count_clips()
    if not total:
        return Answer(result={"hits": [], "total": 0,
                              "notice": "Your motion library is empty. Add a folder of motions."})
    library = shared()
    hits = library.search(text, limit, filters, offset)
    return Answer(result={"hits": [each.to_json() for each in hits], "total": total,
                          "notice": library.remarks(text, hits if offset == 0 else [])})


def thumbnails(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``ids`` of clips -> the asset ``thumbnails``: an image of (N * size, size, 4) u1, the pictures of the ids in
    order from top to bottom, which is an array (N, size, size, 4); ``size`` and ``count`` in the result. The picture
    of an unknown clip is transparent."""
    ids = argument(arguments, "ids", list)
    if not ids or len(ids) > MOST_PICTURES or not all(isinstance(each, str) for each in ids):
        raise EngineError(f"ids must be 1 to {MOST_PICTURES} names of clips.", "Ask for less at a time.",
                          "invalid_parameter")
    array = shared().thumbnails(ids)
    image = Image(name="thumbnails", pixels=array.reshape(-1, pictures.SIZE, 4))
    return Answer(result={"size": pictures.SIZE, "count": len(ids)}, assets={"thumbnails": image})


def info(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``id`` of a clip -> everything known about it; without one, how much the library holds (see
    :meth:`backend.library.library.Library.stats`)."""
    clip = argument(arguments, "id", (str, type(None)), None)
    return Answer(result=shared().info(clip) if clip else shared().stats())


def add(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``paths`` of files and folders on the backend's machine -> the report of the addition and its ``summary``."""
    paths = argument(arguments, "paths", list)
    if not paths or not all(isinstance(each, str) and each for each in paths):
        raise EngineError("paths must be a list of files and folders.", "Choose a folder of motions.",
                          "invalid_parameter")
    report = shared().add(paths, progress)
    return Answer(result=report.to_json() | {"summary": report.summary})
