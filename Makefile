# `make report` and `make test` do everything a fresh machine needs; both build .venv first.
# Needs only python3 (3.11 or later, with venv), make and git.

PYTHON ?= python3
REPORT ?= data/reports/chikan-2020.txt
OUT ?= build
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.complete
PIP := $(BIN)/python -m pip --disable-pip-version-check
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help report test setup lab notebooks faults lock clean gallery

help:  ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

# The shell takes both paths from its environment: written into the line, a quote would end them.
report: export REPORT := $(REPORT)
report: export OUT := $(OUT)
report: $(READY)  ## Make the brief of a report: make report REPORT=path [OUT=build]
	@$(BIN)/python -m analysis brief "$$REPORT" --out "$$OUT"

test: $(READY)  ## Lint, type-check and test everything, notebooks included
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile $(TESTS)
	$(BIN)/python -m pytest --nbval --nbval-current-env -v -n 2 --dist loadfile notebooks

setup: $(READY)  ## Build .venv from requirements.lock

lab: $(READY)  ## Open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

notebooks: $(READY)  ## Execute every notebook again, byte-stable
	$(BIN)/python notebooks/execute.py

faults: $(READY)  ## Tell which deliberate faults the notebooks and the tests catch (an hour)
	$(BIN)/python benchmarks/faults.py

gallery: $(READY)  ## Draw every figure again for docs/gallery.md
	$(BIN)/python docs/gallery.py

lock: $(READY)  ## Resolve requirements.lock again from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock

clean:  ## Remove what the other targets made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv counts only once its stamp is written, after the last step: one that an interrupted
# run or a changed lock left behind is built again from nothing. jieba is a source package, so
# the build tools go in first and everything else is built with them, not with what the machine has.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing. Install it with: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) from requirements.lock (once; some minutes) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@sed -n '/^\(setuptools\|wheel\|packaging\)==/,/[^\\]$$/p' requirements.lock > $(VENV)/build-tools.txt
	@$(PIP) install --quiet --require-hashes -r $(VENV)/build-tools.txt
	@$(PIP) install --quiet --require-hashes --no-build-isolation -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
