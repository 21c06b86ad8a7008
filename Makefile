# Everything runs in a local environment that the first target makes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ENTRIES ?= 10000000

.PHONY: demo test check floor generate bench bench-quick format wheel clean
.DELETE_ON_ERROR:

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(READY)  ## map built-in entries, then collect from the fake Slack and ask the lake
	$(BIN)/slack-ocsf demo
	rm -rf build/demo
	$(BIN)/slack-ocsf demo --collect build/demo

test: $(READY)  ## the whole test suite
	$(BIN)/pytest -n auto --dist loadfile

check: $(READY)  ## format, lint, types, generated files current, files for deployment
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/slack-ocsf-codegen generate --check
	$(BIN)/slack-ocsf-codegen generate --check --ocsf 1.3.0
	$(BIN)/hadolint deploy/Dockerfile
	$(BIN)/kubernetes-validate --strict --quiet deploy/kubernetes/*.yaml

floor:  ## the test suite with the oldest versions that pyproject.toml allows
	$(PYTHON) -m venv .venv-floor
	.venv-floor/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-floor/bin/uv pip install --quiet --python .venv-floor/bin/python --resolution lowest-direct --editable '.[dev]'
	.venv-floor/bin/pytest -n auto --dist loadfile

generate: $(READY)  ## write generated/ from schemas/ and mappings.toml
	$(BIN)/slack-ocsf-codegen generate
	$(BIN)/slack-ocsf-codegen generate --ocsf 1.3.0

bench: $(READY)  ## measure, and write docs/benchmarks.md (minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	PYTHONPATH=bench $(BIN)/python -m slack_ocsf_bench --entries $(ENTRIES) --command 'make bench ENTRIES=$(ENTRIES)'

bench-quick: $(READY)  ## the same in about a minute, on a shorter stream
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	PYTHONPATH=bench $(BIN)/python -m slack_ocsf_bench --rounds 11 --entries 300000 --file-entries 300000 --command 'make bench-quick'

format: $(READY)  ## apply formatter and safe lint fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(READY)  ## build dist/*.whl
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) .venv-floor build dist .mypy_cache .pytest_cache .ruff_cache
