#!/bin/sh
# Compares the Go benchmarks of the engine, of rendering and of the store with those
# of an earlier revision, and prints what moved by more than 10 %. It fails only when
# it cannot measure.
#
#   bench/check.sh              with the last release (tag), or the commit of a week ago
#   bench/check.sh REVISION     with another one
#
# Both are measured in turn, ROUNDS times (default 6), each benchmark for TIME (default
# 200ms). benchstat compares the medians; what it takes for noise is left out.
set -eu
cd "$(dirname "$0")/.."
base=${1:-$(git describe --tags --abbrev=0 2>/dev/null || git rev-list -1 --before='1 week ago' HEAD)}
base=${base:-$(git rev-list --max-parents=0 HEAD)}
dir=$(mktemp -d "${TMPDIR:-/tmp}/crossroads-check.XXXXXX")
trap 'rm -rf "$dir"' EXIT
packages="content decision decision/cost export web store"

export CGO_ENABLED=0
mkdir "$dir/tree" "$dir/old" "$dir/new"
git archive "$base" | tar -x -C "$dir/tree"
for package in $packages; do
	name=$(echo "$package" | tr / -)
	[ ! -d "$dir/tree/$package" ] || (cd "$dir/tree" && go test -c -o "$dir/old/$name" "./$package")
	go test -c -o "$dir/new/$name" "./$package"
done
(cd bench && go build -o "$dir/benchstat" golang.org/x/perf/cmd/benchstat)

# measure TREE SIDE: a test runs in the directory of its package.
measure() {
	for package in $packages; do
		program=$dir/$2/$(echo "$package" | tr / -)
		[ ! -x "$program" ] || (cd "$1/$package" && echo "pkg: $package" &&
			"$program" -test.run='^$' -test.bench=. -test.skip=Postgres -test.benchmem -test.benchtime="${TIME:-200ms}") >>"$dir/$2.txt"
	done
}
round=0
while [ $round -lt "${ROUNDS:-6}" ]; do
	round=$((round + 1))
	echo "round $round of ${ROUNDS:-6}" >&2
	measure "$dir/tree" old
	measure . new
done

echo "Moved by more than 10 % since $(git describe --tags --always "$base") (load $(cut -d' ' -f1 /proc/loadavg)):"
echo
"$dir/benchstat" -format csv "$dir/old.txt" "$dir/new.txt" 2>/dev/null | awk -F, -v q="'" '
	/^pkg: / { package = substr($1, 6) }
	$2 == "sec/op" || $2 == "B/op" || $2 == "allocs/op" || $2 ~ /\/s$/ { unit = $2 }
	$6 ~ /^[+-][0-9.]+%$/ && $1 != "geomean" {
		change = $6; sub(/%/, "", change); change += 0
		if (change > 10 || change < -10) { printf "%-14s %-34s %-10s %12.4g -> %12.4g %9s\n", package, $1, unit, $2, $4, $6; moved++ }
	}
	END { if (!moved) print "nothing" }'
