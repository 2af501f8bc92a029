#!/usr/bin/env bash
# Real clients against a real node. Each one, with a node of its own: creates topics; produces small and large records
# with headers in every compression that it has, and gets them back as they were; produces keyed records while the node
# is stopped by SIGTERM, then killed by SIGKILL, and started again, with nothing acknowledged lost, doubled or out of
# order; reads with a group that commits half-way and, after another kill, goes on exactly there.
#
#   ci/clients.sh                 all of them
#   ci/clients.sh kcat kafkajs    some of them
#   SEEDLOG_CI_TARGET=kafka       against Apache Kafka: what fails there too is no fault of ours
#
# A name that ends in -on-N-shards is that client against a node of N shards; one that ends in -on-3-nodes, against a cluster,
# in which the node that leads is stopped or killed where else the only one is (ci/failover.sh runs those).
#
# It installs what is missing: Debian packages, jars from Maven Central, packages from npm. The folder of a node whose
# client failed stays in target/clients/failed-CLIENT.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
# shellcheck source=ci/lib/cluster.sh
source ci/lib/cluster.sh

ALL=(kafka-clients-4 kafka-clients-4-on-3-shards kafka-clients-3 kcat confluent-kafka confluent-kafka-on-3-shards kafkajs
    kafka-tools)
ON_CLUSTER=(kafka-clients-4-on-3-nodes kcat-on-3-nodes confluent-kafka-on-3-nodes kafkajs-on-3-nodes
    kafka-verifiable-on-3-nodes kafka-cluster-tools-on-3-nodes)
CLIENT_SECONDS=${CLIENT_SECONDS:-240}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# A JVM that lives for a second or two.
short_lived=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)

target=target/clients
mkdir -p "$target"
work=$(mktemp -d)
passed=() failed=()
node= runner=

