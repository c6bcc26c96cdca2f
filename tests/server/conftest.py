# SPDX-License-Identifier: GPL-3.0-or-later
"""Backends as processes of their own, with real workers and a third party's engines."""

from __future__ import annotations

import pytest
from backend_process import Backend, install_engines


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder with the sample engines installed."""
    folder = tmp_path_factory.mktemp("site")
    install_engines(folder)
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory, site):
    """A backend for tests that neither break nor configure it."""
    with Backend(tmp_path_factory.mktemp("shared"), site, grace_seconds=1.0) as running:
        running.client().close()  # it is ready
        yield running


@pytest.fixture
def backend(tmp_path, site):
    """A backend of the test's own, not started yet."""
    made = Backend(tmp_path, site, grace_seconds=1.0)
    yield made
    made.__exit__()


@pytest.fixture
def client(shared):
    """A client of the shared backend."""
    with shared.client() as connected:
        yield connected
