#!/bin/sh
# run.sh [agree]: what `make bench` runs. It times casefile on a records repository of 10,000 cases
# and 200,000 entries, beside what does the same work: stock git, age, ripgrep and sqlite3,
# and bare loops of the libraries for age and Ed25519. It goes on where a row does not run,
# and ends with an error then.
#
#   CASEFILE_BENCH_WEEKS=200   weeks of an agency's work; 50 cases each. Of fewer than 200,
#                              what holds for any number is asked for, and a miss is an error
#   CASEFILE_BENCH_LARGE=2000  weeks of an agency with one entry a case; 0 for none
#   CASEFILE_BENCH_RUNS=9      rounds of each row
#   CASEFILE_BENCH_ROWS        only the rows whose work has one of these: 'verify|sync'
#   CASEFILE_BENCH_SECONDS=60  no further round of a row begins after so long
#   CASEFILE_BENCH_DIR         where the data is kept between runs, .cache/bench
#
# Of 10,000 cases the row of a whole work tree, which is of 200,000 files twice, is only run where
# CASEFILE_BENCH_ROWS names it.
#
# With agree, it compares what casefile finds in those records with what ripgrep finds.
#
# The first run makes the data and lets casefile judge it all, in a quarter of an hour.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../surroundings.sh"
cd "$here/../.."
weeks=${CASEFILE_BENCH_WEEKS:-200}
small= rounds=9 long=200
if [ "$weeks" -lt 200 ]; then
	small=small rounds=1 long=40
fi
large=${CASEFILE_BENCH_LARGE:-2000}
[ -z "$small" ] || large=0
rounds=${CASEFILE_BENCH_RUNS:-$rounds}
cache=${CASEFILE_BENCH_DIR:-$PWD/.cache/bench}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
# All that a run writes to, and its programs: two runs at once keep out of each other's way, and
# a run of an hour out of the way of whoever changes them.
work=$(mktemp -d "$cache/run.XXXXXX")
outside=$(mktemp -d) # in no repository, where the commands of the table run
trap 'rm -rf "$work" "$outside"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/bin"
for program in rg:ripgrep sqlite3:sqlite3; do
	sh .ci/need "${program%:*}" "${program#*:}" >/dev/null ||
		echo "there is no ${program%:*} here: the rows beside it are left out" >&2
