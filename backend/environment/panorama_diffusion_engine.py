# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "panorama-diffusion": Stable Diffusion, SDXL or FLUX, with weights the user pulls, painting the whole
sphere without a seam, lifted to HDR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import Availability, EngineError, Parameter, Progress, Request
from backend.environment.painted import EXPOSURE, SUN, PaintedEngine
from backend.keeping import DEVICE, LOW_MEMORY
from backend.weights.hub import FLUX, STABLE_DIFFUSION, STABLE_DIFFUSION_XL, HubModel

if TYPE_CHECKING:
    import numpy as np

    from backend.environment.diffusion.making import Settings
    from backend.pipelines.opening import Opened

#: In the order in which they are taken by themselves.
_MODELS: dict[str, HubModel] = {"flux": FLUX, "xl": STABLE_DIFFUSION_XL, "sd": STABLE_DIFFUSION}
_WIDTHS = {"flux": 2048, "xl": 2048, "sd": 1024}
_GUIDANCE = {"flux": 2.8, "xl": 6.0, "sd": 7.5}
#: A LoRA in the model's folder.
LORA = "pano.safetensors"
#: How a panorama is asked for; the second is what LoRAs for panoramas learnt.
_ASKED, _LEARNT = "360 degree equirectangular panorama of {}, high detail", "This is a panorama. {}"
_MOST_WIDTH = 8192


class PanoramaDiffusionEngine(PaintedEngine):
    """Circular convolutions and wrapped tokens over published text-to-image networks."""

    name = "panorama-diffusion"
    title = "Diffusion panorama"
    version = "1.0"
    rank = 2
    description = ("Paints the whole sphere with Stable Diffusion 1.5, SDXL or FLUX, whichever you have pulled, closed "
                   "left and right, and lifts it to HDR. Seconds to a minute on a graphics card; a CPU takes from many "
                   "minutes (Stable Diffusion) to far too long (FLUX).")
    licence = ("Each model has its own: CreativeML OpenRAIL-M (Stable Diffusion), OpenRAIL++-M (SDXL), FLUX.1 [dev] "
               "Non-Commercial.")
    assumption = "The network takes the sentence as a whole."
    closing = "seamless"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="model", type="enum", default="auto", title="Model", help="The best one that is here by itself",
                  choices=(("auto", "Automatic"), *((key, model.title) for key, model in _MODELS.items()))),
        Parameter(name="width", type="enum", default="auto", title="Painted width", unit="px",
                  help="What the network paints; automatic is what it was made for. Wider needs more memory",
                  choices=(("auto", "Automatic"), ("512", "512"), ("768", "768"), ("1024", "1024"), ("1536", "1536"),
                           ("2048", "2048"))),
        Parameter(name="upscale", type="enum", default="none", title="Upscale",
                  help="Makes it larger with Real-ESRGAN on the CPU, offline; fine takes minutes",
                  choices=(("none", "No"), ("2", "2 times"), ("4", "4 times"), ("4 fine", "4 times, fine"))),
        Parameter(name="light", type="enum", default="itmo", title="Light",
                  help="Guessed from the picture by SR-iTMO, or from three exposures, which are painted one by one",
                  choices=(("itmo", "From the picture"), ("bracket", "From an exposure bracket"))),
        SUN, EXPOSURE,
        Parameter(name="steps", type="int", default=30, minimum=1, maximum=150, title="Steps",
                  help="More are slower and a little cleaner"),
        Parameter(name="guidance", type="float", default=0.0, minimum=0.0, maximum=30.0, title="Guidance",
                  help="How closely it keeps to the words; 0 takes what suits the model"),
        Parameter(name="negative", type="string", default="text, watermark, frame, border, fisheye, blurry",
                  title="Not wanted", help="What shall not be seen; FLUX takes no such words", advanced=True),
        Parameter(name="phrase", type="string", default="", title="Phrase", advanced=True,
                  help="How a panorama is asked for, with {} for the words; left empty it is chosen for the model"),
        Parameter(name="seamless", type="bool", default=True, title="Seamless", advanced=True,
                  help="Circular convolutions, wrapped tokens, healed poles; off is the plain pipeline"),
        Parameter(name="lora", type="float", default=1.0, minimum=0.0, maximum=2.0, title="LoRA", advanced=True,
                  help=f"Strength of {LORA} in the model's folder, where there is one"),
        DEVICE, LOW_MEMORY,
    )

    @classmethod
    def availability(cls) -> Availability:
        from backend.pipelines.packages import packages

        if not (state := packages()).ok:
            return state
        states = [model.availability() for model in _MODELS.values()]
        if any(each.ok for each in states):
            return Availability(ok=True)
        remedies = " Or: ".join(_MODELS[key].remedy for key in ("sd", "xl", "flux"))
        return Availability(ok=False, reason="None of its models is on this machine.", remedy=remedies)

    @classmethod
    def state_files(cls) -> Sequence[Path]:
        return [path for model in _MODELS.values() for path in (*model.files(), model.folder / LORA)]

    def paint(self, text: str, request: Request, progress: Progress) -> tuple[np.ndarray, str]:
        from backend.weights.hub import model_digest

        parameters = request.parameters
        key = self._model(parameters["model"])
        settings, phrase = self._settings(key, request)
        _check_upscale(parameters["upscale"], settings.width)
        opened = self._opened(key, parameters, progress.part(0.0, 0.08))
        asked = phrase.replace("{}", text) if "{}" in phrase else f"{phrase} {text}"
        pixels = _radiance(opened, asked, settings, parameters, progress.part(0.08, 1.0))
        return pixels, model_digest(opened.folder)

    @staticmethod
    def _model(wanted: str) -> str:
        """The key of the model to use. Raises :class:`EngineError` where it is not here."""
        if wanted != "auto":
            _MODELS[wanted].place()
            return wanted
        here = next((key for key, model in _MODELS.items() if model.availability().ok), None)
        if here is None:
            state = PanoramaDiffusionEngine.availability()
            raise EngineError(state.reason, state.remedy, "weights_missing")
        return here

    @staticmethod
    def _settings(key: str, request: Request) -> tuple[Settings, str]:
        from backend.environment.diffusion.making import Settings

        parameters = request.parameters
        learnt = parameters["lora"] > 0 and (_MODELS[key].folder / LORA).is_file()
        width = _WIDTHS[key] if parameters["width"] == "auto" else int(parameters["width"])
        settings = Settings(
            seed=request.seed, width=width, steps=parameters["steps"],
            guidance=parameters["guidance"] or _GUIDANCE[key], negative=parameters["negative"],
            closed=parameters["seamless"], tiles=parameters["low_memory"], learnt=learnt)
        return settings, parameters["phrase"].strip() or (_LEARNT if learnt else _ASKED)

    def _opened(self, key: str, parameters: Mapping[str, Any], progress: Progress) -> Opened:
        """The model, kept for as long as its files and what was asked of it stay the same."""
        from backend.engine import files_state
        from backend.pipelines.lora import merge
        from backend.pipelines.opening import device_of, open_pipeline

        model = _MODELS[key]
        lora, strength = model.folder / LORA, parameters["lora"]
        state = (key, parameters["device"], parameters["low_memory"], strength,
                 str(files_state(map(str, (*model.files(), lora)))))

        def load() -> Opened:
            opened = open_pipeline(model.place(), model.classes, device_of(parameters["device"]),
                                   parameters["low_memory"], progress)
            if strength > 0 and lora.is_file():
                merge(opened.pipeline, lora, strength)
            return opened
        return self.kept(state, load)


