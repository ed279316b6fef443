# All that is presumed is Python 3.11 or later and make; each target does the set-up by itself.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV = $(shell command -v uv || echo .venv/uv/bin/uv)
export NO_MKDOCS_2_WARNING := 1

# What stands behind `make bench` are parts of it, and no targets.
PARTS := $(if $(filter bench,$(firstword $(MAKECMDGOALS))),$(wordlist 2,99,$(MAKECMDGOALS)))

.DEFAULT_GOAL := help
.PHONY: help setup setup-test site watch build test check update record notebooks labs mutate values bench lock clean

help:
	@echo "make site     check every program on a cluster of this machine, build the site, serve it on 127.0.0.1:$(PORT)"
	@echo "make watch    serve the site while you write; each save is checked on the cluster at once, and built"
	@echo "make check    check the pages, and the programs and statements that changed or depend on what did; ALL=1 for all"
	@echo "make update   run the programs and write what they print into their #> lines; NAME=... for one of them"
	@echo "make record   record what happens when brokers break and what the figures show, for the pages; NAME=... for one of them"
	@echo "make notebooks  execute the notebooks and write down what they put out; NAME=... for one of them"
	@echo "make values   read the defaults of clients and brokers, which the pages show, and write them down"
	@echo "make mutate   introduce drifts on purpose: each has to be caught, and each proof has to fail in its changed world"
	@echo "make build    build the site into site/"
	@echo "make test     everything above and the tests of the lab, the checks and the built site"
	@echo "make bench    what it all costs, side by side with the stock way; make bench check AGAINST=... for a part of it"
	@echo "make lock     lock the newest packages that pyproject.toml allows, and the Kafka of docker-compose.yml; KAFKA=... locks that one alone"

setup: .venv/site
setup-test: .venv/test

.venv/site: requirements.lock requirements-uv.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh bin/setup requirements.lock
	@touch $@

.venv/test: requirements-test.lock .venv/site
	@PYTHON="$(PYTHON)" sh bin/setup requirements-test.lock
	@touch $@

ifdef PARTS
.PHONY: $(PARTS)
$(PARTS): bench
	@:
else
site: setup
	@$(BIN)/python -m website.server --port $(PORT) --probe
	@$(MAKE) --no-print-directory check build
	@$(BIN)/lab run -- $(BIN)/python -m website.server --port $(PORT)

check: setup
	@$(BIN)/python -m pytest --quiet --true-world tests/programs tests/proofs $(if $(ALL),,--changed)
endif

watch: setup
	@$(BIN)/python -m preview --port $(PORT)

build: setup
	@$(BIN)/mkdocs build --strict --quiet

update: setup
	@$(BIN)/python -m pytest --quiet tests/programs --update-examples $(if $(NAME),-k "$(NAME)")

record: setup
	@$(BIN)/python -m checks.recording.runs $(NAME)

notebooks: setup-test
	@$(BIN)/python -m checks.notebooks.record $(NAME)

labs: notebooks
	@echo "make labs is make notebooks now"

mutate: setup
	@$(BIN)/python -m pytest --quiet tests/mutants tests/proofs

values: setup
	@$(BIN)/python -m checks.defaults.record

test: setup-test
	@$(BIN)/python -m pytest --quiet --own-cluster --every-engine --side-by-side

bench: setup-test
	@$(BIN)/python -m bench $(PARTS) $(if $(AGAINST),--against $(AGAINST))

ifdef KAFKA
lock: setup-test
	@$(BIN)/python -m lab.kafka.relock $(KAFKA)
else
lock: setup-test
	@$(UV) pip compile --quiet --universal --generate-hashes --upgrade --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --upgrade --custom-compile-command "make lock" pyproject.toml --extra test -c requirements.lock -o requirements-test.lock
	@echo uv | $(UV) pip compile --quiet --universal --generate-hashes --upgrade --custom-compile-command "make lock" - -o requirements-uv.lock
	@$(BIN)/python -m lab.kafka.relock
endif

clean:
	rm -rf .venv site
