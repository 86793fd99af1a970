#!/usr/bin/env bash
# Runs every test: the library, the command line, the book, the pages in a browser, and the documents in LibreOffice.
# Sets up what it needs; a machine with Rust, Node, Python and a C compiler is enough.
# Chromium is taken from $CHROMIUM or the PATH, and LibreOffice from $SOFFICE or the PATH; where one is missing, Debian's
# package is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

find_first() {
    for candidate in "$@"; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

find_chromium() { find_first "${CHROMIUM:-}" chromium chromium-browser google-chrome; }
find_soffice() { find_first "${SOFFICE:-}" soffice libreoffice; }

# install_package NAME VARIABLE [OPTION…] PACKAGE
install_package() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests need $1. Install it, or say where it is with $2=/path/to/it." >&2
        return 1
    fi
    local root=""
    if [ "$(id -u)" -ne 0 ]; then root="sudo"; fi
    $root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq "${@:3}" >/dev/null
}

step "Layout of the code"
cargo fmt --check

if cargo clippy --version >/dev/null 2>&1; then
    step "Lints"
    cargo clippy --locked --all-targets --quiet -- -D warnings
fi

step "New words"
tests/new-word/check.sh

step "Library, command line and book"
cargo test --locked

step "Pages in a browser"
find_chromium >/dev/null || install_package Chromium CHROMIUM chromium
CHROMIUM="$(find_chromium)"
export CHROMIUM
pages="$(mktemp -d)"
trap 'rm -rf "$pages"' EXIT
cargo run --locked --quiet -- build examples --out "$pages" --emit html
(cd tests/browser && npm ci --no-audit --no-fund --silent && node --test && node check.mjs $(find "$pages" -name '*.html' | sort))

step "Documents in LibreOffice"
find_soffice >/dev/null || install_package LibreOffice SOFFICE --no-install-recommends libreoffice-writer-nogui
SOFFICE="$(find_soffice)"
export SOFFICE
tests/documents/check.sh "$(realpath "${CARGO_TARGET_DIR:-target}/debug/candor")"

step "Done"
