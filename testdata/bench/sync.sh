#!/bin/sh
# sync.sh RUNS: times `casefile sync` of one commit to a bare server with the hook,
# beside `git push` alone between an equal pair of repositories: the hook judges for
# both of them. The commit is written before the clock starts. Prints a row as casebench does.
set -eu
runs=$1
now() { date +%s%N; }

# copy NAME: the records as they were made.
copy() {
	cp -a "$DATA/records.git" "$WORK/$1"
	git --git-dir="$WORK/$1" config core.bare true
}
for pair in ours stock; do
	copy $pair.git
	copy $pair-server.git
	git --git-dir="$WORK/$pair-server.git" update-ref -d refs/casefile/verified
	git --git-dir="$WORK/$pair.git" remote add origin "$WORK/$pair-server.git"
done
for pair in ours stock; do
	casefile -C "$WORK/$pair-server.git" hook install --trust "$INTRO@$TIP" >/dev/null
done
casefile -C "$WORK/ours.git" sync >/dev/null

i=0
while [ $i -le "$runs" ]; do
	casefile -C "$WORK/ours.git" note "$PLAIN" -F "$WORK/entry.md" >/dev/null
	casefile -C "$WORK/stock.git" note "$PLAIN" -F "$WORK/entry.md" >/dev/null
	a=$(now)
	casefile -C "$WORK/ours.git" sync >/dev/null
	b=$(now)
	git --git-dir="$WORK/stock.git" push -q origin refs/heads/main
	c=$(now)
	[ $i = 0 ] || echo "$(((b - a) / 1000)) $(((c - b) / 1000))"
	i=$((i + 1))
done >"$WORK/times"
test "$(git --git-dir="$WORK/ours-server.git" rev-parse main)" = "$(git --git-dir="$WORK/ours.git" rev-parse main)"

# spread COLUMN: least, median and greatest, in microseconds.
spread() { cut -d ' ' -f "$1" "$WORK/times" | sort -n | awk '{t[NR] = $1} END {print t[1], t[int(NR / 2) + 1], t[NR]}'; }
echo "$(spread 1) $(spread 2)" | awk '{
	ms = "%.1f / %.1f / %.1f"
	kept = $2 <= 2 * $5 ? "" : " MISSED"
	printf "%-44s %-24s %-24s %8.1f  ratio 0.5%s\n", "sync: one commit; stock: git push alone",
		sprintf(ms, $1 / 1000, $2 / 1000, $3 / 1000), sprintf(ms, $4 / 1000, $5 / 1000, $6 / 1000), $5 / $2, kept
}'
