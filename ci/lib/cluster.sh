# Three nodes as processes that are one cluster, each broker and voter. To be sourced after ci/lib/node.sh, from the root of
# the checkout. The folder of a cluster has a file `nodes` with their number, and a folder node-N for each, as
# ci/lib/node.sh has it.
# shellcheck shell=bash

# cluster_start FOLDER NODES [MORE ARGUMENTS]: starts it, waits until all are ready, and says their addresses in `bootstrap`
cluster_start() {
    local folder=$1 nodes=$2 id voters='' setting
    shift 2
    local -a ports=() controller_ports=() more
    for ((id = 1; id <= nodes; id++)); do
        node_take_port
        ports[id]=$port
        node_take_port
        controller_ports[id]=$port
        voters+=${voters:+,}$id@localhost:$port
    done
    bootstrap=
    mkdir -p "$folder"
    echo "$nodes" >"$folder/nodes"
    for ((id = 1; id <= nodes; id++)); do
        bootstrap+=${bootstrap:+,}localhost:${ports[id]}
        more=()
        for setting in "node.id=$id" process.roles=broker,controller controller.listener.names=CONTROLLER \
            "controller.quorum.voters=$voters" default.replication.factor=3 offsets.topic.replication.factor=3 \
            min.insync.replicas=2; do
            more+=(--override "$setting")
        done
        mkdir -p "$folder/node-$id"
        bin/seedlog format --cluster-id of-the-clients --dir "$folder/node-$id/data" "${more[@]}" --override \
            "listeners=PLAINTEXT://localhost:${ports[id]},CONTROLLER://localhost:${controller_ports[id]}" \
            >"$folder/node-$id/out" || fail "format of node $id"
        printf '%s\n' "${ports[id]}" "${controller_ports[id]}" "${more[@]}" "$@" >"$folder/node-$id/arguments"
    done
    # A node is ready when there is a controller, which takes two of them.
    for ((id = 1; id <= nodes; id++)); do
        node_launch "$folder/node-$id"
    done
    for ((id = 1; id <= nodes; id++)); do
        node_await_ready "$folder/node-$id" 1
    done
}

# The node that a majority of quorum-state files believes to be the controller; the newest epoch counts.
cluster_controller() {
    sed 's/.*"leaderId":\(-\?[0-9]*\),"leaderEpoch":\([0-9]*\).*/\2 \1/' \
        "$1"/node-*/data/__cluster_metadata-0/quorum-state | sort -n | awk '$2 > 0 { id = $2 } END { print id }'
}

# cluster_restart FOLDER term|kill: ends the node whose controller is active, which leads partitions too, and starts it
# again; then, with kill, another one.
cluster_restart() {
    local folder=$1 victim next
    victim=$(cluster_controller "$folder")
    [[ -n $victim ]] || fail "no quorum-state in $folder names a leader"
    if [[ $2 == term ]]; then
        node_term "$folder/node-$victim"
    else
        node_kill9 "$folder/node-$victim"
    fi
    # A moment without it, in which the others take over.
    sleep 1
    node_start_again "$folder/node-$victim"
    if [[ $2 == kill ]]; then
        next=$((victim % $(<"$folder/nodes") + 1))
        node_kill9 "$folder/node-$next"
        node_start_again "$folder/node-$next"
    fi
}

# cluster_each FOLDER FUNCTION [ARGUMENTS]: for each of its nodes
cluster_each() {
    local folder=$1 node_folder
    shift
    for node_folder in "$folder"/node-*; do "$1" "$node_folder" "${@:2}"; done
}
