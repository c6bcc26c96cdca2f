# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of the sizes that a checkpoint's shapes tell, filled with its tensors."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from backend.engine import EngineError
from backend.weights.inert import load_tensors

if TYPE_CHECKING:
    from torch import Tensor, nn

    N = TypeVar("N", bound=nn.Module)

_MAXIMUM_LAYERS, _MAXIMUM_WIDTH, _MAXIMUM_SIZE = 64, 8192, 200_000


def bad_weights(path: Path, reason: str) -> EngineError:
    """The error for a file that does not hold what is wanted."""
    return EngineError(f"{path.name} does not hold the weights that were expected: {reason}.",
                       "Download the official checkpoint again and name that file.", "bad_weights")


def read_state(path: str | Path, within: tuple[str, ...] = ("state_dict",)) -> dict[str, Tensor]:
    """The tensors of a network in a checkpoint, as float32 where they are numbers with a point.

    They lie under the first of the keys ``within`` that is there, else at the top. Raises :class:`EngineError`
    (``bad_weights``).
    """
    import torch

    path = Path(path)
    content: Any = load_tensors(path)
    for key in within:
        if isinstance(content.get(key), dict):
            content = content[key]
            break
    state = {}
    for key, value in content.items():
        if not isinstance(key, str) or not isinstance(value, torch.Tensor):
            raise bad_weights(path, f"{key!s:.100} is no tensor")
        if value.is_floating_point():
            if not torch.isfinite(value).all():
                raise bad_weights(path, f"{key} holds values that are not finite")
            value = value.float()
        state[key] = value
    if not state:
        raise bad_weights(path, "it holds no state of a network")
    return state


def below(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The part of a state whose names begin with ``prefix``, without it."""
    return {name[len(prefix):]: value for name, value in state.items() if name.startswith(prefix)}


class Sizes:
    """Reads sizes off the shapes in a state, and refuses those no network has."""

    def __init__(self, state: dict[str, Tensor], path: Path) -> None:
        self._state, self._path = state, path

    def shape(self, name: str, dimensions: int) -> tuple[int, ...]:
        """The shape of a tensor that must be there, of so many dimensions."""
        tensor = self._state.get(name)
        if tensor is None:
            raise bad_weights(self._path, f"it has no {name}")
        if tensor.ndim != dimensions or max(tensor.shape) > _MAXIMUM_SIZE or min(tensor.shape) < 1:
            raise bad_weights(self._path, f"{name} has the shape {tuple(tensor.shape)}")
        return tuple(tensor.shape)

    def count(self, prefix: str) -> int:
        """How many modules of a list there are."""
        pattern = re.compile(re.escape(prefix) + r"\.(\d+)\.")
        numbers = {int(found[1]) for name in self._state if (found := pattern.match(name))}
        if not 1 <= len(numbers) <= _MAXIMUM_LAYERS or numbers != set(range(len(numbers))):
            raise bad_weights(self._path, f"it has no whole list of {prefix}")
        return len(numbers)

    def divisible(self, width: int, heads: int) -> None:
        """Raise unless attention of ``width`` can have ``heads`` heads."""
        if width % heads or width > _MAXIMUM_WIDTH:
            raise bad_weights(self._path, f"its width {width} is not that of {heads} heads")


def filled(make: Callable[[], N], state: dict[str, Tensor], path: Path) -> N:
    """The network that ``make`` makes, holding ``state``, for inference only. Raises :class:`EngineError`."""
    import torch

    # Made without memory: the tensors of the file become its own.
    with torch.device("meta"):
        network = make()
    try:
        network.load_state_dict(state, strict=True, assign=True)
    except RuntimeError as error:
        lines = [line.strip() for line in str(error).splitlines()[1:]] or [str(error)]
        raise bad_weights(path, f"{lines[0]:.300}") from error
    return network.eval().requires_grad_(False)
