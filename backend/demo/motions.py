# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo prompts``: what a user types, acted by an avatar; ``troupe demo motions``: clips on three different
rigs, as a contact sheet and as a film; ``troupe demo rigs``: few clips on five rigs of different proportions, moment by
moment."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.demo.run import DemoError, built_extension, run_in_blender, running_backend, step
from backend.demo.sheets import film, labelled, opened, stacked

if TYPE_CHECKING:
    from PIL.Image import Image

SCENE = Path(__file__).with_name("motions_scene.py")
PROMPTS_SCENE = Path(__file__).with_name("prompts_scene.py")
RIGS_SCENE = Path(__file__).with_name("motions_rigs_scene.py")
#: What is shown when no clips are given: sentences for the motion engines.
PROMPTS = ("she walks forward", "he is running", "a person sneaks forward", "a person jumps forward",
           "a person kicks with the right leg", "a person punches with the left hand", "she waves with her right hand",
           "a person raises both arms", "a person sits down", "a person bows", "a person turns to the left",
           "a happy person walks and waves with the left hand")
#: What ``troupe demo prompts`` shows when nothing is said: words as a user types them.
TYPED = ("walk", "run", "jog in a circle", "jump", "kick", "punch", "wave", "throw", "sit down", "stand up", "crawl",
         "dance", "cartwheel", "backflip", "raise both arms", "argue", "bow", "push-ups", "sneak", "turn around")
PROMPTS_RESULTS = ("motion-prompts.png", "motion-prompts.gif", "motion-prompts.json")
#: Moments of a sentence on its strip, about, of those that are rendered.
_SHOWN = 8
#: Clips shown at most.
LIMIT = 12
#: What five rigs show when no clips are given, and who they are, as in motions_rigs_scene.py.
RIGS_PROMPTS = ("she walks forward", "a person punches with the left hand", "a person jumps forward")
RIGS = ("Game engine, tall", "Mixamo, short and broad", "MakeHuman, a child", "Rigify", "A game's toy figure")
RIGS_RESULTS = ("motion-rigs.png", "motion-rigs.blend")
RESULTS = ("motions.png", "motions.gif", "motions.blend")


def run(blender: Path, extension: Path | None, out: Path, seed: int, clips: list[dict[str, str]] | None = None,
        library: Path | None = None) -> None:
    """Render ``clips`` ({"label", "prompt"} or {"label", "clip"}, an id in ``library``) into ``out``.

    Raises :class:`DemoError`.
    """
    def pictures(frames: Path, labels: list[str]) -> None:
        sheet(frames, labels).save(out / "motions.png", optimize=True)
        film(frames, labels, out / "motions.gif")
        (frames / "motions.blend").replace(out / "motions.blend")

    played(SCENE, blender, extension, out, seed, clips or _prompted(PROMPTS), library, pictures, RESULTS)


def run_rigs(blender: Path, extension: Path | None, out: Path, seed: int, clips: list[dict[str, str]] | None = None,
             library: Path | None = None) -> None:
    """Render ``clips``, as in :func:`run`, on five rigs into ``out``. Raises :class:`DemoError`."""
    def pictures(frames: Path, labels: list[str]) -> None:
        rigs_sheet(frames, labels).quantize(256).save(out / "motion-rigs.png", optimize=True)
        (frames / "motions.blend").replace(out / "motion-rigs.blend")

    clips = clips or _prompted(RIGS_PROMPTS)
    played(RIGS_SCENE, blender, extension, out, seed, clips, library, pictures, RIGS_RESULTS)


