#!/usr/bin/env bash
# Whether the compiler leads whoever adds a word of the language to every room that must know of it.
#
# Each folder beside this script adds something to a copy of the tree: a word of the language, or a field of what is read
# whole. `1.patch` touches the files that `touches` lists alone: for a word, the grammar and `src/language.rs`; for a
# field, the two trees. Then `cargo check` must find an error in each room that `rooms` lists for round 1: a row is the
# round, the room, and the file or folder in which the error has to be, which may be followed by what the error names.
#
# Cargo compiles the front of the compiler for the build script before anything else, and goes no further if that fails.
# So each further patch mends what the round before it has found, and nothing more, and shows the rooms behind it.
set -euo pipefail
cd "$(dirname "$0")/../.."
words="tests/new-word"
target="${CARGO_TARGET_DIR:-$PWD/target}"
# Always the same folder, so that Cargo knows the copy again; dependencies are those of the package itself.
tree="$target/new-word"

copy() {
    rm -rf "$tree"
    mkdir -p "$tree/book/src"
    cp -R Cargo.toml Cargo.lock benches grammar src stdlib "$tree"
    cp -R book/src/rules "$tree/book/src"
}

# Git takes the copy for a folder outside of every repository, so that a patch applies to it alone.
apply() { (cd "$tree" && GIT_CEILING_DIRECTORIES="$target" git apply -C1 "$1"); }

# A word and a round: each of its rooms must have an error.
round() {
    local found="$tree/errors-$2" n_missing=0 at room path what
    if CARGO_TARGET_DIR="$target" cargo check --locked --quiet --lib --message-format=short \
        --manifest-path "$tree/Cargo.toml" 2>"$found"; then
        echo "$words/$1: round $2 compiles, so nobody is led anywhere" >&2
        return 1
    fi
    while read -r at room path what; do
        if [ "$at" = "$2" ] && ! grep -q "^$path.*: error\[E.*$what" "$found"; then
            echo "$words/$1: round $2 finds no error${what:+ about $what} in $path, the room \"$room\"" >&2
            n_missing=$((n_missing + 1))
        fi
    done < <(grep -v '^#' "$words/$1/rooms")
    if [ "$n_missing" -gt 0 ]; then
        cat "$found" >&2
        return 1
    fi
    echo "$1, round $2: $(grep -c ': error\[E' "$found") errors"
}

for folder in "$words"/*/; do
    word="$(basename "$folder")"
    touched="$(sed -n 's/^+++ b\///p' "$folder/1.patch" | sort | tr '\n' ' ')"
    if [ "$touched" != "$(sort "$folder/touches" | tr '\n' ' ')" ]; then
        echo "$folder/1.patch touches other files than $folder/touches lists: $touched" >&2
        exit 1
    fi
    copy
    for patch in "$folder"[0-9].patch; do
        apply "$PWD/$patch"
        round "$word" "$(basename "$patch" .patch)"
    done
done
rm -rf "$tree"
