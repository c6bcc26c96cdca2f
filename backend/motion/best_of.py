# SPDX-License-Identifier: GPL-3.0-or-later
"""The best of several motions for one request: each made from a seed of its own, ranked by what it says and by its
faults (:mod:`backend.motion.ranking`). The first is the one that is made without choosing, so choosing never loses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from backend.engine import Parameter, Progress
from backend.motion.ranking import Ranking, rank

if TYPE_CHECKING:
    from backend.motion.clip import Clip

Made = TypeVar("Made")
#: Candidates at most, and the largest seed.
MOST, _LAST_SEED = 16, 2**31 - 1


def parameter(default: int = 1) -> Parameter:
    """How an engine declares that it can choose."""
    return Parameter(name="candidates", type="int", default=default, minimum=1, maximum=MOST, title="Candidates",
                     advanced=True, help="How many are made to choose the best from by words and faults; takes as many "
                                         "times as long")


def seeds(seed: int, count: int) -> list[int]:
    """``count`` different seeds, ``seed`` the first; those of neighbouring seeds share none but by chance."""
    found = [seed]
    draws = np.random.default_rng(seed)
    while len(found) < count:
        drawn = int(draws.integers(_LAST_SEED + 1))
        if drawn not in found:
            found.append(drawn)
    return found


def best_by_seed(seed: int, count: int, prompt: str, make: Callable[[int, Progress], Made],
                 clip: Callable[[Made], Clip], progress: Progress) -> tuple[Made, list[str]]:
    """(the best of ``count`` that ``make`` makes from a seed, sentences for the user about the choice)."""
    if count <= 1:
        return make(seed, progress), []
    made: list[Made] = []
    tried = seeds(seed, count)
    for number, each in enumerate(tried):
        made.append(make(each, progress.part(0.95 * number / count, 0.95 * (number + 1) / count)))
    progress.update(0.95, f"Choosing among {count}")
    return choose(made, prompt, clip, lambda index: f"the seed {tried[index]}",
                  "That seed with a single candidate makes it again.")


def choose(made: Sequence[Made], prompt: str, clip: Callable[[Made], Clip], named: Callable[[int], str],
           again: str = "", weights: Sequence[float] | None = None) -> tuple[Made, list[str]]:
    """(the best of ``made``, sentences for the user about the choice); ``named`` says which one it is by its place.
    ``weights`` multiply what each is worth. Of a single one nothing is said."""
    if len(made) < 2:
        return made[0], []
    ranking = rank([clip(each) for each in made], prompt)
    if weights is not None:
        worth = [each.combined * weight for each, weight in zip(ranking.candidates, weights)]
        ranking = replace(ranking, order=tuple(sorted(ranking.order, key=lambda index: -worth[index])))
    best = ranking.order[0]
    return made[best], told(ranking, named(best), again)


def told(ranking: Ranking, chosen: str, again: str = "") -> list[str]:
    """What was chosen, and by how much, in sentences for the user."""
    best = ranking.best
    others = ", ".join(f"{ranking.candidates[index].combined:.3f}" for index in ranking.order[1:])
    said = "" if best.agreement is None else f"fits the words by {best.agreement:.2f}, "
    sentence = (f"The best of {len(ranking.order)} candidates: {chosen} ({said}freedom from faults "
                f"{best.physical:.3f}; in all {best.combined:.3f}, the others {others}).")
    return [f"{sentence} {again}".strip(), *([ranking.notice] if ranking.notice else [])]

