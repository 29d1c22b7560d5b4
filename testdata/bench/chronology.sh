#!/bin/sh
# chronology.sh [checked]: the entries of the long case, one after another, by
# git show and age, after the case key was unwrapped once.
#
# With checked, each text's SHA-256 is also compared with the one that its commit
# declared, as casefile does for every entry that it shows.
set -eu
git() { command git --git-dir="$WORK/bare.git" "$@"; }
shard=$(expr "$LONG" : '\(..\)')
folder=cases/$shard/$LONG
tip=$(git rev-parse refs/heads/main)
git show "refs/casefile/keys/$shard:$LONG/1/${XDG_CONFIG_HOME##*/}.age" | age -d -i "$XDG_CONFIG_HOME/casefile/identity.txt" >"$WORK/key"
if [ "${1:-}" = checked ]; then
	git log --format=%B "$tip" -- "$folder" | sed -n 's/^Casefile-Entry: //p' >"$WORK/declared"
fi
for name in $(git ls-tree --name-only "$tip:$folder"); do
	case $name in
	*.md.age) ;;
	*) continue ;;
	esac
	if [ "${1:-}" = checked ]; then
		git show "$tip:$folder/$name" | age -d -i "$WORK/key" >"$WORK/text"
		id=${name#*-}
		sum=$(sha256sum <"$WORK/text")
		grep -q "^${id%.md.age} ${sum%% *}\$" "$WORK/declared" || { echo "$name differs from its commit" >&2; exit 1; }
		cat "$WORK/text"
	else
		git show "$tip:$folder/$name" | age -d -i "$WORK/key"
	fi
done >/dev/null
