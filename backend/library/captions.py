# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said about the clips of a file, wherever it is said.

In this order: a table ``captions.csv`` (columns ``path``, ``clip``, ``caption_1`` ..., ``licence``, ``fps``,
``start_frame``; others are kept where they are known), a sidecar ``NAME.json`` or ``NAME.txt`` beside the
motion, and the words in the names of the animation, the file and its folders.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from backend.engine import EngineError
from backend.language.words import word_set
from backend.motion.formats.base import stem_of

#: Sentences kept for one clip, and characters of one sentence.
_MOST, _LONGEST = 12, 500
_SIDECAR_BYTES = 1 << 20


@dataclass(frozen=True)
class Said:
    """What is known about one animation before its file is read. Empty and None: nothing."""

    captions: tuple[str, ...] = ()
    #: Where the captions are from: "table", "sidecar" or "name".
    kind: str = "name"
    #: Name of the animation in the file; "" where the file holds one, or for all of them.
    clip: str = ""
    source: str = ""
    licence: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    #: The true rate of the frames, how many there are at that rate, and the first usable one.
    fps: float | None = None
    frames: int | None = None
    start_frame: int = 0
    loop: bool | None = None
    #: File of the skeleton, where the format keeps it apart.
    skeleton: str = ""

    def key(self) -> str:
        """Changes when anything said changes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Table:
    """A captions csv."""

    path: Path
    #: Motion file -> its clips.
    rows: dict[Path, list[Said]]
    #: Files that are no motions of their own: skeletons, and originals of which a conversion is listed.
    aside: frozenset[Path]


def read_table(path: Path) -> Table | None:
    """A captions csv; None for a csv of another kind. Raises :class:`EngineError` ("bad_file") naming the line."""
    rows: dict[Path, list[Said]] = {}
    aside: set[Path] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = [name for name in reader.fieldnames or [] if name and re.fullmatch(r"caption(_\d+)?s?", name)]
            if "path" not in (reader.fieldnames or []) or not columns:
                return None
            for row in reader:
                if not (row.get("path") or "").strip():
                    raise EngineError(f"{path.name}, line {reader.line_num}: the path is missing.",
                                      "Give the motion's path, relative to the csv.", "bad_file")
                said = _of_row(path, reader.line_num, row, columns)
                rows.setdefault(_beside(path, row["path"]), []).append(said)
                if row.get("raw_path"):
                    aside.add(_beside(path, row["raw_path"]))
                if said.skeleton:
                    aside.add(Path(said.skeleton))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise EngineError(f"{path.name} cannot be read: {error}.", "Save it as UTF-8 csv.", "bad_file") from error
    return Table(path, rows, frozenset(aside - set(rows)))


def _of_row(path: Path, line: int, row: dict[str, Any], columns: Sequence[str]) -> Said:
    def number(name: str) -> float | None:
        text = (row.get(name) or "").strip()
        try:
            return float(text) if text else None
        except ValueError:
            raise EngineError(f"{path.name}, line {line}: {name} is {text!r:.40}, not a number.", "Correct the line.",
                              "bad_file") from None

    fps, frames, start = number("fps"), number("frames"), number("start_frame")
    if (fps is not None and not 0 < fps <= 1000) or (start is not None and start < 0):
        raise EngineError(f"{path.name}, line {line}: fps must be above 0 and start_frame not negative.",
                          "Correct the line.", "bad_file")
    text = {name: (row.get(name) or "").strip() for name in ("clip", "source", "licence", "license", "note", "tags",
                                                              "skeleton", "loop")}
    return Said(
        captions=tidy(row.get(name) or "" for name in columns), kind="table", clip=text["clip"], source=text["source"],
        licence=text["licence"] or text["license"], note=text["note"], tags=tidy(re.split(r"[;|]", text["tags"])),
        fps=fps, frames=None if frames is None else int(frames), start_frame=int(start or 0), loop=_flag(text["loop"]),
        skeleton=str(_beside(path, text["skeleton"])) if text["skeleton"] else "")


def _flag(text: str) -> bool | None:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text.lower())


def _beside(path: Path, relative: str) -> Path:
    return (path.parent / relative.strip().replace("\\", "/")).resolve()


def tidy(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without surplus blanks, empty ones and doubles."""
    short = (" ".join(text.split())[:_LONGEST] for text in texts)
    return tuple(dict.fromkeys(text for text in short if text))[:_MOST]


