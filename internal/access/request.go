package access

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// OpenRequest returns the only open request of a case, or the one that has a version whose ID
// begins with prefix (as record.ParsePrefix gives it; "" for any).
func OpenRequest(c *cases.Case, prefix string) (*cases.Access, error) {
	open := slices.DeleteFunc(slices.Clone(c.Access), func(r *cases.Access) bool {
		return !r.Open() || !hasVersion(r.Entry, prefix)
	})
	switch {
	case len(open) == 0:
		return nil, refuse(ErrNoRequest, record.Ref{Case: c.ID}, "%s has no open request like that",
			c.ID)
	case len(open) > 1:
		return nil, refuse(ErrSeveral, record.Ref{Case: c.ID}, "%s has %d open requests", c.ID,
			len(open))
	}
	return open[0], nil
}

// Argument returns the argument that names an open request on a command line: its case, or its
// entry where the case has other open requests.
func Argument(c *cases.Case, r *cases.Access) string {
	others := slices.ContainsFunc(c.Access, func(o *cases.Access) bool {
		return o.Open() && o.Entry != r.Entry
	})
	if others {
		return c.ID.String() + " --request " + r.Entry.First.ID.String()
	}
	return c.ID.String()
}

// decline returns the command that ends the request without a copy.
func (m CopyMaker) decline() string {
	return "casefile sar close " + Argument(m.Case, m.Request) + " --outcome refused"
}

// hasVersion reports whether a version of a thread has an ID that begins so.
func hasVersion(t *cases.Thread, prefix string) bool {
	return slices.ContainsFunc(versionIDs(t), func(id record.ID) bool {
		return strings.HasPrefix(string(id), prefix)
	})
}

// versionIDs returns the IDs of a thread's versions: the one that stands, and then the earlier
// ones.
func versionIDs(t *cases.Thread) []record.ID {
	out := []record.ID{t.ID}
	for _, v := range t.History {
		out = append(out, v.ID)
	}
	return out
}

// ByDue orders requests by the day by which they must be answered. Those whose
// clock stands still come last.
func ByDue(a, b *cases.Access) int {
	if a.Due.IsZero() != b.Due.IsZero() {
		return b.Due.Compare(a.Due)
	}
	return a.Due.Compare(b.Due)
}

// answerable refuses to hand a copy out before it is known who asks, and for what.
func answerable(r *cases.Access) error {
	at := r.Entry.Ref()
	if r.Entry.Str("identity") == "asked_for" {
		return refuse(ErrIdentity, at, "proof of identity was asked for, and has not come")
	}
	for _, field := range []string{"authority", "send_to"} {
		if r.Entry.Str(field) == record.Unknown {
			return refuse(ErrUnknown, at, "the request does not know its %s yet", field)
		}
	}
	if open := r.Unanswered(); len(open) > 0 {
		at := open[0].Ref()
		return refuse(ErrUnanswered, at, "the clarification %s has no answer yet", at)
	}
	return nil
}

// Wanting says in sentences what is wanting before an open request can be
// answered; nothing of one that was answered.
func Wanting(c *cases.Case, r *cases.Access, a Agency) []string {
	out := []string{}
	if !r.Open() {
		return out
	}
	if err := answerable(r); err != nil {
		out = append(out, err.Error())
	}
	decided, err := DecisionsOn(c, r, a)
	if err != nil {
		return append(out, err.Error())
	}
	if err := MayDraft(c, r, decided); err != nil {
		out = append(out, err.Error())
	}
	for _, t := range decided.Waiting {
		out = append(out, "the decision "+t.Ref().String()+" waits for a manager")
	}
	return out
}

// AwaitsAnswer reports whether a manager decides first whether a request is answered.
func AwaitsAnswer(c *cases.Case, r *cases.Access, a Agency) bool {
	decided, err := DecisionsOn(c, r, a)
	return err == nil && MayDraft(c, r, decided) != nil
}
