package cases

import (
	"errors"

	"casefile/internal/record"
)

// Amendable finds the thread whose newest text an entry is, where a member may amend it for
// a reason that may be "": the newest version alone is amended, of a kind that is recorded
// as a text or of a concern, and somebody else's with a reason. With ErrNotNewest and those
// after it comes the thread too.
func (c *Case) Amendable(id record.ID, kinds *record.Kinds, by, reason string) (*Thread, error) {
	t, text := c.Version(id)
	if text == nil {
		return nil, ErrNoVersion
	}
	if !t.Stands(text) {
		return t, ErrNotNewest
	}
	if kind, known := kinds.Kind(text.Kind); !known || !kind.Amendable() {
		return t, ErrNeverAmended
	}
	if needsReason(text, by, reason) {
		return t, ErrNoReason
	}
	return t, nil
}

// needsReason reports whether a member amends a text of somebody else's, and does not say
// why.
func needsReason(text *Item, by, reason string) bool {
	return text.raisedBy() != by &&
		reason == ""
}

// Why a text can't be amended by somebody.
var (
	ErrNoVersion    = errors.New("its text can't be read, or it is an endorsement")
	ErrNotNewest    = errors.New("it has been amended since")
	ErrNeverAmended = errors.New("entries of its kind are not amended")
	ErrNoReason     = errors.New("somebody else's entry is amended with a reason")
)
