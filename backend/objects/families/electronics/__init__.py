# SPDX-License-Identifier: GPL-3.0-or-later
"""Electric and electronic things."""
