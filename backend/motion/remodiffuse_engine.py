# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "remodiffuse": ReMoDiffuse with its official checkpoint and database, which the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.engine import Availability, EngineError, Parameter, Progress, files_state
from backend.motion.diffusion.engine import DiffusionEngine
from backend.weights.official import OfficialFile, OfficialSet

if TYPE_CHECKING:
    from backend.motion.diffusion.gaussian import GaussianDiffusion
    from backend.motion.diffusion.making import Maker

_DATA = "data/datasets/human_ml3d/"
FILES = OfficialSet(
    name="remodiffuse", title="ReMoDiffuse", variable="TROUPE_REMODIFFUSE",
    homepage="https://github.com/mingyuan-zhang/ReMoDiffuse",
    files={
        "checkpoint": OfficialFile("the checkpoint", (
            "latest.pth", "remodiffuse_t2m/latest.pth", "logs/remodiffuse/remodiffuse_t2m/latest.pth")),
        "database": OfficialFile("its retrieval database", (
            "t2m_text_train.npz", "database/t2m_text_train.npz", "data/database/t2m_text_train.npz",
            "kit_text_train.npz"), needed=False),
        "mean": OfficialFile("the mean of its data", ("mean.npy", "meta/mean.npy", f"{_DATA}mean.npy")),
        "std": OfficialFile("the deviation of its data", ("std.npy", "meta/std.npy", f"{_DATA}std.npy"))})


class ReMoDiffuseEngine(DiffusionEngine):
    """M. Zhang et al., ICCV 2023."""

    name = "remodiffuse"
    title = "ReMoDiffuse"
    description = ("The published retrieval-augmented motion diffusion model, with your copy of its official "
                   "checkpoint, and its database or your own motion library: several sentences over time, texts for "
                   "parts of the body, paths, poses, motions carried on.")
    rank = 3
    files = FILES
    parameters = (
        *DiffusionEngine.parameters,
        Parameter(name="database", type="enum", default="auto", title="Retrieve from",
                  help="The motions that new ones are refined from",
                  choices=(("auto", "Published, else your library"), ("official", "Published database"),
                           ("library", "Your motion library"))),
        Parameter(name="spacing", type="enum", default="15,15,8,6,6", title="Steps", advanced=True,
                  help="Which of the 1000 steps the sampler visits",
                  choices=(("15,15,8,6,6", "Published (50 steps)"), ("fast27", "Published, without the noisiest"),
                           ("ddim25", "25 steps, evenly"), ("ddim100", "100 steps, evenly"))),
    )

    @classmethod
    def availability(cls) -> Availability:
        from backend.library.place import count_clips

        found = super().availability()
        if not found.ok or "database" in cls.files.found():
            return found
        try:
            filled = count_clips() > 0
        except EngineError as error:
            return Availability(ok=False, reason=error.message, remedy=error.remedy)
        return found if filled else Availability(
            ok=False, reason="ReMoDiffuse needs motions to retrieve: neither its database nor your library has any.",
            remedy=f"Put {cls.files.files['database'].places[0]} into {cls.files.folder}, or fill your library: "
                   "troupe library add PATH. See docs/weights.md.")

    @classmethod
    def state_files(cls) -> tuple[Path, ...]:
        from backend.library.place import state_files

        return state_files()

    def state(self, paths: Mapping[str, Path], parameters: Mapping[str, Any]) -> Any:
        own = _from_library(paths, parameters)
        return super().state(paths, parameters), files_state(map(str, self.state_files())) if own else own

    def load(self, paths: Mapping[str, Path], device: str, progress: Progress, parameters: Mapping[str, Any]) -> Maker:
        from backend.language.clip import clip_for
        from backend.motion.diffusion.checkpoints import database_from, load_database, load_remodiffuse
        from backend.motion.diffusion.making import FromTextAndRetrieval, read_statistics

        network = load_remodiffuse(paths["checkpoint"])
        progress.update(0.3, "Loading CLIP")
        clip = clip_for(paths["checkpoint"])
        progress.update(0.6, "Loading the database")
        config = network.config
        if _from_library(paths, parameters):
            from backend.library.library import shared
            from backend.motion.diffusion.composition import layout_of
            from backend.motion.diffusion.library_database import build

            statistics = read_statistics(paths["mean"], paths["std"], config.features)
            arrays, _, _ = build(shared(), clip, statistics, layout=layout_of(config.features), frames=config.frames,
                                 progress=progress.part(0.6, 1.0))
            database, name, source = database_from(arrays), "Your library", "your library"
        else:
            database = load_database(paths["database"], config.features)
            name, source = paths["database"].name, "its database"
        fits = (database.tokens.shape[2] == config.width, database.motions.shape[1] <= config.frames,
                database.features.shape[1] == clip.dimension, len(database.captions) >= config.retrieval.retrieved)
        if not all(fits):
            raise EngineError(f"{name} does not belong to {paths['checkpoint'].name}.",
                              "Use the database that was published with the checkpoint.", "bad_weights")
        return FromTextAndRetrieval(network, clip, database, device, source)

    def process(self, parameters: Mapping[str, Any]) -> tuple[GaussianDiffusion, str]:
        from backend.motion.diffusion.gaussian import GaussianDiffusion

        return GaussianDiffusion.respaced(parameters["spacing"], predicts="start", large_variance=True), "ddim"

    def told(self, maker: Maker) -> list[str]:
        captions = dict.fromkeys(each for row in getattr(maker, "captions", []) for each in row)
        source = getattr(maker, "source", "its database")
        return [f"Refined from motions of {source}: " + "; ".join(f"“{each:.80}”" for each in captions) + "."]


def _from_library(paths: Mapping[str, Path], parameters: Mapping[str, Any]) -> bool:
    """Whether the user's library is retrieved from. Raises :class:`EngineError` where there is no other."""
    chosen = parameters["database"]
    if chosen == "official" and "database" not in paths:
        place = FILES.files["database"].places[0]
        raise EngineError("The published database is not there.",
                          f"Put {place} into {FILES.folder}, or retrieve from your library.", "weights_missing")
    return chosen == "library" or "database" not in paths
