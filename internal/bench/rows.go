package bench

import (
	"slices"
	"strings"
	"time"
)

// The people who run the commands. Judith reads all cases, and asha a tenth of them.
const (
	judith = "$DATA/people/judith"
	asha   = "$DATA/people/asha"
)

// The records that the rows work on, as run.sh laid them out. Each member's index is in lists.
const (
	bare  = "casefile -C $WORK/bare.git "
	note  = " --again -F $WORK/entry.md"
	lists = "$WORK/bare.git/casefile/lists/"
)

// Rows returns the lines of the table. The order matters: rows without an index come before the
// index is made, and rows that change the records much come last.
func Rows() []Row {
	return slices.Concat(writing(), reading(), overMany(), seeking(), freshly(), history(),
		ending())
}

// RowsOf returns the rows whose work has one of some pieces, as in verify|sync, in their order.
func RowsOf(pieces string) []Row {
	var chosen []Row
	for _, r := range Rows() {
		for piece := range strings.SplitSeq(pieces, "|") {
			if strings.Contains(r.Work, piece) {
				chosen = append(chosen, r)
				break
			}
		}
	}
	return chosen
}

// writing adds an entry, where there are few cases and many.
func writing() []Row {
	add := bare + "note $PLAIN" + note
	return []Row{
		{Work: "version", As: asha, Ours: "casefile version", Peer: "git --version", Rounds: 20,
			Goal: Goal{Most: 4}, Small: Goal{Most: 50}},
		{Work: "  in records: git --version", As: asha, Ours: bare + "version",
			Peer: "git --version", Rounds: 20},
		{Work: "add one entry: plumbing with -S and age", As: asha, Ours: add,
			Peer: "sh $HERE/add.sh sealed", Goal: Goal{Most: 0.5}, Small: Goal{Most: 2.5}},
		{Work: "  with a sparse work tree", As: asha,
			Ours: "casefile -C $WORK/sparse note $PLAIN" + note,
			Peer: "sh $HERE/add.sh sealed", Goal: Goal{Most: 0.5}, Small: Goal{Most: 2.5}},
		{Work: "  with a work tree: the same", As: asha, Needs: "TREES",
			Ours: "casefile -C $WORK/bare note $PLAIN" + note,
			Peer: "sh $HERE/add.sh sealed checkout", Small: Goal{Most: 2.5}},
		{Work: "  of 100 cases: of 10,000", As: asha,
			Needs: "FEW", Ours: "sh $HERE/other.sh few", Peer: add,
			Goal: Goal{Least: 0.7, Most: 1.5}},
		{Work: "  of 100,000 cases: of 10,000", As: asha,
			Needs: "MANY", Ours: "sh $HERE/other.sh many", Peer: add,
			Goal: Goal{Least: 0.7, Most: 1.5}},
	}
}

// reading needs no index.
func reading() []Row {
	return []Row{
		{Work: "chronology of 200 entries: git show and age", As: judith,
			Ours: bare + "chronology $LONG --all", Peer: "sh $HERE/chronology.sh",
			Goal: Goal{Most: 0.03}, Small: Goal{Most: 0.5}},
		{Work: "  with their SHA-256s", As: judith,
			Ours: bare + "chronology $LONG --all", Peer: "sh $HERE/chronology.sh checked"},
		{Work: "show one entry", As: asha, Ours: bare + "show $PLAIN/$ENTRY"},
		{Work: "retention check: ls-tree -r and cat-file", As: asha, Ours: bare + "retention check",
			Peer: "sh $HERE/retention.sh",
			Goal: Goal{Under: 300 * time.Millisecond, Most: 0.1}, Small: Goal{Most: 6}},
		{Work: "  of 100,000 cases", As: asha, Needs: "MANY", Ours: "sh $HERE/other.sh due",
			Goal: Goal{Under: 3 * time.Second}},
	}
}

// overMany looks at all cases, by the index once it is there.
func overMany() []Row {
	rows := []Row{{Work: "index from nothing: a bare loop of age", As: judith,
		Before: "rm -rf " + lists + "judith", Ours: bare + "list",
		Peer: "casebench open $WORK/bare.git " + judith + " $WORK/sealed", Rounds: 1,
		Goal: Goal{Most: 2.5}, Small: Goal{Most: 8}}}
	for _, c := range [][2]string{{"list", "list"}, {"due --all", "due --all"}, {"inbox", "inbox"},
		{"start page", ""}} { // whatever they show, they look at the row of each case
		rows = append(rows, Row{Work: c[0] + ": sqlite3", As: judith, Ours: bare + c[1],
			Peer: "sqlite3 -readonly $WORK/rows.db <$WORK/list.sql",
			Goal: Goal{Under: 300 * time.Millisecond, Most: 15}, Small: Goal{Most: 60}})
	}
	return append(rows,
		Row{Work: "report caseload: sqlite3", As: judith, Ours: bare + "report caseload",
			Peer: "sqlite3 -readonly $WORK/rows.db <$WORK/load.sql",
			Goal: Goal{Under: 500 * time.Millisecond}},
		Row{Work: "index from nothing for one with 1,000 cases", As: asha,
			Before: "rm -rf " + lists + "asha", Ours: bare + "list", Rounds: 1},
		Row{Work: "list for one with 1,000 cases", As: asha, Ours: bare + "list"},
		Row{Work: "chronology with the index", As: judith, Ours: bare + "chronology $LONG --all",
			Peer: "sh $HERE/chronology.sh", Goal: Goal{Most: 0.015}})
}

