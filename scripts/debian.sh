# A Debian 12 with nothing else in it, to try the package in: sourced by test-package.sh and test-hosted.sh. Needs root and debootstrap.

# What is tried in it: the package that `make release` has made.
dist="$PWD/target/dist"
architecture="$(dpkg --print-architecture)"
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
package="$dist/duet_${version}_$architecture.deb"
[ -f "$package" ] || die "There is no $package." "Run: make release"

# What is missing to have one, in words; nothing if nothing is.
debian_lacks() {
  if [ "$(id -u)" != 0 ]; then
    echo "root alone can make one"
  elif ! command -v debootstrap >/dev/null; then
    echo "there is no debootstrap"
  elif ! make_debian; then
    echo "Debian's servers do not answer"
  fi
}

debian_base() { echo "$DUET_CACHE/debian-12-$(date +%F).tar"; }

# A Debian as it comes, once a day.
make_debian() {
  local base fresh
  base="$(debian_base)"
  [ ! -f "$base" ] || return 0
  say "A Debian 12 (about a minute, once a day)" >&2
  rm -f "$DUET_CACHE"/debian-12-*.tar
  fresh="$(mktemp -d)"
  if ! debootstrap --variant=minbase bookworm "$fresh" >"$dist/debootstrap.log" 2>&1; then
    rm -rf "$fresh"
    return 1
  fi
  # Whoever asks whether this works has switched off that a failure ends the script.
  tar -C "$fresh" -cf "$base.part" . && mv "$base.part" "$base" || { rm -rf "$fresh" "$base.part"; return 1; }
  rm -rf "$fresh"
}

# Lays one out in the empty folder $1.
open_debian() {
  tar -C "$1" -xf "$(debian_base)"
  # Of a folder for temporary files it has the mode of that.
  chmod 755 "$1"
  mount --bind /dev "$1/dev"
  mount -t proc proc "$1/proc"
  cp /etc/resolv.conf "$1/etc/resolv.conf"
}

close_debian() {
  local path
  for path in dev proc; do umount -l "$1/$path" 2>/dev/null || true; done
  # What is still mounted is this machine's.
  mountpoint -q "$1/dev" || rm -rf --one-file-system "$1"
}

# The package $1 with the version $2 and the settings' line $3 more, as $4: another release of the same.
as_version() {
  local work
  work="$(mktemp -d)"
  dpkg-deb -R "$1" "$work/package"
  sed -i "s/^Version: .*/Version: $2/" "$work/package/DEBIAN/control"
  echo "$3" >>"$work/package/etc/duet/duet.toml"
  dpkg-deb --root-owner-group --build "$work/package" "$4" >/dev/null
  rm -rf "$work"
}
