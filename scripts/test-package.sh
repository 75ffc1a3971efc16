#!/usr/bin/env bash
# Goes the way of docs/running.md with the package, in a Debian 12 with nothing else in it: install, start, ask, update, go back, remove, purge.
# systemd itself does not run in there; what its units hand over (sockets, folders, a right, NOTIFY_SOCKET) comes from scripts/stand-in.py.
# Needs root and debootstrap.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
. scripts/debian.sh

lacks="$(debian_lacks)"
[ -z "$lacks" ] || { skip "the package in a Debian of its own" "$lacks"; exit 0; }

root="$(mktemp -d)"
stand_in=
cleanup() {
  [ -z "$stand_in" ] || kill "$stand_in" 2>/dev/null || true
  wait 2>/dev/null || true
  close_debian "$root"
}
trap cleanup EXIT
open_debian "$root"
# As in a container without an init: packages start nothing.
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
expect() { grep -qF -- "$2" <<<"$1" || die "$3 does not say \"$2\":" "$1"; }

say "Install"
cp "$package" "$root/root/"
SECONDS=0
inside apt-get update -qq >/dev/null 2>&1 || true
said="$(inside apt-get install -y "/root/$(basename "$package")" 2>&1)" || die "The package cannot be installed:" "$said"
expect "$said" "Two steps are left" "The installation"
inside getent passwd duet >/dev/null || die "There is no user duet."
for wanted in "etc/duet 750 root:duet" "etc/duet/duet.toml 640 root:duet" "var/lib/duet 700 duet:duet"; do
  read -r path mode owner <<<"$wanted"
  got="$(inside stat -c '%a %U:%G' "/$path")"
  [ "$got" = "$mode $owner" ] || die "/$path is $got, and should be $mode $owner."
done
if inside runuser -u duet -- duet --config /etc/duet/duet.toml --check-config >"$dist/said" 2>&1; then
  die "It would start under the name of the example."
fi
expect "$(cat "$dist/said")" "duet.example.org" "A start without a name"

say "One name"
inside sed -i 's/duet.example.org/duet.test.invalid.net/' /etc/duet/duet.toml
# The authority is not asked in this test; a certificate of its own stands in for one.
inside sed -i 's/^acme = .*/names = ["duet.test.invalid.net"]\ntls_self_signed = true/; s/\]:443/]:8443/; s/\]:80"/]:8080"/' /etc/duet/duet.toml
inside runuser -u duet -- duet --config /etc/duet/duet.toml --check-config >/dev/null || die "The settings make no sense."

start() {
  python3 scripts/stand-in.py "$root" 8443 8080 >"$dist/stand-in.log" 2>&1 &
  stand_in=$!
  for _ in $(seq 100); do
    grep -q '^READY=1' "$dist/stand-in.log" && return
    kill -0 "$stand_in" 2>/dev/null || break
    sleep 0.1
  done
  die "It does not say that it is ready:" "$(cat "$dist/stand-in.log")"
}
start
say "Ready after $SECONDS s from an empty Debian"
inside duet --check-health >/dev/null || die "It does not answer for its health."
[ "$(inside stat -c '%a' /run/duet/control)" = 600 ] || die "Others can ask at its socket."
expect "$(inside duet busiest)" "connected" "busiest"
doctor="$(inside duet doctor)" || true
expect "$doctor" "good  server: version $version" "duet doctor"
expect "$doctor" "BAD   name duet.test.invalid.net: it has no address" "duet doctor"
curl -skf https://127.0.0.1:8443/healthz >/dev/null || die "It does not serve."
for _ in $(seq 150); do
  ! grep -q '^WATCHDOG=1' "$dist/stand-in.log" || break
  sleep 0.1
done
grep -q '^WATCHDOG=1' "$dist/stand-in.log" || die "It gives no sign of life."
secret="$(inside cat /var/lib/duet/secret)"

say "Update, and go back"
# With other settings than before: what the owner wrote stays all the same.
as_version "$package" "$version+1" "# One line more." "$root/root/newer.deb"
keep=(-o Dpkg::Options::=--force-confold)
inside apt-get install -y "${keep[@]}" /root/newer.deb >/dev/null 2>&1 || die "The update fails."
inside grep -q '^names = ' /etc/duet/duet.toml || die "The update changed the settings."
# As `systemctl restart` does: the program ends and begins anew, the ports stay open.
kill -HUP "$stand_in"
for _ in $(seq 100); do
  [ "$(grep -c '^READY=1' "$dist/stand-in.log")" -lt 2 ] || break
  curl -skf --max-time 10 https://127.0.0.1:8443/healthz >/dev/null || die "Somebody is refused while it restarts."
  sleep 0.1
done
[ "$(grep -c '^READY=1' "$dist/stand-in.log")" -ge 2 ] || die "It does not come back."
[ "$(inside cat /var/lib/duet/secret)" = "$secret" ] || die "The update changed the secret."
inside apt-get install -y --allow-downgrades "${keep[@]}" "/root/$(basename "$package")" >/dev/null 2>&1 || die "It cannot go back."
[ "$(inside dpkg-query -W -f '${Version}' duet)" = "$version" ] || die "It did not go back."

say "Remove, and purge"
kill "$stand_in"; wait "$stand_in" 2>/dev/null || true; stand_in=
inside apt-get remove -y duet >/dev/null 2>&1 || die "It cannot be removed."
[ -f "$root/etc/duet/duet.toml" ] && [ -f "$root/var/lib/duet/secret" ] || die "Removing it took what only a purge may."
inside apt-get purge -y duet >/dev/null 2>&1 || die "It cannot be purged."
for path in etc/duet var/lib/duet usr/bin/duet; do [ ! -e "$root/$path" ] || die "A purge leaves /$path."; done

if command -v systemd-analyze >/dev/null; then
  say "The unit, as systemd reads it"
  units="$(mktemp -d)"
  install -D -m 755 "$dist/$architecture/duet" "$units/usr/bin/duet"
  for unit in duet.service duet.socket; do install -D -m 644 "deploy/$unit" "$units/etc/systemd/system/$unit"; done
  exposure="$(systemd-analyze security --offline=yes --root="$units" --no-pager duet.service 2>/dev/null | tail -n 1)" || exposure=
  rm -rf "$units"
  say "${exposure:-systemd-analyze says nothing}"
fi
say "The package holds"
