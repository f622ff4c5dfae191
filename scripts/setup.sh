#!/usr/bin/env bash
# Installs what is missing to build and run Earmark (`demo`), or to test it too (`test`).
# Debian and Ubuntu; does nothing, quickly, where all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'earmark: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

purpose=${1:-demo}
packages=(build-essential cmake pkg-config ca-certificates curl python3 python3-pip util-linux postgresql
  ffmpeg libopenblas-dev)
if [ "$purpose" = test ]; then
  packages+=(sox espeak-ng chromium chromium-driver fonts-dejavu-core)
fi


missing() {
  local package
  for package in "${packages[@]}"; do
    # A tool that is on the PATH by other means than dpkg counts as installed.
    case "$package" in
      cmake|curl|python3|sox|chromium) command -v "$package" >/dev/null && continue ;;
      ffmpeg) command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null && continue ;;
      espeak-ng) command -v espeak-ng >/dev/null && continue ;;
      chromium-driver) command -v chromedriver >/dev/null && continue ;;
      build-essential) command -v g++ >/dev/null && command -v make >/dev/null && continue ;;
      postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && continue ;;
      libopenblas-dev) compgen -G '/usr/include/*/openblas-*/cblas.h' >/dev/null && continue ;;
      python3-pip) python3 -m pip --version >/dev/null 2>&1 && continue ;;
    esac
    [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null)" = 'ii ' ] || echo "$package"
  done
}

install_packages() {
  local wanted=("$@") as_root=()
  command -v apt-get >/dev/null || fail "needs these packages, and there is no apt-get here: ${wanted[*]}." \
    "Install them by this system's own means, then run this again."
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "needs root to install ${wanted[*]}, and sudo is not here." \
      "Run as root: apt-get install ${wanted[*]}"
    as_root=(sudo)
  fi
  say "installing ${wanted[*]}"
  local log; log=$(mktemp)
  "${as_root[@]}" apt-get update -qq >"$log" 2>&1 || { tail -n 5 "$log" >&2
    say "apt-get update failed (no network?); trying with the lists that are here"; }
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${wanted[@]}" >"$log" 2>&1 || { tail -n 15 "$log" >&2
    fail "apt-get could not install ${wanted[*]}: see above (no network, or not enough disk?)"; }
  rm -f "$log"
}

# Rust: the version that Cargo.toml asks for.
check_rust() {
  [ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"
  local wanted have
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  have=$(cargo --version 2>/dev/null | cut -d' ' -f2 || true)
  if [ -n "$have" ] && [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n 1)" = "$wanted" ]; then
    return
  fi
  say "installing Rust (have ${have:-none}, need $wanted)"
  if command -v rustup >/dev/null; then
    rustup update stable || fail "rustup could not update Rust (no network?)"
  else
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal \
      || fail "Rust could not be installed (no network?); see rustup.rs, then run this again"
  fi
}

check_disk() {
  [ -d "${CARGO_TARGET_DIR:-target}/release" ] || [ -d "${CARGO_TARGET_DIR:-target}/debug" ] && return
  local free_mb; free_mb=$(df -Pm . | awk 'NR==2 {print $4}')
  [ "$free_mb" -ge 6000 ] || fail "needs about 6 GB of disk to build, and $PWD has $free_mb MB free"
}

# What asks the API by its own description: a Python program, in a folder of ours.
install_schemathesis() {
  local folder=tests/.tools/schemathesis wanted; wanted=$(cat tests/schemathesis.txt)
  [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ] && return
  say "installing schemathesis"
  rm -rf "$folder"
  local log; log=$(mktemp)
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --only-binary :all: \
    --target "$folder" --requirement tests/schemathesis.txt >"$log" 2>&1 || { tail -n 5 "$log" >&2
    fail "pip could not install schemathesis: see above (no network?)"; }
  rm -f "$log"
  printf '%s' "$wanted" >"$folder/installed"
}

check_disk
mapfile -t wanted < <(missing)
[ ${#wanted[@]} -eq 0 ] || install_packages "${wanted[@]}"
check_rust
[ "$purpose" != test ] || install_schemathesis
