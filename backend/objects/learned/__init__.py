# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects from networks whose weights the user brings: what such engines share, and each of them."""
