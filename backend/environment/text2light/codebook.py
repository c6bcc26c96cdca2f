# SPDX-License-Identifier: GPL-3.0-or-later
"""The two codebooks of Text2Light: VQGAN autoencoders, one with circular and one with zero padding.

P. Esser, R. Rombach & B. Ommer, Taming Transformers for High-Resolution Image Synthesis, CVPR 2021. Images are
(B, 3, H, W) in [-1, 1]; tokens (B, h, w), h = H / 2^(levels - 1). Parameters carry the names of the
published checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from torch import Tensor, nn

Padding = Literal["zeros", "circular"]
_COMMITMENT = 0.25


@dataclass(frozen=True)
class CodebookConfig:
    """Sizes; the defaults are the published ones."""

    channels: int = 128
    multipliers: tuple[int, ...] = (1, 1, 2, 2, 4)
    blocks: int = 2
    #: Attention is on the levels whose nominal size (``resolution`` halved a level) is among these.
    attention: tuple[int, ...] = (16,)
    resolution: int = 256
    latent: int = 256
    embedding: int = 256
    entries: int = 1024
    #: "circular" on both axes is the global codebook (VQCirModel), "zeros" the local one (VQModel).
    padding: Padding = "zeros"

    @property
    def factor(self) -> int:
        """Pixels a token along each axis."""
        return int(2 ** (len(self.multipliers) - 1))


def _norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(32, channels, eps=1e-6)


def _conv3(inside: int, outside: int, padding: Padding) -> nn.Conv2d:
    return nn.Conv2d(inside, outside, 3, padding=1, padding_mode=padding)


class _Residual(nn.Module):
    def __init__(self, inside: int, outside: int, padding: Padding) -> None:
        super().__init__()
        self.norm1, self.conv1 = _norm(inside), _conv3(inside, outside, padding)
        self.norm2, self.conv2 = _norm(outside), _conv3(outside, outside, padding)
        self.nin_shortcut = nn.Conv2d(inside, outside, 1) if inside != outside else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(nn.functional.silu(self.norm1(x)))
        h = self.conv2(nn.functional.silu(self.norm2(h)))
        result: Tensor = self.nin_shortcut(x) + h
        return result


class _Attention(nn.Module):
    """One head over all pixels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = _norm(channels)
        self.q, self.k, self.v, self.proj_out = (nn.Conv2d(channels, channels, 1) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm(x)
        query, key, value = (each(h).flatten(2).transpose(1, 2) for each in (self.q, self.k, self.v))
        seen = nn.functional.scaled_dot_product_attention(query, key, value)
        result: Tensor = x + self.proj_out(seen.transpose(1, 2).reshape(x.shape))
        return result


class _Middle(nn.Module):
    def __init__(self, channels: int, padding: Padding) -> None:
        super().__init__()
        self.block_1 = _Residual(channels, channels, padding)
        self.attn_1 = _Attention(channels)
        self.block_2 = _Residual(channels, channels, padding)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.block_2(self.attn_1(self.block_1(x)))
        return result


class _Down(nn.Module):
    """Halves the image: one column and one row of zeros on the right and below, whatever the padding elsewhere."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.conv(nn.functional.pad(x, (0, 1, 0, 1)))
        return result


class _Up(nn.Module):
    def __init__(self, channels: int, padding: Padding) -> None:
        super().__init__()
        self.conv = _conv3(channels, channels, padding)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.conv(nn.functional.interpolate(x, scale_factor=2.0, mode="nearest"))
        return result


class _Level(nn.Module):
    """Residual blocks of one resolution, each followed by attention where the level has it, then a change of size."""

    def __init__(self, inside: int, outside: int, count: int, attends: bool, padding: Padding, *,
                 downsample: bool = False, upsample: bool = False) -> None:
        super().__init__()
        self.block = nn.ModuleList(
            _Residual(inside if number == 0 else outside, outside, padding) for number in range(count))
        self.attn = nn.ModuleList(_Attention(outside) for _ in range(count if attends else 0))
        self.downsample = _Down(outside) if downsample else None
        self.upsample = _Up(outside, padding) if upsample else None

    def forward(self, x: Tensor) -> Tensor:
        for number, block in enumerate(self.block):
            x = block(x)
            if len(self.attn):
                x = self.attn[number](x)
        for resize in (self.downsample, self.upsample):
            if resize is not None:
                x = resize(x)
        return x


class Encoder(nn.Module):
    """(B, 3, H, W) -> (B, latent, h, w)."""

    def __init__(self, config: CodebookConfig) -> None:
        super().__init__()
        widths = [config.channels * each for each in (1, *config.multipliers)]
        self.conv_in = _conv3(3, config.channels, config.padding)
        last = len(config.multipliers) - 1
        self.down = nn.ModuleList(
            _Level(widths[level], widths[level + 1], config.blocks, config.resolution >> level in config.attention,
                   config.padding, downsample=level < last) for level in range(last + 1))
        self.mid = _Middle(widths[-1], config.padding)
        self.norm_out, self.conv_out = _norm(widths[-1]), _conv3(widths[-1], config.latent, config.padding)

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv_in(x)
        for level in self.down:
            h = level(h)
        result: Tensor = self.conv_out(nn.functional.silu(self.norm_out(self.mid(h))))
        return result


class Decoder(nn.Module):
    """(B, latent, h, w) -> (B, 3, H, W)."""

    def __init__(self, config: CodebookConfig) -> None:
        super().__init__()
        widths = [config.channels * each for each in config.multipliers]
        self.conv_in = _conv3(config.latent, widths[-1], config.padding)
        self.mid = _Middle(widths[-1], config.padding)
        last = len(widths) - 1
        self.up = nn.ModuleList(
            _Level(widths[min(level + 1, last)], widths[level], config.blocks + 1,
                   config.resolution >> level in config.attention, config.padding, upsample=level > 0)
            for level in range(last + 1))
        self.norm_out, self.conv_out = _norm(widths[0]), _conv3(widths[0], 3, config.padding)

    def forward(self, z: Tensor) -> Tensor:
        h = self.mid(self.conv_in(z))
        for level in reversed(list(self.up)):
            h = level(h)
        result: Tensor = self.conv_out(nn.functional.silu(self.norm_out(h)))
        return result


class _Quantiser(nn.Module):
    def __init__(self, entries: int, width: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(entries, width)


class Codebook(nn.Module):
    """Images to tokens and back."""

    def __init__(self, config: CodebookConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or CodebookConfig()
        self.encoder, self.decoder = Encoder(config), Decoder(config)
        self.quantize = _Quantiser(config.entries, config.embedding)
        self.quant_conv = nn.Conv2d(config.latent, config.embedding, 1)
        self.post_quant_conv = nn.Conv2d(config.embedding, config.latent, 1)

    def latents(self, image: Tensor) -> Tensor:
        """(B, embedding, h, w) before quantisation."""
        result: Tensor = self.quant_conv(self.encoder(image))
        return result

    def nearest(self, latents: Tensor) -> Tensor:
        """Tokens (B, h, w) of the codebook's entries nearest to ``latents``."""
        flat = latents.movedim(1, -1)
        entries = self.quantize.embedding.weight
        distance = (flat**2).sum(-1, keepdim=True) - 2 * flat @ entries.T + (entries**2).sum(-1)
        return distance.argmin(-1)

    def encode(self, image: Tensor) -> Tensor:
        """(B, 3, H, W) -> tokens (B, h, w)."""
        return self.nearest(self.latents(image))

    def embed(self, tokens: Tensor) -> Tensor:
        """Tokens (B, h, w) -> quantised latents (B, embedding, h, w)."""
        return self.quantize.embedding(tokens).movedim(-1, 1)  # type: ignore[no-any-return]

    def decode(self, tokens: Tensor) -> Tensor:
        """Tokens (B, h, w) -> (B, 3, H, W), not clipped."""
        return self.decode_latents(self.embed(tokens))

    def decode_latents(self, quantised: Tensor) -> Tensor:
        result: Tensor = self.decoder(self.post_quant_conv(quantised))
        return result


def quantisation_loss(latents: Tensor, quantised: Tensor) -> Tensor:
    """Codebook and commitment terms of A. van den Oord et al., VQ-VAE (2017), eq. 3, weighted as published."""
    codebook = ((quantised - latents.detach()) ** 2).mean()
    commitment = ((quantised.detach() - latents) ** 2).mean()
    return commitment + _COMMITMENT * codebook


