# Needs Python 3.11 or later with venv, and make. Everything else is installed into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One more than cores on a small machine: what has live processes mostly waits for them.
TEST_PROCESSES ?= 3

.DEFAULT_GOAL := help
.PHONY: help run test lint format openapi lock browser clean

help:  ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: $(VENV)/run.stamp  ## Start everything on this machine; Ctrl-C stops it
	@$(BIN)/python -m workbench.launch

# What is compiled is kept, whatever the shell says: every process of the run would compile all tests itself.
test: $(VENV)/dev.stamp browser  ## Run the whole test suite with real servers and a real browser
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/dev.stamp  ## Check style, types and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev.stamp  ## Bring the code into the project's format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

openapi: $(VENV)/dev.stamp  ## Write docs/openapi.yaml anew after a change of the API
	@.ci/openapi > docs/openapi.yaml

browser: $(VENV)/dev.stamp  ## Install Chromium where this machine can and has none
	@.ci/browser

clean:  ## Remove the environment; the data in .data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/run.stamp: requirements.txt
	@.ci/environment $(PYTHON) requirements.txt $@

$(VENV)/dev.stamp: requirements-dev.txt
	@.ci/environment $(PYTHON) requirements-dev.txt $@
	@touch $(VENV)/run.stamp

lock: $(VENV)/dev.stamp  ## Resolve the dependencies of pyproject.toml anew (needs uv)
	@.ci/lock
