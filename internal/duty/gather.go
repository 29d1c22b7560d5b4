package duty

import (
	"context"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Records gives the facts for duties: the records at one copy, as far as its person can read them.
type Records interface {
	EachRow
	// LastOpened returns the time at which a member last opened each case at this copy.
	LastOpened(member string) map[record.ID]time.Time
	History
}

// History gives the public facts of the entry that a docket waits for: no key is needed.
type History interface {
	// Endorsed are the endorsements given to an entry.
	Endorsed(id, entry record.ID) ([]verify.EndorseFact, error)
	// EntryFact returns the member who recorded an entry, and the time.
	EntryFact(ref record.Ref) (verify.EntryFact, error)
}

// Work lists the duties in all cases, as one person at a copy can know them.
type Work struct {
	Me     team.Member
	World  World
	Facts  []Facts
	List   []Duty
	Unread []record.ID // cases whose key could not be opened
	// Shields cover what the cases that were read keep from somebody.
	Shields []*cases.Shield

	at map[record.ID]int // of Facts
}

// Mine returns the duties that the person sees.
func (w *Work) Mine() []Duty { return For(w.List, w.Me.ID) }

// Gather looks into the cases that read says yes to (nil: all), and at all dockets. also
// may be nil; it sees the row of each case that was read.
func Gather(
	ctx context.Context,
	r Records,
	me team.Member,
	world World,
	dockets []*record.Docket,
	read func(*record.Docket) bool,
	also func(*Row),
) (*Work, error) {
	w := &Work{Me: me, World: world}
	shown := r.LastOpened(me.ID)
	facts := map[record.ID]Facts{}
	var err error
	w.Unread, err = r.EachRowOf(ctx, dockets, read, func(row *Row) error {
		f, id := row.Facts, row.Case()
		f.Here, f.Opened = f.Docket.KeyWorker == me.ID, shown[id]
		facts[id] = f
		if s := row.Outline.Shield; s != nil {
			w.Shields = append(w.Shields, s)
		}
		if also != nil {
			also(row)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, w.withDockets(r, dockets, facts)
}

// withDockets adds what dockets and history tell of every case, and makes the list. Of a
// case that one can't read, nothing is told to anybody but seniors.
func (w *Work) withDockets(
	h History,
	dockets []*record.Docket,
	read map[record.ID]Facts,
) error {
	known := make([]Facts, 0, len(dockets))
	w.Facts = make([]Facts, 0, len(dockets))
	for _, d := range dockets {
		f, ok := read[d.Case]
		if !ok {
			f = Facts{Docket: d}
		}
		var err error
		if f.Pending, err = pending(h, d, w.World); err != nil {
			return err
		}
		w.Facts = append(w.Facts, f)
		if ok || d.Reads(w.Me.ID) || w.Me.Has(team.Senior) {
			known = append(known, f)
		}
	}
	w.List = list(known, w.World)
	return nil
}

// GatherCase returns the duties in one case, as that case alone tells them. me is the member at
// this copy, "" where nobody is.
func GatherCase(r Records, c *cases.Case, me string, w World) ([]Duty, error) {
	return GatherRow(r, Of(c), me, w)
}

// GatherRow is GatherCase from the kept facts of a case.
func GatherRow(r Records, f Facts, me string, w World) ([]Duty, error) {
	var err error
	if f.Pending, err = pending(r, f.Docket, w); err != nil {
		return nil, err
	}
	if me != "" && me == f.Docket.KeyWorker {
		f.Here, f.Opened = true, r.LastOpened(me)[f.Docket.Case]
	}
	return In(f, w), nil
}

// pending returns the entry that a docket waits for, by the history, and nil if it waits for none.
func pending(h History, d *record.Docket, w World) (*Text, error) {
	if d.Pending == "" {
		return nil, nil
	}
	given, err := h.Endorsed(d.Case, d.Pending)
	if err != nil {
		return nil, err
	}
	fact, err := h.EntryFact(record.Ref{Case: d.Case, Entry: d.Pending})
	if err != nil {
		return nil, err
	}
	since := fact.Arrived
	if since.After(w.Now) { // a clock was ahead, and the entry is here nevertheless
		since = w.Now
	}
	return PendingText(d, w.Policy, fact, since, given), nil
}

// InState reports whether the docket of a case has a status, as far as it is known.
func (w *Work) InState(id record.ID, status record.Status) bool {
	f := w.facts(id)
	return f != nil && f.Docket.Status == status
}

// works reports whether a member is the key worker of a case today, or covers in it.
func (w *Work) works(member string, id record.ID) bool {
	f := w.facts(id)
	if f == nil {
		return false
	}
	today := w.World.Policy.Today(w.World.Now)
	cover, _ := cases.Covering(f.Covers, f.Docket.KeyWorker, today)
	return f.Docket.KeyWorker == member || cover.Member == member
}

// facts of a case; nil where none are known.
func (w *Work) facts(id record.ID) *Facts {
	if len(w.at) != len(w.Facts) { // of ten thousand cases each is asked about
		w.at = make(map[record.ID]int, len(w.Facts))
		for i := range w.Facts {
			w.at[w.Facts[i].Docket.Case] = i
		}
	}
	if i, known := w.at[id]; known {
		return &w.Facts[i]
	}
	return nil
}

// OfMember tells the duties of a member: in a case in which they work, or theirs in
// another.
func (w *Work) OfMember(member string) func(Duty) bool {
	return func(d Duty) bool {
		return d.Ref.Case != "" &&
			(slices.Contains(d.Whose, member) || w.works(member, d.Ref.Case))
	}
}

// LateOfMember tells what was done late by a member, or in a case in which they work.
func (w *Work) LateOfMember(member string) func(WasLate) bool {
	return func(l WasLate) bool { return l.AnsweredBy == member || w.works(member, l.Ref.Case) }
}

// Within reports whether a duty is late, has no clock, or is due in so many days from
// today; days < 0 is without end.
func (w World) Within(d Duty, days int) bool {
	return d.Late > 0 || d.Due.IsZero() || days < 0 ||
		!w.Policy.Today(d.Due).After(w.Policy.Today(w.Now).AddDays(days))
}
