# SPDX-License-Identifier: GPL-3.0-or-later
"""Rendered pictures put together for the demonstrations: rows under labels, grids, grids with captions, films."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.demo.run import DemoError

if TYPE_CHECKING:
    from PIL.Image import Image

#: Frames of a film a second.
_FILM_FPS = 10
#: Pixels: a label above a row, a line of a caption below a picture, between pictures.
_LABEL, _LINE, _GAP = 26, 17, 4


def opened(frames: Path, pattern: str) -> list[Image]:
    """The pictures that a scene has rendered, in order. Raises :class:`DemoError` where there are none."""
    from PIL import Image

    found = sorted(frames.glob(pattern))
    if not found:
        raise DemoError("A clip was not rendered.", "See what Blender printed above.")
    return [Image.open(each).convert("RGB") for each in found]


def labelled(pictures: list[Image], label: str, width: int) -> Image:
    """Pictures in a row under their label, on white, ``width`` pixels wide in all."""
    from PIL import Image, ImageDraw, ImageFont

    wide = (width - _GAP * (len(pictures) - 1)) // len(pictures)
    high = round(wide * pictures[0].height / pictures[0].width)
    row = Image.new("RGB", (width, high + _LABEL), "white")
    pen, font = ImageDraw.Draw(row), ImageFont.load_default(size=15)
    while pen.textlength(label, font) > width - 12:
        label = label.rstrip("…")[:-1].rstrip() + "…"
    pen.text((6, 5), label, (40, 40, 40), font)
    for number, picture in enumerate(pictures):
        row.paste(picture.resize((wide, high), Image.Resampling.LANCZOS), (number * (wide + _GAP), _LABEL))
    return row


def stacked(rows: list[Image], columns: int) -> Image:
    """Pictures of one size as a grid."""
    from PIL import Image

    width, height = rows[0].size
    lines = -(-len(rows) // columns)
    whole = Image.new("RGB", (columns * (width + _GAP) - _GAP, lines * (height + _GAP)), "white")
    for number, row in enumerate(rows):
        whole.paste(row, ((number % columns) * (width + _GAP), (number // columns) * (height + _GAP)))
    return whole


def captioned(cells: Sequence[tuple[Sequence[Image | None], str]], sizes: Sequence[tuple[int, int]], columns: int,
              lines: int = 1) -> Image:
    """A grid of cells on white: pictures of ``sizes`` side by side, over the cell's caption on so many ``lines`` (0:
    without). A picture that there is none of stands as an empty place."""
    from PIL import Image as images
    from PIL import ImageDraw, ImageFont

    width = sum(wide for wide, _ in sizes) + _GAP * (len(sizes) - 1)
    height = max(high for _, high in sizes)
    rows, label = -(-len(cells) // columns), _LINE * lines
    sheet = images.new("RGB", (columns * (width + _GAP) + _GAP, rows * (height + label + _GAP) + _GAP), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, (pictures, caption) in enumerate(cells):
        x, y = _GAP + number % columns * (width + _GAP), _GAP + number // columns * (height + label + _GAP)
        left = x
        for picture, (wide, high) in zip(pictures, sizes, strict=True):
            if picture is None:
                pen.text((left + wide // 2, y + high // 2), "not made", fill="grey", font=font, anchor="mm")
            else:
                sheet.paste(picture.convert("RGB").resize((wide, high), images.Resampling.LANCZOS), (left, y))
            left += wide + _GAP
        if lines:
            # Seven pixels a letter, about.
            text = "\n".join(textwrap.wrap(caption, max(8, width // 7))[:lines])
            pen.multiline_text((x + width // 2, y + height + label // 2), text, fill="black", font=font, anchor="mm",
                               align="center", spacing=1)
    return sheet


def saved(sheet: Image, path: Path, colours: int = 0) -> None:
    """Write a sheet as PNG, of ``colours`` at most where that is not 0, and say so."""
    from PIL import Image as images

    path.parent.mkdir(parents=True, exist_ok=True)
    if colours:
        sheet = sheet.quantize(colours, kmeans=2, dither=images.Dither.FLOYDSTEINBERG)
    sheet.save(path, optimize=True)
    print(f"    {path}  ({path.stat().st_size / 1e6:.1f} MB)", flush=True)


def film(frames: Path, labels: list[str], path: Path, columns: int = 4, width: int = 240,
         name: str = "film") -> None:
    """All clips side by side in one animation; shorter ones begin again."""
    from PIL.Image import Dither, Quantize

    films = [opened(frames, f"{name}-{number:02}-*.png") for number in range(len(labels))]
    length = max(map(len, films))
    sheets = [stacked([labelled([each[instant % len(each)]], label, width) for each, label in zip(films, labels)],
                       columns) for instant in range(length)]
    # One palette that reaches the few strong colours of clothes, not only the greys of the floor.
    palette = sheets[length // 2].quantize(160, Quantize.MAXCOVERAGE)
    pictures = [each.quantize(palette=palette, dither=Dither.NONE) for each in sheets]
    options: dict[str, Any] = {"save_all": True, "append_images": pictures[1:], "loop": 0, "optimize": True}
    pictures[0].save(path, duration=1000 // _FILM_FPS, **options)
