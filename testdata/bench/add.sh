#!/bin/sh
# add.sh sealed|plain [checkout]: what `casefile note` writes, by stock plumbing:
# the entry encrypted with age (or not), its blob, the four trees above it, a
# commit signed with the same SSH key, all of it fsynced, and main moved.
# It checks nothing that casefile checks: no form, no role, no history.
set -eu
sealing=$1
repository=$WORK/stock.git
[ "${2:-}" != checkout ] || repository=$WORK/stock/.git
shard=$(expr "$PLAIN" : '\(..\)')
git() {
	command git --git-dir="$repository" -c core.fsync=committed,loose-object,reference -c core.fsyncMethod=fsync \
		-c gpg.format=ssh -c user.signingKey="$XDG_CONFIG_HOME/casefile/signing" \
		-c user.name='Asha Rao' -c user.email=asha@agency.example "$@"
}

tip=$(git rev-parse refs/heads/main)
name=20260306T174012Z-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n').md.age
if [ "$sealing" = sealed ]; then
	git cat-file blob "$tip:cases/$shard/$PLAIN/epoch-1.pub" >"$WORK/recipient"
	blob=$(age -e -R "$WORK/recipient" "$WORK/entry.md" | git hash-object -w --stdin)
else
	blob=$({ cat "$WORK/entry.md"; echo "$name"; } | git hash-object -w --stdin)
fi

# level FOLDER KIND MODE NAME ID: the folder's tree with that entry in it.
level() {
	{ git ls-tree "$tip:$1" | grep -v "	$4\$" || :; printf '%s %s %s\t%s\n' "$3" "$2" "$5" "$4"; } | git mktree
}
case=$(level "cases/$shard/$PLAIN" blob 100644 "$name" "$blob")
folder=$(level "cases/$shard" tree 040000 "$PLAIN" "$case")
cases=$(level cases tree 040000 "$shard" "$folder")
root=$(level "" tree 040000 cases "$cases")
commit=$(printf 'casefile add\n\nCasefile-Op: add\nCasefile-Case: %s\n' "$PLAIN" | git commit-tree -S -p "$tip" "$root")
git update-ref refs/heads/main "$commit" "$tip"
[ "${2:-}" != checkout ] || (cd "$WORK/stock" && git --work-tree=. read-tree -m -u "$tip" "$commit")
