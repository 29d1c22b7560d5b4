package casebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
)

// replayed returns the path of the note of replays.
func (o *office) replayed() string { return filepath.Join(o.dir, "casefile", "replayed") }

// cutIndex removes from the index what commits after a place taught.
func (o *office) cutIndex(place int) {
	o.Helper()
	for name, data := range o.state().index {
		var kept strings.Builder
		for line := range strings.Lines(string(data)) {
			var at int
			if _, err := fmt.Sscan(line, &at); err != nil || at <= place || name == "tip" ||
				name == "keys" {
				kept.WriteString(line)
			}
		}
		o.setIndex(name, []byte(kept.String()))
	}
}

// putBack restores an earlier index.
func (o *office) putBack(c crashed) {
	o.Helper()
	o.setIndex("", nil)
	o.must(os.MkdirAll(o.indexFile(""), 0o700))
	for name, data := range c.index {
		o.setIndex(name, data)
	}
}

// diverged returns a copy with a note of asha's that theirs lacks. theirs has a note of mina's in
// the same place of history.
func diverged(t *testing.T) (o, there *office, id record.ID) {
	o = newOffice(t)
	id = o.newCase()
	there = o.copied()
	there.note(there.as("mina"), id, "Theirs")
	o.note(o.as("asha"), id, "Ours")
	return o, there, id
}

// If a process ends anywhere in a join of two lines, the next one finds everything that main has,
// and takes nothing for a rewind.
func TestReplayCrashes(t *testing.T) {
	joined := []string{"Theirs", "Ours"}
	base, there, id := diverged(t)
	for _, tt := range []struct {
		name string
		undo func(o *office, before, after crashed)
		want []string
	}{
		{"the replay is noted, main not moved", func(o *office, before, _ crashed) {
			for name := range o.state().refs {
				o.setRef(name, before.refs[name])
			}
			o.putBack(before)
		}, []string{"Ours"}},
		{"main moved, the index not", func(o *office, before, _ crashed) {
			o.putBack(before)
		}, joined},
		{"main moved, the index and what was judged not", func(o *office, before, _ crashed) {
			o.putBack(before)
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
		}, joined},
		{"only what was judged has not moved", func(o *office, before, _ crashed) {
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
		}, joined},
		{"the index is cut, not extended", func(o *office, before, _ crashed) {
			o.putBack(before)
			o.cutIndex(2)
		}, joined},
		{"the index is extended, its tip not", func(o *office, before, _ crashed) {
			o.setIndex("tip", before.index["tip"])
		}, joined},
		{"the index is not cut, and extended", func(o *office, before, after crashed) {
			o.putBack(before)
			for name, data := range after.index {
				if name != "tip" {
					o.setIndex(name, append(slices.Clone(before.index[name]), data...))
				}
			}
		}, joined},
		{"the index is gone, what was judged not moved", func(o *office, before, _ crashed) {
			o.setIndex("", nil)
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
		}, joined},
		{"the keys ref is where it was", func(o *office, before, _ crashed) {
			for name, id := range before.refs {
				if strings.HasPrefix(name, ledger.KeysPrefix) {
					o.setRef(name, id)
				}
			}
		}, joined},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			before := o.state()
			o.wants(o.meets("asha", there), 1, 1, 0, 0)
			after := o.state()
			tt.undo(o, before, after)
			o.reads(id, tt.want...)
			o.must(addNote(o, o.as("asha"), id, "Later"))
			o.sound()
			o.reads(id, append(slices.Clone(tt.want), "Later")...)
			o.meets("asha", there)
			o.reads(id, "Theirs", "Ours", "Later")
			if name := "refs/casefile/incoming/main"; o.git("merge-base", ledger.MainRef,
				name) != o.git("rev-parse", name) {
				t.Error("main does not go on from theirs")
			}
		})
	}
}

