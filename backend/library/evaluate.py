# SPDX-License-Identifier: GPL-3.0-or-later
"""How well words find clips: every caption in turn is left out of the index and asked for.

``python -m backend.library.evaluate captions.csv`` prints the share of captions whose clip is among the first
1, 5 and 10. Many clips of a library do the same thing ("a person walks forward"), so a clip that has the asked
caption, word for word, counts as right too ("same words").
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from backend.language.embedding import SentenceEncoder, encoder
from backend.library.search_index import Row, SearchIndex
from backend.library.terms import plain, read

RANKS = (1, 5, 10)


def read_captions(path: Path) -> dict[str, list[str]]:
    """Clip -> its captions, of a csv with the columns ``clip_id`` and ``caption_1`` onwards."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["clip_id"]: [text for name, text in row.items()
                                 if name and name.startswith("caption") and text and text.strip()]
                for row in csv.DictReader(file)}


def index_of(captions: Mapping[str, Sequence[str]], model: SentenceEncoder | None) -> SearchIndex:
    """An index of captions alone: no names, no measurements."""
    rows = [Row(id=name, duration=1.0, looping=False, in_place=False, source="", licence="", tags=())
            for name in captions]
    texts = [text for each in captions.values() for text in each]
    owners = np.repeat(np.arange(len(rows)), [len(each) for each in captions.values()])
    meanings = [(meaning.words, meaning.denied, meaning.facets) for meaning in map(read, texts)]
    vectors = None if model is None else model.embed([plain(text) for text in texts])
    return SearchIndex(rows=rows, owners=owners, meanings=meanings, vectors=vectors)


def leave_one_out(captions: Mapping[str, Sequence[str]], model: SentenceEncoder | None) -> dict[str, float]:
    """``recall@1`` ... and ``same words@1`` ..., over the clips with two captions or more."""
    index = index_of(captions, model)
    texts = [text for each in captions.values() for text in each]
    owners = index.owners
    ranks, alike = [], []
    for number, text in enumerate(texts):
        if (owners == owners[number]).sum() < 2:
            continue
        meaning = read(text)
        vector = None if model is None else model.embed([meaning.text])[0]
        denied = model.embed([meaning.denied_text])[0] if model is not None and meaning.denied_text else None
        scores = index.scores(meaning, vector, denied)
        same = np.array([other == text for other in texts])
        same[number] = False
        twins = set(owners[same].tolist())
        # The asked caption is gone everywhere, or its twins would be found by it.
        scores[number] = -np.inf
        scores[same] = -np.inf
        best = np.full(len(index.rows), -np.inf)
        np.maximum.at(best, owners, scores)
        order = np.argsort(-best, kind="stable").tolist()
        rank = order.index(owners[number])
        ranks.append(rank)
        alike.append(min([rank, *(order.index(twin) for twin in twins)]))
    found: dict[str, float] = {"captions": float(len(ranks))}
    for name, values in (("recall", ranks), ("same words", alike)):
        found |= {f"{name}@{count}": float((np.array(values) < count).mean()) for count in RANKS}
    return found


def main() -> None:
    """Print the report with embeddings, with words alone, and with embeddings alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("captions", type=Path, help="csv with clip_id, caption_1, caption_2 ...")
    captions = read_captions(parser.parse_args().captions)
    model = encoder()
    if model.notice:
        print(model.notice)
    for title, used in ((f"{model.name} and words", model), ("words alone", None)):
        found = leave_one_out(captions, used)
        numbers = "  ".join(f"{name} {value:.3f}" for name, value in found.items() if name != "captions")
        print(f"{title}, {found['captions']:.0f} captions of {len(captions)} clips:  {numbers}")


if __name__ == "__main__":
    main()
