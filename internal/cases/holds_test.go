package cases

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// unlist takes an entry off the docket's holds, as a client does that keeps to no rule.
func (b *book) unlist(e *record.Entry) {
	next := b.in.Docket.WithoutHold(e.ID)
	b.in.Docket = &next
}

func (b *book) list(id record.ID) {
	next := b.in.Docket.WithHold(id)
	b.in.Docket = &next
}

func (b *book) hold(recorded string) *record.Entry {
	b.t.Helper()
	return b.add("hold", recorded, fields{"reason": "an inquiry", "basis": "its letter"})
}

func (b *book) death(recorded, who string) *record.Entry {
	b.t.Helper()
	return b.add("death", recorded, fields{"who": who, "died_on": "2026-02-01"})
}

// corrects records another text of a death, under add.
func (b *book) corrects(recorded string, was *record.Entry, who string) *record.Entry {
	b.t.Helper()
	return b.add("death", recorded, fields{"who": who, "died_on": "2026-02-01",
		"amend_reason": "error", "links": links{"amends": was}})
}

// again puts a hold on that another tells of.
func (b *book) onAgain(recorded string, was *record.Entry) *record.Entry {
	b.t.Helper()
	return b.add("hold", recorded, fields{"reason": "once more", "links": links{"hold": was}})
}

// refused records a release that took a hold off the docket, and that a reader refuses.
func (b *book) refused(recorded string, hold *record.Entry) {
	b.released(recorded, hold)
	it := &b.in.Items[len(b.in.Items)-1]
	it.Rule, it.Fault, it.Ends = "released", "no senior manager signed it", hold.ID
}

