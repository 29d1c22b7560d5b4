package casebook

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// FiledIntake is the result of FileIntake.
type FiledIntake struct {
	From, To *cases.Case // as they stood before
	Concerns []FiledConcern
	Done     []*Done     // the commits made, in order
	Until    record.Date // until when the intake is kept; zero for no date
}

// FiledConcern is a concern with its ID in the right case.
type FiledConcern struct {
	ID        record.ID // in the right case
	Untriaged bool      // in the right case, after the filing
}

// FileIntake brings the concerns of an intake into the case that they belong to, word for word, and
// closes the intake. It makes several commits, and may be cut off between two. Begun again, it goes
// on where it stopped (UnfinishedError), as each step sees whether it was done. Before anything is
// written, MayFileIntake is asked, and every text is made and checked (FindingsError).
func (b *Book) FileIntake(ctx context.Context, from, to record.ID) (*FiledIntake, error) {
	err := b.MayFileIntake(ctx, from, to)
	if err != nil {
		return nil, err
	}
	f := &intakeFiler{book: b}
	if f.From, err = b.Case(ctx, from); err != nil {
		return nil, err
	}
	if f.To, err = b.Case(ctx, to); err != nil {
		return nil, err
	}
	if err := f.prepare(ctx); err != nil {
		return nil, err
	}
	if err := f.write(ctx); err != nil {
		return nil, &UnfinishedError{Act: fmt.Sprintf("filing %s into %s", from, to), Err: err}
	}
	return &f.FiledIntake, nil
}

// MayFileIntake checks whether I may file an intake into a case. It returns ErrState where the
// first is no intake or both are the same, and ErrDenied where I may not make one of the commits.
func (b *Book) MayFileIntake(ctx context.Context, from, to record.ID) error {
	d, err := b.Docket(ctx, from)
	if err != nil {
		return err
	}
	if from == to {
		return fmt.Errorf("%w: %s can't be filed into itself", ErrState, from)
	}
	if why := cases.CantFile(d); why != "" {
		return fmt.Errorf("%w: %s %s", ErrState, from, why)
	}
	for _, step := range []struct {
		op string
		in record.ID
	}{{team.OpClose, from}, {team.OpConcern, to}, {team.OpAdd, to}, {team.OpAdd, from}} {
		if err := b.MayNow(ctx, step.op, step.in); err != nil {
			return err
		}
	}
	return nil
}

// Others counts the threads of the intake except concerns and triages. They stay in the intake.
func (f *FiledIntake) Others() int {
	n := 0
	for _, t := range f.From.Threads() {
		if t.Kind != record.KindConcern && t.Kind != record.KindTriage {
			n++
		}
	}
	return n
}

// intakeFiler files one intake. It has the texts that the case and the intake still lack.
type intakeFiler struct {
	FiledIntake
	book     *Book
	copied   map[record.ID]record.ID // from texts of the intake to their copies in the case
	concerns []*Prepared             // each for a commit of its own
	answers  []*Prepared             // that the case lacks
	triages  []*Prepared             // that the intake lacks
	closure  *Prepared
}

// prepare makes and checks every text, so that a text that can't be written is known before any is.
func (f *intakeFiler) prepare(ctx context.Context) error {
	if err := f.texts(ctx); err != nil {
		return err
	}
	for _, n := range f.From.Concerns {
		if err := f.concern(ctx, n); err != nil {
			return err
		}
	}
	me, err := f.book.Me()
	if err != nil {
		return err
	}
	text := filingClosure(filedWhere(f.From.Docket, f.To.Docket), f.book.Today(), me.Name)
	w := EntryText{Case: f.From.ID, Kind: record.KindClosure, Text: text}
	f.closure, err = f.book.prepareMade(ctx, w)
	return err
}

