#!/usr/bin/env bash
# Real clients through failovers: those of ci/clients.sh, and Kafka's VerifiableProducer and VerifiableConsumer, against
# three nodes of which the one that is the active controller, and leads partitions, is stopped, or killed (-9) and another
# one right after it, and started again. Nothing acknowledged is lost, doubled or out of order. And Kafka's tools that are
# about clusters.
set -euo pipefail
cd "$(dirname "$0")/.."
exec ci/clients.sh --on-cluster
