# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder in the layout of diffusers to a pipeline that works, or an error that says what is wrong with the folder.

Nothing in the folder is run: only classes of diffusers and transformers are made, weights are safetensors or read by
torch's restricted reader, and settings are looked at before anything is allocated by them.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.engine import EngineError, Progress
from backend.pipelines.packages import diffusers
from backend.torch_device import best_device

_LIBRARIES = ("diffusers", "transformers", "shap_e", "stable_diffusion", "stable_diffusion_xl", "flux")
_MOST_JSON, _MOST_NUMBER, _MOST_LAYERS = 16 << 20, 1 << 20, 256
_UNUSED = {"safety_checker": None, "feature_extractor": None}
_WEIGHTS = re.compile(r"(diffusion_pytorch_model|pytorch_model|model)[\w.-]*\.(safetensors|bin)$")


@dataclass(frozen=True)
class Opened:
    """A pipeline of diffusers, where it works, and the digest of its settings and sizes for provenance."""

    pipeline: Any
    device: str
    folder: Path


def device_of(wanted: str) -> str:
    """"auto", "cpu" or "cuda" as a device of torch. Raises :class:`EngineError` for a card that is not there."""
    best = best_device()
    if wanted == "cuda" and best != "cuda":
        raise EngineError("There is no graphics card that torch can use.",
                          "Choose the CPU, or install the torch build for your card.", "invalid_parameter")
    return best if wanted == "auto" else wanted


def open_pipeline(folder: Path, classes: Sequence[str], device: str, low_memory: bool,
                  progress: Progress) -> Opened:
    """The pipeline in ``folder``, which must be one of ``classes``: on a card in half precision, on the CPU in single.

    ``low_memory`` keeps only the network at work on the card. Raises :class:`EngineError` ("bad_weights",
    "unavailable").
    """
    library = diffusers()
    progress.update(0.0, "Looking at the model")
    name = _check_index(folder, classes)
    import torch

    half = device == "cuda"
    options: dict[str, Any] = {"torch_dtype": torch.float16 if half else torch.float32}
    # FLUX was made for the longer range of bfloat16.
    if half and name.startswith("Flux"):
        options["torch_dtype"] = torch.bfloat16
    components = _components(folder)
    options |= {key: None for key in _UNUSED if key in components}
    if "safety_checker" in components:
        options["requires_safety_checker"] = False
    files = list(_weight_files(folder))
    if any(".fp16." in each.name for each in files):
        options["variant"] = "fp16"
    progress.update(0.1, "Loading the model")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pipeline = getattr(library, name).from_pretrained(
                str(folder), local_files_only=True, use_safetensors=None, trust_remote_code=False, **options)
    except MemoryError:
        raise
    except Exception as error:  # what a damaged file makes these libraries raise is theirs to choose
        if "out of memory" in str(error).lower():
            raise
        raise bad_model(folder, f"{type(error).__name__}: {' '.join(str(error).split()):.200}") from error
    progress.update(0.7, "Checking the model")
    _check_networks(pipeline, folder, half)
    pipeline.set_progress_bar_config(disable=True)
    progress.update(0.8, "Moving the model to the graphics card" if half else "Preparing the model")
    if half and low_memory:
        pipeline.enable_model_cpu_offload()
    else:
        pipeline.to(device)
    return Opened(pipeline, device, folder)


def bad_model(folder: Path, reason: str) -> EngineError:
    """The error for a folder that does not hold a sound model."""
    return EngineError(f"{folder} does not hold the model that was expected: {reason}.",
                       "Delete the folder and pull the model again.", "bad_weights")


