package access

import (
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// DecisionTemplate returns the template of the kind decision for what a copy leaves out, to be
// filled in by a person of that name. It asks about everything open, and names every exemption that
// is used and that no decision names. say returns the lines above a question, as notes that nothing
// keeps.
func (m CopyMaker) DecisionTemplate(
	decision *record.Kind, by string, say func(disclose.Question) []string,
) ([]byte, error) {
	open, log, err := m.asked()
	if err != nil {
		return nil, err
	}
	steps := withLog(Steps(open, uncovered(log, m.Decided), m.Request, nil), log)
	today := m.Agency.Policy.Today(m.AsAt).String()
	given := map[string]string{"decided_by": by, "decided_at": today}
	var items strings.Builder
	if len(steps) > 0 {
		items.WriteString(record.NoteLines(m.howTo(steps)...))
	}
	for _, s := range steps {
		items.WriteString(itemsToFillIn(s, say))
	}
	return decisionText(decision, m.Request, given, items.String()), nil
}

// howTo says what can be filled in below.
func (m CopyMaker) howTo(steps []Step) []string {
	out := []string{"do: keep or remove a name; keep or withhold an entry. Each needs a reason,",
		"and remove and withhold an exemption: " +
			strings.Join(ExemptionsFor(m.Request, m.Agency), ", ")}
	if steps[0].Kind == AskRequest {
		out = append(out, "The first is the request itself. do: answer and a reason, with no "+
			"exemption; "+
			"to decline it:", m.decline())
	}
	return out
}

// decisionText returns the template of the kind decision about a request, with the given fields and
// with the lines of its items.
func decisionText(decision *record.Kind, r *cases.Access, given map[string]string,
	items string,
) []byte {
	const list = "LIST"
	given["headline"], given["mode"] = "What the copy for a subject access request leaves out",
		"sole"
	given["disclosure"], given["links.request"] = list, string(r.Entry.First.ID)
	text := string(decision.Template(given))
	return []byte(strings.Replace(text, "disclosure: "+list+"\n", "disclosure:\n"+items, 1))
}

// itemsToFillIn returns the lines of front matter by which the decision on a step is prepared: an
// item for each question, whose do is empty, below what there is to say of it.
func itemsToFillIn(s Step, say func(disclose.Question) []string) string {
	if s.Kind == AskExemption {
		notes := []string{"what marks and rules leave out, wherever it stands"}
		for _, words := range s.LeftOutWords() {
			notes = append(notes, "  "+words)
		}
		return record.NoteLines(notes...) +
			emptyItem(disclose.Decision{Do: disclose.DoRemove, Exemption: s.Exemption})
	}
	var out strings.Builder
	for _, o := range s.Questions {
		item := ItemOf(o).Decision
		if o.Name != "" {
			item.Exemption = disclose.ThirdParty
		}
		out.WriteString(record.NoteLines(say(o)...) + shownNote(ShownOf(o)) + emptyItem(item))
	}
	return out.String()
}

// emptyItem returns an item with all the fields that somebody has to fill in.
func emptyItem(d disclose.Decision) string {
	item := "  - name: " + record.Quote(d.Name) + "\n"
	switch {
	case d.Entry != "":
		item = "  - entry: " + string(d.Entry) + "\n"
	case d.Name == "":
		return fmt.Sprintf("  - do: %s\n    exemption: %s\n    reason:\n", d.Do, d.Exemption)
	}
	empty := func(name, value string) string {
		return strings.TrimRight("    "+name+": "+value, " ") + "\n"
	}
	return item + empty("do", d.Do) + empty("exemption", d.Exemption) + empty("reason", "")
}
