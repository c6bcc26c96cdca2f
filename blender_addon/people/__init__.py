# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatars that are there already: their spec as fields, locks, mixes and crowds."""
