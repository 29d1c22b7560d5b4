package access

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/record"
)

// objection is a reason why a manager must decide whether a request is answered at all.
type objection struct {
	why string
	seq int // of the entry that raises it
}

const (
	whyAnswer = "a manager decides first whether the request is answered at all: "

	whyWish = "the child understands what is asked, and does not plainly wish it"
	whyHeld = "it is not known whether the child understands what is asked, " +
		"and the child does not plainly wish it"
	whySource = "the person who asks is named as a source of harm, or a concern is about them"
	whyApart  = "the person who asks is nobody in the profile, or may be several people there, " +
		"and can't be told apart from a source of harm"
)

// objections returns the objections to an answer to somebody other than the subject. items are all
// items of the case.
func objections(items []cases.Item, request *cases.Thread) []objection {
	if own(request, items) {
		return nil
	}
	a := askerOf(items, request)
	var out []objection
	names := slices.Clone(a.own)
	for _, p := range slices.Concat(a.who, a.household, a.others) {
		for _, name := range p.names {
			names = append(names, strings.Fields(match.Key(name))...)
		}
	}
	names = append(names, strings.Fields(match.Key(request.Str("who")))...)
	for _, it := range request.Newest() {
		if !wished(it.Entry, names) {
			why := whyWish
			if it.Str("child_understands") == record.Unknown {
				why = whyHeld
			}
			out = append(out, objection{why, it.Seq})
		}
	}
	t, newest, found := newAskerFinder(a), 0, false
	for i := range items {
		if it := &items[i]; readable(it) && t.mayHarm(it) {
			newest, found = max(newest, it.Seq), true
		}
	}
	if found {
		why := whySource
		if !a.known() {
			why = whyApart
		}
		out = append(out, objection{why, newest})
	}
	return out
}

// answered reports whether a decision to answer covers a request and an objection: it was
// taken on the request as it stands, and on what speaks against it.
func answered(decided []disclose.Decision, request *cases.Thread, o objection) bool {
	return slices.ContainsFunc(decided, func(d disclose.Decision) bool {
		return d.Do == disclose.DoAnswer && slices.Contains(versionIDs(request), d.Entry) &&
			d.Seq >= max(o.seq, request.Seq)
	})
}

// MayDraft refuses, by ErrAnswer, to make a copy for somebody else than the subject before a
// manager has decided that the request is answered at all. That is so if a child who understands
// does not plainly wish it, and if the person who asks is or may be a source of harm. The error
// names a decision that waits for a manager. A decision counts for nothing if the request, or an
// objection, was recorded later in its present form.
func MayDraft(c *cases.Case, r *cases.Access, d Decided) error {
	at := r.Entry.Ref()
	var unanswered, waiting []string
	for _, o := range objections(texts(c), r.Entry) {
		switch {
		case answered(d.Signed, r.Entry, o):
		case answered(d.All, r.Entry, o):
			waiting = append(waiting, o.why)
		default:
			unanswered = append(unanswered, o.why)
		}
	}
	switch {
	case len(unanswered) > 0:
		return refuse(ErrAnswer, at, "a manager decides first whether the request %s is "+
			"answered at all: %s", at, allOf(unanswered))
	case len(waiting) > 0:
		decision := d.waitingToAnswer(r.Entry)
		return refuse(ErrAnswerWaits, decision, "the decision %s to answer "+
			"the request waits for a manager: %s", decision, allOf(waiting))
	}
	return nil
}

// allOf returns reasons in one line, each once, so that a manager weighs all of them.
func allOf(why []string) string {
	var out []string
	for _, w := range why {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, "; ")
}

// waitingToAnswer returns the last decision to answer a request that waits for a manager.
func (d Decided) waitingToAnswer(request *cases.Thread) record.Ref {
	for _, t := range slices.Backward(d.Waiting) {
		for _, m := range t.Maps("disclosure") {
			if textOf(m, "do") == disclose.DoAnswer {
				return t.Ref()
			}
		}
	}
	return request.Ref()
}

// texts returns all texts of a case, those that were amended too.
func texts(c *cases.Case) []cases.Item {
	var out []cases.Item
	seen := map[record.ID]bool{}
	for _, t := range c.Threads() {
		for _, it := range slices.Concat(t.History, t.Newest()) {
			if !seen[it.ID] {
				seen[it.ID] = true
				out = append(out, *it)
			}
		}
	}
	return out
}
