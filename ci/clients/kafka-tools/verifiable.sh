#!/usr/bin/env bash
# Kafka's VerifiableProducer, idempotent, and VerifiableConsumer while nodes are killed. Arguments: bootstrap addresses,
# folder of the cluster. TOOLS_JAVA is the command of Java, TOOLS_CLASSPATH has the tools.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bootstrap=$1 folder=$2
# shellcheck source=ci/clients/lines.sh
source ci/clients/lines.sh
read -r -a java <<<"$TOOLS_JAVA"

tool() { exec "${java[@]}" "-Dorg.slf4j.simpleLogger.logFile=$folder/client" -cp "$TOOLS_CLASSPATH" "$@"; }
tools=org.apache.kafka.tools
producer='' consumer=''
trap 'kill $producer $consumer 2>/dev/null || true; rm -rf "$scratch"' EXIT
readonly COUNT=6000 A_SECOND=400 PATIENCE=60

(tool $tools.TopicCommand --bootstrap-server "$bootstrap" --create --topic verified --partitions 6) >/dev/null
printf '%s\n' enable.idempotence=true retries=2147483647 delivery.timeout.ms=120000 reconnect.backoff.max.ms=200 retry.backoff.ms=50 \
    >"$scratch/producer.properties"
(tool $tools.VerifiableConsumer --bootstrap-server "$bootstrap" --topic verified --group-id verifiers --verbose \
    --reset-policy earliest --session-timeout 10000) >"$scratch/consumed" &
consumer=$!
(tool $tools.VerifiableProducer --bootstrap-server "$bootstrap" --topic verified --max-messages $COUNT \
    --throughput $A_SECOND --acks -1 --command-config "$scratch/producer.properties") >"$scratch/produced" &
producer=$!

began() { grep -qm1 producer_send_success "$scratch/produced" && echo yes; }
eventually yes "the producer began" began
for how in kill kill; do ci/lib/restart-node "$folder" "$how"; done
kill -0 "$producer" 2>/dev/null || fail "the producer ended before the last failover: there was nothing to see"
wait "$producer" || fail "the producer ended with status $?"
producer=

# values NAME FILE: those of all events of that name, sorted
values() { sed -n "/\"name\":\"$1\"/s/.*\"value\":\"\([0-9]*\)\".*/\1/p" "$2" | sort -n; }

seq 0 $((COUNT - 1)) >"$scratch/all"
values producer_send_success "$scratch/produced" >"$scratch/acknowledged"
cmp "$scratch/all" "$scratch/acknowledged" || fail "not all was acknowledged: $(tail -n 2 "$scratch/produced")"

deadline=$((SECONDS + PATIENCE))
until values record_data "$scratch/consumed" | uniq | cmp -s - "$scratch/all" || ((SECONDS >= deadline)); do sleep 0.5; done
kill -TERM "$consumer"
wait "$consumer" || true
consumer=
values record_data "$scratch/consumed" | uniq >"$scratch/seen"
cmp "$scratch/all" "$scratch/seen" || fail "the consumer did not see all: $(diff "$scratch/all" "$scratch/seen" | head -n 5)"

(tool $tools.consumer.ConsoleConsumer --bootstrap-server "$bootstrap" --topic verified --from-beginning \
    --max-messages $COUNT --timeout-ms 30000) 2>>"$folder/client" | sort -n >"$scratch/read"
cmp "$scratch/all" "$scratch/read" || fail "the log does not have each record once: $(diff "$scratch/all" "$scratch/read" | head -n 5)"
check "$COUNT" "$( (tool $tools.GetOffsetShell --bootstrap-server "$bootstrap" --topic verified --time latest) \
    | awk -F: '{ sum += $3 } END { print sum }')" "sum of the latest offsets"
done_with "$COUNT records of an idempotent producer are there once each, after four kills"
echo "PASS kafka-verifiable"
