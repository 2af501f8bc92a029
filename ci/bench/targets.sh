# What is measured: Apache Kafka, with the heap and the collector that its own scripts give it, and Seedlog, as its
# launcher starts it. To be sourced by ci/bench/run.sh.
# shellcheck shell=bash

KAFKA_BROKER_OPTIONS=(-Xmx1G -Xms1G -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35
    -XX:+ExplicitGCInvokesConcurrent -XX:MaxInlineLevel=15 -Djava.awt.headless=true
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)

# Class paths and launchers: whatever has to be built is built before anything is measured.
target_prepare() {
    local target tools=$out/tools.classpath
    if [[ ! $tools -nt ci/clients/kafka-tools/pom.xml ]]; then
        mvn -q -B -ntp -f ci/clients/kafka-tools/pom.xml dependency:build-classpath "-Dmdep.outputFile=$PWD/$tools" \
            >"$work/mvn.log" 2>&1 || { cat "$work/mvn.log" >&2; fail "the class path of Kafka"; }
    fi
    kafka_class_path=$(<"$tools")
    mkdir -p "$work/classes"
    "${java}c" -d "$work/classes" -cp "$kafka_class_path" ci/bench/java/*.java
    for target in "${targets[@]}"; do
        [[ $target != kafka ]] || continue
        # Builds a checkout, and makes the archive of classes, once.
        "$(target_launcher "$target")" start --stop-when-ready --dir "$work/archive-$RANDOM" \
            --override listeners=PLAINTEXT://localhost:0,CONTROLLER://localhost:0 >/dev/null
    done
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
        "$java" -cp "$kafka_class_path" kafka.tools.StorageTool format --cluster-id 5L6g3nShT-eMCtK--X86sw \
            --config "$node/server.properties" >"$node/format" 2>&1 || { cat "$node/format" >&2; fail "kafka-storage"; }
        command=("$java" "${KAFKA_BROKER_OPTIONS[@]}" -cp "$kafka_class_path" kafka.Kafka "$node/server.properties")
        return
    fi
    command=("$(target_launcher "$target")" start --dir "$node/data")
    for setting in "$listeners" offsets.topic.num.partitions=5 group.initial.rebalance.delay.ms=0; do
        command+=(--override "$setting")
    done
    [[ $target != forced ]] || command+=(--override seedlog.fsync.acks=true)
}

# Starts it, and notes how long it took from there to the first record that was acknowledged. Its pid is in $node/pid.
target_start_and_produce() {
    local -a command
    local controller_port
    node_take_port
    controller_port=$port
    node_take_port
    bootstrap=localhost:$port
    target_command "$1"
    client FirstProduce "$bootstrap" "$node" "${command[@]}" >"$node/first" || node_fail "$node" "no first record"
    figure start-to-first-acknowledged ms "$(<"$node/first")"
}

# CPU time of the broker so far, in seconds: user and system.
broker_cpu() {
    local stat
    stat=$(<"/proc/$(<"$node/pid")/stat")
    awk -v hz="$(getconf CLK_TCK)" '{ printf "%.2f", ($12 + $13) / hz }' <<<"${stat##*) }"
}

# figure CASE MEASURE VALUE, with the unit in the measure's name
figure() { printf '%s\t%s\t%s\t%s\t%s\n' "$round" "$target_label" "$1" "$2" "$3" >>"$figures"; }

# Kafka's clients as its scripts start them.
client() {
    "$java" -Xmx512M -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 \
        -XX:MaxInlineLevel=15 -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
        -cp "$work/classes:$kafka_class_path" "$@"
}
