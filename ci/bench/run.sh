#!/usr/bin/env bash
# Seedlog against Apache Kafka on this machine, driven by Kafka's own performance tools. The two take turns: each round
# starts one, measures every case, and stops it; then the other. Prints one table: medians of the rounds, and ratios.
#
#   ci/bench/run.sh                        every case, three rounds
#   ci/bench/run.sh --quick                produce-100, one round, a few seconds each: for use while developing
#   ci/bench/run.sh CASE...                these cases
#   ci/bench/run.sh --rounds N             so many rounds
#   ci/bench/run.sh --nodes 3              three nodes, three replicas, min.insync.replicas=2: one round of shorter cases;
#                                          CPU time and memory are those of the three together
#   ci/bench/run.sh --targets 'A B'        kafka, seedlog, forced (Seedlog with seedlog.fsync.acks=true), or the path of
#                                          another checkout's bin/seedlog; the first one is what the others are
#                                          divided by. 'kafka seedlog forced' if not said, without the
#                                          last for three nodes
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
# shellcheck source=ci/bench/kafka.sh
source ci/bench/kafka.sh
# shellcheck source=ci/bench/three.sh
source ci/bench/three.sh
# shellcheck source=ci/bench/targets.sh
source ci/bench/targets.sh
# shellcheck source=ci/bench/cases.sh
source ci/bench/cases.sh

rounds= scale=1 profile= nodes=1
targets=()
cases=()
while (($# > 0)); do
    case $1 in
        --quick) rounds=1 scale=4 ;;
        --rounds) rounds=$2; shift ;;
        --nodes) nodes=$2; shift ;;
        --targets) read -r -a targets <<<"$2"; shift ;;
        --profile) mkdir -p "$2"; profile=$(cd "$2" && pwd); shift ;;
        -*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
        *) cases+=("$1") ;;
    esac
    shift
done
((nodes == 1 || nodes == 3)) || fail "clusters of 1 node and of 3 are measured"
if ((nodes == 3)); then
    rounds=${rounds:-1} scale=$((scale > 2 ? scale : 2))
    ((${#cases[@]} > 0 || scale > 2)) || cases=("${CLUSTER_CASES[@]}")
    ((${#targets[@]} > 0)) || targets=(kafka seedlog)
fi
rounds=${rounds:-3}
((${#targets[@]} > 0)) || targets=(kafka seedlog forced)
if ((${#cases[@]} == 0)); then
    if ((scale > 1)); then cases=(produce-100); else cases=("${ALL_CASES[@]}"); fi
fi

out=target/bench
figures=$out/figures.tsv
mkdir -p "$out"
: >"$figures"
work=$(mktemp -d)
node=

clean_up() {
    [[ -z $node ]] || target_end
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
    figure resident MB "$(resident_mb "${pids[@]}")"
    target_end
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
