#!/usr/bin/env bash
# What each kind of fault and each check is for: the bug beside a kind in specs/MUTANTS.md is found where this kind alone
# goes wrong, and not where nothing does; the one beside a check is found by nothing else. Some minutes; the bugs that are
# found in the middle of everything are part of the build.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT

mvn -B -q -pl sim -am verify -Dtest='LoneFaultTest,LoneCheckTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dseedlog.mutants=all -Dcheckstyle.skip -Drules.determinism.skip=true >"$log" 2>&1 || {
    cut -c1-300 "$log" | grep -a '^\[ERROR\]' | tail -n 40
    fail "a kind of fault does not show its bug, or a check does not find its own alone"
}
echo "each kind of fault shows its bug, and each check finds its own"
