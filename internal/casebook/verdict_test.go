package casebook

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// The texts that the program makes pass the checks of typed texts, whatever the comment says.
func TestVerdictText(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	target := &cases.Item{Entry: &record.Entry{ID: "7K2M9QXH", Case: "K3F927QM"},
		SHA256: strings.Repeat("ab", 32)}
	for _, tt := range []struct {
		name string
		v    Verdict
	}{
		{"endorsed", Verdict{Level: "line", Verdict: "endorsed"}},
		{"returned", Verdict{Level: "senior", Verdict: "returned",
			Comment: "Say who was there: \"Sam\"?\nAnd when. # not a comment"}},
		{"in another's place", Verdict{Level: "line", Verdict: "endorsed", Covering: "mina"}},
	} {
		text := tt.v.text(target)
		e, found := kinds.Check(text, "comment",
			record.Context{Now: time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC), Zone: time.UTC,
				Kind: "endorsement"})
		if found.Failed() {
			t.Errorf("%s: %v\n%s", tt.name, found, text)
			continue
		}
		got := Verdict{e.Str("level"), e.Str("verdict"), e.Str("covering"), e.Str("comment")}
		if got != tt.v || e.Str("target") != "7K2M9QXH" || e.Str("target_sha256") != target.SHA256 {
			t.Errorf("%s: read back as %+v of %s", tt.name, got, e.Str("target"))
		}
	}
}

// The death of the subject puts a hold on the case in the commit that records it, beside other
// holds. The death of somebody else does not.
func TestDeathHolds(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.must(holdCase(o, o.as("judith"), id))
	died := func(who string) *Done {
		b := o.as("asha")
		text := "---\nkind: death\noccurred: 2026-01-05\nheadline: A death\nwho: " + who +
			"\nwhat: in hospital\ndied_on: 2026-01-05\nbasis: told by the ward\n---\n"
		done, err := b.Add(o.ctx, id, []*Prepared{b.prepared(t, id, "death", text)}, nil)
		o.must(err)
		return done
	}
	if done := died("parent"); done.Change.Op != "add" || len(o.docket(id).Holds) != 1 {
		t.Errorf("of a parent: %s, held by %v", done.Change.Op, o.docket(id).Holds)
	}
	done := died("subject")
	death := done.Change.Cases[0].Entries[0].Entry.ID
	if done.Change.Op != "hold" || len(o.docket(id).Holds) != 2 || !o.docket(id).HeldBy(death) {
		t.Errorf("of the subject: %s, held by %v", done.Change.Op, o.docket(id).Holds)
	}
}

// The endorsements come in the order of their own IDs. If one entry can't be endorsed, none is
// made.
func TestPrepareEndorsements(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	var refs []record.Ref
	for _, headline := range []string{"Rang the school", "Home visit", "Wrote to the aunt"} {
		refs = append(refs, record.Ref{Case: id, Entry: o.note(o.as("asha"), id, headline)})
	}
	b := o.as("mina")
	settle := func(ref record.Ref) (*cases.Item, Verdict, error) {
		target := &cases.Item{Entry: &record.Entry{ID: ref.Entry, Case: id},
			SHA256: strings.Repeat("ab", 32)}
		return target, Verdict{Level: "line", Verdict: "endorsed"}, nil
	}
	list, err := b.PrepareEndorsements(o.ctx, refs, settle)
	o.must(err)
	targets := map[string]bool{}
	for i, p := range list {
		targets[p.Entry.Str("target")] = true
		if i > 0 && list[i-1].Entry.ID >= p.Entry.ID {
			t.Errorf("%s comes before %s", list[i-1].Entry.ID, p.Entry.ID)
		}
	}
	if len(list) != 3 || len(targets) != 3 {
		t.Errorf("%d endorsements of %d entries", len(list), len(targets))
	}
	own := errors.New("it is your own entry")
	list, err = b.PrepareEndorsements(o.ctx, refs,
		func(ref record.Ref) (*cases.Item, Verdict, error) {
			if ref == refs[1] {
				return nil, Verdict{}, own
			}
			return settle(ref)
		})
	if list != nil || !errors.Is(err, own) {
		t.Errorf("%v, %v", list, err)
	}
}
