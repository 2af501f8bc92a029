#!/usr/bin/env bash
# For how long nothing is acknowledged when one of three nodes is killed: three processes that are broker and controller,
# a partition on all of them with min.insync.replicas=2, and Kafka's own producer with acks=all and its defaults. Killed
# with SIGKILL are, one after the other, the partition's leader, the active controller, a node that is both, and a mere
# follower. Prints one line for each: the longest time between two acknowledgements, in milliseconds.
#
#   ci/bench/failover.sh                   Seedlog, three rounds
#   ci/bench/failover.sh --rounds N        so many rounds
#   ci/bench/failover.sh --target kafka    Apache Kafka in its place
#   ci/bench/failover.sh CASE...           of leader, controller, both, follower
#
# Every figure stays in target/bench/failover.tsv: round, target, case, milliseconds.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
# shellcheck source=ci/bench/kafka.sh
source ci/bench/kafka.sh
# shellcheck source=ci/bench/three.sh
source ci/bench/three.sh

rounds=3 target=seedlog cases=()
while (($# > 0)); do
    case $1 in
        --rounds) rounds=$2; shift ;;
        --target) target=$2; shift ;;
        leader | controller | both | follower) cases+=("$1") ;;
        *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
((${#cases[@]} > 0)) || cases=(leader controller both follower)
[[ $target == seedlog || $target == kafka ]] || fail "'$target' is neither seedlog nor kafka"

out=target/bench
mkdir -p "$out"
work=$(mktemp -d)
nodes=()

clean_up() {
    for node in "${nodes[@]}"; do node_end_if_alive "$node"; done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

bench_use_target "$target"
launcher=bin/seedlog
[[ $target == seedlog ]] || launcher=kafka
bench_prepare "$work/classes" bin/seedlog
three_configure "$work" "$launcher"
for id in 1 2 3; do
    nodes+=("$work/node-$id")
    three_start "$work/node-$id" "$launcher"
done
three_await "$work"
for ((round = 1; round <= rounds; round++)); do
    for each in "${cases[@]}"; do
        gap=$("$java" -Xmx256M -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
            -cp "$work/classes:$NODE_KAFKA_CLASSPATH" Failover "$bootstrap" "$each" "$work" "$each-$round" 2>"$work/client") \
            || { cat "$work/client" >&2; for node in "${nodes[@]}"; do node_show "$node"; done; fail "$each"; }
        printf '%s\t%s\t%s\t%s\n' "$round" "$target" "$each" "$gap" >>"$out/failover.tsv"
        echo "round $round, $target, $each killed: no acknowledgement for $gap ms"
        for node in "${nodes[@]}"; do
            if ! node_alive "$node"; then
                lines=$(wc -l <"$node/out")
                three_start "$node" "$launcher"
                node_await_ready "$node" "$lines"
            fi
        done
    done
done
