#!/usr/bin/env bash
# Runs a command with cargo on the PATH, also right after rustup has installed it.
set -euo pipefail
[ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"
exec "$@"
