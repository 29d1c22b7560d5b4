package report

import (
	"casefile/internal/cases"
	"casefile/internal/record"
)

// holdLine describes a hold in one line: its basis and reason, who asked, who put it on, and when
// it is reviewed.
func (p *Page) holdLine(h *cases.Hold) string {
	c := p.Case
	line := "HOLD " + c.Short(h.ID) + ": "
	if h.Entry == nil {
		return line + "not to be destroyed; what it says can't be read"
	}
	why := h.Reason
	if why == "" {
		why = "not to be destroyed"
	}
	line = join("; ", line+why+labelled(" (", h.Basis)+closing(h.Basis),
		labelled("asked for by ", h.AskedBy), labelled("authority ", h.Authority),
		"on since "+p.shortDay(h.Since)+labelled(" by ", p.forAuthor(h.By, h.Adopter)))
	if !h.ReviewOn.IsZero() {
		line += "; review " + p.shortDay(h.ReviewOn)
	}
	if h.Death {
		line += "; a senior manager alone releases it"
	}
	if c.Unlisted(h) {
		line += "; NOT IN THE DOCKET: casefile hold " +
			record.Ref{Case: c.ID, Entry: h.ID}.String() +
			" puts it on again"
	}
	return line
}

// JSONHold is an entry that keeps the case, whatever its date.
type JSONHold struct {
	Entry     string `json:"entry"`
	By        string `json:"by,omitempty"`
	SignedBy  string `json:"signed_by,omitempty"` // if somebody else than By
	Since     string `json:"since,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Basis     string `json:"basis,omitempty"`
	Authority string `json:"authority,omitempty"`
	AskedBy   string `json:"asked_by,omitempty"`
	ReviewOn  string `json:"review_on,omitempty"`
	Death     bool   `json:"death"`
	InDocket  bool   `json:"in_docket"`
}

// Holds returns the holds of a case as data.
func Holds(c *cases.Case) []JSONHold {
	out := []JSONHold{}
	for _, h := range c.Holds {
		out = append(out, JSONHold{Entry: refText(record.Ref{Case: c.ID, Entry: h.ID}), By: h.By,
			SignedBy: h.Adopter,
			Since:    h.Since.String(), Reason: h.Reason, Basis: h.Basis, Authority: h.Authority,
			AskedBy: h.AskedBy, ReviewOn: h.ReviewOn.String(), Death: h.Death, InDocket: h.Listed})
	}
	return out
}
