# SPDX-License-Identifier: GPL-3.0-or-later
"""Rays through described places: a two-level hierarchy, surfaces, light."""