// What holds a case is in its docket, or in a text that nobody has released. Entries are 21GH
// and on, as they are recorded; each hold is named with what it is.
func TestHoldsInForce(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		build      func(*book)
	}{
		{"none", "", func(b *book) { b.add("note", "2026-02-01T10:00Z", nil) }},
		{"one", "21GH", func(b *book) { b.hold("2026-02-01T10:00Z") }},
		{"two", "21GH 22GH", func(b *book) {
			b.hold("2026-02-01T10:00Z")
			b.hold("2026-02-02T10:00Z")
		}},
		{"the first of two is released", "22GH", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			b.hold("2026-02-02T10:00Z")
			b.released("2026-02-03T10:00Z", h)
		}},
		{"a death beside a hold", "21GH 22GH:death", func(b *book) {
			b.hold("2026-02-01T10:00Z")
			b.death("2026-02-02T10:00Z", "subject")
		}},
		{"the hold is released, and the death is not", "22GH:death", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			b.death("2026-02-02T10:00Z", "subject")
			b.released("2026-02-03T10:00Z", h)
		}},
		{"the death of a parent", "", func(b *book) { b.death("2026-02-01T10:00Z", "parent") }},
		{"corrected to the subject's, and the docket names no text of it", "21GH:death:unlisted",
			func(b *book) {
				b.corrects("2026-02-02T10:00Z", b.death("2026-02-01T10:00Z", "parent"), "subject")
			}},
		{"corrected to the subject's under hold", "22GH:death", func(b *book) {
			e := b.corrects("2026-02-02T10:00Z", b.death("2026-02-01T10:00Z", "parent"), "subject")
			b.list(e.ID)
		}},
		{"the day of a death is corrected", "21GH:death", func(b *book) {
			b.corrects("2026-02-02T10:00Z", b.death("2026-02-01T10:00Z", "subject"), "subject")
		}},
		{"a death that was somebody else's: held until it is released", "21GH:death",
			func(b *book) {
				b.corrects("2026-02-02T10:00Z", b.death("2026-02-01T10:00Z", "subject"), "parent")
			}},
		{"and released", "", func(b *book) {
			d := b.death("2026-02-01T10:00Z", "subject")
			b.corrects("2026-02-02T10:00Z", d, "parent")
			b.released("2026-02-03T10:00Z", d)
		}},
		{"and corrected back: the release was of something else", "21GH:death:unlisted",
			func(b *book) {
				d := b.death("2026-02-01T10:00Z", "subject")
				e := b.corrects("2026-02-02T10:00Z", d, "parent")
				b.released("2026-02-03T10:00Z", d)
				b.corrects("2026-02-04T10:00Z", e, "subject")
			}},
		{"a released death is corrected: it stays released", "", func(b *book) {
			d := b.death("2026-02-01T10:00Z", "subject")
			b.released("2026-02-03T10:00Z", d)
			b.corrects("2026-02-04T10:00Z", d, "subject")
		}},
		{"one of two texts apart is of the subject", "21GH:death:unlisted", func(b *book) {
			d := b.death("2026-02-01T10:00Z", "parent")
			for by, who := range map[string]string{"asha": "subject", "hall": "parent"} {
				b.written("death", by, "2026-02-02T10:00Z", "2026-02-03T10:00Z", on{d}, fields{
					"who": who, "died_on": "2026-02-01", "amend_reason": "error",
					"links": links{"amends": d}})
			}
		}},
		{"a release that names none ends none", "21GH", func(b *book) {
			b.hold("2026-02-01T10:00Z")
			b.add("release", "2026-02-03T10:00Z", fields{"reason": "over"})
		}},
		{"released by the docket and by no text", "21GH:unlisted", func(b *book) {
			b.unlist(b.hold("2026-02-01T10:00Z"))
		}},
		{"released by a text and not by the docket", "21GH", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			b.released("2026-02-03T10:00Z", h)
			b.list(h.ID)
		}},
		{"an entry that nobody can read", "9QXH:unread", func(b *book) { b.list("9QXH7K2M") }},
		{"put on again: the later one stands for both", "22GH", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			b.unlist(h)
			b.onAgain("2026-02-02T10:00Z", h)
		}},
		{"put on again, and released", "", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			b.unlist(h)
			b.released("2026-02-03T10:00Z", b.onAgain("2026-02-02T10:00Z", h))
		}},
		{"a death put on again is a death's", "22GH:death", func(b *book) {
			d := b.death("2026-02-01T10:00Z", "subject")
			b.unlist(d)
			b.onAgain("2026-02-02T10:00Z", d)
		}},
		{"and a third time", "23GH:death", func(b *book) {
			d := b.death("2026-02-01T10:00Z", "subject")
			b.unlist(d)
			again := b.onAgain("2026-02-02T10:00Z", d)
			b.unlist(again)
			b.onAgain("2026-02-03T10:00Z", again)
		}},
		{"a hold in the docket that another puts on again holds too", "21GH 22GH", func(b *book) {
			b.onAgain("2026-02-02T10:00Z", b.hold("2026-02-01T10:00Z"))
		}},
		{"a hold that names a later one ends nothing of it", "21GH 22GH:unlisted", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			later := b.hold("2026-02-02T10:00Z")
			b.unlist(later)
			h.Links = map[string][]record.Ref{"hold": {later.Ref()}}
		}},
		{"two that name each other hold both", "21GH:unlisted 22GH:unlisted", func(b *book) {
			h := b.hold("2026-02-01T10:00Z")
			later := b.hold("2026-02-01T10:00Z")
			b.unlist(h)
			b.unlist(later)
			h.Links = map[string][]record.Ref{"hold": {later.Ref()}}
		}},
		// Records may release a plain hold. Its text can't be made that of a death afterwards.
		{"a released hold says later that it puts a death on again", "21GH:death:unlisted",
			func(b *book) {
				d := b.death("2026-02-01T10:00Z", "subject")
				b.unlist(d)
				h := b.hold("2026-02-02T10:00Z")
				b.released("2026-02-03T10:00Z", h)
				b.unlist(b.add("hold", "2026-02-04T10:00Z", fields{"reason": "once more",
					"amend_reason": "addition", "links": links{"amends": h, "hold": d}}))
			}},
		// Who may not release a death can't release it by saying first that it was another's.
		{"a death is called a parent's, and its release is refused", "21GH:death:unlisted",
			func(b *book) {
				d := b.death("2026-02-01T10:00Z", "subject")
				b.corrects("2026-02-02T10:00Z", d, "parent")
				b.refused("2026-02-03T10:00Z", d)
			}},
		{"and then a senior manager releases it", "", func(b *book) {
			d := b.death("2026-02-01T10:00Z", "subject")
			b.corrects("2026-02-02T10:00Z", d, "parent")
			b.refused("2026-02-03T10:00Z", d)
			b.released("2026-02-05T10:00Z", b.onAgain("2026-02-04T10:00Z", d))
		}},
	} {
		b := newBook(t)
		tt.build(b)
		c := b.fold()
		if got := heldWords(c); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		unlisted := strings.Contains(tt.want, ":unlisted")
		if got := slices.ContainsFunc(c.Findings, func(f record.Finding) bool {
			return f.Rule == RuleHoldUnlisted && f.Severity == record.Error
		}); got != unlisted {
			t.Errorf("%s: the finding %s is %v, want %v", tt.name, RuleHoldUnlisted, got, unlisted)
		}
		if c.Retention.Held != (tt.want != "") {
			t.Errorf("%s: held is %v", tt.name, c.Retention.Held)
		}
	}
}

