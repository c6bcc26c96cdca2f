# SPDX-License-Identifier: GPL-3.0-or-later
"""Armatures of every kind: which bone plays which joint, and what stands in the way of moving it."""
