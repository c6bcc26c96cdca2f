# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "panorama": a sentence to a 360-degree radiance map and its sun, rendered from a described place.

No weights: the place is laid out by rules and its light is traced (see ``docs/environment-spec.md``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from backend.engine import Availability, Engine, Parameter, Progress, Request, Understanding
from backend.keeping import DEVICE
from protocol.assets import Environment, Sun


class PanoramaEngine(Engine):
    """Procedural: physical skies, marched clouds, traced land, plants, buildings and rooms; nothing is learned.

    Map units: at clear noon level ground receives about pi, so that a white card has radiance 1 and a
    grey one 0.18 at exposure 0 under AgX or Filmic (``skymodel.light_for`` has the rule for the rest).
    """

    name = "panorama"
    modality = "environment"
    title = "Described place"
    version = "2.5"
    rank = 10
    description = (
        "Skies, landscapes, forests, streets and furnished rooms, laid out from the words and rendered with physical "
        "light: no download, seconds on a CPU."
    )
    parameters = (
        Parameter(
            name="width",
            type="enum",
            default="2048",
            title="Resolution",
            help="Width of the map; the height is half of it",
            choices=(("1024", "1024 x 512"), ("2048", "2048 x 1024"), ("4096", "4096 x 2048"), ("8192", "8192 x 4096")),
        ),
        Parameter(
            name="sun",
            type="enum",
            default="lamp",
            title="Sun",
            help="A sun lamp gives clean, noise-free shadows; in the map it stays one image",
            choices=(("lamp", "As a sun lamp"), ("map", "In the map")),
        ),
        Parameter(
            name="exposure",
            type="float",
            default=0.0,
            minimum=-6.0,
            maximum=6.0,
            unit="EV",
            title="Exposure",
            help="Brightens or darkens map and sun together",
        ),
        Parameter(
            name="place_sun",
            type="bool",
            default=False,
            title="Place the sun",
            advanced=True,
            help="Use the elevation and azimuth below instead of what the words say",
        ),
        Parameter(
            name="sun_elevation",
            type="float",
            default=math.radians(35),
            minimum=-0.3,
            maximum=math.pi / 2,
            unit="rad",
            title="Sun elevation",
            help="Height of the sun above the horizon",
            advanced=True,
        ),
        Parameter(
            name="sun_azimuth",
            type="float",
            default=math.radians(-130),
            minimum=-math.pi,
            maximum=math.pi,
            unit="rad",
            title="Sun azimuth",
            advanced=True,
            help="Counter-clockwise from +X; -90 degrees is -Y, where characters look",
        ),
        Parameter(
            name="turbidity",
            type="float",
            default=0.0,
            minimum=0.0,
            maximum=10.0,
            title="Turbidity",
            help="Haze of the air: 2 clean, 6 hazy; 0 reads it from the words",
            advanced=True,
        ),
        Parameter(
            name="cloud_cover",
            type="float",
            default=-1.0,
            minimum=-1.0,
            maximum=1.0,
            title="Cloud cover",
            help="Share of the sky under clouds; below 0 reads it from the words",
            advanced=True,
        ),
        replace(DEVICE, help="Automatic takes the graphics card where CUDA works, else the CPU"),
    )

    @classmethod
    def availability(cls) -> Availability:
        if find_spec("taichi") is None:
            return Availability(ok=False, reason="The package taichi is missing.", remedy="pip install taichi")
        return Availability(ok=True)

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        from .reading import read

        return read(prompt)

    def generate(self, request: Request, progress: Progress) -> Environment:
        """An :class:`Environment` of (width / 2, width, 3) f4; ``sun`` is None in the map, in overcast, in the dark.

        Depth and mask are those of the rays the picture was made with, at half its width, 2048 at most.
        """
        from . import device
        from .layers import reduced
        from .render import render
        from .spec import check

        understanding = self.reading(request)
        progress.update(0.0, "Reading the words")
        parameters = request.parameters
        spec = check(self._overridden(understanding.spec, parameters))
        card = device.run(device.start, parameters["device"]) == "cuda"
        progress.update(0.0, "Rendering on the graphics card" if card else "Rendering on the CPU")
        assumptions = [*understanding.assumptions, *filter(None, [device.fallen_back()])]
        understanding = Understanding(spec=spec, assumptions=assumptions, unparsed=understanding.unparsed)
        in_map = parameters["sun"] == "map"
        made = render(spec, request.seed, int(parameters["width"]), in_map, progress)
        gain = 2.0 ** parameters["exposure"]
        pixels = made.pixels * gain if gain != 1 else made.pixels
        sun = None
        if made.sun is not None and not in_map:
            sun = Sun(
                direction=_triple(made.light.direction),
                irradiance=_triple(made.sun * gain),
            )
        depth, mask = reduced(made.depth, made.mask)
        progress.update(1.0, "Done")
        return Environment(
            name=_name(request.prompt),
            pixels=pixels,
            sun=sun,
            ground_color=_triple(made.ground_color),
            provenance=self.provenance(request, understanding),
            depth=depth,
            mask=mask,
        )

    def unload(self) -> None:
        from . import device

        device.stop()

    @staticmethod
    def _overridden(spec: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The spec with the sidebar's own settings in place of the words'."""
        result = dict(spec)
        if parameters["place_sun"]:
            result["sun"] = {
                "elevation_deg": math.degrees(parameters["sun_elevation"]),
                "azimuth_deg": math.degrees(parameters["sun_azimuth"]),
            }
            result["moon"] = None
        if parameters["turbidity"] > 0:
            result["turbidity"] = max(1.5, parameters["turbidity"])
        if parameters["cloud_cover"] >= 0:
            clouds = dict(result.get("clouds", {}))
            cover = parameters["cloud_cover"]
            kind = "stratus" if cover > 0.95 else "cumulus" if cover > 0 else "none"
            result["clouds"] = {"cirrus": 0.0, **clouds, "kind": kind, "cover": cover}
        return result


def _triple(values: Any) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _name(prompt: str) -> str:
    """A short name for datablocks: the prompt's first words."""
    words = " ".join(prompt.split())
    return (words[:48].rsplit(" ", 1)[0] if len(words) > 48 else words) or "Place"