def _check_upscale(way: str, width: int) -> None:
    """Refuse before minutes are spent."""
    if way == "none":
        return
    from backend.environment.upscaling import WAYS, availability

    state = availability()
    if not state.ok:
        raise EngineError(state.reason, state.remedy, "unavailable")
    if width * WAYS[way][1] > _MOST_WIDTH:
        raise EngineError(f"{WAYS[way][1]} times {width} pixels are more than {_MOST_WIDTH}.",
                          "Choose a smaller width, or less upscaling.", "invalid_parameter")


def _radiance(opened: Opened, text: str, settings: Settings, parameters: Mapping[str, Any],
              progress: Progress) -> np.ndarray:
    """(H, W, 3) f4 radiance."""
    from backend.environment.brackets import EXPOSURES, merged
    from backend.environment.diffusion.making import panorama
    from backend.environment.healing import with_healed_poles, without_seam
    from backend.environment.itmo import lifted
    from backend.environment.upscaling import upscaled

    exposures = EXPOSURES if parameters["light"] == "bracket" else (0.0,)
    pictures = []
    for number, exposure in enumerate(exposures):
        share = progress.part(0.85 * number / len(exposures), 0.85 * (number + 1) / len(exposures))
        picture = panorama(opened, text, settings, share.part(0.0, 0.8), exposure)
        if settings.closed:
            picture = with_healed_poles(without_seam(picture))
        if parameters["upscale"] != "none":
            picture = upscaled(picture, parameters["upscale"], share.part(0.8, 1.0))
        pictures.append(picture)
    if len(pictures) > 1:
        progress.update(0.9, "Merging the exposures")
        return merged(pictures, exposures)
    return lifted(pictures[0], 1, None, progress.part(0.85, 1.0))
