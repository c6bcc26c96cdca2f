# SPDX-License-Identifier: GPL-3.0-or-later
"""Worn things: shoes, hats, bags."""
