#!/usr/bin/env bash
# Planted bugs are found, each within its number of seeds, from wherever one begins; the bug beside a kind of fault in
# specs/MUTANTS.md is found where this kind alone goes wrong, and not where nothing does; the one beside a check is found
# by nothing else; and a story about a cluster fails where its bug is. Some minutes, so it is not part of the build.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT

status=0
mvn -B -pl sim -am verify -Dtest='MutantTest,StoryMutantTest,LoneFaultTest,LoneCheckTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dseedlog.mutants=all -Dcheckstyle.skip -Drules.determinism.skip=true >"$log" 2>&1 || status=$?
cut -c1-300 "$log" | grep -aE '^\[(ERROR|INFO|WARNING)\] +Tests run:|^\[ERROR\]' | tail -n 40
((status == 0)) || fail "a planted bug is not found, or not by what is there for it"
grep -aqE 'Tests run: [1-9][0-9]*, .* in dev.seedlog.sim.mutant.MutantTest' "$log" || fail "the planted bugs were not run"
