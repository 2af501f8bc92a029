#!/usr/bin/env bash
# The release is reproducible, and runs from where it was unpacked: made here and in a copy of the sources elsewhere, it
# has the same bytes, and a read-only copy of it answers. A user without rights is told which directory lacks them.
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

# What follows is about permissions, which root does not heed: another user runs it then.
other=()
if [[ $(id -u) == 0 ]]; then
    other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
chmod 755 "$work"
export SEEDLOG_CDS=off

contents() { if [[ -e $1 ]]; then find "$1" -printf '%p %s %m\n' | sort; fi; }

# refused STATUS DIRECTORY TEXT...: one line that has all the texts, and nothing changed
refused() {
    local status=$1 directory=$2 got=0 before text
    shift 2
    before=$(contents "$directory")
    "${other[@]}" "$seedlog" start --dir "$directory" \
        --override listeners=PLAINTEXT://localhost:0,CONTROLLER://localhost:0 >"$work/out" 2>"$work/err" || got=$?
    [[ $got == "$status" ]] || fail "status $got, not $status: $(cat "$work/err")"
    for text in "$@"; do
        grep '^seedlog start: ' "$work/err" | grep -qF -- "$text" || fail "'$text' is not in: $(cat "$work/err")"
    done
    [[ $before == "$(contents "$directory")" ]] || fail "$directory was changed"
    echo "ok: $(grep '^seedlog start: ' "$work/err")"
}

"$seedlog" start --dir "$work/used" --stop-when-ready \
    --override listeners=PLAINTEXT://localhost:0,CONTROLLER://localhost:0 >/dev/null
mkdir "$work/read-only"
chmod 555 "$work/read-only"
# A data directory that may not be written.
refused 2 "$work/read-only" "$work/read-only" "cannot be written by this user"
# A data directory that may not be created.
refused 2 "$work/read-only/new" "$work/read-only/new" "cannot be created" AccessDenied
# A data directory whose files belong to somebody else.
chmod 777 "$work/used"
find "$work/used" -type f -exec chmod 400 {} +
if [[ ${#other[@]} != 0 ]]; then
    refused 5 "$work/used" "$work/used/" ACCESS_DENIED
fi
