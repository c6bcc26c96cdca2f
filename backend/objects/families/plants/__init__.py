# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants, trees and rocks."""
