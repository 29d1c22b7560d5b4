package access

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// TestOpenRequest: a request is meant by being the only one open, or by any of
// its versions.
func TestOpenRequest(t *testing.T) {
	r := recorded(t)
	first := r.add("asha", "access-request", asked, "")
	amended := r.add("asha", "access-request", asked+"links: {amends: "+string(first.ID)+"}\n", "")
	answered := r.add("asha", "access-request", asked, "")
	r.handed(answered.ID)
	one := r.fold()
	second := r.add("asha", "access-request", asked, "")
	two := r.fold()
	none := recorded(t).fold()
	for _, c := range []struct {
		about, prefix string
		in            *cases.Case
		want          record.ID
		err           error
		says          string
	}{
		{"the only one", "", one, amended.ID, nil, ""},
		{"by its first version", string(first.ID), two, amended.ID, nil, ""},
		{"by its newest version, shortened", "9QX", two, amended.ID, nil, ""},
		{"the other", string(second.ID), two, second.ID, nil, ""},
		{"several", "", two, "", ErrSeveral, "K3F9-27QM has 2 open requests"},
		{"answered already", string(answered.ID), two, "", ErrNoRequest,
			"K3F9-27QM has no open request like that"},
		{"another entry", "R4D9", two, "", ErrNoRequest, "no open request"},
		{"nobody asked", "", none, "", ErrNoRequest, "no open request"},
	} {
		got, err := OpenRequest(c.in, c.prefix)
		if c.err == nil {
			if err != nil || got.Entry.ID != c.want {
				t.Errorf("%s: %v, %v", c.about, got, err)
			}
			continue
		}
		no, ok := errors.AsType[*Refusal](err)
		if !ok || no.Cause != c.err || no.Entry.Case != caseID ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.about, err)
		}
	}
}

func TestByDue(t *testing.T) {
	day := func(n int) *cases.Access {
		return &cases.Access{Due: record.Date{Year: 2026, Month: 4, Day: n}}
	}
	still, late, soon, later := &cases.Access{}, day(1), day(7), day(12)
	got := []*cases.Access{still, later, soon, late}
	slices.SortStableFunc(got, ByDue)
	if want := []*cases.Access{late, soon, later, still}; !slices.Equal(got, want) {
		t.Errorf("the order is %v", got)
	}
	if ByDue(still, &cases.Access{}) != 0 {
		t.Error("two clocks that stand still have an order")
	}
}

// TestAnswerable: what must be known before a copy goes, and what Wanting says of it.
func TestAnswerable(t *testing.T) {
	question := func(r *records, id record.ID, dates string) record.Ref {
		return r.add("asha", "access-clarification",
			"what: Which years?\n"+dates+"links: {request: "+string(id)+"}\n", "").Ref()
	}
	for _, c := range []struct {
		about, old, is string
		then           func(*records, record.ID) record.Ref
		err            error
		says           string
	}{
		{about: "all is known"},
		{"no proof yet", "identity: confirmed", "identity: asked_for", nil, ErrIdentity,
			"proof of identity was asked for, and has not come"},
		{"by what right", "authority: own data", "authority: unknown", nil, ErrUnknown,
			"the request does not know its authority yet"},
		{"whither", "send_to: by hand", "send_to: unknown", nil, ErrUnknown,
			"the request does not know its send_to yet"},
		{"a question", "", "", func(r *records, id record.ID) record.Ref {
			return question(r, id, "asked_on: 2026-03-05\n")
		}, ErrUnanswered, "the clarification K3F9-27QM/9QXH-7K2M has no answer yet"},
		{"answered in an entry of its own", "", "", func(r *records, id record.ID) record.Ref {
			question(r, id, "asked_on: 2026-03-05\n")
			return question(r, id, "asked_on: 2026-03-05\nanswered_on: 2026-03-06\n")
		}, nil, ""},
		{"another question was answered", "", "", func(r *records, id record.ID) record.Ref {
			at := question(r, id, "asked_on: 2026-03-05\n")
			question(r, id, "asked_on: 2026-03-04\nanswered_on: 2026-03-06\n")
			return at
		}, ErrUnanswered, "has no answer yet"},
	} {
		r := recorded(t)
		request := r.add("asha", "access-request", strings.Replace(asked, c.old, c.is, 1), "")
		at := request.Ref()
		if c.then != nil {
			at = c.then(r, request.ID)
		}
		in := r.fold()
		err := answerable(in.Access[0])
		wanting := Wanting(in, in.Access[0], r.agency())
		if c.err == nil {
			if err != nil || len(wanting) > 0 {
				t.Errorf("%s: %v, wanting %q", c.about, err, wanting)
			}
			continue
		}
		no, ok := errors.AsType[*Refusal](err)
		if !ok || no.Cause != c.err || no.Entry != at || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.about, err)
		}
		if !slices.Equal(wanting, []string{err.Error()}) {
			t.Errorf("%s: wanting %q", c.about, wanting)
		}
	}
}

// TestWanting: decisions that wait are told, and so is one that can't be read.
// Nothing is wanting of a request that was answered.
func TestWanting(t *testing.T) {
	r := asking(t)
	r.decide("asha", ids[5], "{name: Mrs O'Dell, do: remove, exemption: third_party, reason: r}")
	c := r.fold()
	want := []string{"the decision K3F9-27QM/Q9W1-Z7Y0 waits for a manager"}
	if got := Wanting(c, c.Access[0], r.agency()); !slices.Equal(got, want) {
		t.Errorf("wanting %q", got)
	}
	r.decide("asha", ids[5], "{name: Mrs O'Dell, do: remove, exemption: weather, reason: r}")
	c = r.fold()
	got := Wanting(c, c.Access[0], r.agency())
	const unread = ": the decision on what a copy leaves out can't be followed: item 1"
	if len(got) != 1 || !strings.HasPrefix(got[0], "K3F9-27QM/Y0K8-BC5X"+unread) {
		t.Errorf("wanting %q", got)
	}
	r.handed(ids[5])
	c = r.fold()
	if got := Wanting(c, c.Access[0], r.agency()); got == nil || len(got) > 0 {
		t.Errorf("wanting %#v", got)
	}
}
