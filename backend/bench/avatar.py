# SPDX-License-Identifier: GPL-3.0-or-later
"""The stages of an avatar: reading a description, shaping and dressing a person, and changing the clothes.

Everything is warm, as in a backend that has made such a person before; cutting the sewing patterns anew every time is
what the kept ones are compared with.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from backend.engine import Progress

PROMPT = "a tall businesswoman in a navy suit with a white shirt, black shoes and glasses"
OTHER = "a woman in a red floral dress, a beige cardigan and sneakers"
#: Descriptions for reading: short, usual and long.
READ = ("a man", PROMPT, "an elderly Japanese fisherman of 1.62 m with a short white beard, wearing a worn yellow "
        "raincoat over a striped navy sweater, brown corduroy trousers, rubber boots and a knitted cap")


def measure(rounds: int = 3) -> dict[str, float]:
    """Seconds of each stage (best of ``rounds``; ``read_s`` the slowest of :data:`READ`), and ``ratio``: how many times
    as long changing clothes takes where every pattern is cut anew."""
    from backend.avatar import patterns, unwrap
    from backend.avatar.person import Options, build
    from backend.avatar.reading import read
    from backend.avatar.resolve import resolve
    from backend.avatar.spec import from_json

    def best(work: Callable[[], object], times: int = rounds) -> float:
        seconds = []
        for _ in range(times):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
        return min(seconds)

    person, _ = resolve(from_json(read(PROMPT).spec), 1)
    other = replace(person, outfit=resolve(from_json(read(OTHER).spec), 1)[0].outfit)
    build(person, Options(), 1, Progress())

    def redress() -> None:
        build(other, Options(only=frozenset(("clothes",))), 1, Progress())

    def anew() -> None:
        patterns.pattern.cache_clear()
        unwrap.forget()
        redress()

    cold, warm = best(anew, 1), best(redress)
    return {"read_s": max(best(lambda text=text: read(text)) for text in READ),  # type: ignore[misc]
            "avatar_s": best(lambda: build(person, Options(), 1, Progress())), "redress_s": warm,
            "ratio": cold / warm}
