# Apache Kafka and its tools, for the scripts of ci/bench. To be sourced after ci/lib/node.sh, from the root of the
# checkout.
# shellcheck shell=bash

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
CLUSTER_ID=5L6g3nShT-eMCtK--X86sw

# The heap and the collector that Kafka's own scripts give it; of its log, warnings and when it is ready.
KAFKA_BROKER_OPTIONS=(-Xmx1G -Xms1G -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35
    -XX:+ExplicitGCInvokesConcurrent -XX:MaxInlineLevel=15 -Djava.awt.headless=true
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info)

# bench_prepare CLASSES [LAUNCHERS...]: the class path of Kafka in NODE_KAFKA_CLASSPATH, our tools compiled into the folder
# CLASSES, and Seedlog built with its archive of classes: whatever has to be built is built before anything is measured.
bench_prepare() {
    local tools=target/bench/tools.classpath classes=$1 launcher
    shift
    mkdir -p target/bench "$classes"
    if [[ ! $tools -nt ci/clients/kafka-tools/pom.xml ]]; then
        mvn -q -B -ntp -f ci/clients/kafka-tools/pom.xml dependency:build-classpath "-Dmdep.outputFile=$PWD/$tools" \
            >"$classes/mvn.log" 2>&1 || { cat "$classes/mvn.log" >&2; fail "the class path of Kafka"; }
    fi
    NODE_KAFKA_CLASSPATH=$(<"$tools")
    export NODE_KAFKA_CLASSPATH
    "${java}c" -d "$classes" -cp "$NODE_KAFKA_CLASSPATH" ci/bench/java/*.java
    for launcher in "$@"; do
        "$launcher" start --stop-when-ready --dir "$classes/data-$RANDOM" \
            --override listeners=PLAINTEXT://localhost:0,CONTROLLER://localhost:0 >/dev/null
    done
}

# bench_use_target kafka|seedlog: which one ci/lib/node.sh runs from now on
bench_use_target() {
    case $1 in
        kafka)
            export SEEDLOG_CI_TARGET=kafka
            # shellcheck disable=SC2034
            NODE_KAFKA_OPTIONS=("${KAFKA_BROKER_OPTIONS[@]}")
            ;;
        seedlog) unset SEEDLOG_CI_TARGET ;;
        *) fail "'$1' is neither kafka nor seedlog" ;;
    esac
}

# kafka_format PROPERTIES
kafka_format() {
    "$java" -cp "$NODE_KAFKA_CLASSPATH" kafka.tools.StorageTool format --cluster-id "$CLUSTER_ID" --config "$1"
}

# cpu_seconds PID...: user and system time of the processes so far
cpu_seconds() {
    local pid stat ticks=0
    for pid in "$@"; do
        stat=$(<"/proc/$pid/stat")
        ticks=$((ticks + $(awk '{ print $12 + $13 }' <<<"${stat##*) }")))
    done
    awk -v ticks="$ticks" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", ticks / hz }'
}

# resident_mb PID...: their resident memory together
resident_mb() {
    local pid
    for pid in "$@"; do awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"; done \
        | awk '{ kib += $1 } END { printf "%.0f", kib / 1024 }'
}
