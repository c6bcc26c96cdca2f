# SPDX-License-Identifier: GPL-3.0-or-later
"""Published diffusion models, kept as a folder a model in the layout of diffusers, fetched from a model hub.

The manifest pins digests; these models are too many and too large for that, and users bring versions of their own. A
pull takes one commit of the repository, checks every file against the digests the hub gives for that commit, and
remembers both in ``troupe-pull.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from backend.engine import Availability, EngineError, Progress
from backend.paths import weights_dir
from backend.weights.download import check_space, check_url, download, write_error
from backend.weights.manifest import WeightFile
from backend.weights.verify import check_format

RECORD = "troupe-pull.json"
_INDEX = "model_index.json"
_WEIGHT = re.compile(r"(?P<stem>[\w-]+?)(\.(?P<variant>fp16|bf16|non_ema|ema_only|fp16_full))?"
                     r"(-\d{5}-of-\d{5})?\.(?P<kind>safetensors|bin)$")
#: A listing or a small file is never larger.
_MOST_JSON, _MOST_FILES, _TIMEOUT_S = 32 << 20, 2000, 30.0


@dataclass(frozen=True)
class HubModel:
    """One published model. ``gigabytes`` is what a pull fetches, about."""

    name: str
    title: str
    repository: str
    licence: str
    gigabytes: float
    #: What its authors ask users to know, in one or two sentences.
    advice: str
    #: Environment variable that names another folder.
    variable: str
    #: The pipeline classes of diffusers that its folder may hold.
    classes: tuple[str, ...]
    #: Whether its authors let it be fetched only after agreeing to a licence on their page.
    gated: bool = False

    @property
    def folder(self) -> Path:
        """Where its files are looked for, and go."""
        return Path(os.environ.get(self.variable) or weights_dir() / self.name).expanduser()

    @property
    def terms(self) -> str:
        """Size, licence and advice, for whoever is about to fetch it."""
        return f"about {self.gigabytes:g} GB, licence {self.licence}. {self.advice}"

    @property
    def remedy(self) -> str:
        """Exactly what to type."""
        if self.gated:
            return (f"Agree to its licence at https://huggingface.co/{self.repository}, then run: hf auth login, and: "
                    f"hf download {self.repository} --local-dir \"{self.folder}\" ({self.terms})")
        return f"Run: troupe weights pull {self.name} ({self.terms})"

    def availability(self) -> Availability:
        """Whether its folder is there; what it holds is checked when it is opened."""
        if (self.folder / _INDEX).is_file():
            return Availability(ok=True)
        return Availability(ok=False, remedy=self.remedy,
                            reason=f"{self.title} is not on this machine: there is no {_INDEX} in {self.folder}.")

    def place(self) -> Path:
        """Its folder. Raises :class:`EngineError` (``weights_missing``) where it is not here."""
        state = self.availability()
        if not state.ok:
            raise EngineError(state.reason, state.remedy, "weights_missing")
        return self.folder

    def files(self) -> list[Path]:
        """Every file that decides what it makes, there or not."""
        folder = self.folder
        found = sorted(each for kind in ("*.json", "*/*.json", "*/*.safetensors", "*/*.bin", "*.safetensors")
                       for each in folder.glob(kind) if each.name != RECORD)
        return found or [folder / _INDEX]


SHAP_E = HubModel(
    "shap-e", "Shap-E (text)", "openai/shap-e", "MIT", 1.0,
    "Its authors advise against commercial use, and say that it often gives rough edges, holes or blurry textures, "
    "fails at counts and at several objects, and reflects biases of its data.",
    "TROUPE_SHAP_E", ("ShapEPipeline",))
SHAP_E_IMAGE = HubModel(
    "shap-e-image", "Shap-E (image)", "openai/shap-e-img2img", "MIT", 1.3,
    "Its authors advise against commercial use; it was trained on clean renderings of one object before white.",
    "TROUPE_SHAP_E_IMAGE", ("ShapEImg2ImgPipeline",))
STABLE_DIFFUSION = HubModel(
    "stable-diffusion", "Stable Diffusion 1.5", "stable-diffusion-v1-5/stable-diffusion-v1-5",
    "CreativeML OpenRAIL-M", 2.1,
    "Its licence forbids harmful uses, which must be passed on with what is made of the model; it reflects biases of "
    "its data.", "TROUPE_STABLE_DIFFUSION", ("StableDiffusionPipeline",))
STABLE_DIFFUSION_XL = HubModel(
    "stable-diffusion-xl", "Stable Diffusion XL 1.0", "stabilityai/stable-diffusion-xl-base-1.0",
    "CreativeML OpenRAIL++-M", 7.0,
    "Its licence forbids harmful uses; it reflects biases of its data and does not draw legible text.",
    "TROUPE_STABLE_DIFFUSION_XL", ("StableDiffusionXLPipeline",))
FLUX = HubModel(
    "flux", "FLUX.1 [dev]", "black-forest-labs/FLUX.1-dev", "FLUX.1 [dev] Non-Commercial", 34.0,
    "The model is for non-commercial use. A LoRA for panoramas, as pano.safetensors beside it, makes its pictures true "
    "panoramas.", "TROUPE_FLUX", ("FluxPipeline",), gated=True)
MODELS = {each.name: each for each in (SHAP_E, SHAP_E_IMAGE, STABLE_DIFFUSION, STABLE_DIFFUSION_XL, FLUX)}


@dataclass(frozen=True)
class HubFile:
    """A file of a repository, as the hub lists it."""

    path: str
    size: int
    #: SHA-256 of large files; "" for small ones, whose git blob digest is ``blob``.
    sha256: str
    blob: str


def model_digest(folder: Path) -> str:
    """What tells one version of a model from another: over its pull record, or names and sizes of its files."""
    record = folder / RECORD
    content = record.read_bytes() if record.is_file() else "\n".join(
        f"{each.relative_to(folder)} {each.stat().st_size}" for each in sorted(folder.rglob("*")) if each.is_file()
    ).encode()
    return hashlib.sha256(content).hexdigest()


def endpoint() -> str:
    """The hub; ``HF_ENDPOINT`` names a mirror."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def pull(model: HubModel, consent: bool, progress: Progress | None = None) -> Path:
    """Fetch ``model`` with the user's ``consent``; return its folder. Goes on where an earlier pull stopped.

    Raises :class:`EngineError` ("consent_required", "download_failed", "corrupt_weights", "disk_full") and
    :class:`backend.engine.Cancelled`.
    """
    progress = progress or Progress()
    if consent is not True:
        raise EngineError(f"{model.title} would be downloaded from {endpoint()}: {model.terms}",
                          "Agree to the download to go on (troupe weights pull asks, or --yes).", "consent_required")
    if model.gated:
        raise EngineError(f"{model.title} can only be fetched by whoever agreed to its licence.", model.remedy,
                          "download_failed")
    progress.update(0.0, "Asking for the list of files")
    commit = str(_json(model, f"/api/models/{model.repository}/revision/main").get("sha", ""))
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise _odd(model, "it names no commit")
    index = _small(model, commit, _named(listing(model, commit), _INDEX, model))
    wanted = chosen(listing(model, commit), _components(index, model))
    folder = model.folder
    try:
        (folder / ".partial").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(error, folder) from error
    missing = [file for file in wanted if not _sound(folder / file.path, file)]
    check_space(folder, sum(file.size for file in missing))
    done, total = 0, max(sum(file.size for file in missing), 1)
    # The index last: a folder that has one is whole.
    for file in sorted(missing, key=lambda each: each.path == _INDEX):
        _fetch(model, commit, file, folder, progress.part(0.02 + 0.98 * done / total,
                                                           0.02 + 0.98 * (done + file.size) / total))
        done += file.size
    record = {"repository": model.repository, "commit": commit, "files": {each.path: each.sha256 or each.blob
                                                                        for each in wanted}}
    (folder / RECORD).write_text(json.dumps(record, indent=1), "utf-8")
    progress.update(1.0, f"{model.title} is ready")
    return folder


