# The cases. Each measures with one of Kafka's tools, after a warm-up of its own, and notes figures. To be sourced by
# ci/bench/run.sh.
# shellcheck shell=bash

# produce-SIZE of records in batches of 16 KiB, the default, or (-large) 256 KiB, uncompressed or (-lz4); all acks=all.
ALL_CASES=(produce-100 produce-100-large produce-1024 produce-1024-large produce-100-lz4 produce-1024-lz4
    produce-1024-large-lz4 consume-100 consume-1024 latency)
# With three nodes, where a record is written three times and fetched twice.
CLUSTER_CASES=(produce-100 produce-1024 produce-1024-large consume-1024 latency)

TOOLS=org.apache.kafka.tools

# Whether forced acknowledgements change what the case measures.
case_makes_sense_forced() { [[ $1 != consume-* && $1 != *lz4 ]]; }

case_run() {
    case $1 in
        produce-*) measure_produce "$1" ;;
        consume-*) measure_consume "$1" "${1#consume-}" ;;
        latency) measure_latency ;;
        *) fail "there is no case '$1'; there are: ${ALL_CASES[*]}" ;;
    esac
}

# How many records of a size make 1 GB, or less in a quick run; more than a minute of one case tells nothing more.
records_of() { echo $((1000000000 / $1 / scale)); }

# produce TOPIC SIZE RECORDS WARMUP PROPERTIES...: the tool's last line
produce() {
    local topic=$1 size=$2 records=$3 warmup=$4
    shift 4
    client $TOOLS.ProducerPerformance --bootstrap-server "$bootstrap" --topic "$topic" --num-records "$records" \
        --warmup-records "$warmup" --record-size "$size" --throughput -1 --command-property acks=all "$@" \
        >"$work/tool" 2>"$work/tool.err" || { cat "$work/tool.err" >&2; target_fail "ProducerPerformance"; }
    tail -n 1 "$work/tool"
}

measure_produce() {
    local name=$1 size records line before profiled=
    size=${name#produce-}
    size=${size%%-*}
    records=$(records_of "$size")
    local -a properties=()
    [[ $name != *-large* ]] || properties+=(batch.size=262144)
    [[ $name != *-lz4 ]] || properties+=(compression.type=lz4)
    # Of its own, so that the broker is warm when its CPU time is read; the client has another one.
    produce "$name" "$size" $((records / 3)) 1 "${properties[@]}" >/dev/null
    if [[ -n $profile && $target_label != kafka ]]; then
        profiled=$profile/$target_label-$name.jfr
        jcmd "${pids[0]}" JFR.start name=bench settings=profile "filename=$profiled" >/dev/null
    fi
    before=$(broker_cpu)
    line=$(produce "$name" "$size" "$records" $((records / 8)) "${properties[@]}")
    local cpu
    cpu=$(awk -v a="$before" -v b="$(broker_cpu)" 'BEGIN { print b - a }')
    [[ -z $profiled ]] || jcmd "${pids[0]}" JFR.stop name=bench >/dev/null
    awk -v line="$line" 'BEGIN {
        if (!match(line, /[0-9.]+ records\/sec/)) exit 1
        print substr(line, RSTART, RLENGTH) + 0
        match(line, /[0-9.]+ ms 99th/); print substr(line, RSTART, RLENGTH) + 0 }' >"$work/line" \
        || fail "ProducerPerformance said: $line"
    figure "$name" records/s "$(sed -n 1p "$work/line")"
    figure "$name" p99-ms "$(sed -n 2p "$work/line")"
    figure_cpu "$name" "$cpu" "$records" "$size"
}

# figure_cpu CASE SECONDS RECORDS SIZE
figure_cpu() {
    figure "$1" cpu-s/GB "$(awk -v c="$2" -v n="$3" -v s="$4" 'BEGIN { printf "%.3f", c / (n * s / 1e9) }')"
    figure "$1" cpu-s/Mrecords "$(awk -v c="$2" -v n="$3" 'BEGIN { printf "%.3f", c / (n / 1e6) }')"
}

consume() {
    client $TOOLS.ConsumerPerformance --bootstrap-server "$bootstrap" --topic "$1" --num-records "$2" --hide-header \
        --timeout 60000 >"$work/tool" 2>"$work/tool.err" || { cat "$work/tool.err" >&2; fail "ConsumerPerformance"; }
    tail -n 1 "$work/tool"
}

measure_consume() {
    local name=$1 size=$2 records before line
    records=$(records_of "$size")
    produce "$name" "$size" "$records" 1 batch.size=65536 >/dev/null
    consume "$name" $((records / 3)) >/dev/null
    before=$(broker_cpu)
    line=$(consume "$name" "$records")
    figure_cpu "$name" "$(awk -v a="$before" -v b="$(broker_cpu)" 'BEGIN { print b - a }')" "$records" "$size"
    # The ninth column: MiB a second once the group had its partitions.
    figure "$name" MB/s "$(awk -F ', ' '{ printf "%.0f", $9 * 1.048576 }' <<<"$line")"
}

measure_latency() {
    local records=$((20000 / scale)) name value before
    before=$(broker_cpu)
    client EndToEnd "$bootstrap" latency "$records" 100 >"$work/tool" 2>"$work/tool.err" \
        || { cat "$work/tool.err" >&2; fail "EndToEnd"; }
    while read -r name value; do figure latency "$name" "$value"; done <"$work/tool"
    figure latency cpu-s/Mrecords \
        "$(awk -v a="$before" -v b="$(broker_cpu)" -v n="$records" 'BEGIN { printf "%.3f", (b - a) / (n / 1e6) }')"
}
