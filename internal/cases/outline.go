package cases

import (
	"time"

	"casefile/internal/record"
)

// Outline holds the facts of one case for pages over many cases. The rows of room duty come apart
// from it. It is plain data that can be stored, and it stays the same between two instants: it does
// not hold how late something is.
type Outline struct {
	KeyWorker  string         `json:",omitempty"` // as the entries have it where there is no docket
	Cover      string         `json:",omitempty"` // member who acts for the key worker, or ""
	CoverTo    record.Date    `json:",omitzero"`
	Levels     map[string]int // of the open risks
	NextReview record.Date    `json:",omitzero"` // of a risk or an intended outcome
	// LastSeen is when the subject was seen last, and LastAlone when last alone.
	LastSeen, LastAlone record.Occurred `json:",omitzero"`

	NotRead  []NotRead       `json:",omitempty"` // entries that could not be read
	Shield   *Shield         `json:",omitempty"` // what must be kept from somebody; nil = nothing
	Known    KnownAs         `json:",omitzero"`
	Findings record.Findings `json:",omitempty"` // of the fold
	// Texts are the findings about single texts, by the rules of their time. They cost more
	// than the rest, so that they are there only where Checked says so.
	Texts   record.Findings `json:",omitempty"`
	Checked bool            `json:",omitempty"`

	// From and Until are the instants between which all this stays the same; zero means without
	// end. At Until itself the case must be folded again.
	From, Until time.Time `json:",omitzero"`
}

// OutlineOf returns the outline of a case that was read, without findings about single texts.
func OutlineOf(c *Case) Outline {
	o := Outline{
		KeyWorker:  c.Allocation.KeyWorker,
		Cover:      c.Allocation.Cover,
		CoverTo:    c.Allocation.CoverTo,
		Levels:     c.LevelsOpen(),
		NextReview: c.NextReview(),
		NotRead:    c.NotRead(),
		Shield:     c.Shield(),
		Known:      c.knownAs(),
		Findings:   c.Findings,
	}
	if t := c.Seen.Last; t != nil {
		o.LastSeen = t.Occurred
	}
	if t := c.Seen.Alone; t != nil {
		o.LastAlone = t.Occurred
	}
	o.From, o.Until = c.Lasts() // the last, so that whatever was asked above counts
	return o
}

// AllRead reports whether every entry of the case could be read.
func (o *Outline) AllRead() bool { return len(o.NotRead) == 0 }
