#!/usr/bin/env bash
# Brings a machine to the point where Duet can be built ("build"), tested by `make test` ("test") or by `make test-all` ("all").
# Every step looks first whether its work is done: a second run takes about a second. What it fetches and builds lies in
# $DUET_CACHE; outside of it only packages of the system are installed, as may_install says, and with Debian's Rust the standard
# library for the browser in /usr/lib/rustlib.
set -euo pipefail
. "$(dirname "$0")/env.sh"
WANT="${1:-build}"
LOG="$DUET_CACHE/setup.log"
# What was said of packages of the system, for the list of those that are not to be had.
ALLOWED="allowed=${DUET_SETUP_SYSTEM:-},${CI:-}"
mkdir -p "$DUET_CACHE"

# Set-up has done something, and says at its end what to type.
say() { CHANGED=1; printf '==> %s\n' "$*"; }
CHANGED=

# Runs a command with its output in the log, and shows the log's end only when it fails.
quietly() { "$@" >>"$LOG" 2>&1; }
quietly_or_die() {
  local what="$1"; shift
  quietly "$@" || { tail -n 25 "$LOG" >&2; die "$what failed: $*" "The whole output is in $LOG."; }
}

# Whether packages of the system may be installed: as root without a terminal, with CI=true or DUET_SETUP_SYSTEM=1; on a
# terminal a person is asked, once for all of them. DUET_SETUP_SYSTEM=0 is a no, whatever else is said.
may_install() {
  if [ "${DUET_SETUP_SYSTEM:-}" = 0 ]; then return 1; fi
  if [ "${DUET_SETUP_SYSTEM:-}" = 1 ] || [ "${CI:-}" = true ]; then return 0; fi
  if [ -t 0 ] && [ -t 1 ]; then
    local answer
    read -rp "Install these packages of the system: $*? [y/N] " answer
    case "$answer" in [yY]*) export DUET_SETUP_SYSTEM=1; return 0 ;; *) export DUET_SETUP_SYSTEM=0; return 1 ;; esac
  fi
  [ "$(id -u)" = 0 ]
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@"; }

# Installs packages of the system that nothing goes without.
system_packages() {
  command -v apt-get >/dev/null || die "'$*' is missing and there is no apt-get here to get it." \
    "Install it with your system's package manager and run this again."
  may_install "$@" || die "These packages of the system are needed: $*" \
    "Install them (sudo apt-get install -y $*), or allow it with DUET_SETUP_SYSTEM=1, and run this again."
  quietly_or_die "apt-get update" apt update
  quietly_or_die "apt-get install" apt install -y --no-install-recommends "$@"
}

check_prerequisites() {
  local node_needed
  node_needed="$(cat "$DUET_ROOT/.nvmrc")"
  command -v rustup >/dev/null || die "rustup is missing." "Get it from https://rustup.rs (or your distribution's package 'rustup')."
  command -v node >/dev/null || die "Node.js is missing." "Version $node_needed or newer: https://nodejs.org (or your distribution's package 'nodejs')."
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$node_needed" ] ||
    die "Node.js $(node -v) is too old." "Version $node_needed or newer is needed: https://nodejs.org"
  command -v npm >/dev/null || die "npm is missing." "It comes with Node.js from https://nodejs.org (Debian: package 'npm')."
  command -v cc >/dev/null || die "A C compiler is missing." "Debian: apt-get install gcc libc6-dev; macOS: xcode-select --install."
  # The fuzzer is in C++.
  [ "$WANT" != all ] || command -v c++ >/dev/null || system_packages g++
}

setup_rust() {
  if [ -n "${RUSTUP_TOOLCHAIN:-}" ] && has_wasm_std "$RUSTUP_TOOLCHAIN"; then return; fi
  [ -z "${RUSTUP_TOOLCHAIN:-}" ] || [ "$RUSTUP_TOOLCHAIN" = /usr ] ||
    die "RUSTUP_TOOLCHAIN=$RUSTUP_TOOLCHAIN cannot compile for $WASM_TARGET." \
      "Unset it, or: rustup target add $WASM_TARGET --toolchain $RUSTUP_TOOLCHAIN"
  if rustup run "$RUST_VERSION" true 2>/dev/null && has_wasm_std "$RUST_VERSION"; then return; fi
  say "Rust $RUST_VERSION with the $WASM_TARGET target, from rustup (about 300 MB)"
  if quietly within 900 rustup toolchain install "$RUST_VERSION" --profile minimal \
      --component rustfmt --component clippy --target "$WASM_TARGET" --no-self-update; then
    return
  fi
  say "rustup's server does not answer: Rust from Debian's packages instead (about 20 s)"
  system_packages rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web lld-22
  export RUSTUP_TOOLCHAIN=/usr
  has_wasm_std /usr || build_wasm_std
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
    as_root mkdir -p "/usr/lib/rustlib/$WASM_TARGET/lib"
    as_root cp "target/$WASM_TARGET/release/deps/"*.rlib "/usr/lib/rustlib/$WASM_TARGET/lib/"
  )
  rm -rf "$work"
}

