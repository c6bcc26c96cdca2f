# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt as an ObjectSpec: one object, or several and how they stand to each other.

An ObjectSpec is JSON, may be edited and handed back as ``Request.spec``. docs/object-spec.md has examples. One object::

    {"category": "vase",            # a name of backend.objects.families
     "asked": "vase",               # the words it was taken from
     "confidence": 1.0,             # 1 for a word of the lexicon, else the cosine of the nearest category
     "nearest": [["vase", 1.0]],    # up to five categories, best first
     "count": 1,                    # 1..12
     "layout": "",                  # of several: "" or "row", "stack", "pile", "circle"
     "color": [r, g, b] or null,    # scene-linear; null draws from the material's palette
     "second_color": null,          # of the pattern
     "material": "ceramic" or null, # a name of backend.objects.materials.RECIPES; null: the family's own
     "finish": "",                  # "", "matte", "glossy", "satin", "rough"
     "pattern": "",                 # "", "striped", "banded", "dotted", "checked"
     "wear": {"rust": 0.6},         # 0..1 of rust, dirt, dust, edges (worn), chips
     "size": {"height": 0.3},       # metres; height, width, depth
     "scale": 1.0,                  # of an object without asked sizes
     "stretch": {"height": 1.2},    # proportions: factors for height, width, depth
     "styles": ["amphora"],         # of the family
     "parts": {"rim": {"color": null, "material": "gold"}},   # by region of the family
     "without": []}                 # regions left out

Several objects::

    {"objects": [{"category": "apple", "count": 3, ...}, {"category": "bowl", ...}],
     "relations": [{"of": [0], "is": "in", "to": [1]}]}        # objects by number
"""

from __future__ import annotations

from backend.engine import MAXIMUM_PROMPT, EngineError, Understanding
from backend.objects.checking import check, check_one
from backend.objects.meaning import Heard
from backend.objects.phrases import read_phrases
from backend.objects.reading import read_one

__all__ = ["check", "check_one", "read"]


def read(prompt: str, category: str = "auto", heard: Heard | None = None) -> Understanding:
    """Understand ``prompt``; ``category`` other than "auto" makes one object of that category, whatever it is called.

    ``heard`` is told the progress of learning the families' words, which takes some seconds the first time on a
    machine. Raises :class:`EngineError` for a prompt without words ("empty_prompt"), an object that is like nothing in
    the catalogue or is only said not to be wanted ("unknown_object"), a size no object has ("invalid_size"), none of
    something ("invalid_count").
    """
    if len(prompt) > MAXIMUM_PROMPT:
        raise EngineError(f"The prompt has {len(prompt)} characters; {MAXIMUM_PROMPT} is the most.",
                          "Shorten it to what should be seen.", "invalid_parameter")
    if category != "auto":
        return read_one(prompt, category, heard)
    return read_phrases(prompt, heard)
