# SPDX-License-Identifier: GPL-3.0-or-later
"""The local sampler: detail of a holistic panorama, token by token through sliding windows, many at a time."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from backend.environment.text2light.samplers import Step
from backend.environment.text2light.transformer import Sequence, TokenTransformer, draw, uniforms
from backend.environment.text2light.windows import Place, Windows

#: Bytes of keys and values that are kept of windows which will be used again.
MOST_KEPT = 3 << 30


@torch.no_grad()
def sample_detail(network: TokenTransformer, holistic: Tensor, encoding: Tensor, windows: Windows, *,
                  together: bool = True, best: int | None = 100, temperature: float = 1.0,
                  generator: torch.Generator | None = None, step: Step | None = None) -> Tensor:
    """Tokens (B, H, W) in ``windows``, from ``holistic`` (B, N) tokens and the ``encoding`` (18, 2 H, 2 W) of the whole
    panorama.

    Every place has a random number of its own from ``generator`` (on the CPU), so that the order does not matter:
    ``together`` decides what is independent in one pass and computes nothing of a window twice; without it each place
    has a pass over its whole window, one after the other, to the same tokens.
    """
    height, width = windows.shape
    chances = uniforms((len(holistic), height, width), generator)
    found = torch.zeros(len(holistic), height, width, dtype=torch.long)
    order = windows.waves if together else [[place] for row in range(height) for place in windows.row_order(row)]
    deciding = _Remembering(network, holistic, encoding, windows) if together else None
    done = 0
    for places in order:
        if deciding is None:
            logits = detail_logits(network, holistic, encoding, found.to(holistic.device), windows, *places[0])[:, None]
        else:
            logits = deciding(found, places)
        rows, columns = (list(each) for each in zip(*places))
        found[:, rows, columns] = draw(logits, best, temperature, chances[:, rows, columns]).cpu()
        done += len(places)
        if step is not None:
            step(done, height * width)
    return found.to(holistic.device)


def detail_logits(network: TokenTransformer, holistic: Tensor, encoding: Tensor, found: Tensor, windows: Windows,
                  row: int, column: int) -> Tensor:
    """Logits (B, entries) of one place of ``found`` (B, H, W), of which what comes before it in its window counts."""
    corner = windows.corner(row, column)
    # What comes after the place cannot be seen from it, and need not be computed.
    tokens = _tokens(found, windows, corner)[:, :windows.number(row, column)]
    prefix = _prefix(encoding, windows, corner).expand(len(found), -1, -1)
    logits: Tensor = network(torch.cat([holistic, tokens], 1), prefix)[:, -1]
    return logits


def _tokens(found: Tensor, windows: Windows, corner: Place) -> Tensor:
    """Tokens (B, side^2) of ``found`` (B, H, W) in a window."""
    rows, columns = (torch.from_numpy(each) for each in windows.covered(corner))
    return found[:, rows][:, :, columns].flatten(1)


def _prefix(encoding: Tensor, windows: Windows, corner: Place) -> Tensor:
    """The spherical encoding (1, 18, 4 side^2) of a window."""
    rows, columns = (torch.stack([2 * each, 2 * each + 1], 1).flatten()
                     for each in map(torch.from_numpy, windows.covered(corner)))
    return encoding[:, rows][:, :, columns].flatten(1)[None]


class _Remembering:
    """Logits of places, with the keys and values of windows kept for as long as places are decided in them."""

    def __init__(self, network: TokenTransformer, holistic: Tensor, encoding: Tensor, windows: Windows) -> None:
        self._network, self._holistic, self._encoding, self._windows = network, holistic, encoding, windows
        self._left = windows.uses.copy()
        self._kept: dict[Place, list[Sequence]] = {}
        self._most = MOST_KEPT // max(1, len(holistic) * network.bytes_kept())

    def __call__(self, found: Tensor, places: list[Place]) -> Tensor:
        """(B, places, entries) of places that do not see one another."""
        rows, inputs = [], []
        for place in places:
            corner = self._windows.corner(*place)
            sequences = self._kept.get(corner) or [self._network.sequence() for _ in self._holistic]
            known = torch.cat([self._holistic, _tokens(found, self._windows, corner).to(self._holistic.device)], 1)
            end = self._holistic.shape[1] + self._windows.number(*place)
            for sequence, tokens in zip(sequences, known):
                begun = not sequence.length
                prefix = _prefix(self._encoding, self._windows, corner)[0] if begun else None
                start = 0 if begun else sequence.length - self._encoding.shape[0]
                inputs.append(self._network.embedded(tokens[start:end], prefix))
            rows.append(sequences)
            self._left[corner] -= 1
            if not self._left[corner]:
                self._kept.pop(corner, None)
            elif len(self._kept) < self._most:
                self._kept[corner] = sequences
        logits = self._network.extend(inputs, list(itertools.chain.from_iterable(rows)))
        return logits.unflatten(0, (len(places), -1)).transpose(0, 1)