// heldWords returns the holds of a case, each with what it is.
func heldWords(c *Case) string {
	var out []string
	for _, h := range c.Holds {
		word := string(h.ID[:4])
		for mark, is := range map[string]bool{":death": h.Death, ":unread": h.Entry == nil} {
			if is {
				word += mark
			}
		}
		if c.Unlisted(h) {
			word += ":unlisted"
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

// A look back has the texts alone: the docket of today says nothing of then.
func TestHoldsThen(t *testing.T) {
	b := newBook(t)
	h := b.hold("2026-02-01T10:00Z")
	b.released("2026-02-03T10:00Z", h)
	b.in.AsAt = at(t, "2026-02-02T10:00Z")
	c := b.fold()
	if got := heldWords(c); got != "21GH" || len(c.unlisted()) != 0 {
		t.Errorf("it was held by %q, unlisted %d", got, len(c.unlisted()))
	}
}

// Each hold is looked at again by itself, whatever the status of the case: a release of one
// leaves the day of the other, and a look sets the next day of the one that it is at.
func TestHoldReviews(t *testing.T) {
	for _, status := range []record.Status{record.Open, record.Closing, record.Closed,
		record.Transferred, record.Disposing} {
		b := newBook(t)
		b.in.Docket.Status = status
		b.in.Now = at(t, "2026-03-20T09:00Z")
		one := b.add("hold", "2026-03-02T10:00Z",
			fields{"reason": "a claim", "review_on": "2026-04-01"})
		two := b.add("hold", "2026-03-02T11:00Z",
			fields{"reason": "an inquiry", "review_on": "2026-05-01"})
		want := func(what string, days ...string) {
			t.Helper()
			var got, shown []string
			c := b.fold()
			for _, h := range c.Holds {
				shown = append(shown, h.ReviewOn.String())
			}
			for _, d := range c.Deadlines {
				if d.Rule == RuleHoldReview {
					got = append(got, d.Day.String())
					if d.Role != RoleRecords {
						t.Errorf("%s: the review is for %q", status, d.Role)
					}
				}
			}
			if !slices.Equal(got, days) || !slices.Equal(shown, days) {
				t.Errorf("%s, %s: the reviews are on %v, and shown on %v; want %v", status, what,
					got,
					shown, days)
			}
		}
		want("both hold", "2026-04-01", "2026-05-01")
		b.add("decision", "2026-03-10T10:00Z",
			fields{"review_on": "2026-06-01", "links": links{"related": two}})
		want("a look at the second", "2026-04-01", "2026-06-01")
		b.released("2026-03-11T10:00Z", one)
		want("the first is released", "2026-06-01")
		b.released("2026-03-12T10:00Z", two)
		want("both are released")
	}
}

func TestHoldNamed(t *testing.T) {
	const other = record.ID("7K2M9QXH")
	ref := func(c, e record.ID) record.Ref { return record.Ref{Case: c, Entry: e} }
	for _, tt := range []struct {
		name  string
		links []record.Ref
		good  bool
	}{
		{"the one", []record.Ref{ref(caseID, "9QXH7K2M")}, true},
		{"none", nil, false},
		{"another", []record.Ref{ref(caseID, other)}, false},
		{"both", []record.Ref{ref(caseID, "9QXH7K2M"), ref(caseID, other)}, false},
		{"of another case", []record.Ref{ref("P4W83XKM", "9QXH7K2M")}, false},
	} {
		e := &record.Entry{Case: caseID, Links: map[string][]record.Ref{"hold": tt.links}}
		if got := HoldNamed(e, "9QXH7K2M"); got.Failed() == tt.good {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
