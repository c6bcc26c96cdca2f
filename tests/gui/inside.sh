#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs inside the chroot: install the built extension, open Blender's window, click.
set -euo pipefail
export LIBGL_ALWAYS_SOFTWARE=1 DISPLAY=:97 BLENDER_USER_RESOURCES=/troupe/home/blender
Xvfb $DISPLAY -screen 0 1600x1000x24 +extension GLX -noreset >/troupe/xvfb.log 2>&1 &
trap 'kill %1' EXIT
blender -b --factory-startup --command extension install-file -r user_default --enable /troupe/troupe.zip \
    >/troupe/install.log 2>&1
for _ in $(seq 50); do xdotool getdisplaygeometry >/dev/null 2>&1 && break; sleep 0.1; done
blender --factory-startup --enable-event-simulate -p 0 0 1600 1000 --python-exit-code 1 -P /troupe/clicks.py \
    >/troupe/blender.log 2>&1 || { tail -40 /troupe/blender.log; exit 1; }
grep -E '^(ok|FAIL) |passed, ' /troupe/blender.log
grep -q ' 0 failed' /troupe/blender.log
