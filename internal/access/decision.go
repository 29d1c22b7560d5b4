package access

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/policy"
	"casefile/internal/record"
)

var (
	// ErrDecision says that a decision on a disclosure can't be followed.
	ErrDecision = errors.New("the decision on what a copy leaves out can't be followed")
	// ErrDecidesNothing: a decision on a disclosure names nobody and nothing.
	ErrDecidesNothing = errors.New("the decision says nothing under disclosure")
)

// Agency holds the rules and the people of the agency that gives the copy.
type Agency struct {
	Policy  *policy.Policy
	Members []Member
}

// Member is somebody in the team, now or once.
type Member struct {
	ID, Name string
	Manager  bool // a manager or a senior manager
}

func (a Agency) manager(id string) bool {
	return slices.ContainsFunc(a.Members, func(m Member) bool { return m.ID == id && m.Manager })
}

// Decided are the decisions on one request: those that a manager stands behind,
// and all, with the entries that wait for a manager.
type Decided struct {
	Signed, All []disclose.Decision
	Waiting     []*cases.Thread
}

// DecisionsOn reads the decisions on what a request's copy leaves out, in the
// order in which they were recorded. A decision that can't be followed is a
// Refusal by ErrDecision.
func DecisionsOn(c *cases.Case, r *cases.Access, a Agency) (Decided, error) {
	var out Decided
	for _, t := range decidingThreads(c, r) {
		items, err := readDecision(t.Entry, c, r, a)
		if err != nil {
			return out, refuse(err, t.Ref(), "%s: %v", t.Ref(), err)
		}
		for i := range items {
			items[i].Seq = t.Seq
		}
		out.All = append(out.All, items...)
		if signed(t, a) {
			out.Signed = append(out.Signed, items...)
		} else {
			out.Waiting = append(out.Waiting, t)
		}
	}
	return out, nil
}

// decidingThreads returns the decisions about a request's copy that no manager has rejected, in the
// order in which they were recorded.
func decidingThreads(c *cases.Case, r *cases.Access) []*cases.Thread {
	threads := slices.DeleteFunc(c.Threads(record.KindDecision), func(t *cases.Thread) bool {
		rejected := t.Endorsement.State == cases.Returned || t.Endorsement.State == cases.Declined
		return decidesNothing(t.Entry) || !aboutRequest(c, t, r) || rejected
	})
	slices.SortStableFunc(threads, func(x, y *cases.Thread) int {
		return x.First.Recorded.Compare(y.First.Recorded)
	})
	return threads
}

// endorsed refuses to hand a copy out while a decision waits for a manager.
func (d Decided) endorsed() error {
	if len(d.Waiting) == 0 {
		return nil
	}
	at := d.Waiting[0].Ref()
	return refuse(ErrWaiting, at, "the decision %s on what is left out waits for a manager", at)
}

func aboutRequest(c *cases.Case, t *cases.Thread, r *cases.Access) bool {
	return slices.ContainsFunc(t.Links["request"], func(ref record.Ref) bool {
		return c.Thread(ref.Entry) == r.Entry
	})
}

// signed reports whether a manager stands behind a decision: by an endorsement or
// as its author, where policy asks for none or nobody else is there who could. The
// reports say so of such a decision for ever.
func signed(t *cases.Thread, a Agency) bool {
	e, own := t.Endorsement, a.manager(t.Author)
	switch {
	case e.State == cases.NoSecondPerson:
		return own
	case !e.Complete():
		return false
	case len(e.Required) == 0 && own:
		return true
	}
	return e.State == cases.EndorsedLine || e.State == cases.EndorsedSenior
}

// CheckDecision refuses the text of a decision on a request's copy that decides nothing
// (ErrDecidesNothing), and one that can't be followed (ErrDecision).
func CheckDecision(e *record.Entry, c *cases.Case, r *cases.Access, a Agency) error {
	if decidesNothing(e) {
		return ErrDecidesNothing
	}
	_, err := readDecision(e, c, r, a)
	return err
}

func decidesNothing(e *record.Entry) bool { return len(e.Maps("disclosure")) == 0 }

