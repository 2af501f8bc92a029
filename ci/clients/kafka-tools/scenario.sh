#!/usr/bin/env bash
# The scenario of ci/clients.sh with Kafka's own command line tools, and what they say of the node's files. Arguments:
# bootstrap address, folder of the node. TOOLS_JAVA is the command of Java, TOOLS_CLASSPATH has the tools.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bootstrap=$1 folder=$2
# shellcheck source=ci/clients/lines.sh
source ci/clients/lines.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
read -r -a java <<<"$TOOLS_JAVA"

tool() { "${java[@]}" "-Dorg.slf4j.simpleLogger.logFile=$folder/client" -cp "$TOOLS_CLASSPATH" "$@"; }
tools=org.apache.kafka.tools
topics() { tool $tools.TopicCommand --bootstrap-server "$bootstrap" "$@"; }
produce() { tool $tools.ConsoleProducer --bootstrap-server "$bootstrap" --topic "$@"; }
consume() { tool $tools.consumer.ConsoleConsumer --bootstrap-server "$bootstrap" --topic "$@" 2>>"$folder/client"; }
configs() { tool kafka.admin.ConfigCommand --bootstrap-server "$bootstrap" "$@"; }
offsets() { tool $tools.GetOffsetShell --bootstrap-server "$bootstrap" "$@"; }
groups() { tool $tools.consumer.group.ConsumerGroupCommand --bootstrap-server "$bootstrap" "$@" 2>>"$folder/client"; }
dump_log() { tool $tools.DumpLogSegments "$@"; }

# contains TEXT PART WHAT
contains() {
    [[ $1 == *"$2"* ]] || fail "$3: expected '$2' in: ${1:0:1500}"
}

with_headers_and_keys=(--reader-property parse.headers=true --reader-property parse.key=true)
as_lines=(--formatter-property print.partition=true --formatter-property print.offset=true
    --formatter-property print.headers=true --formatter-property print.key=true --formatter-property key.separator=' ')

record() { printf 'n:%d\tkey-%d\t%d\n' "$1" $(($1 % KEYS)) "$1"; }

create_topics() {
    local refused
    topics --create --topic tools-keyed --partitions 3 --replication-factor 1 --config segment.bytes=1048576 >/dev/null
    topics --create --topic tools-scratch --partitions 1 >/dev/null
    refused=$(topics --create --topic tools-keyed --partitions 3 2>&1) && fail "a second creation succeeded: $refused"
    contains "$refused" "already exists" "a second creation"
    topics --alter --topic tools-scratch --partitions 4
    contains "$(topics --describe --topic tools-scratch)" "PartitionCount: 4" "kafka-topics --describe"
    topics --delete --topic tools-scratch
    eventually tools-keyed "topics after a deletion" topics --list --exclude-internal
    done_with "kafka-topics created, refused, grew, described, deleted, listed"
}

compression() {
    local topic=tools-$1 i
    {
        for ((i = 0; i < 200; i++)); do printf 'n:%d,color:blue\tkey-%d\t%0*d\n' "$i" "$i" $((i % 40 + 3)) "$i"; done
        printf 'size:large\tnoise\t%s\n' "$(<"$scratch/noise")"
        printf 'size:large\tzeros\t%0*d\n' $LARGE_BYTES 0
    } >"$scratch/lines"
    produce "$topic" --compression-codec "$1" "${with_headers_and_keys[@]}" --command-property acks=all <"$scratch/lines"
    # The topic came into being by that, with three partitions: compare the records as a set.
    consume "$topic" --from-beginning --max-messages 202 --timeout-ms 20000 --formatter-property print.headers=true \
        --formatter-property print.key=true >"$scratch/read"
    cmp <(sort "$scratch/lines") <(sort "$scratch/read") || {
        diff <(sort "$scratch/lines") <(sort "$scratch/read") | cut -c 1-200 | head -n 10 >&2
        fail "what was read of $topic is not what was produced"
    }
}

read_group() {
    consume tools-keyed --group tools-readers --from-beginning --max-messages "$1" --timeout-ms 40000 "${as_lines[@]}" \
        | awk '{ sub("Partition:", "", $1); sub("Offset:", "", $2); print $1, $2, $4, $5, $3 }'
}

sum_of_group() { groups --describe --group tools-readers | awk -v c="$1" '$2 == "tools-keyed" { s += $c } END { print s }'; }

sum_of_offsets() { offsets --topic "$1" --time "$2" | awk -F: '{ sum += $3 } END { print sum }'; }

