# How static programs are built: sourced by release.sh. By rustup's targets and the system's compilers of C, or, where rustup's server does
# not answer, by zig (PyPI: ziglang, cargo-zigbuild), which is a compiler of C, a linker and a libc in one, and a standard library that is
# built here.

# Debian's word for an architecture is $1; its target's name.
rust_target() {
  case "$1" in
    amd64) echo x86_64-unknown-linux-musl ;;
    arm64) echo aarch64-unknown-linux-musl ;;
    *) return 1 ;;
  esac
}

STATIC_BY=none
ZIG_FOLDER="$DUET_CACHE/zig-$ZIGLANG_VERSION-$ZIGBUILD_VERSION"

# Whether the toolchain in use can compile for target $1.
has_std() {
  local libdir
  libdir="$(rustc --print target-libdir --target "$1" 2>/dev/null)" || return 1
  [ -n "$(find "$libdir" -name 'libstd-*.rlib' -print -quit 2>/dev/null)" ]
}

# Finds out by what static programs can be built here, and fetches it. What is said goes into $1.
setup_static() {
  local log="$1" target
  : >"$log"
  if [ "${RUSTUP_TOOLCHAIN:-}" != /usr ]; then
    for target in x86_64-unknown-linux-musl aarch64-unknown-linux-musl; do
      has_std "$target" ||
        within 300 rustup target add "$target" --toolchain "${RUSTUP_TOOLCHAIN:-$RUST_VERSION}" >>"$log" 2>&1 || true
    done
    if has_std x86_64-unknown-linux-musl && command -v musl-gcc >/dev/null; then
      STATIC_BY=rustup
      return 0
    fi
  fi
  if [ ! -x "$ZIG_FOLDER/bin/cargo-zigbuild" ]; then
    say "zig, which compiles and links static files (PyPI, about 100 MB)"
    rm -rf "$ZIG_FOLDER"
    python3 -m venv "$ZIG_FOLDER" >>"$log" 2>&1 &&
      "$ZIG_FOLDER/bin/pip" install -q "ziglang==$ZIGLANG_VERSION" "cargo-zigbuild==$ZIGBUILD_VERSION" >>"$log" 2>&1 ||
      { rm -rf "$ZIG_FOLDER"; return 1; }
  fi
  STATIC_BY=zig
  for target in x86_64-unknown-linux-musl aarch64-unknown-linux-musl; do
    has_std "$target" || [ "${RUSTUP_TOOLCHAIN:-}" != /usr ] || build_std "$target" "$log" || true
  done
}

# Builds the standard library for $1 from Debian's sources (rust-web-src).
build_std() {
  local target="$1" log="$2" version work
  version="$(/usr/bin/rustc --version | cut -d' ' -f2)"
  [ -d "/usr/src/rustc-$version/library" ] || return 1
  say "Building the standard library for $target (about a minute, once)"
  work="$(mktemp -d)"
  cp -r "/usr/src/rustc-$version/library" "$work/library"
  (
    cd "$work/library"
    export RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO=/usr/bin/cargo __CARGO_DEFAULT_LIB_METADATA=duetstd
    export RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked -Clink-self-contained=no"
    PATH="$ZIG_FOLDER/bin:$PATH" /usr/bin/cargo build --release --locked --features backtrace \
      --manifest-path sysroot/Cargo.toml --target "$target" >>"$log" 2>&1
    mkdir -p "/usr/lib/rustlib/$target/lib"
    cp "target/$target/release/deps/"*.rlib "/usr/lib/rustlib/$target/lib/"
  )
  local outcome=$?
  rm -rf "$work"
  return "$outcome"
}

# The target for architecture $1, if this machine can make it; without a static one, its own.
static_target() {
  local target
  target="$(rust_target "$1")" || return 1
  case "$STATIC_BY" in
    rustup) has_std "$target" && { [ "$1" = amd64 ] || command -v aarch64-linux-gnu-gcc >/dev/null; } && echo "$target" ;;
    zig) has_std "$target" && echo "$target" ;;
    *) [ "$1" = "$(dpkg --print-architecture 2>/dev/null)" ] && rustc -vV | sed -n 's/^host: //p' ;;
  esac
}

# Builds the program for target $1.
build_static() {
  local target="$1" upper
  upper="$(tr 'a-z-' 'A-Z_' <<<"$target")"
  case "$STATIC_BY" in
    rustup)
      env "CC_x86_64_unknown_linux_musl=musl-gcc" "CC_aarch64_unknown_linux_musl=aarch64-linux-gnu-gcc" \
        "CARGO_TARGET_${upper}_LINKER=rust-lld" \
        cargo build --profile dist --features embed --bin duet --target "$target"
      ;;
    zig)
      # zig brings its own libc and its beginning of a program; rustc's would be there twice.
      env PATH="$ZIG_FOLDER/bin:$PATH" RUSTC="$(command -v rustc)" CARGO="$(command -v cargo)" \
        RUSTFLAGS="-Clink-self-contained=no" \
        cargo-zigbuild zigbuild --profile dist --features embed --bin duet --target "$target"
      ;;
    *) cargo build --profile dist --features embed --bin duet --target "$target" ;;
  esac
}
