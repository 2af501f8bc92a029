#!/usr/bin/env bash
# The release is reproducible, and runs from where it was unpacked: made here and in a copy of the sources elsewhere, it
# has the same bytes, and a read-only copy of it answers.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

ci/dist >"$work/here"
copy_sources "$work/elsewhere"
"$work/elsewhere/ci/dist" >"$work/there"
diff "$work/here" "$work/there" || fail "the same sources gave two different releases"
echo "reproducible: $(cat "$work/here")"

mkdir "$work/unpacked"
tar -xzf target/dist/seedlog-*.tar.gz -C "$work/unpacked"
seedlog=$(echo "$work"/unpacked/seedlog-*/bin/seedlog)
chmod -R a-w "$work/unpacked"
export HOME=$work
unset XDG_CACHE_HOME
"$seedlog" --version | grep -q 'commit' || fail "--version of the release says nothing of a commit"
"$seedlog" start --help | grep -q -- '--override' || fail "start --help of the release"
"$seedlog" --help | grep -q start || fail "--help of the release"
echo "the unpacked release answers: $("$seedlog" --version)"
