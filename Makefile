# Everything runs in .venv, which the first target makes. No path is absolute, so spaces in one do no harm.
.PHONY: help run test check format bench lock

PYTHON ?=
export PYTHON
# Compiled modules are kept, whatever the environment says: else every process that starts compiles all of them.
export PYTHONDONTWRITEBYTECODE =
python := .venv/bin/python

help:
	@echo "make run     set up and start the platform with a demo city; Ctrl-C stops it"
	@echo "make test    run every test (ARGS=… is passed to pytest)"
	@echo "make check   lint, types, layers, migrations, templates, security"
	@echo "make format  let ruff write the code as it wants it"
	@echo "make bench   measure"
	@echo "make lock    choose package versions anew from requirements/*.in (UPGRADE=1: the newest)"

run:
	@sh .ci/environment run
	@exec $(python) -m shebao run

test:
	@sh .ci/environment test
	@$(python) -m pytest -n 2 $(ARGS)

check:
	@sh .ci/environment test
	@$(python) .ci/check.py

format:
	@sh .ci/environment test
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

bench:
	@sh .ci/environment test
	@$(python) -m shebao bench all

lock:
	@sh .ci/environment test
	@sh .ci/lock
