# SPDX-License-Identifier: GPL-3.0-or-later
"""Text to objects: the parametric library and what it is built from."""
