package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// conflict says how what could not be done again is repeated: the commit will be
// kept on a ref, each of its texts as a draft of its author's.
func (b *Book) conflict(ctx context.Context, o original, why error) (*Conflict, error) {
	c := &Conflict{Commit: o.ID, Op: o.op(), Cases: o.cases(), Why: why, Ref: ledger.ConflictsPrefix + o.ID[:12]}
	for _, trailers := range o.acted {
		commands, err := b.repeat(ctx, o, trailers, c)
		if err != nil {
			return nil, err
		}
		c.Repeat = slices.Compact(append(c.Repeat, commands...))
	}
	if len(o.msg.Cases) == 0 {
		c.Repeat = []string{map[string]string{team.OpTeam: "casefile team", team.OpPolicy: "casefile policy edit"}[o.op()]}
	}
	return c, nil
}

// repeat gives the commands that do an operation on one case again.
func (b *Book) repeat(ctx context.Context, o original, c verify.CaseTrailers, in *Conflict) ([]string, error) {
	id := c.Case.String()
	switch o.op() {
	case team.OpEndorse:
		var out []string
		for _, e := range c.Endorses {
			out = append(out, fmt.Sprintf("casefile endorse %s --level %s --verdict %s", record.Ref{Case: c.Case, Entry: e.Target}, e.Level, e.Verdict))
		}
		return out, nil
	case team.OpAccept:
		return []string{"casefile accept " + id}, nil
	case team.OpGrant, team.OpRevoke:
		return b.readersRepeat(ctx, o, c.Case)
	case team.OpReseal:
		return []string{fmt.Sprintf("casefile erase %s --finish", id)}, nil
	case team.OpRetain, team.OpDispose:
		return []string{fmt.Sprintf("casefile %s %s", o.op(), id)}, nil
	case team.OpRekey:
		return []string{"casefile rekey --old-identity FILE"}, nil
	}
	entries, _, err := b.kept(ctx, o, c)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		command, err := b.draftOf(o.op(), c, e, in)
		if err != nil {
			return nil, err
		}
		out = append(out, command)
	}
	return out, nil
}

// unkept is the draft that an entry's text becomes. It bears the entry's own ID:
// however often a join is tried, there is one.
type unkept struct {
	id      record.ID
	command string
	text    []byte
}

// draftOf prepares an entry's text as a draft, and gives the command that takes
// it up. A text that can't be opened now stays in the commit, and in the outbox.
func (b *Book) draftOf(op string, c verify.CaseTrailers, e *Prepared, in *Conflict,
) (string, error) {
	text, err := e.Kept.Text()
	if unopenable(err) {
		return fmt.Sprintf("git show of the sealed file of %s", record.Ref{Case: c.Case, Entry: e.Entry.ID}), nil
	}
	if err != nil {
		return "", err
	}
	command := commandFor(op, kindOf(text), c.Case)
	if c.Releases != "" {
		command = "casefile release " + record.Ref{Case: c.Case, Entry: c.Releases}.String()
	}
	if op == team.OpHandover {
		command += handoverFlags(text)
	}
	in.drafts = append(in.drafts, unkept{e.Entry.ID, command, record.AuthorText(text)})
	return command + " --draft " + e.Entry.ID.String(), nil
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
			_ = b.removeDraft(path)
		}
	}
	for _, d := range list {
		path := b.draftFile(me.ID, d.id)
		_, statErr := os.Stat(path)
		if _, err := b.keepAs(me, d.id, d.command, d.text); err != nil {
			undo()
			return nil, err
		}
		if errors.Is(statErr, fs.ErrNotExist) {
			made = append(made, path)
		}
	}
	return undo, nil
}

// commandFor is the command that records an entry of a kind.
func commandFor(op, kind string, id record.ID) string {
	switch op {
	case team.OpOpen:
		return "casefile open"
	case team.OpIntake:
		return "casefile concern"
	case team.OpAdd, team.OpHold: // of a hold, or of a death
		return fmt.Sprintf("casefile %s %s", kind, id)
	case team.OpDisposeRequest:
		return "casefile dispose " + id.String()
	case team.OpEraseRequest:
		return "casefile erase " + id.String()
	}
	return fmt.Sprintf("casefile %s %s", op, id)
}

// kindOf reads the kind that the program wrote into a text.
func kindOf(text []byte) string {
	return cmp.Or(record.FieldLine(text, "kind"), record.KindNote)
}