// Without the note, replayed commits are recognised by what they say: the signer of each missing
// commit made it again.
func TestReplayWithoutItsNote(t *testing.T) {
	base, there, id := diverged(t)
	for name, undo := range map[string]func(*office, crashed){
		"the index": func(o *office, before crashed) { o.putBack(before) },
		"what was judged": func(o *office, before crashed) {
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
		},
		"judged, no index": func(o *office, before crashed) {
			o.setIndex("", nil)
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
		},
		"the index and that": func(o *office, before crashed) {
			o.putBack(before)
			o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
		},
	} {
		o := base.afresh(t)
		before := o.state()
		o.meets("asha", there)
		note, err := os.ReadFile(o.replayed())
		o.must(err)
		undo(o, before)
		o.must(os.Remove(o.replayed()))
		if _, err := o.open("asha", ""); err != nil {
			t.Errorf("%s of before: %v", name, err)
		}
		o.reads(id, "Theirs", "Ours")
		o.must(os.WriteFile(o.replayed(), note, 0o600))
		o.note(o.as("asha"), id, "Later")
		o.sound()
	}
}

// Several joins follow each other. A process that was killed before the first, or slept since,
// understands the last.
func TestReplayOfReplays(t *testing.T) {
	o, there, id := diverged(t)
	before := o.state()
	asleep := o.as("asha")
	for range 3 {
		o.meets("asha", there)
		there.note(there.as("mina"), id, "Theirs again")
	}
	o.note(o.as("asha"), id, "Last")
	o.putBack(before)
	o.setRef(ledger.VerifiedRef, before.refs[ledger.VerifiedRef])
	o.must(addNote(o, asleep, id, "Of one who slept"))
	o.sound()
	o.reads(id, "Theirs", "Theirs again", "Theirs again", "Ours", "Last", "Of one who slept")
	text, err := os.ReadFile(o.replayed())
	if err != nil || strings.Count(string(text), "\n") != 3 {
		t.Errorf("noted are %q, %v", text, err)
	}
}

// A main that goes back is refused, whatever the note says of commits that main lacks.
func TestReplayedLinesOfAnAttacker(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	base := o.git("rev-parse", ledger.MainRef)
	o.note(o.as("asha"), id, "To be forgotten")
	tip := o.git("rev-parse", ledger.MainRef)
	elsewhere := o.git("-c", "user.name=Zoe Lane", "-c", "user.email=zoe@agency.example",
		"commit-tree", "-p", base, "-m", "x", base+"^{tree}")
	nowhere := strings.Repeat("1", 40)
	for name, text := range map[string]string{
		"a commit that is not on main": tip + " " + elsewhere + "\n",
		"a commit that is nowhere":     tip + " " + nowhere + "\n",
		"a chain that leads nowhere": tip + " " + elsewhere + "\n" + elsewhere + " " + nowhere +
			"\n",
		"a circle": tip + " " + elsewhere + "\n" + elsewhere + " " + tip +
			"\n",
		"what was replaced by itself":   tip + " " + tip + "\n",
		"the other way round":           base + " " + tip + "\n",
		"half a line":                   tip + "\n",
		"three words":                   tip + " " + base + " " + base + "\n",
		"no commits":                    "main main\n" + tip + " main\n" + tip + " HEAD\n",
		"an abbreviation":               tip + " " + base[:12] + "\n",
		"nothing":                       "",
		"another program's words":       "\x00\xff\n\n  \n",
		"a commit that main had before": elsewhere + " " + base + "\n",
	} {
		o.must(os.WriteFile(o.replayed(), []byte(text), 0o600))
		o.git("update-ref", ledger.MainRef, base)
		before := o.state()
		if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
			t.Errorf("%s: got %v", name, err)
		}
		if got := o.state(); got.refs[ledger.VerifiedRef] != tip ||
			string(got.index["tip"]) != string(before.index["tip"]) {
			t.Errorf("%s: what was judged is at %s", name, got.refs[ledger.VerifiedRef])
		}
		o.git("update-ref", ledger.MainRef, tip)
		o.sound()
	}
}