def sidecars(path: Path) -> list[Path]:
    """The files that may speak about the motion ``path``, those that exist."""
    stem = stem_of(path)
    return [each for each in (path.with_name(stem + ".json"), path.with_name(path.name + ".json"),
                              path.with_name(stem + ".txt"), path.with_name(path.name + ".txt"))
            if each != path and each.is_file()]


def read_sidecars(path: Path) -> list[Said]:
    """What the sidecars of ``path`` say: one entry for the file, others for named animations in it.

    A text holds a caption a line (what follows a ``#``, as in the texts of HumanML3D, is left out); a json has
    ``caption`` or ``captions``, ``tags``, ``licence``, ``source``, ``note``, ``fps``, ``start_frame``, ``loop``,
    and may hold ``animations``: name -> the same. Raises :class:`EngineError` ("bad_file").
    """
    found: list[Said] = []
    for each in sidecars(path):
        try:
            if each.stat().st_size > _SIDECAR_BYTES:
                continue
            text = each.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise EngineError(f"{each.name} cannot be read: {error}.", "Save it as UTF-8 text.", "bad_file") from error
        if each.suffix.lower() == ".txt":
            if text.lstrip()[:1] != "{":
                found.append(Said(captions=tidy(line.split("#")[0] for line in text.splitlines()), kind="sidecar"))
            continue
        try:
            content = json.loads(text)
        except ValueError as error:
            raise EngineError(f"{each.name} is not sound JSON: {error}.", "Correct or remove it.",
                              "bad_file") from error
        if not isinstance(content, dict):
            continue
        found.append(_of_json(each, content))
        animations = content.get("animations")
        if isinstance(animations, dict):
            found += [replace(_of_json(each, entry), clip=str(name)) for name, entry in animations.items()
                      if isinstance(entry, dict)]
    return found


def _of_json(path: Path, content: dict[str, Any]) -> Said:
    def texts(name: str) -> list[str]:
        value = content.get(name)
        values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [each for each in values if isinstance(each, str)]

    def number(name: str, low: float, high: float) -> float | None:
        value = content.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise EngineError(f"{path.name}: {name} must be a number from {low:g} to {high:g}.", "Correct it.",
                              "bad_file")
        return float(value)

    loop = content.get("loop")
    single = {name: " ".join(texts(name)[:1]) for name in ("licence", "license", "source", "note")}
    return Said(captions=tidy([*texts("caption"), *texts("captions")]), kind="sidecar", tags=tidy(texts("tags")),
                licence=single["licence"] or single["license"], source=single["source"], note=single["note"],
                fps=number("fps", 0.01, 1000), start_frame=int(number("start_frame", 0, 1e7) or 0),
                loop=loop if isinstance(loop, bool) else None)


#: Words of names that say nothing about the movement.
_NOISE = word_set("""
    anim anims animation animations armature action actions mixamo com rig clip clips take final copy new test export
    exported motion motions mocap bvh fbx glb gltf npz amc asf data dataset humanoid3d humanoid character scene root
    skeleton medium large small untitled default base layer baked retarget retargeted loop looped inplace file files
    med mesh model assets asset library examples example src source sources txt blend npy raw converted v""")
_ABBREVIATIONS = {
    "fwd": "forward", "fw": "forward", "bwd": "backwards", "bw": "backwards", "bkwd": "backwards", "lft": "left",
    "rgt": "right", "lt": "left", "rt": "right", "l": "left", "r": "right", "1h": "one-handed", "2h": "two-handed",
    "atk": "attack", "att": "attack", "jmp": "jump", "wlk": "walk", "diag": "diagonally", "cw": "clockwise",
    "ccw": "counterclockwise", "kneel": "kneel", "pushup": "push-up", "situp": "sit-up", "recieve": "receive"}
