package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

// ProfileNaming is the text of a case's profile with another case in it, and otherwise as
// its author wrote it; nil where it names that case so already. There must be a profile.
func (c *Case) ProfileNaming(other record.ID, relation string) ([]byte, error) {
	pair := func(o OtherCase) string {
		return fmt.Sprintf("{case: %s, relation: %s}", string(o.Case), o.Relation)
	}
	named := OtherCase{other, relation}
	var pairs []string
	for _, o := range c.Subject.OtherCases {
		if o == named {
			return nil, nil
		}
		if o.Case != other {
			pairs = append(pairs, pair(o))
		}
	}
	fields := "---\nother_cases: [" + strings.Join(append(pairs, pair(named)), ", ") + "]\n---\n"
	own := record.WithoutOrigin(record.Unstamp(c.Subject.Profile.Text))
	text, _, err := record.Together(string(own), record.Part{Text: fields})
	return text, err
}
