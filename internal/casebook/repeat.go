package casebook

import (
	"slices"

	"casefile/internal/record"
)

// Repeat is how something in conflict is done again: by an act, with the text of a draft or
// without; or, where a text can't be opened, it says which that is.
type Repeat struct {
	Act    Act
	Draft  record.ID  // of the text; or ""
	Sealed record.Ref // of the text that stays sealed
}

// String is the command, as a person types it.
func (r Repeat) String() string {
	switch command := r.Act.String(); {
	case r.Sealed != record.Ref{}:
		return "git show of the sealed file of " + r.Sealed.String()
	case r.Draft == "":
		return command
	case command == "":
		return "casefile draft resume " + r.Draft.String()
	default:
		return command + " --draft " + r.Draft.String()
	}
}

// Said are the commands that do it all again.
func (c Conflict) Said() []string {
	out := []string{}
	for _, r := range c.Repeat {
		out = append(out, r.String())
	}
	return out
}

// repeats adds what is to be done again, once.
func (c *Conflict) repeats(r Repeat) {
	if s := r.String(); s != "" && !slices.Contains(c.Said(), s) {
		c.Repeat = append(c.Repeat, r)
	}
}
