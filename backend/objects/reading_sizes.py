# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures and words of size in a prompt."""

from __future__ import annotations

from backend.engine import EngineError
from backend.language.text import Reading
from backend.objects.families import Family
from backend.objects.words import DIMENSIONS, LARGEST, SCALES, SMALLEST, STRETCHES


def read_sizes(reading: Reading, measures, family: Family, spec: dict, assumptions: list[str]) -> None:
    free = [name for name in (family.principal, "width", "depth", "height")]
    free = list(dict.fromkeys(free))
    for measure in measures:
        if measure.unit != "m":
            assumptions.append(f"“{' '.join(t.text for t in reading.tokens[measure.start:measure.end])}” "
                               "is no size of an object and was left out.")
            continue
        if not SMALLEST <= measure.value <= LARGEST:
            raise EngineError(f"{measure.value:g} m is no size for a {family.name}.",
                              f"Ask for {SMALLEST * 100:g} cm to {LARGEST:g} m.", "invalid_size")
        name = None
        after = range(measure.end, min(measure.end + 3, len(reading.tokens)))
        ahead = range(measure.start - 1, max(measure.start - 4, -1), -1)
        for index in (*after, *ahead):
            word = reading.tokens[index].key
            if word in DIMENSIONS and not reading.consumed[index]:
                name = DIMENSIONS[word]
                reading.consume(index, index + 1)
                break
            if not reading.tokens[index].is_word or word == "and":
                if index >= measure.end:
                    continue
                break
        if name is None:
            open_names = [each for each in free if each not in spec["size"]]
            name = open_names[0] if open_names else family.principal
            assumptions.append(f"{measure.value * 100:g} cm is taken as the {name}.")
        spec["size"][name] = float(measure.value)


def read_scales(reading: Reading, spec: dict) -> None:
    for match in reading.find(SCALES):
        if not match.negated:
            spec["scale"] *= match.value ** match.degree
    for hit in reading.find(STRETCHES):
        name, factor = hit.value
        if not hit.negated:
            spec["stretch"][name] = spec["stretch"].get(name, 1.0) * factor ** hit.degree
    spec["scale"] = float(min(max(spec["scale"], 0.2), 4.0))
    spec["stretch"] = {name: float(min(max(factor, 0.5), 2.0)) for name, factor in spec["stretch"].items()}
