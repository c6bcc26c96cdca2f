# SPDX-License-Identifier: GPL-3.0-or-later
"""From a motion file to the clips of a library: read, described, measured, drawn and packed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from backend.engine import Cancelled, EngineError, Progress
from backend.library import features, packing, terms, thumbnails
from backend.library.captions import Said, folder_words, from_names, licence_beside, matching, merged
from backend.library.features import Features
from backend.library.scanning import Candidate, Failure
from backend.motion.clip import Clip, clip_of
from backend.motion.clip_ops import cut
from backend.motion.editing.contacts import with_contacts
from backend.motion.formats import npz, read_motions
from backend.motion.formats.base import stem_of

#: Bump when files should be read again: something here keeps more or better than before.
VERSION = 1
_HASHED = 1 << 20


@dataclass(frozen=True)
class Entry:
    """One clip, ready for the database."""

    id: str
    number: int
    animation: str
    clip: Clip
    said: Said
    features: Features
    measured: int
    data: bytes
    thumbnail: bytes


def digest_of(path: Path, step: Callable[[], None] = lambda: None) -> str:
    """Digest of a file's content."""
    found = hashlib.blake2b(digest_size=20)
    with path.open("rb") as file:
        while block := file.read(_HASHED):
            found.update(block)
            step()
    return found.hexdigest()


def read_entries(candidate: Candidate, digest: str, notes: list[str],
                 progress: Progress) -> tuple[list[Entry], list[Failure]]:
    """Every clip of a file, and the animations that are none. Raises :class:`EngineError` for the whole file."""
    path = candidate.path
    failures: list[Failure] = []
    entries: list[Entry] = []
    clips = _clips(candidate, notes, failures, progress.part(0.0, 0.5))
    for number, (name, clip) in enumerate(clips):
        progress.update(0.5 + 0.5 * number / len(clips), path.name)
        try:
            entry = _entry(candidate, digest, number, name, clip)
        except (EngineError, ValueError) as error:
            failures.append(_failure(path, name, error))
            continue
        if entry is None:
            notes.append(f"{name} is a single pose and was left out.")
        else:
            entries.append(entry)
    if not entries and not failures:
        raise EngineError(f"{path.name} holds poses, but no motion.", "Choose a file with an animation.", "bad_file")
    return entries, failures


def _failure(path: Path, animation: str, error: Exception) -> Failure:
    if isinstance(error, EngineError):
        return Failure(str(path), error.message, error.remedy, animation)
    return Failure(str(path), f"{path.name}, {animation}: {error}.", "Export the file again.", animation)


def _clips(candidate: Candidate, notes: list[str], failures: list[Failure],
           progress: Progress) -> list[tuple[str, Clip | None]]:
    """(animation, clip), in the file's order; None where no body was recognised, which is reported."""
    path = candidate.path
    general = merged(candidate.said)
    if path.suffix.lower() == ".npz" and npz.is_clip(path):
        clip = npz.read_clip(path)
        return [(clip.name, clip)]
    skeleton = general.skeleton if general.skeleton and Path(general.skeleton).is_file() else None
    found: list[tuple[str, Clip | None]] = []
    for motion in read_motions(path, skeleton=skeleton, fps=general.fps, notes=notes, progress=progress):
        try:
            found.append((motion.name, clip_of(motion, source=path.name)))
        except EngineError as error:
            failures.append(_failure(path, motion.name, error))
            found.append((motion.name, None))
        except Cancelled:
            raise
        except (ValueError, ArithmeticError, IndexError) as error:
            failures.append(_failure(path, motion.name, error))
            found.append((motion.name, None))
    return found


def _entry(candidate: Candidate, digest: str, number: int, animation: str, clip: Clip | None) -> Entry | None:
    if clip is None or len(clip) < 2:
        return None
    path = candidate.path
    several = len({each.clip for each in candidate.said if each.clip}) > 1
    listed = [matching([each for each in candidate.said if each.kind == kind], animation, not several)
              for kind in ("table", "sidecar")]
    own = Said(captions=(clip.caption,) if clip.caption else (), kind="table", licence=clip.licence)
    said = merged([*listed, own, from_names(path, animation, candidate.root)])
    if not said.licence or not said.source:
        # What is said of the other animations in the file holds for one that is not listed.
        beside = merged(candidate.said)
        said = replace(said, licence=said.licence or beside.licence, source=said.source or beside.source)
    clip = corrected(clip, said)
    if len(clip) < 2:
        return None
    measured = features.measure(clip)
    if not said.captions:
        said = replace(said, captions=(features.described(measured),), kind="measured")
    licence = said.licence or licence_beside(path, candidate.root)
    folders = folder_words(path, candidate.root)
    source = said.source or _source(candidate)
    said = replace(said, licence=licence, source=source, tags=tuple(dict.fromkeys([*said.tags, *folders])))
    clip = with_contacts(replace(clip, name=_title(path, animation, said), caption=said.captions[0], licence=licence,
                                 source=path.name))
    return Entry(clip_id(digest, number), number, animation, clip, said, measured, bits(measured),
                 packing.pack(clip), thumbnails.png(clip))


def corrected(clip: Clip, said: Said) -> Clip:
    """``clip`` from the first usable frame on, at the rate that is known to be true.

    A reader that has resampled the frames has dealt with the rate itself.
    """
    if said.fps is not None and (said.frames is None or abs(len(clip) - said.frames - said.start_frame) <= 1
                                 or abs(len(clip) - said.frames) <= 1):
        clip = replace(clip, fps=float(said.fps))
    if 0 < said.start_frame < len(clip):
        clip = cut(clip, said.start_frame, len(clip))
    return clip if said.loop is None else replace(clip, loop=said.loop)


def clip_id(digest: str, number: int) -> str:
    """Twelve hexadecimal digits that follow from the content of the file alone, whatever it is called."""
    return hashlib.blake2b(f"{digest}\0{number}".encode(), digest_size=6).hexdigest()


def _title(path: Path, animation: str, said: Said) -> str:
    """What a clip is called: its animation's name where it says something, else the file's."""
    short = animation.rsplit("|", 1)[-1].strip()
    stem = stem_of(path)
    return short if short and any(letter.isalpha() for letter in short) and short.lower() not in (
        "mixamo.com", "take 001", "animation", "armature", "action", "scene") else stem


def _source(candidate: Candidate) -> str:
    if candidate.root is None:
        return candidate.path.parent.name
    parts = candidate.path.relative_to(candidate.root).parts if candidate.path.is_relative_to(candidate.root) else ()
    return parts[0] if len(parts) > 1 else candidate.root.name


def bits(measured: Features) -> int:
    """What was measured, in the terms of :mod:`backend.library.terms`."""
    result = 0
    if measured.direction:
        result |= terms.BITS["way", measured.direction]
    if abs(measured.turn) >= 60 and measured.direction in ("", "forward"):
        result |= terms.BITS["way", "left" if measured.turn > 0 else "right"]
    if measured.speed > 2.2 and measured.airborne > 0:
        result |= terms.BITS["gait", "run"]
    elif measured.speed > 0.4:
        result |= terms.BITS["gait", "walk"]
    elif measured.energy < 0.12:
        result |= terms.BITS["gait", "still"]
    for first, second in (("left", "right"), ("right", "left")):
        arm, other = measured.limbs[f"{first}_arm"], measured.limbs[f"{second}_arm"]
        if arm > 0.4 and arm > 4 * other:
            result |= terms.BITS["limb", first]
    return result
