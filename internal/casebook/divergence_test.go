package casebook

import (
	"fmt"
	"slices"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

// Two lines are told apart by what each has and the other lacks, in words of their own commits.
func TestDivergence(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	told := func(list []CommitSummary) (out []string) {
		for _, d := range list {
			out = append(out, fmt.Sprint(d.Who, " ", d.Op, " ", len(d.Cases)))
		}
		return out
	}
	for _, tt := range []struct {
		name        string
		here, there func(o *office)
		onlyHere    []string
		onlyThere   []string
		all         int // commits here, where not all are told
	}{
		{name: "the same"},
		{name: "here alone", here: func(o *office) { o.note(o.as("asha"), id, "Here") },
			onlyHere: []string{"asha add 1"}},
		{name: "there alone", there: func(o *office) { o.concern("mina", id) },
			onlyThere: []string{"mina concern 1"}},
		{name: "both, oldest first", here: func(o *office) {
			o.close("asha", id)
			o.must(o.endorse("mina", id, o.pending(id).Entry))
		}, there: func(o *office) {
			o.alter("mina", role("lead"))
			o.newCase()
		}, onlyHere: []string{"asha close 1", "mina endorse 1"},
			onlyThere: []string{"judith team 0", "asha open 1"}},
		{name: "more than are told", here: func(o *office) {
			for range maxSummaries + 2 {
				o.note(o.as("asha"), id, "One of many")
			}
		}, onlyHere: slices.Repeat([]string{"asha add 1"}, maxSummaries), all: maxSummaries + 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			here, there := base.afresh(t), base.afresh(t)
			if tt.here != nil {
				tt.here(here)
			}
			if tt.there != nil {
				tt.there(there)
			}
			parted := base.git("rev-parse", ledger.MainRef)
			at, h, err := here.as("judith").DivergedFrom(here.ctx, here.fetched(there))
			here.must(err)
			if at != parted {
				t.Errorf("they part at %s, want %s", at, parted)
			}
			if got := told(h.Here); !slices.Equal(got, tt.onlyHere) {
				t.Errorf("only here %q, want %q", got, tt.onlyHere)
			}
			if got := told(h.There); !slices.Equal(got, tt.onlyThere) {
				t.Errorf("only there %q, want %q", got, tt.onlyThere)
			}
			if h.AllHere != max(len(tt.onlyHere), tt.all) || h.AllThere != len(tt.onlyThere) {
				t.Errorf("%d commits here and %d there", h.AllHere, h.AllThere)
			}
			for _, d := range slices.Concat(h.Here, h.There) {
				if len(d.Cases) > 0 && d.Op != "open" && !slices.Equal(d.Cases, []record.ID{id}) {
					t.Errorf("%s is about %v", d.Op, d.Cases)
				}
			}
		})
	}
}

// Records that begin otherwise have no commit in common with these.
func TestHalvesOfOtherRecords(t *testing.T) {
	o, other := newOffice(t), newOffice(t)
	at, h, err := o.as("judith").DivergedFrom(o.ctx, o.fetched(other))
	if err != nil || at != "" || len(h.Here)+len(h.There) > 0 {
		t.Errorf("they part at %q, %+v, %v", at, h, err)
	}
}
