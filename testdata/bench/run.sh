#!/bin/sh
# run.sh: what `make bench` runs. It times casefile on a records repository of
# 10,000 cases, side by side with stock git and age doing the same work.
#
#   CASEFILE_BENCH_WEEKS=200   weeks of an agency's work; 50 cases each
#   CASEFILE_BENCH_LARGE=2000  weeks of a larger agency, for retention check; 0 for none
#   CASEFILE_BENCH_RUNS=9      runs of each command in a row, 7 or more
#   CASEFILE_BENCH_DIR         where the data is kept between runs, .cache/bench
#
# The first run makes the data (some minutes: a case has 20 entries, and one has 200)
# and lets casefile judge it all.
# The figures of two commands are comparable with each other: they ran in turn.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../surroundings.sh"
cd "$here/../.."
weeks=${CASEFILE_BENCH_WEEKS:-200}
large=${CASEFILE_BENCH_LARGE:-2000}
runs=${CASEFILE_BENCH_RUNS:-9}
cache=${CASEFILE_BENCH_DIR:-$PWD/.cache/bench}
mkdir -p "$cache/bin"

go build -o "$cache/bin/" ./cmd/casefile ./internal/bench/casebench filippo.io/age/cmd/age
PATH="$cache/bin:$PATH"
export PATH

# The pristine data of so many weeks, under a name of its own for each way of making it.
data=$cache/$(casebench key "$weeks" 20 200)
if [ ! -f "$data/facts" ]; then
	echo "making $((weeks * 50)) cases in $data"
	rm -rf "$data"
	mkdir -p "$data"
	casebench generate "$data" "$weeks" 20 200 >"$data/facts.new"
	mv "$data/facts.new" "$data/facts"
fi
. "$data/facts"
# What was judged is known again by the mark of an account, which is the bench's own.
export XDG_STATE_HOME="$cache/state"
export XDG_CONFIG_HOME="$data/people/asha" GIT_COMMITTER_DATE=2026-03-06T17:40:12Z

if [ ! -f "$data/judged" ] || [ ! -d "$data/records.git/casefile/marks" ]; then
	begin=$(date +%s)
	casefile -C "$data/records.git" --trust "$INTRO@$TIP" >/dev/null
	echo "$(git --git-dir="$data/records.git" rev-list --count "$TIP") commits judged for the first time, in $(($(date +%s) - begin)) s" >"$data/judged"
fi
cat "$data/judged"
casefile -C "$data/records.git" | grep cases:

# Copies to write to, bare and with a work tree. Stock git writes to its own,
# since casefile would find fault with commits that nobody checked.
work=$(mktemp -d "$cache/run.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
for copy in bare stock; do
	cp -a "$data/records.git" "$work/$copy.git"
	mkdir "$work/$copy"
	cp -a "$data/records.git" "$work/$copy/.git"
	git -C "$work/$copy" config core.bare false
	git -C "$work/$copy" reset -q --hard
done
mkdir "$work/sparse"
cp -a "$data/records.git" "$work/sparse/.git"
git -C "$work/sparse" config core.bare false
git -C "$work/sparse" sparse-checkout set --cone --sparse-index schema
git -C "$work/sparse" reset -q --hard
# Each run records the same text, so that all write as many bytes: hence --again.
casebench entry >"$work/entry.md"
sync # or the first fsyncs would pay for the copies
export WORK="$work" DATA="$data" CACHE="$cache" INTRO TIP LONG PLAIN

bare="casefile -C $work/bare.git"
tree="casefile -C $work/bare"
echo
casebench head
casebench row "note: one signed, durable entry" 60 1 "$runs" "$bare note $PLAIN --again -F $work/entry.md" "sh $here/add.sh sealed"
casebench row "  stock without age" 0 0 "$runs" "$bare note $PLAIN --again -F $work/entry.md" "sh $here/add.sh plain"
casebench row "  with a work tree" 0 0 "$runs" "$tree note $PLAIN --again -F $work/entry.md" "sh $here/add.sh sealed checkout"
casebench row "  with a sparse work tree" 0 0 "$runs" "casefile -C $work/sparse note $PLAIN --again -F $work/entry.md" ""
casebench row "chronology: the case of 200 entries" 0 20 "$runs" "$bare chronology $LONG --all" "sh $here/chronology.sh"
casebench row "  stock checking the SHA-256s too" 0 0 "$runs" "$bare chronology $LONG --all" "sh $here/chronology.sh checked"
casebench row "retention check: $((weeks * 50)) cases" 300 0 "$runs" "$bare retention check" "sh $here/retention.sh"
casebench row "casefile: what waits for me" 0 0 "$runs" "$bare" ""
casebench row "due: for one caseworker" 0 0 "$runs" "$bare due" ""
casebench row "inbox: for one caseworker" 0 0 "$runs" "$bare inbox" ""
casebench row "list: a caseworker's own cases" 0 0 "$runs" "$bare list" ""
casebench row "show: one entry" 0 0 "$runs" "$bare show $PLAIN/$(git --git-dir="$data/records.git" ls-tree --name-only "$TIP" "cases/$(echo "$PLAIN" | cut -c1-2)/$PLAIN/" | sed -n 's|.*Z-\(.*\)\.md\.age$|\1|p' | head -1)" ""
casebench row "verify from scratch; stock: 1 commit in 50" 0 1 5 "$bare verify --no-key --from-scratch" "sh $here/verify.sh"
casebench row "verify: the second run" 100 0 "$runs" "$bare verify --no-key" ""
sh "$here/sync.sh" "$runs"
sh "$here/grant.sh" 3
sh "$here/dispose.sh" 3
[ "$large" = 0 ] || sh "$here/large.sh" "$large" 3
casebench row "help: the start of the program" 0 0 "$runs" "casefile help exit-codes" ""

echo
CASEFILE_BENCH=$work/go
mkdir "$CASEFILE_BENCH"
cp -a "$data/people" "$data/facts" "$CASEFILE_BENCH/"
mv "$work/bare.git" "$CASEFILE_BENCH/records.git"
export CASEFILE_BENCH
unset GIT_COMMITTER_DATE
go test -run '^$' -bench . -benchtime 1s ./internal/bench ./internal/store ./internal/seal ./internal/record ./internal/cases |
	grep -E '^(pkg|Benchmark)'

echo
sh "$here/together.sh"
