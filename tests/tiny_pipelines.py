# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiny random pipelines of diffusers' real classes, saved to folders as published models are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import torch

for _name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
    os.environ.setdefault(_name, "1")
pytest.importorskip("diffusers", reason="diffusers is not installed: pip install troupe[diffusion]")
WIDTH = 32


def tokenizer(folder: Path) -> Any:
    """CLIP's tokenizer with a vocabulary of letters."""
    from transformers import CLIPTokenizer

    letters = [chr(code) for code in range(97, 123)]
    words = ["<|startoftext|>", "<|endoftext|>", "!", *letters, *(f"{each}</w>" for each in letters)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer.from_pretrained(str(folder), model_max_length=77)


def text_encoder(kind: str = "CLIPTextModel", width: int = WIDTH) -> Any:
    import transformers

    config = transformers.CLIPTextConfig(
        hidden_size=width, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, vocab_size=64,
        projection_dim=width, bos_token_id=0, eos_token_id=1, pad_token_id=2)
    return getattr(transformers, kind)(config).eval()


def shap_e_parts() -> dict[str, Any]:
    """What both pipelines of Shap-E have."""
    from diffusers import HeunDiscreteScheduler, PriorTransformer
    from diffusers.pipelines.shap_e import ShapERenderer

    torch.manual_seed(0)
    prior = PriorTransformer(
        num_attention_heads=2, attention_head_dim=16, embedding_dim=16, num_embeddings=32, embedding_proj_dim=WIDTH,
        time_embed_dim=64, num_layers=1, clip_embed_dim=32, additional_embeddings=0, time_embed_act_fn="gelu",
        norm_in_type="layer", encoder_hid_proj_type=None, added_emb_type=None)
    torch.manual_seed(0)
    renderer = ShapERenderer(param_shapes=((8, 93), (8, 8), (8, 8), (8, 8)), d_latent=16, d_hidden=8, n_output=12,
                             background=(0.1, 0.1, 0.1))
    scheduler = HeunDiscreteScheduler(beta_schedule="exp", num_train_timesteps=1024, prediction_type="sample",
                                      use_karras_sigmas=True, clip_sample=True, clip_sample_range=1.0)
    return {"prior": prior, "shap_e_renderer": renderer, "scheduler": scheduler}


def shap_e(folder: Path, **saving: Any) -> Path:
    """``ShapEPipeline`` in ``folder``."""
    from diffusers import ShapEPipeline

    torch.manual_seed(0)
    pipeline = ShapEPipeline(text_encoder=text_encoder("CLIPTextModelWithProjection"),
                             tokenizer=tokenizer(folder / "tokenizer"), **shap_e_parts())
    _with_a_surface(pipeline, "a cat")
    pipeline.save_pretrained(str(folder), **saving)
    return folder


@torch.no_grad()
def _with_a_surface(pipeline: Any, given: Any) -> None:
    """Level the random field of the renderer so that half of the space is inside for what seed 5 makes of ``given``."""
    latent = pipeline(given, num_inference_steps=2, guidance_scale=3.0, output_type="latent",
                      generator=torch.Generator().manual_seed(5)).images
    renderer = pipeline.shap_e_renderer
    # Of the encoded places the coordinates and their longest waves alone: a smooth field.
    rough = torch.ones(93, dtype=torch.bool)
    rough[[*range(6), *range(48, 51)]] = False
    first = renderer.params_proj.projections["nerstf__mlp__0__weight"]
    first.norm.weight[rough], first.norm.bias[rough] = 0, 0
    first.proj.bias.view(8, 93)[:, rough] = 0
    for name, value in renderer.params_proj(latent).items():
        renderer.mlp.state_dict()[name.removeprefix("nerstf.")].copy_(value[0])
    line = torch.linspace(-1, 1, 12)
    places = torch.stack(torch.meshgrid(line, line, line, indexing="ij"), -1).reshape(1, -1, 3)
    last = renderer.mlp.mlp[-1]

    def field() -> torch.Tensor:
        return renderer.mlp(position=places, direction=None, ts=None, nerf_level="fine", rendering_mode="stf"
                            ).signed_distance.atanh()
    spread = field().std()
    last.weight[0] *= 0.5 / spread
    last.weight[3:6] *= 30.0
    last.bias[0] = 0
    last.bias[0] = -field().median()


def shap_e_image(folder: Path) -> Path:
    """``ShapEImg2ImgPipeline`` in ``folder``."""
    from diffusers import ShapEImg2ImgPipeline
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    parts = shap_e_parts()
    torch.manual_seed(0)
    encoder = CLIPVisionModel(CLIPVisionConfig(hidden_size=16, image_size=32, projection_dim=WIDTH,
                                               intermediate_size=37, num_attention_heads=4, num_hidden_layers=2,
                                               patch_size=1))
    from diffusers import PriorTransformer
    torch.manual_seed(0)
    parts["prior"] = PriorTransformer(
        num_attention_heads=2, attention_head_dim=16, embedding_dim=16, num_embeddings=32, embedding_proj_dim=16,
        time_embed_dim=64, num_layers=1, clip_embed_dim=32, additional_embeddings=0, time_embed_act_fn="gelu",
        norm_in_type="layer", embedding_proj_norm_type="layer", encoder_hid_proj_type=None, added_emb_type=None)
    processor = CLIPImageProcessor(crop_size=32, do_center_crop=True, do_normalize=True, do_resize=True, size=32)
    pipeline = ShapEImg2ImgPipeline(image_encoder=encoder, image_processor=processor, **parts)
    from PIL import Image
    _with_a_surface(pipeline, Image.new("RGB", (64, 64), (200, 40, 40)))
    pipeline.save_pretrained(str(folder))
    return folder


def decoder(channels: int = 4, **more: Any) -> Any:
    """A small ``AutoencoderKL`` that makes pictures eight times as large as its latents."""
    from diffusers import AutoencoderKL

    torch.manual_seed(0)
    return smooth(AutoencoderKL(
        block_out_channels=[8, 8, 16, 16], norm_num_groups=4, in_channels=3, out_channels=3,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        latent_channels=channels, sample_size=64, **more))


@torch.no_grad()
def smooth(network: torch.nn.Module) -> Any:
    """``network`` with random convolutions that look at every neighbour alike, so that its pictures have no grain in
    which a seam could hide."""
    for layer in network.modules():
        if isinstance(layer, torch.nn.Conv2d) and layer.kernel_size[0] > 1:
            layer.weight[:] = 2 * layer.weight.mean((2, 3), keepdim=True)
    return network


def _steps() -> Any:
    from diffusers import DDIMScheduler

    return DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
                         set_alpha_to_one=False, steps_offset=1)