def _check_index(folder: Path, classes: Sequence[str]) -> str:
    index = _json(folder, folder / "model_index.json")
    name = index.get("_class_name")
    if name not in classes:
        raise bad_model(folder, f"it is a {name!r:.80}, not a {' or '.join(classes)}")
    for key, value in index.items():
        if key.startswith("_") or not isinstance(value, list):
            continue
        sound = len(value) == 2 and all(each is None or isinstance(each, str) for each in value)
        if not sound or (value[0] is not None and (value[0] not in _LIBRARIES or not re.fullmatch(
                r"[A-Za-z][A-Za-z0-9]*", value[1] or "") or not re.fullmatch(r"\w+", key))):
            raise bad_model(folder, f"its part {key:.60} is {value!r:.80}, which is no class of diffusers")
        if value[0] is not None and key not in _UNUSED and not (folder / key).is_dir():
            raise bad_model(folder, f"the folder {key} is missing")
    for path in folder.glob("*/*config.json"):
        _check_numbers(folder, path.parent.name, _json(folder, path))
    return str(name)


def _json(folder: Path, path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_JSON:
            raise ValueError("it is too large")
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict):
            raise ValueError("it is no object")
        return found
    except (OSError, ValueError, RecursionError) as error:
        raise bad_model(folder, f"{path.relative_to(folder)} cannot be read ({error!s:.100})") from error


def _check_numbers(folder: Path, part: str, tree: Any, depth: int = 0) -> None:
    """Refuse sizes that no network has, before they are built."""
    if depth > 8:
        raise bad_model(folder, f"the settings of {part} are nested too deep")
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        if isinstance(value, (dict, list)):
            if len(value) > 4096:
                raise bad_model(folder, f"{key!s:.60} of {part} is too long")
            if isinstance(key, str) and isinstance(value, list) and any(
                    isinstance(each, int) and abs(each) > _MOST_LAYERS for each in value) and "layers" in key:
                raise bad_model(folder, f"{key:.60} of {part} is {value!r:.60}")
            _check_numbers(folder, part, value, depth + 1)
        elif isinstance(value, int) and not isinstance(value, bool):
            layers = isinstance(key, str) and re.search(r"num_(hidden_)?layers|layers_per_block|num_blocks", key)
            if abs(value) > (_MOST_LAYERS if layers else _MOST_NUMBER):
                raise bad_model(folder, f"{key!s:.60} of {part} is {value}")


def _components(folder: Path) -> list[str]:
    return [key for key, value in _json(folder, folder / "model_index.json").items()
            if isinstance(value, list) and value and value[0] is not None]


def _weight_files(folder: Path) -> Iterator[Path]:
    yield from (each for each in sorted(folder.glob("*/*")) if _WEIGHTS.fullmatch(each.name))


def _check_networks(pipeline: Any, folder: Path, half: bool) -> None:
    """Every tensor of every network was in its files, and is finite: libraries fill what is missing with noise."""
    import torch

    for key, network in pipeline.components.items():
        if not isinstance(network, torch.nn.Module):
            continue
        held = _names(folder / key, folder)
        if held is not None:
            tied = set(getattr(network, "_tied_weights_keys", None) or ())
            wanted = {name for name, _ in network.named_parameters()} - tied
            missing = sorted(name for name in wanted if not _there(name, held))
            if missing:
                raise bad_model(folder, f"{key} misses {len(missing)} tensors, such as {missing[0]:.100}")
        for name, value in network.named_parameters():
            if value.is_meta or not torch.isfinite(value).all():
                raise bad_model(folder, f"{name:.100} of {key} holds values that are not finite")


def _there(name: str, held: set[str]) -> bool:
    """Older files name some tensors with another prefix, or attention by its older names."""
    tail = name.split(".", 1)[-1]
    return name in held or tail in held or any(each.endswith(f".{name}") for each in held) or _old(name) in held


def _old(name: str) -> str:
    for new, old in (("to_q", "query"), ("to_k", "key"), ("to_v", "value"), ("to_out.0", "proj_attn")):
        name = name.replace(f".{new}.", f".{old}.")
    return name


def _names(part: Path, folder: Path) -> set[str] | None:
    """The names of the tensors in the files of one network; None where only a checkpoint of torch has them."""
    from safetensors import SafetensorError, safe_open

    names: set[str] = set()
    for path in part.glob("*.safetensors"):
        try:
            with safe_open(str(path), framework="pt") as file:
                names |= set(file.keys())
        except SafetensorError as error:
            raise bad_model(folder, f"{part.name}/{path.name} is damaged ({error!s:.100})") from error
    return names or None