# A tool of cargo's in a folder of the cache. $1 is its crate, $2 its version, $3 how long that takes, the rest is for cargo. It
# is compiled without care for its own speed: it only orchestrates.
setup_tool() {
  local crate="$1" version="$2" takes="$3" folder
  shift 3
  folder="$(tool_folder "$crate" "$version")"
  # cargo makes this file when it begins, and fills it when it is done.
  [ ! -s "$folder/.crates.toml" ] || return 0
  say "$crate $version (compiled from source: about $takes, once)"
  # Outside of the checkout, whose own settings are for Duet.
  (cd "$DUET_CACHE" && quietly_or_die "installing $crate" env CARGO_PROFILE_RELEASE_OPT_LEVEL="${OPTIMISED:-0}" \
    CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_STRIP=true \
    RUSTUP_TOOLCHAIN="${RUSTUP_TOOLCHAIN:-$RUST_VERSION}" cargo install --root "$folder" "$crate" --version "$version" "$@")
}

setup_wasm_opt() {
  local prefix="$DUET_CACHE/binaryen-$BINARYEN_VERSION"
  [ ! -x "$prefix/node_modules/.bin/wasm-opt" ] || return 0
  say "wasm-opt from binaryen $BINARYEN_VERSION, which shrinks the page (npm, about 10 s)"
  quietly_or_die "installing binaryen" npm install --loglevel error --no-save --prefix "$prefix" "binaryen@$BINARYEN_VERSION"
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
  (cd "$DUET_ROOT/end2end" && within 600 npx --no-install browsers install "$1" --path "$DUET_CACHE/browsers" \
    --format '{{path}}' 2>>"$LOG" | tail -n 1)
}

setup_browsers() {
  find_browsers && return
  say "Chrome, its driver and Firefox for the tests (about 300 MB)"
  if SHELL_OF_CHROMIUM="$(fetch_browser chrome-headless-shell@stable)" && quietly "$SHELL_OF_CHROMIUM" --version &&
     CHROMIUM="$(fetch_browser chrome@stable)" && quietly "$CHROMIUM" --version &&
     CHROMEDRIVER="$(fetch_browser chromedriver@stable)" && quietly "$CHROMEDRIVER" --version &&
     FIREFOX="$(fetch_browser firefox@stable)" && quietly "$FIREFOX" --version; then
    printf 'export DUET_CHROMIUM_SHELL=%q DUET_CHROMIUM=%q DUET_CHROMEDRIVER=%q DUET_FIREFOX=%q\n' \
      "$SHELL_OF_CHROMIUM" "$CHROMIUM" "$CHROMEDRIVER" "$FIREFOX" \
      >"$DUET_CACHE/browsers.env"
    . "$DUET_CACHE/browsers.env"
    return
  fi
  say "The vendors' servers do not answer: Chromium, its driver and Firefox from Debian's packages"
  system_packages chromium chromium-headless-shell chromium-driver firefox-esr
  find_browsers || die "There are still no browsers for the tests." \
    "Set DUET_CHROMIUM, DUET_CHROMEDRIVER and DUET_FIREFOX to the paths of yours."
}

# Whether the system has the library $1, in the folder of some architecture.
has_library() { compgen -G "/usr/lib/*/$1" >/dev/null; }

