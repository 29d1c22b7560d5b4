package casebook

import (
	"slices"

	"casefile/internal/record"
)

// Repeat says how an operation in conflict is repeated: by an act, with or without the text of a
// draft. If a text can't be opened, it names the sealed entry.
type Repeat struct {
	Act    Act
	Draft  record.ID  // with the text; or ""
	Sealed record.Ref // whose text no key of mine opens
	Have   []string   // other members with a key that opens it
}

// String returns the command, as a person types it.
func (r Repeat) String() string {
	switch command := r.Act.String(); {
	case r.Sealed != record.Ref{}:
		return "nothing yet: no key of yours opens the text of " + r.Sealed.String() + r.whoHas()
	case r.Draft == "":
		return command
	case command == "":
		return "casefile draft resume " + r.Draft.String()
	default:
		return command + " --draft " + r.Draft.String()
	}
}

// whoHas names the members who could open a text that stays sealed.
func (r Repeat) whoHas() string {
	if len(r.Have) == 0 {
		return ", and nobody else has one"
	}
	return "; " + record.Enumerated(r.Have) + " could"
}

// Commands returns the commands that repeat all of the operation.
func (c Conflict) Commands() []string {
	out := []string{}
	for _, r := range c.Repeat {
		out = append(out, r.String())
	}
	return out
}

// Sealed returns the case of a text that stays sealed, or "".
func (c Conflict) Sealed() record.ID {
	for _, r := range c.Repeat {
		if r.Sealed.Case != "" {
			return r.Sealed.Case
		}
	}
	return ""
}

// repeats adds something to repeat, once.
func (c *Conflict) repeats(r Repeat) {
	if s := r.String(); s != "" && !slices.Contains(c.Commands(), s) {
		c.Repeat = append(c.Repeat, r)
	}
}
