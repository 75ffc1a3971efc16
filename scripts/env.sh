# Which toolchain, which tools, where they are kept. Every script and the Makefile's recipes source it. Before `cargo leptos watch`
# typed by hand it is the one line to type: `. scripts/env.sh`.
#
# Everything that set-up fetches or builds lies in $DUET_CACHE, by version, so that only the first set-up on a machine is slow and
# nothing of a person's own is changed.

DUET_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd)"
export DUET_ROOT
export DUET_CACHE="${DUET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/duet}"

. "$DUET_ROOT/scripts/versions.env"
RUST_VERSION="$(sed -n 's/^channel = "\(.*\)"$/\1/p' "$DUET_ROOT/rust-toolchain.toml")"
WASM_BINDGEN_VERSION="$(grep -A1 '^name = "wasm-bindgen"$' "$DUET_ROOT/Cargo.lock" | sed -n 's/^version = "\(.*\)"$/\1/p')"
WASM_TARGET=wasm32-unknown-unknown

# Where the tool of cargo's named $1, of version $2, lies.
tool_folder() { echo "$DUET_CACHE/cargo/$1-$2"; }

tools="$DUET_CACHE/binaryen-$BINARYEN_VERSION/node_modules/.bin"
for tool in "cargo-leptos $CARGO_LEPTOS_VERSION" "wasm-bindgen-cli $WASM_BINDGEN_VERSION" "leptosfmt $LEPTOSFMT_VERSION" \
  "cargo-machete $CARGO_MACHETE_VERSION" "cargo-deny $CARGO_DENY_VERSION" "cargo-fuzz $CARGO_FUZZ_VERSION"; do
  tools="$tools:$(tool_folder "${tool% *}" "${tool#* }")/bin"
done
case ":$PATH:" in
  *":$tools:"*) ;;
  *) export PATH="$tools:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH" ;;
esac
unset tool tools
# The test browsers that set-up fetched, where the machine had none of its own.
if [ -r "$DUET_CACHE/browsers.env" ]; then . "$DUET_CACHE/browsers.env"; fi

# True if the toolchain $1 (a name or a path, as rustup takes it) can compile for the browser.
has_wasm_std() {
  local libdir
  libdir="$(RUSTUP_TOOLCHAIN="$1" rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null)" || return 1
  [ -n "$(find "$libdir" -name 'libstd-*.rlib' -print -quit 2>/dev/null)" ]
}

# A toolchain that was chosen by hand wins; then the one of rust-toolchain.toml, where rustup has it; then Debian's in /usr.
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && ! { rustup run "$RUST_VERSION" true 2>/dev/null && has_wasm_std "$RUST_VERSION"; } &&
  [ -x /usr/bin/cargo ] && has_wasm_std /usr; then
  export RUSTUP_TOOLCHAIN=/usr
fi

# Runs a command for at most $1 seconds, where the system can do that.
within() { if command -v timeout >/dev/null; then timeout "$@"; else shift; "$@"; fi; }
say() { printf '==> %s\n' "$*"; }
# Says that $1 is skipped, because of $2, and writes it down for the end of the run.
skip() {
  say "Skipped: $1 ($2)"
  [ -z "${DUET_SKIPPED:-}" ] || printf '%s\t%s\n' "$1" "$2" >>"$DUET_SKIPPED"
}
die() { printf 'error: %s\n' "$1" >&2; shift; for line in "$@"; do printf '       %s\n' "$line" >&2; done; exit 1; }

# Runs a build of cargo's in which the project's own code goes through the lints on its way, warnings as errors: to look at it apart
# would compile every dependency a second time. `make check` does that.
with_lints() {
  CLIPPY_ARGS="-Dwarnings__CLIPPY_HACKERY__" RUSTC_WORKSPACE_WRAPPER=clippy-driver "$@"
}
