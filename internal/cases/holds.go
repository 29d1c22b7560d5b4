package cases

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// Hold keeps a case from being destroyed, whatever its date: an order or a request, or the death of
// the subject.
type Hold struct {
	Entry     *Thread   // nil where it can't be read
	ID        record.ID // by which the docket lists it, and a release names it
	By        string    // the member who put it on; "" where it can't be read
	Adopter   string    // the member who took that over from By, who had left; "" for nobody
	Since     record.Date
	Reason    string
	Basis     string
	Authority string
	AskedBy   string
	ReviewOn  record.Date // as the hold itself, or the last look at it, says; zero = none
	// of the subject, or puts that on again: a senior manager alone releases it
	Death  bool
	Listed bool // the docket names it
}

// holds returns the holds in force. They are the ones that the docket names. A hold of a text
// counts too, if nobody has released it and the docket lacks it: either source is enough to keep a
// case. In a look back, and in plain files, there are only the texts.
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
	h := &Hold{Entry: t, Reason: known(t.Str("reason")), Basis: known(t.Str("basis")),
		Authority: known(t.Str("authority")), AskedBy: known(t.Str("asked_by")),
		Death: c.deathHolds(t)}
	if t.Kind == record.KindDeath {
		h.Reason = "the subject has died"
	} else {
		h.ReviewOn = c.holdReview(t)
	}
	on := t.First
	for _, v := range t.versions() {
		if c.hasDocket() && c.Docket.HeldBy(v.ID) {
			on, h.Listed = v, true
		}
	}
	h.ID, h.By, h.Since = on.ID, on.author(), c.day(on.Recorded)
	h.Adopter = on.Adopter()
	return h
}

// deathHolds reports whether a hold is a death, or any text of it puts that of one on again.
func (c *Case) deathHolds(t *Thread) bool {
	if t.Kind != record.KindHold {
		return t.Kind == record.KindDeath
	}
	again := func(to *Thread) bool { return byWritten(t, to) > 0 && c.deathHolds(to) }
	return slices.ContainsFunc(t.versions(), func(v *Item) bool {
		return slices.ContainsFunc(c.threadsOf(v.Links["hold"]), again)
	})
}

// reinstates reports whether a hold stands for one that was recorded before it: the docket
// names the later one, and a release of that one ends both. Each text of the hold must say so.
// Otherwise what was released as a plain hold could be made to stand for a death afterwards.
func (c *Case) reinstates(hold, was *Thread) bool {
	return hold.Kind == record.KindHold && byWritten(hold, was) > 0 &&
		!slices.ContainsFunc(hold.versions(), func(v *Item) bool {
			return !slices.Contains(c.threadsOf(v.Links["hold"]), was)
		})
}

// keepsUnlisted reports whether a text holds the case although the docket does not name it.
func (c *Case) keepsUnlisted(t *Thread) bool {
	from := t.First
	if t.Kind == record.KindDeath {
		if from = cmp.Or(subjectSince(t), c.wronglyEnded(t)); from == nil {
			return false
		}
	}
	for _, by := range c.linking(t, "hold", record.KindRelease, record.KindHold) {
		if c.reinstates(by, t) ||
			by.Kind == record.KindRelease && writtenOrder(by.First, from) >= 0 {
			return false
		}
	}
	return true
}

// wronglyEnded returns the last release that took a text of a hold off the docket and is refused:
// whatever the text says by now, the hold goes on. nil for none.
func (c *Case) wronglyEnded(t *Thread) (last *Item) {
	for i := range c.Faults {
		it := &c.Faults[i]
		ended := it.Rule != "" && slices.ContainsFunc(t.versions(), func(v *Item) bool {
			return v.ID == it.Ends
		})
		if ended && (last == nil || writtenOrder(it, last) > 0) {
			last = it
		}
	}
	return last
}

