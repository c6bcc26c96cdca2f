#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Real clicks in a real Blender: Debian trixie's Blender 4.3 in a chroot, on a virtual display with
# software OpenGL, talking to a real backend outside. Screenshots go to out/gui.
set -euo pipefail
cd "$(dirname "$0")/../.."

ROOT=${TROUPE_GUI_ROOT:-/var/cache/troupe/gui-trixie}
OUT=$PWD/out/gui
PACKAGES="blender xvfb xauth libgl1-mesa-dri libegl1 libgl1 imagemagick xdotool python3-zmq python3-numpy"

skip() { echo "gui-test: skipped, because $1"; exit 0; }

[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || skip "it runs on Linux x86-64 only"
[ "$(id -u)" = 0 ] || skip "a chroot needs root"
unshare --mount true 2>/dev/null || skip "mounts are not allowed here"

# Everything that mounts runs in a mount namespace of its own, so nothing stays mounted afterwards.
if [ "${TROUPE_GUI_NAMESPACE:-}" != private ]; then
    TROUPE_GUI_NAMESPACE=private exec unshare --mount --propagation private bash "$0"
fi

if [ ! -e "$ROOT/.ready" ]; then
    echo "==> preparing a Debian with Blender in $ROOT (about a minute, 2 GB)"
    if ! command -v debootstrap >/dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq debootstrap; } \
            >/dev/null 2>&1 || skip "debootstrap cannot be installed"
    fi
    mkdir -p "$ROOT"
    log=$(mktemp)
    [ -x "$ROOT/usr/bin/apt-get" ] || debootstrap --variant=minbase trixie "$ROOT" >"$log" 2>&1 \
        || { tail -3 "$log"; skip "Debian's packages cannot be reached"; }
    cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
    mount -t proc proc "$ROOT/proc"
    chroot "$ROOT" sh -c "apt-get -o Acquire::Check-Valid-Until=false update -qq \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $PACKAGES" >"$log" 2>&1 \
        || { tail -3 "$log"; skip "Debian's packages cannot be installed"; }
    touch "$ROOT/.ready"
fi

zip=$(ls -t dist/troupe-*linux-x64.zip | head -1)
scratch=$(mktemp -d)
mkdir -p "$OUT" "$scratch/home" "$scratch/shots" "$ROOT/troupe"
cp tests/gui/clicks.py tests/gui/inside.sh "$scratch/"
cp "$zip" "$scratch/troupe.zip"
mountpoint -q "$ROOT/proc" || mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
mount --rbind /sys "$ROOT/sys"
mount --bind "$scratch" "$ROOT/troupe"

# A folder of motions outside the chroot: the library is the backend's.
mkdir "$scratch/motions"
for verb in walks runs; do
    .venv/backend/bin/troupe generate motion "he $verb" --output "$scratch/motions/he_$verb.bvh" >/dev/null
done
echo "$scratch/motions" >"$scratch/motions.txt"

# The backend's standard input is a pipe this script holds: it ends with the script, however that ends.
mkfifo "$scratch/stdin"
TROUPE_LIBRARY="$scratch/library" .venv/backend/bin/troupe serve --connection "$scratch/connection.json" --store "$scratch/store" \
    --die-with-parent <"$scratch/stdin" >"$scratch/backend.log" 2>&1 &
backend=$!
exec 9>"$scratch/stdin"
for _ in $(seq 100); do [ -e "$scratch/connection.json" ] && break; sleep 0.1; done
[ -e "$scratch/connection.json" ] || { cat "$scratch/backend.log"; echo "gui-test: the backend did not start"; exit 1; }

status=0
timeout 600 chroot "$ROOT" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/troupe/home LANG=C.UTF-8 \
    TROUPE_CONNECTION=/troupe/connection.json bash /troupe/inside.sh || status=$?
exec 9>&-
wait "$backend" || true
cp "$scratch"/shots/*.png "$OUT/" 2>/dev/null || true
cp "$scratch"/*.log "$OUT/" 2>/dev/null || true
umount "$ROOT/troupe"
rm -rf "$scratch"
[ "$status" = 0 ] || { tail -30 "$OUT/blender.log"; echo "gui-test: Blender ended with $status; see out/gui"; exit "$status"; }
