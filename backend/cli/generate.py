# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe generate``: one asset from one sentence, without Blender."""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backend.cli.console import USAGE, clean_stdout, engine_errors, fail, print_json, progress_bar, stderr

if TYPE_CHECKING:
    from protocol.assets import Asset

MODALITY_HELP = "avatar, motion, environment or object"


def parse_parameters(pairs: list[str]) -> dict[str, Any]:
    """``name=value`` pairs; values are JSON where they parse as JSON, else text.

    Raises ValueError naming the pair at fault.
    """
    parameters: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise ValueError(f"{pair!r} is not name=value")
        try:
            parameters[name.strip()] = json.loads(text)
        except ValueError:
            parameters[name.strip()] = text
    return parameters


def input_paths(pairs: list[str], modality: str) -> dict[str, Path]:
    """``name=file`` pairs. Raises ValueError naming the pair at fault."""
    paths: dict[str, Path] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name or not text:
            raise ValueError(f"{pair!r} is not name=file")
        if modality not in ("motion", "object"):
            raise ValueError(f"{pair!r}: only motions take motion files, and objects pictures, as inputs")
        paths[name.strip()] = Path(text)
    return paths


def motion_inputs(paths: dict[str, Path], prompt: str, spec: dict[str, Any] | None,
                  ) -> tuple[dict[str, Asset], dict[str, Any] | None]:
    """Motion files as inputs of a brief, with the first one's rig as the target, and the brief of the prompt where
    there is no spec. Raises :class:`EngineError`."""
    from backend.motion.diffusion.plan import understand
    from backend.motion.formats import read_motion

    inputs: dict[str, Asset] = {}
    for name, path in paths.items():
        motion = read_motion(path)
        inputs.setdefault("target", motion.skeleton)
        inputs[name] = motion
    if spec is None:
        spec = understand(prompt).spec
        if not spec["segments"]:  # a gap that is filled by itself
            spec = {"segments": [{"text": "", "seconds": None}]}
    return inputs, spec


def picture_inputs(paths: dict[str, Path]) -> dict[str, Asset]:
    """Pictures in files as inputs of an object. Raises :class:`EngineError`."""
    from backend.objects.learned.pictures import read_image

    return {name: read_image(path) for name, path in paths.items()}


def read_spec(path: Path) -> dict[str, Any]:
    """The edited spec in a file: the spec alone, or the whole report of ``troupe spec --json``.

    Raises ValueError that says what is wrong with the file.
    """
    from protocol.wire import check_json

    try:
        content = json.loads(path.read_text("utf-8"))
        check_json(content)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is not sound JSON: {error}") from error
    if isinstance(content, dict) and content.get("ok") is True and isinstance(content.get("spec"), dict):
        content = content["spec"]
    if not isinstance(content, dict):
        raise ValueError(f"{path} does not hold a JSON object")
    return content


def generate(
    modality: Annotated[str, typer.Argument(help=MODALITY_HELP)],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write: .glb for an avatar, an object or a "
                                         "motion; .vrm for an avatar; .fbx or .usdz for these two; .bvh for a motion; "
                                         ".exr or .hdr for an environment.")],
    prompt: Annotated[str, typer.Argument(help="What to make, in a sentence; may be left out with --spec.",
                                          show_default=False)] = "",
    engine: Annotated[str | None, typer.Option(help="Engine; the best available one by default.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=2**31 - 1, help="Random by default; printed.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("--set", "-s", help="Engine parameter, name=value.")] = None,
    spec: Annotated[Path | None, typer.Option(help="Edited spec (JSON) to use in place of the reading.")] = None,
    given: Annotated[list[str] | None, typer.Option("--input", "-i", help="A motion file as an input of a motion, "
                     "name=file: before (carried on), after (led into) or poses; the result is on the first's rig. "
                     "For an object a picture of it: image=file.")] = None,
    lods: Annotated[bool, typer.Option("--lods", help="Write an avatar's three coarser levels of detail too: "
                                       "hero.lod1.glb ...")] = False,
    depth: Annotated[Path | None, typer.Option("--depth", help="Write how far away everything in an environment is, "
                     "in metres and infinite for the sky, to this .exr (engine panorama).")] = None,
    mask: Annotated[Path | None, typer.Option("--mask", help="Write what is seen in an environment to this .png: 0 "
                    "sky, 1 ground, 2 water, 3 things (engine panorama).")] = None,
    remote: Annotated[bool, typer.Option("--remote", help="Use the running backend instead of this process.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON on stdout, without progress.")] = False,
) -> None:
    """Generate one asset and write it to a file."""
    from backend.export.files import check_output, write_asset, write_layers, write_levels
    from backend.generation import run_here, run_remote
    from protocol.assets import Avatar, Environment, Provenance

    for name, path, suffix in (("depth", depth, ".exr"), ("mask", mask, ".png")):
        if path is not None and (modality != "environment" or path.suffix.lower() != suffix):
            fail(f"{modality} has no {name}." if modality != "environment" else f"{path.name} cannot hold a {name}.",
                 f"Only environments have one, in a file of the kind {suffix}.", code=USAGE, as_json=as_json,
                 error_code="usage")
    seed = secrets.randbelow(2**31) if seed is None else seed
    started = time.perf_counter()
    try:
        parameters = parse_parameters(parameter or [])
        edited = read_spec(spec) if spec else None
        paths = input_paths(given or [], modality)
    except ValueError as error:
        fail(str(error), "Pass parameters as --set name=value and a spec as a JSON file.",
             code=USAGE, as_json=as_json, error_code="usage")
    with engine_errors(as_json), progress_bar(modality, quiet=as_json) as progress, clean_stdout():
        for path in (output, *(each for each in (depth, mask) if each is not None)):
            check_output(path, modality if path == output else "")
        run = run_remote if remote else run_here
        inputs: dict[str, Asset] = {}
        if modality == "object":
            inputs = picture_inputs(paths)
            if engine == "parametric" or (engine is None and not paths):
                # No node of Blender's makes the relief in a file.
                parameters.setdefault("normal_maps", True)
        elif paths:
            inputs, edited = motion_inputs(paths, prompt, edited)
        asset = run(modality, prompt, engine=engine, seed=seed, parameters=parameters, spec=edited,
                    inputs=inputs, progress=progress)
        written = write_levels(output, asset) if lods and isinstance(asset, Avatar) else write_asset(output, asset)
        if isinstance(asset, Environment):
            written += write_layers(asset, depth, mask)
    made: Provenance | None = getattr(asset, "provenance", None)
    report: dict[str, Any] = {"ok": True, "files": [str(path) for path in written], "seed": seed,
              "seconds": round(time.perf_counter() - started, 2)}
    if made is not None:
        report |= {"engine": made.engine, "spec": made.spec, "assumptions": made.assumptions,
                   "unparsed": made.unparsed}
    if as_json:
        print_json(report)
        return
    for path in written:
        typer.echo(path)
    for sentence in report.get("assumptions", []):
        stderr.print(f"  assumed: {sentence}", markup=False)
    if report.get("unparsed"):
        stderr.print(f"  not understood: {', '.join(report['unparsed'])}", markup=False, style="yellow")
    stderr.print(f"  {report.get('engine', '')}, seed {seed}, {report['seconds']:.1f} s", markup=False)