// search returns a search by a file of words.
func search(flag, file string) string {
	return bare + "search " + flag + " - <$WORK/" + file
}

// seeking looks for words.
func seeking() []Row {
	return []Row{
		{Work: "search a rare word: ripgrep", As: judith, Ours: search("", "rare"),
			Peer: "rg --no-config -iwF -f $WORK/rare $DATA/texts",
			Goal: Goal{Most: 0.1}},
		{Work: "search a phrase: ripgrep", As: judith, Ours: search("", "phrase"),
			Peer: "rg --no-config -iF -f $WORK/words $DATA/texts",
			Goal: Goal{Most: 0.1}},
		{Work: "search a part of a word: ripgrep", As: judith, Ours: search("--substring", "part"),
			Peer: "rg --no-config -iF -f $WORK/part $DATA/texts", Goal: Goal{Most: 1.5}},
		{Work: "search a regular expression: ripgrep", As: judith,
			Ours: search("--regexp", "regexp"),
			Peer: "rg --no-config -i -f $WORK/regexp $DATA/texts", Goal: Goal{Most: 1.5}},
		{Work: "the first of many texts with a word", As: judith, Ours: search("", "common"),
			First: true, Goal: Goal{Under: 100 * time.Millisecond}},
		{Work: "complete the ID of a case", As: judith,
			Ours: "casefile __complete -C $WORK/bare.git chronology $BEGUN",
			Goal: Goal{Under: 50 * time.Millisecond}},
	}
}

// freshly asks right after a new entry, and then again. With few cases the page is so quick that
// reading the one case again doubles its time.
func freshly() []Row {
	var rows []Row
	for _, c := range [][2]string{{"list", bare + "list"}, {"due --all", bare + "due --all"},
		{"inbox", bare + "inbox"}, {"start page", bare}, {"caseload", bare + "report caseload"},
		{"search", search("", "rare")}, {"search a phrase", search("", "phrase")},
		{"search a part", search("--substring", "part")},
		{"search an expression", search("--regexp", "regexp")}} {
		rows = append(rows, Row{Work: c[0] + " after a new entry: again", As: judith,
			Before: "sh $HERE/other.sh note", Ours: c[1], Peer: c[1],
			Goal: Goal{Most: 1.2}, Small: Goal{Most: 6}})
	}
	return rows
}

// history judges it, and sends a commit of it.
func history() []Row {
	return []Row{
		{Work: "verify from scratch: Ed25519 and cat-file", As: asha, Rounds: 3,
			Ours: bare + "verify --no-key --from-scratch",
			Peer: "casebench signatures $WORK/bare.git",
			Goal: Goal{Most: 2.5}},
		{Work: "verify again", As: asha, Ours: bare + "verify --no-key",
			Goal: Goal{Under: 40 * time.Millisecond}},
		{Work: "sync one commit: git push", As: asha, Before: "sh $HERE/sync.sh",
			Ours: "casefile -C $WORK/ours.git sync",
			Peer: "git --git-dir=$WORK/pushed.git push -q origin refs/heads/main",
			Goal: Goal{Most: 1.3}, Small: Goal{Most: 4}},
		{Work: "  and again with nothing new", As: asha, Ours: "casefile -C $WORK/ours.git sync"},
	}
}

// ending lets a member in, and destroys a case.
func ending() []Row {
	return []Row{
		{Work: "grant 1,000 cases: age, 20 keys", As: "$DATA/people/mina",
			Before: "sh $HERE/grant.sh next",
			Ours:   "sh $HERE/grant.sh ours", Peer: "sh $HERE/grant.sh age", Rounds: 3},
		{Work: "dispose of one case, packed: repack -ad", As: "$DATA/people/mina",
			Before: "sh $HERE/dispose.sh next", Ours: "sh $HERE/dispose.sh ours",
			Peer: "git --git-dir=$WORK/repack.git repack -adq", Rounds: 3,
			Goal: Goal{Most: 1.1}, Small: Goal{Most: 30}},
	}
}
