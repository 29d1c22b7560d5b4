#!/bin/sh
# other.sh few|many|due|note: what the table runs in records of another size, or as another
# member: a note among 100 cases or 100,000, what is due among those, and one of asha's.
set -eu
as() { # FOLDER REPOSITORY WORDS...
	export XDG_CONFIG_HOME="$1/people/asha"
	repository=$2
	shift 2
	exec casefile -C "$repository" "$@"
}
case $1 in
few) . "$FEW/facts" && as "$FEW" "$WORK/few.git" note "$PLAIN" --again -F "$WORK/entry.md" ;;
many) . "$MANY/facts" && as "$MANY" "$WORK/many.git" note "$PLAIN" --again -F "$WORK/entry.md" ;;
due) as "$MANY" "$WORK/many.git" retention check ;;
note) as "$DATA" "$WORK/bare.git" note "$PLAIN" --again -F "$WORK/entry.md" ;;
esac