// readDecision reads what a decision entry, recorded already or not, says of the
// copy for a request of case c. Entries are found by the symbols that it gives.
func readDecision(e *record.Entry, c *cases.Case, r *cases.Access, a Agency) (
	[]disclose.Decision, error,
) {
	var ids []record.ID
	for _, t := range c.Threads() {
		ids = append(ids, versionIDs(t)...)
		for _, said := range t.Endorsement.Given {
			ids = append(ids, said.Entry.Entry)
		}
	}
	return grounds{own: r.Entry.Str("as") == "subject", request: versionIDs(r.Entry),
		exemptions: a.Policy.SubjectAccess.Exemptions}.read(e, ids)
}

// grounds are the limits of decisions: whether the request says that the subject asks, the request
// in all its versions, and the policy's exemptions.
type grounds struct {
	own        bool
	request    []record.ID
	exemptions []string
}

func (g grounds) read(e *record.Entry, ids []record.ID) ([]disclose.Decision, error) {
	var out []disclose.Decision
	for i, m := range e.Maps("disclosure") {
		text := func(key string) string { s, _ := m[key].(string); return s }
		one := disclose.Decision{Name: text("name"), Do: text("do"), Exemption: text("exemption"),
			Reason: text("reason")}
		var err error
		if typed := text("entry"); typed != "" {
			one.Entry, err = entryOf(typed, ids)
		}
		if err == nil {
			err = g.allow(one)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: item %d: %w", ErrDecision, i+1, err)
		}
		out = append(out, one)
	}
	return out, nil
}

func entryOf(typed string, ids []record.ID) (record.ID, error) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return "", err
	}
	found := slices.DeleteFunc(slices.Clone(ids), func(id record.ID) bool {
		return !strings.HasPrefix(string(id), prefix)
	})
	if len(found) != 1 {
		return "", fmt.Errorf("%d entries begin with %s", len(found), prefix)
	}
	return found[0], nil
}

// allow refuses what the law does. The exemption for child abuse is for requests
// that others make on a child's behalf (Data Protection Act 2018, schedule 3,
// part 5).
func (g grounds) allow(one disclose.Decision) error {
	switch {
	case one.Name != "" && one.Entry != "":
		return errors.New("it has both a name and an entry; make two of it")
	case one.Do == disclose.DoWithhold && one.Entry == "":
		return errors.New("withhold needs an entry")
	case one.Do == disclose.DoRemove && one.Entry != "":
		return errors.New("remove takes a name out; an entry is withheld")
	case one.Do == disclose.DoKeep && one.Name == "" && one.Entry == "":
		return errors.New("keep needs a name or an entry")
	case one.Do == disclose.DoKeep:
		return nil
	case one.Do == disclose.DoAnswer:
		return g.allowAnswer(one)
	case one.Exemption == disclose.ChildAbuse && g.own:
		return errors.New(disclose.ChildAbuse + " is never an answer to the subject's own request")
	case !slices.Contains(g.exemptions, one.Exemption):
		return fmt.Errorf("%q is not an exemption of the policy; there are %s",
			one.Exemption, strings.Join(g.exemptions, ", "))
	}
	return nil
}

// allowAnswer refuses a decision to answer that is about another entry than the request,
// or gives no reason.
func (g grounds) allowAnswer(one disclose.Decision) error {
	switch {
	case !slices.Contains(g.request, one.Entry):
		return errors.New("answer is about the request alone: give its entry")
	case one.Exemption != "":
		return errors.New("answer leaves nothing out, and has no exemption")
	case one.Reason == "" || one.Reason == record.Unknown:
		return errors.New("answer says why the request is answered all the same")
	}
	return nil
}

// uncovered returns the exemptions that a log uses and no decision names, sorted.
func uncovered(log disclose.Log, decided []disclose.Decision) []string {
	return slices.DeleteFunc(log.Exemptions(), func(e string) bool {
		return slices.ContainsFunc(decided, func(d disclose.Decision) bool {
			return d.Exemption == e && (d.Do == disclose.DoRemove || d.Do == disclose.DoWithhold)
		})
	})
}
