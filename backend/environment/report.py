# SPDX-License-Identifier: GPL-3.0-or-later
"""What `troupe environment check` says of a radiance map: whether it may light a scene."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from backend.environment import level, metrics
from backend.environment.spectrum import luminance

#: What passes: seam ratio, variation along the pole rows, degrees of tilt, and of the horizon below and above the
#: middle: what stands on it may raise the skyline.
SEAM, POLES, TILT, HORIZON = 1.2, 0.02, 1.5, (0.5, 1.5)
#: A photograph's poles vary with what is there; a pole varies too much when the rows beside it vary less.
_PINCH, _BESIDE = 3.0, 4
#: A map is sunny from this peak over mean upwards, where the disc carries a good part of the light.
_SUNNY_PEAK, _SUNNY_SHARE = 2_000.0, 0.15


@dataclass(frozen=True)
class MapReport:
    """Measures of an equirectangular map; angles in degrees, irradiance in the map's unit times pi steradians."""

    width: int
    height: int
    #: Pixels that are not finite, or negative.
    not_finite: int
    negative: int
    #: Step across the left and right edge over the mean step between columns.
    seam: float
    #: The same against the columns near the edge: what tells a seam from busy content.
    seam_prominence: float
    #: Standard deviation over mean of the zenith row and the nadir row.
    zenith_variation: float
    nadir_variation: float
    #: Those over the variation four rows away: a pole that pinches stands out.
    zenith_pinch: float
    nadir_pinch: float
    #: How far above (+) or below the middle the horizon lies, once the map is level; None where it is not visible.
    horizon: float | None
    horizon_confidence: float
    #: How far the map's zenith is from what is up, and the azimuth towards which that lies; None where nothing tells.
    #: Confidence is 0 to 1; the cue "horizon", "verticals" or "both".
    tilt: float | None
    tilt_azimuth: float | None
    tilt_confidence: float
    tilt_cue: str
    peak: float
    mean: float
    peak_over_mean: float
    #: RGB irradiance of level ground, and the share of it that comes from within two degrees of the brightest pixel.
    irradiance: tuple[float, float, float]
    direct_share: float
    #: Where the brightest pixel is: elevation, and azimuth from the middle to the right.
    peak_elevation: float
    peak_azimuth: float
    dynamic_range: float
    #: "sunny", "soft" or "lamps": what kind of light it is.
    light: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"irradiance": list(self.irradiance)}

    @property
    def faults(self) -> list[str]:
        """What a user would notice, in sentences."""
        said = []
        if self.not_finite:
            said.append(f"{self.not_finite} values are not finite: renders will show black or white blocks.")
        if self.negative:
            said.append(f"{self.negative} values are negative.")
        if min(self.seam, self.seam_prominence) > SEAM:
            said.append(f"The left and right edge do not meet (seam ratio {self.seam:.2f}, at most {SEAM}).")
        for name, value, pinch in (("zenith", self.zenith_variation, self.zenith_pinch),
                                   ("nadir", self.nadir_variation, self.nadir_pinch)):
            if value > POLES and pinch > _PINCH:
                said.append(f"The {name} pinches: {value:.1%} variation along its row, {pinch:.1f} times that "
                            "beside it.")
        if self.tilt is not None and self.tilt > TILT:
            said.append(f"The map is tilted by {self.tilt:.1f} degrees: troupe environment level makes it upright.")
        if self.horizon is not None and not -HORIZON[0] <= self.horizon <= HORIZON[1]:
            which = "horizon, or an even skyline of dunes or hills," if self.horizon > 0 else "horizon"
            said.append(f"The {which} is {abs(self.horizon):.1f} degrees {'above' if self.horizon > 0 else 'below'} "
                        "the middle.")
        return said


def report(pixels: np.ndarray) -> MapReport:
    """Measure (H, W, 3) linear radiance."""
    height, width = pixels.shape[:2]
    finite = np.isfinite(pixels)
    sound = np.where(finite, np.maximum(pixels, 0.0), 0.0).astype(np.float32)
    bright = luminance(sound)
    weight = np.cos((np.arange(height) + 0.5) / height * math.pi - math.pi / 2)[:, None] * np.ones(width)
    mean = float((bright * weight).sum() / weight.sum())
    peak = float(bright.max())
    row, column = divmod(int(bright.argmax()), width)
    share = metrics.direct_fraction(sound)
    ratio = peak / max(mean, 1e-12)
    low = float(np.percentile(bright[::4, ::4], 1))
    light = "soft"
    if ratio >= _SUNNY_PEAK and share >= _SUNNY_SHARE and row < height / 2:
        light = "sunny"
    elif ratio >= 100:
        light = "lamps"
    zenith, nadir = metrics.pole_variation(sound)
    stands = level.estimate(sound)
    beside = metrics.pole_variation(sound[_BESIDE:-_BESIDE])
    return MapReport(
        width=width, height=height, not_finite=int((~finite).sum()), negative=int((pixels < 0).sum()),
        seam=metrics.seam_ratio(sound), seam_prominence=metrics.seam_prominence(sound), zenith_variation=zenith,
        nadir_variation=nadir, zenith_pinch=zenith / max(beside[0], 1e-6), nadir_pinch=nadir / max(beside[1], 1e-6),
        horizon=stands.horizon, horizon_confidence=stands.horizon_confidence,
        tilt=stands.tilt if stands.sure else None, tilt_azimuth=stands.tilt_azimuth if stands.sure else None,
        tilt_confidence=stands.confidence, tilt_cue=stands.cue,
        peak=peak, mean=mean, peak_over_mean=ratio,
        irradiance=tuple(float(each) for each in metrics.irradiance(sound)),  # type: ignore[arg-type]
        direct_share=share, peak_elevation=90 - (row + 0.5) / height * 180,
        peak_azimuth=(column + 0.5) / width * 360 - 180,
        dynamic_range=math.log2(max(peak, 1e-12) / max(low, 1e-12)), light=light)
