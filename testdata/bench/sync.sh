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
for pair in ours pushed; do
	copy $pair.git
	copy $pair-server.git
	git --git-dir="$WORK/$pair-server.git" update-ref -d refs/casefile/verified
	git --git-dir="$WORK/$pair.git" remote add origin "$WORK/$pair-server.git"
done
for pair in ours pushed; do
	casefile -C "$WORK/$pair-server.git" hook install --trust "$INTRO@$TIP" >/dev/null
done
casefile -C "$WORK/ours.git" sync >/dev/null

i=0
while [ $i -le "$runs" ]; do
	casefile -C "$WORK/ours.git" note "$PLAIN" --again -F "$WORK/entry.md" >/dev/null
	casefile -C "$WORK/pushed.git" note "$PLAIN" --again -F "$WORK/entry.md" >/dev/null
	a=$(now)
	casefile -C "$WORK/ours.git" sync >/dev/null
	b=$(now)
	git --git-dir="$WORK/pushed.git" push -q origin refs/heads/main
	c=$(now)
	[ $i = 0 ] || echo "$(((b - a) / 1000)) $(((c - b) / 1000))"
	i=$((i + 1))
done >"$WORK/times"
test "$(git --git-dir="$WORK/ours-server.git" rev-parse main)" = "$(git --git-dir="$WORK/ours.git" rev-parse main)"

sh "$(dirname "$0")/spread.sh" "sync: one commit; stock: git push alone" 0.5
