# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of what the labelled descriptions say is read: ``python -m tests.avatar.accuracy`` prints a table."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

import numpy as np

from backend.avatar import lexicon, reading, resolve
from backend.avatar.spec import Person, from_json
from backend.body import anthropometry
from backend.language.colors import COLORS, modify, to_oklab

from .labelled_prompts import prompts

ANCESTRY = ("african", "asian", "caucasian")
BMI = {"thin": (10, 20.5), "usual": (20, 25.5), "heavy": (25, 34), "fat": (32, 60)}


def close(color: Any, name: str, table: dict[str, Any] | None = None) -> bool:
    """Whether a linear colour looks like the named one."""
    if color is None:
        return False
    words = name.split("_")
    expected = (table or {}).get(" ".join(words))
    if expected is None:
        plain = COLORS.get(" ".join(words))
        expected = plain or modify(COLORS[words[-1]], words[0])
    return float(np.linalg.norm(to_oklab(color) - to_oklab(expected))) < 0.12


def height_is(person: Person, label: str) -> bool:
    share = person.height_m / anthropometry.median_height(person.age_years, person.gender)
    ranges = {"tall": (1.04, 9), "short": (0, 0.96), "usual": (0.95, 1.05)}
    if label in ranges:
        return ranges[label][0] <= share <= ranges[label][1]
    return abs(person.height_m - float(label)) < 0.006


def bmi_is(person: Person, label: str) -> bool:
    if label not in BMI:
        return abs(person.bmi - float(label)) < 0.2
    scale = anthropometry.median_bmi(person.age_years) / anthropometry.median_bmi(30)
    return BMI[label][0] * scale <= person.bmi <= BMI[label][1] * max(scale, 1.0)


def ancestry_is(shares: tuple[float, float, float] | None, label: str) -> bool:
    if shares is None:
        return False
    top = int(np.argmax(shares))
    return max(shares) < 0.9 if label == "mixed" else ANCESTRY[top] == label and max(shares) > 0.8


def worn(spec: Any, label: str) -> bool:
    kind, *rest = label.split("/")
    for garment in spec.outfit:
        if garment.kind == kind and all(
                getattr(garment, key) == value if value else close(garment.color, key)
                for key, _, value in (each.partition(":") for each in rest)):
            return True
    return False


def right(key: str, value: str, understood: Any, spec: Any, person: Person) -> bool:
    """Whether one label is met."""
    if key == "age":
        low, high = map(float, value.split("-"))
        return low <= person.age_years <= high
    if key == "local":
        return spec.local.get(value[1:], 0.0) * (1 if value[0] == "+" else -1) > 0.1
    if key == "has":
        kind, _, color = value.partition("/")
        things = [each for each in spec.accessories if each.kind == kind or each.kind.endswith(f"_{kind}")]
        return any(not color or close(each.color, color) for each in things)
    if key == "beard":
        wanted = {"yes": spec.beard > 0, "no": person.beard == 0, "long": spec.beard > 0.9,
                  "short": 0.3 < spec.beard < 0.7, "full": spec.beard > 0.7}
        return wanted.get(value, spec.beard > 0 and spec.beard_style == value)
    return {
        "gender": lambda: spec.gender is not None and (spec.gender < 0.5) == (value == "m"),
        "height": lambda: height_is(person, value), "bmi": lambda: bmi_is(person, value),
        "muscle": lambda: spec.muscle > 0.6 if value == "high" else spec.muscle < 0.4,
        "ancestry": lambda: ancestry_is(spec.ancestry, value),
        "skin": lambda: close(spec.skin_color, value, lexicon.SKIN_COLORS),
        "eyes": lambda: close(spec.eye_color, value, lexicon.EYE_COLORS),
        "hair": lambda: close(spec.hair_color, value, lexicon.HAIR_COLORS),
        "style": lambda: spec.hair_style == value, "texture": lambda: spec.hair_texture == value,
        "brows": lambda: spec.brows > 0.6 if value == "thick" else spec.brows < 0.4,
        "wear": lambda: worn(spec, value), "not": lambda: all(each.kind != value for each in spec.outfit),
        "mark": lambda: bool(getattr(spec, value)),
        "role": lambda: spec.archetype == value.replace("_", " "),
        "unknown": lambda: value in understood.unparsed,
        "note": lambda: any(value.lower() in each.lower() for each in understood.assumptions),
    }[key]()


def measure() -> tuple[Counter[str], Counter[str], list[str], list[float]]:
    """(labels, labels met) by attribute, the misses in words, and seconds per prompt."""
    total: Counter[str] = Counter()
    met: Counter[str] = Counter()
    misses, seconds = [], []
    reading.read("a person in a blorp shirt")  # loads the language model
    for prompt, labels in prompts():
        start = time.perf_counter()
        understood = reading.read(prompt)
        seconds.append(time.perf_counter() - start)
        spec = from_json(understood.spec)
        person = resolve.resolve(spec, 1)[0]
        for key, value in labels:
            total[key] += 1
            if right(key, value, understood, spec, person):
                met[key] += 1
            else:
                misses.append(f"{key}={value}: {prompt}")
    return total, met, misses, seconds


def table(total: Counter[str], met: Counter[str]) -> str:
    lines = [f"{'attribute':<12}{'right':>7}{'of':>6}{'share':>9}"]
    for key in sorted(total, key=lambda each: -total[each]):
        lines.append(f"{key:<12}{met[key]:>7}{total[key]:>6}{met[key] / total[key]:>9.1%}")
    lines.append(f"{'all':<12}{met.total():>7}{total.total():>6}{met.total() / total.total():>9.1%}")
    return "\n".join(lines)


def main() -> None:
    total, met, misses, seconds = measure()
    print(table(total, met))
    print(f"{len(seconds)} prompts; seconds each, warm: median {np.median(seconds):.4f}, "
          f"95 % {np.quantile(seconds, 0.95):.4f}, most {max(seconds):.4f}")
    if "-v" in sys.argv:
        print("\n".join(misses))


if __name__ == "__main__":
    main()
