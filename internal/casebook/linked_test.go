package casebook

import (
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// asked tells of which cases a look at the date is asked for.
func (o *office) asked(ids ...record.ID) (out []record.ID) {
	o.Helper()
	for _, id := range ids {
		if o.docket(id).Blocked(record.BlockRecheck) {
			out = append(out, id)
		}
	}
	return out
}

// What happens to one case asks for a look at another of the same child, where that has ended
// and no look is asked for yet; a case of a sister is left alone.
func TestLookAtLinkedCases(t *testing.T) {
	o := newOffice(t)
	one, other, sister := o.newCase(), o.newCase(), o.newCase()
	o.sameChild(one, other)
	_, err := o.as("asha").Link(o.ctx, o.folded("asha", one), o.folded("asha", sister), "sibling")
	o.must(err)
	o.closed(one, sister)
	for _, step := range []struct {
		name string
		do   func()
		ask  bool // of one
	}{
		{"the other closes", func() { o.close("asha", other) }, true},
		{"its closing is sent back", func() {
			b := o.as("mina")
			facts, err := b.Facts(other)
			o.must(err)
			d := o.docket(other)
			p := b.prepared(o, other, "endorsement", endorsementText(string(d.Pending),
				facts.Entries[d.Pending].SHA256, "line", "returned"))
			_, err = b.Endorse(o.ctx, other, []*Prepared{p})
			o.must(err)
		}, true},
		{"it closes and is closed", func() { o.closed(other) }, true},
		{"its date is put off", func() {
			o.note(o.as("mina"), other, "They rang")
			_, err := o.as("judith").setDate(o.ctx, other, day("2027-12-31"))
			o.must(err)
			o.floorOf("3")
			_, err = o.as("mina").anew(o.ctx, other, false)
			o.must(err)
		}, true},
		{"its date is confirmed", func() {
			o.note(o.as("mina"), other, "They rang again")
			_, err := o.as("mina").anew(o.ctx, other, false)
			o.must(err)
		}, false},
		{"it is opened again", func() { o.reopens("asha", other) }, true},
		{"the look is asked for already", func() { o.close("asha", other) }, false},
	} {
		if step.name != "the look is asked for already" {
			_, err := o.as("judith").anew(o.ctx, one, false)
			o.must(err)
		}
		before := o.asked(one)
		step.do()
		after := o.asked(one)
		if asked := len(after) > len(before); asked != step.ask {
			t.Errorf("%s: a look is asked for: %v", step.name, asked)
		}
		if len(o.asked(sister)) > 0 {
			t.Fatalf("%s: the sister's date is asked for", step.name)
		}
	}
}

// The dates of one child's cases are computed one after the other, and that comes to an end. It
// does so too for three cases in a row, of which the first and the last do not name each other.
func TestRetainEnds(t *testing.T) {
	o := newOffice(t)
	a, b, c := o.newCase(), o.newCase(), o.newCase()
	o.sameChild(a, b)
	o.sameChild(b, c)
	o.closed(a, b, c)
	for range 2 { // from no date, and from the first ones
		rounds := 0
		for ; len(o.asked(a, b, c)) > 0 || rounds == 0; rounds++ {
			if rounds == 9 {
				t.Fatalf("a look is still asked for at %v", o.asked(a, b, c))
			}
			for _, id := range []record.ID{a, b, c} {
				_, err := o.as("judith").anew(o.ctx, id, false)
				o.must(err)
			}
		}
		o.note(o.as("asha"), b, "They rang")
	}
	// Together: c alone is kept longer, which reaches a by way of b, in one commit.
	o.now = time.Date(2027, 3, 6, 9, 0, 0, 0, time.UTC)
	for _, id := range []record.ID{a, b, c} {
		o.reopens("asha", id)
	}
	o.closed(a, b)
	_, err := o.as("judith").anew(o.ctx, a, false)
	o.must(err)
	late := o.as("asha")
	p := late.prepared(o, c, "closure", closureLate)
	_, err = late.Close(o.ctx, c, p)
	o.must(err)
	n := o.commits()
	r, err := o.as("judith").RecomputeRetention(o.ctx, []record.ID{a, b, c}, false, func(int) {})
	o.must(err)
	if len(r.Commits) != 1 || o.commits() != n+1 || len(r.Skipped)+len(r.Linked) > 0 ||
		len(o.asked(a, b, c)) > 0 {
		t.Errorf("together: %+v", r)
	}
	for _, id := range []record.ID{a, b, c} {
		if until := o.docket(id).RetainUntil; until != day("2028-12-31") {
			t.Errorf("%s is kept until %s", id, until)
		}
		if why := o.folded("judith", id).RetainEarly(); why != "" {
			t.Error(why)
		}
	}
}

const closureLate = `---
kind: closure
headline: The family goes on by itself
reason: The intended outcome is reached
service_ended: 2027-03-06
outcome: Regular meals
child_view: '"Thank you."'
parent_view: Content
evidence_of_change: The lunch list
agencies_told: [Hill Lane School]
transfer_review: {needed: no, reason: The same school, by: Mina Hall}
---
`

// Each act that asked for a look at another case is done again where copies meet: what it does
// to its own case, and the look wherever one is to be asked for by now.
func TestLinkedActsAgain(t *testing.T) {
	base := newOffice(t).remoted()
	one, other := base.newCase(), base.newCase()
	base.sameChild(one, other)
	base.closed(one, other)
	_, err := base.as("judith").RecomputeRetention(base.ctx, []record.ID{one, other}, false,
		func(int) {})
	base.must(err)
	for _, tt := range []struct {
		name, op, who string
		do            func(o *office)
		there         func(o *office)
		conflict      bool
		asked         []record.ID
	}{
		{"reopened, while the other had a note", team.OpReopen, "asha",
			func(o *office) { o.reopens("asha", one) },
			func(o *office) {
				o.note(o.as("mina"), other, "They rang")
			}, false, []record.ID{other}},
		{"reopened, while the other was, which asked for a look", team.OpReopen, "asha",
			func(o *office) { o.reopens("asha", one) },
			// no open case waits for a look
			func(o *office) { o.reopens("mina", other) }, false, nil},
		{"reopened on both sides", team.OpReopen, "asha",
			func(o *office) { o.reopens("asha", one) },
			func(o *office) { o.reopens("mina", one) }, true, []record.ID{other}},
		{"both dated, while one had a note", team.OpRetain, "judith",
			func(o *office) {
				o.note(o.as("judith"), one, "They rang")
				must(o.as("judith").RecomputeRetention(o.ctx, []record.ID{one, other}, false, func(int) {}))
			},
			func(o *office) { o.note(o.as("mina"), one, "They rang again") }, false, nil},
		{"one dated, while it was opened", team.OpRetain, "judith",
			func(o *office) {
				o.note(o.as("judith"), one, "They rang")
				must(o.as("judith").RecomputeRetention(o.ctx, []record.ID{one}, false, func(int) {}))
			},
			func(o *office) { o.reopens("mina", one) }, true, []record.ID{other}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			there := o.copied()
			tt.do(o)
			tt.there(there)
			j := o.meets(tt.who, there)
			if (len(j.Conflicts) > 0) != tt.conflict {
				t.Fatalf("%+v", j.Conflicts)
			}
			for _, c := range j.Conflicts {
				if !slices.Equal(c.Cases, []record.ID{one}) || len(c.Commands()) != 1 {
					t.Errorf("the conflict is about %v, and is repeated by %v", c.Cases, c.Commands())
				}
			}
			for _, r := range j.Replayed {
				if r.Op == team.OpReopen && !slices.Equal(r.Cases, []record.ID{one}) {
					t.Errorf("done again for %v", r.Cases)
				}
			}
			if asked := o.asked(one, other); !slices.Equal(asked, tt.asked) {
				t.Errorf("a look is asked for at %v, wanted %v", asked, tt.asked)
			}
			o.sound()
		})
	}
}