_PIECE = re.compile(r"\d+[A-Za-z]+|[A-Z]{2,}(?=[A-Z][a-z]|\b|_|\d)|[^\W\d_][^\W\d_A-Z]*|\d+")


def words_of(name: str) -> list[str]:
    """Words in the name of a file, folder or animation: "Rig_Medium|Melee_1H_Attack_Chop" -> melee, one-handed,
    attack, chop. Numbers and words that say nothing are left out."""
    name = re.sub(r"^.*\|(?=.*\w)", "", name)
    words = []
    for piece in _PIECE.findall(name):
        word = piece.lower()
        word = _ABBREVIATIONS.get(word, word)
        if word in _NOISE or len(word) < 2 or any(letter.isdigit() for letter in word):
            continue
        words.append(word)
    return words


def from_names(path: Path, animation: str, root: Path | None) -> Said:
    """A caption from the names of the animation and the file, the words of folders below ``root`` as tags."""
    stem = stem_of(path)
    own, outer = words_of(animation), words_of(stem)
    # The animation of a file that holds one is often called as the program that wrote it.
    first = own if own and animation != stem else outer
    captions = [" ".join(first)] if first else []
    if outer and outer != first and not set(outer) <= set(first):
        captions.append(" ".join([*outer, *(word for word in first if word not in outer)]))
    return Said(captions=tidy(captions), kind="name")


def folder_words(path: Path, root: Path | None) -> tuple[str, ...]:
    """Words of the folders between ``root`` and the file, outermost first; of the nearest folder without a root."""
    try:
        folders = path.parent.relative_to(root).parts if root is not None else path.parent.parts[-1:]
    except ValueError:
        folders = path.parent.parts[-1:]
    return tuple(dict.fromkeys(word for folder in folders for word in words_of(folder)))


def licence_beside(path: Path, root: Path | None) -> str:
    """The first line of the nearest LICENSE file in the folders from the file's own up to ``root``."""
    for folder in [path.parent, *path.parent.parents][:6]:
        for name in ("LICENSE", "LICENCE", "LICENSE.txt", "LICENSE.md", "LICENCE.txt", "license.txt"):
            try:
                with (folder / name).open(encoding="utf-8", errors="replace") as file:
                    line = next((line.strip(" #*\n\t=-") for line in file if line.strip(" #*\n\t=-")), "")
            except OSError:
                continue
            if line:
                return f"{line[:80]} (see {folder.name}/{name})"
        if folder == root or root is None:
            break
    return ""


def matching(said: Sequence[Said], animation: str, only: bool) -> Said | None:
    """The entry for an animation: by its name, also after a "|"; else the one for the whole file."""
    def short(name: str) -> str:
        return name.rsplit("|", 1)[-1].strip().lower()

    named = [each for each in said if each.clip]
    for wanted in (animation, animation.lower(), short(animation)):
        for each in named:
            if wanted in (each.clip, each.clip.lower(), short(each.clip)):
                return each
    if only and len(named) == 1:
        return named[0]
    return next((each for each in said if not each.clip), None)


def merged(entries: Sequence[Said | None]) -> Said:
    """One entry of several, earlier ones first: whatever one leaves open, the next one says."""
    known = [each for each in entries if each is not None]
    result = known[0] if known else Said()
    for each in known[1:]:
        if not result.captions:
            result = replace(result, captions=each.captions, kind=each.kind)
        result = replace(
            result, source=result.source or each.source, licence=result.licence or each.licence,
            tags=tidy([*result.tags, *each.tags]), note=result.note or each.note,
            fps=result.fps if result.fps is not None else each.fps,
            frames=result.frames if result.frames is not None else each.frames,
            start_frame=result.start_frame or each.start_frame,
            loop=result.loop if result.loop is not None else each.loop, skeleton=result.skeleton or each.skeleton)
    return result