def run_prompts(blender: Path, extension: Path | None, out: Path, seed: int, prompts: Sequence[str] = (),
                moments: int = 16) -> None:
    """Act ``prompts`` by the default engine, ``moments`` pictures each: strips, a film, who made what. Raises
    :class:`DemoError`."""
    def pictures(frames: Path, labels: list[str]) -> None:
        made = json.loads((frames / "made.json").read_text("utf-8"))
        shown = [f"{each['prompt']}  ({each['engine']})" for each in made]
        strips = [labelled(opened(frames, f"strip-{number:02}-*.png")[::max(1, moments // _SHOWN)], label, 900)
                  for number, label in enumerate(shown)]
        stacked(strips, 2).quantize(256).save(out / "motion-prompts.png", optimize=True)
        film(frames, labels, out / "motion-prompts.gif", 5, 160, "strip")
        (out / "motion-prompts.json").write_text(json.dumps(made, indent=1) + "\n", "utf-8")

    clips: list[dict[str, Any]] = [{**each, "moments": moments} for each in _prompted(prompts or TYPED)]
    played(PROMPTS_SCENE, blender, extension, out, seed, clips, None, pictures, PROMPTS_RESULTS)


def _prompted(prompts: Sequence[str]) -> list[dict[str, str]]:
    return [{"label": each, "prompt": each} for each in prompts]


def played(scene: Path, blender: Path, extension: Path | None, out: Path, seed: int, clips: Sequence[dict[str, Any]],
           library: Path | None, pictures: Callable[[Path, list[str]], None], results: Sequence[str]) -> None:
    """Let Blender run ``scene`` over ``clips`` with a backend of our own, then ``pictures`` make the ``results`` of its
    frames and the clips' labels. Raises :class:`DemoError`."""
    started = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="troupe-demo-") as scratch:
        folder = Path(scratch)
        with step("extension"):
            extension = (extension or built_extension(folder)).absolute()
        wanted, frames = folder / "clips.json", folder / "frames"
        wanted.write_text(json.dumps(clips), "utf-8")
        frames.mkdir()
        connection = folder / "connection.json"
        if library is not None:
            os.environ["TROUPE_LIBRARY"] = str(library)  # read by the backend started here
        with running_backend(connection):
            run_in_blender(blender, scene, ["--extension", extension, "--out", frames, "--clips", wanted,
                                            "--seed", seed],
                           {"TROUPE_CONNECTION": str(connection), "BLENDER_USER_RESOURCES": str(folder / "blender")})
        with step("pictures"):
            pictures(frames, [each["label"] for each in clips])
    for name in results:
        print(f"    {out / name}  ({(out / name).stat().st_size / 1e6:.1f} MB)")
    print(f"==> done in {time.perf_counter() - started:.0f} s", flush=True)


@contextlib.contextmanager
def of_files(paths: Sequence[Path], words: Sequence[str] = ()) -> Iterator[tuple[Path, list[dict[str, str]]]]:
    """A library of files and folders that lasts as long as the context, and what to show of it: the best clip for
    each of ``words``, or the first twelve. Raises :class:`DemoError`."""
    from backend.engine import EngineError
    from backend.library import Library

    with tempfile.TemporaryDirectory(prefix="troupe-clips-") as folder:
        try:
            with step("clips"), Library(folder) as library:
                print(f"    {library.add(paths).summary}", flush=True)
                found = [hit for each in words or [""] for hit in library.search(each, 1 if words else LIMIT)]
                if not found:
                    raise DemoError("There is no clip to show.", "Name motion files or folders that hold some.")
                chosen = [{"label": hit.caption or hit.name, "clip": hit.id} for hit in found]
        except EngineError as error:
            raise DemoError(error.message, error.remedy) from error
        yield Path(folder), chosen


def sheet(frames: Path, labels: list[str], width: int = 1500) -> Image:
    """One row of instants a clip."""
    return stacked([labelled(opened(frames, f"strip-{number:02}-*.png"), label, width)
                     for number, label in enumerate(labels)], 1)


def rigs_sheet(frames: Path, labels: list[str], width: int = 1200) -> Image:
    """For each clip a block with one row of instants a rig."""
    return stacked([labelled(opened(frames, f"rig-{number:02}-{rig}-*.png"), f"{name}: {label}", width)
                     for number, label in enumerate(labels) for rig, name in enumerate(RIGS)], 1)
