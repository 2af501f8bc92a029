# What the scenarios share whose clients are command line tools: records are lines. To be sourced, from the root of the
# checkout, with `folder` naming the node's. A scenario defines record N, which prints what its producer reads as the
# N-th keyed record: the key N % KEYS and the value N, so each key's values say its order.
# shellcheck shell=bash
# shellcheck source=ci/lib.sh
source ci/lib.sh

readonly KEYS=20 LARGE_BYTES=$((900 * 1024))
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# check EXPECTED ACTUAL WHAT
check() {
    [[ $1 == "$2" ]] || fail "$3: expected '${1:0:300}', got '${2:0:300}'"
}

# eventually EXPECTED WHAT COMMAND...: what a controller has decided reaches a broker a moment later
eventually() {
    local expected=$1 what=$2 deadline=$((SECONDS + 10))
    shift 2
    until [[ $("$@") == "$expected" ]] || ((SECONDS >= deadline)); do sleep 0.1; done
    check "$expected" "$("$@")" "$what"
}

done_with() { echo "ok: $*"; }

# Prints keyed records until the file `scratch`/enough exists, and leaves their number in `scratch`/sent.
feed() {
    local n=0 burst
    until [[ -e $scratch/enough ]]; do
        for ((burst = 0; burst < 10; burst++)); do record $((n++)); done
        sleep 0.02
    done
    echo "$n" >"$scratch/sent"
}

# A node that stops, starts, is killed and starts, while `feed` goes into the producer. Sets `sent`.
produce_through_restarts() {
    local producer how
    feed | "$@" &
    producer=$!
    sleep 2
    for how in term kill; do
        ci/lib/restart-node "$folder" "$how"
        sleep 2
    done
    touch "$scratch/enough"
    wait "$producer" || fail "the producer ended with status $?"
    sent=$(<"$scratch/sent")
    done_with "produced $sent keyed records while the node was stopped, started, killed and started"
}

# expect_exactly FILE COUNT: its lines, `partition offset key value header`, are in the order of each partition the
# records 0 to COUNT - 1, each once, each key's in order.
expect_exactly() {
    awk -v count="$2" -v keys="$KEYS" '
        function failed(what) { print "FAILED: " what " (line " NR ": " $0 ")" >"/dev/stderr"; bad = 1; exit 1 }
        {
            if ($2 != next_offset[$1] + 0) failed("offset: expected " next_offset[$1] + 0)
            next_offset[$1] = $2 + 1
            if ($3 != "key-" ($4 % keys)) failed("key: expected key-" ($4 % keys))
            expected = ($3 in last) ? last[$3] + keys : $4 % keys
            if ($4 != expected) failed("next value of " $3 ": expected " expected)
            last[$3] = $4
            if ($5 != header($4)) failed("header: expected " header($4))
        }
        function header(n) { return header_of_all != "" ? header_of_all : "n:" n }
        END { if (!bad && NR != count) { print "FAILED: " NR " records, not " count >"/dev/stderr"; exit 1 } }
    ' header_of_all="${3:-}" "$1"
}

noise() { head -c $((LARGE_BYTES * 3 / 4)) /dev/urandom | base64 -w 0; }