clean_up() {
    [[ -z $runner ]] || kill "$runner" 2>/dev/null || true
    [[ -z $node || $work != "${node%/*}" ]] || end_if_alive "$node"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# A node, or all of a cluster.
end_if_alive() {
    if [[ -e $1/nodes ]]; then cluster_each "$1" node_end_if_alive; else node_end_if_alive "$1"; fi
}

need_package() {
    local sudo=''
    dpkg -s "$1" >/dev/null 2>&1 && return
    [[ $(id -u) == 0 ]] || sudo=sudo
    $sudo apt-get -qq update
    DEBIAN_FRONTEND=noninteractive $sudo apt-get -qq -y install "$1" >/dev/null
}

# The class path of one of the poms, in `class_path`.
class_path_of() {
    local file=$target/$1.classpath jar
    local -a jars=()
    if [[ $file -nt ci/clients/$1/pom.xml ]]; then
        IFS=: read -r -a jars <"$file" || true
        for jar in "${jars[@]}"; do
            [[ -f $jar ]] || { rm "$file"; break; }
        done
    fi
    if [[ ! $file -nt ci/clients/$1/pom.xml ]]; then
        mvn -q -B -ntp -f "ci/clients/$1/pom.xml" dependency:build-classpath "-Dmdep.outputFile=$PWD/$file" \
            >"$work/mvn.log" 2>&1 || { cat "$work/mvn.log" >&2; fail "the class path of $1"; }
    fi
    class_path=$(<"$file")
}

run_java() {
    local name=$1 class_path
    class_path_of "$name"
    "${java}c" -d "$work/classes-$name" -cp "$class_path" ci/clients/java/*.java
    "$java" "${short_lived[@]}" "-Dorg.slf4j.simpleLogger.logFile=$node/client" -cp "$work/classes-$name:$class_path" JavaClient "$bootstrap" "$node"
}

run_kafka-clients-4() { run_java kafka-clients-4; }

run_kafka-clients-3() { run_java kafka-clients-3; }

run_kcat() {
    need_package kcat
    ci/clients/kcat/scenario.sh "$bootstrap" "$node"
}

run_confluent-kafka() {
    need_package python3-confluent-kafka
    /usr/bin/python3 ci/clients/confluent-kafka/scenario.py "$bootstrap" "$node"
}

run_kafkajs() {
    command -v node >/dev/null || need_package nodejs
    command -v npm >/dev/null || need_package npm
    local modules=$target/kafkajs file
    for file in package.json package-lock.json; do
        cmp -s "ci/clients/kafkajs/$file" "$modules/$file" || rm -rf "$modules"
    done
    if [[ ! -e $modules/complete ]]; then
        mkdir -p "$modules"
        cp ci/clients/kafkajs/package*.json "$modules"
        (cd "$modules" && npm ci --no-audit --no-fund --ignore-scripts) >"$work/npm.log" 2>&1 \
            || { cat "$work/npm.log" >&2; fail "npm ci"; }
        touch "$modules/complete"
    fi
    NODE_PATH=$PWD/$modules/node_modules "$(command -v node)" ci/clients/kafkajs/scenario.js "$bootstrap" "$node"
}

run_kafka-tools() {
    local class_path
    class_path_of kafka-tools
    TOOLS_JAVA="$java ${short_lived[*]}" TOOLS_CLASSPATH=$class_path \
        ci/clients/kafka-tools/scenario.sh "$bootstrap" "$node"
}

run_kafka-verifiable() {
    local class_path
    class_path_of kafka-tools
    TOOLS_JAVA="$java ${short_lived[*]}" TOOLS_CLASSPATH=$class_path \
        ci/clients/kafka-tools/verifiable.sh "$bootstrap" "$node"
}

run_kafka-cluster-tools() {
    local class_path
    class_path_of kafka-tools
    TOOLS_JAVA="$java ${short_lived[*]}" TOOLS_CLASSPATH=$class_path \
        ci/clients/kafka-tools/cluster.sh "$bootstrap" "$node"
}

# One client with its own cluster.
run_one_on_cluster() {
    local client=${1%-on-*-nodes} nodes bootstrap
    nodes=${1#"$client-on-"}
    node=$2
    cluster_start "$node" "${nodes%-nodes}"
    "run_$client"
    cluster_each "$node" node_term
}

# One client with its own node, and in a process of its own (--one CLIENT FOLDER), so that any failure ends just it.
run_one() {
    local client=${1%-on-*-shards} shards port controller_port bootstrap
    local -a more=()
    if [[ $client != "$1" ]]; then
        shards=${1#"$client-on-"}
        more=(--override "seedlog.shards=${shards%-shards}")
    fi
    node=$2
    node_take_port
    controller_port=$port
    node_take_port
    bootstrap=localhost:$port
    node_start "$node" "$port" "$controller_port" "${more[@]}"
    "run_$client"
    node_term "$node"
}

# Runs a client and notes how it went. In the background, so that an interruption is seen at once.
run_and_note() {
    local client=$1 started=$SECONDS status=0
    node=$work/$client
    echo "--- $client"
    timeout "$CLIENT_SECONDS" ci/clients.sh --one "$client" "$node" &
    runner=$!
    wait "$runner" || status=$?
    runner=
    if ((status == 0)); then
        passed+=("$client")
        echo "--- $client passed ($((SECONDS - started)) s)"
    else
        failed+=("$client")
        ((status != 124)) || echo "it took more than $CLIENT_SECONDS s" >&2
        if [[ -e $node/nodes ]]; then cluster_each "$node" node_show; fi
        node_show "$node"
        echo "--- $client FAILED: status $status ($((SECONDS - started)) s)"
    fi
    end_if_alive "$node"
    node=
    rm -rf "${target:?}/failed-$client"
    ((status == 0)) || mv "$work/$client" "$target/failed-$client"
    rm -rf "${work:?}/$client"
}

main() {
    local client
    local -a clients=("$@")
    ((${#clients[@]} > 0)) || clients=("${ALL[@]}")
    [[ ${clients[0]} != --on-cluster ]] || clients=("${ON_CLUSTER[@]}")
    for client in "${clients[@]}"; do
        [[ " ${ALL[*]} ${ON_CLUSTER[*]} " == *" $client "* ]] \
            || fail "there is no client '$client'; there are: ${ALL[*]} ${ON_CLUSTER[*]}"
    done
    if [[ ${SEEDLOG_CI_TARGET:-seedlog} == kafka ]]; then
        local class_path
        class_path_of kafka-tools
        export NODE_KAFKA_CLASSPATH=$class_path
    else
        bin/seedlog --version # builds it, if need be
    fi
    for client in "${clients[@]}"; do run_and_note "$client"; done
    echo "${#passed[@]} passed, ${#failed[@]} failed${failed[0]:+: ${failed[*]}} (${SEEDLOG_CI_TARGET:-seedlog}, $SECONDS s)"
    ((${#failed[@]} == 0))
}

if [[ ${1:-} == --one && $2 == *-nodes ]]; then
    run_one_on_cluster "$2" "$3"
elif [[ ${1:-} == --one ]]; then
    run_one "$2" "$3"
else
    main "$@"
fi
