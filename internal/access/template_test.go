package access

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestItemsToFillIn: each open question is an item whose do is empty, below what there is to
// say of it; an exemption that no decision names is one, too.
func TestItemsToFillIn(t *testing.T) {
	ref := record.Ref{Case: "K3F927QM", Entry: ids[1]}
	quill := disclose.Question{What: disclose.AskPerson, Name: `Bea "Bee" Quill`}
	gate := disclose.Question{What: disclose.AskEntry, Entry: ref}
	say := func(o disclose.Question) []string {
		return []string{string(o.What), "  line 9: »Quill«"}
	}
	for _, c := range []struct {
		about, want string
		step        Step
	}{
		{"a name", `#! person
#!   line 9: »Quill«
#! Shown: e3b0c442
  - name: "Bea \"Bee\" Quill"
    do:
    exemption: third_party
    reason:
`, Step{Kind: AskName, Questions: []disclose.Question{quill}}},
		{"an entry", `#! entry
#!   line 9: »Quill«
#! Shown: ae567e03
  - entry: 9QXH7K2M
    do:
    exemption:
    reason:
`, Step{Kind: AskEntry, Questions: []disclose.Question{gate}}},
		{"an exemption", `#! what marks and rules leave out, wherever it stands
  - do: remove
    exemption: serious_harm
    reason:
`, Step{Kind: AskExemption, Exemption: disclose.SeriousHarm}},
	} {
		if got := itemsToFillIn(c.step, say); got != c.want {
			t.Errorf("%s: got\n%s", c.about, got)
		}
	}
}

func TestUncovered(t *testing.T) {
	log := disclose.Log{{Exemption: disclose.ThirdParty}, {Exemption: disclose.SeriousHarm},
		{Exemption: disclose.ThirdParty}}
	decided := []disclose.Decision{{Do: disclose.DoRemove, Exemption: disclose.ThirdParty},
		{Do: disclose.DoKeep, Exemption: disclose.SeriousHarm}}
	if got := uncovered(log, decided); !slices.Equal(got, []string{disclose.SeriousHarm}) {
		t.Errorf("uncovered are %v", got)
	}
}

func saysNothing(disclose.Question) []string { return nil }

// TestDecisionTemplate asks about everybody who is open, and once all is decided
// about nobody. A file that would name somebody is no reason not to ask.
func TestDecisionTemplate(t *testing.T) {
	r := asking(t)
	kind, ok := r.kinds.Kind("decision")
	if !ok {
		t.Fatal("there is no kind decision")
	}
	for _, c := range []struct {
		about      string
		decided    []disclose.Decision
		file       string
		has, lacks []string
	}{
		{"nothing decided", nil, "Dear all", []string{"name: \"Dana Adeyemi\"\n    do:\n",
			"name: \"Margaret O'Dell\"\n", "exemption: expressed_wish\n",
			"headline: What the copy for a subject access request leaves out\n",
			"decided_by: Asha Rao\n",
			"decided_at: 2026-03-06\n", "mode: sole\n",
			"request: 3XJ9V3N8"}, []string{"LIST"}},
		{"one decided", weighed()[:1], "Dear all", []string{"name: \"Margaret O'Dell\"\n"},
			[]string{"Dana"}},
		{"all decided, and a file names her", weighed(), "Yours, M. O'Dell",
			[]string{"exemption: expressed_wish\n"}, []string{"name: \"", "third_party\n"}},
		{"all decided",
			weighed(disclose.Decision{Do: disclose.DoRemove, Exemption: disclose.ExpressedWish}),
			"Dear all",
			[]string{"\ndisclosure:\n"}, []string{"name: \"", "  - do: remove"}},
	} {
		m := r.maker(c.decided...)
		m.Open = files(r.t, map[record.ID]string{ids[4]: c.file})
		text, err := m.DecisionTemplate(kind, "Asha Rao", saysNothing)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		for _, has := range c.has {
			if !strings.Contains(string(text), has) {
				t.Errorf("%s: it lacks %q:\n%s", c.about, has, text)
			}
		}
		for _, lacks := range c.lacks {
			if strings.Contains(string(text), lacks) {
				t.Errorf("%s: it has %q:\n%s", c.about, lacks, text)
			}
		}
	}
	m := r.maker()
	m.AsAt = began.Add(4 * time.Minute)
	m.Decided = weighed()
	if _, err := m.DecisionTemplate(kind, "Asha Rao", saysNothing); !errors.Is(err, ErrNotInCopy) {
		t.Errorf("with no request: %v", err)
	}
}
