# Sets up what the collection needs in .venv, then builds and checks it. `make help` lists what can be asked for.

PYTHON ?= python3
BASE_URL ?=

VENV := .venv
STAMPS := $(VENV)/stamps
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check -q

# $(call once,NAME,FILES,MESSAGE,COMMAND) runs the command unless it succeeded before with the same content of the files.
define once
@key=$$(cat $(2) | cksum); \
test "$$(cat $(STAMPS)/$(1) 2>/dev/null)" = "$$key" || { \
	echo "$(3) ..."; \
	rm -f $(STAMPS)/$(1); \
	$(4) && echo "$$key" >$(STAMPS)/$(1); \
}
endef

.PHONY: all
all: setup ## Set up and build the collection into build/ (BASE_URL=https://... names its public address)
	@$(VENV)/bin/factsheet build$(if $(BASE_URL), --base-url '$(BASE_URL)')

.PHONY: test
test: setup development ## Set up and run the style checks, the type checks and all tests
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/python -m pytest

.PHONY: test-web
test-web: setup outside ## Check every page in a browser: accessibility, requests, small screens, print, valid HTML
	@$(VENV)/bin/python -m tests.outside.tools Chromium Java Poppler Node npm
	$(call once,npm,tests/outside/package-lock.json,Fetching the locked packages from npm into $(VENV),$(FETCH_NPM))
	$(VENV)/bin/python -m pytest --durations=8 tests/outside/web*.py

.PHONY: test-pdf
test-pdf: setup outside ## Check every PDF: PDF/UA by veraPDF, sound file, fonts, order of the text
	@$(VENV)/bin/python -m tests.outside.tools JDK JAXB Poppler qpdf
	$(VENV)/bin/python -m pytest tests/outside/pdf.py

.PHONY: check
check: setup ## Check the records without building anything
	@$(VENV)/bin/factsheet check

.PHONY: report
report: setup ## Show where the collection is weak, in the terminal and as build/report.html
	@$(VENV)/bin/factsheet report

.PHONY: reference
reference: setup development ## Rewrite CONTRIBUTING.md's tables of fields and words from the models
	@$(VENV)/bin/python -m tests.reference

.PHONY: bench
bench: setup development ## Measure the speed of a build
	@$(VENV)/bin/python -m tests.bench

.PHONY: expected
expected: setup development ## Rewrite the tests' expected texts; read the difference before you keep it
	$(VENV)/bin/python -m pytest --accept-expected

.PHONY: picture
picture: all ## Take the README's picture of a sheet anew (needs pdftoppm, from poppler-utils)
	@pdftoppm -r 100 -gray -png -singlefile build/site/pdf/NK-005-a4.pdf templates/preview

.PHONY: lock
lock: environment ## Write the lock files anew with the newest versions of all packages
	@echo "Resolving the newest versions of all packages ..."
	@test -x $(VENV)/lock/bin/python || $(VENV)/bin/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check -q install --upgrade uv
	@$(COMPILE) --group build --output-file requirements.lock pyproject.toml
	@$(COMPILE) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) --group pyproject.toml:outside --constraint requirements-dev.lock --output-file requirements-outside.lock
	@$(VENV)/bin/python -m tests.outside.tools Node npm
	@rm tests/outside/package-lock.json
	@npm install --prefix tests/outside --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
		--no-audit --no-fund --loglevel=error >/dev/null
	@node -e '$(WITHOUT_FUNDING)' tests/outside/package-lock.json
	@if grep -n -e '://' -e '--index' -e '--extra-index' -e '--find-links' requirements*.lock tests/outside/*.json; \
	then echo "A lock file may not name an address: see the lines above."; exit 2; fi

# npm notes where to give money to each package, and no option of npm's leaves that out.
WITHOUT_FUNDING := const fs = require("fs"), file = process.argv[1], lock = JSON.parse(fs.readFileSync(file)); \
	for (const one of Object.values(lock.packages)) delete one.funding; \
	fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n");

# One resolution for every system and Python that we serve, with the digests of all files of each release.
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/lock/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --upgrade

.PHONY: clean
clean: ## Delete the output and the tools' caches (.venv and .captures stay)
	@find build -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@rm -rf dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find factsheet tests -type d -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help
help: ## List what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set-up. Each step says what it does, and is silent and quick when there is nothing to do.

.PHONY: setup
setup: project
	$(call once,doctor,requirements.lock pyproject.toml factsheet/doctor.py factsheet/parts.py factsheet/fonts.py,Checking fonts and system libraries,$(DOCTOR))

# The report is shown only if something is still missing afterwards.
DOCTOR := report=$$($(VENV)/bin/factsheet doctor --install 2>&1) || { status=$$?; echo "$$report"; exit $$status; }

.PHONY: project
project: packages
	$(call once,project,requirements.lock pyproject.toml,Installing factsheet itself into $(VENV),$(INSTALL_PROJECT))

INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .

.PHONY: packages
packages: environment
	$(call once,packages,requirements.lock,Installing the locked packages into $(VENV),$(INSTALL_PACKAGES))

INSTALL_PACKAGES := $(PIP) install --require-hashes --requirement requirements.lock

.PHONY: development
development: project
	$(call once,development,requirements-dev.lock,Installing the locked tools for tests into $(VENV),$(INSTALL_TOOLS))

# Without asking each package what it needs: the lock names it all, and one of them asks for less than is true.
INSTALL_TOOLS := $(PIP) install --no-deps --require-hashes --requirement requirements-dev.lock

.PHONY: outside
outside: development
	$(call once,outside,requirements-outside.lock,Installing the locked tools for pages and PDFs into $(VENV),$(INSTALL_OUTSIDE))

INSTALL_OUTSIDE := $(PIP) install --no-deps --require-hashes --requirement requirements-outside.lock

FETCH_NPM := mkdir -p $(VENV)/outside && cp tests/outside/package.json tests/outside/package-lock.json $(VENV)/outside && \
	npm ci --prefix $(VENV)/outside --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null

# An environment holds the path of its folder, so it is made anew when the folder was moved or its Python is gone.
.PHONY: environment
environment:
	@if test "$$(cat $(STAMPS)/environment 2>/dev/null)" = "$$(pwd)" && test -x $(VENV)/bin/python; \
	then exit 0; fi; \
	set -e; \
	version=$$($(PYTHON) -c 'import platform; print(platform.python_version())' 2>/dev/null) || version="not there"; \
	if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "factsheet needs Python 3.11 or newer, and $(PYTHON) is $$version."; \
		echo "Install a newer Python, or name the one to use: make PYTHON=python3.12"; \
		exit 2; \
	fi; \
	if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		if test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null; then \
			echo "Python's venv and ensurepip modules are missing. Install them and run make again;"; \
			echo "on Debian and Ubuntu: sudo apt-get install python3-venv"; \
			exit 2; \
		fi; \
		echo "Installing python3-venv ..."; \
		apt-get update -qq >/dev/null || true; \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null || { \
			echo "It could not be installed; the lines above may say why."; exit 2; }; \
	fi; \
	echo "Making a Python environment in $(VENV) ..."; \
	$(PYTHON) -m venv --clear $(VENV); \
	mkdir $(STAMPS); \
	pwd >$(STAMPS)/environment
