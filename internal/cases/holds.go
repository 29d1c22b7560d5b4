package cases

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// Hold is what keeps a case from being destroyed, whatever its date: an order or a request,
// or the death of the subject.
type Hold struct {
	Entry     *Thread   // nil where it can't be read
	ID        record.ID // by which the docket lists it, and a release names it
	Reason    string
	Basis     string
	Authority string
	AskedBy   string
	ReviewOn  record.Date // as the hold itself, or the last look at it, says; zero = none
	Death     bool        // of the subject: a senior manager alone releases it
	Listed    bool        // the docket names it
}

// holds are those in force. The docket names them. One that a text tells of, that nobody has
// released and the docket does not name is in force too: what keeps a case is believed from
// either. A look back, and plain files, have the texts alone.
func (c *Case) holds() []*Hold {
	var out []*Hold
	told := map[record.ID]bool{}
	texts := c.of(record.KindHold, record.KindDeath)
	slices.SortStableFunc(texts, byWritten)
	for _, t := range texts {
		h := c.holdOf(t)
		for _, v := range t.versions() {
			told[v.ID] = true
		}
		if h.Listed || c.keepsUnlisted(t) {
			out = append(out, h)
		}
	}
	if !c.hasDocket() {
		return out
	}
	for _, id := range c.Docket.Holds {
		if !told[id] {
			out = append(out, &Hold{ID: id, Listed: true})
		}
	}
	return out
}

// hasDocket reports whether the docket says what holds the case now.
func (c *Case) hasDocket() bool { return c.Docket != nil && c.in.AsAt.IsZero() }

func (c *Case) holdOf(t *Thread) *Hold {
	h := &Hold{Entry: t, ID: t.First.ID, Reason: known(t.Str("reason")), Basis: known(t.Str("basis")),
		Authority: known(t.Str("authority")), AskedBy: known(t.Str("asked_by")),
		Death: t.Kind == record.KindDeath}
	if h.Death {
		h.Reason = "the subject has died"
	}
	for _, v := range t.versions() {
		if c.hasDocket() && c.Docket.HeldBy(v.ID) {
			h.ID, h.Listed = v.ID, true
		}
	}
	h.ReviewOn = c.holdReview(t)
	return h
}

// keepsUnlisted reports whether a text holds the case although the docket does not name it.
func (c *Case) keepsUnlisted(t *Thread) bool {
	if t.Kind == record.KindDeath && t.Str("who") != "subject" {
		return false
	}
	return len(c.linking(t, "hold", record.KindRelease)) == 0
}

// OfHold is the hold in force that a reference names, or nil.
func (c *Case) OfHold(id record.ID) *Hold {
	for _, h := range c.Holds {
		if h.ID == id || h.Entry != nil && h.Entry == c.byID[id] {
			return h
		}
	}
	return nil
}

// unlisted are the holds in force that the docket does not name.
func (c *Case) unlisted() []*Hold {
	if !c.hasDocket() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Holds), func(h *Hold) bool { return h.Listed })
}

// unlistedWhy says which holds the docket does not name; "" for none. Whoever has no key
// can't see them, so that such a case has no date.
func (c *Case) unlistedWhy() string {
	var words []string
	for _, h := range c.unlisted() {
		words = append(words, c.Short(h.ID))
	}
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf("%s holds the case, and its docket does not name it: the case is kept",
		strings.Join(words, ", "))
}
