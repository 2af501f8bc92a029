# Three nodes that are one cluster, each broker and voter: Seedlog or Apache Kafka, configured alike. To be sourced after
# ci/bench/kafka.sh. The folder of a cluster has a folder node-1, node-2 and node-3, as ci/lib/node.sh has it.
# shellcheck shell=bash

# three_configure FOLDER TARGET [SETTINGS...]: TARGET is kafka or a launcher of Seedlog. The nodes are formatted and can be
# started; `bootstrap` says their addresses.
three_configure() {
    local folder=$1 target=$2 id node
    shift 2
    local -a ports=() controller_ports=()
    local voters='' seed_brokers=''
    for id in 1 2 3; do
        node_take_port; ports[id]=$port
        node_take_port; controller_ports[id]=$port
        voters+=${voters:+,}$id@localhost:${controller_ports[id]}
        seed_brokers+=${seed_brokers:+,}localhost:${ports[id]}
    done
    # shellcheck disable=SC2034
    bootstrap=$seed_brokers
    for id in 1 2 3; do
        node=$folder/node-$id
        mkdir -p "$node/data"
        printf '%s\n' process.roles=broker,controller "node.id=$id" controller.listener.names=CONTROLLER \
            "controller.quorum.voters=$voters" "log.dirs=$node/data" \
            "listeners=PLAINTEXT://localhost:${ports[id]},CONTROLLER://localhost:${controller_ports[id]}" \
            offsets.topic.replication.factor=3 offsets.topic.num.partitions=5 default.replication.factor=3 \
            min.insync.replicas=2 group.initial.rebalance.delay.ms=0 "$@" >"$node/server.properties"
        three_format "$target" "$node/server.properties" >"$node/format" 2>&1 \
            || { cat "$node/format" >&2; fail "format of node $id"; }
        touch "$node/out" "$node/err"
    done
}

three_format() {
    if [[ $1 == kafka ]]; then kafka_format "$2"; else "$1" format --cluster-id "$CLUSTER_ID" --config "$2"; fi
}

# three_start NODE TARGET: starts one node; its process id is in NODE/pid
three_start() {
    local -a command=("$2" start --config)
    [[ $2 != kafka ]] || command=("$java" "${KAFKA_BROKER_OPTIONS[@]}" -Dorg.slf4j.simpleLogger.logFile=System.out
        -cp "$NODE_KAFKA_CLASSPATH" kafka.Kafka)
    "${command[@]}" "$1/server.properties" >>"$1/out" 2>>"$1/err" </dev/null &
    echo $! >"$1/pid"
    disown
}

# three_await FOLDER: until all nodes are ready for the first time; that takes a controller, and so two of them
three_await() {
    local id
    for id in 1 2 3; do node_await_ready "$1/node-$id" 0; done
}
