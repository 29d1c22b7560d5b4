#!/bin/sh
# dispose.sh RUNS: times the last step of disposing of a case: every key of it
# goes from the record and from the packed objects of this copy, one case after
# another. Requests and endorsements are written before the clock starts. Stock
# git's part of the same work is one repack without what nothing refers to.
set -eu
runs=$1
now() { date +%s%N; }
cp -a "$DATA/records.git" "$WORK/dispose.git"
cp -a "$DATA/records.git" "$WORK/repack.git"
people=$DATA/people
export CASEFILE_DIR="$WORK/dispose.git"
as() { who=$1; shift; XDG_CONFIG_HOME="$people/$who" casefile "$@"; }

as judith team set mina --roles manager,records >/dev/null
as mina retention check >"$WORK/due" || test $? = 25
sed -n 's/^\([0-9A-Z-]*\)  DUE .*kept until \([0-9-]*\)$/\1 \2/p' "$WORK/due" | head -n "$runs" >"$WORK/asked"
test "$(wc -l <"$WORK/asked")" = "$runs"
while read -r case until; do
	printf -- '---\nbasis: the rule floor\nretain_until: %s\nreason: the time of keeping is over\nreviewed: [no inquiry is open]\ncopies_elsewhere: [none]\n---\n' "$until" |
		as mina dispose "$case" --confirm "$case" -F - >"$WORK/request" 2>&1 || { cat "$WORK/request" >&2; exit 1; }
	as judith endorse "$(sed -n 's|^\([0-9A-Z-]*/[0-9A-Z-]*\)  disposal.*|\1|p' "$WORK/request")" >/dev/null
done <"$WORK/asked"

while read -r case until; do
	a=$(now)
	as mina dispose "$case" --confirm "$case" >"$WORK/said"
	b=$(now)
	git --git-dir="$WORK/repack.git" repack -adq
	c=$(now)
	grep -q 'erased from this copy' "$WORK/said"
	echo "$(((b - a) / 1000)) $(((c - b) / 1000))"
done <"$WORK/asked" >"$WORK/times"
sh "$(dirname "$0")/spread.sh" "dispose: one case, packed; stock: repack -ad"