def listing(model: HubModel, commit: str) -> list[HubFile]:
    """Every file of the repository at ``commit``."""
    tree = _json(model, f"/api/models/{model.repository}/tree/{commit}?recursive=true")
    if not isinstance(tree, list) or len(tree) > _MOST_FILES:
        raise _odd(model, "its list of files is none")
    found = []
    for each in tree:
        if not isinstance(each, dict) or each.get("type") != "file":
            continue
        path, size, large = each.get("path"), each.get("size"), each.get("lfs") or {}
        parts = PurePosixPath(str(path))
        if (not isinstance(path, str) or not isinstance(size, int) or parts.is_absolute() or ".." in parts.parts
                or "\\" in path or ":" in path):
            raise _odd(model, f"it lists {path!r:.80}")
        found.append(HubFile(path, int(large.get("size", size)), str(large.get("oid", "")).removeprefix("sha256:"),
                             str(each.get("oid", ""))))
    return found


def chosen(files: Sequence[HubFile], components: set[str]) -> list[HubFile]:
    """What is needed of a repository: settings and vocabularies of its components, and of each one set of weights: in
    half precision and as safetensors where there are such."""
    wanted = [each for each in files if each.path == _INDEX]
    for component in sorted(components):
        inside = [each for each in files if PurePosixPath(each.path).parent == PurePosixPath(component)]
        sets: dict[tuple[str, str], list[HubFile]] = {}
        for each in inside:
            name = PurePosixPath(each.path).name
            if found := _WEIGHT.fullmatch(name):
                # Of parts, the index names them all; other files of the same kind are other programs'.
                if found["stem"] in ("model", "diffusion_pytorch_model", "pytorch_model"):
                    sets.setdefault((found["variant"] or "", found["kind"]), []).append(each)
            elif name.endswith((".json", ".txt", ".model")) and not name.endswith(".index.json"):
                wanted.append(each)
        order = [("fp16", "safetensors"), ("", "safetensors"), ("fp16", "bin"), ("", "bin")]
        best = next((each for each in order if each in sets), None)
        if best is not None:
            wanted += sets[best]
            middle = f".{best[0]}" if best[0] else ""
            wanted += [each for each in inside
                       if each.path.endswith((f"{best[1]}.index{middle}.json", f"{middle}.{best[1]}.index.json"))
                       and (middle or ".fp16" not in each.path)]
    return list({each.path: each for each in wanted}.values())


