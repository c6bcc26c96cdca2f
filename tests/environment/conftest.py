# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the tests of environments."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def kernels(shared_home):
    """Kernels that are compiled for one module, or in one process, serve the others. They are written when Taichi
    stops."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TROUPE_HOME", str(shared_home))
        yield
        from backend.environment import device

        device.stop()
