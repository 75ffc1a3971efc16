# Everything a person does with this checkout. Each target sets up what it needs; a second run finds it done.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Set-up is one at a time, and two cores are busy with one goal.
.NOTPARALLEL:
.PHONY: help run build release test test-all quick check deny unit weight adapters end2end firefox webkit network \
	fuzz simulate memory test-release bench lines load soak screenshots format setup clean

ENV := . scripts/env.sh
SAY := $(ENV); say

help: ## Show the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: build ## Set up, build and serve at http://127.0.0.1:3000
	@exec target/release/duet

build: ## Set up and build `target/release/duet`, with the page inside
	@scripts/setup.sh build
	scripts/build.sh

release: build ## Static programs, packages and images, with checksums, in target/dist
	@scripts/release.sh

test: ## Set up and run every test but the long ones, also those in real browsers
	@scripts/test.sh test

test-all: ## Every test there is (more than an hour)
	@scripts/test.sh all

quick: ## After a change: format, lints of the server half, host tests
	@scripts/setup.sh test
	scripts/test.sh quick

check: ## Formats, lints, types, documentation, unused dependencies
	@scripts/setup.sh test
	scripts/format.sh check
	scripts/check.sh

format: ## Bring everything into the format that `check` wants
	@scripts/setup.sh test
	scripts/format.sh write

deny: ## Licences, bans and sources of all that is built in
	@scripts/setup.sh test
	$(SAY) "Licences, bans and sources" && \
	cargo deny --all-features --log-level error check licenses bans sources

unit: ## Tests that need no browser
	@scripts/setup.sh build
	scripts/test-host.sh

weight: build ## What the page weighs, against its budget
	@$(SAY) "What the page weighs" && \
	node scripts/budget.mjs

adapters: ## Browser adapters in headless Chromium
	@scripts/setup.sh test
	scripts/test-browser.sh

end2end: build ## Every scene in Chromium
	@scripts/setup.sh test
	$(SAY) "Scenes in Chromium" && \
	cd end2end && npm run --silent test

firefox: build ## Every scene in Firefox, and between Firefox and Chromium
	@scripts/setup.sh test
	$(SAY) "Scenes in Firefox, and between the two" && \
	cd end2end && npm run --silent test:firefox

webkit: build ## Every scene in Safari's engine (WebKitGTK; skipped by name without)
	@scripts/setup.sh test
	$(SAY) "Scenes in Safari's engine" && \
	cd end2end && npm run --silent test:webkit

network: build ## Every fault between two network namespaces (root and iproute2; skipped by name without)
	@scripts/setup.sh test
	$(SAY) "What goes wrong in mid-call, in networks of their own" && \
	cd end2end && npm run --silent test:network

fuzz: ## Whatever bytes come, and whatever people do: half a minute each (DUET_FUZZ_SECONDS)
	@scripts/setup.sh all
	scripts/fuzz.sh

simulate: build ## A hundred thousand random histories of faults (some minutes)
	@$(SAY) "A hundred thousand random histories, twice" && \
	DUET_HISTORIES=100000 cargo test --release --features embed --test two_people whatever && \
	say "Twenty thousand of two people who send each other files" && \
	DUET_HISTORIES=20000 cargo test --release --features embed --lib files::tests::history

memory: build ## What a thousand attackers of each kind make the server hold (some minutes)
	@$(SAY) "A thousand attackers of each kind, and what they make the server hold" && \
	cargo test --release --features embed --test memory -- --ignored --test-threads=1

test-release: release ## The released file in an empty folder, the package in a Debian of its own, the image, calls by way of both
	@scripts/setup.sh all
	scripts/test-release.sh
	scripts/test-package.sh
	scripts/test-image.sh
	scripts/test-hosted.sh

bench: build ## Figures: join to first frame, page weight, permission request, recovery
	@scripts/setup.sh test
	$(SAY) "Measuring in Chromium (some minutes)" && \
	cd end2end && npm run --silent bench && \
	say "Measuring how soon a call recovers (about 30 minutes)" && \
	npm run --silent bench:recovery

lines: build ## Figures: voice and picture on narrow and lossy lines, in each pair of browsers (root; about 45 minutes)
	@scripts/setup.sh test
	$(SAY) "Measuring lines" && \
	cd end2end && npm run --silent bench:lines

load: build ## Figures: what signaling costs beside a bare relay, and the relay of media beside coturn (Linux, two cores)
	@$(SAY) "Ten thousand people, and a bare relay to compare with (some minutes)" && \
	cargo build --release --features ssr --example load && \
	taskset -c 1 target/release/examples/load && \
	taskset -c 1 target/release/examples/load growth && \
	say "Duet's relay of media, and coturn to compare with, where it is installed (some minutes)" && \
	taskset -c 1 target/release/examples/load turn

soak: build ## Ten thousand sockets that come and go for ten minutes (Linux, two cores)
	@$(SAY) "Ten thousand sockets that come and go (ten minutes)" && \
	cargo build --release --features ssr --example load && \
	taskset -c 1 target/release/examples/load soak

screenshots: build ## Pictures of every state and panel, in target/screenshots
	@scripts/setup.sh test
	$(SAY) "Pictures of every state and panel, on a phone and on a desk (some minutes)" && \
	cd end2end && npm run --silent screenshots

setup: ## Only set up, for work by hand with cargo leptos
	@scripts/setup.sh test
	echo "For cargo leptos by hand, type once in this shell: . scripts/env.sh"

clean: ## Remove what was built here; the tools stay
	@rm -rf target end2end/node_modules end2end/test-results
