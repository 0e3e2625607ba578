# Each target makes its own .venv if there is none, or if what it should hold has changed.
# To choose the Python: make PYTHON=python3.12 play; with another beside it: make PYTHON=python3.12 VENV=build/py312 quick

PYTHON ?= python3
ARGS   ?=

# Half as many again as there are processors, as the tests also wait for terminals, browsers and screens; their work alone
# is some 380 seconds of a processor. Who has nothing left takes from who has: the whole games in terminals lie together,
# and one worker would have all of them, a minute after the others are done.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(3 * os.cpu_count() // 2)')

# What is worth running after every edit: all floors below the screens, a picture of each screen, and who imports whom.
QUICK := tests/engine tests/scenario tests/saves tests/analysis tests/presentation tests/plain \
	tests/tui/test_pictures.py tests/test_*.py

# The share of lines that tests run, from Python 3.12 on, which counts them for next to nothing (sys.monitoring); on 3.11
# tests take half as long again to twice. What runs in a program of its own is not counted.
COVERAGE ?= $(shell $(PYTHON) -c 'import sys; print("--cov=ceo_sim --cov-report=" * (sys.version_info >= (3, 12)))')
export COVERAGE_CORE := sysmon
export COVERAGE_FILE := build/coverage

VENV  ?= .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start some hundred programs and rewrite their own asserts: without byte code kept, each time from the source.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help play test quick check bench real-path pictures constraints clean

help:
	@echo "make play    set everything up and open the game"
	@echo "make test    run the tests              (ARGS=\"tests/engine -k luck\" for some of them)"
	@echo "make quick   run those worth running after every edit, in a minute"
	@echo "make check   style, types, floors"
	@echo "make bench   measure, beside a peer in the same run"
	@echo "make clean   remove all that was made here"
	@echo "CONTRIBUTING.md has those that make files anew: real-path, pictures, constraints"

play: $(READY)
	@$(BIN)/ceo-sim $(ARGS)

test: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(COVERAGE) $(ARGS)
	@$(if $(COVERAGE),$(BIN)/coverage report --format=total | sed 's/.*/Lines of ceo_sim that were run: & %/')

quick: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" --hypothesis-profile quick $(QUICK) $(ARGS)

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(READY)
	$(BIN)/python -m benchmarks $(ARGS)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("ceo-sim needs Python 3.11 or later; name one: make PYTHON=python3.12 play" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) (half a minute, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --require-hashes --requirement constraints.txt
	@$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

# saves/as_it_happened.toml, and the codes that the docs show, to be made anew whenever the flagship changes.
real-path: $(READY)
	$(BIN)/python scripts/as_it_happened.py
	$(BIN)/python scripts/sample_codes.py

# The pictures of the README and of the docs, drawn by the program itself.
pictures: $(READY)
	$(BIN)/python scripts/pictures.py

# The newest versions that pyproject.toml allows, with the hashes of their files for every system.
constraints:
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install -qq uv
	build/uv/bin/uv pip compile --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-config --custom-compile-command "make constraints" --group dev pyproject.toml --output-file constraints.txt --quiet

clean:
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache snapshot_report.html
	find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
