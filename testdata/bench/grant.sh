#!/bin/sh
# grant.sh next|ours|age: lets another member into all cases of a key worker: each key is
# opened and wrapped anew. Stock age does that with 20 keys, with none of the checks and no
# commit. next says whom, and makes the copy when it is called first.
set -eu
export CASEFILE_DIR="$WORK/grant.git"
me=$XDG_CONFIG_HOME/casefile
case $1 in
next)
	if [ ! -d "$CASEFILE_DIR" ]; then
		. "$(dirname "$0")/copy.sh"
		copy "$DATA/records.git" "$CASEFILE_DIR"
		ls "$DATA/people" | grep -vx -e asha -e mina -e judith -e lena -e recovery-1 >"$WORK/strangers"
		for shard in $(git --git-dir="$CASEFILE_DIR" for-each-ref --format='%(refname)' refs/casefile/keys); do
			git --git-dir="$CASEFILE_DIR" ls-tree -r "$shard" | sed -n 's|^.* \([0-9a-f]*\)	.*/mina.age$|\1|p'
		done | head -n 20 >"$WORK/wrapped"
	fi
	head -n 1 "$WORK/strangers" >"$WORK/stranger"
	sed -i.old 1d "$WORK/strangers"
	;;
ours) exec casefile readers grant "$(cat "$WORK/stranger")" --of asha ;;
age)
	recipient=$(sed -n 's/^recipient: //p' "$DATA/people/ben/casefile/config.yaml")
	while read -r blob; do
		git --git-dir="$CASEFILE_DIR" cat-file blob "$blob" | age -d -i "$me/identity.txt" | age -e -r "$recipient"
	done <"$WORK/wrapped" >/dev/null
	;;
esac
