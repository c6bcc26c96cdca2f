# SPDX-License-Identifier: GPL-3.0-or-later
"""What engines share whose networks paint a picture of a sentence, of which light is made."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import EngineError, Parameter, Progress, Request, Understanding
from backend.keeping import KeepingEngine
from protocol.assets import Environment

if TYPE_CHECKING:
    import numpy as np

SUN = Parameter(name="sun", type="enum", default="lamp", title="Sun",
                help="A sun lamp gives clean, noise-free shadows; in the map it stays one image",
                choices=(("lamp", "As a sun lamp"), ("map", "In the map")))
EXPOSURE = Parameter(name="exposure", type="float", default=0.0, minimum=-6.0, maximum=6.0, unit="EV",
                     title="Exposure", help="Brightens or darkens map and sun together")


class PaintedEngine(KeepingEngine):
    """Base of them: the sentence as a whole, and what a map of light needs in the end. Its parameters are ``sun`` and
    ``exposure``, and one named by :attr:`closing` for a sphere without seam and pinched poles."""

    modality = "environment"
    #: How the sentence is taken.
    assumption: ClassVar[str]
    closing: ClassVar[str]

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        return Understanding(spec={"text": prompt.strip()}, assumptions=[self.assumption])

    @abstractmethod
    def paint(self, text: str, request: Request, progress: Progress) -> tuple[np.ndarray, str]:
        """Radiance (H, W, 3) f4 of ``text``, and the digest of the weights. Raises :class:`EngineError`."""

    def generate(self, request: Request, progress: Progress) -> Environment:
        """An :class:`Environment`; ``sun`` is None in the map, and where the map has none. Raises
        :class:`EngineError` ("weights_missing", "bad_weights", "unavailable", "invalid_parameter")."""
        from backend.environment.sunlight import ground_color, with_even_poles, without_sun

        progress.update(0.0, "Reading the words")
        understanding, parameters = self.reading(request), request.parameters
        text = understanding.spec.get("text")
        if set(understanding.spec) != {"text"} or not isinstance(text, str) or not text.strip():
            raise EngineError(f"The spec of {self.title} is a text alone.", 'Give {"text": "..."}.',
                              "invalid_parameter")
        text = text.strip()
        pixels, digest = self.paint(text, request, progress.part(0.0, 0.97))
        progress.update(0.97, "Taking out the sun" if parameters["sun"] == "lamp" else "Finishing")
        if parameters[self.closing]:
            pixels = with_even_poles(pixels)
        pixels *= 2.0 ** parameters["exposure"]
        ground = ground_color(pixels)
        sun = None
        if parameters["sun"] == "lamp":
            pixels, sun = without_sun(pixels)
        result = Environment(name=text[:48], pixels=pixels, sun=sun, ground_color=ground,
                             provenance=self.provenance(request, understanding, weights=digest))
        progress.update(1.0, "Done")
        return result
