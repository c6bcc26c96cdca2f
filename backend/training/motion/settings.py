# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that decides what is learnt, besides the data: ``motion.toml`` beside this file, and what overrides it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from backend.engine import EngineError
from backend.motion.diffusion.embedded_network import NetworkConfig

DEFAULT = Path(__file__).with_name("motion.toml")


@dataclass(frozen=True)
class Settings:
    """Lengths in seconds unless they say steps."""

    seed: int = 1
    steps: int = 9000
    batch: int = 32
    rate: float = 5e-4
    final_rate: float = 3e-5
    warm_up: int = 200
    weight_decay: float = 0.01
    clip: float = 1.0
    ema: float = 0.999
    bfloat16: bool = True
    #: Steps between validations, and between checkpoints.
    validate_every: int = 500
    save_every: int = 250
    #: Lengths of the pieces that are learnt from; some are longer than usual.
    shortest: float = 0.6
    usual: float = 6.0
    longest: float = 10.0
    long_share: float = 0.1
    #: Played so much slower or faster; nearly true speed where the caption tells the speed.
    speeds: tuple[float, float] = (0.85, 1.2)
    told_speeds: tuple[float, float] = (0.95, 1.05)
    mirrored: float = 0.5
    #: Clips that go straight are learnt in circles and out and back, too.
    curved: bool = True
    paraphrased: float = 0.6
    #: Sentences left out, so that guidance has something to lead away from.
    unsaid: float = 0.1
    #: Length of the noise on sentences, whose own length is one.
    word_noise: float = 0.15
    #: Share of samples of which something is known beforehand.
    known: float = 0.5
    #: Share of samples with more noise than the rest, on top of those that have it anyway.
    early: float = 0.4
    #: How much more samples with hardly any noise count, at most.
    late: float = 6.0
    #: Weights of the losses. Those of places, speeds and feet must stay small beside that of the features: while little
    #: is known yet they are large, and hold up everything else.
    features: float = 1.0
    places: float = 0.04
    velocity: float = 0.008
    feet: float = 0.03
    network: NetworkConfig = field(default_factory=NetworkConfig)


def read_settings(path: Path | None = None, changes: Sequence[str] = ()) -> Settings:
    """Settings of a toml file (the default beside this module), with ``changes`` as "name=value".

    Raises :class:`EngineError` ("invalid_parameter") for names and values that do not fit.
    """
    path = path or DEFAULT
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EngineError(f"{path} cannot be read: {error}.", "Give a toml file of settings.",
                          "invalid_parameter") from error
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign:
            raise EngineError(f"{change!r:.60} is no setting.", "Write NAME=VALUE.", "invalid_parameter")
        try:
            read = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            raise EngineError(f"{change!r:.60}: {value!r:.40} is no value.", "Write a number, true or false.",
                              "invalid_parameter") from None
        part, _, rest = name.strip().partition(".")
        if rest:
            told[part] = {**told.get(part, {}), rest: read}
        else:
            told[part] = read
    network = NetworkConfig(**_fitting(NetworkConfig(), told.pop("network", {})))
    return replace(Settings(**_fitting(Settings(), told)), network=network)


def _fitting(known: Any, told: Mapping[str, Any]) -> dict[str, Any]:
    """``told`` with values of the types of ``known``."""
    result: dict[str, Any] = {}
    types = {each.name: type(getattr(known, each.name)) for each in fields(known)}
    for name, value in told.items():
        kind = types.get(name)
        if kind is None:
            raise EngineError(f"There is no setting {name!r:.40}.", f"Known are {', '.join(types)}.",
                              "invalid_parameter")
        if kind is tuple and isinstance(value, list) and len(value) == 2:
            result[name] = (float(value[0]), float(value[1]))
        elif kind is float and isinstance(value, int) and not isinstance(value, bool):
            result[name] = float(value)
        elif isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            result[name] = value
        else:
            raise EngineError(f"The setting {name} is {value!r:.40}, which is no {kind.__name__}.", "Correct it.",
                              "invalid_parameter")
    return result
