#!/usr/bin/env bash
# The simulator's clients on a real node, which is killed in the middle of their work and started again: everything must be
# readable to its end, and what the clients saw must be valid; the command `check` says the same of the written history.
#
#   ci/workload.sh [SECONDS]    20 if not said
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh

seconds=${1:-20}
work=$(mktemp -d)
clients=

clean_up() {
    [[ -z $clients ]] || kill -KILL "$clients" 2>/dev/null || true
    node_end_if_alive "$work/node"
    rm -rf "$work"
}
trap clean_up EXIT

# Retention is looked after often, so that it happens within the time.
node_take_port
first_port=$port
node_take_port
node_start "$work/node" "$first_port" "$port" --override log.retention.check.interval.ms=1000 \
    --override log.initial.task.delay.ms=500

# A clean exit of the clients says whether what they saw is valid.
bin/seedlog workload --bootstrap "localhost:$first_port" --history "$work/history.edn" --for "${seconds}s" \
    >"$work/node/client" 2>"$work/log" &
clients=$!
for moment in 1 2; do
    sleep $((seconds / 3))
    node_kill9 "$work/node"
    node_start_again "$work/node"
done
wait "$clients" || { tail -n 50 "$work/log" >&2; node_fail "$work/node" "the clients' history is not valid"; }
clients=

bin/seedlog check "$work/history.edn" || fail "'check' says something else than the run"
grep -q ':f :send' "$work/history.edn" && grep -q ':f :poll' "$work/history.edn" || fail "the clients did not work"
cat "$work/node/client"
echo "clients of a real node saw what they were promised, though it was killed twice"
