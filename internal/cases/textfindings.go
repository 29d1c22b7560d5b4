package cases

import "casefile/internal/record"

// TextFindings checks each standing text by the rules that were in force when it was recorded.
// rulesOf returns those rules, and the facts of the agency, for the commit that added the text.
func (c *Case) TextFindings(
	rulesOf func(commit string) (*record.Kinds, record.Context, error),
) (record.Findings, error) {
	var out record.Findings
	for _, t := range c.Threads() {
		kinds, about, err := rulesOf(t.Commit)
		if err != nil {
			return nil, err
		}
		about.Stamped, about.Now, about.Written = true, t.Recorded, t.FirstRecorded()
		_, found := kinds.Check(t.Text, t.Ref().String(), about)
		for _, f := range found {
			f.Case, f.Entry = t.Case, t.ID
			out = append(out, f)
		}
	}
	return out, nil
}
