#!/usr/bin/env bash
# Kafka's own command line tools that are about clusters, on three nodes. Arguments: bootstrap addresses, folder of the
# cluster. TOOLS_JAVA is the command of Java, TOOLS_CLASSPATH has the tools.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bootstrap=$1 folder=$2
# shellcheck source=ci/clients/lines.sh
source ci/clients/lines.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
# shellcheck source=ci/lib/cluster.sh
source ci/lib/cluster.sh
read -r -a java <<<"$TOOLS_JAVA"

tool() { "${java[@]}" "-Dorg.slf4j.simpleLogger.logFile=$folder/client" -cp "$TOOLS_CLASSPATH" "$@"; }
tools=org.apache.kafka.tools
topics() { tool $tools.TopicCommand --bootstrap-server "$bootstrap" "$@"; }
quorum() { tool $tools.MetadataQuorumCommand --bootstrap-server "$bootstrap" "$@"; }
reassign() { tool $tools.reassign.ReassignPartitionsCommand --bootstrap-server "$bootstrap" "$@"; }
elect() { tool $tools.LeaderElectionCommand --bootstrap-server "$bootstrap" "$@"; }

# contains TEXT PART WHAT
contains() {
    [[ $1 == *"$2"* ]] || fail "$3: expected '$2' in: ${1:0:1500}"
}

# The leader of a topic's only partition, and its replicas.
leader() { topics --describe --topic "$1" | sed -n 's/.*Leader: \([0-9-]*\).*/\1/p'; }
replicas() { topics --describe --topic "$1" | sed -n 's/.*\tReplicas: \([0-9,]*\).*/\1/p'; }

describe_quorum() {
    local status replication
    status=$(quorum describe --status)
    contains "$status" "LeaderId:               $(cluster_controller "$folder")" "describe --status"
    contains "$status" "ClusterId:              of-the-clients" "describe --status"
    contains "$status" '"id": 3' "describe --status: voters"
    replication=$(quorum describe --replication)
    check 1 "$(grep -c Leader <<<"$(tail -n +2 <<<"$replication")")" "leaders in describe --replication"
    check 2 "$(grep -c Follower <<<"$replication")" "followers in describe --replication"
    contains "$(tool $tools.ClusterTool cluster-id --bootstrap-server "$bootstrap")" of-the-clients "kafka-cluster cluster-id"
    done_with "kafka-metadata-quorum describe, kafka-cluster cluster-id"
}

describe_features() {
    local features
    features=$(tool $tools.FeatureCommand --bootstrap-server "$bootstrap" describe)
    contains "$features" "Feature: metadata.version" "kafka-features describe"
    done_with "kafka-features describe: $(grep -o 'metadata.version.*FinalizedVersionLevel: [^	]*' <<<"$features" | tr -s '\t' ' ')"
}

elect_leaders() {
    local preferred
    topics --create --topic elected --partitions 1 --replication-factor 3 >/dev/null
    preferred=$(leader elected)
    node_kill9 "$folder/node-$preferred"
    moved() { [[ $(leader elected) != @("$preferred"|none|-1) ]] && echo yes; }
    eventually yes "another leader than the node that was killed" moved
    node_start_again "$folder/node-$preferred"
    in_sync() { topics --describe --topic elected | sed -n 's/.*Isr: \([0-9,]*\).*/\1/p' | tr ',' '\n' | wc -l; }
    eventually 3 "replicas in sync" in_sync
    elect --election-type preferred --topic elected --partition 0 >"$scratch/elected" 2>&1 \
        || fail "kafka-leader-election: $(tail -n 5 "$scratch/elected")"
    eventually "$preferred" "the preferred leader" leader elected
    contains "$(elect --election-type preferred --topic elected --partition 0 2>&1)" "already elected" "a needless election"
    done_with "kafka-leader-election brought the preferred leader back, which had been killed"
}

reassign_partitions() {
    local target
    topics --create --topic moved --replica-assignment 1:2 >/dev/null
    seq 0 999 | tool $tools.ConsoleProducer --bootstrap-server "$bootstrap" --topic moved --command-property acks=all
    echo '{"version":1,"topics":[{"topic":"moved"}]}' >"$scratch/topics.json"
    contains "$(reassign --generate --topics-to-move-json-file "$scratch/topics.json" --broker-list 1,2,3)" \
        "Proposed partition reassignment configuration" "kafka-reassign-partitions --generate"
    target='{"version":1,"partitions":[{"topic":"moved","partition":0,"replicas":[3,1]}]}'
    echo "$target" >"$scratch/target.json"
    contains "$(reassign --execute --reassignment-json-file "$scratch/target.json" --throttle 10000000)" \
        "Successfully started partition reassignment" "kafka-reassign-partitions --execute"
    moved_all() { reassign --verify --reassignment-json-file "$scratch/target.json" | grep -c 'moved-0 is completed'; }
    eventually 1 "kafka-reassign-partitions --verify" moved_all
    check 3,1 "$(replicas moved)" "replicas of what was moved"
    contains "$(reassign --list)" "No partition reassignments found" "kafka-reassign-partitions --list"
    check 1000 "$(tool $tools.GetOffsetShell --bootstrap-server "$bootstrap" --topic moved --time latest \
        | awk -F: '{ sum += $3 } END { print sum }')" "records of what was moved"
    done_with "kafka-reassign-partitions generated, executed, verified and listed"
}

dump_metadata() {
    local id
    for id in 1 2 3; do
        tool $tools.DumpLogSegments --cluster-metadata-decoder --files \
            "$(compgen -G "$folder/node-$id/data/__cluster_metadata-0/*.log" | paste -sd,)" >"$scratch/dump-$id" 2>&1 \
            || fail "kafka-dump-log of node $id: $(tail -n 5 "$scratch/dump-$id")"
        contains "$(<"$scratch/dump-$id")" '"name":"moved"' "kafka-dump-log of node $id"
    done
    if grep -niE 'isvalid: false|mismatch|corrupt|exception' "$scratch"/dump-? | head -n 3 | grep .; then
        fail "kafka-dump-log complains"
    fi
    done_with "kafka-dump-log --cluster-metadata-decoder of all nodes"
}

describe_quorum
describe_features
elect_leaders
reassign_partitions
dump_metadata
echo "PASS kafka-cluster-tools"
