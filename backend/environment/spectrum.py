# SPDX-License-Identifier: GPL-3.0-or-later
"""The visible spectrum at twelve wavelengths, and its way to linear Rec.709.

Three bands turn sunsets green; twelve are enough for the steep laws of air and ozone.
"""

from __future__ import annotations

import numpy as np

#: Sample wavelengths, nm.
WAVELENGTHS = np.linspace(390.0, 720.0, 12)
#: Rec.709 luminance of a linear RGB triple.
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

_XYZ_TO_RGB = np.array(
    [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
)
#: Ozone absorption cross-section, 1e-25 m2, in the Chappuis band (rounded from published measurements).
_OZONE_NM = np.array([390, 420, 440, 460, 480, 500, 520, 540, 560, 575, 590, 603, 620, 640, 660, 680, 700, 720])
_OZONE = np.array(
    [0.02, 0.04, 0.13, 0.36, 0.72, 1.25, 1.80, 2.85, 3.95, 4.75, 4.55, 5.10, 4.0, 2.95, 2.1, 1.4, 0.9, 0.55]
)


def _lobe(mean: float, below: float, above: float) -> np.ndarray:
    width = np.where(mean > WAVELENGTHS, below, above)
    return np.exp(-0.5 * ((WAVELENGTHS - mean) / width) ** 2)


def _matching_functions() -> np.ndarray:
    """CIE 1931 2-degree observer, (12, 3): the multi-lobe fit of Wyman, Sloan and Shirley, JCGT 2013."""
    x = 1.056 * _lobe(599.8, 37.9, 31.0) + 0.362 * _lobe(442.0, 16.0, 26.7) - 0.065 * _lobe(501.1, 20.4, 26.2)
    y = 0.821 * _lobe(568.8, 46.9, 40.5) + 0.286 * _lobe(530.9, 16.3, 31.1)
    z = 1.217 * _lobe(437.0, 11.8, 36.0) + 0.681 * _lobe(459.0, 26.0, 13.8)
    return np.stack([x, y, z], axis=1)


def _planck(kelvin: float) -> np.ndarray:
    metres = WAVELENGTHS * 1e-9
    return metres**-5 / np.expm1(0.0143878 / (metres * kelvin))


def _sun() -> np.ndarray:
    """Solar spectrum above the air, (12,), scaled so that its luminance in :data:`TO_RGB` is 1."""
    spectrum = _planck(5778.0)
    return spectrum / (spectrum @ _matching_functions()[:, 1])


#: (12, 3): ``spectrum @ TO_RGB`` is linear Rec.709.
TO_RGB = _matching_functions() @ _XYZ_TO_RGB.T
#: (12,): the sun above the air, unit luminance. The unit of irradiance here is thus 133 klx.
SUN = _sun()
#: Ozone cross-section, m2, (12,).
OZONE = np.interp(WAVELENGTHS, _OZONE_NM, _OZONE) * 1e-25


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Rec.709 luminance over the last axis."""
    return np.asarray(rgb) @ LUMINANCE
