# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatars: from a sentence to a shaped, dressed, rigged person."""
