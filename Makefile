# `make run` starts Treffpunkt, `make test` proves it. Both set up what they need, all inside this folder:
#   .venv -> locked Python packages;  node_modules -> style sheet, fonts and icons of the pages.
# Each step is a file that is younger than what it was made from, so that a stopped set-up goes on where
# it stopped and a second start does nothing.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test lint bench lock clean

STAMPS := .venv/.stamps
VENV := $(STAMPS)/venv
RUNTIME := $(STAMPS)/runtime
DEV := $(STAMPS)/dev
PACKAGES := node_modules/.package-lock.json
ASSETS := booking/web/static/vendor/icons.svg
BROWSER := .cache/test-browser

# Caches stay in the checkout: HOME may be empty or read-only.
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export npm_config_cache := $(CURDIR)/.cache/npm
# Long steps replace their shell (exec), so that a signal to make ends them. After an interrupted
# installation everything is installed again: a package may be half there.
INSTALL = again=; [ ! -e $(STAMPS)/installing ] || again=--force-reinstall; : > $(STAMPS)/installing; \
	exec .venv/bin/python -m pip install --quiet --no-input --require-hashes $$again
INSTALLED = rm -f $(STAMPS)/installing
ENSUREPIP := import ensurepip, signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)); \
	ensurepip.bootstrap(upgrade=True, default_pip=True)
NPM := .venv/bin/python scripts/npm.py
NPM_OPTIONS := --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error

# A virtual environment works in one place and with one Python; a moved checkout gets a new one.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
WHOSE := .venv/bin/python -c 'import sys; print(sys.prefix, "%d.%d" % sys.version_info[:2])'
ifneq ($(wildcard $(VENV)),)
ifneq ($(shell $(WHOSE) 2>/dev/null),$(shell cat $(VENV)))
$(shell rm -rf .venv)
endif
endif

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

run: $(RUNTIME) $(ASSETS) ## install, migrate, load the demonstration and serve it (PORT=8000)
	@exec .venv/bin/python -m workers.serve

test: $(DEV) $(ASSETS) ## run all tests on SQLite and PostgreSQL, with real servers and a browser
	@mkdir -p .cache
	-@exec .venv/bin/python scripts/browser.py > $(BROWSER)
	@TEST_BROWSER="$$(cat $(BROWSER))" XDG_CACHE_HOME="$(CURDIR)/.cache" XDG_CONFIG_HOME="$(CURDIR)/.cache/config"; \
		export TEST_BROWSER XDG_CACHE_HOME XDG_CONFIG_HOME; exec .venv/bin/python -m pytest $(PYTEST_ARGS)
	@test -s $(BROWSER)

lint: $(DEV) ## check style, types and the direction of imports
	@failed=; for check in 'ruff check .' 'ruff format --check .' mypy lint-imports 'python scripts/catalogues.py --check'; do \
		echo "== $$check"; .venv/bin/$$check || failed="$$failed, $$check"; \
	done; \
	test -z "$$failed" || { echo "lint failed: $${failed#, }" >&2; exit 1; }

bench: $(DEV) $(ASSETS) ## measure performance, each figure beside its floor
	@if [ -d bench ]; then exec .venv/bin/python -m bench; else echo 'There is no bench/ in this checkout.'; fi

lock: $(VENV) ## write the lock files anew (UPGRADE=--upgrade takes newer versions)
	@.venv/bin/python scripts/lock.py $(UPGRADE)

clean: ## remove what make installed and built; var/ with the data stays
	rm -rf .venv .cache node_modules tests/browser/node_modules booking/web/static/vendor
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV):
	@command -v git >/dev/null || { echo 'Treffpunkt needs git (Debian: apt install git).' >&2; exit 1; }
	@[ ! -e .venv/unfinished ] && .venv/bin/python -c '$(NEW_ENOUGH)' 2>/dev/null && exit; \
	python=; \
	for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$candidate" -c '$(NEW_ENOUGH)' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	test -n "$$python" || \
		{ echo 'Treffpunkt needs Python 3.11 or newer (Debian 12 or newer: apt install python3).' >&2; exit 1; }; \
	"$$python" -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo 'Treffpunkt needs the venv module of Python (Debian: apt install python3-venv).' >&2; exit 1; }; \
	echo 'Making the virtual environment .venv ...'; \
	"$$python" -m venv --clear --without-pip .venv && : > .venv/unfinished
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || exec .venv/bin/python -c '$(ENSUREPIP)' >/dev/null
	@rm -f .venv/unfinished; mkdir -p $(STAMPS); $(WHOSE) > $@

$(RUNTIME): requirements.lock $(VENV)
	@echo 'Installing the Python packages ...'
	@$(INSTALL) -r requirements.lock
	@$(INSTALLED)
	@touch $@

# The development lock holds the runtime's packages too, in the same versions.
$(DEV): requirements-dev.lock requirements.lock $(VENV)
	@echo 'Installing the Python packages, with those for the tests ...'
	@$(INSTALL) -r requirements-dev.lock
	@$(INSTALLED)
	@touch $(RUNTIME) $@

$(PACKAGES): package.json package-lock.json .npmrc | $(VENV)
	@$(NPM) --version >/dev/null 2>&1 || { echo 'Installing Node ...'; $(INSTALL) -r requirements-node.lock; }
	@$(INSTALLED)
	@echo 'Fetching style sheet, fonts and icons ...'
	@exec $(NPM) ci $(NPM_OPTIONS) </dev/null >/dev/null
	@touch $@

$(ASSETS): scripts/assets.py scripts/fonts.py scripts/style_sheet.py booking/web/static/fonts.css $(PACKAGES) | $(RUNTIME)
	@echo 'Cutting the fonts ...'
	@.venv/bin/python scripts/assets.py
