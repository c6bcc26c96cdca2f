# SPDX-License-Identifier: GPL-3.0-or-later
"""Things that hold things: barrels, bottles, boxes."""
