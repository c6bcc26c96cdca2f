# SPDX-License-Identifier: GPL-3.0-or-later
"""A backend of no engines to speak of, and a client connected to it."""

import pytest
from toy_backend import ToyBackend

from protocol.client import Client


@pytest.fixture
def path(tmp_path):
    return tmp_path / "connection.json"


@pytest.fixture
def backend(path):
    with ToyBackend(path) as running:
        yield running


@pytest.fixture
def client(backend, path):
    with Client(path) as made:
        yield made.connect(5)
