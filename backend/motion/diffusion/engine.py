# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engines of MotionDiffuse and ReMoDiffuse share: parameters, loading once, and the way to the target.

Nothing heavy is imported before ``generate``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import Availability, EngineError, Parameter, Progress, Request, Understanding
from backend.keeping import KeepingEngine
from backend.motion import best_of
from backend.motion import parameters as shared
from backend.motion.diffusion import constraints as briefs
from backend.motion.diffusion import plan
from backend.weights.official import OfficialSet, stamp
from protocol.assets import Motion

if TYPE_CHECKING:
    from torch import Tensor

    from backend.motion.body import Body
    from backend.motion.clip import Clip
    from backend.motion.diffusion.gaussian import GaussianDiffusion
    from backend.motion.diffusion.making import Maker, Statistics

#: Shown beside every result: what the format of the data cannot tell.
TWIST = ("The network knows places of joints only: the twist of limbs, head and hands is filled in as anatomy "
         "suggests, and fingers are left alone.")
LICENCE = ("The official weights are under the S-Lab License 1.0, for non-commercial use only, and learnt from "
           "HumanML3D (AMASS) or KIT-ML, which have terms of their own: what they make is for non-commercial use.")


class DiffusionEngine(KeepingEngine):
    """Sentences to motion by an official network that the user brings."""

    modality = "motion"
    version = "1.1"
    licence = LICENCE
    inputs: ClassVar[Mapping[str, str]] = {"target": "Skeleton", **briefs.INPUTS}
    controls = briefs.CONTROLS
    # The user's files may change between two jobs.
    deterministic = False
    files: ClassVar[OfficialSet]
    parameters: ClassVar[tuple[Parameter, ...]] = (
        shared.duration(plan.LONGEST, "the whole", "6 s a sentence"),
        shared.frame_rate("; the network makes 20 (12.5 for KIT-ML), the rest is interpolated"),
        shared.in_place(),
        shared.clean(),
        Parameter(name="smooth", type="bool", default=True, title="Smooth",
                  help="Filter joints over time, as the published code does", advanced=True),
        Parameter(name="consistency", type="float", default=0.1, minimum=0.0, maximum=10.0, title="Consistency",
                  help="How strongly several texts are drawn to where they agree, at 1.7 times the work; 0: not at "
                       "all. A single text needs none", advanced=True),
        best_of.parameter(),
    )

    @classmethod
    def availability(cls) -> Availability:
        return cls.files.availability()

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        return plan.understand(prompt)

    @abstractmethod
    def load(self, paths: Mapping[str, Path], device: str, progress: Progress, parameters: Mapping[str, Any]) -> Maker:
        """The networks in the user's files. Raises :class:`EngineError`."""

    def state(self, paths: Mapping[str, Path], parameters: Mapping[str, Any]) -> Any:
        """Changes whenever the networks must be loaded anew."""
        return stamp(paths)

    @abstractmethod
    def process(self, parameters: Mapping[str, Any]) -> tuple[GaussianDiffusion, str]:
        """The diffusion process and its sampler ("ancestral", "ddim" or "multistep") for a job."""

    def told(self, maker: Maker) -> list[str]:
        """What is to be said of how the latest motion came about."""
        return []

    def generate(self, request: Request, progress: Progress) -> Motion:
        from backend.motion.diffusion.job import delivered, opened

        progress.update(0.0, "Reading the words")
        job = opened(self, request)
        maker, statistics, digest = self._networks(progress.part(0.0, 0.2), request.parameters)

        def make(seed: int, part: Progress) -> Clip:
            return self._clip(job.wanted, maker, statistics, replace(request, seed=seed), job.standard, part)

        said = "; ".join(each.text for each in job.wanted.segments)
        clip, chosen = best_of.best_by_seed(request.seed, request.parameters["candidates"], said, make,
                                            lambda each: each, progress.part(0.2, 0.97))
        progress.update(0.97, "Fitting the rig")
        motion = delivered(self, job, clip, [*self.told(maker), *chosen, TWIST], digest)
        progress.update(1.0, "Done")
        return motion

    def _networks(self, progress: Progress, parameters: Mapping[str, Any] | None = None,
                  ) -> tuple[Maker, Statistics, str]:
        """The networks, loaded once for as long as the files stay the same."""
        from backend.motion.diffusion.making import read_statistics
        from backend.torch_device import best_device
        from backend.weights.verify import sha256_of

        paths = self.files.paths()
        parameters = self.complete({}) if parameters is None else parameters

        def loaded() -> tuple[Maker, Statistics, str]:
            progress.update(0.0, "Loading the network")
            maker = self.load(paths, best_device(), progress.part(0.0, 0.8), parameters)
            statistics = read_statistics(paths["mean"], paths["std"], maker.features)
            digest = sha256_of(paths["checkpoint"], lambda _: progress.update(0.8, "Loading the network"))
            return maker, statistics, digest

        return self.kept(self.state(paths, parameters), loaded)

    def _clip(self, wanted: briefs.Constraints, maker: Maker, statistics: Statistics, request: Request, body: Body,
              progress: Progress) -> Clip:
        from backend.motion.diffusion.composition import Composition, layout_of
        from backend.motion.diffusion.conditioning import known_of, scale_of
        from backend.motion.diffusion.job import finished
        from backend.motion.diffusion.making import SHORTEST, Held, decoded
        from backend.motion.diffusion.preview import Shower, figure_of_vectors

        layout = layout_of(maker.features)
        lengths = plan.lengths(list(wanted.segments), request.parameters["duration"], layout.fps)
        rows = sum(lengths)
        known, lengths = known_of(wanted, layout, lengths, body)
        if not wanted.fixed:
            lengths[-1] -= 1
            known = known.shortened(1)
        if sum(lengths) < SHORTEST:
            raise EngineError(f"{rows / layout.fps:.2g} s are too short for this network.",
                              f"Ask for {SHORTEST / layout.fps:.2g} s or more.", "invalid_parameter")
        composition = Composition(wanted.segments, lengths, layout, maker.longest)
        process, method = self.process(request.parameters)
        total = len(process)
        sampling = progress.part(0.0, 0.9)
        shower, scale = Shower(sampling), 1 / scale_of(body, layout)

        def watch(done: int, of: int, x: Tensor) -> None:
            shown = None
            if shower.due or done + 1 == of:
                shown = figure_of_vectors(statistics.restored(x[0].cpu().numpy()), layout, known, scale)
            shower.update((done + 1) / of, f"Taking the noise out: step {done + 1} of {of}", shown)

        sampling.update(0.0, f"Taking the noise out: {total} steps")
        held = Held(known, statistics, request.parameters["consistency"])
        vectors = maker.make(composition, process, method, request.seed, watch, held)
        text = wanted.segments[0].text
        name = text[:48].rsplit(" ", 1)[0] if len(text) > 48 else text
        clip = decoded(statistics.restored(vectors.numpy()), layout, name, request.parameters["smooth"])
        return finished(clip, wanted, known, rows / layout.fps, body, request.parameters, progress.part(0.9, 1.0))
