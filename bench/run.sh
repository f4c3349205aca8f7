#!/bin/sh
# Measures the portal beside other servers on this machine, in one interleaved
# run, and prints markdown tables. Loopback only.
#
#   bench/run.sh              beside bare net/http and nginx: three minutes
#   bench/run.sh rows         with a thousand to a million saved assessments, beside
#                             PocketBase and on PostgreSQL: an hour and 50 GB in
#                             TMPDIR
#   bench/run.sh flood        what others wait while one network floods: two minutes
#   bench/run.sh attack       what the portal takes from one network that attacks it:
#                             six minutes. -memory 256 kills it when it has more MiB
#                             than that; -before REVISION has an older one beside it
#   bench/run.sh --install    as root on Debian: install wrk and nginx-light first
#   bench/run.sh -rounds 3 -seconds 1    shorter; all flags: bench/run.sh -h
#   bench/run.sh rows -sizes 1000,20000  smaller
#
# BENCH_DIR names a directory whose databases the next run of rows uses again,
# however much earlier ones added; otherwise nothing is left behind.
#
# It needs Go, wrk, nginx and taskset, and for rows PostgreSQL. Ports 18300 to 18309 must be free, or
# others are named with -port.
set -eu
cd "$(dirname "$0")/.."

if [ "${1:-}" = --install ]; then
	shift
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "--install works as root on Debian only." >&2
		exit 1
	fi
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends wrk nginx-light util-linux postgresql
fi
PATH=$PATH:/usr/sbin
what=
case "${1:-}" in
rows | flood | attack)
	what=$1
	shift
	;;
esac
tools="wrk nginx taskset"
case "$what" in
flood | attack) tools=taskset ;;
rows) tools="$tools psql" ;;
esac
for tool in $tools; do
	command -v $tool >/dev/null || { echo "$tool is missing. On Debian: bench/run.sh --install as root" >&2; exit 1; }
done

driver=
if [ -n "${BENCH_DIR:-}" ]; then
	mkdir -p "$BENCH_DIR"
	dir=$(cd "$BENCH_DIR" && pwd)
else
	dir=$(mktemp -d "${TMPDIR:-/tmp}/crossroads-bench.XXXXXX")
	trap 'rm -rf "$dir"' EXIT
fi
trap '[ -z "$driver" ] || { kill "$driver" 2>/dev/null; wait "$driver"; }; exit 130' INT TERM

# Read before building, which is work too.
load=$(cut -d' ' -f1 /proc/loadavg)

export CGO_ENABLED=0
go build -trimpath -o "$dir/crossroads" .
go test -c -o "$dir/store.test" ./store
if [ "$what" = attack ] && [ "${1:-}" = -before ]; then
	mkdir "$dir/before" # without the history of the work tree
	git archive "$2" | tar -x -C "$dir/before"
	(cd "$dir/before" && go build -trimpath -buildvcs=false -o "$dir/crossroads-before" .)
	rm -rf "$dir/before"
	shift 2
fi
(cd bench && go build -o "$dir/bench" .)
[ "$what" != rows ] || (cd bench/pocketbase && go build -o "$dir/pocketbase" .)

# The load runs on the second half of the processors and the servers on the
# first, so that they do not take time from each other.
cpus=$(nproc)
half=$((cpus / 2))
if [ "$what" = flood ] || [ "$what" = attack ]; then
	# Two processors for the portal, the rest for the load; with two, they share.
	[ "$cpus" -lt 2 ] || servers=0-1
	"$dir/bench" $what -dir "$dir" -servers "${servers:-0}" -all "0-$((cpus - 1))" -load "$load" "$@" &
elif [ "$cpus" -gt 1 ]; then
	taskset -c "$half-$((cpus - 1))" "$dir/bench" $what -dir "$dir" -servers "0-$((half - 1))" -all "0-$((cpus - 1))" -load "$load" "$@" &
else
	"$dir/bench" $what -dir "$dir" -servers 0 -all 0 -load "$load" "$@" &
fi
driver=$!
wait "$driver"
