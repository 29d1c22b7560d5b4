#!/bin/sh
# chronology.sh: the entries of the long case, one after another, by git show and
# age: what somebody without casefile would type. The case key is unwrapped once.
set -eu
git() { command git --git-dir="$WORK/bare.git" "$@"; }
shard=$(expr "$LONG" : '\(..\)')
git show "refs/casefile/keys/$shard:$LONG/1/asha.age" | age -d -i "$XDG_CONFIG_HOME/casefile/identity.txt" >"$WORK/key"
for name in $(git ls-tree --name-only "refs/heads/main:cases/$shard/$LONG"); do
	case $name in
	*.md.age) git show "refs/heads/main:cases/$shard/$LONG/$name" | age -d -i "$WORK/key" ;;
	esac
done >/dev/null
