# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparison with numbers computed by the published implementations: ``python -m tests.parity DIR...``."""
