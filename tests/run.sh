#!/usr/bin/env bash
# Runs every test: the library, the command line, the book, and the pages in a browser.
# Sets up what it needs; a machine with Rust, Node, Python and a C compiler is enough.
# Chromium is taken from $CHROMIUM or the PATH; where it is missing, Debian's package is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

find_chromium() {
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

install_chromium() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests of the page need Chromium. Install it, or say where it is with CHROMIUM=/path/to/chromium." >&2
        return 1
    fi
    local root=""
    if [ "$(id -u)" -ne 0 ]; then root="sudo"; fi
    $root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq chromium >/dev/null
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
find_chromium >/dev/null || install_chromium
CHROMIUM="$(find_chromium)"
export CHROMIUM
pages="$(mktemp -d)"
trap 'rm -rf "$pages"' EXIT
cargo run --locked --quiet -- build examples --out "$pages" --emit html
(cd tests/browser && npm ci --no-audit --no-fund --silent && node --test && node check.mjs $(find "$pages" -name '*.html' | sort))

step "Done"
