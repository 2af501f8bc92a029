#!/usr/bin/env bash
# Seedlog against Apache Kafka on this machine, driven by Kafka's own performance tools. The two take turns: each round
# starts one, measures every case, and stops it; then the other. Prints one table: medians of the rounds, and ratios.
#
#   ci/bench/run.sh                        every case, three rounds
#   ci/bench/run.sh --quick                produce-100, one round, a few seconds each: for use while developing
#   ci/bench/run.sh CASE...                these cases
#   ci/bench/run.sh --rounds N             so many rounds
#   ci/bench/run.sh --targets 'A B'        kafka, seedlog, forced (Seedlog with seedlog.fsync.acks=true), or the path of
#                                          another checkout's bin/seedlog; the first one is what the others are
#                                          divided by. 'kafka seedlog forced' if not said
#   ci/bench/run.sh --profile DIR          records each Seedlog under load with JFR into that directory
#
# Throughput on a machine that is busy otherwise says little; the broker's CPU time per GB and per record says more.
# Every round's figures stay in target/bench/figures.tsv: round, target, case, measure, value.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=ci/lib.sh
source ci/lib.sh
# shellcheck source=ci/lib/node.sh
source ci/lib/node.sh
# shellcheck source=ci/bench/targets.sh
source ci/bench/targets.sh
# shellcheck source=ci/bench/cases.sh
source ci/bench/cases.sh

rounds=3 scale=1 profile=
targets=(kafka seedlog forced)
cases=()
while (($# > 0)); do
    case $1 in
        --quick) rounds=1 scale=4 ;;
        --rounds) rounds=$2; shift ;;
        --targets) read -r -a targets <<<"$2"; shift ;;
        --profile) mkdir -p "$2"; profile=$(cd "$2" && pwd); shift ;;
        -*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
        *) cases+=("$1") ;;
    esac
    shift
done
if ((${#cases[@]} == 0)); then
    if ((scale > 1)); then cases=(produce-100); else cases=("${ALL_CASES[@]}"); fi
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
out=target/bench
figures=$out/figures.tsv
mkdir -p "$out"
: >"$figures"
work=$(mktemp -d)
node=

clean_up() {
    [[ -z $node ]] || node_end_if_alive "$node"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# One target, from its start to its end.
measure_target() {
    local target=$1 each
    node=$work/$target_label
    target_start_and_produce "$target"
    for each in "${cases[@]}"; do
        [[ $target != forced ]] || case_makes_sense_forced "$each" || continue
        echo "round $round, $target_label, $each" >&2
        case_run "$each"
    done
    figure resident MB "$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$(<"$node/pid")/status")"
    node_end_if_alive "$node"
    rm -rf "$node"
    node=
}

# A virtual machine pays for its memory when a page is first touched. Whoever comes first must not pay for all.
touch_memory() {
    local file=$work/memory
    dd if=/dev/zero "of=$file" bs=1M count=$((6144 / scale)) status=none
    rm "$file"
}

target_prepare
touch_memory
for ((round = 1; round <= rounds; round++)); do
    for target in "${targets[@]}"; do
        target_label=$(target_label_of "$target")
        measure_target "$target"
    done
done
labels=()
for target in "${targets[@]}"; do labels+=("$(target_label_of "$target")"); done
awk -v labels="${labels[*]}" -f ci/bench/table.awk "$figures"
