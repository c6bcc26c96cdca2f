# SPDX-License-Identifier: GPL-3.0-or-later
"""Street furniture and buildings."""
