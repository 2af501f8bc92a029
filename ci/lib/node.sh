# One node at a time, as a process: started, awaited, stopped, killed, started again. To be sourced after ci/lib.sh,
# from the root of the checkout.
#
# Every function takes the folder of the node as its first argument. In it are data/ (the node's data directory), pid,
# arguments (of the last start), out and err (what the node wrote: all of its starts, one after the other), and
# what else its user puts there.
#
#   SEEDLOG_CI_TARGET=kafka  runs Apache Kafka in place of Seedlog, from the class path in NODE_KAFKA_CLASSPATH: what
#                            fails against both is no fault of ours
# shellcheck shell=bash

# What both need to know; a coordinator that waits for more members would only cost time.
NODE_SETTINGS=(
    num.partitions=3
    offsets.topic.num.partitions=5
    offsets.topic.replication.factor=1
    group.initial.rebalance.delay.ms=0
)
# Of the JVM that runs Apache Kafka: quickly started. A benchmark has others.
NODE_KAFKA_OPTIONS=(-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
NODE_READY_SECONDS=${NODE_READY_SECONDS:-60}
NODE_STOP_SECONDS=${NODE_STOP_SECONDS:-30}

# Takes a free port from 20000 to 30000 and says it in `port`. Those above may be taken by any connection that is made
# while the node is down. The lock ends with this process and all that it has started.
node_take_port() {
    local locks=${TMPDIR:-/tmp}/seedlog-ports lock_fd
    mkdir -p "$locks"
    chmod a+rwxt "$locks" 2>/dev/null || true
    for ((attempt = 0; attempt < 1000; attempt++)); do
        port=$((20000 + RANDOM % 10000))
        exec {lock_fd}>>"$locks/$port" || continue
        if flock -n "$lock_fd" && ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            return
        fi
        exec {lock_fd}>&-
    done
    fail "no port from 20000 to 30000 is free"
}

# node_start FOLDER PORT CONTROLLER_PORT [MORE ARGUMENTS]: starts it and waits until it is ready
node_start() {
    local folder=$1
    shift
    mkdir -p "$folder"
    printf '%s\n' "$@" >"$folder/arguments"
    node_start_again "$folder"
}

# Starts it once more, as the last time, and waits until it is ready.
node_start_again() {
    local started
    touch "$1/out"
    started=$(wc -l <"$1/out")
    node_launch "$1"
    node_await_ready "$1" "$started"
}

# Starts it as `arguments` says.
node_launch() {
    local folder=$1 setting
    local -a arguments overrides=()
    mapfile -t arguments <"$folder/arguments"
    local port=${arguments[0]} controller_port=${arguments[1]}
    for setting in "${NODE_SETTINGS[@]}" \
        "listeners=PLAINTEXT://localhost:$port,CONTROLLER://localhost:$controller_port"; do
        overrides+=(--override "$setting")
    done
    touch "$folder/out" "$folder/err"
    if [[ ${SEEDLOG_CI_TARGET:-seedlog} == kafka ]]; then
        node_run_kafka "$folder" "$controller_port" "${overrides[@]}" "${arguments[@]:2}"
    else
        bin/seedlog start --dir "$folder/data" "${overrides[@]}" "${arguments[@]:2}" \
            >>"$folder/out" 2>>"$folder/err" </dev/null &
        echo $! >"$folder/pid"
    fi
    # Its end is waited for by its number; the shell has nothing to say of it.
    disown
}

# node_run_kafka FOLDER CONTROLLER_PORT OVERRIDES...
node_run_kafka() {
    local folder=$1 controller_port=$2
    shift 2
    local -a java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" "${NODE_KAFKA_OPTIONS[@]}"
        -Dorg.slf4j.simpleLogger.logFile=System.out -cp "${NODE_KAFKA_CLASSPATH:?}")
    if [[ ! -e $folder/server.properties ]]; then
        printf '%s\n' process.roles=broker,controller node.id=1 controller.listener.names=CONTROLLER \
            "controller.quorum.voters=1@localhost:$controller_port" "log.dirs=$folder/data" \
            "listeners=PLAINTEXT://localhost:1,CONTROLLER://localhost:$controller_port" >"$folder/server.properties"
        "${java[@]}" kafka.tools.StorageTool format --cluster-id 5L6g3nShT-eMCtK--X86sw \
            --config "$folder/server.properties" >>"$folder/out" 2>>"$folder/err" || node_fail "$folder" "format"
    fi
    "${java[@]}" kafka.Kafka "$folder/server.properties" "$@" >>"$folder/out" 2>>"$folder/err" </dev/null &
    echo $! >"$folder/pid"
}

# node_await_ready FOLDER LINES: until standard output says so, behind its first LINES lines
node_await_ready() {
    local folder=$1 lines=$2 deadline=$((SECONDS + NODE_READY_SECONDS)) text=ready
    [[ ${SEEDLOG_CI_TARGET:-seedlog} != kafka ]] || text='Kafka Server started'
    until grep -qF "$text" < <(tail -n "+$((lines + 1))" "$folder/out"); do
        node_alive "$folder" || node_fail "$folder" "the node ended before it was ready"
        ((SECONDS < deadline)) || node_fail "$folder" "the node was not ready within $NODE_READY_SECONDS s"
        sleep 0.05
    done
}

# Whether its process runs. One that nobody waits for stays as a zombie (Z), and that is no process any more.
node_alive() {
    local stat
    stat=$(cat "/proc/$(cat "$1/pid")/stat" 2>/dev/null) || return 1
    [[ ${stat##*) } != Z* ]]
}

node_await_end() {
    local folder=$1 deadline=$((SECONDS + NODE_STOP_SECONDS))
    while node_alive "$folder"; do
        ((SECONDS < deadline)) || node_fail "$folder" "the node did not end within $NODE_STOP_SECONDS s"
        sleep 0.02
    done
}

# Stops it with SIGTERM: the clean way.
node_term() {
    kill -TERM "$(cat "$1/pid")" || node_fail "$1" "the node had ended by itself"
    node_await_end "$1"
}

# Kills it with SIGKILL.
node_kill9() {
    kill -KILL "$(cat "$1/pid")" || node_fail "$1" "the node had ended by itself"
    node_await_end "$1"
}

# For the end of a script: no node outlives it.
node_end_if_alive() {
    [[ -e $1/pid ]] && node_alive "$1" || return 0
    kill -KILL "$(cat "$1/pid")" 2>/dev/null || true
    node_await_end "$1"
}

# The last of what it wrote, and of what a client logged there (client), on standard error.
node_show() {
    local file
    for file in client out err; do
        [[ -s $1/$file ]] || continue
        echo "--- the last lines of $file:"
        tail -n 25 "$1/$file" | cut -c 1-300
    done >&2
}

node_fail() {
    node_show "$1"
    fail "$2"
}
