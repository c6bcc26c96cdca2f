# SPDX-License-Identifier: GPL-3.0-or-later
"""ReMoDiffuse's condition mixture: how much each combination of conditions counts at each step (section 3.4)."""

from __future__ import annotations

from dataclasses import dataclass

#: Steps up to this one are fine ones.
FINE = 100


@dataclass(frozen=True)
class Mixture:
    """Coefficients of a fine step, fitted by the authors on FID; those of the four conditions sum to one."""

    both: float
    text: float
    retrieved: float
    #: Guidance of a coarse step at t = 1000.
    coarse_scale: float

    def weights(self, step: int, coin: int) -> tuple[float, float, float, float]:
        """Of (both, text, retrieved, none) at a step of the original 1000. A coarse step contrasts both with
        retrieved (``coin`` 0) or text with none (1)."""
        if step <= FINE:
            return self.both, self.text, self.retrieved, 1 - self.both - self.text - self.retrieved
        guidance = step / 1000 * self.coarse_scale + 1
        return (guidance, 0.0, 1 - guidance, 0.0) if coin == 0 else (0.0, guidance, 0.0, 1 - guidance)


HUMANML3D = Mixture(both=0.52351, text=-0.28419, retrieved=2.39872, coarse_scale=6.5)
KIT = Mixture(both=0.78123, text=0.39284, retrieved=-0.12475, coarse_scale=4.0)
