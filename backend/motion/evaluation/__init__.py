# SPDX-License-Identifier: GPL-3.0-or-later
"""How well a motion says what a sentence says, and how motions of one kind compare with those of another."""
