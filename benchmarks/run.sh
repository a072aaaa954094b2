#!/usr/bin/env bash
# Measures dispatch115 beside its peers, one after the other in one run, and prints ratios: a bare figure says
# more about the machine than about the program. Reads the peers from ../shared/peers (or $PEERS), builds them
# into a temporary folder, leaves nothing behind. Without peers it runs our cases alone, and says so.
#
#   benchmarks/run.sh            everything
#   benchmarks/run.sh telemetry  only what these cases need
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
peers=${PEERS:-$root/../shared/peers}
nodes=${NODES:-$root/../shared/data/roads/synthetic-hcmc/nodes.csv.gz}
program=${DISPATCH115:-$root/.build/release/dispatch115}
export DISPATCH115_COMMIT=${DISPATCH115_COMMIT:-$(git rev-parse --short HEAD 2>/dev/null || echo unknown)$(
    git diff --quiet HEAD 2>/dev/null || echo +changes)}

work=$(mktemp -d "${TMPDIR:-/tmp}/dispatch115-benchmarks-XXXXXX")
child=
finish() {
    if [ -n "$child" ]; then kill "$child" 2>/dev/null || true; wait "$child" 2>/dev/null || true; fi
    rm -rf -- "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ ! -x "$program" ]; then
    echo "benchmarks: $program is not there: run 'make build' first" >&2
    exit 1
fi
cases=("$@")
mapfile -t known < <("$program" bench --list | cut -d' ' -f1)
if [ ${#cases[@]} -eq 0 ]; then cases=("${known[@]}"); fi
for one in "${cases[@]}"; do
    case " ${known[*]} " in
        *" $one "*) ;;
        *) echo "benchmarks: unknown case $one; there are: ${known[*]}" >&2; exit 64 ;;
    esac
done

wanted() { local one; for one in "${cases[@]}"; do [ "$one" = "$1" ] && return 0; done; return 1; }

# In the background, so that an interruption reaches us while it runs, and it by its number.
run() { "$@" & child=$!; local status=0; wait "$child" || status=$?; child=; return "$status"; }

# measure NAME: runs a peer in the temporary folder, shows what it prints, keeps it.
measure() { run env -C "$work" "./$1" > "$work/$1.txt"; cat "$work/$1.txt"; }

# ours CASE: runs the case, shows its rows, keeps them.
ours() { run "$program" bench "$1" > "$work/$1.json"; cat "$work/$1.json"; }

# row CASE METRIC [N]: the value of one row.
row() {
    sed -n "s/.*\"n\":\([0-9]*\),\"metric\":\"$2\",\"value\":\([-0-9.e+]*\),.*/\1 \2/p" "$work/$1.json" |
        awk -v n="${3:-}" 'n == "" || $1 == n { print $2; exit }'
}

# ratio WHAT OURS THEIRS GOAL: OURS / THEIRS beside the goal in words.
ratio() {
    awk -v what="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN {
        if (ours == "" || theirs == "" || theirs + 0 == 0) { printf "ratio %-44s not measured\n", what; exit }
        printf "ratio %-44s %8.3f   ours %s, peer %s; goal %s\n", what, ours / theirs, ours, theirs, goal }'
}

# peer NAME SOURCE FLAGS...: builds a peer; false, with a word, where that cannot be done.
peer() {
    local name=$1 source=$2; shift 2
    if [ ! -f "$peers/$source" ]; then
        echo "benchmarks: $name: $peers/$source is not there: its peer is skipped" >&2
        return 1
    fi
    local compiler=cc; case $source in *.cpp) compiler=g++ ;; esac
    "$compiler" -O3 -w "$peers/$source" -o "$work/$name" "$@" || {
        echo "benchmarks: $name does not build: its peer is skipped" >&2
        return 1
    }
}

