# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing of clips: every function takes a clip and returns another one."""
