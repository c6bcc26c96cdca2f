# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of all tests. Nothing is imported here that an environment may lack: those of Blender have no torch."""

import os

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


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory):
    """A TROUPE_HOME for all tests of a run: what is compiled for one, in whichever process, serves the others."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared-home"
    home.mkdir(exist_ok=True)
    return home