group_resumes() {
    local half=$((sent / 2)) reset
    check "$sent" "$(sum_of_offsets tools-keyed latest)" "sum of the latest offsets"
    read_group "$half" >"$scratch/group"
    check "$half" "$(sum_of_group 4)" "sum of the committed offsets"
    ci/lib/restart-node "$folder" kill
    check "$((sent - half))" "$(sum_of_group 6)" "sum of the group's lags, after a kill"
    read_group $((sent - half)) >>"$scratch/group"
    expect_exactly "$scratch/group" "$sent"
    check 0 "$(sum_of_group 6)" "sum of the group's lags, at the end"
    reset=$(groups --reset-offsets --group tools-readers --topic tools-keyed --to-earliest --execute)
    contains "$reset" tools-keyed "kafka-consumer-groups --reset-offsets"
    check 0 "$(sum_of_group 4)" "sum of the committed offsets, after they were reset"
    done_with "a group read $half, committed, and went on behind a kill with $((sent - half)); its offsets were reset"
}

configure() {
    configs --entity-type topics --entity-name tools-keyed --alter --add-config retention.ms=86400001 >/dev/null
    altered() { configs --entity-type topics --entity-name tools-keyed --describe | awk '/^ *retention.ms=/ { print $1 }'; }
    eventually retention.ms=86400001 "kafka-configs --describe of a topic" altered
    configs --entity-type topics --entity-name tools-keyed --alter --delete-config retention.ms >/dev/null
    contains "$(configs --entity-type brokers --entity-name 1 --describe --all)" num.partitions=3 \
        "kafka-configs --describe of a broker"
    done_with "kafka-configs set, described, removed"
}

configure_brokers() {
    local refusal
    configs --entity-type brokers --entity-default --alter --add-config log.retention.ms=86400002 >/dev/null
    configs --entity-type brokers --entity-name 1 --alter --add-config log.cleaner.threads=2 >/dev/null
    of_broker() { configs --entity-type brokers --entity-name 1 --describe --all; }
    has_both() { [[ $(of_broker) == *log.cleaner.threads=2*log.retention.ms=86400002* ]] && echo yes; }
    eventually yes "kafka-configs --describe of what is set for brokers" has_both
    contains "$(of_broker)" DYNAMIC_DEFAULT_BROKER_CONFIG:log.retention.ms=86400002 "where a broker's value comes from"
    refusal=$(configs --entity-type brokers --entity-name 1 --alter --add-config log.dirs=/x 2>&1 || true)
    contains "$refusal" "Cannot update these configs dynamically" "a setting that needs a restart"
    configs --entity-type brokers --entity-default --alter --delete-config log.retention.ms >/dev/null
    configs --entity-type brokers --entity-name 1 --alter --delete-config log.cleaner.threads >/dev/null
    none_left() { [[ $(of_broker) != *=86400002* ]] && echo yes; }
    eventually yes "kafka-configs removed what was set for brokers" none_left
    done_with "kafka-configs of one broker and of all"
}

measure() {
    local result
    result=$(tool $tools.ProducerPerformance --bootstrap-server "$bootstrap" --topic tools-perf --num-records 50000 \
        --record-size 200 --throughput -1 --command-property acks=all compression.type=lz4 | tail -n 1)
    contains "$result" "50000 records sent" kafka-producer-perf-test
    check 50000 "$(sum_of_offsets tools-perf latest)" "records that kafka-producer-perf-test sent"
    done_with "kafka-producer-perf-test: $result"
}

# What is asked of a cluster otherwise.
ask_around() {
    local answer
    answer=$(tool $tools.BrokerApiVersionsCommand --bootstrap-server "$bootstrap")
    contains "$answer" "Produce(0)" kafka-broker-api-versions
    answer=$(tool $tools.MetadataQuorumCommand --bootstrap-server "$bootstrap" describe --status)
    contains "$answer" "LeaderId:" "kafka-metadata-quorum describe --status"
    answer=$(tool $tools.LogDirsCommand --bootstrap-server "$bootstrap" --describe --topic-list tools-keyed)
    contains "$answer" '"partition":"tools-keyed-2"' "kafka-log-dirs --describe"
    echo '{"version":1,"partitions":[{"topic":"tools-perf","partition":0,"offset":5}]}' >"$scratch/delete.json"
    tool $tools.DeleteRecordsCommand --bootstrap-server "$bootstrap" --offset-json-file "$scratch/delete.json" >/dev/null
    check 5 "$(sum_of_offsets tools-perf earliest)" "sum of the earliest offsets, after a deletion of records"
    done_with "kafka-broker-api-versions, kafka-metadata-quorum, kafka-log-dirs, kafka-delete-records"
}