// subjectSince returns the first version since which a death is the subject's own; nil where it is
// not. A release from before that version, while the text told of another person's death, does not
// count.
func subjectSince(t *Thread) (since *Item) {
	subject := func(v *Item) bool { return v.Str("who") == "subject" }
	if !slices.ContainsFunc(t.Newest(), subject) {
		return nil
	}
	for _, v := range slices.Backward(t.oldestFirst()) {
		switch {
		case subject(v):
			since = v
		case since != nil:
			return since
		}
	}
	return cmp.Or(since, t.text())
}

// OfHold returns the hold in force that a reference names, or nil.
func (c *Case) OfHold(id record.ID) *Hold {
	for _, h := range c.Holds {
		if h.ID == id || h.Entry != nil && h.Entry == c.byID[id] {
			return h
		}
	}
	return nil
}

// unlisted returns the holds in force that the docket does not name.
func (c *Case) unlisted() []*Hold {
	return slices.DeleteFunc(slices.Clone(c.Holds), func(h *Hold) bool { return !c.Unlisted(h) })
}

// Unlisted reports whether the docket, where there is one, does not name a hold in force.
func (c *Case) Unlisted(h *Hold) bool { return c.hasDocket() && !h.Listed }

// HoldWords says why a hold is there, who asked for it and who placed it.
func (c *Case) HoldWords(h *Hold) string {
	if h.Entry == nil {
		return "what it says can't be read"
	}
	why := cmp.Or(h.Reason, "for no reason that it says")
	if h.Basis != "" {
		why += " (" + h.Basis + ")"
	}
	if h.AskedBy != "" {
		why += "; asked for by " + h.AskedBy
	}
	by := c.name(h.By)
	if h.Adopter != "" {
		by += ", who had left; taken over by " + c.name(h.Adopter)
	}
	return fmt.Sprintf("%s; put on by %s, %s", why, by, h.Since)
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

// unlistedFindings reports holds that the docket lacks, so that nobody without a key knows them.
func (c *Case) unlistedFindings() {
	for _, h := range c.unlisted() {
		c.find(h.Entry.Entry, RuleHoldUnlisted,
			"it holds the case, and the docket does not say so: nobody without a key knows it",
			fmt.Sprintf("put it on again with `casefile hold %s`",
				record.Ref{Case: c.ID, Entry: h.ID}))
	}
}

// PutsOnHold reports whether an entry of the case keeps it, and the docket does not say so yet:
// such an entry belongs under the operation hold.
func (c *Case) PutsOnHold(entry record.ID) bool {
	return slices.ContainsFunc(c.unlisted(), func(h *Hold) bool {
		return c.byID[entry] == h.Entry
	})
}

// CantReinstate returns why a hold can't be placed again, in words that follow its reference, and
// "" if it can.
func (c *Case) CantReinstate(id record.ID) string {
	h := c.OfHold(id)
	switch {
	case h == nil:
		return "does not hold the case"
	case h.Listed:
		return "holds the case, and the docket says so"
	}
	return ""
}

// Said returns the hold's own words by field, as front matter has them, for a hold that puts it on
// again.
func (h *Hold) Said() map[string]string {
	return map[string]string{"links.hold": string(h.ID), "reason": record.Scalar(h.Reason),
		"basis": record.Scalar(h.Basis), "authority": record.Scalar(h.Authority),
		"asked_by": record.Scalar(h.AskedBy), "review_on": h.ReviewOn.String()}
}

// HoldNamed wants a release, or a hold that puts another on again, to name the one hold that
// its command does, and no other.
func HoldNamed(e *record.Entry, hold record.ID) record.Findings {
	said := e.Links["hold"]
	if len(said) == 1 && said[0].Entry == hold && (said[0].Case == e.Case || said[0].Case == "") {
		return nil
	}
	return record.Findings{{File: e.Case.String(), Rule: RuleHoldOther, Severity: record.Error,
		Case: e.Case, Entry: e.ID,
		Found: fmt.Sprintf("links.hold names other holds than %s, which the command does", hold),
		Do:    "leave links.hold out: the program writes it; each hold has a command of its own"}}
}
