# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m backend.cli`` is the ``troupe`` command."""

from backend.cli import main

main()