fleet_index() {
    if [ -f "$nodes" ] && peer grid spatial/bench_grid.cpp -march=native -std=c++17; then
        gzip -dc "$nodes" > "$work/nodes.csv"
        export NODES_CSV=$work/nodes.csv DISPATCH115_BENCH_PLACES=$work/nodes.csv
        measure grid
        ours fleet-index
        local n
        for n in 100000 1000000; do
            local moves nearest
            read -r moves nearest < <(sed -n "s|^C++ SoA grid *N=$n .*upd/s *\([0-9]*\) *knn10/s *\([0-9]*\) .*|\1 \2|p" \
                "$work/grid.txt") || true
            ratio "fleet-index moves, $n units" "$(row fleet-index move $n)" "${moves:-}" ">= 0.9, then 1.0"
            ratio "fleet-index 10 nearest, $n units" "$(row fleet-index nearest10 $n)" "${nearest:-}" ">= 0.9, then 1.0"
        done
    else
        ours fleet-index
    fi
}

journal() {
    local has_raw= has_sq=
    if peer rawlog durable/rawlog.c; then
        has_raw=1
        measure rawlog
    fi
    if peer sq durable/sq.c -lsqlite3; then
        has_sq=1
        measure sq
    fi
    ours journal
    if [ -n "$has_raw" ]; then
        ratio "journal one durable event to raw 4 KiB" "$(row journal append-one-durable.p50)" \
            "$(sed -n 's/^raw log preallocated write(4096).* p50 \([0-9]*\) us.*/\1/p' "$work/rawlog.txt")" "none of its own"
    fi
    if [ -n "$has_sq" ]; then
        ratio "journal one durable event to SQLite's" "$(row journal append-one-durable.p50)" \
            "$(sed -n 's/^sqlite .*=FULL batch=1:.* p50 \([0-9.]*\) us.*/\1/p' "$work/sq.txt")" "none of its own"
        ratio "journal rows/s in groups, ours 32, SQLite 100" "$(row journal append-group-of-32)" \
            "$(sed -n 's/^sqlite .*=FULL batch=100: .* \([0-9]*\) rows.*/\1/p' "$work/sq.txt")" "none of its own"
    fi
}

telemetry() {
    local has_drain= has_hmac=
    if peer drain udp/drain.c; then
        has_drain=1
        measure drain
    fi
    if peer hmac udp/hmac.c -lcrypto; then
        has_hmac=1
        measure hmac
    fi
    ours telemetry
    if [ -n "$has_drain" ]; then
        # The share of a bare receive's speed: the peer's nanoseconds over ours.
        ratio "telemetry checked receive to bare recvmmsg 64" \
            "$(sed -n 's/^C recvmmsg vlen=64 .*: \([0-9]*\) ns.*/\1/p' "$work/drain.txt")" \
            "$(row telemetry receive-check-ring)" ">= 0.70 (peer's ns / our ns)"
    fi
    if [ -n "$has_hmac" ]; then
        ratio "telemetry tags/s to the peer's, 64 and 100 bytes" \
            "$(row telemetry tag-in-memory | awk '{ print 1e9 / $1 }')" \
            "$(sed -n 's/^precomputed-state SHA256 HMAC 100B body: \([0-9]*\).*/\1/p' "$work/hmac.txt")" "none of its own"
    fi
}

console() {
    local has_raw=
    if [ -f "$work/rawlog.txt" ]; then has_raw=1; elif peer rawlog durable/rawlog.c; then
        has_raw=1
        measure rawlog
    fi
    ours console
    ratio "console p50 to 1.15 x raw + 120 us" "$(row console one.p50-of-goal)" 1 "<= 1"
    ratio "console 32 at once to one at a time" "$(row console many.rate-to-one)" 1 ">= 5"
    if [ -n "$has_raw" ]; then
        ratio "console own raw fdatasync to the peer's" "$(row console raw-fdatasync.p50)" \
            "$(sed -n 's/^raw log preallocated write(4096).* p50 \([0-9]*\) us.*/\1/p' "$work/rawlog.txt")" "about 1"
    fi
}

# as_server PROGRAM ...: PostgreSQL's programs refuse root, so that root runs them as postgres.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups "$@"
    else
        "$@"
    fi
}

