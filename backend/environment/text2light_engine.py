# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "text2light": Text2Light with its official checkpoints, which the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.engine import Availability, EngineError, Parameter, Progress, Request
from backend.environment.painted import EXPOSURE, SUN, PaintedEngine
from backend.weights.official import OfficialFile, OfficialSet, stamp

if TYPE_CHECKING:
    import numpy as np

    from backend.environment.text2light.itmo import SrItmo
    from backend.environment.text2light.making import Samplers

_LAST = "checkpoints/last.ckpt"


def _places(name: str) -> tuple[str, ...]:
    return f"{name}/{_LAST}", f"logs/{name}/{_LAST}", f"{name}.ckpt"


FILES = OfficialSet(
    name="text2light", title="Text2Light", variable="TROUPE_TEXT2LIGHT",
    homepage="https://github.com/FrozenBurning/Text2Light",
    files={
        "global": OfficialFile("the global sampler", _places("global_sampler_clip")),
        "local": OfficialFile("a local sampler", (
            *_places("local_sampler"), *_places("local_sampler_outdoor"), *_places("local_sampler_indoor"))),
        "local_outdoor": OfficialFile("the local sampler of places", _places("local_sampler_outdoor"), needed=False),
        "local_indoor": OfficialFile("the local sampler of rooms", _places("local_sampler_indoor"), needed=False),
        "bank": OfficialFile("the embeddings of its training pictures", ("clip_emb.npy", "logs/clip_emb.npy")),
        "sritmo": OfficialFile("SR-iTMO", ("sritmo.pth", "logs/sritmo.pth"), needed=False)})


class Text2LightEngine(PaintedEngine):
    """Z. Chen, G. Wang & Z. Liu, ACM TOG 2022."""

    name = "text2light"
    title = "Text2Light"
    version = "1.1"
    rank = 3
    description = ("The published text-to-HDR-panorama networks, with your copies of their official checkpoints. "
                   "Made for a GPU: on a CPU the detail takes hours.")
    licence = ("The official weights are under the S-Lab License 1.0, for non-commercial use only; what they make is "
               "for non-commercial use.")
    assumption = "Text2Light takes the sentence as a whole: it is compared with the pictures it learnt from."
    closing = "wrap"
    # The user's files may change between two jobs.
    deterministic = False
    parameters = (
        Parameter(name="scale", type="enum", default="4", title="Resolution", help="Width of the map; twice its height",
                  choices=(("1", "1024 x 512"), ("2", "2048 x 1024"), ("4", "4096 x 2048"), ("8", "8192 x 4096"))),
        Parameter(name="place", type="enum", default="auto", title="Detail for",
                  help="Which local sampler fills in the detail; automatic takes the general one",
                  choices=(("auto", "Automatic"), ("outdoor", "Places outdoors"), ("indoor", "Rooms"))),
        Parameter(name="light", type="enum", default="radiometric", title="Light",
                  help="Radiometric keeps to what the picture shows and makes light of what is burnt out only",
                  choices=(("radiometric", "Radiometric"), ("published", "As published"))),
        SUN, EXPOSURE,
        Parameter(name="wrap", type="bool", default=True, title="Seamless", advanced=True,
                  help="Sample and decode across the left and right edge and over the poles; off is as published"),
        Parameter(name="parallel", type="bool", default=True, title="Many at once", advanced=True,
                  help="Fill in detail many tokens at a time, in windows that are shared; off is one by one, each in a "
                       "window of its own, as published, and many times slower"),
        Parameter(name="temperature", type="float", default=1.0, minimum=0.0, maximum=2.0, title="Temperature",
                  help="How freely detail is drawn; 0 always takes the likeliest", advanced=True),
        Parameter(name="best", type="int", default=100, minimum=1, maximum=1024, title="Choices", advanced=True,
                  help="Among how many of the likeliest tokens each is drawn"),
    )

    @classmethod
    def availability(cls) -> Availability:
        return FILES.availability()

    def paint(self, text: str, request: Request, progress: Progress) -> tuple[np.ndarray, str]:
        from backend.environment.text2light.making import Settings, panorama

        parameters = request.parameters
        samplers, network, digest = self._networks(parameters["place"], progress.part(0.0, 0.05))
        if parameters["light"] == "published" and network is None:
            raise EngineError("Light as published needs sritmo.pth.",
                              f"Put it into {FILES.folder}, or choose radiometric light.", "weights_missing")
        settings = Settings(request.seed, parameters["best"], parameters["temperature"], parameters["wrap"],
                            parameters["parallel"])
        picture = panorama(samplers, text, settings, progress.part(0.05, 0.82))
        return _radiance(picture, network, parameters, samplers.device, progress.part(0.82, 1.0)), digest

    def _networks(self, place: str, progress: Progress) -> tuple[Samplers, SrItmo | None, str]:
        """The networks, loaded once for as long as the files stay the same."""
        paths = dict(FILES.paths())
        local = self._local(paths, place)
        return self.kept((stamp(paths), local), lambda: _loaded(paths, local, progress))

    @staticmethod
    def _local(paths: Mapping[str, Path], place: str) -> Path:
        if place == "auto":
            return paths["local"]
        found = paths.get(f"local_{place}")
        if found is None:
            name = FILES.files[f"local_{place}"].places[0]
            raise EngineError(f"The local sampler for {place} detail is not here.",
                              f"Put it at {FILES.folder / name}, or choose automatic.", "weights_missing")
        return found


def _loaded(paths: Mapping[str, Path], local: Path, progress: Progress) -> tuple[Samplers, SrItmo | None, str]:
    """The samplers on the best device, SR-iTMO where it is there, and the digest of the local sampler."""
    from backend.environment.text2light.checkpoints import (
        GlobalSampler,
        LocalSampler,
        load_bank,
        load_global_sampler,
        load_local_sampler,
        load_sritmo,
    )
    from backend.environment.text2light.making import Samplers
    from backend.language.clip import clip_for
    from backend.torch_device import best_device
    from backend.weights.verify import sha256_of

    device = best_device()
    progress.update(0.0, "Loading the global sampler")
    whole = load_global_sampler(paths["global"])
    progress.update(0.2, "Loading CLIP")
    clip = clip_for(paths["global"])
    progress.update(0.4, "Loading the local sampler")
    detail = load_local_sampler(local)
    bank = load_bank(paths["bank"])
    network = load_sritmo(paths["sritmo"]) if "sritmo" in paths else None
    samplers = Samplers(
        GlobalSampler(whole.codebook.to(device), whole.transformer.to(device)),
        LocalSampler(detail.codebook.to(device), detail.holistic.to(device), detail.transformer.to(device)),
        clip, bank.to(device), device)
    # Raises where they do not fit, before minutes are spent.
    _ = samplers.geometry
    digest = sha256_of(local, lambda _: progress.update(0.9, "Loading the local sampler"))
    return samplers, network, digest


def _radiance(picture: Any, network: SrItmo | None, parameters: Mapping[str, Any], device: str,
              progress: Progress) -> np.ndarray:
    """(H, W, 3) f4 radiance of a picture (3, h, w) RGB in [-1, 1]."""
    from backend.environment.itmo import lifted
    from backend.environment.text2light.making import Aligned, published_light

    scale = int(parameters["scale"])
    if parameters["light"] == "published":
        assert network is not None
        return published_light(network, picture, scale, device, progress)
    values = (picture.permute(1, 2, 0).numpy() + 1) / 2
    # Without the published SR-iTMO, Troupe's own.
    chosen: Any = None if network is None else Aligned(network, device)
    return lifted(values, scale, chosen, progress)
