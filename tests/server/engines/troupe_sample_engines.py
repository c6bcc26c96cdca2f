# SPDX-License-Identifier: GPL-3.0-or-later
"""A third party's engines, badly behaved ones among them. ``conftest.py`` installs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from backend.engine import Engine, EngineError, Parameter, Request, Understanding
from protocol.assets import Avatar, Environment, Image, Motion


class Sample(Engine):
    """Notes every run in a journal: "start pid seed", one a line."""

    modality = "environment"
    version = "1"
    title = "Sample"
    description = "For tests."
    journal = Parameter(name="journal", type="string", default="", title="Journal", help="File to append to.")

    def understand(self, prompt, parameters):
        return Understanding(spec={"words": prompt.split()}, unparsed=["gibberish"])

    def note(self, request: Request) -> int:
        """Append to the journal; returns the number of runs so far."""
        path = request.parameters["journal"]
        if not path:
            return 0
        with Path(path).open("a") as file:
            file.write(f"start {os.getpid()} {request.seed}\n")
        return len(Path(path).read_text().splitlines())

    def environment(self, request: Request, height: int = 4) -> Environment:
        pixels = np.random.Generator(np.random.PCG64(request.seed)).random((height, 2 * height, 3), np.float32)
        return Environment(name=request.prompt, pixels=pixels,
                           provenance=self.provenance(request, self.reading(request)))


class Sleepy(Sample):
    name = "sleepy"
    title = "Sleepy"
    rank = 20
    parameters = (
        Sample.journal,
        Parameter(name="steps", type="int", default=2, minimum=1, maximum=100_000, title="Steps", help="How many."),
        Parameter(name="pause", type="float", default=0.01, minimum=0, maximum=10, unit="s", title="Pause",
                  help="Between steps."),
        Parameter(name="preview", type="bool", default=False, title="Preview", help="Send pictures."),
    )

    def generate(self, request, progress):
        self.note(request)
        steps = request.parameters["steps"]
        picture = Image(name="preview", pixels=np.full((2, 4, 3), 7, np.uint8))
        for step in range(steps):
            progress.update(step / steps, f"Step {step + 1} of {steps}",
                            picture if request.parameters["preview"] else None)
            time.sleep(request.parameters["pause"])
        return self.environment(request)


class Dozy(Sleepy):
    """Another engine, to see workers keep to theirs."""

    name = "dozy"
    title = "Dozy"
    rank = 0


class Librarian(Sample):
    """Results depend on a file beside the package."""

    name = "librarian"
    title = "Librarian"
    parameters = (Sample.journal,)

    @classmethod
    def state_files(cls):
        return (Path(__file__).with_name("librarian.state"),)

    def generate(self, request, progress):
        self.note(request)
        return self.environment(request)


class Dice(Sample):
    name = "dice"
    title = "Dice"
    parameters = (Sample.journal,)
    deterministic = False

    def generate(self, request, progress):
        self.note(request)
        return self.environment(request)


class Crashy(Sample):
    """Dies with its process in the first ``times`` runs of its journal."""

    name = "crashy"
    title = "Crashy"
    parameters = (Sample.journal,
                  Parameter(name="times", type="int", default=1, minimum=0, title="Times", help="How often."))

    def generate(self, request, progress):
        runs = self.note(request)
        progress.update(0.5, "About to crash")
        if runs <= request.parameters["times"]:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.environment(request)


class Stubborn(Sample):
    """Never looks at a cancel."""

    name = "stubborn"
    title = "Stubborn"
    parameters = (Sample.journal,)

    def generate(self, request, progress):
        self.note(request)
        progress.update(0.1, "Not listening")
        time.sleep(120)
        return self.environment(request)


class Parent(Sample):
    """Starts a program, notes its process id, and waits for it in spite of a cancel."""

    name = "parent"
    title = "Parent"
    parameters = (Sample.journal,)

    def generate(self, request, progress):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
        Path(request.parameters["journal"]).write_text(str(child.pid))
        child.wait()
        return self.environment(request)


class Big(Sample):
    name = "big"
    title = "Big"
    parameters = (
        Parameter(name="mib", type="float", default=1, title="MiB", help="Size of the result."),
        Parameter(name="layers", type="bool", default=False, title="Layers", help="Depth and mask."),
    )

    def generate(self, request, progress):
        height = max(2, round((request.parameters["mib"] * 2**20 / 24) ** 0.5))
        made = self.environment(request, height)
        if request.parameters["layers"]:
            made.depth = np.full((height, 2 * height), np.inf, np.float32)
            made.mask = np.zeros((height, 2 * height), np.uint8)
            made.depth[height // 2:], made.mask[height // 2:] = 7.0, Environment.GROUND
        return made


class Faulty(Sample):
    name = "faulty"
    title = "Faulty"
    parameters = (Parameter(name="fault", type="string", default="engine", title="Fault", help="Which one."),)

    def generate(self, request, progress):
        fault = request.parameters["fault"]
        if fault == "engine":
            raise EngineError("The lake has no shore.", "Say where the shore is.", "no_shore")
        if fault == "value":
            raise ValueError("first line\nsecond line")
        if fault == "memory":
            raise MemoryError
        if fault == "cuda":
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        if fault == "exit":
            sys.exit(3)
        if fault == "surrogate":
            raise EngineError("half a \ud800 character")
        if fault == "asset":
            return Environment(name="bad", pixels=np.zeros((4, 9, 3), np.float32))
        if fault == "nothing":
            return None
        return self.environment(request)


class Mimic(Sample):
    """Returns a still on the skeleton it is given."""

    name = "mimic"
    title = "Mimic"
    modality = "motion"
    inputs = {"target": "Skeleton"}  # noqa: RUF012 - as engines declare it

    def generate(self, request, progress):
        skeleton = request.inputs["target"]
        joints = len(skeleton.names)
        return Motion(name="still", fps=30.0, skeleton=skeleton, root_translation=np.zeros((2, 3), np.float32),
                      rotations=np.tile(np.array([1, 0, 0, 0], np.float32), (2, joints, 1)))


class Unavailable(Sample):
    name = "unavailable"
    title = "Unavailable"
    modality = "avatar"

    @classmethod
    def availability(cls):
        from backend.engine import Availability
        return Availability(ok=False, reason="It needs weights.", remedy="Run: troupe weights pull unavailable")

    def generate(self, request, progress) -> Avatar:
        raise AssertionError("never runs")
