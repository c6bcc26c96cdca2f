# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's text tower against torch's own layers, its word pieces against published ones, and where it is found."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from backend.engine import EngineError
from backend.language import clip
from backend.language.clip import clip_for, clip_within, own_clip, word_pieces
from tests.official_files import WIDTH, clip_state

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize(("text", "pieces"), [
    # As the published tokenizer gives them.
    ("a person walks forward", [320, 2533, 8192, 2342]),
    ("A   PERSON\nwalks &amp;amp; isn’t", [320, 2533, 8192, 261, 2923, 713]),
    ("", [])])
def test_word_pieces_are_those_of_the_published_tokenizer(text, pieces):
    assert word_pieces(text) == [49406, *pieces, 49407, *[0] * (75 - len(pieces))]


def test_a_long_text_is_cut_and_still_ends():
    pieces = word_pieces("walk " * 200)
    assert len(pieces) == 77 and pieces[-1] == 49407 and 0 not in pieces


def oracle(state, texts, layers):
    """Pre-norm blocks of torch's own attention, as the published code has them."""
    pieces = torch.tensor([word_pieces(text) for text in texts])
    x = state["token_embedding.weight"][pieces] + state["positional_embedding"]
    mask = torch.full((77, 77), -torch.inf).triu(1)
    for layer in range(layers):
        part = {name.removeprefix(f"transformer.resblocks.{layer}."): value for name, value in state.items()}
        attention = nn.MultiheadAttention(WIDTH, 8, batch_first=True)
        attention.load_state_dict({name: part[f"attn.{name}"] for name in attention.state_dict()})
        norm = [lambda h, n=n, part=part: nn.functional.layer_norm(h, (WIDTH,), part[f"{n}.weight"], part[f"{n}.bias"])
                for n in ("ln_1", "ln_2")]
        h = norm[0](x)
        x = x + attention(h, h, h, attn_mask=mask, need_weights=False)[0]
        h = nn.functional.linear(norm[1](x), part["mlp.c_fc.weight"], part["mlp.c_fc.bias"])
        x = x + nn.functional.linear(h * torch.sigmoid(1.702 * h), part["mlp.c_proj.weight"], part["mlp.c_proj.bias"])
    tokens = nn.functional.layer_norm(x, (WIDTH,), state["ln_final.weight"], state["ln_final.bias"])
    return tokens, tokens[torch.arange(len(texts)), pieces.argmax(1)] @ state["text_projection"]


@torch.no_grad()
def test_features_are_those_of_the_published_network(tmp_path):
    state, texts = clip_state("", layers=2), ["a person walks forward", "a wooden dock on a lake, at night"]
    found = clip_within(state, tmp_path).encode(texts)
    tokens, pooled = oracle(state, texts, 2)
    assert torch.allclose(found.tokens, tokens, atol=1e-5) and torch.allclose(found.pooled, pooled, atol=1e-5)
    assert found.end.tolist() == [5, 10] and not torch.allclose(pooled[0], pooled[1], atol=1e-2)


def test_it_is_taken_from_a_checkpoint_that_holds_it_else_from_the_users_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(clip.FOLDER_VARIABLE, str(tmp_path / "own"))
    torch.save({"state_dict": clip_state("model.clip.")}, tmp_path / "with.pth")
    torch.save({"state_dict": {"joint_embed.weight": torch.ones(2)}}, tmp_path / "without.pth")
    inside = clip_for(tmp_path / "with.pth").encode(["a walk"]).pooled
    with pytest.raises(EngineError, match=r"without\.pth holds no CLIP") as raised:
        clip_for(tmp_path / "without.pth")
    assert raised.value.code == "weights_missing" and str(tmp_path / "own") in raised.value.remedy
    (tmp_path / "own").mkdir()
    state = {name: value.contiguous().half() for name, value in clip_state("").items()}
    save_file(state, tmp_path / "own" / "open_clip_model.safetensors")
    again = clip_for(tmp_path / "without.pth").encode(["a walk"]).pooled
    assert torch.allclose(inside, again, atol=0.02) and torch.equal(again, own_clip().encode(["a walk"]).pooled)


@pytest.mark.parametrize("change", [
    {"text_projection": None}, {"ln_final.bias": torch.zeros(3)}, {"positional_embedding": torch.zeros(50, WIDTH)},
    {"token_embedding.weight": torch.zeros(99, WIDTH)}, {"transformer.resblocks.0.mlp.c_fc.weight": None}])
def test_another_network_is_refused(tmp_path, change):
    state = {name: value for name, value in (clip_state("clip.") | {f"clip.{name}": value for name, value in
                                                                    change.items()}).items() if value is not None}
    with pytest.raises(EngineError) as raised:
        clip_within(state, tmp_path / "latest.tar")
    assert raised.value.code == "bad_weights" and "latest.tar" in raised.value.message


def test_no_clip_is_none(tmp_path):
    assert clip_within({"joint_embed.weight": torch.ones(2)}, tmp_path) is None
