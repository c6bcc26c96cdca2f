# SPDX-License-Identifier: GPL-3.0-or-later
"""MotionDiffuse and ReMoDiffuse: denoisers, schedules, samplers, retrieval and mixture against the official ones.

Whatever cases a fixture holds are compared: they are found by the names of its arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.gaussian import GaussianDiffusion, Predicts
from backend.motion.diffusion.layers import timestep_embedding
from backend.motion.diffusion.mixture import Mixture
from backend.motion.diffusion.motiondiffuse import MotionDiffuse, MotionDiffuseConfig
from backend.motion.diffusion.remodiffuse import ReMoDiffuse, ReMoDiffuseConfig, RetrievalConfig, Retrieved
from backend.motion.diffusion.retrieval import Database, best, scores
from backend.motion.diffusion.schedules import cosine_betas, kept_steps, linear_betas, respaced_betas
from tests.parity.report import Report, expected_of, load

_USUAL, _EXACT, _SCHEDULE, _PADDED = 1e-4, 0.0, 1e-9, 2e-3
#: Tag of a reverse step -> (what the network predicts, large variance, clipped).
_STEPS: dict[str, tuple[Predicts, bool, bool]] = {
    "eps_small": ("noise", False, False), "eps_small_clip": ("noise", False, True),
    "x0_large": ("start", True, False), "prev_small": ("previous", False, False)}


class Fixture:
    """The arrays of a fixture as tensors, its description, and its report."""

    def __init__(self, path: Path) -> None:
        torch.set_num_threads(1)
        self.arrays, self.description = load(path)
        self.report = Report(path.stem, expected=expected_of(self.description))

    @property
    def config(self) -> dict[str, Any]:
        found: dict[str, Any] = self.description["config"]
        return found

    def __getitem__(self, name: str) -> Tensor:
        return torch.from_numpy(np.asarray(self.arrays[name]))

    def __contains__(self, name: str) -> bool:
        return name in self.arrays

    def state(self, prefix: str) -> dict[str, Tensor]:
        return {name[len(prefix):]: self[name] for name in self.arrays if name.startswith(prefix)}

    def tags(self, ending: str, start: str = "") -> list[str]:
        """What stands before ``ending`` in the names of the arrays."""
        return sorted(name[:len(name) - len(ending)] for name in self.arrays
                      if name.startswith(start) and name.endswith(ending))

    def compare(self, name: str, found: Tensor | np.ndarray, limit: float = _USUAL) -> None:
        """Against the array ``name``, where the fixture has it."""
        if name in self:
            value = found.detach().numpy() if isinstance(found, Tensor) else found
            self.report.compare(name, value, self.arrays[name], limit)


def motiondiffuse(state: dict[str, Tensor], sizes: dict[str, Any]) -> MotionDiffuse:
    network = MotionDiffuse(MotionDiffuseConfig(
        features=sizes["input_feats"], frames=sizes["num_frames"], width=sizes["latent_dim"],
        feed_forward=sizes["ff_size"], layers=sizes["num_layers"], heads=sizes["num_heads"],
        text_width=sizes["text_latent_dim"], text_feed_forward=sizes["text_ff_size"],
        text_layers=sizes["num_text_layers"], text_heads=sizes["text_num_heads"], efficient=not sizes["no_eff"]))
    network.load_state_dict(state)
    return network.eval()


@torch.no_grad()
def check_denoiser(path: Path) -> Report:
    """``motiondiffuse_denoiser.npz``."""
    fixture = Fixture(path)
    linear = motiondiffuse(fixture.state("state_dict/"), fixture.config["linear_attention"])
    for tag in fixture.tags("/text_features"):
        text = linear.encode_text(fixture[f"{tag}/text_features"], fixture[f"{tag}/eot_index"])
        seen = _watch_blocks(linear)
        output = linear(fixture[f"{tag}/x"], fixture[f"{tag}/timesteps"], fixture[f"{tag}/lengths"], text)
        fixture.compare(f"{tag}/xf_out", text[0])
        fixture.compare(f"{tag}/xf_proj", text[1])
        fixture.compare(f"{tag}/time_embedding", linear.embed_time(fixture[f"{tag}/timesteps"]))
        fixture.compare(f"{tag}/output", output)
        for name, value in seen.items():
            fixture.compare(f"{tag}/{name}", value)
        fixture.compare(f"{tag}/last_block_output", seen[f"block{len(linear.temporal_decoder_blocks) - 1}_after_ffn"])
    softmax = motiondiffuse(fixture.state("no_eff/state_dict/"), fixture.config["softmax_attention"])
    text = softmax.encode_text(fixture["short/text_features"], fixture["short/eot_index"])
    for tag in fixture.tags("/output", "no_eff/"):
        inputs = tag if f"{tag}/x" in fixture else "no_eff/full"
        output = softmax(fixture[f"{inputs}/x"], fixture[f"{inputs}/timesteps"], fixture[f"{tag}/lengths"], text)
        fixture.compare(f"{tag}/output", output, _PADDED if tag.endswith("/padded") else _USUAL)
        fixture.compare(f"{tag}/xf_out", text[0])
        fixture.compare(f"{tag}/xf_proj", text[1])
    for tag in fixture.tags("", "temb/dim"):
        if tag != "temb/dims":
            fixture.compare(tag, timestep_embedding(fixture["temb/timesteps"], int(tag.removeprefix("temb/dim"))))
    return fixture.report


def _watch_blocks(network: MotionDiffuse) -> dict[str, Tensor]:
    """Filled, when the network runs, with the activations after each part of each block."""
    seen: dict[str, Tensor] = {}
    parts = {"self_attention": "sa_block", "cross_attention": "ca_block", "ffn": "ffn"}
    for number, block in enumerate(network.temporal_decoder_blocks):
        for name, attribute in parts.items():
            def keep(module: Any, inputs: Any, output: Tensor, key: str = f"block{number}_after_{name}") -> None:
                seen[key] = output
            getattr(block, attribute).register_forward_hook(keep)
    return seen


@torch.no_grad()
def check_diffusion(path: Path) -> Report:
    """``motiondiffuse_diffusion.npz``; its network is that of ``motiondiffuse_denoiser.npz`` beside it."""
    fixture = Fixture(path)
    _schedules(fixture)
    _steps(fixture)
    beside = Fixture(path.with_name("motiondiffuse_denoiser.npz"))
    network = motiondiffuse(beside.state("state_dict/"), fixture.config["denoiser"])
    text = {tag: network.encode_text(beside[f"{tag}/text_features"], beside[f"{tag}/eot_index"])
            for tag in ("short", "full")}
    _sampling(fixture, lambda x, t: network(x, t, fixture["sample/lengths"], text["short"]))
    process = GaussianDiffusion(linear_betas())
    start, noise, t, lengths = (fixture[f"loss/{name}"] for name in ("x_start", "noise", "t", "lengths"))
    squared = (network(process.noised(start, t, noise), t, lengths, text["full"]) - noise) ** 2
    mask = (torch.arange(start.shape[1]) < lengths[:, None]).float()
    fixture.compare("loss/per_sample_mse", squared.mean((1, 2)))
    fixture.compare("loss/loss", (squared.mean(-1) * mask).sum() / mask.sum())
    return fixture.report


def _schedules(fixture: Fixture) -> None:
    for tag in fixture.tags("/betas", "schedule/"):
        kind = tag.removeprefix("schedule/")
        name = kind.rstrip("0123456789")
        process = GaussianDiffusion({"linear": linear_betas, "cosine": cosine_betas}[name](int(kind[len(name):])))
        kept = process.kept
        found = {"betas": process.betas, "alphas_cumprod": kept, "alphas_cumprod_prev": process.kept_before,
                 "alphas_cumprod_next": process.kept_after, "posterior_variance": process.posterior_variance,
                 "posterior_log_variance_clipped": process.posterior_log_variance,
                 "posterior_mean_coef1": process.start_weight, "posterior_mean_coef2": process.noisy_weight,
                 "log_one_minus_alphas_cumprod": np.log(1 - kept), "sqrt_alphas_cumprod": np.sqrt(kept),
                 "sqrt_one_minus_alphas_cumprod": np.sqrt(1 - kept), "sqrt_recip_alphas_cumprod": np.sqrt(1 / kept),
                 "sqrt_recipm1_alphas_cumprod": np.sqrt(1 / kept - 1)}
        for array, value in found.items():
            fixture.compare(f"{tag}/{array}", value, _SCHEDULE)
    for tag in fixture.tags("/timesteps", "respace/"):
        steps = kept_steps(1000, tag.removeprefix("respace/"))
        betas = respaced_betas(linear_betas(), steps)
        fixture.compare(f"{tag}/timesteps", steps, _EXACT)
        fixture.compare(f"{tag}/betas", betas, _SCHEDULE)
        fixture.compare(f"{tag}/alphas_cumprod", np.cumprod(1 - betas), _SCHEDULE)


def _steps(fixture: Fixture) -> None:
    start, noise, t, x, output, draw = (fixture[f"step/{name}"] for name in (
        "x_start", "noise", "t", "x_t", "model_output", "sample_noise"))
    forward = GaussianDiffusion(linear_betas())
    noisy = forward.noised(start, t, noise)
    fixture.compare("step/q_sample", noisy)
    fixture.compare("step/q_mean", forward.noised(start, t, torch.zeros_like(noise)))
    fixture.compare("step/q_posterior_mean", forward.posterior_mean(start, noisy, t))
    for tag in fixture.tags("/mean", "step/"):
        predicts, large, clip = _STEPS[tag.removeprefix("step/")]
        process = GaussianDiffusion(linear_betas(), predicts=predicts, large_variance=large)
        found = process.estimate(output, x, t, clip)
        fixture.compare(f"{tag}/mean", found.mean)
        fixture.compare(f"{tag}/pred_xstart", found.start)
        fixture.compare(f"{tag}/variance", found.variance.flatten())
        fixture.compare(f"{tag}/log_variance", found.log_variance.flatten())
        fixture.compare(f"{tag}/p_sample", process.ancestral_step(output, x, t, draw, clip))
        fixture.compare(f"{tag}/ddim_reverse", process.ddim_reverse_step(output, x, t, clip))
        for name in fixture.tags("", f"{tag}/ddim_eta"):
            eta = float(name.removeprefix(f"{tag}/ddim_eta"))
            fixture.compare(name, process.ddim_step(output, x, t, draw, eta, clip))


def _sampling(fixture: Fixture, network: Callable[[Tensor, Tensor], Tensor]) -> None:
    noise, t = fixture["sample/init_noise"], fixture["sample/t"]
    whole = GaussianDiffusion(linear_betas())
    found = whole.estimate(network(noise, t), noise, t)
    for name, value in (("mean", found.mean), ("pred_xstart", found.start), ("variance", found.variance.flatten()),
                        ("log_variance", found.log_variance.flatten())):
        fixture.compare(f"sample/p_mean_variance/{name}", value)
    process = GaussianDiffusion.respaced(fixture.config["sample_respace"])
    last = torch.full((len(noise),), len(process) - 1)
    fixture.compare("sample/ddim_first_pred_xstart", process.estimate(
        network(noise, torch.as_tensor(process.steps)[last]), noise, last).start)
    _trajectory(fixture, "sample/ddim_trajectory",
                lambda watch: process.sample(network, noise, watch=watch))
    fixture.compare("sample/ddpm_final", process.sample(network, noise, method="ancestral",
                                                        draws=fixture["sample/step_noise"]))


def _trajectory(fixture: Fixture, name: str, sample: Callable[[Any], Tensor]) -> Tensor:
    """Compare the states after the kept steps, each against its own size; returns the final one."""
    states: list[Tensor] = []
    final = sample(lambda done, total, x: states.append(x))
    for row, step in enumerate(fixture.config["sample_kept_steps"]):
        fixture.report.compare(f"{name} [{step}]", states[step - 1].numpy(), fixture.arrays[name][row], _USUAL)
    return final


def remodiffuse(state: dict[str, Tensor], sizes: dict[str, Any]) -> ReMoDiffuse:
    text, found, scale = sizes["text_encoder"], sizes["retrieval_cfg"], sizes["scale_func_cfg"]
    network = ReMoDiffuse(ReMoDiffuseConfig(
        features=sizes["input_feats"], frames=sizes["max_seq_len"], width=sizes["latent_dim"],
        time_width=sizes["time_embed_dim"], feed_forward=sizes["ffn_cfg"]["ffn_dim"], layers=sizes["num_layers"],
        heads=sizes["ca_block_cfg"]["num_heads"], text_width=text["latent_dim"], text_feed_forward=text["ff_size"],
        text_layers=text["num_layers"], text_heads=text["num_heads"],
        retrieval=RetrievalConfig(
            retrieved=found["num_retrieval"], kinematic=found["kinematic_coef"], stride=found["stride"],
            motion_layers=found["num_motion_layers"], text_layers=found["num_layers"], heads=found["num_heads"],
            feed_forward=found["ffn_cfg"]["ffn_dim"], text_feed_forward=found["ff_size"]),
        mixture=Mixture(scale["both_coef"], scale["text_coef"], scale["retr_coef"], scale["coarse_scale"])))
    network.load_state_dict(state)
    return network.eval()


@torch.no_grad()
def check_remodiffuse(path: Path) -> Report:
    """``remodiffuse_denoiser.npz``."""
    fixture = Fixture(path)
    model = fixture.config["model"]
    network = remodiffuse(fixture.state("state_dict/model."), model["model"])
    database = Database(captions=[], features=fixture["database/text_features"], motions=fixture["database/motions"],
                        lengths=fixture["database/lengths"], tokens=fixture["database/token_features"])

    def find(rows: Tensor | slice, lengths: Tensor, name: str) -> Retrieved:
        settings = network.config.retrieval
        chosen = database.find(fixture["query/pooled_features"][rows], lengths, settings.retrieved, settings.kinematic)
        fixture.compare(name, chosen, _EXACT)
        found: Retrieved = network.database(database.motions[chosen], database.lengths[chosen], database.tokens[chosen])
        return found

    text = network.encode_text(fixture["query/text_features"])
    retrieved = find(slice(None), fixture["query/lengths"], "query/retrieved_index")
    fixture.compare("query/xf_out", text)
    fixture.compare("query/re_motion", retrieved.motion)
    fixture.compare("query/re_text", retrieved.text)
    fixture.compare("query/re_mask", retrieved.mask, _EXACT)
    _conditions(fixture, network, text, retrieved)
    _retrieval(fixture)
    codes, rows = fixture["train/cond_type"], fixture["train/query_index"]
    fixture.compare("train/output", network(
        fixture["train/x"], fixture["train/t"], fixture["train/motion_mask"], text[rows], _rows(retrieved, rows),
        codes % 10 > 0, torch.div(codes, 10, rounding_mode="floor") > 0))
    _resampled(fixture, network, text, find, model["diffusion_test"])
    return fixture.report


def _rows(retrieved: Retrieved, rows: Tensor) -> Retrieved:
    return Retrieved(retrieved.motion[rows], retrieved.text[rows], retrieved.mask[rows])


def _conditions(fixture: Fixture, network: ReMoDiffuse, text: Tensor, retrieved: Retrieved) -> None:
    x, mask = fixture["query/x"], fixture["query/motion_mask"]
    ones = torch.ones(len(x), dtype=torch.long)
    for step in fixture.config["condition_timesteps"]:
        for name, (words, motions) in {"both": (1, 1), "text": (1, 0), "retr": (0, 1), "none": (0, 0)}.items():
            output = network(x, step * ones, mask, text, retrieved, words * ones, motions * ones)
            fixture.compare(f"conditions/t{step}/{name}", output)
    for step, coin in fixture.config["mixture_cases"]:
        name = f"mixture/t{step}" + ("" if coin is None else f"_coin{coin}")
        fixture.compare(name, network.mixed(x, step * ones, mask, text, retrieved, coin or 0))
    weights = [network.config.mixture.weights(step, coin) for step, coin in fixture["scale_func/t_coin"].tolist()]
    fixture.compare("scale_func/coefs", np.array(weights), _SCHEDULE)


def _retrieval(fixture: Fixture) -> None:
    features, lengths, query, asked = (fixture[f"retrieval/{name}"] for name in (
        "text_features", "lengths", "query_features", "query_lengths"))
    for name, case in fixture.config["retrieval_cases"].items():
        found = scores(features, lengths, query, asked, case["kinematic_coef"])
        fixture.compare(f"retrieval/{name}/score", found)
        fixture.compare(f"retrieval/{name}/top_index",
                        best(found, case["topk"], lengths, asked, case["skip_equal_length"]), _EXACT)


def _resampled(fixture: Fixture, network: ReMoDiffuse, text: Tensor, find: Callable[..., Retrieved],
               settings: dict[str, Any]) -> None:
    process = GaussianDiffusion.respaced(settings["respace"], predicts="start", large_variance=True)
    fixture.compare("sample/timesteps", process.steps, _EXACT)
    rows, mask = fixture["sample/query_index"], fixture["sample/motion_mask"]
    retrieved = find(rows, fixture["sample/motion_length"], "sample/retrieved_index")
    coins = iter(fixture["sample/coins"].tolist())

    def mixed(x: Tensor, t: Tensor) -> Tensor:
        return network.mixed(x, t, mask, text[rows], retrieved, next(coins) if int(t[0]) > 100 else 0)

    final = _trajectory(fixture, "sample/after_steps",
                        lambda watch: process.sample(mixed, fixture["sample/init_noise"], watch=watch))
    fixture.compare("sample/final", final)
