# SPDX-License-Identifier: GPL-3.0-or-later
"""Things that stand about: vases, candles, books, clocks, statues."""
