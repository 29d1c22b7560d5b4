package casebook

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Verdict is a manager's decision on a text.
type Verdict struct {
	Level    string // line or senior
	Verdict  string // endorsed, returned or declined
	Covering string // the member in whose place it is given, or ""
	Comment  string
}

// PrepareEndorsements makes an endorsement of each of several entries, ordered by the endorsements'
// IDs. settle returns the entry and the verdict on it.
func (b *Book) PrepareEndorsements(
	ctx context.Context, refs []record.Ref, settle func(record.Ref) (*cases.Item, Verdict, error),
) ([]*Prepared, error) {
	var out []*Prepared
	for _, ref := range refs {
		target, v, err := settle(ref)
		if err != nil {
			return nil, err
		}
		p, err := b.prepareEndorsement(ctx, target, v)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y *Prepared) int { return cmp.Compare(x.Entry.ID, y.Entry.ID) })
	return out, nil
}

// prepareEndorsement makes an endorsement that binds a verdict to exactly this text. It returns a
// FindingsError if the comment may not be recorded.
func (b *Book) prepareEndorsement(ctx context.Context, target *cases.Item, v Verdict) (
	*Prepared, error,
) {
	return b.prepareMade(ctx, EntryText{Case: target.Case, Kind: record.KindEndorsement,
		File: "comment", Text: v.text(target)})
}

func (v Verdict) text(target *cases.Item) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "---\ntarget: %s\ntarget_sha256: %s\nlevel: %s\nverdict: %s\n",
		string(target.ID), target.SHA256, v.Level, v.Verdict)
	if v.Covering != "" {
		fmt.Fprintf(&out, "covering: %s\n", v.Covering)
	}
	if v.Comment != "" {
		fmt.Fprintf(&out, "comment: %s\n", record.Quote(v.Comment))
	}
	out.WriteString("---\n")
	return []byte(out.String())
}