def stable_diffusion(folder: Path, **saving: Any) -> Path:
    """``StableDiffusionPipeline`` in ``folder``."""
    from diffusers import StableDiffusionPipeline, UNet2DConditionModel

    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=WIDTH, norm_num_groups=4, attention_head_dim=4)
    pipeline = StableDiffusionPipeline(
        unet=smooth(unet), vae=decoder(), scheduler=_steps(), text_encoder=text_encoder(),
        tokenizer=tokenizer(folder / "tokenizer"), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False)
    pipeline.save_pretrained(str(folder), **saving)
    return folder


def stable_diffusion_xl(folder: Path) -> Path:
    """``StableDiffusionXLPipeline`` in ``folder``."""
    from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel

    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, transformer_layers_per_block=(1, 1), norm_num_groups=4,
        projection_class_embeddings_input_dim=6 * 8 + WIDTH, cross_attention_dim=2 * WIDTH)
    pipeline = StableDiffusionXLPipeline(
        unet=smooth(unet), vae=decoder(), scheduler=_steps(), text_encoder=text_encoder(),
        text_encoder_2=text_encoder("CLIPTextModelWithProjection"), tokenizer=tokenizer(folder / "tokenizer"),
        tokenizer_2=tokenizer(folder / "tokenizer_2"))
    pipeline.save_pretrained(str(folder))
    return folder


def flux(folder: Path) -> Path:
    """``FluxPipeline`` in ``folder``."""
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel
    from transformers import T5Config, T5EncoderModel, T5TokenizerFast

    torch.manual_seed(0)
    transformer = FluxTransformer2DModel(
        patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=WIDTH, pooled_projection_dim=WIDTH, axes_dims_rope=(4, 4, 8), guidance_embeds=True)
    torch.manual_seed(0)
    second = T5EncoderModel(T5Config(d_model=WIDTH, d_ff=37, d_kv=8, num_heads=4, num_layers=2, vocab_size=128))
    letters = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581", -1.0),
               *((chr(code), -2.0) for code in range(97, 123))]
    words = T5TokenizerFast(vocab=letters, model_max_length=64, extra_ids=0)
    pipeline = FluxPipeline(
        transformer=transformer, vae=decoder(4, shift_factor=0.1, scaling_factor=0.6, use_quant_conv=False,
                                             use_post_quant_conv=False),
        scheduler=FlowMatchEulerDiscreteScheduler(), text_encoder=text_encoder(),
        tokenizer=tokenizer(folder / "tokenizer"), text_encoder_2=second, tokenizer_2=words)
    pipeline.save_pretrained(str(folder))
    return folder
