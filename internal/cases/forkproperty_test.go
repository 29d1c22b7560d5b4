package cases

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// hand is one person's copy: what has reached it.
type hand struct {
	name  string
	knows []int // of the texts written, by number
}

// history is the work of three people on one case, each on a copy of their own, and the way in
// which their copies come together.
type history struct {
	b     *book
	r     *rand.Rand
	texts []*record.Entry
	hands []*hand
	ends  map[record.ID]bool // the profiles that end the protection
}

// newHistory writes a case at random: profiles with and without the protection, with its end
// now and then, looks at one risk, and amendments of what the writer sees as newest.
func newHistory(t *testing.T, seed uint64, steps int) *history {
	h := &history{b: newBook(t), r: rand.New(rand.NewPCG(seed, 9)), ends: map[record.ID]bool{}}
	for _, name := range []string{"asha", "hall", "okoro"} {
		h.hands = append(h.hands, &hand{name: name})
	}
	h.write(h.hands[0], "profile", true)
	h.write(h.hands[0], "risk", false)
	for _, other := range h.hands[1:] {
		other.knows = slices.Clone(h.hands[0].knows)
	}
	for range steps {
		who := h.hands[h.r.IntN(3)]
		if h.r.IntN(3) == 0 { // two copies meet
			other := h.hands[h.r.IntN(3)]
			all := append(slices.Clone(who.knows), other.knows...)
			slices.Sort(all)
			who.knows = slices.Compact(all)
			other.knows = slices.Clone(who.knows)
			continue
		}
		h.write(who, []string{"profile", "risk"}[h.r.IntN(2)], h.r.IntN(2) == 0)
	}
	return h
}

// write records a text by somebody on what their copy has, as the program does.
func (h *history) write(who *hand, kind string, protects bool) {
	n := len(h.texts)
	e := &record.Entry{ID: record.ID(fmt.Sprintf("%03dGH000", 200+n)), Case: caseID, Kind: kind,
		By:       who.name,
		Recorded: time.Date(2026, 2, 1, 9, n, 0, 0, time.UTC), Headline: fmt.Sprint("text ", n),
		Fields: map[string]any{}}
	seen := Fold(h.input(who.knows, nil))
	switch kind {
	case "profile":
		e.Fields["name"], e.Fields["date_of_birth"] = fmt.Sprint("Tobi ", n), "2016-11-02"
		if protects {
			e.Fields["address_protected_from"] = []any{protection("father", "court order", "")}
			if n > 0 && h.r.IntN(3) == 0 {
				e.Fields["address_protected_from"] =
					[]any{protection("father", "court order", "2026-02-20")}
				h.ends[e.ID] = true
			}
		}
	case "risk":
		e.Fields["state"], e.Fields["level"] = "open",
			[]string{"low", "medium", "high"}[h.r.IntN(3)]
		if n > 1 {
			e.Links = map[string][]record.Ref{"risk": {h.texts[1].Ref()}}
		}
	}
	if old := seen.of(kind); n > 1 && h.r.IntN(4) == 0 && len(old) > 0 {
		if e.Links == nil {
			e.Links = map[string][]record.Ref{}
		}
		target := old[h.r.IntN(len(old))].text()
		e.Links["amends"], e.Fields["amend_reason"] = []record.Ref{target.Ref()}, "addition"
	}
	e.Follows = seen.Follows(e)
	h.texts, who.knows = append(h.texts, e), append(who.knows, n)
}

// input returns the case with some of the texts, as they came into the shared record in an order.
func (h *history) input(which []int, order []int) Input {
	in := h.b.in
	in.Items = nil
	if order == nil {
		order = which
	}
	for seq, n := range order {
		e := h.texts[n]
		came := time.Date(2026, 2, 2, 9, seq, 0, 0, time.UTC)
		in.Items = append(in.Items,
			Item{Entry: e, SHA256: "sha-" + string(e.ID), Commit: fmt.Sprint("c", n), Op: "add",
				Author: e.By, Committed: came, Seq: seq + 1})
	}
	return in
}

// orders are ways in which the texts can have come in: each after what its author knew.
func (h *history) order() []int {
	var out []int
	left := make([]int, len(h.texts))
	for i := range left {
		left[i] = i
	}
	for len(left) > 0 {
		var free []int
		for _, n := range left {
			ready := !slices.ContainsFunc(left, func(m int) bool {
				return m != n && h.before(m, n)
			})
			if ready {
				free = append(free, n)
			}
		}
		n := free[h.r.IntN(len(free))]
		out = append(out, n)
		left = slices.DeleteFunc(left, func(m int) bool { return m == n })
	}
	return out
}

