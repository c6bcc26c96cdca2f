# SPDX-License-Identifier: GPL-3.0-or-later
"""A LoRA in a safetensors file into the networks of a pipeline: W + s B A (E. Hu et al., 2021), once, for good.

Both spellings of diffusers are known: ``transformer.<layer>.lora_A.weight`` and ``unet.<layer>.lora.down.weight``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from backend.engine import EngineError

_HALF = re.compile(r"(?P<layer>.+?)\.(?:lora_(?P<new>[AB])|lora[._](?P<old>down|up))(?:\.default)?\.weight$")


def merge(pipeline: Any, path: Path, strength: float = 1.0) -> int:
    """Add the LoRA in ``path`` to ``pipeline`` and return how many layers it changed.

    Raises :class:`EngineError` ("bad_weights") for a file that cannot be read or is of another network.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        state = load_file(path)
    except (OSError, SafetensorError) as error:
        raise _bad(path, f"it cannot be read ({error!s:.100})") from error
    halves: dict[str, dict[str, Any]] = {}
    for name, value in state.items():
        if found := _HALF.match(name):
            side = "A" if found["new"] == "A" or found["old"] == "down" else "B"
            halves.setdefault(found["layer"], {})[side] = value
        elif name.endswith(".alpha"):
            halves.setdefault(name.removesuffix(".alpha"), {})["alpha"] = value
    changed = 0
    with torch.no_grad():
        for layer, parts in halves.items():
            if not {"A", "B"} <= set(parts):
                raise _bad(path, f"{layer:.100} has one half only")
            down, up = parts["A"].float(), parts["B"].float()
            weight = _weight(pipeline, layer, path)
            added = up.flatten(1) @ down.flatten(1) if down.shape[0] == up.shape[1] else None
            if added is None or added.numel() != weight.numel() or not torch.isfinite(added).all():
                raise _bad(path, f"{layer:.100} does not fit")
            scale = strength * (float(parts["alpha"]) / down.shape[0] if "alpha" in parts else 1.0)
            weight += (scale * added).reshape(weight.shape).to(weight.device, weight.dtype)
            changed += 1
    if not changed:
        raise _bad(path, "it holds no LoRA in the layout of diffusers")
    return changed


def _weight(pipeline: Any, layer: str, path: Path) -> Any:
    part, _, inside = layer.partition(".")
    network = pipeline.components.get(part)
    if network is None or not hasattr(network, "get_submodule"):
        raise _bad(path, f"it is for a network {part:.60}, which this model has not")
    # Older files name the processor of an attention in between.
    inside = re.sub(r"\.processor\.to_(q|k|v|out)_lora$", lambda found: f".to_{found[1]}", f"{inside}")
    inside = re.sub(r"\.to_out$", ".to_out.0", inside)
    try:
        return network.get_submodule(inside).weight
    except AttributeError as error:
        raise _bad(path, f"the model has no layer {inside:.100}") from error


def _bad(path: Path, reason: str) -> EngineError:
    return EngineError(f"{path.name} is no LoRA for this model: {reason}.",
                       "Use one made for it, or take the file away.", "bad_weights")
