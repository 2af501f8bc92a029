#!/usr/bin/env bash
# How long one node takes to create many partitions, and to have them back after SIGKILL: until all are led, and until
# each has acknowledged a record. With the node's memory, open files and CPU time. Prints one table for both systems.
#
#   ci/bench/partitions.sh                      10 topics of 1,000 partitions; Apache Kafka, then Seedlog
#   ci/bench/partitions.sh TOPICS PARTITIONS    so many
#   ci/bench/partitions.sh --targets seedlog    one of them
#
# A file system may avoid for minutes the inodes of files that were just deleted, and then needs half a millisecond for
# each new file. So what this makes is deleted at the very end; a second run right behind a first one is slower.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
# shellcheck source=ci/bench/kafka.sh
source ci/bench/kafka.sh

targets=(kafka seedlog) counts=()
while (($# > 0)); do
    case $1 in
        --targets) read -r -a targets <<<"$2"; shift ;;
        [0-9]*) counts+=("$1") ;;
        *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
topics=${counts[0]:-10} partitions=${counts[1]:-1000}
export NODE_READY_SECONDS=300

out=target/bench
figures=$out/partitions.tsv
mkdir -p "$out"
: >"$figures"
work=$(mktemp -d)
node=$work/none

clean_up() {
    node_end_if_alive "$node"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

figure() { printf '1\t%s\t%s\t%s\t%s\n' "$target" "$1" "$2" "$3" >>"$figures"; }

# client create|await CASE
client() {
    local name value
    "$java" -Xmx1G -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$work/classes:$NODE_KAFKA_CLASSPATH" \
        ManyPartitions "localhost:$broker_port" "$1" "$topics" "$partitions" 1 >"$node/client.out" 2>"$node/client" \
        || node_fail "$node" "$target, $1"
    while read -r name value; do figure "$2" "$name-ms" "$value"; done <"$node/client.out"
    figure "$2" cpu-s "$(cpu_seconds "$(<"$node/pid")")"
    figure "$2" resident-MB "$(resident_mb "$(<"$node/pid")")"
    figure "$2" open-files "$(find "/proc/$(<"$node/pid")/fd" | wc -l)"
}

millis() { date +%s%3N; }

measure() {
    local started
    node=$work/$target
    bench_use_target "$target"
    node_take_port; broker_port=$port
    node_take_port
    node_start "$node" "$broker_port" "$port"
    echo "$target: $topics topics of $partitions partitions" >&2
    client create created
    node_kill9 "$node"
    started=$(millis)
    node_start_again "$node"
    figure back ready-ms $(($(millis) - started))
    client await back
    node_end_if_alive "$node"
}

bench_prepare "$work/classes" bin/seedlog
for target in "${targets[@]}"; do measure; done
echo "$topics topics of $partitions partitions; created: since they were asked for; back: ready since SIGKILL, the others"
echo "since then; CPU time since the process began"
awk -v labels="${targets[*]}" -f ci/bench/table.awk "$figures"
