#!/bin/sh
# grant.sh RUNS: times letting a member into all cases of a key worker, another
# member each time: each key is opened and wrapped anew. Stock age does that with
# 20 keys, with none of the checks and no commit, and is reckoned 50 times.
set -eu
runs=$1
now() { date +%s%N; }
cp -a "$DATA/records.git" "$WORK/grant.git"
export CASEFILE_DIR="$WORK/grant.git" XDG_CONFIG_HOME="$DATA/people/mina"
me=$XDG_CONFIG_HOME/casefile
casefile list >/dev/null
recipient=$(sed -n 's/^recipient: //p' "$DATA/people/ben/casefile/config.yaml")
for shard in $(git --git-dir="$CASEFILE_DIR" for-each-ref --format='%(refname)' refs/casefile/keys); do
	git --git-dir="$CASEFILE_DIR" ls-tree -r "$shard" | sed -n 's|^.* \([0-9a-f]*\)	.*/mina.age$|\1|p'
done | head -n 20 >"$WORK/wrapped"

for who in $(ls "$DATA/people" | grep -vx -e asha -e mina -e judith -e lena -e recovery-1 | head -n "$runs"); do
	a=$(now)
	casefile readers grant "$who" --of asha >"$WORK/said" 2>&1
	b=$(now)
	while read -r blob; do
		git --git-dir="$CASEFILE_DIR" cat-file blob "$blob" | age -d -i "$me/identity.txt" | age -e -r "$recipient"
	done <"$WORK/wrapped" >/dev/null
	c=$(now)
	echo "$(((b - a) / 1000)) $(((c - b) / 20))" # of 20 keys; 1,000 take 50 times that
done >"$WORK/times"
sh "$(dirname "$0")/spread.sh" "grant: $(sed -n 's/ of asha can now.*//p' "$WORK/said")"
