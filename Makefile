# Two commands on a fresh machine: `make demo` and `make test`. Python 3.11+, make and a C++
# compiler are all they need; `make setup` builds the environment once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO_HOME := .citewell/demo
GATE_HOME := .citewell/gate
DATA ?= ../shared/data
# Processes of tests side by side; each takes up to 2 GB.
WORKERS ?= 2

.PHONY: help setup demo test test-postgres test-redis test-slow lint bench gate client clean

help: ## Show this list.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: $(STAMP) ## Make .venv with everything in it, at the versions of requirements.lock.

# torch comes first and alone: a looser requirement of another package would pull the CUDA build.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "$$(grep '^torch==' requirements.lock)"
	$(BIN)/python -m pip install --quiet -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: setup ## Ingest the sample corpus and answer five questions from it.
	@CITEWELL_HOME=$(DEMO_HOME) deploy/demo.sh

lint: setup ## ruff, mypy strict, import-linter.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint ## The whole check: lint, then every test that is not marked slow.
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not slow"

# On the server that CITEWELL_TEST_POSTGRES names, or on one that is started and stopped here.
test-postgres: setup ## The tests of governance on PostgreSQL, too (deploy/governance.md).
	@started= ; url="$$CITEWELL_TEST_POSTGRES"; \
	if [ -z "$$url" ]; then url="$$(deploy/postgres_for_tests.sh start)" || exit 1; started=1; fi; \
	CITEWELL_TEST_POSTGRES="$$url" $(BIN)/python -m pytest \
	  tests/app/governance tests/app/test_governance_commands.py tests/app/test_acts_on_record.py \
	  tests/contracts/test_governance.py tests/contracts/test_watched.py \
	  tests/contracts/test_reviewing.py tests/contracts/test_switches.py \
	  tests/contracts/test_adverse_events.py tests/contracts/test_audit_log.py \
	  tests/contracts/test_keys.py tests/contracts/test_feedback.py tests/contracts/test_turns.py \
	  tests/contracts/test_conversations.py \
	  tests/contracts/test_idempotency.py; \
	code=$$?; [ -z "$$started" ] || deploy/postgres_for_tests.sh stop; exit $$code

# In the Redis that CITEWELL_TEST_REDIS names, or in one that is started and stopped here.
test-redis: setup ## The tests of rates that processes share in Redis (deploy/identity.md).
	@started= ; url="$$CITEWELL_TEST_REDIS"; \
	if [ -z "$$url" ]; then url="$$(deploy/redis_for_tests.sh start)" || exit 1; started=1; fi; \
	CITEWELL_TEST_REDIS="$$url" $(BIN)/python -m pytest tests/app/http/identity/test_shared_rates.py; \
	code=$$?; [ -z "$$started" ] || deploy/redis_for_tests.sh stop; exit $$code

test-slow: setup ## The tests marked slow; CI runs them too.
	$(BIN)/python -m pytest -m slow

gate: setup ## The figures that must not fall: on the sample, and on the public sets under DATA.
	@CITEWELL_HOME=$(GATE_HOME) DATA=$(DATA) deploy/gate.sh

bench: setup ## The benchmark against the straightforward pipeline (needs a data folder, see eval/README.md).
	$(BIN)/citewell eval bench pipeline

client: setup ## Write the models of deploy/client anew, from the OpenAPI document.
	PYTHONPATH=. $(BIN)/python deploy/client_models.py

clean: ## Remove the environment and everything the demo wrote.
	rm -rf $(VENV) $(DEMO_HOME) $(GATE_HOME) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
