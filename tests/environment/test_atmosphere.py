# SPDX-License-Identifier: GPL-3.0-or-later
"""The clear sky against a reference, and against what everyone has seen."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.environment.atmosphere import (
    SUN_SOLID_ANGLE,
    Atmosphere,
    aerosol_phase,
    rayleigh_phase,
)
from backend.environment.skymodel import integrate, light_for, sky_axes, table_radiance
from backend.environment.spectrum import SUN, TO_RGB, luminance

#: Sun elevation (degrees): share of the horizontal light that comes straight from the sun, and the sun's radiance
#: over the zenith's. Hosek and Wilkie's sky at turbidity 3, as rendered by Mitsuba 3.9.
REFERENCE = {5: (0.23, 3.8e5), 15: (0.55, 4.9e5), 30: (0.70, 4.2e5), 60: (0.78, 2.7e5), 85: (0.80, 1.2e5)}


@pytest.fixture(scope="module")
def air():
    return Atmosphere(3.0, 0.2)


def sky_of(air, degrees):
    elevation = math.radians(degrees)
    return table_radiance(air.sky(elevation, *sky_axes()), elevation)


@pytest.mark.parametrize("degrees", REFERENCE)
def test_direct_share_follows_the_reference(air, degrees):
    sun = luminance(air.sun_irradiance(math.radians(degrees))) * math.sin(math.radians(degrees))
    share = sun / (sun + luminance(integrate(sky_of(air, degrees))))
    assert share == pytest.approx(REFERENCE[degrees][0], rel=0.1)


@pytest.mark.parametrize("degrees", REFERENCE)
def test_sun_over_zenith_is_within_a_factor_of_three(air, degrees):
    zenith = luminance(sky_of(air, degrees)[-1, 0])
    ratio = luminance(air.sun_irradiance(math.radians(degrees))) / SUN_SOLID_ANGLE / zenith
    assert REFERENCE[degrees][1] / 3 < ratio < REFERENCE[degrees][1] * 3


def test_sun_reddens_and_dims_as_it_sinks(air):
    colors = [air.sun_irradiance(math.radians(degrees)) for degrees in (60, 30, 15, 8, 4, 2)]
    redness = [color[0] / color[1] for color in colors]
    assert redness == sorted(redness)
    assert redness[-1] > 2 * redness[0]
    brightness = [luminance(color) for color in colors]
    assert brightness == sorted(brightness, reverse=True)


def test_sun_below_the_horizon_gives_nothing(air):
    assert luminance(air.sun_irradiance(math.radians(-1))) < 1e-12


def test_day_sky_is_blue_above_and_brighter_at_the_horizon(air):
    sky = sky_of(air, 40)
    zenith, horizon = sky[-1, -1], sky[2, -1]  # away from the sun
    assert zenith[2] > 1.5 * zenith[0]
    assert luminance(horizon) > 1.5 * luminance(zenith)
    assert horizon[2] / horizon[0] < zenith[2] / zenith[0]


def test_sunset_glows_on_the_side_of_the_sun(air):
    sky = sky_of(air, 3)
    toward, away = sky[15, 0], sky[15, -1]
    assert luminance(toward) > 4 * luminance(away)
    assert toward[0] > 1.3 * toward[2]


def test_twilight_is_dimmer_but_not_black(air):
    levels = [luminance(integrate(sky_of(air, degrees))) for degrees in (2, 0, -2, -4)]
    assert levels == sorted(levels, reverse=True)
    assert 1e-6 < levels[-1] < 0.2 * levels[0]


def test_haze_whitens_the_sky_and_weakens_the_sun():
    clean, thick = Atmosphere(2.0, 0.2), Atmosphere(7.0, 0.2)
    assert luminance(thick.sun_irradiance(0.6)) < 0.7 * luminance(clean.sun_irradiance(0.6))
    blue = [sky_of(air, 35)[-1, -1] for air in (clean, thick)]
    assert blue[1][2] / blue[1][0] < blue[0][2] / blue[0][0]


def test_higher_orders_brighten_the_zenith(air):
    parts = air.sky(math.radians(10), *sky_axes())
    assert (parts[2][-1] > 0).all()
    assert luminance(parts[2][-1, 0]) > 0.1 * luminance(table_radiance(parts, math.radians(10))[-1, 0])


def test_energy_is_not_created(air):
    """Ground light never exceeds what enters at the top of the air, plus what the ground sent back."""
    for degrees in (10, 45, 85):
        sine = math.sin(math.radians(degrees))
        ground = luminance(air.sun_irradiance(math.radians(degrees))) * sine + luminance(
            integrate(sky_of(air, degrees))
        )
        assert 0.2 * sine < ground < 1.05 * sine + 0.03


def test_phase_functions_integrate_to_one():
    mu = np.linspace(-1, 1, 20_001)
    for phase in (rayleigh_phase, aerosol_phase):
        assert 2 * math.pi * np.trapezoid(phase(mu), mu) == pytest.approx(1, abs=1e-3)


def test_sun_above_the_air_has_unit_luminance():
    assert luminance(SUN @ TO_RGB) == pytest.approx(1, abs=0.01)


def test_noon_light_is_neutral_and_well_exposed():
    light = light_for(math.radians(60), 0.0, 3.0, 0.2, 0.0, None)
    total = light.irradiance * light.direction[2] + light.sky_irradiance
    assert total.max() / total.min() < 1.08
    assert luminance(total) == pytest.approx(math.pi, rel=0.12)


@settings(max_examples=6, deadline=None)
@given(st.floats(-18, 90), st.floats(1.6, 10))
def test_any_sun_gives_a_finite_positive_sky(degrees, turbidity):
    light = light_for(math.radians(degrees), 1.0, round(turbidity, 1), 0.2, 0.0, None)
    assert np.isfinite(light.table).all() and (light.table >= 0).all()
    assert np.isfinite(light.irradiance).all() and (light.irradiance >= 0).all()


def test_darker_scenes_stay_darker_but_visible():
    exposures = []
    for degrees in (60, 20, 5, -3):
        light = light_for(math.radians(degrees), 0.0, 3.0, 0.2, 0.0, None)
        sky = integrate(table_radiance(light.table, math.radians(degrees)), "flat")
        level = light.irradiance * max(light.direction[2], 0) + light.sky_irradiance
        exposures.append(luminance(light.irradiance + sky + 0.2 * level) / 4)
    assert exposures == sorted(exposures, reverse=True)
    assert exposures[-1] > 0.05