// texts prepares every text of the concerns that the case lacks. Earlier versions come before those
// that amend them, since a danger that was taken back still rules the clock in the case.
func (f *intakeFiler) texts(ctx context.Context) error {
	f.copied = copiedBefore(f.From.ID, f.To)
	var all []*cases.Item
	for _, n := range f.From.Concerns {
		all = append(append(all, n.Entry.History...), n.Entry.Item)
	}
	slices.SortStableFunc(all, func(a, b *cases.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, it := range all {
		if f.copied[it.ID] != "" {
			continue
		}
		amends, _ := it.Link("amends")
		link := filedLink{"amends", f.copied[amends.Entry]}
		id := record.NewID()
		if err := f.copy(ctx, &f.concerns, it, filedFrom(it, it), id, link); err != nil {
			return err
		}
		f.copied[it.ID] = id
	}
	return nil
}

// copiedBefore finds the texts of an intake that an interrupted filing has copied already. The
// origin of each copy names its text.
func copiedBefore(from record.ID, to *cases.Case) map[record.ID]record.ID {
	out := map[record.ID]record.ID{}
	for _, t := range to.Threads(record.KindConcern) {
		for _, it := range append(slices.Clone(t.History), t.Item) {
			if len(it.Origin) > 0 && it.Origin[0].Agency == "" &&
				it.Origin[0].Case == string(from) {
				out[record.ID(it.Origin[0].Entry)] = it.ID
			}
		}
	}
	return out
}

// concern prepares what one concern still lacks besides its texts, there and here. What
// stands beside another is read with it.
func (f *intakeFiler) concern(ctx context.Context, n *cases.Concern) error {
	there := filedBefore(f.From, f.To, n.Entry)
	out := FiledConcern{ID: f.copied[n.Entry.First.ID], Untriaged: n.Untriaged() ||
		saysFiled(n, there)}
	switch {
	case there != nil && !there.Untriaged():
		out.Untriaged = false
	case !out.Untriaged && n.Beside == nil:
		t := n.Triage
		link := filedLink{record.KindConcern, out.ID}
		if err := f.copy(ctx, &f.answers, t.Item, filedFrom(t.Item, t.First), record.NewID(),
			link); err != nil {
			return err
		}
	}
	f.Concerns = append(f.Concerns, out)
	if n.Beside != nil || !n.Unfinished() && !f.From.OwesCategory(n) {
		return nil // the case now has to do what the triage left open
	}
	text := filingTriage(filedWhere(f.From.Docket, f.To.Docket),
		f.book.Now().In(f.book.Policy().Zone()), n.Entry.First.ID)
	p, err := f.book.prepareMade(ctx,
		EntryText{Case: f.From.ID, Kind: record.KindTriage, Text: text})
	f.triages = append(f.triages, p)
	return err
}

// copy prepares a text of the intake for the right case, with its link there.
func (f *intakeFiler) copy(
	ctx context.Context, list *[]*Prepared, it *cases.Item, o record.Origin, id record.ID,
	link filedLink,
) error {
	text, err := filedText(it, o, link)
	if err != nil {
		return err
	}
	w := EntryText{Case: f.To.ID, Kind: it.Kind, Text: text, ID: id}
	if link.to != "" {
		w.With = []record.Ref{{Case: f.To.ID, Entry: link.to}}
	}
	p, err := f.book.prepareMade(ctx, w)
	*list = append(*list, p)
	return err
}

// saysFiled reports whether a triage of the intake says only that the concern was filed, as an
// interrupted filing leaves it. Such a triage does not mean that somebody has read the concern
// there. A triage of the same second counts as one too: better that two people read a concern than
// nobody.
func saysFiled(n, there *cases.Concern) bool {
	return there != nil && n.Triage.Str("decision") == cases.DecisionFiled &&
		!n.Triage.First.Recorded.Before(there.Entry.First.Recorded)
}

// filedBefore finds the copy of a concern that was filed before, by its origin.
func filedBefore(from, to *cases.Case, t *cases.Thread) *cases.Concern {
	for _, n := range to.Concerns {
		for _, o := range n.Entry.First.Origin {
			if o.Agency == "" && o.Case == string(from.ID) && from.Thread(record.ID(o.Entry)) == t {
				return n
			}
		}
	}
	return nil
}

// write makes the commits: one for each concern, then the answers to them, and last the closure,
// which says that all is done.
func (f *intakeFiler) write(ctx context.Context) error {
	for _, p := range f.concerns {
		if err := f.note(f.book.Append(ctx, team.OpConcern, f.To.ID, p)); err != nil {
			return err
		}
	}
	there := Addition{Case: f.To.ID, Entries: f.answers}
	here := Addition{Case: f.From.ID, Entries: f.triages}
	for _, a := range []Addition{there, here} {
		if len(a.Entries) == 0 {
			continue
		}
		if err := f.note(f.book.Add(ctx, a.Case, a.Entries, nil)); err != nil {
			return err
		}
	}
	return f.close(ctx)
}

func (f *intakeFiler) note(done *Done, err error) error {
	if err == nil {
		f.Done = append(f.Done, done)
	}
	return err
}

// close closes the intake by the usual rules of closing.
func (f *intakeFiler) close(ctx context.Context) error {
	done, err := f.book.Close(ctx, f.From.ID, f.closure)
	if err == nil {
		f.Until = done.Dockets[0].RetainUntil
	}
	return f.note(done, err)
}
