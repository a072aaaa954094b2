#!/bin/sh
# Builds the harnesses and runs each for SECONDS (60) on one core. Inputs that break something stay in
# fuzz/.build/found and end the run with an error; what libFuzzer learns stays in fuzz/.build/work.
#   fuzz/run.sh [line|frame|json5|event ...]
set -eu
cd "$(dirname "$0")"
seconds=${SECONDS_EACH:-60}
harnesses=${*:-line frame json5 event}

echo "fuzz: building with libFuzzer and the address sanitizer (a first build takes some minutes)" >&2
swift build -c release --product Fuzzing \
    -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address </dev/null >&2
swiftc -sanitize=fuzzer,address -use-ld=lld \
    -Xlinker --whole-archive .build/release/libFuzzing.a -Xlinker --no-whole-archive \
    -lsqlite3 -lcrypto -lm -o .build/fuzzer

mkdir -p .build/found
for harness in $harnesses; do
    work=.build/work/$harness
    mkdir -p "$work"
    for input in corpus/"$harness"/*; do
        case $input in
        */examples-*) split -l 1 -a 3 "$input" "$work/$(basename "$input")-" ;;
        *) cp "$input" "$work/" ;;
        esac
    done
    if [ "$harness" = json5 ]; then cp ../dispatch115.json5 "$work/"; fi
    echo "fuzz: $harness for $seconds s" >&2
    DISPATCH115_FUZZ=$harness SWIFT_BACKTRACE=enable=no .build/fuzzer \
        -max_total_time="$seconds" -max_len=4200 -len_control=50 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix=.build/found/"$harness"- "$work" 2>&1 |
        grep -E 'ERROR|SUMMARY|Fatal|precondition|number_of_executed_units|new_units_added|DONE|artifact' || true
done
if [ -n "$(ls .build/found)" ]; then
    echo "fuzz: inputs that break something: $(pwd)/.build/found" >&2
    exit 1
fi
