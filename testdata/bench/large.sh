#!/bin/sh
# large.sh WEEKS RUNS: `retention check` over a larger agency, whose cases have
# hardly more than a docket and one entry each. The first run makes the data
# (some minutes, 2.3 GB) and lets casefile judge all of it, which takes 90 s and
# 3.6 GB of memory: CASEFILE_BENCH_LARGE=0 leaves it out.
set -eu
weeks=$1 runs=$2
data=$CACHE/$(casebench key "$weeks" 1 1)
if [ ! -f "$data/facts" ]; then
	echo "making $((weeks * 50)) cases in $data"
	rm -rf "$data"
	mkdir -p "$data"
	casebench generate "$data" "$weeks" 1 1 >"$data/facts.new"
	mv "$data/facts.new" "$data/facts"
fi
export XDG_CONFIG_HOME="$data/people/asha"
check="casefile -C $data/records.git retention check"
if [ ! -f "$data/judged" ] || [ ! -d "$data/records.git/casefile/marks" ]; then
	. "$data/facts"
	$check --trust "$INTRO@$TIP" >/dev/null || test $? = 25
	touch "$data/judged"
fi
casebench row "retention check: $((weeks * 50)) cases" 3000 0 "$runs" "$check" ""
casebench peak "  the most memory that it held" 300 "$check"
