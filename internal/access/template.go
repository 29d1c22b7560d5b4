package access

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// DecisionTemplate is the template of the kind decision for what a copy leaves out,
// to be filled in by somebody of that name. It asks about every name that is open,
// and names every exemption that is used and that nothing decided names.
func (m Making) DecisionTemplate(decision *record.Kind, by string) ([]byte, error) {
	open, uncovered, err := m.Questions()
	if err != nil {
		return nil, err
	}
	const list = "LIST"
	text := decision.Template(map[string]string{
		"headline": "What the copy for a subject access request leaves out",
		"mode":     "sole", "decided_by": by, "decided_at": m.Agency.Policy.Today(m.AsAt).String(),
		"disclosure": list, "links.request": string(m.Request.Entry.First.ID)})
	items := decisionLines(open, uncovered)
	return []byte(strings.Replace(string(text), "disclosure: "+list+"\n", items, 1)), nil
}

// longestHint is how many characters of a hint an editor shows whole on its line.
const longestHint = 100

// decisionLines are the lines of front matter by which a decision is prepared:
// an item to fill in for each name that is open, with the places where it stands,
// and one for each exemption that marks and rules use.
func decisionLines(open []disclose.Open, uncovered []string) string {
	var b strings.Builder
	b.WriteString("disclosure:\n")
	for _, o := range open {
		if o.Name == "" {
			continue
		}
		var places []string
		for _, at := range o.Places {
			places = append(places, fmt.Sprintf("%s line %d", record.Short(at.Entry.Entry, nil), at.Line))
		}
		named := strings.Join(slices.Compact(places), ", ")
		fmt.Fprintf(&b, "# %s\n", record.Shorten(named, longestHint))
		fmt.Fprintf(&b, "  - name: %s\n    do:\n    exemption: %s\n    reason:\n",
			record.Quote(o.Name), disclose.ThirdParty)
	}
	for _, e := range uncovered {
		fmt.Fprintf(&b, "# %s\n", "what marks and rules leave out, wherever it stands")
		fmt.Fprintf(&b, "  - do: remove\n    exemption: %s\n    reason:\n", e)
	}
	return b.String()
}
