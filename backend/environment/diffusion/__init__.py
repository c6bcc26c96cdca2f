# SPDX-License-Identifier: GPL-3.0-or-later
"""Panoramas from published text-to-image networks, made to close on themselves."""
