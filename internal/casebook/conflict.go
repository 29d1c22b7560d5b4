package casebook

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// conflict describes an operation that could not be replayed, with the way to repeat it. A ref will
// keep its commit, and each of its texts becomes a draft of its author.
func (b *Book) conflict(ctx context.Context, o original, why error) (*Conflict, error) {
	c := &Conflict{Commit: o.ID, Op: o.op(), Cases: o.cases(), Why: why,
		Ref: ledger.ConflictsPrefix + o.ID[:12]}
	for _, trailers := range o.acted {
		list, err := b.repeat(ctx, o, trailers, c)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			c.repeats(r)
		}
	}
	if len(o.msg.Cases) == 0 {
		c.repeats(Repeat{Act: map[string]Act{
			team.OpTeam: {Do: "team"}, team.OpPolicy: {Do: "policy edit"}}[o.op()]})
	}
	return c, nil
}

// repeat says how an operation on one case is repeated.
func (b *Book) repeat(ctx context.Context, o original, c verify.CaseTrailers, in *Conflict) (
	[]Repeat, error,
) {
	if o.op() == team.OpReseal && len(c.Erased) == 0 {
		return []Repeat{{Act: OnCase("erase --repair", c.Case)}}, nil
	}
	if act, ok := repeatedWithoutText(o.op(), c.Case); ok {
		return []Repeat{{Act: act}}, nil
	}
	switch o.op() {
	case team.OpEndorse:
		return repeatEndorsements(c), nil
	case team.OpGrant, team.OpRevoke:
		act, err := b.readersRepeat(ctx, o, c.Case)
		return []Repeat{{Act: act}}, err
	}
	entries, _, err := b.originalEntries(ctx, o, c)
	if err != nil {
		return nil, err
	}
	var out []Repeat
	for _, e := range entries {
		r, err := b.draftOf(ctx, o, c, e, in)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// repeatedWithoutText returns the act that repeats an operation that brings no text.
func repeatedWithoutText(op string, id record.ID) (Act, bool) {
	switch op {
	case team.OpAccept, team.OpRetain, team.OpDispose:
		return OnCase(op, id), true
	case team.OpReseal:
		return OnCase("erase --finish", id), true
	case team.OpRekey:
		return Act{Do: "rekey"}, true
	}
	return Act{}, false
}

// repeatEndorsements returns the acts that repeat the endorsements of a commit, by its trailers.
func repeatEndorsements(c verify.CaseTrailers) []Repeat {
	var out []Repeat
	for _, e := range c.Endorses {
		out = append(out,
			Repeat{Act: OnEntries(team.OpEndorse, record.Ref{Case: c.Case, Entry: e.Target}).
				With("level", e.Level).With("verdict", string(e.Verdict))})
	}
	return out
}

// unkept is a draft to be made of an entry's text. It bears the entry's own ID, so that there is
// one draft however often a join is tried.
type unkept struct {
	id   record.ID
	act  Act
	text []byte
}

// draftOf prepares an entry's text as a draft, and says how the draft is taken up. A text that
// can't be opened now stays in the commit, and in the outbox.
func (b *Book) draftOf(ctx context.Context, o original, c verify.CaseTrailers, e *Prepared,
	in *Conflict,
) (Repeat, error) {
	text, err := e.SealedBefore.Text()
	if unopenable(err) {
		have, err := b.haveKey(ctx, o, c.Case)
		return Repeat{Sealed: record.Ref{Case: c.Case, Entry: e.Entry.ID}, Have: have}, err
	}
	if err != nil {
		return Repeat{}, err
	}
	act, err := b.actOf(ctx, o, c, e.Entry.ID, text)
	if err != nil {
		return Repeat{}, err
	}
	in.drafts = append(in.drafts, unkept{e.Entry.ID, act, record.AuthorText(text)})
	return Repeat{Act: act, Draft: e.Entry.ID}, nil
}

// haveKey lists the members who had the key to which a commit sealed its texts of a case, except
// the author.
func (b *Book) haveKey(ctx context.Context, o original, id record.ID) (out []string, err error) {
	d, err := ledger.DocketAt(ctx, b.repo.Reader, o.ID, id)
	if err != nil || d.Newest() == 0 {
		return nil, err
	}
	author, _ := b.Team().ByEmail(o.Author.Email)
	for _, m := range slices.Sorted(maps.Keys(d.Keys[d.Newest()-1])) {
		if m != author.ID {
			out = append(out, m)
		}
	}
	return out, nil
}

// actOf returns the act that records an entry again. The act comes from the decoded entry, and only
// where the entry is as its commit says. So no claim of a text becomes part of a command. For any
// other text the act names only the case.
func (b *Book) actOf(ctx context.Context, o original, c verify.CaseTrailers, id record.ID,
	text []byte,
) (Act, error) {
	only := Act{On: []ActOn{{Case: c.Case}}}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return only, err
	}
	e, err := kinds.Decode(text)
	if err != nil || e.ID != id || e.Case != c.Case {
		return only, nil
	}
	author, _ := b.Team().ByEmail(o.Author.Email)
	_, known := kinds.Kind(e.Kind) // an unknown kind is no command, whatever counts
	if !known || e.By != author.ID || !kinds.Counts(e.Kind, o.op()) {
		return only, nil
	}
	if act := actFor(o.op(), e, c); act.Check() == nil {
		return act, nil
	}
	return only, nil
}

// keepDrafts comes before main moves, and is undone where main does not.
func (b *Book) keepDrafts(list []unkept) (undo func(), err error) {
	if len(list) == 0 {
		return func() {}, nil
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	var made []string
	undo = func() {
		for _, path := range made {
			_ = dropDraft(path)
		}
	}
	for _, d := range list {
		path := b.draftFile(me.ID, d.id)
		_, statErr := os.Stat(path)
		if _, err := b.keepAs(me, d.id, d.act, d.text); err != nil {
			undo()
			return nil, err
		}
		if errors.Is(statErr, fs.ErrNotExist) {
			made = append(made, path)
		}
	}
	return undo, nil
}

// actFor returns the act that records an entry which came under an operation.
func actFor(op string, e *record.Entry, c verify.CaseTrailers) Act {
	switch op {
	case team.OpOpen:
		return Act{Do: "open"}
	case team.OpIntake:
		return Act{Do: "concern"}
	case team.OpRelease:
		return OnEntries(op, record.Ref{Case: c.Case, Entry: c.Releases})
	case team.OpHandover:
		return OnCase(op, c.Case).With("to", e.Str("to")).With("until", e.Str("until"))
	case team.OpEraseRequest:
		return OnEntries("erase", erasedBy(e)...)
	case team.OpDisposeRequest:
		return OnCase("dispose", c.Case)
	case team.OpTransfer:
		return OnCase(map[bool]string{true: "transfer receipt",
			false: "transfer sent"}[e.Kind == record.KindTransferReceipt], c.Case)
	case team.OpAdd, team.OpHold: // of a hold, or of a death
		if e.Kind == record.KindAttachment { // whose file comes along again
			return OnCase("attach", c.Case)
		}
		if _, own := acts()[e.Kind]; !own {
			return OfKind(e.Kind, c.Case)
		}
		if e.Kind == record.KindHold {
			return OnCase(op, c.Case)
		}
		return Act{Do: actAdd, Kind: e.Kind, On: []ActOn{{Case: c.Case}}}
	}
	return OnCase(op, c.Case)
}

func erasedBy(e *record.Entry) []record.Ref {
	var out []record.Ref
	for _, id := range plain.Targets(e) {
		out = append(out, record.Ref{Case: e.Case, Entry: id})
	}
	return out
}