# What some tests need and are skipped by name without, or go slower: a certificate authority, the proxies of deploy/, networks of
# their own, a browser without windows, Safari's engine with a screen that nobody sees, and for the released file a compiler of static
# files.
setup_optional() {
  local missing=()
  command -v pebble >/dev/null || missing+=(pebble)
  # Without it the scenes run in the whole Chromium, which takes a quarter longer.
  [ -x "${DUET_CHROMIUM_SHELL:-}" ] || command -v chromium-headless-shell >/dev/null ||
    missing+=(chromium-headless-shell)
  [ -x /usr/sbin/ip ] || [ -x /sbin/ip ] || command -v ip >/dev/null || missing+=(iproute2)
  [ -x /usr/sbin/nft ] || command -v nft >/dev/null || missing+=(nftables)
  command -v certutil >/dev/null || missing+=(libnss3-tools)
  command -v WebKitWebDriver >/dev/null || missing+=(webkit2gtk-driver)
  command -v Xvfb >/dev/null || missing+=(xvfb)
  # What plays and makes its mock picture; a file of each tells whether it is there, as in end2end/webkit/driver.ts.
  has_library gstreamer-1.0/libgstautodetect.so || missing+=(gstreamer1.0-plugins-good)
  has_library gstreamer-1.0/libgstdebugutilsbad.so || missing+=(gstreamer1.0-plugins-bad)
  if [ "$WANT" = all ]; then
    command -v musl-gcc >/dev/null || missing+=(musl-tools)
    command -v buildah >/dev/null || missing+=(buildah)
    command -v debootstrap >/dev/null || missing+=(debootstrap)
    command -v systemd-analyze >/dev/null || missing+=(systemd)
  fi
  # Installed, these would serve a page of their own from then on where systemd runs.
  if [ ! -d /run/systemd/system ]; then
    command -v caddy >/dev/null || missing+=(caddy)
    command -v nginx >/dev/null || missing+=(nginx-light)
    command -v turnserver >/dev/null || missing+=(coturn)
    command -v haproxy >/dev/null || missing+=(haproxy)
    command -v apache2 >/dev/null || missing+=(apache2)
  fi
  local stamp="$DUET_CACHE/not-to-be-had"
  # What was missed today is missed until tomorrow: each target sets up, and each try takes seconds.
  [ "${#missing[@]}" -gt 0 ] && command -v apt-get >/dev/null || return 0
  local known name new=
  known="$(cat "$stamp" 2>/dev/null || true) "
  case "$known" in "$(date +%F) $ALLOWED "*) ;; *) known= ;; esac
  for name in "${missing[@]}"; do case "$known" in *" $name "*) ;; *) new=1 ;; esac; done
  [ -n "$new" ] || return 0
  local package still=()
  if may_install "${missing[@]}"; then
    say "What some tests need, from Debian's packages: ${missing[*]}"
    quietly apt update || true
    for package in "${missing[@]}"; do
      quietly apt install -y --no-install-recommends "$package" || still+=("$package")
    done
  else
    still=("${missing[@]}")
  fi
  [ "${#still[@]}" -eq 0 ] && return
  say "Not here, and the tests that need it are skipped by name, or go slower: ${still[*]}"
  echo "$(date +%F) $ALLOWED ${still[*]}" >"$stamp"
}

setup_end2end() {
  local lock="$DUET_ROOT/end2end/package-lock.json" stamp="$DUET_ROOT/end2end/node_modules/.duet-installed"
  cmp -s "$lock" "$stamp" && return
  say "Playwright, formatters and linters (npm, about 10 s)"
  (cd "$DUET_ROOT/end2end" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly_or_die "npm ci" npm ci --loglevel error)
  cp "$lock" "$stamp"
}

: >"$LOG"
check_prerequisites
setup_rust
setup_tool cargo-leptos "$CARGO_LEPTOS_VERSION" "7 to 13 minutes" --locked --features no_downloads
# Without --locked: its lock file names a crate version that mirrors may no longer serve.
OPTIMISED=1 setup_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" "3 minutes"
setup_wasm_opt
if [ "$WANT" != build ]; then
  setup_end2end
  setup_browsers
  setup_optional
  setup_tool leptosfmt "$LEPTOSFMT_VERSION" "a minute" --locked
  setup_tool cargo-machete "$CARGO_MACHETE_VERSION" "a minute" --locked
  setup_tool cargo-deny "$CARGO_DENY_VERSION" "4 minutes" --locked
fi
if [ "$WANT" = all ]; then
  setup_tool cargo-fuzz "$CARGO_FUZZ_VERSION" "a minute" --locked
fi
if [ -n "$CHANGED" ]; then
  printf '==> Set up. Before cargo or cargo leptos by hand, type once in that shell: . scripts/env.sh\n'
fi
