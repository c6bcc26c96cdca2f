# SPDX-License-Identifier: GPL-3.0-or-later
"""Text2Light: checkpoints of the real layout made small, and what ours does better than the original."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import pytest
import torch

from backend.engine import EngineError
from backend.environment.text2light.checkpoints import (
    load_bank,
    load_global_sampler,
    load_local_sampler,
    load_sritmo,
)
from backend.environment.text2light.codebook import Codebook, CodebookConfig
from backend.environment.text2light.itmo import ItmoConfig, SrItmo
from backend.environment.text2light.samplers import sample_holistic
from backend.environment.text2light.transformer import TokenTransformer, TransformerConfig, draw, keep_best

pytestmark = pytest.mark.usefixtures("one_thread")
BOOK = {"channels": 32, "multipliers": (1, 2), "blocks": 1, "attention": (16,), "resolution": 32, "latent": 12,
        "embedding": 12, "entries": 20}
WORDS = TransformerConfig(entries=20, places=60, layers=2, heads=4, width=64)
KNOWN = {"attention": (16,), "resolution": 32}


def state_of(network, prefix):
    return {f"{prefix}{name}": value for name, value in network.state_dict().items()}


def lightning(path, state):
    """As PyTorch Lightning 1.0 saved it, the frozen CLIP and the loss's networks inside."""
    extra = {"clip.logit_scale": torch.tensor(1.0), "first_stage_model.loss.discriminator.main.0.weight": torch.ones(3)}
    torch.save({"epoch": 3, "global_step": 9, "pytorch-lightning_version": "1.0.8",
                "state_dict": OrderedDict(state | extra)}, path)


def test_a_global_sampler_is_read(tmp_path):
    book, words = Codebook(CodebookConfig(**BOOK, padding="circular")), TokenTransformer(WORDS)
    lightning(tmp_path / "last.ckpt", state_of(book, "first_stage_model.") | state_of(words, "transformer."))
    sampler = load_global_sampler(tmp_path / "last.ckpt", heads=4, **KNOWN)
    assert sampler.codebook.config == book.config and sampler.transformer.config == WORDS
    image = torch.rand(1, 3, 16, 32) * 2 - 1
    assert torch.equal(sampler.codebook.encode(image), book.encode(image))
    tokens = torch.randint(20, (1, 9))
    assert torch.equal(sampler.transformer(tokens), words.eval()(tokens))


def test_a_local_sampler_is_read(tmp_path):
    book, holistic = Codebook(CodebookConfig(**BOOK)), Codebook(CodebookConfig(**BOOK, padding="circular"))
    lightning(tmp_path / "last.ckpt", state_of(book, "first_stage_model.") | state_of(holistic, "holistic_model.")
              | state_of(TokenTransformer(WORDS), "transformer."))
    sampler = load_local_sampler(tmp_path / "last.ckpt", heads=4, **KNOWN)
    assert sampler.codebook.config.padding == "zeros" and sampler.holistic.config.padding == "circular"
    with pytest.raises(EngineError, match=r"holistic|conv_in"):
        lightning(tmp_path / "last.ckpt", state_of(book, "first_stage_model."))
        load_local_sampler(tmp_path / "last.ckpt", heads=4, **KNOWN)


def test_sritmo_and_the_bank_are_read(tmp_path):
    network = SrItmo(ItmoConfig(8, 2))
    torch.save({"net": network.state_dict(), "optim": {}, "epoch": 100}, tmp_path / "sritmo.pth")
    assert load_sritmo(tmp_path / "sritmo.pth").config == ItmoConfig(8, 2)
    bank = np.random.default_rng(0).normal(size=(7, 512)).astype("f4")
    np.save(tmp_path / "clip_emb.npy", bank)
    assert np.array_equal(load_bank(tmp_path / "clip_emb.npy"), bank)


