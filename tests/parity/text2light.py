# SPDX-License-Identifier: GPL-3.0-or-later
"""Text2Light: codebooks, samplers, retrieval and SR-iTMO against the official ones.

The fixtures describe themselves by ``config_json`` and hold parameters below ``sd/``; greedy runs are compared token by
token. Every other array but the inputs is an expected one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from backend.environment.text2light import spherical
from backend.environment.text2light.codebook import Codebook, CodebookConfig, quantisation_loss
from backend.environment.text2light.detail import detail_logits, sample_detail
from backend.environment.text2light.itmo import ItmoConfig, SrItmo, published_radiance
from backend.environment.text2light.losses import CONTRASTIVE_WEIGHT, contrastive, scale_invariant
from backend.environment.text2light.samplers import disguised, global_prefix, retrieve, sample_holistic
from backend.environment.text2light.tone import tone_mapped
from backend.environment.text2light.transformer import TokenTransformer, TransformerConfig, keep_best
from backend.environment.text2light.windows import Windows
from tests.parity.report import Report

_USUAL, _EXACT = 1e-4, 0.0


class Fixture:
    """Arrays as tensors, sizes, and the report."""

    def __init__(self, path: Path, inputs: tuple[str, ...]) -> None:
        torch.set_num_threads(1)
        with np.load(path, allow_pickle=False) as file:
            self.arrays = {name: file[name] for name in file.files}
        self.config: dict[str, Any] = json.loads(str(self.arrays.pop("config_json")))
        given = {name for name in self.arrays
                 if name.startswith("sd/") or name in inputs or name.endswith("_margin_min")}
        self.report = Report(path.stem, expected=set(self.arrays) - given)

    def __getitem__(self, name: str) -> Tensor:
        return torch.from_numpy(np.asarray(self.arrays[name]))

    def state(self, prefix: str = "sd/") -> dict[str, Tensor]:
        return {name[len(prefix):]: self[name] for name in self.arrays if name.startswith(prefix)}

    def compare(self, name: str, found: Tensor | np.ndarray | float, limit: float = _USUAL) -> None:
        value = found.detach().numpy() if isinstance(found, Tensor) else np.asarray(found)
        self.report.compare(name, value, self.arrays[name], limit)


@torch.no_grad()
def check_codebook(path: Path) -> Report:
    """``text2light_vq.npz`` and ``text2light_vqcir.npz``."""
    fixture = Fixture(path, ("image", "decode_indices"))
    sizes = fixture.config["ddconfig"]
    codebook = Codebook(CodebookConfig(
        channels=sizes["ch"], multipliers=tuple(sizes["ch_mult"]), blocks=sizes["num_res_blocks"],
        attention=tuple(sizes["attn_resolutions"]), resolution=sizes["resolution"], latent=sizes["z_channels"],
        embedding=fixture.config["embed_dim"], entries=fixture.config["n_embed"],
        padding="zeros" if fixture.config["padding"] == "zero" else "circular"))
    codebook.load_state_dict(fixture.state())
    latents = codebook.latents(fixture["image"])
    tokens = codebook.nearest(latents)
    fixture.compare("pre_quant", latents)
    fixture.compare("indices", tokens, _EXACT)
    fixture.compare("quant", codebook.embed(tokens))
    fixture.compare("emb_loss", quantisation_loss(latents, codebook.embed(tokens)))
    fixture.compare("reconstruction", codebook.decode(tokens))
    fixture.compare("decode_image", codebook.decode(fixture["decode_indices"]))
    return fixture.report


def _transformer(fixture: Fixture) -> TokenTransformer:
    sizes = fixture.config
    network = TokenTransformer(TransformerConfig(
        entries=sizes["vocab_size"], places=sizes["block_size"], layers=sizes["n_layer"], heads=sizes["n_head"],
        width=sizes["n_embd"]))
    network.load_state_dict(fixture.state("sd/transformer."))
    return network.eval()


@torch.no_grad()
def check_global(path: Path) -> Report:
    """``text2light_gpt_global.npz``."""
    fixture = Fixture(path, ("knn", "tokens", "target", "topk_k", "contra_gen_emb", "contra_psed_emb"))
    network, tokens = _transformer(fixture), fixture["tokens"]
    prefix = global_prefix(fixture["knn"])
    fixture.compare("cond", prefix)
    logits = network(tokens[:, :-1], prefix)
    trained = logits[:, prefix.shape[1] - 1:]
    loss = torch.nn.functional.cross_entropy(trained.flatten(0, 1), fixture["target"].flatten())
    contrast = contrastive(fixture["contra_gen_emb"], fixture["contra_psed_emb"])
    for name, value in (("logits_full", logits), ("logits", trained), ("ce_loss", loss), ("contra_loss", contrast),
                        ("total_loss", loss + CONTRASTIVE_WEIGHT * contrast)):
        fixture.compare(name, value)
    greedy = sample_holistic(network, prefix, tuple(fixture.config["token_hw"]), temperature=0).flatten(1)
    fixture.compare("greedy_tokens", greedy, _EXACT)
    steps = network(greedy[:, :-1], prefix)[:, prefix.shape[1] - 1:]
    fixture.compare("greedy_step_logits", steps)
    fixture.compare("topk_probs_first_step", keep_best(steps[:, 0], int(fixture["topk_k"])).softmax(-1))
    return fixture.report


@torch.no_grad()
def check_local(path: Path) -> Report:
    """``text2light_gpt_local.npz``."""
    fixture = Fixture(path, ("coord_crop", "tokens", "holistic_tokens", "target", "step_input_tokens"))
    network, holistic, window = _transformer(fixture), fixture["holistic_tokens"], fixture.config["window"]
    prefix = spherical.encoding(fixture["coord_crop"]).flatten(2)
    fixture.compare("spe_prefix", prefix)
    logits = network(torch.cat([holistic, fixture["tokens"][:, :-1]], 1), prefix)[:, -window * window:]
    fixture.compare("logits", logits)
    fixture.compare("ce_loss", torch.nn.functional.cross_entropy(logits.flatten(0, 1), fixture["target"].flatten()))
    (height, width), pixels = fixture.config["map_hw"], fixture.config["token_px"]
    whole = spherical.encoding(spherical.coordinates(height * pixels, width * pixels))
    fixture.compare("spe_map", whole)
    for name in fixture.report.expected:
        if name.startswith("spe_") and "x" in name.removeprefix("spe_prefix"):
            size = [int(each) for each in name.removeprefix("spe_").split("x")]
            fixture.compare(name, spherical.encoding(spherical.coordinates(*size)))
    _step(fixture, network, whole, Windows((height, width), fixture.config["window"], wraps=False))
    windows = Windows((height, width), window, wraps=False)
    for together in (False, True):
        greedy = sample_detail(network, holistic, whole, windows, together=together, temperature=0)
        way = "together" if together else "one by one"
        fixture.report.compare(f"greedy_map [{way}]", greedy.numpy(), fixture.arrays["greedy_map"], _EXACT)
    used = [detail_logits(network, holistic, whole, greedy, windows, row, column)
            for row in range(height) for column in range(width)]
    fixture.compare("greedy_logits", torch.stack(used, 1).unflatten(1, (height, width)))
    return fixture.report


def _step(fixture: Fixture, network: TokenTransformer, whole: Tensor, windows: Windows) -> None:
    """The published step feeds the whole window; ours ends at the place that is decided, with the same logits."""
    window, (row, column) = windows.side, fixture.config["step_example"]
    top, left = windows.corner(row, column)
    tokens = fixture["step_input_tokens"]
    prefix = whole[:, 2 * top:2 * (top + window), 2 * left:2 * (left + window)].flatten(1).expand(len(tokens), -1, -1)
    fixture.compare("step_spe_prefix", prefix)
    inside = network(tokens, prefix)[:, -window * window:]
    fixture.compare("step_logits_window", inside)
    fixture.compare("step_logits", inside[:, windows.number(row, column)])


@torch.no_grad()
def check_retrieval(path: Path) -> Report:
    """``text2light_retrieval.npz``."""
    fixture = Fixture(path, ("bank", "text_features", "train_items", "train_noise"))
    bank, query, count = fixture["bank"], fixture["text_features"], fixture.config["k"]
    found = retrieve(bank, query, count)
    fixture.compare("query_normalised", torch.nn.functional.normalize(query, dim=-1))
    fixture.compare("cond_indices", found, _EXACT)
    fixture.compare("cond", global_prefix(bank[found]))
    own = bank[fixture["train_items"]]
    hidden = disguised(own, fixture["train_noise"], fixture.config["alpha"])
    nearest = retrieve(bank, hidden, count)
    fixture.compare("train_psed_emb", own)
    fixture.compare("train_query", hidden)
    fixture.compare("train_knn_indices", nearest, _EXACT)
    fixture.compare("train_knn", bank[nearest])
    return fixture.report


def check_itmo(path: Path) -> Report:
    """``text2light_sritmo.npz``."""
    fixture = Fixture(path, ("image_rgb", "train_coord", "train_global_coord", "train_cell", "train_gt_ldr",
                             "train_gt_hdr", "tmo_hdr_bgr"))
    network = SrItmo(ItmoConfig(fixture.config["n_feats"], fixture.config["n_resblocks"]))
    network.load_state_dict(fixture.state())
    image = fixture["image_rgb"]
    ldr, hdr = network(network.encode(image), fixture["train_coord"], fixture["train_global_coord"],
                       fixture["train_cell"])
    absolute = (ldr - fixture["train_gt_ldr"]).abs().mean()
    invariant = scale_invariant(hdr, fixture["train_gt_hdr"])
    for name, value in (("train_ldr", ldr), ("train_hdr", hdr), ("train_l1", absolute), ("train_si_mse", invariant)):
        fixture.compare(name, value)
    (absolute + invariant).backward()
    parameters = dict(network.named_parameters())
    for name in fixture.report.expected:
        if name.startswith("grad/"):
            gradient = parameters[name.removeprefix("grad/")].grad
            assert gradient is not None
            fixture.compare(name, gradient)
    for factor in fixture.config["sr_factors"]:
        size = [factor * each for each in image.shape[2:]]
        for number in range(len(image)):
            fine, log = network.panorama(image[number:number + 1, [2, 1, 0]], *size)
            fixture.compare(f"x{factor}_ldr_bgr_{number}", fine[0])
            fixture.compare(f"x{factor}_loghdr_bgr_{number}", log[0])
            name = f"x{factor}_hdr_bgr_{number}"
            fixture.report.compare(name, torch.log(published_radiance(log[0])).numpy(), np.log(fixture.arrays[name]),
                                   _USUAL)
    mapped, half = tone_mapped(fixture.arrays["tmo_hdr_bgr"])
    fixture.compare("tmo_ldr_bgr", mapped)
    fixture.compare("tmo_scale", half)
    return fixture.report
