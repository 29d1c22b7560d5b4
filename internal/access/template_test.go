package access

import (
	"slices"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestDecisionLines: each open name is asked about once, and each exemption that no
// decision names.
func TestDecisionLines(t *testing.T) {
	ref := record.Ref{Case: "K3F927QM", Entry: ids[1]}
	got := decisionLines([]disclose.Open{{Entry: ref, Line: 9, Name: `Bea "Bee" Quill`}, {Entry: ref, Line: 12, Name: `Bea "Bee" Quill`}, {Entry: ref, Line: 3}}, []string{disclose.SeriousHarm})
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
	log := disclose.Log{{Exemption: disclose.ThirdParty}, {Exemption: disclose.SeriousHarm}, {Exemption: disclose.ThirdParty}}
	if got := Uncovered(log, []disclose.Decision{{Do: disclose.DoRemove, Exemption: disclose.ThirdParty}, {Do: disclose.DoKeep, Exemption: disclose.SeriousHarm}}); !slices.Equal(got, []string{disclose.SeriousHarm}) {
		t.Errorf("uncovered are %v", got)
	}
}
