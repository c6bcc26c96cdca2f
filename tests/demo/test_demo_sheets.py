# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets of the demonstrations: every picture at its place, what is missing said, films that go on."""

from __future__ import annotations

import pytest
from PIL import Image

from backend.demo.run import DemoError
from backend.demo.sheets import captioned, film, labelled, opened, saved, stacked

RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)


def picture(colour, size=(40, 20)):
    return Image.new("RGB", size, colour)


def test_cells_stand_in_rows_over_their_captions():
    cells = [([picture(RED), picture(GREEN)], "first"), ([picture(BLUE), picture(RED)], "second"),
             ([picture(GREEN), None], "third")]
    sheet = captioned(cells, ((80, 40), (40, 40)), 2)
    wide, high = 80 + 4 + 40, 40 + 17
    assert sheet.size == (2 * (wide + 4) + 4, 2 * (high + 4) + 4)
    assert sheet.getpixel((44, 24)) == RED and sheet.getpixel((4 + 84 + 20, 24)) == GREEN
    assert sheet.getpixel((4 + wide + 4 + 40, 24)) == BLUE
    # The second row begins below the first one's captions; a picture that there is none of is white but for its word.
    assert sheet.getpixel((44, 4 + high + 4 + 20)) == GREEN
    empty = sheet.crop((4 + 84, 4 + high + 4, 4 + 84 + 40, 4 + high + 44))
    assert empty.getpixel((0, 0)) == (255, 255, 255) and len(empty.getcolors()) > 1
    caption = sheet.crop((4, 4 + 40, 4 + wide, 4 + high))
    assert caption.convert("L").getextrema()[0] < 60


def test_without_captions_there_is_no_room_for_them():
    assert captioned([([picture(RED)], "x")], ((40, 20),), 1, 0).size == (48, 28)


def test_a_label_too_long_is_shortened_and_a_grid_keeps_sizes():
    row = labelled([picture(RED), picture(BLUE)], "a very long label that does not fit at all " * 4, 204)
    assert row.size == (204, 50 + 26)
    assert row.getpixel((50, 50)) == RED and row.getpixel((150, 50)) == BLUE
    assert stacked([row] * 3, 2).size == (2 * 208 - 4, 2 * (76 + 4))


def test_a_film_lasts_as_long_as_its_longest_clip(tmp_path):
    for clip, colours in enumerate(((RED, GREEN), (BLUE, RED, GREEN))):
        for number, colour in enumerate(colours):
            picture(colour).save(tmp_path / f"film-{clip:02}-{number:03}.png")
    film(tmp_path, ["one", "two"], tmp_path / "film.gif", 2, 60)
    with Image.open(tmp_path / "film.gif") as made:
        assert made.n_frames == 3
        made.seek(2)  # the shorter one has begun again
        red = made.convert("RGB").getpixel((30, 45))
        assert red[0] > 150 and red[1] < 60


def test_what_was_not_rendered_is_said(tmp_path, capsys):
    with pytest.raises(DemoError, match="not rendered"):
        opened(tmp_path, "strip-*.png")
    saved(picture(RED), tmp_path / "new" / "sheet.png", 16)
    assert (tmp_path / "new" / "sheet.png").exists() and "sheet.png" in capsys.readouterr().out
