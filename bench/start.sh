#!/bin/sh
# What a start costs: bench/start.sh BINARY [BINARY...] starts each portal in turn, on a new
# database, ROUNDS times (5), and prints how long it takes until it says that it is ready, the
# time of processors until then, and its memory then and IDLE seconds (8) later, all in KiB.
set -eu
rounds=${ROUNDS:-5} idle=${IDLE:-8} port=${PORT:-18931}
[ $# -gt 0 ] || { echo "usage: bench/start.sh BINARY [BINARY...]" >&2; exit 2; }
dir=$(mktemp -d) pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT

memory() { awk -v of="$1:" '$1 == of { print $2 }' "/proc/$pid/status"; }
processor() { awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print ($12 + $13) * 1000 / hz }' "/proc/$pid/stat"; }

printf '%-24s %10s %14s %10s %10s %10s %10s\n' binary ready,ms processor,ms VmRSS VmHWM idle:VmRSS RssAnon
for round in $(seq "$rounds"); do
	for binary in "$@"; do
		mkdir "$dir/$round" && : >"$dir/out" # of the one before
		from=$(date +%s%N)
		"$binary" serve --addr "127.0.0.1:$port" --db "$dir/$round/crossroads.db" >"$dir/out" 2>/dev/null &
		pid=$!
		until grep -q 'is ready' "$dir/out" 2>/dev/null; do
			kill -0 "$pid" || { echo "$binary did not start" >&2; exit 1; }
			sleep 0.002
		done
		ready=$((($(date +%s%N) - from) / 1000000))
		spent=$(processor) now=$(memory VmRSS) most=$(memory VmHWM)
		sleep "$idle"
		printf '%-24s %10s %14s %10s %10s %10s %10s\n' "$(basename "$binary")" "$ready" "$spent" "$now" "$most" \
			"$(memory VmRSS)" "$(memory RssAnon)"
		kill "$pid"
		wait "$pid" 2>/dev/null || true
		pid=
		rm -rf "${dir:?}/$round"
	done
done
