#!/usr/bin/env bash
# Brings a fresh machine to the point where Duet can be built ("build") or also tested ("test").
# Every step looks first whether its work is done already: a second run takes about a second.
set -euo pipefail
. "$(dirname "$0")/env.sh"
WANT="${1:-build}"
LOG="$DUET_CACHE/setup.log"
mkdir -p "$DUET_CACHE"

# Runs a command with its output in the log, and shows the log's end only when it fails.
quietly() { "$@" >>"$LOG" 2>&1; }
quietly_or_die() {
  local what="$1"; shift
  quietly "$@" || { tail -n 25 "$LOG" >&2; die "$what failed: $*" "The whole output is in $LOG."; }
}

apt_get_install() {
  command -v apt-get >/dev/null || die "'$*' is missing and there is no apt-get here to get it." \
    "Install it with your system's package manager and run this again."
  [ "$(id -u)" = 0 ] || die "'$*' must be installed by root." "Run: sudo apt-get install -y $*"
  quietly_or_die "apt-get update" apt-get update
  quietly_or_die "apt-get install" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

check_prerequisites() {
  command -v rustup >/dev/null || die "rustup is missing." "Get it from https://rustup.rs (or your distribution's package 'rustup')."
  command -v node >/dev/null || die "Node.js is missing." "Version 20 or newer: https://nodejs.org (or your distribution's package 'nodejs')."
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node.js $(node -v) is too old." "Version 20 or newer is needed: https://nodejs.org"
  command -v npm >/dev/null || die "npm is missing." "It comes with Node.js from https://nodejs.org (Debian: package 'npm')."
  command -v cc >/dev/null || die "A C compiler is missing." "Debian: apt-get install gcc libc6-dev; macOS: xcode-select --install."
  # The fuzzer is in C++.
  [ "$WANT" != test ] || command -v c++ >/dev/null || apt_get_install g++
}

setup_rust() {
  if [ -n "${RUSTUP_TOOLCHAIN:-}" ] && has_wasm_std "$RUSTUP_TOOLCHAIN"; then return; fi
  say "Rust $RUST_VERSION with the $WASM_TARGET target, from rustup (about 300 MB)"
  if quietly timeout 900 rustup toolchain install "$RUST_VERSION" --profile minimal \
      --component rustfmt --component clippy --target "$WASM_TARGET" --no-self-update; then
    export RUSTUP_TOOLCHAIN="$RUST_VERSION"
    return
  fi
  say "rustup's server does not answer: Rust $RUST_VERSION from Debian's packages instead (about 20 s)"
  apt_get_install rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web lld-22
  quietly_or_die "linking the toolchain" rustup toolchain link debian /usr
  export RUSTUP_TOOLCHAIN=debian
  has_wasm_std debian || build_wasm_std
}

# Debian ships the standard library's source but not the library for the browser.
build_wasm_std() {
  local version source work
  version="$(/usr/bin/rustc --version | cut -d' ' -f2)"
  source="/usr/src/rustc-$version/library"
  [ -d "$source" ] || die "The standard library's source is not in $source." "Run: apt-get install rust-web-src"
  say "Building the standard library for $WASM_TARGET (about 30 s, once)"
  work="$(mktemp -d)"
  cp -r "$source" "$work/library"
  (
    cd "$work/library"
    export RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc __CARGO_DEFAULT_LIB_METADATA=duetstd
    export RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked"
    quietly_or_die "building the standard library" /usr/bin/cargo build --release --locked \
      --manifest-path sysroot/Cargo.toml --target "$WASM_TARGET"
    mkdir -p "/usr/lib/rustlib/$WASM_TARGET/lib"
    cp "target/$WASM_TARGET/release/deps/"*.rlib "/usr/lib/rustlib/$WASM_TARGET/lib/"
  )
  rm -rf "$work"
}

# So that `cargo leptos watch` typed by hand in this checkout uses the same toolchain as make does.
setup_override() {
  rustup override list | grep -qE "^$DUET_ROOT[[:space:]]+$RUSTUP_TOOLCHAIN" ||
    quietly rustup override set "$RUSTUP_TOOLCHAIN" --path "$DUET_ROOT"
}

setup_cargo_leptos() {
  [ "$(cargo leptos --version 2>/dev/null | awk '{print $NF}')" = "$CARGO_LEPTOS_VERSION" ] && return
  say "cargo-leptos $CARGO_LEPTOS_VERSION, which builds both halves (compiled from source: 7 to 13 minutes, once)"
  # Its own release profile costs twice the time and it only orchestrates.
  quietly_or_die "installing cargo-leptos" env CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=false \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_STRIP=true \
    cargo install --locked --force --features no_downloads cargo-leptos --version "$CARGO_LEPTOS_VERSION"
}

setup_wasm_bindgen() {
  local version
  version="$(grep -A1 '^name = "wasm-bindgen"$' "$DUET_ROOT/Cargo.lock" | sed -n 's/^version = "\(.*\)"$/\1/p')"
  [ -n "$version" ] || die "Cargo.lock names no wasm-bindgen."
  [ "$(wasm-bindgen --version 2>/dev/null | awk '{print $NF}')" = "$version" ] && return
  say "wasm-bindgen-cli $version, as Cargo.lock has it (compiled from source: about 3 minutes, once)"
  # Without --locked: its lock file names a crate version that mirrors may no longer serve.
  quietly_or_die "installing wasm-bindgen-cli" env CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=false \
    cargo install --force wasm-bindgen-cli --version "$version"
}

setup_wasm_opt() {
  local prefix="$DUET_CACHE/binaryen-$BINARYEN_VERSION"
  if [ ! -x "$prefix/node_modules/.bin/wasm-opt" ]; then
    say "wasm-opt from binaryen $BINARYEN_VERSION, which shrinks the page (npm, about 10 s)"
    quietly_or_die "installing binaryen" npm install --silent --no-save --prefix "$prefix" "binaryen@$BINARYEN_VERSION"
  fi
  # `cargo leptos build --release` typed by hand looks for it on PATH and this cache is not there.
  local shim="${CARGO_HOME:-$HOME/.cargo}/bin/wasm-opt"
  [ -e "$shim" ] || ln -sfn "$prefix/node_modules/.bin/wasm-opt" "$shim"
}

# Prints the path of the first of the given programs that this machine has.
first_of() { local name; for name in "$@"; do command -v "$name" && return; done; return 1; }

find_browsers() {
  CHROMIUM="${DUET_CHROMIUM:-$(first_of chromium chromium-browser google-chrome google-chrome-stable || true)}"
  CHROMEDRIVER="${DUET_CHROMEDRIVER:-$(first_of chromedriver || true)}"
  FIREFOX="${DUET_FIREFOX:-$(first_of firefox-esr firefox || true)}"
  [ -x "$CHROMIUM" ] && [ -x "$CHROMEDRIVER" ] && [ -x "$FIREFOX" ]
}

# Fetches browser $1 into the cache and prints the path of its program; fails where the vendor's server does not answer.
fetch_browser() {
  (cd "$DUET_ROOT/end2end" && timeout 600 npx --no-install browsers install "$1" --path "$DUET_CACHE/browsers" \
    --format '{{path}}' 2>>"$LOG" | tail -n 1)
}

setup_browsers() {
  find_browsers && return
  say "Chrome, its driver and Firefox for the tests (about 300 MB)"
  if CHROMIUM="$(fetch_browser chrome@stable)" && [ -x "$CHROMIUM" ] &&
     CHROMEDRIVER="$(fetch_browser chromedriver@stable)" && [ -x "$CHROMEDRIVER" ] &&
     FIREFOX="$(fetch_browser firefox@stable)" && [ -x "$FIREFOX" ]; then
    printf 'export DUET_CHROMIUM=%q DUET_CHROMEDRIVER=%q DUET_FIREFOX=%q\n' "$CHROMIUM" "$CHROMEDRIVER" "$FIREFOX" \
      >"$DUET_CACHE/browsers.env"
    return
  fi
  say "The vendors' servers do not answer: chromium, chromium-driver and firefox-esr from Debian's packages"
  apt_get_install chromium chromium-driver firefox-esr
  find_browsers || die "There are still no browsers for the tests." \
    "Set DUET_CHROMIUM, DUET_CHROMEDRIVER and DUET_FIREFOX to the paths of yours."
}

# What some tests need and are skipped by name without: a certificate authority, the proxies of deploy/, a compiler for static
# files.
setup_optional() {
  local missing=()
  command -v pebble >/dev/null || missing+=(pebble)
  command -v musl-gcc >/dev/null || missing+=(musl-tools)
  # Installed, these would serve a page of their own from then on where systemd runs.
  if [ ! -d /run/systemd/system ]; then
    command -v caddy >/dev/null || missing+=(caddy)
    command -v nginx >/dev/null || missing+=(nginx-light)
  fi
  local stamp="$DUET_CACHE/not-to-be-had"
  # What was missed today is missed until tomorrow: each target sets up, and each try takes seconds.
  [ "$(cat "$stamp" 2>/dev/null)" != "$(date +%F) ${missing[*]}" ] || return 0
  [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  say "What some tests need, from Debian's packages: ${missing[*]}"
  local package still=()
  for package in "${missing[@]}"; do
    (apt_get_install "$package") || still+=("$package")
  done
  [ "${#still[@]}" -eq 0 ] && return
  say "Not to be had here, and the tests that need it are skipped by name: ${still[*]}"
  echo "$(date +%F) ${still[*]}" >"$stamp"
}

# A tool of cargo's, compiled without care for its speed.
setup_tool() {
  local name="$1" version="$2"
  [ "$("cargo-$name" "$name" --version 2>/dev/null | awk '{print $NF}')" = "$version" ] && return
  say "cargo-$name $version (compiled from source, once)"
  quietly_or_die "installing cargo-$name" env CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=false \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 cargo install --locked --force "cargo-$name" --version "$version"
}

setup_end2end() {
  local lock="$DUET_ROOT/end2end/package-lock.json" stamp="$DUET_ROOT/end2end/node_modules/.duet-installed"
  cmp -s "$lock" "$stamp" && return
  say "Playwright and Puppeteer, which drive the browsers (npm, about 10 s)"
  (cd "$DUET_ROOT/end2end" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 quietly_or_die "npm ci" npm ci --silent)
  cp "$lock" "$stamp"
}

: >"$LOG"
check_prerequisites
setup_rust
setup_override
setup_cargo_leptos
setup_wasm_bindgen
setup_wasm_opt
if [ "$WANT" = test ]; then
  setup_end2end
  setup_browsers
  setup_optional
  setup_tool fuzz "$CARGO_FUZZ_VERSION"
  setup_tool deny "$CARGO_DENY_VERSION"
fi
