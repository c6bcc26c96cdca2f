# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks that see a picture as a ring: convolutions that pad left and right from the other side, and tokens with
the columns of the other side beside them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

#: Columns of tokens repeated beyond each edge.
BEYOND = 3
#: Share of the width that the ring is turned by from call to call: no column stays at the edge.
_TURN = 0.381966


@contextlib.contextmanager
def circular(*networks: nn.Module) -> Iterator[None]:
    """Within, every 2-D convolution of ``networks`` takes what it pads left and right from the other side; above and
    below stay as they were learnt."""
    changed = []
    for network in networks:
        for layer in network.modules():
            if isinstance(layer, nn.Conv2d) and isinstance(layer.padding, tuple) and layer.padding[1] > 0 \
                    and layer.padding_mode == "zeros":
                layer._conv_forward = _around(layer)  # type: ignore[method-assign]
                changed.append(layer)
    try:
        yield
    finally:
        for layer in changed:
            del layer._conv_forward


def _around(layer: nn.Conv2d) -> Any:
    above, beside = int(layer.padding[0]), int(layer.padding[1])

    def convolved(values: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        wide = functional.pad(values, (beside, beside, 0, 0), mode="circular")
        return functional.conv2d(wide, weight, bias, layer.stride, (above, 0), layer.dilation, layer.groups)
    return convolved


@contextlib.contextmanager
def wrapped(transformer: nn.Module, rows: int, columns: int, learnt: bool = False) -> Iterator[None]:
    """Within, a transformer over ``rows`` x ``columns`` tokens of a picture (as FLUX's) sees them as a ring.

    Before each call the ring is turned, and the columns of the other side are set beside each edge, at places that go
    on beyond it, or with ``learnt`` at their own, which is how LoRAs for panoramas were trained; then both is undone.
    """
    beyond, call = min(BEYOND, columns), 0
    turned = 0

    def before(module: nn.Module, inputs: tuple, named: dict[str, Any]) -> tuple[tuple, dict[str, Any]]:
        nonlocal call, turned
        turned = int(columns * (call * _TURN % 1.0))
        call += 1
        tokens, places = named["hidden_states"], named["img_ids"]
        grid = tokens.unflatten(1, (rows, columns)).roll(turned, 2)
        named["hidden_states"] = torch.cat([grid[:, :, -beyond:], grid, grid[:, :, :beyond]], 2).flatten(1, 2)
        at = places.unflatten(-2, (rows, columns))
        left, right = at[..., -beyond:, :].clone(), at[..., :beyond, :].clone()
        if not learnt:
            left[..., 2] -= columns
            right[..., 2] += columns
        named["img_ids"] = torch.cat([left, at, right], -2).flatten(-3, -2)
        return inputs, named

    def after(module: nn.Module, inputs: tuple, named: dict[str, Any], made: Any) -> Any:
        sample = made[0] if isinstance(made, tuple) else made.sample
        grid = sample.unflatten(1, (rows, columns + 2 * beyond))[:, :, beyond:-beyond].roll(-turned, 2).flatten(1, 2)
        if isinstance(made, tuple):
            return (grid, *made[1:])
        made.sample = grid
        return made
    hooks = [transformer.register_forward_pre_hook(before, with_kwargs=True),
             transformer.register_forward_hook(after, with_kwargs=True)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
