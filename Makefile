# Set-up is part of every target; it is done once, and again when what it depends on changes.

.DEFAULT_GOAL := help
.PHONY: help setup demo test benchmark lock clean

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
TORCH := 2.13.0

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready ## Make .venv with everything, so that .venv/bin/pincite works

# torch comes first, pinned and without CUDA: else sentence-transformers pulls several GB. The
# second index is asked only where the first has no build for processors alone; where neither has,
# as on a Mac, the ordinary build is one.
.venv/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Pincite needs Python 3.11 or later: install it first." >&2; exit 2; }
	@echo "Setting up .venv (once, a few minutes) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python's venv module is missing (on Debian: apt install python3-venv)." >&2; exit 2; }
	@$(PIP) install "torch==$(TORCH)+cpu" 2>/dev/null || \
		$(PIP) install "torch==$(TORCH)" --index-url https://download.pytorch.org/whl/cpu || \
		$(PIP) install "torch==$(TORCH)"
	@$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@

demo: setup ## Put the sample library into a throw-away home and ask it three questions
	@$(BIN)/pincite demo

test: setup ## Formatting, lint, types, import contracts, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

benchmark: setup ## Speed and memory beside other systems, into benchmarks/results.md
	$(BIN)/python benchmarks/speed.py

lock: setup ## Write constraints.txt anew from the newest versions that pyproject.toml allows
	$(PIP) install --upgrade --upgrade-strategy eager -e ".[dev]" "torch==$(TORCH)"
	{ sed -n '/^#/p' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable \
		| grep -v -e '^torch==' ; echo "torch==$(TORCH)"; } > constraints.new
	mv constraints.new constraints.txt

clean: ## Remove everything that set-up, tests and builds made
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
