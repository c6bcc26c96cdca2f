# SPDX-License-Identifier: GPL-3.0-or-later
"""Where torch's networks run. Imports torch only when it is asked."""

from __future__ import annotations

import sys


def best_device() -> str:
    """ "cuda" where there is a card that torch can use, else "cpu"."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def free_memory() -> None:
    """Give memory of networks that are gone back to the device."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
