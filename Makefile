# Two commands, each doing all its own set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# The peers' newest releases need not be those the tests are written against.
BENCH  := .venv-bench
# What must hold under the interpreter as well as under emitted plans.
RESOLVER := tests/injector tests/resolve tests/web tests/oracle/test_generated.py

# Without bytecode, each of hundreds of processes would compile the plugin anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test lint types unit interpreted redis chromium thorough trust audit fastapi-suite bench bench-publish wrk bench-plugin edits fire ecosystem versions docs package clean

help:            ## Say what can be made
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/: .*##/ -/'

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[cli,forms,docs]' --group dev
	@touch $(READY)

demo: $(READY)   ## The main job on real input: mypy accepts, mypy refuses, the bookshop answers
	$(BIN)/python examples/demo.py

test: $(READY)   ## Everything that must pass
	@$(MAKE) --no-print-directory --jobs=3 lint types unit interpreted

lint: $(READY)   ## ruff: style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## strict mypy over the package, the plugin and the tests
	$(BIN)/mypy

unit: $(READY) redis chromium ## the test suite
	$(BIN)/pytest -n 3 --dist loadgroup

interpreted: $(READY) redis ## what concerns the resolver, without emitted plans
	TYPED_DEPENDS_INTERPRET=1 $(BIN)/pytest -q -n 2 $(RESOLVER)

redis:           # for the task workers; where it may not be installed, their tests say so and skip
	@command -v redis-server >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq redis-server >/dev/null; } || true

edits: $(READY) ## 500 random edits of a package; every mode of mypy must say what a cold run says
	$(BIN)/python -m tests.plugin.edits --edits 500 --seed 1 2 3
	$(BIN)/python -m tests.trust.walk --edits 100 --seed 1 2

bench: wrk       ## What a request costs, beside the peers' newest releases; ARGS="--only b --rounds 9"
	test -d $(BENCH) || $(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --editable . --group bench
	$(BENCH)/bin/python -m benchmarks.requests $(ARGS)

bench-publish: ARGS += --publish
bench-publish: bench ## The same, into docs/benchmarks.md

wrk:             # sends load; where it may not be installed, httpx does, which costs more itself
	@command -v wrk >/dev/null || command -v oha >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get \
		>/dev/null && apt-get update -qq && apt-get install -y -qq wrk >/dev/null; } || true

fire: $(READY)   ## The bookshop under fire, ten minutes; ARGS="--minutes 1 --seed 7"
	$(BIN)/python -m tests.fire $(ARGS)

ecosystem: $(READY) ## 23 real applications from the package index, checked whole
	$(BIN)/python -m tests.ecosystem

versions: $(READY) ## The tests under old and new mypy, Python, pydantic, Starlette and FastAPI, as a table
	$(BIN)/python -m tests.versions --write

bench-plugin: $(READY) ## What the mypy plugin costs, in user time
	$(BIN)/python -m benchmarks.plugin

chromium: redis  # the same for the documentation's pages; one installation at a time
	@command -v chromedriver >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq chromium chromium-driver >/dev/null; } || true

thorough: $(READY) ## What takes too long for `make test`: rarer modes of mypy, all of FastAPI's tests
	$(BIN)/pytest -n 2 --dist loadgroup -m thorough
	TYPED_DEPENDS_INTERPRET=1 $(BIN)/pytest -q -n 2 tests/oracle/test_programs.py

audit: $(READY)  ## bandit over the package; pip-audit over what it is installed with (needs a network)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group audit
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml typed_depends mypy_plugin
	$(BIN)/pip freeze --exclude-editable | $(BIN)/pip-audit --strict --no-deps --disable-pip -r /dev/stdin

trust: $(READY)  ## 2,000 random packages, judged by both halves; 2,000 documents, a million bad requests under both libraries
	$(BIN)/python -m tests.trust --seed 1000 --programs 2000
	$(BIN)/python -m tests.openapi.generated --programs 2000
	$(BIN)/python -W ignore -m tests.oracle.bad_inputs --requests 1000000

fastapi-suite: $(READY) ## FastAPI's own tests, against us
	$(BIN)/python -m tests.oracle.fastapi_suite

docs: $(READY)   ## The documentation site, in site/; open site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

package: $(READY) ## A wheel and an sdist in dist/, tried in an empty environment of each Python
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/pytest -q -m 'thorough or not thorough' tests/package

clean:           ## Remove what the commands above made
	rm -rf $(VENV) $(BENCH) .mypy_cache .pytest_cache .ruff_cache build dist site
