#!/usr/bin/env bash
# A real cluster of three processes in a storm, another one each time: the clients of the simulator work on it while nodes
# are killed, stopped and made to stand still, connections are cut, held and delayed, and a disk is full. Then everything
# must be served again, what the clients saw must be valid, and `check` must say the same of the written history.
#
#   ci/storm.sh           two minutes
#   ci/storm.sh 1h        longer
#   ci/storm.sh 2m 123    with the faults and the work of a seed that was printed
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

duration=${1:-2m}
seed=()
[[ -z ${2:-} ]] || seed=(--seed "$2")
kept=target/storm
work=$(mktemp -d)
storm=

clean_up() {
    if [[ -n $storm ]]; then
        # It kills its nodes and gives its disk back.
        kill -TERM "$storm" 2>/dev/null || true
        wait "$storm" || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

bin/seedlog --version # builds it, if need be
rm -rf "$kept"
mkdir -p "$kept"
bin/seedlog storm --for "$duration" ${seed[@]+"${seed[@]}"} --dir "$work/cluster" --history "$work/history.edn" \
    >"$work/out" 2>"$work/log" &
storm=$!
status=0
wait "$storm" || status=$?
storm=
cat "$work/out"
if ((status != 0)); then
    tail -n 30 "$work/log" >&2
    cp "$work/history.edn" "$work"/out "$work"/log "$kept" 2>/dev/null || true
    for node in "$work"/cluster/node-*; do cp "$node/node.log" "$kept/$(basename "$node").log" || true; done
    fail "the storm ended with status $status; the nodes' logs and the history are in $kept"
fi
bin/seedlog check "$work/history.edn" || fail "'check' says something else than the run"
grep -q ':f :send' "$work/history.edn" && grep -q ':f :poll' "$work/history.edn" || fail "the clients did not work"
grep -q ':process :nemesis.*:f :\(start-\)\?\(kill\|pause\|partition\|reset\|cut\)' "$work/history.edn" \
    || fail "there was no storm"
echo "a real cluster weathered a storm of $duration"
