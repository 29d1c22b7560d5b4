package access

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestMayGo: a copy goes by decisions that managers stand behind. Who asks is looked at
// before what was decided.
func TestMayGo(t *testing.T) {
	const weather = "{name: Bea, do: remove, exemption: weather, reason: r}"
	for _, c := range []struct {
		about, old, is string
		decisions      []string
		endorsed       bool // the decisions are, by a manager
		err            error
		entry          int // that the refusal names: 0 the request, 1 the first decision
		says           string
	}{
		{about: "nothing was decided"},
		{about: "an endorsed decision", decisions: []string{aboutHer}, endorsed: true},
		{"one that waits", "", "", []string{aboutHer}, false, ErrWaiting, 1,
			"on what is left out waits for a manager"},
		{"one that can't be followed", "", "", []string{weather}, true, ErrDecision, 1,
			`"weather" is not an exemption of the policy`},
		{"one that can't be followed, and waits", "", "", []string{weather}, false, ErrDecision, 1,
			`"weather" is not an exemption of the policy`},
		{"no proof of identity, and one that waits", "identity: confirmed", "identity: asked_for",
			[]string{aboutHer}, false, ErrIdentity, 0, "proof of identity was asked for"},
		{"no proof of identity, and one that can't be followed", "identity: confirmed",
			"identity: asked_for", []string{weather}, false, ErrIdentity, 0, "proof of identity"},
	} {
		r := recorded(t)
		request := r.add("asha", "access-request", strings.Replace(asked, c.old, c.is, 1), "")
		at := []record.Ref{request.Ref()}
		for _, item := range c.decisions {
			d := r.decide("asha", request.ID, item)
			at = append(at, d.Ref())
			if c.endorsed {
				r.endorse("mina", "line", "endorsed", d)
			}
		}
		in := r.fold()
		got, err := MayGo(in, in.Access[0], r.agency())
		if c.err == nil {
			if err != nil || len(got.Signed) != len(c.decisions) {
				t.Errorf("%s: %+v, %v", c.about, got, err)
			}
			continue
		}
		no, ok := errors.AsType[*Refusal](err)
		if !ok || !errors.Is(err, c.err) || no.Entry != at[c.entry] ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.about, err)
		}
	}
}

// TestCovers: each exemption of a log is one that a signed decision takes something out by.
func TestCovers(t *testing.T) {
	remove := func(exemption string) disclose.Decision {
		return disclose.Decision{Name: "Bea", Do: disclose.DoRemove, Exemption: exemption}
	}
	log := disclose.Log{{What: "a name", Exemption: disclose.ThirdParty, Count: 2},
		{What: "the whole entry", Exemption: disclose.SeriousHarm, Count: 1}}
	for _, c := range []struct {
		about  string
		signed []disclose.Decision
		all    []disclose.Decision
		says   string // "" where the copy may go
	}{
		{"both", []disclose.Decision{remove(disclose.ThirdParty), remove(disclose.SeriousHarm)},
			nil, ""},
		{"one is not signed", []disclose.Decision{remove(disclose.ThirdParty)},
			[]disclose.Decision{remove(disclose.SeriousHarm)},
			"no decision that a manager endorsed names serious_harm"},
		{"one only keeps", []disclose.Decision{remove(disclose.SeriousHarm),
			{Name: "Bea", Do: disclose.DoKeep, Exemption: disclose.ThirdParty}}, nil,
			"no decision that a manager endorsed names third_party"},
		{"none", nil, nil, "no decision that a manager endorsed names serious_harm and " +
			"third_party"},
	} {
		d := Decided{Signed: c.signed, All: slices.Concat(c.signed, c.all)}
		err := d.Covers(caseID, log)
		if c.says == "" {
			if err != nil || len(d.Uncovered(log)) > 0 {
				t.Errorf("%s: %v", c.about, err)
			}
			continue
		}
		no, ok := errors.AsType[*Refusal](err)
		if !ok || no.Cause != ErrUncovered || no.Entry != (record.Ref{Case: caseID}) ||
			err.Error() != c.says {
			t.Errorf("%s: %v", c.about, err)
		}
	}
	if err := (Decided{}).Covers(caseID, nil); err != nil {
		t.Errorf("nothing is left out: %v", err)
	}
}

// TestCheckClosed: an end without a copy is the one that was meant, and a refusal has reasons.
func TestCheckClosed(t *testing.T) {
	const front = "sent_on: 2026-03-06\nto: Tobi Adeyemi\nmethod: by hand\nwhat: nothing\n"
	for _, c := range []struct {
		said, body, meant string
		err               error
	}{
		{"outcome: withdrawn\n", "", Withdrawn, nil},
		{"outcome: nothing_held\n", "", NothingHeld, nil},
		{"outcome: refused\n", "It asks for what another agency holds.\n", Refused, nil},
		{"outcome: refused\n", "", Refused, ErrNoReason},
		{"outcome: refused\nwithheld: [{what: all, reason: court_data}]\n", "", Refused, nil},
		{"outcome: refused\n", "", Withdrawn, ErrOtherOutcome},
		{"outcome: withdrawn\n", "", Refused, ErrOtherOutcome},
		{"", "", Withdrawn, ErrOtherOutcome},
	} {
		e := recorded(t).add("asha", "access-disclosure", front+c.said, c.body).Entry
		if err := CheckClosed(e, c.meant); err != c.err {
			t.Errorf("%q for %s: %v", c.said, c.meant, err)
		}
	}
	for outcome, want := range map[string]bool{Withdrawn: true, Refused: true, NothingHeld: true,
		disclosed: false, "": false, "weather": false} {
		if got := EndsWithoutCopy(outcome); got != want {
			t.Errorf("%q ends without a copy: %t", outcome, got)
		}
	}
}

// TestCheckDecision: a text that decides nothing is told from one that can't be followed.
func TestCheckDecision(t *testing.T) {
	r := recorded(t)
	request := r.add("asha", "access-request", asked, "")
	followed := r.decide("asha", request.ID, aboutHer)
	not := r.decide("asha", request.ID, strings.Replace(aboutHer, "third_party", "weather", 1))
	nothing := r.add("asha", "decision", "headline: A school\nmode: sole\ndecided_by: Asha Rao\n"+
		"decided_at: 2026-03-06\nrationale: Near.\nlinks: {request: "+string(request.ID)+"}\n", "")
	c := r.fold()
	for _, one := range []struct {
		it   cases.Item
		want error
	}{{followed, nil}, {not, ErrDecision}, {nothing, ErrDecidesNothing}} {
		if err := CheckDecision(one.it.Entry, c, c.Access[0], r.agency()); !errors.Is(err,
			one.want) {
			t.Errorf("%s: %v", one.it.Ref(), err)
		}
	}
}