# dump NAME OPTIONS... -- FILES...: into a file, and fails if the tool complains of anything
dump() {
    local name=$1 out=$scratch/dump-$1 files
    local -a options=()
    shift
    while [[ $1 != -- ]]; do options+=("$1"); shift; done
    shift
    (($# > 0)) && [[ -e $1 ]] || fail "kafka-dump-log: there are no files for $name: $*"
    files=$(IFS=,; echo "$*")
    dump_log "${options[@]}" --files "$files" >"$out" 2>&1 || fail "kafka-dump-log of $name: $(tail -n 5 "$out" | cut -c 1-500)"
    # Its complaints have no form of their own, and its exit status is 0 all the same.
    if grep -niE 'isvalid: false|mismatch|corrupt|exception|invalid|could not|not found|non-consecutive|out of order' "$out" \
        | cut -c 1-300 >"$scratch/complaints" && [[ -s $scratch/complaints ]]; then
        fail "kafka-dump-log of $name complains: $(head -n 5 "$scratch/complaints")"
    fi
}

# The files with an ending, of this scenario's topics, that lie beside a log with records: kafka-dump-log fails on the
# index of an empty log, Kafka's too.
beside_records() {
    local log
    for log in "$folder"/data/tools-*-[0-9]/*.log; do
        if [[ -s $log && -e ${log%.log}.$1 ]]; then echo "${log%.log}.$1"; fi
    done
}

examine_files() {
    local data=$folder/data codec
    local -a indexes snapshots
    dump compressed --deep-iteration -- "$data"/tools-{none,gzip,snappy,lz4,zstd}-[0-9]/*.log
    for codec in "${codecs[@]}"; do
        check "202 of 202" "$(awk -v topic="/tools-$codec-" -v codec="compresscodec: $codec " '
            /^Dumping / { mine = index($2, topic) }
            mine && /^baseOffset: / { right = index($0 " ", codec) }
            mine && /^\| offset:/ { records++; if (right) as_expected++ }
            END { print as_expected + 0, "of", records + 0 }' "$scratch/dump-compressed")" \
            "records in batches with '$codec', of those in the files of tools-$codec"
    done
    dump keyed --deep-iteration --print-data-log -- "$data"/tools-keyed-[0-9]/*.log
    check "$sent" "$(grep -c '^| offset:' "$scratch/dump-keyed")" "records in the files of tools-keyed"
    mapfile -t indexes < <(beside_records index; beside_records timeindex)
    dump indexes --verify-index-only -- "${indexes[@]}"
    dump index-sanity --index-sanity-check -- "${indexes[@]}"
    dump producers -- "$data"/tools-keyed-[0-9]/*.snapshot
    contains "$(<"$scratch/dump-producers")" "producerId: " "kafka-dump-log of a producer snapshot"
    dump groups --offsets-decoder -- "$data"/__consumer_offsets-*/*.log
    contains "$(<"$scratch/dump-groups")" tools-readers "kafka-dump-log --offsets-decoder"
    mapfile -t snapshots < <(compgen -G "$data/__cluster_metadata-0/[0-9]*.checkpoint" || true)
    dump metadata --cluster-metadata-decoder -- "$data"/__cluster_metadata-0/*.log "${snapshots[@]}"
    contains "$(<"$scratch/dump-metadata")" '"name":"tools-keyed"' "kafka-dump-log --cluster-metadata-decoder"
    done_with "kafka-dump-log read the logs, indexes, producer snapshots, groups and metadata without a complaint"

    printf '%s\n' process.roles=broker,controller node.id=1 controller.listener.names=CONTROLLER "log.dirs=$data" \
        controller.quorum.voters=1@localhost:1 listeners=PLAINTEXT://localhost:2,CONTROLLER://localhost:1 \
        >"$scratch/server.properties"
    contains "$(tool kafka.tools.StorageTool info --config "$scratch/server.properties" 2>&1)" "Found metadata:" \
        "kafka-storage info"
    done_with "kafka-storage knows the directory"
}

codecs=(none gzip snappy lz4 zstd)
noise >"$scratch/noise"
create_topics
for codec in "${codecs[@]}"; do compression "$codec"; done
done_with "compression ${codecs[*]} of small and large records, with headers"
produce_through_restarts produce tools-keyed "${with_headers_and_keys[@]}" --command-property enable.idempotence=true \
    --command-property acks=all --command-property delivery.timeout.ms=120000 --message-send-max-retries 100000 \
    --command-property reconnect.backoff.max.ms=200 --compression-codec lz4
group_resumes
configure
configure_brokers
measure
ask_around
node_term "$folder"
examine_files
node_start_again "$folder"
check "$sent" "$(sum_of_offsets tools-keyed latest)" "sum of the latest offsets, after one more start"
echo "PASS kafka-tools"
