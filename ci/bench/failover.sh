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

CLUSTER_ID=5L6g3nShT-eMCtK--X86sw
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

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
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

prepare() {
    local tools=$out/tools.classpath
    if [[ ! $tools -nt ci/clients/kafka-tools/pom.xml ]]; then
        mvn -q -B -ntp -f ci/clients/kafka-tools/pom.xml dependency:build-classpath "-Dmdep.outputFile=$PWD/$tools" \
            >"$work/mvn.log" 2>&1 || { cat "$work/mvn.log" >&2; fail "the class path of Kafka"; }
    fi
    class_path=$(<"$tools")
    mkdir -p "$work/classes"
    "${java}c" -d "$work/classes" -cp "$class_path" ci/bench/java/Failover.java
}

configure() {
    local id ports=() controller_ports=() voters='' seed_brokers=''
    for id in 1 2 3; do
        node_take_port; ports[id]=$port
        node_take_port; controller_ports[id]=$port
        voters+=${voters:+,}$id@localhost:${controller_ports[id]}
        seed_brokers+=${seed_brokers:+,}localhost:${ports[id]}
    done
    bootstrap=$seed_brokers
    for id in 1 2 3; do
        nodes[id]=$work/node-$id
        mkdir -p "${nodes[id]}/data"
        printf '%s\n' process.roles=broker,controller "node.id=$id" controller.listener.names=CONTROLLER \
            "controller.quorum.voters=$voters" "log.dirs=${nodes[id]}/data" \
            "listeners=PLAINTEXT://localhost:${ports[id]},CONTROLLER://localhost:${controller_ports[id]}" \
            offsets.topic.replication.factor=3 offsets.topic.num.partitions=5 default.replication.factor=3 \
            min.insync.replicas=2 >"${nodes[id]}/server.properties"
        run_tool "${nodes[id]}" format
        start_node "${nodes[id]}"
    done
    for id in 1 2 3; do node_await_ready "${nodes[id]}" 0; done
}

run_tool() {
    local -a format=(bin/seedlog format)
    [[ $target == seedlog ]] || format=("$java" -cp "$class_path" kafka.tools.StorageTool format)
    "${format[@]}" --cluster-id "$CLUSTER_ID" --config "$1/server.properties" >"$1/format" 2>&1 \
        || { cat "$1/format" >&2; fail "format"; }
}

start_node() {
    local -a start=(bin/seedlog start --config)
    [[ $target == seedlog ]] || start=("$java" -Xmx1G -Xms512M -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20
        -Djava.awt.headless=true -Dorg.slf4j.simpleLogger.logFile=System.out -cp "$class_path" kafka.Kafka)
    touch "$1/out" "$1/err"
    "${start[@]}" "$1/server.properties" >>"$1/out" 2>>"$1/err" </dev/null &
    echo $! >"$1/pid"
    disown
}

[[ $target == seedlog ]] || export SEEDLOG_CI_TARGET=kafka
prepare
configure
for ((round = 1; round <= rounds; round++)); do
    for each in "${cases[@]}"; do
        gap=$("$java" -Xmx256M -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
            -cp "$work/classes:$class_path" Failover "$bootstrap" "$each" "$work" "$each-$round" 2>"$work/client") \
            || { cat "$work/client" >&2; for node in "${nodes[@]}"; do node_show "$node"; done; fail "$each"; }
        printf '%s\t%s\t%s\t%s\n' "$round" "$target" "$each" "$gap" >>"$out/failover.tsv"
        echo "round $round, $target, $each killed: no acknowledgement for $gap ms"
        for node in "${nodes[@]}"; do
            if ! node_alive "$node"; then
                lines=$(wc -l <"$node/out")
                start_node "$node"
                node_await_ready "$node" "$lines"
            fi
        done
    done
done
