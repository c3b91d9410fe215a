# `make run` and `make test` need Python 3.11 or newer and a package index; everything else they fetch themselves.
# Another Python: make run PYTHON=python3.12      Words behind the verb: make test ARGS="tests/connect -k money"
PYTHON ?= python3
SETUP = @exec $(PYTHON) tools/setup.py

.PHONY: run test test-fast check bench soak clean

run: ## start everything on this machine, and say where
	$(SETUP) run $(ARGS)

test: ## every test, with the browser where one is found
	$(SETUP) test $(ARGS)

test-fast: ## the tests that need neither a browser nor patience
	$(SETUP) test-fast $(ARGS)

check: ## style, types, import contracts, house rules, front end
	$(SETUP) check

bench: ## all benchmarks, or one: make bench ONLY=import
	$(SETUP) bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

soak: ## the product under load for a long time
	$(SETUP) soak $(ARGS)

clean: ## remove what make has made; the data in var/ stays
	$(SETUP) clean
