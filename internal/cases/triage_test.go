package cases

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
)

// A triage counts by the rights of its author, the others who were here, and the people who are
// involved.
func TestTriageCounts(t *testing.T) {
	for _, tt := range []struct {
		name           string
		as             string
		leads, seniors []string
		by, involved   []string
		want           bool
	}{
		{"a lead", "lead", []string{"mina"}, []string{"ruth"}, []string{"mina"}, []string{"ben"},
			true},
		{"who covers for a lead", "cover", []string{"asha"}, []string{"ruth"}, []string{"asha"},
			[]string{"ben"}, true},
		{"a caseworker", "", []string{"mina"}, []string{"ruth"}, []string{"asha"}, []string{"ben"},
			false},
		{"a caseworker, where nobody else is", "", nil, nil, []string{"asha"}, []string{"ben"},
			false},
		{"a senior beside a lead", "senior", []string{"mina"}, []string{"ruth"}, []string{"ruth"},
			[]string{"ben"}, false},
		{"a senior without a lead", "senior", nil, []string{"ruth"}, []string{"ruth"},
			[]string{"ben"}, true},
		{"a senior, where the only lead raised it", "senior", []string{"mina"}, []string{"ruth"},
			[]string{"ruth"}, []string{"mina"}, true},
		{"a senior, where one of two leads raised it", "senior", []string{"lena", "mina"},
			[]string{"ruth"}, []string{"ruth"}, []string{"mina"}, false},
		{"a lead who raised it, beside a senior", "lead", []string{"mina"}, []string{"ruth"},
			[]string{"mina"}, []string{"mina"}, false},
		{"a lead who raised it, beside a lead", "lead", []string{"lena", "mina"}, nil,
			[]string{"mina"}, []string{"mina"}, false},
		{"a lead who raised it, and nobody else", "lead", []string{"mina"}, nil, []string{"mina"},
			[]string{"mina"}, true},
		{"a lead who is the one senior too", "lead", []string{"mina"}, []string{"mina"},
			[]string{"mina"}, []string{"mina"}, true},
		{"a lead who is named, and a senior who raised it", "lead", []string{"mina"},
			[]string{"ruth"}, []string{"mina"}, []string{"mina", "ruth"}, true},
		{"who adopted the concern, as a lead", "lead", []string{"mina"}, []string{"ruth"},
			[]string{"mina"}, []string{"omar", "mina"}, false},
		{"an absent member's, signed by a lead", "lead", []string{"mina"}, []string{"ruth"},
			[]string{"omar", "mina"}, []string{"ben"}, true},
	} {
		if got := triageCounts(Triagers{tt.as, tt.leads, tt.seniors}, tt.by,
			tt.involved); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// Whom a concern names in what it is about, and not whom its author told.
func TestNamedIn(t *testing.T) {
	names := map[string]string{"mina": "Mina Hall", "ruth": "Ruth Ørsted", "jo": "Jo"}
	for _, tt := range []struct {
		fields fields
		want   []string
	}{
		{fields{"about": "Mina Hall"}, []string{"mina"}},
		{fields{"seen_or_heard": "“Mrs Hall pulled my arm,” he said."}, []string{"mina"}},
		{fields{"seen_or_heard": "MINA HALL shouted; ruth orsted too"}, []string{"mina", "ruth"}},
		{fields{"seen_or_heard": "He came out of the hall, and told Jo."}, nil},
		{fields{"about": "HALL, Mina", "child_said": "Ruth Oersted saw it"},
			[]string{"mina", "ruth"}},
		{fields{"seen_or_heard": "M. Hall was with him"}, []string{"mina"}},
		{fields{"seen_or_heard": "Nurse Hall gave it to him"}, []string{"mina"}},
		{fields{"seen_or_heard": "MH was worse; Hall, then Mina"}, nil},
		{fields{"told": "Mina Hall, at once", "seen_or_heard": "A bruise."}, nil},
		{fields{"seen_or_heard": "Mina Hallam was there."}, nil},
	} {
		e := &record.Entry{Fields: tt.fields}
		if got := NamedIn(e, names); !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.fields, got, tt.want)
		}
	}
}

// concernBook returns a case in which ben, who reads nothing, has raised a concern on Friday at
// 09:00; asha works on it, hall is the lead.
func concernBook(t *testing.T, danger string) (*book, *record.Entry) {
	b := newBook(t)
	b.in.Now = at(t, "2026-03-13T12:00Z")
	e := b.add("concern", "2026-03-06T09:00Z",
		fields{"by": "ben", "immediate_danger": danger, "headline": "A bruise",
			"reason_for_none": "left to the lead"})
	b.last().MayAdd = false
	return b, e
}

func (b *book) last() *Item { return &b.in.Items[len(b.in.Items)-1] }

// triage records a triage by a member. as gives their rights.
func (b *book) triage(recorded, by, as string, e *record.Entry) *record.Entry {
	out := b.add("triage", recorded, fields{"by": by, "links": links{"concern": e}})
	b.last().Triagers = Triagers{As: as, Leads: []string{"hall"}, Seniors: []string{"okoro"}}
	return out
}

