# The commands of the README and the manual. Each target first sets up what it needs.
POSTS ?= posts
OUT   ?= build
ARGS  ?=
MINUTES ?= 10
VENV  := .venv
PY    := $(VENV)/bin/python
PUBLISH = $(VENV)/bin/publish

.DEFAULT_GOAL := help
.PHONY: help pdf epub html volume watch shelf zine doctor setup quick test test-posts test-faults gallery check readers bench clean constraints fuzz audit manual manual-typed

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  POSTS=folder  OUT=folder  ARGS='--strict …' are passed on; with several formats, all are made even when a post fails in one"

# One recipe makes all formats asked for, one after another. When a post fails in one format, the other formats are still made,
# and `make` then fails. The PDF comes before the EPUB, which lists the PDF's pages; the shelf comes last.
pdf: .books  ## One PDF of each post

epub: .books  ## One EPUB of each post

html: .books  ## One self-contained HTML page of each post

volume: .books  ## Many posts in one book: MONTH=2025-08, or FILE=volume.toml

zine: .books  ## All posts as one zine, sheets to print, fold and staple: MONTH=2025-08, or FILE=volume.toml

shelf: .books  ## The books in OUT ready to hand out: page, catalogues, checksums

KINDS    := pdf epub html volume zine shelf
$(KINDS): ; @:
ASKED     = $(foreach kind,$(KINDS),$(filter $(kind),$(MAKECMDGOALS)))
CHOSEN    = $(or $(FILE),$(POSTS)) $(if $(MONTH),--month $(MONTH))
pdf-of    = pdf $(POSTS) -o $(OUT) $(ARGS)
epub-of   = epub $(POSTS) -o $(OUT) $(ARGS)
html-of   = html $(POSTS) -o $(OUT) $(ARGS)
volume-of = volume $(CHOSEN) -o $(OUT) $(ARGS)
zine-of   = zine $(CHOSEN) -o $(OUT)/zine $(ARGS)
# Together with books, ARGS are for the books, not for the shelf.
shelf-of  = shelf $(OUT) $(if $(filter-out shelf,$(ASKED)),,$(ARGS))

# Files that the shell finds for a glob would count as named by the user, so `publish` expands globs itself (set -f). Status 1
# means that some book failed; with any other status we stop.
.PHONY: .books
.books: setup
	@set -f; failed=0; \
	  try() { $(PUBLISH) "$$@"; status=$$?; test $$status -le 1 || exit $$status; test $$status = 0 || failed=1; }; \
	  $(foreach kind,$(ASKED),try $($(kind)-of);) \
	  exit $$failed

watch: setup  ## A preview in the browser, updated at every save; FILE=volume.toml or MONTH=2025-08 for a volume
	@set -f; $(PUBLISH) watch $(CHOSEN) -o $(OUT) $(ARGS)

doctor: setup  ## What this machine lacks
	@$(PUBLISH) doctor

setup: $(VENV)/.ready  ## Set up everything that building needs

# A finished set-up leaves a marker file; an interrupted one runs again. First Python packages, then system packages.
$(VENV)/.ready: constraints.txt pyproject.toml
	@python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "publish needs Python 3.11 or newer with venv: install python3 and python3-venv" >&2; exit 1; }
	@echo "setting up $(VENV)"
	@python3 -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(PUBLISH) doctor --install
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready constraints-dev.txt
	@echo "setting up what the tests need"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints-dev.txt
	@touch $@

# Tests start hundreds of processes. Where the environment forbids to keep compiled modules, each would compile them all.
test quick test-posts test-faults readers: export PYTHONDONTWRITEBYTECODE =

# A process that crashed is not started again: xdist would wait for ever for the rest of its file.
test: $(VENV)/.ready-dev  ## All tests, with the real validators; COVERAGE=1 shows code coverage
	$(PY) $(if $(COVERAGE),-m coverage run) -m pytest -n auto --dist loadscope --no-loadscope-reorder --max-worker-restart 0 $(ARGS)
	@$(if $(COVERAGE),$(PY) -m coverage combine --quiet && $(PY) -m coverage report)

quick: $(VENV)/.ready-dev  ## Under a minute: tests for a change of text or design
	$(PY) -m pytest -n auto --dist loadscope tests/golden tests/markup tests/test_architecture.py tests/test_docs.py tests/books/test_writers.py $(ARGS)

