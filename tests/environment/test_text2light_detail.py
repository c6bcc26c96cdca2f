# SPDX-License-Identifier: GPL-3.0-or-later
"""The detail of a panorama decided many places at a time: the same tokens as one after the other, and no beginning."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backend.environment.text2light import detail, spherical
from backend.environment.text2light.detail import detail_logits, sample_detail
from backend.environment.text2light.transformer import TokenTransformer, TransformerConfig
from backend.environment.text2light.windows import Windows

pytestmark = pytest.mark.usefixtures("one_thread")


SIDE, HOLISTIC, ENTRIES = 4, 6, 24
WAYS = [(stride, wraps) for stride in (1, 2) for wraps in (False, True)]
SHAPES = [(4, 8), (8, 16), (7, 13)]


def sampler():
    """A random network whose tokens hang on everything it sees; in doubles, so that rounding decides nothing."""
    torch.manual_seed(1)
    network = TokenTransformer(TransformerConfig(entries=ENTRIES, places=18 + HOLISTIC + SIDE**2, layers=2, heads=4,
                                                 width=4 * SIDE**2))
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return network.double().eval()


def inputs(shape, batch=1):
    encoding = spherical.encoding(spherical.coordinates(*(16 * each for each in shape))).double()
    return torch.randint(ENTRIES, (batch, HOLISTIC), generator=torch.Generator().manual_seed(2)), encoding


def run(shape, stride, wraps, together, batch=1, seed=3, **more):
    return sample_detail(sampler(), *inputs(shape, batch), Windows(shape, SIDE, stride, wraps), together=together,
                         generator=torch.Generator().manual_seed(seed), **more)


@pytest.mark.parametrize(("stride", "wraps"), WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_many_at_once_are_the_tokens_of_one_after_the_other(shape, stride, wraps):
    together, alone = (run(shape, stride, wraps, each, batch=2) for each in (True, False))
    assert torch.equal(together, alone)
    assert together.unique().numel() > ENTRIES // 2
    assert not torch.equal(together, run(shape, stride, wraps, True, batch=2, seed=4))


def test_windows_that_cannot_be_kept_are_computed_again(monkeypatch):
    kept = run((8, 16), 2, True, True)
    monkeypatch.setattr(detail, "MOST_KEPT", 0)
    assert torch.equal(run((8, 16), 2, True, True), kept)


@pytest.mark.parametrize(("stride", "wraps"), WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_wave_needs_only_earlier_waves(shape, stride, wraps):
    windows = Windows(shape, SIDE, stride, wraps)
    seen: set[tuple[int, int]] = set()
    for wave in windows.waves:
        for row, column in wave:
            rows, columns = windows.covered(windows.corner(row, column))
            inside = [(int(r), int(c)) for r in rows for c in columns]
            number = windows.number(row, column)
            assert inside[number] == (row, column) and seen.issuperset(inside[:number])
        seen.update(wave)
    assert len(seen) == shape[0] * shape[1] == sum(map(len, windows.waves)) == windows.uses.total()


def test_published_windows_lie_about_their_place():
    windows = Windows((16, 32), 4, wraps=False)
    assert [windows.corner(row, 0)[0] for row in (0, 2, 8, 15)] == [0, 0, 6, 12]
    assert [windows.corner(0, column)[1] for column in (0, 2, 8, 31)] == [0, 0, 6, 28]


def test_rounds_of_the_published_size_take_a_fraction_of_the_passes():
    """A row follows the one above it at a distance, so rows are decided side by side."""
    for stride, wraps, most in ((1, False, 560), (8, True, 810)):
        assert len(Windows((32, 64), 16, stride, wraps).waves) <= most


@torch.no_grad()
def test_the_edges_of_the_map_are_seen_across():
    """A token beside the right edge hangs on those beyond it, and one on the left edge on those before it, where the
    published windows stop; no place hangs on what is not decided."""
    shape = (8, 16)
    network, (holistic, encoding) = sampler(), inputs(shape)
    tokens = torch.randint(ENTRIES, (1, *shape))

    def hangs(windows, place, other):
        changed = tokens.clone()
        changed[0, other[0], other[1]] = (changed[0, other[0], other[1]] + 1) % ENTRIES
        one, two = (detail_logits(network, holistic, encoding, each, windows, *place) for each in (tokens, changed))
        return not torch.equal(one, two)

    wrapped, published = Windows(shape, SIDE), Windows(shape, SIDE, wraps=False)
    assert hangs(wrapped, (3, 15), (2, 0)) and not hangs(published, (3, 15), (2, 0))
    assert hangs(wrapped, (3, 0), (3, 15)) and hangs(wrapped, (3, 0), (2, 15))
    assert not hangs(published, (3, 0), (3, 15))
    for windows in (wrapped, Windows(shape, SIDE, 2)):
        place = (4, windows.first(4))
        assert not hangs(windows, place, (4, (place[1] - 1) % 16)), "the row ends there"


def test_the_beginnings_of_rows_make_no_line():
    begins = [Windows((32, 64), 16).first(row) for row in range(32)]
    assert np.bincount(np.array(begins), minlength=64).max() == 4 and len(set(begins)) == 8


def test_progress_counts_places_and_ends_the_sampling():
    seen: list[tuple[int, int]] = []
    run((4, 8), 2, True, True, step=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (32, 32) and len(seen) < 32 and seen == sorted(seen)

    def stop(done, of):
        if done > 10:
            raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        run((4, 8), 2, True, True, step=stop)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_a_graphics_card_makes_the_same_tokens():
    network, (holistic, encoding) = sampler(), inputs((8, 16))
    for device in ("cpu", "cuda"):
        found = sample_detail(network.to(device), holistic.to(device), encoding.to(device), Windows((8, 16), SIDE, 2),
                              generator=torch.Generator().manual_seed(3)).cpu()
        assert torch.equal(found, run((8, 16), 2, True, False))
