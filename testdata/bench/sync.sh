#!/bin/sh
# sync.sh: writes one commit in each of two equal copies, whose servers have the hook, so
# that one can be sent by `casefile sync` and the other by `git push` alone: the hook judges
# for both. The first call makes the copies.
set -eu
. "$(dirname "$0")/copy.sh"
for name in ours pushed; do
	if [ ! -d "$WORK/$name.git" ]; then
		copy "$DATA/records.git" "$WORK/$name.git"
		copy "$DATA/records.git" "$WORK/$name-server.git"
		git --git-dir="$WORK/$name-server.git" update-ref -d refs/casefile/verified
		casefile -C "$WORK/$name-server.git" hook install --trust "$INTRO@$TIP"
		git --git-dir="$WORK/$name.git" remote add origin "$WORK/$name-server.git"
		casefile -C "$WORK/$name.git" sync
	fi
	casefile -C "$WORK/$name.git" note "$PLAIN" --again -F "$WORK/entry.md"
done >"$WORK/synced" 2>&1 || { cat "$WORK/synced" >&2; exit 1; }
