# SPDX-License-Identifier: GPL-3.0-or-later
"""The parametric human body: shape from measures, rigs, weights and face shapes."""