// before reports whether the text m must have come in before n: it is one's own earlier work,
// or what n was written on.
func (h *history) before(m, n int) bool {
	a, b := h.texts[m], h.texts[n]
	amends, _ := b.Link("amends")
	return m < n && (a.By == b.By || slices.Contains(b.Follows, a.ID) || amends.Entry == a.ID ||
		m < 2)
}

// state returns the fold in words, without the times at which texts arrived.
func state(c *Case) string {
	var out []string
	for _, f := range c.Forks {
		ids := []string{}
		for _, it := range f.Texts {
			ids = append(ids, string(it.ID))
		}
		slices.Sort(ids)
		out = append(out, f.What+" "+strings.Join(ids, " "))
	}
	for _, r := range c.Risks {
		out = append(out, "level "+r.Level)
	}
	out = append(out, inForce(c))
	for _, t := range c.threads {
		newest := []string{}
		for _, v := range t.Newest() {
			newest = append(newest, string(v.ID))
		}
		slices.Sort(newest)
		out = append(out, strings.Join(newest, "+"))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// Copies come together in any order. The fold is the same, every text is on a page or in the
// history of one that is, and a protection ends only by a text that ends it.
func TestWritingApartInAnyOrder(t *testing.T) {
	forked := 0
	for seed := range uint64(60) {
		h := newHistory(t, seed, 14)
		order := h.order()
		first := Fold(h.input(nil, order))
		forked += btoi(len(first.Forks) > 0)
		for range 4 {
			order := h.order()
			if got, want := state(Fold(h.input(nil, order))), state(first); got != want {
				t.Fatalf("seed %d, order %v:\n%s\nand in another order\n%s", seed, order, got, want)
			}
		}
		for _, e := range h.texts {
			if _, it := first.Version(e.ID); it == nil || it.Headline != e.Headline {
				t.Errorf("seed %d: the text %s is nowhere", seed, e.ID)
			}
		}
		h.wantProtection(t, seed, first)
	}
	if forked < 10 {
		t.Fatalf("only %d histories have anything apart: they prove little", forked)
	}
}

// wantProtection reasons from what the texts say that they were written on: the protection
// holds where, along the line of any of the newest profiles, one that names it last does not
// end it.
func (h *history) wantProtection(t *testing.T, seed uint64, c *Case) {
	t.Helper()
	led := map[record.ID]map[record.ID]bool{} // of each profile, those that lead to it
	followed := map[record.ID]bool{}
	for _, e := range h.texts {
		if e.Kind != "profile" {
			continue
		}
		led[e.ID] = map[record.ID]bool{}
		amends, _ := e.Link("amends")
		for _, on := range append(slices.Clone(e.Follows), amends.Entry) {
			if _, profile := led[on]; profile {
				followed[on], led[e.ID][on] = true, true
				maps.Copy(led[e.ID], led[on])
			}
		}
	}
	want := false
	for end, before := range led {
		for _, e := range h.texts {
			named := e.ID == end || before[e.ID]
			if followed[end] || !named || e.Fields["address_protected_from"] == nil ||
				h.ends[e.ID] {
				continue
			}
			want = want || !slices.ContainsFunc(h.texts, func(o *record.Entry) bool {
				return (o.ID == end || before[o.ID]) && o.Fields["address_protected_from"] != nil &&
					led[o.ID][e.ID]
			})
		}
	}
	if got := inForce(c) != ""; got != want {
		t.Errorf("seed %d: the protection is in force: %v, and the texts say %v", seed, got, want)
	}
}

// BenchmarkFold2000 folds a case of 2,000 entries, 1,200 of them looks at one risk, which two
// people wrote apart again and again.
func BenchmarkFold2000(b *testing.B) {
	s := story(&testing.T{})
	first := s.look("asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", nil, nil,
		fields{"level": "medium"})
	heads, two := []record.ID{first.ID}, []record.ID(nil)
	for n := len(s.in.Items); n < 2000; n++ {
		e := *s.in.Items[n%7+1].Entry
		e.ID = record.ID(fmt.Sprintf("%04dGHJK", 2000+n))
		if n%5 < 3 { // two looks apart, and a third that settles it
			look := *first
			look.ID, look.Links, look.Follows = e.ID,
				map[string][]record.Ref{"risk": {first.Ref()}}, heads
			e = look
			if two = append(two, e.ID); n%5 > 0 {
				heads, two = two, nil
			}
		}
		e.Recorded = e.Recorded.Add(time.Duration(n) * time.Minute)
		s.in.Items = append(s.in.Items,
			Item{Entry: &e, SHA256: string(e.ID), Author: []string{"asha", "ben"}[n%2],
				Committed: e.Recorded, Seq: n + 1, Commit: fmt.Sprint(n)})
	}
	for b.Loop() {
		Fold(s.in).Chronology(false)
	}
}
