# SPDX-License-Identifier: GPL-3.0-or-later
"""diffusers and transformers, imported so that nothing is fetched or reported, and torchvision cannot stop them."""

from __future__ import annotations

import importlib.util
import os
import warnings
from typing import Any

from backend.engine import Availability, EngineError

_NEEDED = ("diffusers", "transformers", "accelerate")
_REMEDY = 'Run: python -m pip install "troupe[diffusion]" with the Python of the backend.'
#: torch keeps only what is referred to.
_library: Any = None


def packages() -> Availability:
    """Whether they are installed. Cheap: nothing is imported."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        return Availability(ok=False, reason=f"{', '.join(missing)} is not installed.", remedy=_REMEDY)
    return Availability(ok=True)


def diffusers() -> Any:
    """The module. Raises :class:`EngineError` ("unavailable")."""
    state = packages()
    if not state.ok:
        raise EngineError(state.reason, state.remedy, "unavailable")
    # All files are on this machine: no library may look elsewhere, or tell anybody.
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DISABLE_TELEMETRY"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
    _without_operators()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import diffusers as module
            import transformers
    except Exception as error:  # a broken package may raise anything
        raise EngineError(f"diffusers cannot be imported: {error!s:.200}.", _REMEDY, "unavailable") from error
    module.utils.logging.set_verbosity_error()
    module.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    return module


def _without_operators() -> None:
    """Declare the operators that a torchvision made for CUDA misses beside a torch for the CPU.

    Its import fails for them, and with it those of transformers; nothing here ever calls them.
    """
    global _library
    import torch

    if _library is not None or torch.version.cuda is not None or importlib.util.find_spec("torchvision") is None:
        return
    try:
        import torchvision  # noqa: F401
        return
    except RuntimeError:
        _library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        try:
            _library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        except RuntimeError:
            continue
