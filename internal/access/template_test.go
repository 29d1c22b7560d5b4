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

// TestDecisionLines: each open name is asked about once, and each exemption that no
// decision names.
func TestDecisionLines(t *testing.T) {
	ref := record.Ref{Case: "K3F927QM", Entry: ids[1]}
	places := []disclose.Place{{Entry: ref, Line: 9}, {Entry: ref, Line: 12}}
	got := decisionLines([]disclose.Open{{Name: `Bea "Bee" Quill`, Places: places}, {Entry: ref}},
		[]string{disclose.SeriousHarm})
	const want = `disclosure:
# 9QXH line 9, 9QXH line 12
  - name: "Bea \"Bee\" Quill"
    do:
    exemption: third_party
    reason:
# what marks and rules leave out, wherever it stands
  - do: remove
    exemption: serious_harm
    reason:
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	log := disclose.Log{{Exemption: disclose.ThirdParty}, {Exemption: disclose.SeriousHarm},
		{Exemption: disclose.ThirdParty}}
	decided := []disclose.Decision{{Do: disclose.DoRemove, Exemption: disclose.ThirdParty},
		{Do: disclose.DoKeep, Exemption: disclose.SeriousHarm}}
	if got := uncovered(log, decided); !slices.Equal(got, []string{disclose.SeriousHarm}) {
		t.Errorf("uncovered are %v", got)
	}
}

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
			"headline: What the copy for a subject access request leaves out\n", "decided_by: Asha Rao\n",
			"decided_at: 2026-03-06\n", "mode: sole\n",
			"request: 3XJ9V3N8"}, []string{"LIST"}},
		{"one decided", weighed()[:1], "Dear all", []string{"name: \"Margaret O'Dell\"\n"},
			[]string{"Dana"}},
		{"all decided, and a file names her", weighed(), "Yours, M. O'Dell",
			[]string{"exemption: expressed_wish\n"}, []string{"name: \"", "third_party\n"}},
		{"all decided",
			weighed(disclose.Decision{Do: disclose.DoRemove, Exemption: disclose.ExpressedWish}), "Dear all",
			[]string{"\ndisclosure:\n"}, []string{"name: \"", "  - do: remove"}},
	} {
		m := r.making(c.decided...)
		m.Open = files(map[record.ID]string{ids[4]: c.file})
		text, err := m.DecisionTemplate(kind, "Asha Rao")
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
	m := r.making()
	m.AsAt = began.Add(4 * time.Minute)
	m.Decided = weighed()
	if _, err := m.DecisionTemplate(kind, "Asha Rao"); !errors.Is(err, ErrNotInCopy) {
		t.Errorf("with no request: %v", err)
	}
}
