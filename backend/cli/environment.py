# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe environment``: what is done with files of light."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from backend.cli.console import FAULT, USAGE, clean_stdout, engine_errors, fail, print_json, progress_bar, stderr
from backend.engine import EngineError
from protocol.assets import Environment, Sun

app = typer.Typer(no_args_is_help=True, help="Check HDR environments, and make them of photographs.")

AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]

#: What tells how a map stands, in words.
_CUES = {"horizon": "horizon", "verticals": "vertical lines", "both": "horizon and vertical lines"}


@app.callback()
def _environment() -> None:
    """A group."""


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="An equirectangular .exr or .hdr.")],
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 when something is wrong.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure a radiance map: seam, poles, horizon and tilt, light and its direction."""
    from backend.environment.pictures import check_panorama, read_map
    from backend.environment.report import report

    with engine_errors(as_json), clean_stdout():
        pixels = read_map(file)
        check_panorama(file, pixels.shape)
        found = report(pixels)
    if as_json:
        print_json({"ok": True, "file": str(file), "passed": not found.faults, "faults": found.faults,
                    "metrics": found.to_json()})
    else:
        typer.echo(f"{file.name}: {found.width} x {found.height}, {found.light} light, "
                   f"{found.dynamic_range:.1f} stops")
        typer.echo(f"  brightest {found.peak:.4g} ({found.peak_over_mean:.4g} times the mean) at "
                   f"{found.peak_elevation:.1f}° elevation, {found.peak_azimuth:.1f}° azimuth; "
                   f"{found.direct_share:.0%} of the light on the ground comes from there")
        horizon = "not visible" if found.horizon is None else f"{found.horizon:+.2f}°"
        upright = "nothing tells" if found.tilt is None else f"{found.tilt:.2f}° by its {_CUES[found.tilt_cue]}"
        typer.echo(f"  seam {found.seam:.2f}, poles {found.zenith_variation:.1%} and {found.nadir_variation:.1%}, "
                   f"horizon {horizon}, tilt {upright} (confidence {found.tilt_confidence:.2f})")
        for each in found.faults:
            typer.echo(f"  {each}")
        if not found.faults:
            typer.echo("  nothing is wrong with it")
    if strict and found.faults:
        raise typer.Exit(FAULT)


@app.command("hdr")
def hdr(
    photo: Annotated[Path, typer.Argument(help="A 360° picture, twice as wide as high: PNG, JPEG, TIFF ...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write: .exr (float32) or .hdr.")],
    scale: Annotated[int, typer.Option(min=1, max=4, help="How many times larger to make it: 1, 2 or 4.")] = 1,
    upscale: Annotated[str, typer.Option(help="Make it larger with Real-ESRGAN in place of SR-iTMO: 2, 4 or "
                                              "\"4 fine\" (for photographs; slow).")] = "",
    as_json: AsJson = False,
) -> None:
    """Lift an ordinary panorama to HDR: burnt-out sky, sun and lamps get their light back.

    White of the picture becomes radiance 1. What is burnt out is a guess of a network (SR-iTMO), and looks
    plausible rather than being measured.
    """
    from backend.environment.exr import write_exr
    from backend.environment.hdr import write_hdr
    from backend.environment.itmo import lifted
    from backend.environment.pictures import MAXIMUM_WIDTH, RADIANCE, check_panorama, read_picture
    from backend.environment.report import report
    from backend.environment.upscaling import WAYS, upscaled

    if upscale and (upscale not in WAYS or scale != 1):
        fail(f"{upscale} is no way of upscaling." if upscale not in WAYS else "It can be made larger in one way only.",
             f"Ways are {', '.join(WAYS)}; leave out --scale.", code=USAGE, as_json=as_json, error_code="usage")
    if output.suffix.lower() not in RADIANCE or scale == 3:
        fail(f"{output.name} cannot be written." if scale != 3 else "A scale of 3 is not offered.",
             "Name an .exr or .hdr file, and a scale of 1, 2 or 4.", code=USAGE, as_json=as_json, error_code="usage")
    started = time.perf_counter()
    with engine_errors(as_json), progress_bar("hdr", quiet=as_json) as progress, clean_stdout():
        picture = read_picture(photo)
        check_panorama(photo, picture.shape)
        factor = WAYS[upscale][1] if upscale else scale
        if factor * picture.shape[1] > MAXIMUM_WIDTH:
            fail(f"{factor} times {picture.shape[1]} pixels are more than {MAXIMUM_WIDTH}.", "Ask for a smaller scale.",
                 code=USAGE, as_json=as_json, error_code="usage")
        if upscale:
            picture = upscaled(picture, upscale, progress.part(0.0, 0.5))
        radiance = lifted(picture, scale, progress=progress.part(0.5, 1.0) if upscale else progress)
        (write_exr if output.suffix.lower() == ".exr" else write_hdr)(output, radiance)
        found = report(radiance)
    seconds = round(time.perf_counter() - started, 2)
    if as_json:
        print_json({"ok": True, "file": str(output), "seconds": seconds, "metrics": found.to_json()})
    else:
        typer.echo(output)
        stderr.print(f"  {found.width} x {found.height}, brightest {found.peak:.4g}, {found.light} light, "
                     f"{seconds:.1f} s", markup=False)


@app.command("level")
def level(
    file: Annotated[Path, typer.Argument(help="An equirectangular .exr or .hdr.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write: .exr (float32) or .hdr.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Turn it even where the tilt is not certain.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn a tilted map upright, by its horizon and its vertical lines. A sun beside it (.sun.json) is turned along."""
    from backend.environment.level import estimate, rotated, rotation_to_level
    from backend.environment.pictures import RADIANCE, check_panorama, read_map
    from backend.export.files import check_output, write_asset

    if output.suffix.lower() not in RADIANCE:
        fail(f"{output.name} cannot be written.", "Name an .exr or .hdr file.", code=USAGE, as_json=as_json,
             error_code="usage")
    with engine_errors(as_json), progress_bar("level", quiet=as_json) as progress, clean_stdout():
        check_output(output, "environment")
        pixels = read_map(file)
        check_panorama(file, pixels.shape)
        progress.update(0.1, "Looking for what is up")
        found = estimate(pixels)
        if not (found.sure or anyway):
            raise EngineError(
                f"Nothing in {file.name} tells for certain which way is up (confidence {found.confidence:.2f}).",
                "Neither its horizon nor vertical lines are clear. Pass --anyway to turn it by the best guess, "
                f"{found.tilt:.1f} degrees.", "not_certain")
        turn = rotation_to_level(np.array(found.up))
        progress.update(0.3, "Turning it")
        upright = rotated(pixels, turn, lambda share: progress.update(0.3 + 0.6 * share, "Turning it"))
        sun = turned_sun(file, turn)
        written = write_asset(output, Environment(name=output.stem, pixels=np.maximum(upright, 0.0), sun=sun))
    if as_json:
        print_json({"ok": True, "files": [str(each) for each in written], "tilt": found.tilt,
                    "tilt_azimuth": found.tilt_azimuth, "confidence": found.confidence, "cue": found.cue})
    else:
        for path in written:
            typer.echo(path)
        stderr.print(f"  turned by {found.tilt:.2f}° by its {_CUES.get(found.cue, 'picture')}, confidence "
                     f"{found.confidence:.2f}", markup=False)


def turned_sun(file: Path, turn: np.ndarray) -> Sun | None:
    """The sun in the .sun.json beside a map, turned by (3, 3); None where there is none.

    Raises :class:`EngineError` for a file that holds none.
    """
    path = file.with_suffix(".sun.json")
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text("utf-8"))
        x, y, z = (float(each) for each in turn @ np.array(told["direction"], np.float64))
        red, green, blue = (float(each) for each in told["irradiance"])
        sun = Sun(direction=(x, y, z), irradiance=(red, green, blue), angle=float(told["angle"]))
        sun.validate()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{path} holds no sun: {error!s:.120}", "Repair it, or move it away.", "bad_file") from error
    return sun