# mean EXPRESSION FILE: the mean of the figures that sed finds.
mean() { sed -n "$1" "$2" | awk '{ sum += $1; n++ } END { if (n) print sum / n }'; }

# A server of our own in the temporary folder, synced as in life, on a socket only; both write to it in turn.
results_writer() {
    local bin
    bin=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname)
    if [ -z "$bin" ]; then echo "benchmarks: no PostgreSQL server here: results-writer is skipped" >&2; return 0; fi
    mkdir "$work/pg"
    chmod 755 "$work"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$work/pg"; fi
    as_server "$bin/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    as_server "$bin/postgres" -D "$work/pg/data" -k "$work/pg" -c listen_addresses= -c shared_buffers=128MB \
        -c max_wal_size=2GB 2> "$work/pg.log" & local server=$!
    child=$server
    export PGHOST=$work/pg PGUSER=postgres PGDATABASE=results PGPORT=5432
    local try
    for try in $(seq 100); do "$bin/pg_isready" -q && break; sleep 0.1; done
    "$bin/createdb" results
    local has_peer=
    if peer pgpipe durable/pgpipe.c -I/usr/include/postgresql -lpq; then
        has_peer=1
        "$bin/psql" -qc "create table ev(id bigserial primary key, unit int, kind int, body text)"
        "$work/pgpipe" > "$work/pgpipe.txt"
    fi
    "$program" bench results-writer > "$work/results-writer.json"
    cat "$work/results-writer.json"
    # The peer before and after, since the disk is nobody's alone.
    if [ -n "$has_peer" ]; then
        "$work/pgpipe" >> "$work/pgpipe.txt"
        cat "$work/pgpipe.txt"
    fi
    "$program" bench results-follow > "$work/results-follow.json"
    cat "$work/results-follow.json"
    as_server "$bin/pg_ctl" -D "$work/pg/data" -m fast -w stop >/dev/null
    wait "$server" || true
    child=
    if [ -n "$has_peer" ]; then
        local one many
        one=$(mean 's/^libpq pipeline window 1 (one commit.*: \([0-9]*\) rows.*/\1/p' "$work/pgpipe.txt")
        many=$(mean 's/^libpq pipeline window 128 (one commit.*: \([0-9]*\) rows.*/\1/p' "$work/pgpipe.txt")
        ratio "results rows/s, a commit an event, peer a row" "$(row results-writer batch-of-1.rows)" "$one" ">= 0.8"
        ratio "results rows/s, 32 events, peer 128 rows" "$(row results-writer batch-of-32.rows)" "$many" ">= 0.8"
        ratio "results rows/s, 5,000 events, peer 128 rows" "$(row results-writer batch-of-5000.rows)" "$many" ">= 0.8"
    fi
    ratio "results catch-up, events/s" "$(row results-follow catch-up.events)" 50000 ">= 1"
    ratio "results catch-up under row security" "$(row results-follow catch-up-restricted.events)" 50000 ">= 1"
    ratio "results lag p99 at 2,000 events/s, ms" "$(row results-follow lag.p99)" 1000 "< 1"
    unset PGHOST PGUSER PGDATABASE PGPORT
}

if [ ! -d "$peers" ]; then echo "benchmarks: $peers is not there: no peers, our own figures only" >&2; fi
if wanted fleet-index; then fleet_index; fi
if wanted journal; then journal; fi
if wanted telemetry; then telemetry; fi
if wanted console; then console; fi
if wanted results-writer || wanted results-follow; then results_writer; fi
if wanted core; then ours core; fi
if wanted recovery; then
    ours recovery
    ratio "recovery of 1,000,000 events, seconds" "$(row recovery whole)" 1 "<= 1"
    ratio "recovery with a fresh snapshot over empty, s" "$(row recovery snapshot-over-empty)" 0.2 "<= 1"
fi
if wanted service-1000; then
    ours service-1000
    ratio "service-1000 CPU, of 5 % of one core" "$(row service-1000 cpu)" 5 "< 1"
    ratio "service-1000 peak memory, of 100 MB" "$(row service-1000 resident-peak)" 100 "< 1"
fi
