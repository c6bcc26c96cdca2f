# SPDX-License-Identifier: GPL-3.0-or-later
"""Models pulled from a hub: a real web server on this machine that answers as Hugging Face's does."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import Cancelled, EngineError, Progress
from backend.weights.hub import FLUX, MODELS, RECORD, SHAP_E, HubFile, HubModel, chosen, pull

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def tensors(seed: int) -> bytes:
    return save({"w": np.random.Generator(np.random.PCG64(seed)).standard_normal(5000).astype(np.float32)})


FILES = {
    "model_index.json": json.dumps({"_class_name": "ShapEPipeline", "prior": ["diffusers", "PriorTransformer"],
                                    "tokenizer": ["transformers", "CLIPTokenizer"],
                                    "safety_checker": ["stable_diffusion", "Checker"]}).encode(),
    "README.md": b"# a model card",
    "prior/config.json": b'{"num_layers": 1}',
    "prior/diffusion_pytorch_model.safetensors": tensors(1),
    "prior/diffusion_pytorch_model.fp16.safetensors": tensors(2),
    "prior/diffusion_pytorch_model.bin": b"x" * 9000,
    "tokenizer/vocab.json": b"{}", "tokenizer/merges.txt": b"#version",
    "safety_checker/model.safetensors": tensors(3),
    "all_in_one.ckpt": b"y" * 9000,
}


class Hub(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = dict(FILES)
        #: What is served in the place of a file; paths asked for.
        self.wrong: dict[str, bytes] = {}
        self.listed: list | None = None
        self.status = 200
        self.asked: list[str] = []

    def tree(self) -> list:
        rows = [{"type": "directory", "path": "prior", "oid": "", "size": 0}]
        for path, content in self.files.items():
            large = path.endswith((".safetensors", ".bin", ".ckpt"))
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            rows.append({"type": "file", "path": path, "oid": blob, "size": len(content), **(
                {"lfs": {"oid": hashlib.sha256(content).hexdigest(), "size": len(content)}} if large else {})})
        return rows


class Handler(http.server.BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.server.asked.append(path)
        if self.server.status != 200:
            return self.send_error(self.server.status)
        if path.endswith("/revision/main"):
            return self.answer(json.dumps({"sha": COMMIT}).encode())
        if "/tree/" in path:
            return self.answer(json.dumps(self.server.tree() if self.server.listed is None else
                                          self.server.listed).encode())
        name = path.split(f"/resolve/{COMMIT}/")[-1]
        content = self.server.wrong.get(name, self.server.files.get(name))
        return self.send_error(404) if content is None else self.answer(content)

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch, tmp_path):
    server = Hub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path))
    for model in MODELS.values():
        monkeypatch.delenv(model.variable, raising=False)
    yield server
    server.shutdown()
    server.server_close()


def test_what_is_needed_comes_checked_and_nothing_else(hub):
    assert not SHAP_E.availability().ok
    seen: list[float] = []
    folder = pull(SHAP_E, True, Progress(lambda fraction, *_: seen.append(fraction)))
    held = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and path.name != RECORD}
    wanted = ["model_index.json", "prior/config.json", "prior/diffusion_pytorch_model.fp16.safetensors",
              "tokenizer/vocab.json", "tokenizer/merges.txt"]
    assert held == {name: FILES[name] for name in wanted}, "half precision, as safetensors, of its parts alone"
    assert seen == sorted(seen) and SHAP_E.availability().ok
    record = json.loads((folder / RECORD).read_text())
    assert record["commit"] == COMMIT and set(record["files"]) == set(wanted)
    hub.asked.clear()
    pull(SHAP_E, True)
    assert not any(path.endswith("fp16.safetensors") for path in hub.asked), "what is here is not fetched again"


def test_nothing_is_asked_without_a_yes(hub):
    with pytest.raises(EngineError) as error:
        pull(SHAP_E, False)
    assert error.value.code == "consent_required" and "commercial" in error.value.message and not hub.asked


def test_what_needs_an_account_is_left_to_its_own_program(hub):
    with pytest.raises(EngineError) as error:
        pull(FLUX, True)
    assert "hf download black-forest-labs/FLUX.1-dev" in error.value.remedy and not hub.asked


@pytest.mark.parametrize("path", ["prior/diffusion_pytorch_model.fp16.safetensors", "prior/config.json"])
def test_other_content_than_announced_is_refused(hub, path):
    hub.wrong[path] = FILES[path][:-1] + b"!"
    with pytest.raises(EngineError) as error:
        pull(SHAP_E, True)
    assert error.value.code == "corrupt_weights" and not SHAP_E.availability().ok, "the index comes last"
    assert not (SHAP_E.folder / path).exists()


@pytest.mark.parametrize("rows", [[{"type": "file", "path": "../../evil", "size": 3, "oid": "0"}], {"no": "list"}, [],
                                  [{"type": "file", "path": "/etc/passwd", "size": 3, "oid": "0"}]])
def test_lists_that_lie_are_refused(hub, rows, tmp_path):
    hub.listed = rows
    with pytest.raises(EngineError) as error:
        pull(SHAP_E, True)
    assert error.value.code == "download_failed" and not list(tmp_path.rglob("evil"))


def test_a_hub_that_fails_or_is_not_there_is_told(hub, monkeypatch):
    hub.status = 401
    with pytest.raises(EngineError) as error:
        pull(SHAP_E, True)
    assert "401" in error.value.message and error.value.remedy
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EngineError) as error:
        pull(SHAP_E, True)
    assert "cannot be reached" in error.value.message and str(SHAP_E.folder) in error.value.remedy


def test_cancel_keeps_the_model_absent(hub):
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if "config" in stage:
            stop.set()
    with pytest.raises(Cancelled):
        pull(SHAP_E, True, Progress(report, stop))
    assert not SHAP_E.availability().ok
    assert pull(SHAP_E, True) and SHAP_E.availability().ok


def test_of_parts_every_one_is_taken():
    names = ["model.fp16-00001-of-00002.safetensors", "model.fp16-00002-of-00002.safetensors",
             "model.safetensors.index.fp16.json", "model.safetensors", "model.safetensors.index.json", "config.json"]
    files = [HubFile(f"text_encoder/{name}", 10, "0", "0") for name in names]
    assert {each.path.split("/")[1] for each in chosen(files, {"text_encoder"})} == {*names[:3], "config.json"}


def test_the_command_tells_terms_asks_and_lists(hub):
    asked = CliRunner().invoke(app, ["weights", "pull", "shap-e"], input="n\n")
    assert asked.exit_code == 1 and "MIT" in asked.output and "commercial" in asked.output and not hub.asked
    done = CliRunner().invoke(app, ["weights", "pull", "shap-e", "--yes"])
    assert done.exit_code == 0 and str(SHAP_E.folder) in done.output
    listed = json.loads(CliRunner().invoke(app, ["weights", "list", "--json"]).stdout)
    states = {row["name"]: row["state"] for row in listed}
    assert states["shap-e"] == "installed" and states["stable-diffusion"] == "missing"


def test_every_model_says_its_terms():
    for model in MODELS.values():
        assert isinstance(model, HubModel) and model.licence in model.remedy and "GB" in model.remedy
        assert replace(model, gated=True).remedy.count(model.repository) == 2
