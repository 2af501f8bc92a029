#!/usr/bin/env bash
# The scenario of ci/clients.sh with kcat (librdkafka). Arguments: bootstrap address, folder of the node.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bootstrap=$1 folder=$2
# shellcheck source=ci/clients/lines.sh
source ci/clients/lines.sh

kafka() { kcat -b "$bootstrap" -m 20 -X reconnect.backoff.max.ms=200 "$@"; }

logged() { "$@" 2>>"$folder/client"; }

record() { printf 'key-%d:%d\n' $(($1 % KEYS)) "$1"; }

# Every record of a topic's only partition: offset, lengths (-1 is null), headers, key, value.
read_topic() { kafka -C -q -t "$1" -p 0 -o beginning -e -f '%o %K %S [%h] %k %s\n'; }

compression() {
    local codec=$1 topic=kcat-$1 i
    local -a produce=(kafka -P -t "$topic" -p 0 -X "compression.codec=$codec" -X acks=all)
    for ((i = 0; i < 300; i++)); do
        printf 'key-%d:%0*d\n' "$i" $((i % 40 + 3)) "$i"
    done >"$scratch/small"
    "${produce[@]}" -K : -H color=blue -H size=small -l "$scratch/small"
    "${produce[@]}" -k noise -H size=large "$scratch/noise"
    "${produce[@]}" -k zeros -H size=large "$scratch/zeros"
    "${produce[@]}" -K : -Z <<<'nothing:'
    {
        awk -F: '{ print NR - 1, length($1), length($2), "[color=blue,size=small]", $1, $2 }' "$scratch/small"
        echo "300 5 $LARGE_BYTES [size=large] noise $(<"$scratch/noise")"
        echo "301 5 $LARGE_BYTES [size=large] zeros $(<"$scratch/zeros")"
        echo "302 7 -1 [] nothing "
    } >"$scratch/expected"
    read_topic "$topic" >"$scratch/read"
    cmp "$scratch/expected" "$scratch/read" || {
        diff "$scratch/expected" "$scratch/read" | cut -c 1-200 | head -n 10 >&2
        fail "what was read of $topic is not what was produced"
    }
}

read_group() {
    kafka -G kcat-readers -q -c "$1" -X auto.offset.reset=earliest -X session.timeout.ms=10000 \
        -f '%p %o %k %s %h\n' kcat-keyed
}

kcat -V | sed -n 's/^Version/kcat/p'
noise >"$scratch/noise"
printf "%0${LARGE_BYTES}d" 0 >"$scratch/zeros"

# A topic is made when somebody first produces to it.
record 0 | kafka -P -t kcat-first -K :
topics=$(kafka -L -t kcat-first)
[[ $topics == *'topic "kcat-first" with 3 partitions'* ]] || fail "expected a topic with 3 partitions, got: $topics"
done_with "a topic was created by producing to it"

codecs=(none gzip snappy lz4 zstd)
for codec in "${codecs[@]}"; do compression "$codec"; done
done_with "compression ${codecs[*]} of small and large records, with headers"

produce_through_restarts logged kafka -P -E -t kcat-keyed -K : -H by=kcat -z lz4 -X enable.idempotence=true -X linger.ms=2
ends=0
for partition in 0 1 2; do
    end=$(kafka -Q -t "kcat-keyed:$partition:-1")
    ends=$((ends + ${end##* }))
done
check "$sent" "$ends" "sum of the latest offsets"

half=$((sent / 2))
read_group "$half" >"$scratch/group"
check "$half" "$(wc -l <"$scratch/group")" "records read by the group at first"
ci/lib/restart-node "$folder" kill
read_group $((sent - half)) >>"$scratch/group"
expect_exactly "$scratch/group" "$sent" by=kcat
done_with "a group read $half, committed, and went on behind a kill with $((sent - half))"
echo "PASS kcat"
