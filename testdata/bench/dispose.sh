#!/bin/sh
# dispose.sh next|ours: the last step of disposing of a case: every key of it goes from the
# record and from the packed objects of this copy. next writes request and endorsement for
# another case; its first call makes the copies, of which stock git repacks one without what
# nothing refers to.
set -eu
export CASEFILE_DIR="$WORK/dispose.git"
as() {
	XDG_CONFIG_HOME="$DATA/people/$1"
	export XDG_CONFIG_HOME
	shift
	casefile "$@"
}
prepare() {
	. "$(dirname "$0")/copy.sh"
	copy "$DATA/records.git" "$CASEFILE_DIR"
	copy "$DATA/records.git" "$WORK/repack.git"
	git --git-dir="$WORK/repack.git" config --unset extensions.preciousObjects || :
	as judith team set lena --roles lead,records >/dev/null
	as lena retention check >"$WORK/due" || test $? = 25
	sed -n 's/^\([0-9A-Z-]*\)  DUE .*kept until \([0-9-]*\)$/\1 \2/p' "$WORK/due" >"$WORK/asked"
}
request() {
	printf -- '---\nbasis: the rule floor\nretain_until: %s\nreason: the time of keeping is over\nreviewed: [no inquiry is open]\ncopies_elsewhere: [none]\n---\n' "$2" |
		as lena dispose "$1" --confirm "$1" -F - >"$WORK/request" 2>&1 || { cat "$WORK/request" >&2; exit 1; }
	as judith endorse "$(sed -n 's|^\([0-9A-Z-]*/[0-9A-Z-]*\)  disposal.*|\1|p' "$WORK/request")" >/dev/null
}
case $1 in
next)
	if [ ! -d "$CASEFILE_DIR" ]; then prepare; fi
	head -n 1 "$WORK/asked" >"$WORK/asking"
	sed -i.old 1d "$WORK/asked"
	read -r case until <"$WORK/asking"
	request "$case" "$until"
	;;
ours)
	read -r case until <"$WORK/asking"
	XDG_CONFIG_HOME="$DATA/people/lena" exec casefile dispose "$case" --confirm "$case"
	;;
esac
