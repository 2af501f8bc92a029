#!/usr/bin/env bash
# A seed is the same run everywhere: in one JVM twice with others in between, in a fresh one, and in JVMs that do
# everything else in another way, on JDK 17 and 25: hash codes, collectors, locales, compilers under stress, and none.
#
#   ci/determinism.sh              50 seeds in each JVM, 10 short ones without a compiler
#   ci/determinism.sh 20 4         fewer
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
source ci/lib.sh

seeds=${1:-50}
interpreted=${2:-10}
jobs=$(nproc)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

other_world=(-XX:+UnlockExperimentalVMOptions -XX:+UnlockDiagnosticVMOptions -XX:hashCode=2 -XX:-UseSerialGC
    -XX:+UseParallelGC -Xshare:off -XX:-UseCompressedOops -XX:-UseCRC32CIntrinsics -XX:-UseLibmIntrinsic
    -XX:ActiveProcessorCount=1 -Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Chatham
    -Dfile.encoding=US-ASCII)
other_compiler=(-XX:+UnlockExperimentalVMOptions -XX:+UnlockDiagnosticVMOptions -XX:hashCode=0 -XX:+StressLCM
    -XX:+StressGCM -XX:+StressIGVN -XX:StressSeed=7)

# run NAME ARGUMENTS...: the lines of a run's seeds, in their order
run() {
    local name=$1
    shift
    bin/seedlog sim "$@" 2>"$work/log" >"$work/$name.all" || { tail -n 60 "$work/log" "$work/$name.all"; fail "$name"; }
    grep '^seed ' "$work/$name.all" | sort -n -k2,2 >"$work/$name"
}

# same NAME: the run gave what the first one gave
same() {
    diff "$work/first" "$work/$1" || fail "$1: other runs than in the first JVM"
    echo "ok: $1"
}

# The shortest ones, each in a JVM that interprets.
interpret() {
    local name=$1
    sort -n -k5,5 "$work/first" | head -n "$interpreted" | sort -n -k2,2 >"$work/short"
    awk '{ print $2 }' "$work/short" | SEEDLOG_OPTS=-Xint xargs -P "$jobs" -n 1 \
        sh -c 'bin/seedlog sim --seed "$1" 2>/dev/null || true' sh | sort -n -k2,2 >"$work/interpreted"
    diff "$work/short" "$work/interpreted" || fail "$name: other runs than in the first JVM"
    echo "ok: $name"
}

jdk17=$(jdk_home 17)
[[ -n $jdk17 ]] || fail "there is no JDK 17"
started=$SECONDS
JAVA_HOME=$jdk17 run first --seeds "1..$seeds" --jobs "$jobs" --twice
echo "ok: JDK 17, $seeds seeds twice in one JVM with others in between"
checked=
for major in 17 25; do
    home=$(jdk_home $major)
    [[ -n $home ]] || { echo "note: there is no JDK $major here"; continue; }
    checked+=" $major"
    export JAVA_HOME=$home
    run fresh --seeds "1..$seeds" --jobs 1
    same fresh
    SEEDLOG_OPTS="${other_world[*]}" run "other-world-$major" --seeds "1..$seeds" --jobs "$jobs"
    same "other-world-$major"
    SEEDLOG_OPTS="${other_compiler[*]}" run "other-compiler-$major" --seeds "1..$seeds" --jobs "$jobs"
    same "other-compiler-$major"
    interpret "no-compiler-$major"
done
echo "$seeds seeds are the same runs in all JVMs of JDK$checked ($((SECONDS - started)) s)"
