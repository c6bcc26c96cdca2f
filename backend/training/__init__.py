# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts that made each set of weights that ships with Troupe, to repeat or to extend with one's own data."""
