package access

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestReadDecision: what a decision can say, and what the law does not let it say.
func TestReadDecision(t *testing.T) {
	limits := grounds{exemptions: []string{disclose.ThirdParty, disclose.ChildAbuse}}
	for _, c := range []struct {
		line, want string // "" for good
		own        bool
	}{
		{"{name: Mrs Quill, do: remove, exemption: third_party, reason: r}", "", true},
		{"{name: Mrs Quill, do: keep, reason: r}", "", true},
		{"{entry: 9qxh, do: withhold, exemption: third_party, reason: r}", "", true},
		{"{do: remove, exemption: third_party, reason: r}", "", true},
		{"{name: Mrs Quill, do: remove, exemption: child_abuse_not_in_best_interests, reason: r}",
			"never an answer", true},
		{"{name: Mrs Quill, do: remove, exemption: child_abuse_not_in_best_interests, reason: r}",
			"", false},
		{"{name: Mrs Quill, do: remove, exemption: court_data, reason: r}",
			"not an exemption of the policy", true},
		{"{name: Mrs Quill, entry: 9QXH, do: keep, reason: r}", "both a name and an entry", true},
		{"{do: withhold, exemption: third_party, reason: r}", "needs an entry", true},
		{"{entry: 9QXH, do: remove, exemption: third_party, reason: r}", "an entry is withheld",
			true},
		{"{do: keep, reason: r}", "needs a name or an entry", true},
		{"{entry: 2222, do: keep, reason: r}", "not an ID", true},
		{"{entry: 5K5K5K5K, do: keep, reason: r}", "0 entries begin", true},
	} {
		limits.own = c.own
		it := recorded(t).add("asha", "decision", "disclosure:\n  - "+c.line+"\n", "")
		got, err := limits.read(it.Entry, ids)
		if c.want == "" && (err != nil || len(got) != 1) {
			t.Errorf("%s: %v", c.line, err)
		}
		if c.want != "" && (!errors.Is(err, ErrDecision) ||
			!strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}

const aboutHer = "{name: Mrs O'Dell, do: remove, exemption: third_party, reason: r}"

// TestDecisionsOn: decisions on one request, in the order in which they were
// recorded, told by whether a manager stands behind them.
func TestDecisionsOn(t *testing.T) {
	r := recorded(t)
	request := r.add("asha", "access-request", asked, "")
	other := r.add("asha", "access-request", strings.Replace(asked, "Tobi", "Femi", 1), "")
	alone := r.decide("asha", request.ID, strings.Replace(aboutHer, "Mrs O'Dell", "Bea", 1))
	approved := r.decide("asha", request.ID, aboutHer)
	r.endorse("mina", "line", "endorsed", approved)
	back := r.decide("asha", request.ID, strings.Replace(aboutHer, "Mrs O'Dell", "Bogdan", 1))
	r.endorse("mina", "line", "returned", back)
	r.decide("asha", other.ID, strings.Replace(aboutHer, "Mrs O'Dell", "Kwame", 1))
	r.add("asha", "decision", "headline: A school\nmode: sole\ndecided_by: Asha Rao\n"+
		"decided_at: 2026-03-06\nrationale: Near.\n", "")
	c := r.fold()
	of, err := OpenRequest(c, string(request.ID))
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecisionsOn(c, of, r.agency())
	if err != nil {
		t.Fatal(err)
	}
	names := func(list []disclose.Decision) string {
		var out []string
		for _, one := range list {
			out = append(out, one.Name)
		}
		return strings.Join(out, ", ")
	}
	if names(got.All) != "Bea, Mrs O'Dell" || names(got.Signed) != "Mrs O'Dell" {
		t.Errorf("all are %s; signed are %s", names(got.All), names(got.Signed))
	}
	if len(got.Waiting) != 1 || got.Waiting[0].ID != alone.ID {
		t.Errorf("waiting are %v", got.Waiting)
	}
	no, ok := errors.AsType[*Refusal](got.endorsed())
	if !ok || no.Cause != ErrWaiting || no.Entry != alone.Ref() ||
		no.Error() != "the decision K3F9-27QM/B8Q1-R4D9 on what is left out waits for a manager" {
		t.Errorf("endorsed: %v", no)
	}
	r.endorse("judith", "line", "endorsed", alone)
	c = r.fold()
	of, err = OpenRequest(c, string(request.ID))
	if err != nil {
		t.Fatal(err)
	}
	got, err = DecisionsOn(c, of, r.agency())
	if err != nil || got.endorsed() != nil || names(got.Signed) != "Bea, Mrs O'Dell" {
		t.Errorf("with both endorsed: %v, %+v", err, got)
	}
}

// TestDecisionsUnread: a decision that can't be followed stops all, and is named.
// What is wrong with an ID stays an error of IDs.
func TestDecisionsUnread(t *testing.T) {
	for item, also := range map[string]error{
		"{name: Bea, do: remove, exemption: weather, reason: r}": ErrDecision,
		"{entry: 2222, do: keep, reason: r}":                     record.ErrID,
	} {
		r := recorded(t)
		request := r.add("asha", "access-request", asked, "")
		bad := r.decide("asha", request.ID, item)
		c := r.fold()
		_, err := DecisionsOn(c, c.Access[0], r.agency())
		no, ok := errors.AsType[*Refusal](err)
		if !ok || no.Entry != bad.Ref() || !errors.Is(err, ErrDecision) || !errors.Is(err, also) {
			t.Errorf("%s: %v", item, err)
			continue
		}
		where := bad.Ref().String() + ": " + ErrDecision.Error() + ": item 1: "
		if !strings.HasPrefix(err.Error(), where) {
			t.Errorf("%s: %v", item, err)
		}
	}
}

// TestSigned: who stands behind a decision.
func TestSigned(t *testing.T) {
	line := []string{record.LevelLine}
	for _, c := range []struct {
		about, author     string
		state             cases.EndorsementState
		required, missing []string
		want              bool
	}{
		{"a caseworker's, waiting", "asha", cases.EndorsedNone, line, line, false},
		{"a caseworker's, endorsed", "asha", cases.EndorsedLine, line, nil, true},
		{"endorsed by a senior manager", "asha", cases.EndorsedSenior, line, nil, true},
		{"one of two levels is missing", "asha", cases.EndorsedLine, line, line, false},
		{"an earlier version was endorsed", "asha", cases.EndorsedEarlier, line, nil, false},
		{"only reported", "asha", cases.EndorsedReported, line, nil, false},
		{"none is asked for, a caseworker's", "asha", cases.EndorsedNone, nil, nil, false},
		{"none is asked for, a manager's own", "mina", cases.EndorsedNone, nil, nil, true},
		{"a manager's own, waiting", "mina", cases.EndorsedNone, line, line, false},
		{"a manager's own, nobody else", "mina", cases.NoSecondPerson, line, line, true},
		{"a caseworker's, nobody else", "asha", cases.NoSecondPerson, line, line, false},
		{"declined", "mina", cases.Declined, nil, nil, false},
		{"somebody not in the team", "zoe", cases.EndorsedNone, nil, nil, false},
	} {
		thread := &cases.Thread{Item: &cases.Item{Author: c.author},
			Endorsement: cases.Endorsement{State: c.state, Required: c.required,
				Missing: c.missing}}
		if got := signed(thread, recorded(t).agency()); got != c.want {
			t.Errorf("%s: %t", c.about, got)
		}
	}
}
