#!/usr/bin/env bash
# How long one node takes to create many partitions, and to have them back after SIGKILL: until all are led, and until
# each has acknowledged a record. With the node's memory, open files and CPU time so far.
#
#   ci/bench/partitions.sh                      Seedlog, 10 topics of 1,000 partitions
#   ci/bench/partitions.sh TOPICS PARTITIONS    so many
#   ci/bench/partitions.sh --target kafka ...   Apache Kafka in its place
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh

if [[ ${1:-} == --target && ${2:-} == kafka ]]; then
    export SEEDLOG_CI_TARGET=kafka
    shift 2
fi
topics=${1:-10} partitions=${2:-1000}
[[ $topics$partitions =~ ^[0-9]+$ ]] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
node=$work/node

clean_up() {
    node_end_if_alive "$node"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

client() {
    "$java" -Xmx1G -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$work/classes:$NODE_KAFKA_CLASSPATH" \
        ManyPartitions "localhost:$broker_port" "$1" "$topics" "$partitions" 1 2>"$work/client" \
        || { cat "$work/client" >&2; node_fail "$node" "$1"; }
}

show() {
    local pid stat
    pid=$(<"$node/pid")
    stat=$(<"/proc/$pid/stat")
    awk -v hz="$(getconf CLK_TCK)" -v kib="$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")" \
        -v files="$(find "/proc/$pid/fd" | wc -l)" \
        '{ printf "resident %d MB, %d files open, %.1f s of CPU\n", kib / 1024, files, ($12 + $13) / hz }' \
        <<<"${stat##*) }"
}

tools=target/bench/tools.classpath
mkdir -p target/bench "$work/classes"
if [[ ! $tools -nt ci/clients/kafka-tools/pom.xml ]]; then
    mvn -q -B -ntp -f ci/clients/kafka-tools/pom.xml dependency:build-classpath "-Dmdep.outputFile=$PWD/$tools" \
        >"$work/mvn.log" 2>&1 || { cat "$work/mvn.log" >&2; fail "the class path of Kafka"; }
fi
NODE_KAFKA_CLASSPATH=$(<"$tools")
export NODE_KAFKA_CLASSPATH
"${java}c" -d "$work/classes" -cp "$NODE_KAFKA_CLASSPATH" ci/bench/java/ManyPartitions.java

node_take_port; broker_port=$port
node_take_port; controller_port=$port
node_start "$node" "$broker_port" "$controller_port"
echo "$topics topics of $partitions partitions, milliseconds since they were asked for:"
client create
show
node_kill9 "$node"
SECONDS=0
node_start_again "$node"
echo "ready again $SECONDS s after SIGKILL; milliseconds since then:"
client await
show