@pytest.mark.parametrize("bank", [np.zeros((9, 512), "f4"), np.ones((9, 500), "f4"), np.ones((3, 512), "f4"),
                                  np.full((9, 512), np.nan, "f4"), np.ones((9, 512), "i4"),
                                  np.array([{"a": 1}], object)])
def test_a_bank_that_is_none_is_refused(tmp_path, bank):
    np.save(tmp_path / "clip_emb.npy", bank, allow_pickle=True)
    with pytest.raises(EngineError) as raised:
        load_bank(tmp_path / "clip_emb.npy")
    assert raised.value.code == "bad_weights"


@pytest.mark.parametrize("load", [load_global_sampler, load_local_sampler, load_sritmo])
@pytest.mark.parametrize("content", [b"", b"text", {"state_dict": {}}, {"state_dict": {"a": 3}},
                                     {"net": {"ldr_encoder.head.0.weight": torch.ones(8, 3, 3, 3)}}])
def test_other_files_are_refused(tmp_path, load, content):
    path = tmp_path / "last.ckpt"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        torch.save(content, path)
    with pytest.raises(EngineError) as raised:
        load(path)
    assert raised.value.code == "bad_weights" and raised.value.remedy


def test_kept_keys_and_values_change_nothing():
    """The published samplers run the whole sequence again for every token."""
    network = TokenTransformer(WORDS).eval()
    torch.nn.init.normal_(network.pos_emb)
    prefix = torch.randn(2, 5, 64)
    found = sample_holistic(network, prefix, (4, 8), temperature=0).flatten(1)
    tokens = torch.zeros(2, 0, dtype=torch.long)
    with torch.no_grad():
        for _ in range(32):
            tokens = torch.cat([tokens, network(tokens, prefix)[:, -1:].argmax(-1)], 1)
    assert torch.equal(found, tokens)
    with pytest.raises(ValueError, match="places"):
        sample_holistic(network, prefix, (8, 8), temperature=0)
    with pytest.raises(ValueError, match="places"):
        network(torch.zeros(2, 61, dtype=torch.long))
    with pytest.raises(ValueError, match="nothing"):
        network.extend([torch.zeros(0, 64)], [network.sequence()])


@torch.no_grad()
def test_sequences_of_different_lengths_are_extended_together():
    network = TokenTransformer(WORDS).eval().double()
    tokens = torch.randint(20, (3, 50))
    sequences = [network.sequence() for _ in range(3)]
    lengths = [0, 0, 0]
    for counts in ((1, 7, 20), (5, 1, 1), (1, 1, 29)):
        inputs = [network.embedded(tokens[each, lengths[each]:lengths[each] + counts[each]]) for each in range(3)]
        found = network.extend(inputs, sequences)
        lengths = [before + count for before, count in zip(lengths, counts)]
        for each, length in enumerate(lengths):
            assert torch.allclose(found[each], network(tokens[each:each + 1, :length])[0, -1], atol=1e-10)


def test_only_the_best_are_drawn():
    logits = torch.tensor([[0.0, 3.0, 2.0, 1.0]])
    assert torch.isinf(keep_best(logits, 2)[0]).tolist() == [True, False, False, True]
    chances = torch.linspace(0, 1, 101, dtype=torch.float64)[:-1]
    drawn = draw(logits.expand(100, -1), 2, 1.0, chances)
    assert set(drawn.tolist()) == {1, 2} and int(draw(logits, None, 0.0, chances[:1])) == 1
    # Random numbers evenly spread make tokens as often as they are likely.
    shares = torch.bincount(draw(logits.expand(100, -1), None, 2.0, chances), minlength=4) / 100
    assert torch.allclose(shares, (logits[0] / 2).softmax(-1), atol=0.011)
    never = torch.tensor([[-torch.inf, 0.0, -torch.inf]])
    for extreme in (0.0, 1 - 2.0**-53):
        assert int(draw(never, None, 1.0, torch.tensor([extreme], dtype=torch.float64))) == 1
