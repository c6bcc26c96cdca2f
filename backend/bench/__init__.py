# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed. Run by ``troupe bench``; never part of a test."""
