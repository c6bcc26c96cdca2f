# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of all tests. Nothing is imported here that an environment may lack: those of Blender have no torch."""

import pytest


@pytest.fixture
def one_thread():
    """PyTorch on one thread and from the same seed: figures that do not depend on the machine or on other tests."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(before)
