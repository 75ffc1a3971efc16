# Sourced by every script and by the Makefile's recipes: which toolchain, which tools, where they are kept.
# Everything fetched or built once per machine lies in $DUET_CACHE or in cargo's own bin folder, so that only the
# first set-up on a machine is slow.

DUET_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DUET_ROOT
export DUET_CACHE="${DUET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/duet}"

CARGO_LEPTOS_VERSION=0.3.11
BINARYEN_VERSION=132.0.0
CARGO_FUZZ_VERSION=0.13.2
CARGO_DENY_VERSION=0.20.2
# cargo-leptos 0.3.11 does not build with an older compiler.
RUST_VERSION=1.96.0
WASM_TARGET=wasm32-unknown-unknown

export PATH="$DUET_CACHE/binaryen-$BINARYEN_VERSION/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
# The test browsers that set-up fetched, where the machine had none of its own.
if [ -r "$DUET_CACHE/browsers.env" ]; then . "$DUET_CACHE/browsers.env"; fi

# True if the toolchain named $1 can compile for the browser.
has_wasm_std() {
  local libdir
  libdir="$(RUSTUP_TOOLCHAIN="$1" rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null)" || return 1
  compgen -G "$libdir/libstd-*.rlib" >/dev/null
}

# A toolchain chosen by hand wins; then the pinned one from rustup, if it can make WASM; then Debian's, which set-up
# links under the name "debian" where rustup's server does not answer.
if [ -z "${RUSTUP_TOOLCHAIN:-}" ]; then
  if rustup run "$RUST_VERSION" true 2>/dev/null && has_wasm_std "$RUST_VERSION"; then
    export RUSTUP_TOOLCHAIN="$RUST_VERSION"
  elif has_wasm_std debian; then
    export RUSTUP_TOOLCHAIN=debian
  fi
fi

say() { printf '==> %s\n' "$*"; }
die() { printf 'error: %s\n' "$1" >&2; shift; for line in "$@"; do printf '       %s\n' "$line" >&2; done; exit 1; }
