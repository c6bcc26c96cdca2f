# SPDX-License-Identifier: GPL-3.0-or-later
"""What the motion engines make of held-out sentences: ``troupe bench motion-quality``.

Every engine stands beside rows that need no engine: the real clips, real clips with captions of others, the
training clip with the nearest caption, and a mean pose. Protocol and metrics: :mod:`backend.motion.evaluation`.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.engine import Engine, EngineError, Progress, discover
from backend.motion.evaluation.protocol import PHYSICAL, Maker, Protocol, Row, Take

if TYPE_CHECKING:
    from backend.motion.evaluation.makers import OfEngine

#: Metric -> (heading, digits, factor); arrows tell which way is better, none that near the real row is.
COLUMNS = {
    "r1": ("R@1 ↑", 3, 1.0), "r2": ("R@2 ↑", 3, 1.0), "r3": ("R@3 ↑", 3, 1.0), "fid": ("FID ↓", 3, 1.0),
    "mm_distance": ("MM-dist ↓", 3, 1.0), "diversity": ("Diversity", 3, 1.0), "mmodality": ("MModality", 3, 1.0)}
PHYSICAL_COLUMNS = {
    "score": ("Score ↑", 2, 1.0), "skate": ("Skate % ↓", 1, 100.0), "penetration": ("Sunk cm ↓", 1, 100.0),
    "floating": ("Floating cm ↓", 1, 100.0), "jerk": ("Jerk m/s³", 0, 1.0), "joint_limits": ("Joints % ↓", 1, 100.0),
    "self_intersection": ("Overlap % ↓", 1, 100.0)}
assert set(PHYSICAL_COLUMNS) == set(PHYSICAL)
#: Asked where they can run, as engine[:parameter=value][*N], of which the last is the best of N as
#: :mod:`backend.motion.ranking` ranks them. The embedded network also by itself, trying what it does not know.
DEFAULT = ("procedural", "script", "retrieval", "embedded:unknown=try", "embedded:unknown=try*4", "embedded*4")
_MOST = 32


@dataclass(frozen=True)
class Settings:
    """What decides the figures, besides data and weights."""

    split: str = "test"
    repeats: int = 20
    rounds: int = 1
    many: bool = True
    seed: int = 0


def measure(data: Path, engines: Sequence[str] | None = None, settings: Settings | None = None,
            progress: Progress | None = None) -> dict[str, Any]:
    """The report as plain JSON. Raises :class:`EngineError`."""
    from backend.motion.evaluation.evaluator import embedded
    from backend.motion.evaluation.makers import MeanPose, Nearest, library_of

    settings, progress = settings or Settings(), progress or Progress()
    if settings.split not in ("test", "val", "held-out"):
        raise EngineError(f"There is no split {settings.split!r}.", "Choose test, val or held-out.",
                          "invalid_parameter")
    answering = list(_engines(engines))
    judge = embedded("measuring")
    held, train = _takes(data, settings.split, progress.part(0.0, 0.15))
    mean = MeanPose(train)
    protocol = Protocol(judge, held, mean.still, repeats=settings.repeats, rounds=settings.rounds, seed=settings.seed)
    rows = [protocol.real_row(), protocol.unpaired_row("Real, training clips", train),
            protocol.random_caption_row()]
    seconds: dict[str, float] = {}
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="troupe-bench-"))
        if answering:
            # Engines may draw on the user's library: here it holds the training clips, on any computer.
            stack.enter_context(library_of(train, Path(scratch), progress.part(0.2, 0.3)))
        makers: list[tuple[Maker, bool]] = [(Nearest(train), False), (mean, False)]
        # Choosing among tries takes away what there is of variety: there its figure says nothing.
        makers += [(maker, settings.many and maker.tries == 1) for maker in answering]
        for number, (maker, many) in enumerate(makers):
            begun = time.perf_counter()
            part = progress.part(0.3 + 0.7 * number / len(makers), 0.3 + 0.7 * (number + 1) / len(makers))
            rows.append(protocol.judged(maker, part, many=many))
            seconds[maker.name] = time.perf_counter() - begun
    progress.update(1.0, "Done")
    return {"evaluator": judge.version, "split": settings.split, "clips": len(held), "sentences": len(protocol.asks),
            "repeats": settings.repeats, "rounds": settings.rounds, "seed": settings.seed,
            "rows": [_told(row) | {"seconds": round(seconds.get(row.name, 0.0), 2)} for row in rows],
            "notes": notes(len(protocol.asks), rows[0].pool)}


def notes(sentences: int, pool: int) -> list[str]:
    """What has to be known to read the figures."""
    return [
        "Own evaluator, own data: never to be compared with published figures.",
        f"R-precision in pools of {pool} sentences with different words; chance is {1 / pool:.3f}, {2 / pool:.3f}, "
        f"{3 / pool:.3f}.",
        f"FID of {sentences} motions a side is biased upwards; 'Real, training clips' shows how far apart two sets of "
        "real motion are in it.",
        "Nearest training clip, and retrieval, show clips that the evaluator has learnt with their captions: it knows "
        "them better than those of the row Real.",
        "Intervals: 95 % over repeats, which tell how much is luck of pools, windows and seeds, not how other held-out "
        "clips would do (physical measures: over clips).",
        "Best of N is ranked by another network than the one that measures, trained on the same clips.",
    ]


def _takes(data: Path, split: str, progress: Progress) -> tuple[list[Take], list[Take]]:
    from backend.training.motion.data import takes

    held = [take for each in (("test", "val") if split == "held-out" else (split,))
            for take in takes(data, each, progress.part(0.0, 0.3))]
    return held, takes(data, "train", progress.part(0.3, 1.0))


def _engines(wanted: Sequence[str] | None) -> Iterator[OfEngine]:
    """Those asked for, or all that can run here."""
    from backend.motion.evaluation.makers import OfEngine

    known, _ = discover()
    known = {name: engine for name, engine in known.items() if engine.modality == "motion"}
    made: dict[str, Engine] = {}
    for asked in DEFAULT if wanted is None else wanted:
        named, _, number = asked.partition("*")
        name, _, settings = named.partition(":")
        if name == "none":
            continue
        if name not in known:
            if wanted is None:
                continue
            raise EngineError(f"There is no motion engine {name!r}.", f"There is: {', '.join(known)}.",
                              "unknown_engine")
        if (number or "*" in asked) and not (number.isdecimal() and 1 <= int(number) <= _MOST):
            raise EngineError(f"{asked} is no number of tries.", f"Write {name}*N with N of 1 to {_MOST}.",
                              "invalid_parameter")
        parameters = dict(_setting(each) for each in settings.split(";") if each)
        known[name].complete(parameters)
        state = known[name].availability()
        # Retrieval wants a library, and is lent one.
        if not state.ok and name != "retrieval":
            if wanted is None:
                continue
            raise EngineError(f"{name} cannot run here: {state.reason}", state.remedy, "unavailable")
        # One engine for all its rows: it keeps its networks.
        engine = made.setdefault(name, known[name]())
        title = f"{name} ({settings})" if settings else name
        yield OfEngine(engine, f"{title}, best of {number}" if number else title, parameters, int(number or 1))


def _setting(text: str) -> tuple[str, Any]:
    """"name=value", numbers and true and false as such."""
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _told(row: Row) -> dict[str, Any]:
    figures = {name: {"mean": round(each.mean, 5), "half": round(each.half, 5)} for name, each in row.figures.items()}
    return {"name": row.name, "made": round(row.made, 4), "motions": row.motions, "pool": row.pool, "note": row.note,
            "figures": figures}


def as_text(report: dict[str, Any]) -> str:
    """The JSON of a report."""
    return json.dumps(report, indent=2, allow_nan=False) + "\n"


def show(report: dict[str, Any]) -> None:
    """Two tables on stdout: what is said, and what a viewer would notice."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    # Narrower than this the figures would be cut.
    console = Console(width=max(Console().width, 148))
    console.print(f"{report['sentences']} sentences of {report['clips']} clips ({report['split']}), "
                  f"{report['repeats']} repeats, evaluator {report['evaluator']}", highlight=False)
    for title, columns in (("What the motions say", COLUMNS), ("What a viewer would notice", PHYSICAL_COLUMNS)):
        table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1))
        for number, heading in enumerate(["", *(heading for heading, _, _ in columns.values()), "Made"]):
            table.add_column(heading, no_wrap=True, justify="right" if number else "left")
        for row in report["rows"]:
            cells = [_cell(row["figures"].get(name), digits, factor)
                     for name, (_, digits, factor) in columns.items()]
            table.add_row(row["name"], *cells, f"{row['made']:.0%}")
        console.print(table)
    for note in [*(f"{row['name']}: {row['note']}" for row in report["rows"] if row["note"]), *report["notes"]]:
        console.print(f"- {note}", highlight=False, markup=False)


def _cell(figure: dict[str, float] | None, digits: int, factor: float) -> str:
    if figure is None:
        return "-"
    return f"{figure['mean'] * factor:.{digits}f} ±{figure['half'] * factor:.{digits}f}"
