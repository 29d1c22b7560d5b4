#!/bin/sh
# retention.sh: the cases whose date has passed, by stock git and awk. It believes
# the dockets as they are.
set -eu
git() { command git --git-dir="$WORK/bare.git" "$@"; }
git ls-tree -r --name-only refs/heads/main cases/ | grep '\.yaml$' | sed 's|^|refs/heads/main:|' |
	git cat-file --batch --buffer |
	awk '/^case: /{id=$2} /^status: /{s=$2} /^retain_until: /{u=$2} /^holds: /{h=$2} /^blocks: /{b=$2}
		/^policy: /{if (s=="closed" && h=="~" && b=="~" && u!="~" && u<"2026-03-06") print id, u}' >/dev/null
