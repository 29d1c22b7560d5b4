#!/bin/sh
# sync.sh: writes one commit in each of two equal copies, whose servers have the hook, so
# that one can be sent by `casefile sync` and the other by `git push` alone: the hook judges
# for both. The first call makes the copies. A server with the hook, which has judged all that
# there is, is kept with the data: that takes minutes.
set -eu
exec 3>&2 >"$WORK/synced" 2>&1
trap '[ $? = 0 ] || cat "$WORK/synced" >&3' EXIT
. "$(dirname "$0")/copy.sh"
kept=$DATA/server.git
ready() {
	if [ ! -d "$kept" ]; then
		rm -rf "$kept.new"
		copy "$DATA/records.git" "$kept.new"
		git --git-dir="$kept.new" update-ref -d refs/casefile/verified
		casefile -C "$kept.new" hook install --trust "$INTRO@$TIP"
		mv "$kept.new" "$kept"
	fi
	for name in ours pushed; do
		copy "$DATA/records.git" "$WORK/$name.git"
		copy "$kept" "$WORK/$name-server.git"
		casefile -C "$WORK/$name-server.git" hook install # of the program of this run
		git --git-dir="$WORK/$name.git" remote add origin "$WORK/$name-server.git"
		casefile -C "$WORK/$name.git" sync
	done
}
if [ ! -d "$WORK/pushed.git" ]; then ready; fi
for name in ours pushed; do
	casefile -C "$WORK/$name.git" note "$PLAIN" --again -F "$WORK/entry.md"
done
