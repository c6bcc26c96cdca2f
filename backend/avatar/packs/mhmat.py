# SPDX-License-Identifier: GPL-3.0-or-later
"""``.mhmat``: MakeHuman's materials as Principled ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from protocol.assets import Image, Material

from .mhclo import fail, lines_of

#: Pixels along an edge; larger pictures are scaled down.
LARGEST = 4096


@dataclass
class Look:
    """One ``.mhmat``. Colours are as written: sRGB."""

    name: str = ""
    tags: list[str] = field(default_factory=list)
    color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shininess: float = 0.2
    opacity: float = 1.0
    transparent: bool = False
    color_map: str = ""
    normal_map: str = ""


def read_look(path: Path) -> Look:
    """A ``.mhmat``. Raises :class:`EngineError` ("bad_file") with the line at fault."""
    found = Look(name=path.stem)
    for number, line in enumerate(lines_of(path), 1):
        words = line.split()
        if len(words) < 2 or words[0].startswith(("#", "//")):
            continue
        key, rest = words[0].lower(), words[1:]
        try:
            if key == "name":
                found.name = " ".join(rest)
            elif key == "tag":
                found.tags.append(" ".join(rest))
            elif key == "diffusecolor":
                red, green, blue = (min(max(float(each), 0.0), 1.0) for each in rest[:3])
                found.color = red, green, blue
            elif key == "shininess":
                found.shininess = min(max(float(rest[0]), 0.0), 1.0)
            elif key == "opacity":
                found.opacity = min(max(float(rest[0]), 0.0), 1.0)
            elif key == "transparent":
                found.transparent = rest[0].lower() in ("true", "1", "yes")
            elif key == "diffusetexture":
                found.color_map = " ".join(rest)
            elif key == "normalmaptexture":
                found.normal_map = " ".join(rest)
        except ValueError as error:
            fail(path, f"cannot be read: {error}", number)
    return found


def material(look: Look, folder: Path, root: Path, tint: np.ndarray | None = None) -> Material:
    """The look as a Principled material; pictures are looked for in ``folder``, never outside of ``root``. ``tint``
    (3,) linear: the colour that a grey picture of hair is given."""
    from backend import srgb

    color = np.array(look.color)
    linear = srgb.decode(color)
    picture = _picture(look.color_map, folder, root, "sRGB")
    if picture is not None and tint is not None:
        values = srgb.decode(picture.pixels[..., :3] / 255.0)
        level = values.mean(axis=2, keepdims=True)
        seen = picture.pixels[..., 3] > 8 if picture.pixels.shape[2] == 4 else np.ones(level.shape[:2], bool)
        usual = max(float(level[..., 0][seen].mean()) if seen.any() else 1.0, 1e-3)
        picture.pixels = np.concatenate([srgb.to_bytes(np.clip(level / usual * tint, 0, 1)),
                                         picture.pixels[..., 3:]], axis=2)
        linear = np.asarray(tint, float)
    normal = _picture(look.normal_map, folder, root, "Non-Color")
    if normal is not None:
        normal.pixels = normal.pixels[..., :3]
    red, green, blue = map(float, linear)
    return Material(name=look.name or "Material", base_color=(red, green, blue, 1.0), alpha=look.opacity,
                    roughness=float(np.clip(1.0 - 0.75 * look.shininess, 0.25, 1.0)), base_color_image=picture,
                    normal_image=normal)


def _picture(name: str, folder: Path, root: Path, space: str) -> Image | None:
    path = inside(root, folder / name) if name else None
    if path is None or not path.is_file():
        return None
    from PIL import Image as pictures

    try:
        with pictures.open(path) as image:
            if image.width * image.height > 4 * LARGEST * LARGEST:
                fail(path, f"has {image.width} x {image.height} pixels")
            has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            plain = image.convert("RGBA" if has_alpha else "RGB")
            if max(plain.size) > LARGEST:
                plain.thumbnail((LARGEST, LARGEST))
            return Image(name=path.stem, pixels=np.array(plain, np.uint8), colorspace=space)
    except (OSError, ValueError, pictures.DecompressionBombError) as error:
        fail(path, f"is no picture: {error}")


def inside(root: Path, path: Path) -> Path | None:
    """``path`` where it lies in ``root``, links followed; else None."""
    found, home = path.resolve(), root.resolve()
    return found if found.is_relative_to(home) else None
