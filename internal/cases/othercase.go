package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

// NoProfileError says that a case has no profile yet, which would name another case.
type NoProfileError struct{ Case record.ID }

func (e *NoProfileError) Error() string {
	return "it has no profile yet, which would name the other case"
}

// ProfileNaming returns the amendment of a case's profile that names another case, as a member
// records it: otherwise as the profile's author wrote it, and with the reason that amending
// somebody else's text must have. nil where the profile names that case so already; NoProfileError
// where there is none.
func (c *Case) ProfileNaming(other record.ID, relation, by string) ([]byte, error) {
	profile := c.Subject.Profile
	if profile == nil {
		return nil, &NoProfileError{c.ID}
	}
	if f := c.Fork(profile); f != nil { // this would settle what nobody has looked at
		return nil, c.forkError(f)
	}
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
	own := record.WithoutOrigin(record.AuthorText(profile.Text))
	text, _, err := record.JoinParts(string(own), record.Part{Text: fields})
	if err != nil {
		return nil, err
	}
	reason := ""
	if profile.Author != by {
		reason = "addition"
	}
	return record.Amended(text, profile.ID, profile.ID, reason), nil
}
