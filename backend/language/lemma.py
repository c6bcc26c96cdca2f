# SPDX-License-Identifier: GPL-3.0-or-later
"""Base forms of English words by rule, with tables of irregular forms.

Without part-of-speech tagging one form may have several bases ("leaves": leaf, leave), so
:func:`lemmas` returns candidates, the likeliest first. Words of other languages pass through.
"""

from __future__ import annotations

from functools import lru_cache

from backend.language.words import ACTION_VERBS, FUNCTION_WORDS, GRADABLE, IRREGULAR_NOUNS, IRREGULAR_VERBS, word_set

_VOWELS = frozenset("aeiouy")
#: Words that look inflected and are not.
_INVARIANT = word_set(
    "king ring wing thing string spring ceiling building clothing evening morning wedding sibling viking duckling "
    "earring stocking legging nothing something anything everything being during painting pudding bed red shed sled "
    "seed weed reed speed need feed breed hundred sacred naked wicked rugged is was this his its us bus gas lens plus "
    "yes thus minus canvas iris chaos cosmos atlas christmas species series always perhaps dress glass grass brass "
    "class cross boss loss moss kiss bass mass pass less access princess goddess actress waitress business fitness "
    "darkness happiness compass mattress fortress harness witness cactus virus circus octopus focus bonus status "
    "hippopotamus lotus campus genius news ankle sunglasses headphones mars venus jesus james paris")


def _candidates(word: str) -> list[str]:
    """Regular bases of ``word``, unordered guesses included."""
    found: list[str] = []
    if word.endswith("ies") and len(word) > 4:
        found += [word[:-3] + "y"]
    elif word.endswith("ves") and len(word) > 4:
        found += [word[:-1], word[:-3] + "f"]
    elif word.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        found += [word[:-2]]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        found += [word[:-1]]
    for suffix in ("ing", "ed"):
        stem = word[:-len(suffix)]
        if not word.endswith(suffix) or len(stem) < 2 or not _VOWELS & set(stem):
            continue
        found += _verb_stems(stem, suffix)
    for suffix in ("er", "est"):
        stem = word[:-len(suffix)]
        if word.endswith(suffix):
            bases = (stem, stem + "e", stem[:-1], stem[:-1] + "y" if stem.endswith("i") else stem)
            found += [base for base in bases if base in GRADABLE]
    return found


def _verb_stems(stem: str, suffix: str) -> list[str]:
    if suffix == "ed" and stem.endswith("i"):
        return [stem[:-1] + "y"]
    doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
    if doubled:
        # "running" -> run, but "falling" -> fall and "passing" -> pass.
        return [stem, stem[:-1]] if stem[-1] in "lsfz" else [stem[:-1], stem]
    return [stem + "e", stem] if _wants_e(stem) else [stem, stem + "e"]


def _wants_e(stem: str) -> bool:
    """Whether the base of a regular -ing/-ed form most likely ends in a silent e."""
    if len(stem) < 2:
        return False
    last, before = stem[-1], stem[-2]
    if last in "cuvz" or stem.endswith(("dg", "rg", "ng", "rs", "ns", "ps", "as", "os", "us", "is", "th")):
        return not stem.endswith(("ing", "ong", "ang"))
    if last == "l" and before not in _VOWELS and before != "l" and before not in "rw":
        return True  # juggl-, stumbl-, wiggl-
    if before in _VOWELS and last in "aeioutkmdprn":
        one_syllable = len([c for c in stem if c in _VOWELS]) == 1
        return one_syllable and last not in "wxy" and before not in "y"
    return stem.endswith(("at", "ir", "ur"))


@lru_cache(maxsize=8192)
def lemmas(word: str) -> tuple[str, ...]:
    """Base forms of the lower-case ``word``, likeliest first; always at least one."""
    if word in _INVARIANT or word in FUNCTION_WORDS or len(word) > 40 or not word.isalpha():
        return (word,)
    found: list[str] = []
    if word in IRREGULAR_NOUNS:
        found.append(IRREGULAR_NOUNS[word])
    if word in IRREGULAR_VERBS:
        found.append(IRREGULAR_VERBS[word])
    if word in ACTION_VERBS or word in GRADABLE:
        found.append(word)
    regular = _candidates(word)
    found += sorted(regular, key=lambda base: base not in ACTION_VERBS and base not in GRADABLE)
    found.append(word)
    return tuple(dict.fromkeys(found))
