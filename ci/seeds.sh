#!/usr/bin/env bash
# A node in the simulated world: so many seeds of kills, power cuts, pauses and slow disks, each judged by what its clients
# saw; some of them twice, and a few in a JVM that does everything else in another way, with equal hashes.
#
#   ci/seeds.sh            300 seeds
#   ci/seeds.sh 1000       more
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

seeds=${1:-300}
again=10
hostile=(-XX:+UnlockExperimentalVMOptions -XX:+UnlockDiagnosticVMOptions -XX:hashCode=2 -XX:-UseSerialGC -XX:+UseParallelGC -Xshare:off
    -XX:-UseCompressedOops -Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Chatham -Dfile.encoding=US-ASCII
    -XX:ActiveProcessorCount=1 -XX:-UseCRC32CIntrinsics)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bin/seedlog sim --seeds "1..$seeds" --jobs "$(nproc)" --verify-determinism 2>"$work/log" | tee "$work/lines" \
    | grep -v '^seed [0-9]* ok' || { tail -n 100 "$work/log"; fail "some seeds are not fine"; }

SEEDLOG_OPTS="${hostile[*]}" bin/seedlog sim --seeds "1..$again" 2>"$work/log" | grep '^seed ' >"$work/hostile" \
    || { tail -n 100 "$work/log"; fail "some seeds are not fine in a hostile JVM"; }
grep '^seed ' "$work/lines" | sort -n -k2,2 | head -n "$again" | diff - <(sort -n -k2,2 "$work/hostile") \
    || fail "a hostile JVM gives other runs"
echo "$seeds seeds are fine, and $again of them are the same in a hostile JVM"