def _components(index: bytes, model: HubModel) -> set[str]:
    """The folders that ``model_index.json`` names; parts that only check pictures are left out."""
    try:
        tree = json.loads(index)
        return {key for key, value in tree.items()
                if isinstance(value, list) and len(value) == 2 and value[0] and re.fullmatch(r"\w+", key)
                and key not in ("safety_checker", "feature_extractor")}
    except (ValueError, AttributeError) as error:
        raise _odd(model, f"its {_INDEX} cannot be read") from error


def _fetch(model: HubModel, commit: str, file: HubFile, folder: Path, progress: Progress) -> None:
    target = folder / file.path
    part = folder / ".partial" / hashlib.sha256(file.path.encode()).hexdigest()[:24]
    if file.sha256:
        download(WeightFile(file.path, file.size, file.sha256, url=_url(model, commit, file.path)), part, progress)
    else:
        progress.update(0.0, f"Downloading {file.path}")
        content = _small(model, commit, file)
        try:
            part.write_bytes(content)
        except OSError as error:
            raise write_error(error, part) from error
    check_format(part, file.path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(part, target)
    except OSError as error:
        raise write_error(error, target) from error


def _sound(path: Path, file: HubFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    if file.sha256:
        from backend.weights.verify import sha256_of
        return sha256_of(path) == file.sha256
    return _blob(path.read_bytes()) == file.blob


def _blob(content: bytes) -> str:
    """The digest under which git keeps ``content``."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _small(model: HubModel, commit: str, file: HubFile) -> bytes:
    if file.size > _MOST_JSON:
        raise _odd(model, f"{file.path} has {file.size} bytes")
    content = _get(model, _url(model, commit, file.path))
    if len(content) != file.size or _blob(content) != file.blob:
        raise EngineError(f"What arrived for {file.path} is not the expected file.", "Pull again.", "corrupt_weights")
    return content


def _named(files: Sequence[HubFile], path: str, model: HubModel) -> HubFile:
    found = next((each for each in files if each.path == path), None)
    if found is None:
        raise _odd(model, f"it has no {path}")
    return found


def _url(model: HubModel, commit: str, path: str) -> str:
    return f"{endpoint()}/{model.repository}/resolve/{commit}/{urllib.parse.quote(path)}"


def _json(model: HubModel, path: str) -> Any:
    try:
        return json.loads(_get(model, endpoint() + path))
    except ValueError as error:
        raise _odd(model, "its answer is no JSON") from error


def _get(model: HubModel, url: str) -> bytes:
    from backend.weights.download import SecureRedirects
    check_url(url)
    request = urllib.request.Request(url, headers={"User-Agent": "troupe", "Accept-Encoding": "identity"})
    try:
        with urllib.request.build_opener(SecureRedirects).open(request, timeout=_TIMEOUT_S) as response:
            content: bytes = response.read(_MOST_JSON + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise EngineError(f"{model.title} could not be downloaded: the server answered {error.code}.",
                          f"See whether https://huggingface.co/{model.repository} is still there, or put a copy into "
                          f"{model.folder}.", "download_failed") from error
    except OSError as error:
        raise EngineError(f"{endpoint()} cannot be reached: {getattr(error, 'reason', error)!s:.120}.",
                          f"Check the connection, or copy the files of {model.repository} from another computer into "
                          f"{model.folder}.", "download_failed") from error
    if len(content) > _MOST_JSON:
        raise _odd(model, "an answer is too long")
    return content


def _odd(model: HubModel, reason: str) -> EngineError:
    return EngineError(f"{endpoint()} does not offer {model.repository} as expected: {reason}.",
                       f"Put a copy of the model into {model.folder}.", "download_failed")
