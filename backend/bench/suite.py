# SPDX-License-Identifier: GPL-3.0-or-later
"""Every measurement, with its target: ratios against an alternative in the same run where it can be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One number. It is good when ``value`` is at most ``most``, or at least ``least``."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def good(self) -> bool | None:
        """None where there is no target."""
        if self.most is None and self.least is None:
            return None
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


def wire() -> Iterator[Measurement]:
    """A large asset through the client against bare ZeroMQ."""
    from backend.bench.wire import measure

    found = measure()
    yield Measurement(name="100 MiB asset, client against raw pyzmq", value=found["ratio"], unit="x", most=1.5)
    yield Measurement(name="100 MiB asset through the client", value=found["client_s"] * 1000, unit="ms")
    yield Measurement(name="100 MiB asset from another computer, against raw pyzmq", value=found["wire_ratio"],
                      unit="x")
    yield Measurement(name="a request and its reply", value=found["round_trip_s"] * 1000, unit="ms")


def avatar() -> Iterator[Measurement]:
    """The stages of a person from a sentence, warm."""
    from backend.bench.avatar import measure

    found = measure()
    yield Measurement(name="reading a description of a person", value=found["read_s"] * 1000, unit="ms", most=50)
    yield Measurement(name="a dressed person", value=found["avatar_s"], unit="s", most=3.0)
    yield Measurement(name="the same person in other clothes", value=found["redress_s"], unit="s", most=1.0)
    yield Measurement(name="of that, speed-up by patterns that are kept", value=found["ratio"], unit="x", least=1.5)


def broker() -> Iterator[Measurement]:
    """How soon the backend answers, and how soon a job shows progress."""
    from backend.bench.broker import measure

    found = measure()
    yield Measurement(name="start to first answer", value=found["start_to_pong_s"], unit="s", most=1.0)
    yield Measurement(name="submit to first progress, warm", value=found["first_progress_s"] * 1000, unit="ms",
                      most=300)


def bvh() -> Iterator[Measurement]:
    """Reading a BVH of 5,000 frames against the ``bvh`` package, where that is installed."""
    from backend.bench.bvh import measure

    found = measure()
    yield Measurement(name="BVH of 5,000 frames", value=found["read_s"], unit="s", most=1.0)
    if "ratio" in found:
        yield Measurement(name="BVH of 5,000 frames, speed-up over the bvh package", value=found["ratio"], unit="x",
                          least=1.5)


def finishing() -> Iterator[Measurement]:
    """80,000 coloured triangles to a textured GLB of 10,000."""
    from backend.bench.finishing import measure

    found = measure()
    yield Measurement(name="80,000 triangles to a textured GLB of 10,000", value=found["total_s"], unit="s", most=10.0)
    for stage in ("repair", "simplify", "unwrap", "bake"):
        yield Measurement(name=f"of that, to {stage}", value=found[f"{stage}_s"], unit="s")
    yield Measurement(name="baking colours, time against a loop with trimesh that takes the nearest vertex",
                      value=found["ratio"], unit="x")
    yield Measurement(name="of that, colour error, times smaller", value=found["plain_error"] / found["error"],
                      unit="x", least=3.0)


def library() -> Iterator[Measurement]:
    """Searching 10,000 clips against a loop over their captions."""
    from backend.bench.library import measure

    found = measure()
    yield Measurement(name="search of 10,000 clips", value=found["search_s"] * 1000, unit="ms", most=50)
    yield Measurement(name="search of 10,000 clips, speed-up over a loop of cosines", value=found["ratio"], unit="x",
                      least=3.0)
    yield Measurement(name="first search of 10,000 clips", value=found["load_s"] * 1000, unit="ms")
    yield Measurement(name="a clip out of the library", value=found["open_s"] * 1000, unit="ms", most=20)


def motion_model() -> Iterator[Measurement]:
    """The embedded motion network on two cores."""
    from backend.bench.motion_model import BATCH, SECONDS, measure

    found = measure()
    yield Measurement(name=f"{SECONDS:g} s of motion by the embedded engine", value=found["job_s"], unit="s", most=2.0)
    yield Measurement(name=f"{BATCH} takes of it against one motion", value=found["takes_s"] / found["job_s"], unit="x",
                      most=3.0)
    yield Measurement(name="sampling of one, without candidates", value=found["sampling_s"], unit="s")
    yield Measurement(name=f"sampling of {BATCH} at once against one", value=found["batch_s"] / found["sampling_s"],
                      unit="x")


def motion_sampling() -> Iterator[Measurement]:
    """196 frames by the published sampler and by the embedded engine's, on its network; how real they look where the
    environment variable TROUPE_SHARED tells of held-out clips."""
    from backend.bench.motion_sampling import measure

    root = os.environ.get("TROUPE_SHARED")
    data = Path(root) / "data" / "motion" if root else None
    found = measure(data if data is not None and (data / "captions.csv").is_file() else None)
    yield Measurement(name="196 frames of motion, speed-up over 1000 ancestral steps", value=found["ratio"], unit="x",
                      least=20.0)
    if "above" in found:
        yield Measurement(name="FID of 1000 steps, on held-out sentences", value=found["fid"], unit="")
        # Better than the published sampler is no fault; worse is one where the interval does not hold it.
        yield Measurement(name="of the engine's, above that", value=found["above"], unit="", most=found["interval"])


def panorama(program: Path | None) -> Iterator[Measurement]:
    """Previews of places, a final picture, and, where there is a Blender, Cycles' time for a picture as clean."""
    from backend.bench.panorama import against_cycles, final, previews

    for prompt, seconds in previews().items():
        yield Measurement(name=f"1024 x 512 preview of {prompt}", value=seconds, unit="s", most=3.0)
    yield Measurement(name="4096 x 2048 panorama of a dock", value=final(), unit="s", most=120.0)
    if program is None:
        print("panorama: not compared with Cycles, as no Blender was found: name one with --blender or TROUPE_BLENDER",
              file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as scratch:
        clock, processors = against_cycles(program, Path(scratch))
    name = "sky and sand at equal noise, Cycles' time against ours"
    yield Measurement(name=name, value=clock.ratio, unit="x", least=2.0)
    yield Measurement(name="of that, at least, with 95 % confidence", value=clock.low, unit="x")
    yield Measurement(name="of that, in processor time", value=processors.ratio, unit="x")
    yield Measurement(name="of that, samples of Cycles for the noise of ours", value=clock.samples, unit="samples")


def retarget() -> Iterator[Measurement]:
    """300 frames onto the rigs of a body of other proportions."""
    from backend.bench.retarget import measure

    for rig, seconds in measure().items():
        yield Measurement(name=f"300 frames retargeted to {rig}", value=seconds, unit="s", most=0.5)


def text2light() -> Iterator[Measurement]:
    """The detail of a Text2Light panorama as published against many tokens at once, with random weights."""
    from backend.bench.text2light import measure

    found = measure()
    yield Measurement(name="a token of Text2Light's detail, speed-up over the published order", value=found["ratio"],
                      unit="x", least=5.0)
    yield Measurement(name="2048 tokens of Text2Light's detail", value=2048 * found["ours_s"], unit="s")


def blender(program: Path) -> Iterator[Measurement]:
    """Import into Blender against the naive API route. Runs in Blender, from the built extension."""
    from backend.demo.run import built_extension, run_in_blender

    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as scratch:
        report = Path(scratch) / "report.json"
        run_in_blender(program, Path(__file__).with_name("blender_import.py"),
                       ["--extension", built_extension(Path(scratch)), "--report", report],
                       {"BLENDER_USER_RESOURCES": str(Path(scratch) / "blender")}, output=subprocess.DEVNULL)
        found = json.loads(report.read_text("utf-8"))
    yield Measurement(name="avatar with 300 frames, speed-up over the naive route", value=found["ratio"], unit="x",
                      least=5.0)
    yield Measurement(name="longest stall of the main thread", value=found["longest_stall_ms"], unit="ms", most=250)
    yield Measurement(name="idle tick", value=found["idle_tick_ms"], unit="ms", most=1.0)


def suites(program: Path | None) -> dict[str, Callable[[], Iterator[Measurement]]]:
    """What can be measured here, by name; Blender's only where there is a Blender."""
    found: dict[str, Callable[[], Iterator[Measurement]]] = {
        "avatar": avatar, "broker": broker, "bvh": bvh, "finishing": finishing, "library": library,
        "motion-model": motion_model, "motion-sampling": motion_sampling, "panorama": lambda: panorama(program),
        "retarget": retarget, "text2light": text2light, "wire": wire}
    if program is not None:
        found["blender"] = lambda: blender(program)
    return found
