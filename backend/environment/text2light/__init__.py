# SPDX-License-Identifier: GPL-3.0-or-later
"""Text2Light: text to HDR panoramas, after Z. Chen, G. Wang & Z. Liu, ACM TOG 2022."""
