#!/usr/bin/env bash
# bin/seedlog: found through a link, clear about wrong usage, and with the exit statuses that it promises.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$PWD
ln -s "$root/bin/seedlog" "$work/link"
cd "$work"

# expect STATUS TEXT ARGUMENTS...: the status, and one line on standard error that contains the text
expect() {
    local status=$1 text=$2 got=0
    shift 2
    "$work/link" "$@" >"$work/out" 2>"$work/err" || got=$?
    [[ $got == "$status" ]] || fail "seedlog $*: status $got, not $status: $(cat "$work/err")"
    if [[ -n $text ]]; then
        [[ $(wc -l <"$work/err") == 1 ]] || fail "seedlog $*: not one line: $(cat "$work/err")"
        grep -qF -- "$text" "$work/err" || fail "seedlog $*: '$text' is not in: $(cat "$work/err")"
    fi
    echo "ok: seedlog $* -> $got $text"
}

expect 0 "" --version
grep -qE "commit ($(git -C "$root" rev-parse HEAD)|unknown)" "$work/out" || echo "note: built from another commit"
expect 0 "" --help
expect 0 "" start --help
expect 2 "which command?"
expect 2 "there is no command 'frobnicate'" frobnicate
expect 2 "Unknown option: '--frobnicate'" start --frobnicate
expect 2 "is not KEY=VALUE" start --override nonsense
expect 2 "there is no such file" start --config /does/not/exist
expect 2 "it must be an int of at least 1" start --override num.partitions=0
echo "log.dirs=$work/missing" >"$work/server.properties"
printf 'process.roles=broker,controller\nnode.id=1\nlisteners=PLAINTEXT://:9092,CONTROLLER://:9093\n' \
    >>"$work/server.properties"
echo "controller.listener.names=CONTROLLER" >>"$work/server.properties"
expect 2 "of log.dirs does not exist" start --config "$work/server.properties"
[[ ! -e $work/missing && ! -e $work/data ]] || fail "a start that failed left a data directory"
