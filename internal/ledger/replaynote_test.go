package ledger

import (
	"reflect"
	"strings"
	"testing"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// A process that notices a replay late finds that others have gone on since: their index is right,
// and stays.
func TestIndexOfOneWhoWentOn(t *testing.T) {
	b := newBench(t)
	first := b.line("", "introduction", "case")
	ours, theirs := b.line(first[1], "ours"), b.line(first[1], "theirs", "ours again", "gone on")
	l := New(b.repo, Options{Mark: testMark})
	l.believe(t.Context(), Trust{Intro: first[0]})
	b.must(l.NoteReplay(ours[0], theirs[1]))
	late := judgedTip{tip: ours[0], place: 3, verified: ours[0]}
	b.setRef(VerifiedRef, theirs[2])
	b.setRef(MainRef, theirs[2])
	b.must(l.index.extend(4, [][]verify.Learned{taught("1")}, theirs[2]))
	settled, err := l.correctJudgedTip(t.Context(), late, theirs[1]) // where it read that main is
	if err != nil || settled.tip != "" || !settled.replaced {
		t.Errorf("settled %+v, %v", settled, err)
	}
	if tip, place := l.index.tip(); tip != theirs[2] || place != 5 {
		t.Errorf("the index ends with %s at %d", tip, place)
	}
}

// A cut removes what later commits taught from every file, and leaves files that say nothing of
// commits.
func TestCut(t *testing.T) {
	x := anIndex(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(x.extend(0, [][]verify.Learned{taught("1"), nil, taught("2")}, strings.Repeat("2", 40)))
	x.noteKeys([]store.Move{{Ref: KeysPrefix + "K3", New: strings.Repeat("3", 40)}})
	must(x.files.cut(2))
	x.at = 100
	if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, facts(taught("1"))) {
		t.Errorf("after two commits: %+v, %v", got, err)
	}
	if known := x.keys(); len(known) != 1 {
		t.Errorf("the keys refs are noted as %v", known)
	}
	must(x.files.cut(0))
	if facts, err := x.facts(indexed); err != nil || facts != nil {
		t.Errorf("after none: %+v, %v", facts, err)
	}
	x.files.forget()
	must(x.files.cut(0))
}

func TestPlaceOfLine(t *testing.T) {
	for line, want := range map[string]int{"12 E K3F927QM x\n": 12, "12\n": 12, "\n": 0, "": 0,
		"x 12\n": 0, "-3 E\n": -3, "99999999999999999999 E\n": 0, " 7 E\n": 0} {
		if got := placeOfLine(line); got != want {
			t.Errorf("%q: %d, want %d", line, got, want)
		}
	}
}

// Only pairs of words that bear the mark are read from the note, whatever another program wrote
// there.
func FuzzReplayedPairs(f *testing.F) {
	good := testMark.line(replaySort, "a b")
	for _, seed := range []string{good, "a b\n", "a\nb c", "\x00 \n \n", "a b c\n d e",
		good + good} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range replayedPairs(testMark, text) {
			if p != [2]string{"a", "b"} {
				t.Errorf("%q gives %q", text, p)
			}
		}
	})
}
