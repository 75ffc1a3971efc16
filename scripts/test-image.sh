#!/usr/bin/env bash
# Runs the image of this machine's architecture as an engine would: without root inside, with nothing but the program in it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
command -v buildah >/dev/null || { skip "the image" "there is no buildah"; exit 0; }
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
archive="target/dist/duet-$version-$(dpkg --print-architecture).tar"
[ -f "$archive" ] || die "There is no $archive." "Run: make release"
export STORAGE_DRIVER="${STORAGE_DRIVER:-vfs}" BUILDAH_ISOLATION="${BUILDAH_ISOLATION:-chroot}"

container="$(buildah from --quiet "docker-archive:$archive")"
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  buildah rm "$container" >/dev/null 2>&1 || true
  buildah rmi duet:latest >/dev/null 2>&1 || true
}
trap cleanup EXIT
say "The image: $(du -h "$archive" | cut -f1)"
settings="$(buildah inspect --format '{{.Docker.Config.User}} {{.Docker.Config.Healthcheck.Test}} {{.Docker.Config.StopSignal}}' "$container")"
for wanted in 65532 --check-health SIGTERM; do
  grep -qF -- "$wanted" <<<"$settings" || die "The image does not say \"$wanted\": $settings"
done
# All that a container adds of its own is the network, which chroot isolation leaves as it is.
buildah run "$container" /duet --tls-self-signed >target/dist/image.log 2>&1 & server=$!
for _ in $(seq 100); do
  ! grep -q "Duet is ready" target/dist/image.log || break
  kill -0 "$server" 2>/dev/null || die "It does not start:" "$(cat target/dist/image.log)"
  sleep 0.1
done
grep -q "Duet is ready: https://127.0.0.1$" target/dist/image.log ||
  die "It does not say the port at which people come:" "$(cat target/dist/image.log)"
buildah run "$container" /duet --check-health >/dev/null || die "It does not answer for its health."
curl -skf https://127.0.0.1:8443/healthz >/dev/null || die "It does not serve at 8443."
location="$(curl -s -o /dev/null -w '%{redirect_url}' -H 'Host: duet.test' http://127.0.0.1:8080/)"
[ "$location" = https://duet.test/ ] || die "It leads from port 80 to $location."
say "The image runs"
