# What is measured: Apache Kafka, with the heap and the collector that its own scripts give it, and Seedlog, as its
# launcher starts it. To be sourced by ci/bench/run.sh.
# shellcheck shell=bash

# Class paths and launchers.
target_prepare() {
    local target
    local -a launchers=()
    for target in "${targets[@]}"; do
        [[ $target == kafka ]] || launchers+=("$(target_launcher "$target")")
    done
    bench_prepare "$work/classes" ${launchers[@]+"${launchers[@]}"}
}

target_launcher() {
    case $1 in
        seedlog | forced) echo bin/seedlog ;;
        *) [[ -x $1 ]] || fail "'$1' is neither kafka, seedlog nor forced, nor a launcher"; echo "$1" ;;
    esac
}

target_label_of() {
    case $1 in
        */bin/seedlog) basename "${1%/bin/seedlog}" ;;
        *) echo "$1" ;;
    esac
}

# The command that starts the broker, in `command`, and what it needs on disk.
target_command() {
    local target=$1 setting
    local listeners="listeners=PLAINTEXT://localhost:$port,CONTROLLER://localhost:$controller_port"
    mkdir -p "$node"
    if [[ $target == kafka ]]; then
        printf '%s\n' process.roles=broker,controller node.id=1 controller.listener.names=CONTROLLER \
            "controller.quorum.voters=1@localhost:$controller_port" "log.dirs=$node/data" "$listeners" \
            offsets.topic.replication.factor=1 offsets.topic.num.partitions=5 group.initial.rebalance.delay.ms=0 \
            >"$node/server.properties"
        kafka_format "$node/server.properties" >"$node/format" 2>&1 || { cat "$node/format" >&2; fail "kafka-storage"; }
        command=("$java" "${KAFKA_BROKER_OPTIONS[@]}" -cp "$NODE_KAFKA_CLASSPATH" kafka.Kafka "$node/server.properties")
        return
    fi
    command=("$(target_launcher "$target")" start --dir "$node/data")
    for setting in "$listeners" offsets.topic.num.partitions=5 group.initial.rebalance.delay.ms=0; do
        command+=(--override "$setting")
    done
    [[ $target != forced ]] || command+=(--override seedlog.fsync.acks=true)
}

# What starts the three nodes of a cluster at once, in `command`: it ends when they are started.
target_cluster_command() {
    local target=$1 launcher=kafka id
    [[ $target == kafka ]] || launcher=$(target_launcher "$target")
    local -a settings=()
    [[ $target != forced ]] || settings+=(seedlog.fsync.acks=true)
    three_configure "$node" "$launcher" ${settings[@]+"${settings[@]}"}
    {
        declare -p java NODE_KAFKA_CLASSPATH KAFKA_BROKER_OPTIONS
        declare -f three_start
        for id in 1 2 3; do echo "three_start $node/node-$id $launcher"; done
    } >"$node/start"
    command=(bash "$node/start")
}

# Starts it, and notes how long it took from there to the first record that was acknowledged. Its pids are in `pids`.
target_start_and_produce() {
    local -a command
    local controller_port id
    if ((nodes == 3)); then
        target_cluster_command "$1"
    else
        node_take_port
        controller_port=$port
        node_take_port
        bootstrap=localhost:$port
        target_command "$1"
    fi
    client FirstProduce "$bootstrap" "$node" "${command[@]}" >"$node/first" || target_fail "no first record"
    pids=("$(<"$node/pid")")
    if ((nodes == 3)); then
        # Of the shell that started them.
        rm "$node/pid"
        pids=()
        for id in 1 2 3; do pids+=("$(<"$node/node-$id/pid")"); done
    fi
    figure start-to-first-acknowledged ms "$(<"$node/first")"
}

# Ends its processes.
target_end() {
    local each
    for each in "$node" "$node"/node-*; do
        [[ ! -e $each/pid ]] || node_end_if_alive "$each"
    done
}

target_fail() {
    local each
    for each in "$node" "$node"/node-*; do
        [[ ! -e $each/out ]] || node_show "$each"
    done
    fail "$1"
}

# CPU time of the brokers so far, in seconds: user and system.
broker_cpu() { cpu_seconds "${pids[@]}"; }

# figure CASE MEASURE VALUE, with the unit in the measure's name
figure() { printf '%s\t%s\t%s\t%s\t%s\n' "$round" "$target_label" "$1" "$2" "$3" >>"$figures"; }

# Kafka's clients as its scripts start them.
client() {
    "$java" -Xmx512M -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 \
        -XX:MaxInlineLevel=15 -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
        -cp "$work/classes:$NODE_KAFKA_CLASSPATH" "$@"
}
