#!/usr/bin/env bash
# Runs every check: format, lints, then all tests against a private Postgres and a private S3 store.
# `make test` installs what this needs.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

step "format"
cargo fmt --check
step "lints"
cargo clippy --locked --all-targets -- -D warnings
step "build"
cargo test --locked --no-run
earmark="${CARGO_TARGET_DIR:-target}/debug/earmark"
step "models"
"$earmark" models pull tiny.en base silero-vad rampart
step "tests"
# Two tests run at a time, and threads of several recognizers would wait for one another.
export EARMARK_THREADS=1
"$earmark" dev -- cargo test --locked -- --test-threads 2
step "all passed"