const (
	inTheHour = "2026-03-06T10:00Z"
	onMonday  = "2026-03-09T09:00Z"
)

// The clock counts from the earliest text, and the most urgent one rules until the triage.
// A text that is not the author's replaces nothing, whatever came first.
func TestConcernInSeveralTexts(t *testing.T) {
	amend := func(b *book, recorded, by, danger string, to *record.Entry) *record.Entry {
		return b.add("concern", recorded,
			fields{"by": by, "immediate_danger": danger, "amend_reason": "error",
				"headline": "A fall", "links": links{"amends": to}})
	}
	for _, tt := range []struct {
		name   string
		danger string
		tell   func(b *book, e *record.Entry)
		due    string // of the first text
		want   string // danger, as it is told of the first
		waits  int    // concerns to be triaged
		shown  int    // rows
	}{
		{"danger", "yes", nil, inTheHour, "yes", 1, 1},
		{"no danger", "no", nil, "", "no", 1, 1},
		{"nobody knows", "unknown", nil, inTheHour, "unknown", 1, 1},
		{"its author takes it back", "yes", func(b *book, e *record.Entry) {
			amend(b, "2026-03-06T09:30Z", "ben", "no", e)
		},
			inTheHour, "yes", 1, 1},
		{"its author sees more", "no", func(b *book, e *record.Entry) {
			amend(b, "2026-03-06T11:30Z", "ben", "yes", e)
		},
			inTheHour, "yes", 1, 1},
		{"a reader takes it back", "yes", func(b *book, e *record.Entry) {
			amend(b, "2026-03-06T09:30Z", "asha", "no", e)
		},
			inTheHour, "yes", 1, 2},
		{"a reader sees more", "no", func(b *book, e *record.Entry) {
			amend(b, "2026-03-06T09:30Z", "asha", "yes", e)
		},
			inTheHour, "yes", 1, 2},
		{"one who reads nothing takes it back", "yes", func(b *book, e *record.Entry) {
			amend(b, "2026-03-06T09:30Z", "nia", "no", e)
			b.last().MayAdd = false
		}, inTheHour, "yes", 2, 2},
		{"its author takes it back after the triage", "yes", func(b *book, e *record.Entry) {
			b.triage("2026-03-06T09:50Z", "hall", "lead", e)
			amend(b, "2026-03-06T09:55Z", "ben", "no", e)
		}, inTheHour, "no", 0, 2},
		{"a reader takes it back after the triage", "yes", func(b *book, e *record.Entry) {
			b.triage("2026-03-06T09:50Z", "hall", "lead", e)
			amend(b, "2026-03-06T09:55Z", "asha", "no", e)
		}, inTheHour, "yes", 0, 3},
		{"its author sees more after the triage", "no", func(b *book, e *record.Entry) {
			b.triage("2026-03-06T09:50Z", "hall", "lead", e)
			amend(b, "2026-03-09T08:00Z", "ben", "yes", e)
		}, onMonday, "yes", 1, 2},
		{"and that is triaged too", "no", func(b *book, e *record.Entry) {
			b.triage("2026-03-06T09:50Z", "hall", "lead", e)
			b.triage("2026-03-09T08:30Z", "hall", "lead",
				amend(b, "2026-03-09T08:00Z", "ben", "yes", e))
		}, onMonday, "yes", 0, 3},
	} {
		b, e := concernBook(t, tt.danger)
		if tt.tell != nil {
			tt.tell(b, e)
		}
		c := b.fold()
		n := c.Concerns[slices.IndexFunc(c.Concerns, func(n *Concern) bool {
			return n.Entry.First.ID == e.ID
		})]
		if tt.due != "" && !n.Due.Equal(at(t, tt.due)) {
			t.Errorf("%s: due %s", tt.name, n.Due)
		}
		if tt.due == "" && !n.Due.After(at(t, inTheHour)) {
			t.Errorf("%s: due %s, in the hour", tt.name, n.Due)
		}
		if n.Immediate != tt.want || len(c.ToTriage()) != tt.waits ||
			len(c.Chronology(false)) != tt.shown {
			t.Errorf("%s: danger %s, %d wait, %d rows", tt.name, n.Immediate, len(c.ToTriage()),
				len(c.Chronology(false)))
		}
	}
}

