package casebook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// wrecked copies a copy with a work tree, as far as a disk left it, and changes it.
func (o *office) wrecked(change func(w *store.Wreck)) *store.Wreck {
	o.Helper()
	w := &store.Wreck{GitDir: o.dir, Work: o.TempDir()}
	o.git("--work-tree", w.Work, "checkout", "-q", "-f", ledger.MainRef, "--", ".")
	change(w)
	return w
}

// If every object of a damaged copy is gone, and the outbox is empty, the sealed files of its work
// tree are left. Asha makes the copy again.
func TestSalvageTree(t *testing.T) {
	base := newOffice(t).remoted()
	id := base.newCase()
	server := base.copied()
	ashas, minas := base.note(base.as("asha"), id, "Of asha"),
		base.note(base.as("mina"), id, "Of mina")
	fresh := base.newCase()
	first := base.onlyEntry(fresh)
	lose := func(paths ...string) func(*store.Wreck) {
		return func(w *store.Wreck) {
			for _, p := range append(paths, "objects") {
				base.must(os.RemoveAll(filepath.Join(w.GitDir, p)))
			}
		}
	}
	outbox := filepath.Join("casefile", "outbox")
	for _, tt := range []struct {
		name   string
		who    string
		damage func(*store.Wreck)
		drafts []record.ID // in any order
		shown  []record.ID
		others []string
		broken []record.ID // the entries in the files' names
	}{
		{name: "no outbox", who: "asha", damage: lose(outbox), drafts: []record.ID{ashas},
			shown: []record.ID{minas}, broken: []record.ID{first}},
		{name: "the outbox has it all", who: "asha", damage: lose(),
			drafts: []record.ID{ashas, first}, others: []string{"mina"}},
		{name: "the key of the new case alone is in the outbox", who: "asha",
			damage: func(w *store.Wreck) {
				lose(filepath.Join(outbox, "mina"),
					filepath.Join(outbox, "asha", string(id)+"-"+string(ashas)+".age"),
					filepath.Join(outbox, "asha", string(fresh)+"-"+string(first)+".age"))(w)
			}, drafts: []record.ID{ashas, first}, shown: []record.ID{minas}},
		{name: "the text in the outbox is damaged", who: "asha", damage: func(w *store.Wreck) {
			lose()(w)
			file := filepath.Join(w.GitDir, outbox, "asha", string(id)+"-"+string(ashas)+".age")
			base.must(os.WriteFile(file, []byte("age-encryption.org/v1\n"), 0o600))
		}, drafts: []record.ID{ashas, first}, others: []string{"mina"}},
		{name: "its file is damaged too", who: "asha", damage: func(w *store.Wreck) {
			lose(outbox)(w)
			for _, f := range filesInTree(w.Work) {
				base.must(os.WriteFile(f.path, nil, 0o600))
			}
		}, broken: []record.ID{ashas, minas, first}},
		{name: "the work tree is gone", who: "asha", damage: func(w *store.Wreck) {
			lose(outbox)(w)
			base.must(os.RemoveAll(w.Work))
		}},
		{name: "another builds it again", who: "mina", damage: lose(outbox),
			drafts: []record.ID{minas},
			shown:  []record.ID{ashas}, broken: []record.ID{first}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			there, here := base.afresh(t), server.afresh(t)
			here.now = there.now
			w := there.wrecked(tt.damage)
			out, err := here.as(tt.who).Salvage(here.ctx, w)
			here.must(err)
			here.sound()
			var shown []record.ID
			for _, s := range out.Theirs {
				shown = append(shown, s.Entry)
			}
			if !sameIDs(out.Drafts, tt.drafts) || !sameIDs(shown, tt.shown) ||
				!slices.Equal(out.Others, tt.others) || len(out.Broken) != len(tt.broken) {
				t.Errorf("drafts %v, shown %v, others %v, broken %v", out.Drafts, shown, out.Others,
					out.Broken)
			}
			for _, entry := range tt.broken {
				if !strings.Contains(strings.Join(out.Broken, " "), string(entry)+".md.age") {
					t.Errorf("%s is not named: %v", entry, out.Broken)
				}
			}
			for _, entry := range tt.drafts {
				here.draftSays(tt.who, entry)
			}
			more, err := here.as(tt.who).Salvage(here.ctx, w)
			here.must(err)
			if len(more.Drafts) > 0 {
				t.Errorf("a second time makes drafts of %v", more.Drafts)
			}
		})
	}
}

// draftSays requires a draft that opens and has words.
func (o *office) draftSays(who string, entry record.ID) {
	o.Helper()
	d, err := o.as(who).OpenDraft(string(entry))
	o.must(err)
	if len(d.Text) == 0 || d.Act.None() {
		o.Errorf("the draft of %s has %d bytes, and is to be taken up by %q", entry, len(d.Text),
			d.Act)
	}
}

// onlyEntry returns the one entry of a case.
func (o *office) onlyEntry(id record.ID) record.ID {
	o.Helper()
	facts, err := o.as("asha").Facts(id)
	o.must(err)
	for entry := range facts.Entries {
		return entry
	}
	return ""
}

func sameIDs(got, want []record.ID) bool {
	return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
}

// An entry is known if the records have it, or say that it was erased or its case destroyed.
// Nothing brings those back.
func TestKnowsEntry(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	entry := o.note(o.as("asha"), id, "Of asha")
	for _, tt := range []struct {
		name string
		ref  record.Ref
		want bool
	}{
		{"on main", record.Ref{Case: id, Entry: entry}, true},
		{"of a case, and not on main", record.Ref{Case: id, Entry: "7K2M9QXH"}, false},
		{"of no case here", record.Ref{Case: "K3F927QM", Entry: entry}, false},
	} {
		got, err := o.as("asha").knowsEntry(o.ctx, tt.ref)
		o.must(err)
		if got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	late := newOffice(t)
	ended := late.disposable()
	_, err := late.as("vera").dispose(late.ctx, ended)
	late.must(err)
	known, err := late.as("asha").knowsEntry(late.ctx, record.Ref{Case: ended, Entry: "7K2M9QXH"})
	if !known || err != nil {
		t.Errorf("of a destroyed case: %v, %v", known, err)
	}
}
