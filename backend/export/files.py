# SPDX-License-Identifier: GPL-3.0-or-later
"""Write any asset to the file a user named."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from backend.engine import EngineError
from protocol.assets import Asset, Avatar, Environment, Motion, Prop

#: File extensions each modality can be written to, the usual one first.
FORMATS = {
    "avatar": (".glb", ".vrm", ".fbx", ".usdz", ".usdc", ".usda"),
    "motion": (".bvh", ".glb", ".fbx", ".npz"), "environment": (".exr", ".hdr"),
    "object": (".glb", ".fbx", ".usdz", ".usdc", ".usda"),
}


def check_output(path: Path, modality: str) -> None:
    """Refuse a file that could not be written, before any work is done.

    Raises :class:`EngineError` for an extension the modality has no writer for, a folder that does
    not exist or cannot be written, or the name of a folder.
    """
    formats = FORMATS.get(modality, ())
    if formats and path.suffix.lower() not in formats:
        article = "an" if modality[0] in "aeiou" else "a"
        raise EngineError(f"{path.name}: {article} {modality} is written to {' or '.join(formats)}.",
                          f"Name the output something like {path.stem or modality}{formats[0]}.",
                          "invalid_parameter")
    if not path.parent.is_dir():
        raise EngineError(f"The folder {path.parent} does not exist.", "Create it first.", "invalid_parameter")
    if path.is_dir():
        raise EngineError(f"{path} is a folder.", "Name a file in it.", "invalid_parameter")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise EngineError(f"The folder {path.parent} cannot be written: {error.strerror or error}.",
                          "Choose another, or make it writable.", "invalid_parameter") from error


def write_asset(path: Path, asset: Asset) -> list[Path]:
    """Write ``asset`` to ``path`` and return every file written.

    An environment's sun, which no image format holds, goes to a .json beside the map.
    """
    suffix = path.suffix.lower()
    if isinstance(asset, (Avatar, Prop)):
        if suffix == ".vrm" and isinstance(asset, Avatar):
            from backend.export.vrm import write_vrm
            return _written(path, lambda target: write_vrm(target, asset))
        from backend.export.gltf import write_glb
        if suffix != ".glb":
            return _through_blender(path, asset)
        # skin beneath clothes would only come through them
        return _written(path, lambda target: write_glb(target, asset, leave_out_hidden=True))
    if isinstance(asset, Motion):
        from backend.motion.formats import write_motion
        write_motion(path, asset)
        return [path]
    if isinstance(asset, Environment):
        if suffix == ".hdr":
            from backend.environment.hdr import write_hdr as write_map
        else:
            from backend.environment.exr import write_exr as write_map
        files = _written(path, lambda target: write_map(target, asset.pixels))
        if asset.sun is not None:
            sun = path.with_suffix(".sun.json")
            text = json.dumps({"direction": list(asset.sun.direction), "irradiance": list(asset.sun.irradiance),
                               "angle": asset.sun.angle}, indent=2)
            files += _written(sun, lambda target: target.write_text(text + "\n", "utf-8"))
        return files
    raise EngineError(f"{type(asset).__name__} has no file format.", "", "invalid_parameter")


def write_layers(environment: Environment, depth: Path | None, mask: Path | None) -> list[Path]:
    """Write an environment's depth (.exr) and mask (.png) to the files that are named; those files.

    Raises :class:`EngineError` where the environment has none.
    """
    from backend.environment.layers import write_depth, write_mask

    files = _written(depth, lambda target: write_depth(target, environment)) if depth is not None else []
    return files + (_written(mask, lambda target: write_mask(target, environment)) if mask is not None else [])


def write_levels(path: Path, avatar: Avatar) -> list[Path]:
    """Write an avatar and its three coarser levels of detail: "hero.glb", "hero.lod1.glb" ..."""
    from backend.export.lods import SHARES, level_of

    files = write_asset(path, avatar)
    for number in range(1, len(SHARES) + 1):
        files += write_asset(path.with_name(f"{path.stem}.lod{number}{path.suffix}"), level_of(avatar, number))
    return files


def _through_blender(path: Path, asset: Asset) -> list[Path]:
    """Formats that only Blender writes well: the asset as GLB, which a headless Blender reads and exports."""
    from backend.blender_worker.run import perform
    from backend.export.gltf import write_glb

    with tempfile.TemporaryDirectory(prefix="troupe-export-") as folder:
        source = Path(folder) / "asset.glb"
        write_glb(source, asset, influences=8, leave_out_hidden=True)

        def write(target: Path) -> None:
            perform("convert_glb", {"source": str(source), "path": str(target.absolute())})

        if path.suffix.lower() in (".usdc", ".usda"):
            # Its textures lie beside it, by its own name.
            write(path)
            beside = path.parent / "textures"
            return [path, *([beside] if beside.is_dir() else [])]
        return _written(path, write)


def _written(path: Path, write: Callable[[Path], object]) -> list[Path]:
    """Write beside ``path`` and move into place, so that a failed write leaves the old file alone.

    Raises OSError that names ``path``, not the file beside it.
    """
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        write(partial)
        partial.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        partial.unlink(missing_ok=True)
    return [path]
