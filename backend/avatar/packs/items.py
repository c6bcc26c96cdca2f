# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the packs: each piece with its files, the place it takes on the body, and the words it is found by."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from backend.avatar.coordinates import CROTCH, NECK, template
from backend.engine import EngineError

from . import mhclo, mhmat, store

#: Places that an item can take: of garments, of what grows on the head, of the body's own parts.
PLACES = ("full", "top", "bottom", "feet", "hat", "hair", "eyebrows", "eyelashes", "eyes", "teeth", "tongue", "skin",
          "proxy", "accessory")
#: Folder names of packs that say what their pieces are.
_FOLDERS = {"hair": "hair", "eyebrows": "eyebrows", "eyelashes": "eyelashes", "eyes": "eyes", "teeth": "teeth",
            "tongue": "tongue", "skins": "skin", "proxymeshes": "proxy"}


@dataclass(frozen=True)
class Item:
    """One piece. ``id`` is "pack/place/name"."""

    id: str
    name: str
    place: str
    #: The .mhclo, or of a skin the .mhmat.
    path: Path
    #: The pack's folder, outside of which nothing is read.
    root: Path
    words: tuple[str, ...] = ()
    description: str = ""
    licence: str = ""
    tags: tuple[str, ...] = field(default=())


def all_items() -> dict[str, Item]:
    """Every item of every pack that is there, by its id; a piece that cannot be read is left out."""
    found: dict[str, Item] = {}
    for name in store.names():
        root = store.folder() / name
        found |= {each.id: each for each in _of(name, root, root.stat().st_mtime_ns)}
    return found


def get(id: str) -> Item:
    """An item by its id. Raises :class:`EngineError` ("unknown_item")."""
    items = all_items()
    if id not in items:
        from difflib import get_close_matches

        near = get_close_matches(id, items, 3, 0.4)
        raise EngineError(f"No pack has {id!r:.80}.", f"Import its pack, or take one of {', '.join(near)}." if near else
                          "Import its pack: troupe avatar packs add PATH.", "unknown_item")
    return items[id]


@lru_cache(16)
def _of(pack: str, root: Path, _stamp: int) -> tuple[Item, ...]:
    told = _descriptions(root)
    found = []
    for path in sorted(root.rglob("*.mhclo")):
        try:
            fitting = mhclo.read_fitting(path)
        except EngineError:
            continue
        place = _place(path, root, fitting)
        found.append(_item(pack, root, path, fitting.name, place, tuple(fitting.tags), fitting.licence, told))
    used = {each.path.parent for each in found}
    for path in sorted(root.rglob("*.mhmat")):
        if path.parent in used or _FOLDERS.get(_folder(path, root)) != "skin":
            continue
        try:
            look = mhmat.read_look(path)
        except EngineError:
            continue
        found.append(_item(pack, root, path, look.name, "skin", tuple(look.tags), "", told))
    return tuple(found)


def _item(pack: str, root: Path, path: Path, name: str, place: str, tags: tuple[str, ...], licence: str,
          told: dict[str, str]) -> Item:
    description = told.get(path.stem, "")
    words = dict.fromkeys(word for text in (path.stem, name, *tags) for word in _words(text))
    return Item(id=f"{pack}/{place}/{path.stem}", name=name, place=place, path=path, root=root, words=tuple(words),
                description=description, licence=licence, tags=tags)


def _words(text: str) -> list[str]:
    """ "male_casualsuit01" -> male, casual, suit: words without numbers and trade marks."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()
    spaced = re.sub(r"(casual|elegant|sport|work)s?(suit)", r"\1 \2", spaced)
    return [word for word in re.findall(r"[a-z]{3,}", spaced) if word not in ("make", "human", "makehuman", "the")]


def _folder(path: Path, root: Path) -> str:
    """The folder of a pack that says what a file is: the outermost known one."""
    return next((part.lower() for part in path.relative_to(root).parts[:-1] if part.lower() in _FOLDERS), "")


def _place(path: Path, root: Path, fitting: mhclo.Fitting) -> str:
    """Where on the body a piece lies: by its folder, else by the vertices it hangs on."""
    known = _FOLDERS.get(_folder(path, root))
    if known:
        return known
    t = template()
    at = fitting.references[:, 0]
    level, foot = t.level[at], t.foot[at]
    # The lowest hem, a few loose vertices apart: a skirt has few of them below the hips.
    low = float(np.quantile(level[foot < 0.5], 0.03)) < CROTCH - 0.3 if (foot < 0.5).any() else False
    if np.mean(foot > 0.5) > 0.6 or np.mean(level < 1.3) > 0.8:
        return "feet"
    if np.mean(level > NECK) > 0.8:
        return "hat"
    high = float(np.mean((level > 4.2) & (level < NECK + 0.3)))
    if low and high > 0.08:
        return "full"
    if high > 0.4:
        return "top"
    return "bottom" if low else "accessory"


def _descriptions(root: Path) -> dict[str, str]:
    """Descriptions by a piece's name, from an ``index.csv`` with the columns name and description."""
    path = root / "index.csv"
    if not path.is_file() or path.stat().st_size > mhclo.MAXIMUM_BYTES:
        return {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        try:
            return {str(row.get("name") or ""): str(row.get("description") or "") for row in csv.DictReader(file)}
        except csv.Error:
            return {}
