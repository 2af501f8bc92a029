#!/usr/bin/env bash
# A node in the simulated world: so many seeds of kills, power cuts, pauses, and faults of clocks, network and disk, each
# judged by what its clients saw; one in 50 twice. It fails if a kind of fault, or a rare path that is expected, was
# never tried in all of them.
#
#   ci/seeds.sh            300 seeds
#   ci/seeds.sh 1000       more
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

seeds=${1:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bin/seedlog sim --seeds "1..$seeds" --jobs "$(nproc)" --verify-determinism 2>"$work/log" | grep -v '^seed [0-9]* ok' \
    || { tail -n 100 "$work/log"; fail "some seeds are not fine"; }
echo "$seeds seeds are fine"
