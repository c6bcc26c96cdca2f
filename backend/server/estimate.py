# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a job will still take, from the fractions it has reported."""

from __future__ import annotations

import time
from collections.abc import Callable


class Estimate:
    """Smoothed time to completion.

    The speed (fraction a second) is an average over the reports in which a report counts by the
    time it covers and fades over ``memory`` seconds: it follows a change of pace without jumping.
    """

    def __init__(self, memory: float = 8.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._memory = memory
        self._clock = clock
        self._time = clock()
        self._fraction = 0.0
        self._done = 0.0
        self._spent = 0.0

    def update(self, fraction: float) -> float | None:
        """Seconds left once ``fraction`` (0..1) is done, or None while there is nothing to go by."""
        now = self._clock()
        span, gain = now - self._time, fraction - self._fraction
        if span > 0 and gain >= 0:
            fade = 0.5 ** (span / self._memory)
            self._done = self._done * fade + gain
            self._spent = self._spent * fade + span
            self._time, self._fraction = now, fraction
        if self._done <= 0 or fraction <= 0 or self._spent < 0.05:
            return None
        return max(0.0, (1.0 - fraction) * self._spent / self._done)
