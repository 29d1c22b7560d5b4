package ledger

import (
	"testing"
	"time"

	"casefile/internal/store"
)

const (
	note    = "casefile add\n\nCasefile-Op: add\nCasefile-Case: K3F927QM\nCasefile-Entry: 7K2M0001 "
	sumOne  = "1111111111111111111111111111111111111111111111111111111111111111"
	sumTwo  = "2222222222222222222222222222222222222222222222222222222222222222"
	another = "casefile add\n\nCasefile-Op: add\nCasefile-Case: K3F927QM\n" +
		"Casefile-Entry: 7K2M0002 " + sumOne
	roster = "casefile team\n\nCasefile-Op: team"
	grant  = "casefile grant\n\nCasefile-Op: grant\nCasefile-Case: K3F927QM"
)

// again lands messages by one person, each recorded at the same time wherever it lands, and signed
// at another.
func (b *bench) again(after string, signed int64, words ...string) string {
	b.Helper()
	batch := b.repo.NewBatch()
	tree, err := batch.Tree(b.Context(), "", nil)
	b.must(err)
	for _, word := range words {
		who := store.Ident{Name: "A", Email: "a@agency.example",
			When: time.Unix(1_772_000_000, 0).UTC()}
		c := store.NewCommit{Tree: tree, Author: who, Committer: who, Message: word + "\n",
			Parents: []string{after}}
		c.Committer.When = time.Unix(1_772_000_000+signed, 0).UTC()
		made, err := batch.Commit(c, nil)
		b.must(err)
		after = made.ID
	}
	b.must(batch.Write(b.Context()))
	return after
}

// A line that another account did again is not rewound as long as nothing is lost: each commit is
// said again, as often, in the same words. A shorter line, other words and a change of the roster
// are rewound.
func TestSaidAgain(t *testing.T) {
	one, two := note+sumOne, note+sumTwo
	for name, c := range map[string]struct {
		lost, now []string
		want      bool
	}{
		"after another's":             {[]string{one}, []string{another, one}, true},
		"before another's":            {[]string{one}, []string{one, another}, true},
		"two, in another order":       {[]string{one, another}, []string{another, one}, true},
		"one of two":                  {[]string{one, another}, []string{one}, false},
		"twice, and once again":       {[]string{grant, grant}, []string{grant, one}, false},
		"cut off":                     {[]string{one}, nil, false},
		"something else instead":      {[]string{one}, []string{another}, false},
		"in other words":              {[]string{one}, []string{two}, false},
		"a grant, which has no text":  {[]string{grant}, []string{another, grant}, true},
		"a roster":                    {[]string{roster}, []string{another, roster}, false},
		"nothing of the format":       {[]string{"stray"}, []string{another, "stray"}, false},
		"it goes on from what it was": {nil, []string{another}, false},
	} {
		b := newBench(t)
		first := b.line("", "introduction", "case")
		old, tip := b.again(first[1], 1, c.lost...), b.again(first[1], 2, c.now...)
		l := New(b.repo, Options{Mark: testMark})
		if got, err := l.restated(t.Context(), old, tip); err != nil || got != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
