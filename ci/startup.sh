#!/usr/bin/env bash
# How long a node takes to be ready: from the start of bin/seedlog to the `ready` line, for a new data directory and for
# one that a node stopped in. Prints the least, the median and the greatest, one line for each; no time fails it.
#
#   ci/startup.sh [TIMES]    10 if not said, on each JDK of 17 and 25 that is here
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh

times=${1:-10}
work=$(mktemp -d)
pid=

clean_up() {
    [[ -z $pid ]] || kill -KILL "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT

# Starts a node in a directory, awaits its line, stops it; the time is in `elapsed_us`.
start_once() {
    local line= begin end ready=$work/ready
    rm -f "$ready"
    mkfifo "$ready"
    begin=${EPOCHREALTIME//[.,]/}
    bin/seedlog start --dir "$1" --override \
        "listeners=PLAINTEXT://localhost:$port,CONTROLLER://localhost:$controller_port" >"$ready" 2>"$work/err" &
    pid=$!
    exec 4<"$ready"
    while [[ $line != *ready* ]]; do
        read -r -t "$NODE_READY_SECONDS" -u 4 line || {
            cat "$work/err" >&2
            fail "the node was not ready within $NODE_READY_SECONDS s, or ended"
        }
    done
    end=${EPOCHREALTIME//[.,]/}
    elapsed_us=$((end - begin))
    kill -TERM "$pid"
    wait "$pid" || true
    pid=
    exec 4<&-
}

# summary WHAT: of the times, in microseconds, on standard input
summary() {
    sort -n | awk -v what="$1" '{ t[NR] = $1 / 1000 } END {
        median = NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2
        printf "%s: ready in min %d, median %d, max %d ms (%d starts)\n", what, t[1], median, t[NR], NR
    }'
}

measure() {
    local java_home=$1 what=$2 i
    export JAVA_HOME=$java_home
    start_once "$work/first" # makes the archive of loaded classes, which later starts have
    for ((i = 0; i < times; i++)); do
        start_once "$work/new-$i"
        echo "$elapsed_us" >>"$work/new"
        start_once "$work/new-$i"
        echo "$elapsed_us" >>"$work/again"
        rm -rf "$work/new-$i"
    done
    summary "$what, new directory" <"$work/new"
    summary "$what, after a clean stop" <"$work/again"
    rm -rf "${work:?}"/*
}

node_take_port
controller_port=$port
node_take_port
bin/seedlog --version
found=
for major in 17 25; do
    home=$(jdk_home $major)
    [[ -n $home ]] || continue
    found=yes
    measure "$home" "JDK $major"
done
[[ -n $found ]] || measure "${JAVA_HOME:-}" "this Java"
