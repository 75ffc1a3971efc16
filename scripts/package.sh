#!/usr/bin/env bash
# Makes the Debian package for architecture $1 in version $2, of the program in target/dist/$1/duet.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
architecture="$1" version="$2"
dist="$PWD/target/dist"
umask 022
root="$(mktemp -d)"
chmod 755 "$root"
trap 'rm -rf "$root"' EXIT

put() { install -D -m "$1" "$2" "$root/$3"; }
put 755 "$dist/$architecture/duet" usr/bin/duet
put 644 deploy/duet.service usr/lib/systemd/system/duet.service
put 644 deploy/duet.socket usr/lib/systemd/system/duet.socket
put 640 deploy/debian/duet.toml etc/duet/duet.toml
for document in docs/running.md docs/settings.md docs/security.md CHANGELOG.md; do
  [ ! -f "$document" ] || put 644 "$document" "usr/share/doc/duet/$(basename "$document")"
done
for example in Caddyfile nginx.conf haproxy.cfg apache.conf traefik.yaml cloudflared.yaml prometheus.yaml grafana.json; do
  put 644 "deploy/$example" "usr/share/doc/duet/examples/$example"
done
{
  printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: duet\n\n'
  printf 'Files: *\nCopyright: the Duet authors\nLicense: MIT or Apache-2.0\n\n'
  printf 'Apache-2.0 is /usr/share/common-licenses/Apache-2.0. MIT is:\n\n'
  cat LICENSE-MIT
} >"$root/usr/share/doc/duet/copyright"
gzip -9n <CHANGELOG.md >"$root/usr/share/doc/duet/changelog.gz"
mkdir "$root/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
  -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$root" | cut -f1)/" deploy/debian/control >"$root/DEBIAN/control"
put 644 deploy/debian/conffiles DEBIAN/conffiles
for script in postinst prerm postrm; do put 755 "deploy/debian/$script" "DEBIAN/$script"; done
find "$root" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-0}" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$dist/duet_${version}_$architecture.deb" >/dev/null