test-posts: $(VENV)/.ready-dev  ## PDFs of all posts in ../shared/posts: PDF/UA, PDF/A, text as written
	ALL_POSTS=1 $(PY) -m pytest -n 2 --dist loadfile tests/pdf/test_real_posts.py

test-faults: $(VENV)/.ready-dev  ## Builds killed at a hundred moments, full disks: every book complete, old or new
	KILLS=100 $(PY) -m pytest tests/faults $(ARGS)

manual-typed:  ## Type the manual's first chapter line by line, on a new machine: it makes ~/essays
	@python3 tests/manual_steps.py > .typed.sh; sh .typed.sh; status=$$?; rm -f .typed.sh; exit $$status

manual: setup  ## The manual in PDF, EPUB and HTML, from docs/: OUT/manual.*
	@$(PY) docs/commands.py
	@$(PUBLISH) volume docs/manual.toml --format pdf,epub,html -o $(OUT) $(ARGS)

gallery: setup  ## The README's pictures, from posts/
	@$(PY) benchmarks/gallery.py

check: $(VENV)/.ready-dev  ## Style and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

readers: $(VENV)/.ready-dev  ## Ace, foliate-js, epub.js, MuPDF, Calibre, Foliate, Okular and FBReader on our EPUBs; SHOTS=folder keeps screenshots, APPS=no leaves out those with windows
	@tests/readers/setup.sh $(if $(filter no,$(APPS)),,apps)
	$(if $(SHOTS),@mkdir -p $(SHOTS))
	$(if $(SHOTS),SHOTS=$(abspath $(SHOTS))) $(PY) -m pytest tests/readers/ace.py tests/readers/reading.py $(if $(filter no,$(APPS)),,tests/readers/viewing.py) tests/epub/test_epub_calibre.py tests/readers/shelves.py tests/readers/watching.py tests/readers/narrowing.py tests/readers/linking.py tests/readers/zims.py $(ARGS)

bench: $(VENV)/.ready-dev  ## Time and memory, beside other tools: ARGS=folder of posts
	$(PY) benchmarks/epub.py
	$(PY) benchmarks/volume.py $(ARGS)
	$(PY) benchmarks/volume.py --linear
	$(PY) benchmarks/peers.py $(ARGS) --write benchmarks/peers.md
	$(PY) benchmarks/cluster.py $(ARGS)

fuzz: $(VENV)/.ready-dev  ## Coverage-guided fuzzing of reading and markup, MINUTES=10 each
	@$(PY) -m pip install --quiet --disable-pip-version-check atheris
	@for target in reading markup; do echo "fuzzing $$target for $(MINUTES) minutes"; \
	  nice $(PY) tests/fuzz/run.py $$target -max_total_time=$$(($(MINUTES) * 60)) -verbosity=0 $(ARGS) || exit 1; done

# The audit has its own environment, so that its packages do not change the audited ones. It exits with 1 for a known hole, and
# when the database cannot be reached.
audit: $(VENV)/.ready-dev  ## Known security holes in the pinned dependencies; needs the network
	@test -x $(VENV)/audit/bin/pip-audit || { python3 -m venv $(VENV)/audit && \
	  $(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit; }
	@said=$$($(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r constraints.txt -r constraints-dev.txt 2>&1); \
	  status=$$?; case "$$said" in \
	    *Traceback*|*ConnectionError*|*ConnectTimeout*|*"ERROR:"*) echo "not audited, because the advisory database did not answer: $$(printf '%s\n' "$$said" | tail -n 1 | cut -c1-200)" >&2; exit 1;; \
	    *) printf '%s\n' "$$said"; exit $$status;; esac

constraints:  ## Pin the newest releases, with hashes
	@$(PY) -m pip install --quiet pip-tools
	@$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' > $(VENV)/dev.in
	$(PY) -m piptools compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-annotate --build-deps-for editable --extra sign --output-file constraints.txt pyproject.toml
	$(PY) -m piptools compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-annotate --extra sign \
	  --constraint constraints.txt --output-file constraints-dev.txt pyproject.toml $(VENV)/dev.in

clean:  ## Remove what was built; posts and pictures stay
	rm -rf build .publish
