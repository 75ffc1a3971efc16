# Everything a person does with this checkout. Each target sets up what it needs; a second run finds it done.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build release alone fuzz deny test check unit budget browser end2end rig histories bench load soak screenshots setup clean

ENV := . scripts/env.sh
SAY := $(ENV); say

help: ## Show the targets
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Set up, build and serve at http://127.0.0.1:3000
	@$(ENV)
	exec target/release/duet

build: ## Set up and build what `target/release/duet` serves
	@scripts/setup.sh build
	@$(SAY) "Building page and server, optimised (some minutes the first time)"
	LEPTOS_HASH_FILES=true cargo leptos build --release --split --lib-features split --precompress
	node scripts/pack.mjs target/site/pkg target/page.wasm

release: build ## One file with everything in it, in target/dist
	@scripts/release.sh

fuzz: ## Whatever bytes come, and whatever people do: half a minute each (DUET_FUZZ_SECONDS)
	@scripts/setup.sh test
	@scripts/fuzz.sh

deny: ## Licences, bans and sources of all that is built in
	@scripts/setup.sh test
	@$(SAY) "Licences, bans and sources"
	cargo deny --all-features --log-level error check licenses bans sources

alone: release ## The released file in an empty folder
	@scripts/test-release.sh

test: check unit fuzz deny budget browser alone end2end rig ## Set up and run every test, also those in real browsers

check: ## Format and lints, both halves
	@scripts/setup.sh test
	@scripts/check.sh

unit: ## Tests that need no browser
	@scripts/setup.sh build
	@$(SAY) "Unit tests, simulations, and the server over real sockets"
	cargo test --features ssr

budget: build ## What the page weighs, against its budget
	@$(SAY) "What the page weighs"
	node scripts/budget.mjs

browser: ## Browser adapters in headless Chromium
	@scripts/setup.sh test
	@$(SAY) "Browser adapters in headless Chromium"
	scripts/test-browser.sh

end2end: build ## The user stories in Chromium and Firefox
	@scripts/setup.sh test
	@$(SAY) "The user stories in Chromium"
	(cd end2end && npx playwright test)
	say "The user stories in Firefox, and between the two"
	(cd end2end && npm run --silent test:firefox)

histories: ## A hundred thousand random histories of faults (some minutes)
	@scripts/setup.sh build
	@$(SAY) "A hundred thousand random histories, twice"
	DUET_HISTORIES=100000 cargo test --release --features ssr --test two_people whatever

rig: build ## Two browsers in two network namespaces (root and iproute2; skipped by name without)
	@scripts/setup.sh test
	@$(SAY) "What goes wrong in mid-call, in networks of their own"
	cd end2end
	npm run --silent test:rig

bench: build ## Figures: join to first frame, page weight, permission request, recovery
	@scripts/setup.sh test
	@$(SAY) "Measuring in Chromium (some minutes)"
	cd end2end
	npm run --silent bench
	say "Measuring how soon a call recovers (about 30 minutes)"
	npm run --silent bench:recovery

load: build ## Figures: what signaling costs beside a bare relay (Linux, two cores)
	@$(SAY) "Ten thousand people, and a bare relay to compare with (some minutes)"
	cargo build --release --features ssr --example load
	taskset -c 1 target/release/examples/load
	taskset -c 1 target/release/examples/load growth

soak: build ## Ten thousand sockets that come and go for ten minutes (Linux, two cores)
	@$(SAY) "Ten thousand sockets that come and go (ten minutes)"
	cargo build --release --features ssr --example load
	taskset -c 1 target/release/examples/load soak

screenshots: build ## Pictures of every state and panel, in target/screenshots
	@scripts/setup.sh test
	@$(SAY) "Pictures of every state and panel, on a phone and on a desk (some minutes)"
	cd end2end
	npm run --silent screenshots

setup: ## Only set up, for work by hand with cargo leptos
	@scripts/setup.sh test

clean: ## Remove what was built here; the tools stay
	@rm -rf target end2end/node_modules end2end/test-results
