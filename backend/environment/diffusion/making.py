# SPDX-License-Identifier: GPL-3.0-or-later
"""Words to a panorama with a text-to-image pipeline of diffusers: sampled and decoded as a ring."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from backend.engine import EngineError, Progress
from backend.environment.diffusion.circular import circular, wrapped
from backend.pipelines.opening import Opened

#: Columns of latents decoded beyond each edge where the decoder works in tiles, and how darkness is said.
_BEYOND, _DARK = 16, "black dark, underexposed"


@dataclass(frozen=True)
class Settings:
    """How a panorama is made. ``closed`` False is the plain pipeline."""

    seed: int
    width: int
    steps: int
    guidance: float
    negative: str = ""
    closed: bool = True
    tiles: bool = False
    #: Whether a LoRA for panoramas is in the network.
    learnt: bool = False


@torch.no_grad()
def panorama(opened: Opened, text: str, settings: Settings, progress: Progress, exposure: float = 0.0) -> np.ndarray:
    """(H, W, 3) f4 in [0, 1], sRGB, W = ``settings.width`` = 2 H.

    ``exposure`` (EV, 0 to -5) draws the words towards darkness while the noise stays the same, so that exposures of one
    place belong together. Raises :class:`EngineError` ("nothing_made") for values that are not finite.
    """
    pipeline = opened.pipeline
    flux = hasattr(pipeline, "transformer")
    progress.update(0.0, "Reading the words")
    words = _words(pipeline, text, settings, exposure, flux)
    height, cell = settings.width // 2, pipeline.vae_scale_factor * (2 if flux else 1)
    if height % cell:
        raise EngineError(f"This model makes panoramas whose height is a multiple of {cell}, not {height}.",
                          "Choose another width.", "invalid_parameter")
    sampling = progress.part(0.02, 0.9)

    def step(_: Any, number: int, time: Any, values: dict[str, Any]) -> dict[str, Any]:
        sampling.update((number + 1) / settings.steps, f"Painting the panorama: step {number + 1} of {settings.steps}")
        return values
    with contextlib.ExitStack() as ring:
        if settings.closed and flux:
            ring.enter_context(wrapped(pipeline.transformer, height // cell, settings.width // cell, settings.learnt))
        elif settings.closed:
            ring.enter_context(circular(pipeline.unet))
        latents = pipeline(
            **words, width=settings.width, height=height, num_inference_steps=settings.steps,
            guidance_scale=settings.guidance, generator=torch.Generator("cpu").manual_seed(settings.seed),
            output_type="latent", callback_on_step_end=step).images
    progress.update(0.9, "Decoding the panorama")
    if flux:
        latents = pipeline._unpack_latents(latents, height, settings.width, pipeline.vae_scale_factor)
    picture = _decoded(pipeline, latents, settings)
    if not np.isfinite(picture).all():
        raise EngineError("The network made values that are not finite.", "Try another seed, or the CPU.",
                          "nothing_made")
    return picture


def _words(pipeline: Any, text: str, settings: Settings, exposure: float, flux: bool) -> dict[str, Tensor]:
    """What the pipeline takes for ``text``, drawn towards darkness by ``exposure``."""
    def said(words: str) -> dict[str, Tensor]:
        if flux:
            known = pipeline.encode_prompt(prompt=words, prompt_2=None, device=pipeline._execution_device,
                                           max_sequence_length=min(512, pipeline.tokenizer_2.model_max_length))
            return {"prompt_embeds": known[0], "pooled_prompt_embeds": known[1]}
        known = pipeline.encode_prompt(words, device=pipeline._execution_device, num_images_per_prompt=1,
                                       do_classifier_free_guidance=True, negative_prompt=settings.negative)
        names = ("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds")
        return dict(zip(names, known))
    plain = said(text)
    if not exposure:
        return plain
    dark = said(f"{text}, {_DARK}")
    share = min(max(exposure / -5.0, 0.0), 1.0)
    return {name: torch.lerp(value, dark[name], share) if not name.startswith("negative") else value
            for name, value in plain.items()}


def _decoded(pipeline: Any, latents: Tensor, settings: Settings) -> np.ndarray:
    """(H, W, 3) f4 in [0, 1] of latents (1, C, h, w)."""
    network = pipeline.vae
    config = network.config
    # Half precision overflows in SDXL's decoder.
    if network.dtype == torch.float16 and config.force_upcast:
        network.to(torch.float32)
    latents = latents.to(pipeline._execution_device, network.dtype)
    if getattr(config, "latents_mean", None) is not None and getattr(config, "latents_std", None) is not None:
        mean, deviation = (torch.tensor(each, dtype=latents.dtype, device=latents.device).view(1, -1, 1, 1)
                           for each in (config.latents_mean, config.latents_std))
        latents = latents * deviation / config.scaling_factor + mean
    else:
        latents = latents / config.scaling_factor
        latents = latents + (getattr(config, "shift_factor", None) or 0.0)
    beyond = min(_BEYOND, latents.shape[-1] // 2) if settings.tiles and settings.closed else 0
    if settings.tiles:
        network.enable_slicing()
        network.enable_tiling()
        # Further than once around: what lies beside each edge, and the first columns again, from another tile.
        latents = torch.cat([latents[..., latents.shape[-1] - beyond:], latents, latents[..., :beyond],
                             latents[..., beyond:2 * beyond]], -1)
    else:
        network.disable_tiling()
    with circular(network) if settings.closed and not settings.tiles else contextlib.nullcontext():
        made = network.decode(latents, return_dict=False)[0]
    made = _closed(made[0], beyond * pipeline.vae_scale_factor)
    pipeline.maybe_free_model_hooks()
    picture: np.ndarray = (made.float() / 2 + 0.5).clamp(0, 1).permute(1, 2, 0).cpu().numpy()
    return np.ascontiguousarray(picture, np.float32)


def _closed(made: Tensor, beyond: int) -> Tensor:
    """A picture (3, H, W) of a wider one that begins ``beyond`` columns before it and ends twice as many after it: it
    goes on across its edge, and over so many columns into what its first tile made of the same place."""
    if not beyond:
        return made
    made = made[..., beyond:made.shape[-1] - beyond]
    width = made.shape[-1] - beyond
    share = torch.linspace(0, 1, beyond, device=made.device, dtype=made.dtype)
    first = made[..., width:] * (1 - share) + made[..., :beyond] * share
    return torch.cat([first, made[..., beyond:width]], -1)
