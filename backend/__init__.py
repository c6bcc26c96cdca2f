# SPDX-License-Identifier: GPL-3.0-or-later
"""The Troupe backend: understands a prompt, generates assets, serves them to Blender."""

__version__ = "0.1.0"
