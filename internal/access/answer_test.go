package access

import (
	"errors"
	"strings"
	"testing"
)

// TestPlainly: which words of a child are a plain consent.
func TestPlainly(t *testing.T) {
	names := []string{"leila", "kerr", "dana"}
	for wish, want := range map[string]bool{
		"yes":                                       true,
		"She agrees.":                               true,
		"Leila agrees":                              true,
		"Leila Kerr has agreed to it.":              true,
		"He does not mind.":                         true,
		"she doesn’t mind":                          true,
		"she has no objection":                      true,
		"He is happy with it":                       true,
		"he wants his mother to have it":            true,
		"Leila wants her mum to see it.":            true,
		"She is happy for Dana Kerr to have a copy": true,
		"She agrees that her mother sees it":        true,
		"yes, she agrees":                           true,

		"":        false,
		"unknown": false,
		"no":      false,
		"Leila does not want her mother to see what she said": false,
		"She does mind": false,
		"she agrees, but not what she said about Owen":  false,
		"yes, except the talk at school":                false,
		"She is happy":                                  true,
		"She is happy with her father":                  false,
		"He wants to read it with his mother.":          false,
		"She agrees if her dad is not told":             false,
		"Not asked.":                                    false,
		"agrees? not sure":                              false,
		"agrees?":                                       false,
		"would rather not":                              false,
		"She wants her mother to have nothing":          false,
		"She agrees that her mother should not have it": false,
		"agrees unwillingly":                            false,
		"She said yes, then cried":                      false,
		"consent withdrawn":                             false,
	} {
		if got := plainly(wish, names); got != want {
			t.Errorf("%q is a plain consent: %t", wish, got)
		}
	}
}

// TestMayDraft: when a manager decides before anything is drafted.
func TestMayDraft(t *testing.T) {
	const refuses = "child_understands: yes\nchild_wish: Leila does not want her mother to see it\n"
	const agrees = "child_understands: yes\nchild_wish: She agrees.\n"
	risk := func(source string) string { return riskFront + "source_of_harm: " + source + "\n" }
	for _, c := range []struct {
		about, who, as, child, risk string
		says                        string // "" where a draft may be made
	}{
		{"a child who agrees", "Dana Kerr", "parent", agrees, "", ""},
		{"a child who refuses", "Dana Kerr", "parent", refuses, "", whyWish},
		{"a child who was not asked", "Dana Kerr", "parent",
			"child_understands: yes\nchild_wish: unknown\n", "", whyWish},
		{"whose wish nobody wrote down", "Dana Kerr", "parent", "child_understands: yes\n", "",
			whyWish},
		{"who does not understand", "Dana Kerr", "parent",
			"child_understands: no\nchild_wish: unknown\n", "", ""},
		{"of whom that is not known", "Dana Kerr", "parent",
			"child_understands: unknown\nchild_wish: unknown\n", "", ""},
		{"of whom that is not known, who refuses", "Dana Kerr", "parent",
			"child_understands: unknown\nchild_wish: She says no.\n", "", whyHeld},
		{"the child's own request", "Leila Kerr", "subject",
			"child_understands: yes\nchild_wish: unknown\n",
			risk("Dana Kerr"), ""},
		{"a source of harm", "Dana Kerr", "parent", agrees, risk("her mother"), whySource},
		{"somebody else is", "Dana Kerr", "parent", agrees, risk("Samir Kerr"), ""},
		{"who lives with her is", "Dana Kerr", "parent", agrees, risk("Owen Tarn"), ""},
		{"who lives with her is, by what he is", "Dana Kerr", "parent", agrees,
			risk("mother's partner"), ""},
		{"the home", "Dana Kerr", "parent", agrees, risk("home"), whySource},
		{"another home", "Samir Kerr", "parent", agrees, risk("home"), ""},
		{"nobody knows who is", "Dana Kerr", "parent", agrees, risk("unknown"), whySource},
		{"nobody knows who asks", "Lee Marsh", "other", agrees, risk("a man at the park"),
			whyApart},
		{"nobody knows who asks, and nobody is", "Lee Marsh", "other", agrees, "", ""},
	} {
		r := recorded(t)
		r.add("asha", "profile", leila, "")
		if c.risk != "" {
			r.add("asha", "risk", c.risk, "")
		}
		r.add("asha", "access-request", askedBy(c.who, c.as, c.child), "")
		in := r.fold()
		err := MayDraft(in, in.Access[0], Decided{})
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.about, err)
		}
		if err != nil && !errors.Is(err, ErrAnswer) {
			t.Errorf("%s: %v is no ErrAnswer", c.about, err)
		}
	}
}

// TestAnswered: a decision to answer counts once a manager stands behind it, for the request
// and what speaks against it as they stood then.
func TestAnswered(t *testing.T) {
	const refuses = "child_understands: yes\nchild_wish: She says no.\n"
	r := recorded(t)
	r.add("asha", "profile", leila, "")
	request := r.add("asha", "access-request", askedBy("Dana Kerr", "parent", refuses), "")
	may := func() error {
		c := r.fold()
		d, err := DecisionsOn(c, c.Access[0], r.agency())
		if err != nil {
			t.Fatal(err)
		}
		return MayDraft(c, c.Access[0], d)
	}
	if err := may(); !errors.Is(err, ErrAnswer) {
		t.Errorf("nothing decided: %v", err)
	}
	yes := "{entry: " + string(request.ID) + ", do: answer, reason: a court has ordered it}"
	d := r.decide("asha", request.ID, yes)
	if err := may(); !errors.Is(err, ErrAnswerWaits) || !strings.Contains(err.Error(),
		d.Ref().String()) {
		t.Errorf("decided by a caseworker: %v", err)
	}
	r.endorse("mina", "line", "endorsed", d)
	if err := may(); err != nil {
		t.Errorf("endorsed: %v", err)
	}
	r.add("asha", "risk", riskFront+"source_of_harm: Dana Kerr\n", "")
	if err := may(); !errors.Is(err, ErrAnswer) || !strings.Contains(err.Error(), whySource) {
		t.Errorf("a source of harm since: %v", err)
	}
	d = r.decide("asha", request.ID, yes)
	r.endorse("mina", "line", "endorsed", d)
	if err := may(); err != nil {
		t.Errorf("decided again: %v", err)
	}
	r.add("asha", "access-request", askedBy("Dana Kerr", "parent", refuses)+
		"links: {amends: "+string(request.ID)+"}\n", "")
	if err := may(); !errors.Is(err, ErrAnswer) {
		t.Errorf("the request was amended: %v", err)
	}
}