// The note of an old join explains no later rewind to its end.
func TestRewoundAfterAReplay(t *testing.T) {
	o, there, id := diverged(t)
	o.meets("asha", there)
	at := o.git("rev-parse", ledger.MainRef)
	o.note(o.as("asha"), id, "Later")
	for _, back := range []string{at, at + "^", there.git("rev-parse", ledger.MainRef), o.intro} {
		tip := o.git("rev-parse", ledger.MainRef)
		o.git("update-ref", ledger.MainRef, o.git("rev-parse", back))
		if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
			t.Errorf("back at %s: got %v", back, err)
		}
		o.git("update-ref", ledger.MainRef, tip)
	}
	o.sound()
}

// Damage costs one line of the note, and the next note is whole.
func TestReplayedFileIsDamaged(t *testing.T) {
	base, there, _ := diverged(t)
	for name, text := range map[string]string{"one word": "spoiled\n", "no end": "spoiled",
		"empty lines": "\n\n", "three words": "a b c\n"} {
		o := base.afresh(t)
		before := o.state()
		o.must(os.WriteFile(o.replayed(), []byte(text), 0o600))
		o.meets("asha", there)
		o.putBack(before)
		if _, err := o.open("asha", ""); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The note keeps only the last so many lines.
func TestReplayedFileStaysSmall(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	for i := range 500 + 20 {
		o.must(b.NoteReplay(strings.Repeat(string(rune('a'+i%6)), 40), strings.Repeat("0", 40)))
	}
	o.must(b.NoteReplay("from", "to"))
	text, err := os.ReadFile(o.replayed())
	if lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"); err != nil ||
		len(lines) != 500 || !strings.HasPrefix(lines[len(lines)-1], "from to ") {
		t.Errorf("%d lines, the last is %q, %v", len(lines), lines[len(lines)-1], err)
	}
}

// A process on the old line, while that is replaced, reads the old line or returns an error.
// Whatever it writes into the index, the next process has the index of main.
func TestReaderOnTheOldLine(t *testing.T) {
	o, there, id := diverged(t)
	old := o.as("asha")
	joiner := o.as("asha")
	theirs := o.fetched(there)
	_, err := joiner.Join(o.ctx, theirs, Loss{})
	o.must(err)
	d, err := old.Docket(o.ctx, id)
	o.must(err)
	items, err := old.Items(o.ctx, d) // finds the index of another line, and rebuilds it
	o.must(err)
	for _, it := range items {
		if it.Fault != "" || it.Kind == "note" && it.Headline != "Ours" {
			t.Errorf("on the old line: %q, %s", it.Headline, it.Fault)
		}
	}
	o.sound()
	o.reads(id, "Theirs", "Ours")
}

// The same, and the process that joined goes on writing without looking again.
func TestWriterAfterAReaderOnTheOldLine(t *testing.T) {
	o, there, id := diverged(t)
	target := o.note(o.as("asha"), id, "Endorsed here")
	o.must(o.endorse("mina", id, target))
	there.alter("mina", func(m *team.Member, _ time.Time) {
		m.Roles = []team.Role{team.Caseworker}
	})
	old := o.as("asha")
	theirs := o.fetched(there)
	joiner := o.as("asha")
	_, err := joiner.Join(o.ctx, theirs, Loss{})
	o.must(err)
	d, err := old.Docket(o.ctx, id)
	o.must(err)
	_, err = old.Items(o.ctx, d)
	o.must(err)
	o.must(addNote(o, joiner, id, "Later"))
	o.sound()
	o.reads(id, "Theirs", "Ours", "Endorsed here", "Later")
	if list, err := o.as("asha").Endorsed(id, target); err != nil || len(list) != 0 {
		t.Errorf("mina's endorsement waits for her, and is shown as given: %v, %v", list, err)
	}
}
