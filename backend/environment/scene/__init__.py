# SPDX-License-Identifier: GPL-3.0-or-later
"""Places as shapes: rooms, halls, streets, plants, and the land they stand on."""