done
cp bin/casefile "$here"/*.sh "$work/bin/" # as make has built it, and as they are now
go build -o "$work/bin/" ./internal/bench/casebench filippo.io/age/cmd/age
PATH="$work/bin:$PATH"
# What was judged is known again by the mark of an account, which is the bench's own.
export PATH XDG_STATE_HOME="$cache/state" GIT_COMMITTER_DATE=2026-03-06T17:40:12Z

# made WEEKS ENTRIES LONG: the folder with the records of that size, judged.
made() {
	folder=$cache/$(casebench key "$@")
	if [ ! -f "$folder/facts" ]; then
		echo "making $(($1 * 50)) cases of $2 entries in $folder" >&2
		rm -rf "$folder"
		mkdir -p "$folder"
		begin=$(date +%s)
		casebench generate "$folder" "$@" >"$folder/facts.new"
		echo "made in $(($(date +%s) - begin)) s" >&2
		mv "$folder/facts.new" "$folder/facts"
	fi
	. "$folder/facts"
	if [ ! -f "$folder/judged" ]; then
		begin=$(date +%s)
		XDG_CONFIG_HOME="$folder/people/asha" \
			casefile -C "$folder/records.git" --trust "$INTRO@$TIP" team >/dev/null
		echo "$(git --git-dir="$folder/records.git" rev-list --count "$TIP") commits judged in $(($(date +%s) - begin)) s" >"$folder/judged"
	fi
	cat "$folder/judged" >&2
	echo "$folder"
}
data=$(made "$weeks" 20 "$long")
export FEW= MANY= # the records of 100 and of 100,000 cases
if [ -z "$small" ]; then
	FEW=$(made 2 20 40)
	[ "$large" = 0 ] || MANY=$(made "$large" 1 1)
fi
. "$data/facts"
. "$here/copy.sh"

# own FOLDER: what the Go tests work on, as one who made it would have it.
own() {
	cp -a "$data/people" "$data/facts" "$cache/state" "$1/"
	ln -s "$data/texts" "$1/texts"
}
if [ "${1:-}" = agree ]; then
	mkdir "$work/go"
	own "$work/go"
	copy "$data/records.git" "$work/go/records.git"
	CASEFILE_BENCH=$work/go go test -count=1 -timeout 3h -v -run '^TestSearchAgrees$' ./internal/bench
	exit
fi

# Copies to write to. Stock git writes to its own, since casefile would find fault with
# commits that nobody checked. The packs, which nobody changes, are the same files.
export TREES=$small
case ${CASEFILE_BENCH_ROWS:-} in *"work tree"*) TREES=asked ;; esac
for name in bare stock; do
	copy "$data/records.git" "$work/$name.git"
	[ -n "$TREES" ] || continue
	mkdir "$work/$name"
	copy "$data/records.git" "$work/$name/.git"
	git -C "$work/$name" config core.bare false
	git -C "$work/$name" reset -q --hard
done
mkdir "$work/sparse"
copy "$data/records.git" "$work/sparse/.git"
git -C "$work/sparse" config core.bare false
git -C "$work/sparse" sparse-checkout set --cone --sparse-index schema
git -C "$work/sparse" reset -q --hard
[ -z "$FEW" ] || copy "$FEW/records.git" "$work/few.git"
[ -z "$MANY" ] || copy "$MANY/records.git" "$work/many.git"
# Each run records the same text, so that all write as many bytes: hence --again.
casebench entry >"$work/entry.md"
BEGUN=$(echo "$PLAIN" | cut -c1)
ENTRY=$(git --git-dir="$data/records.git" ls-tree --name-only "$TIP" \
	"cases/$(echo "$PLAIN" | cut -c1-2)/$PLAIN/" | sed -n 's|.*Z-\(.*\)\.md\.age$|\1|p' | head -n 1)

# What is looked for, and the rows in clear.
drawn() { awk -F '\t' -v kind="$1" '$1 == kind && length($3) > length(q) {q = $3} END {print q}' "$data/queries"; }
drawn rare >"$work/rare"
drawn common >"$work/common"
drawn phrase >"$work/words"
echo "\"$(drawn phrase)\"" >"$work/phrase"
drawn rare | cut -c3- >"$work/part"
drawn regexp >"$work/regexp"
casebench sealed "$data/records.git" judith >"$work/sealed"
echo "select * from cases order by id;" >"$work/list.sql"
echo "select worker, status, count(*), min(due) from cases group by 1, 2;" >"$work/load.sql"
! command -v sqlite3 >/dev/null 2>&1 || casebench sql $((weeks * 50)) | sqlite3 "$work/rows.db"
sync # or the first fsyncs would pay for the copies

export WORK="$work" DATA="$data" HERE="$work/bin" INTRO TIP LONG PLAIN ENTRY BEGUN
# load: how busy the machine is, which the times of the clock show.
load() { uptime | sed -n 's/.*\(load.*\)/\1/p'; }
echo
echo "$((weeks * 50)) cases; commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown); $(getconf _NPROCESSORS_ONLN) cores, $(load)"
failed=0
(cd "$outside" && exec casebench table "$rounds" "${CASEFILE_BENCH_SECONDS:-60}" "${CASEFILE_BENCH_ROWS:-}" $small) || failed=1
echo "at its end: $(load)"
if [ -z "$small${CASEFILE_BENCH_ROWS:-}" ]; then
	echo
	CASEFILE_BENCH=$work/go
	mkdir "$CASEFILE_BENCH"
	own "$CASEFILE_BENCH"
	mv "$work/bare.git" "$CASEFILE_BENCH/records.git"
	export CASEFILE_BENCH
	unset GIT_COMMITTER_DATE
	go test -timeout 1h -run '^$' -bench . -benchtime 1s \
		./internal/bench ./internal/store ./internal/seal ./internal/record ./internal/cases \
		./internal/casebook >"$work/said" 2>&1 ||
		{ failed=1; echo "the Go benchmarks did not run to their end"; }
	grep -E '^(pkg|Benchmark|--- FAIL| +[a-z_]+\.go)' "$work/said" || failed=1
	echo
	sh "$here/together.sh" || failed=1
fi
exit $failed