// Who may not triage has seen it: that is told, and the clock runs on.
func TestSeenIsNotTriaged(t *testing.T) {
	b, e := concernBook(t, "yes")
	e.Fields["reason_for_none"] = record.Unknown
	seen := b.triage("2026-03-06T09:10Z", "asha", "", e)
	b.last().Action = "rang the school"
	c := b.fold()
	n := c.Concerns[0]
	if !n.Untriaged() || len(n.Seen) != 1 || n.Seen[0].ID != seen.ID ||
		n.Action != "rang the school" {
		t.Errorf("%+v", n)
	}
	if got := c.SeenBy(n); got != "Asha Rao" {
		t.Errorf("seen by %q", got)
	}
	i := slices.IndexFunc(c.Deadlines, func(d Deadline) bool {
		return d.Rule == RuleConcernWithoutTriage
	})
	if i < 0 || c.Deadlines[i].What != "triage of the concern, seen by Asha Rao" {
		t.Errorf("deadlines %+v", c.Deadlines)
	}
	b.triage("2026-03-06T11:00Z", "hall", "lead", e)
	c = b.fold()
	if n := c.Concerns[0]; n.Untriaged() || !n.Read.Done.Equal(at(t, "2026-03-06T11:00Z")) ||
		len(n.Seen) != 1 {
		t.Errorf("after the lead: %+v", n)
	}
}

// A triage that files a concern elsewhere stops its clock in an intake alone. In a case with a key
// worker, nobody who is involved ends it by that word.
func TestFileInCaseOfNoIntake(t *testing.T) {
	for _, keyWorker := range []string{"asha", ""} {
		b, e := concernBook(t, "yes")
		b.in.Docket.KeyWorker = keyWorker
		e.Fields["seen_or_heard"] = "Mrs Hall shouted."
		b.triage("2026-03-06T09:10Z", "hall", "lead", e)
		b.in.Items[len(b.in.Items)-1].Triagers.Seniors = []string{"okoro"}
		b.last().Fields["decision"] = DecisionFiled
		if got := b.fold().Concerns[0].Untriaged(); got != (keyWorker != "") {
			t.Errorf("key worker %q: untriaged %t", keyWorker, got)
		}
	}
}

// A lead who corrects what a caseworker saw has read it then, and no earlier.
func TestTriageThatALeadAmends(t *testing.T) {
	b, e := concernBook(t, "yes")
	seen := b.triage("2026-03-06T09:10Z", "asha", "", e)
	seen.Fields["read_at"] = "2026-03-06T09:10+00:00"
	b.add("triage", "2026-03-06T12:00Z",
		fields{"by": "hall", "read_at": "2026-03-06T09:10+00:00", "amend_reason": "addition",
			"links": links{"concern": e, "amends": seen}})
	n := b.fold().Concerns[0]
	if n.Untriaged() || !n.Read.Done.Equal(at(t, "2026-03-06T12:00Z")) {
		t.Errorf("read at %s", n.Read.Done)
	}
}

// Whatever people record about concerns, and in whatever order it arrives: each text is on
// some page, and recording more brings no clock forward that runs.
func TestNoTextVanishes(t *testing.T) {
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		b, e := concernBook(t, []string{"yes", "no", "unknown"}[r.Intn(3)])
		told := []*record.Entry{e}
		due := b.fold().Concerns[0].Due
		for step := range 1 + r.Intn(5) {
			when := at(t, "2026-03-06T09:10Z").Add(time.Duration(step) * 20 * time.Minute).Format(
				time.RFC3339)
			if to := told[r.Intn(len(told))]; r.Intn(4) > 0 && to.Kind == "concern" {
				told = append(told,
					b.add("concern", when,
						fields{"by": []string{"ben", "asha", "nia"}[r.Intn(3)],
							"headline":         fmt.Sprint("text ", step),
							"immediate_danger": []string{"yes", "no", "unknown"}[r.Intn(3)],
							"amend_reason":     "error", "links": links{"amends": to}}))
				b.last().MayAdd = r.Intn(2) == 0
			} else {
				told = append(told,
					b.triage(when, []string{"asha", "hall"}[r.Intn(2)],
						[]string{"", "lead"}[r.Intn(2)], e))
			}
			for i := range b.in.Items {
				b.in.Items[i].Seq = i + 1
			}
		}
		c := b.fold()
		want := summary(c)
		for _, e := range told {
			th, v := c.Version(e.ID)
			if v == nil || th.Item != v && !slices.ContainsFunc(c.Chronology(false),
				func(r Row) bool {
					return slices.Contains(r.History, v)
				}) {
				t.Fatalf("seed %d: %s is on no page", seed, e.ID)
			}
		}
		for _, n := range c.Concerns {
			if n.Entry.First.ID == e.ID && n.Untriaged() && len(n.Seen) == len(c.of("triage")) &&
				n.Due.After(due) {
				t.Fatalf("seed %d: due %s, and %s before", seed, n.Due, due)
			}
		}
		r.Shuffle(len(b.in.Items), func(i, k int) {
			b.in.Items[i], b.in.Items[k] = b.in.Items[k], b.in.Items[i]
		})
		if got := summary(b.fold()); got != want {
			t.Fatalf("seed %d: in another order\n%s\nwant\n%s", seed, got, want)
		}
	}
}

// summary returns the concerns of the fold in words.
func summary(c *Case) string {
	out := ""
	for _, n := range c.Concerns {
		out += fmt.Sprintln(n.Entry.ID, n.Immediate, n.Due, n.Read.Done, len(n.Seen),
			len(n.Entry.History), n.Beside != nil)
	}
	return out
}
