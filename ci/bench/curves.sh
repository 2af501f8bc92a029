#!/usr/bin/env bash
# What a record costs the broker in CPU time, against the number of partitions (10 to 10,000) and of connections (1 to
# 1,000): with requests that are always the same (java/Curve.java says how), on one node. Prints microseconds of CPU a
# record, produced only, and produced while a consumer reads all partitions.
#
#   ci/bench/curves.sh                         Apache Kafka, then Seedlog
#   ci/bench/curves.sh --targets 'seedlog'     one of them
#   ci/bench/curves.sh --records N             so many a point; 1,000,000 if not said
#   ci/bench/curves.sh partitions              one curve: partitions or connections
#
# Every figure stays in target/bench/curves.tsv: target, curve, count, produced, produced and consumed.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
# shellcheck source=ci/bench/kafka.sh
source ci/bench/kafka.sh

targets=(kafka seedlog) curves=() records=1000000
while (($# > 0)); do
    case $1 in
        --targets) read -r -a targets <<<"$2"; shift ;;
        --records) records=$2; shift ;;
        partitions | connections) curves+=("$1") ;;
        *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
((${#curves[@]} > 0)) || curves=(partitions connections)

out=target/bench
mkdir -p "$out"
work=$(mktemp -d)
node=$work/none

clean_up() {
    node_end_if_alive "$node"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

counts_of() {
    case $1 in
        partitions) echo 10 100 1000 10000 ;;
        connections) echo 1 10 100 1000 ;;
    esac
}

measure() {
    local target=$1 curve=$2 count=$3 figures
    node=$work/$target-$curve-$count
    bench_use_target "$target"
    node_take_port; local broker_port=$port
    node_take_port
    node_start "$node" "$broker_port" "$port"
    figures=$("$java" -Xmx1G -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$work/classes:$NODE_KAFKA_CLASSPATH" \
        Curve localhost "$broker_port" "$(<"$node/pid")" "$curve" "$count" "$records" 2>"$node/client") \
        || node_fail "$node" "$target, $count $curve"
    node_end_if_alive "$node"
    printf '%s\t%s\t%s\t%s\n' "$target" "$curve" "$count" "${figures/ /$'\t'}" >>"$out/curves.tsv"
    printf '%-8s %6s %-12s %8s us/record produced %8s produced and consumed\n' "$target" "$count" "$curve" $figures
}

bench_prepare "$work/classes" bin/seedlog
for target in "${targets[@]}"; do
    for curve in "${curves[@]}"; do
        for count in $(counts_of "$curve"); do measure "$target" "$curve" "$count"; done
    done
done
