#!/usr/bin/env bash
# Writes a short recording in every container into a folder, each behind a byte for its name.
set -euo pipefail
target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ffmpeg -v error -nostdin -f lavfi -i "aevalsrc=0.4*sin(900*t*t)|0.3*sin(2000*t):s=16000:d=0.4" s.wav
for name in a.mp3 a.m4a a.flac a.ogg a.opus a.mka a.aac a.aiff a.caf; do
  ffmpeg -v error -nostdin -i s.wav "$name"
done
ffmpeg -v error -nostdin -i s.wav -c:a alac alac.m4a
ffmpeg -v error -nostdin -i s.wav -c:a libopus a.webm
ffmpeg -v error -nostdin -i s.wav -c:a adpcm_ms adpcm.wav
ffmpeg -v error -nostdin -i s.wav -movflags frag_keyframe+empty_moov frag.mp4
cd - > /dev/null
for file in "$work"/*; do
  { printf '\0'; cat "$file"; } > "$target/$(basename "$file")"
done
