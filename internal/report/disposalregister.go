package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// DisposalRegister lists the destroyed cases, each with the members who asked for it and carried it
// out.
type DisposalRegister struct {
	Tip   string // the commit up to which the record was verified
	Made  time.Time
	Zone  *time.Location
	Lines []DisposalRegisterLine
}

// The values of DisposalRegisterLine.What.
const (
	Disposal = "disposal"
	Erasure  = "erasure"
)

// DisposalRegisterLine is one disposal or erasure.
type DisposalRegisterLine struct {
	What        string // Disposal or Erasure
	Case        string
	Entries     []string // the erased entries
	At          time.Time
	By          string
	KeptUntil   string // a day, or ""
	Rule        string // the policy rule under which the case was kept
	Source      string // of that rule
	Sealed      bool   // the reader of this register may not know the rule
	Request     string // CASE/ENTRY
	RequestedBy string
	Adopted     string   // who signed the request for its author, who had left; "" for nobody
	EndorsedBy  []string // MEMBER (LEVEL)
	Commit      string
	Commits     []string // of the request and of the endorsements
}

// WriteDisposalRegister writes the register as text, JSON or CSV.
func WriteDisposalRegister(w io.Writer, f Format, r DisposalRegister) error {
	switch f {
	case Text, "":
		return r.text(w)
	case JSON:
		return r.json(w)
	case CSV:
		return writeCSV(w, r.table())
	}
	return fmt.Errorf("%w: the register is written as text, json or csv", ErrFormat)
}

func (r DisposalRegister) text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Disposal register, as of %s, verified up to commit %.12s\n",
		r.Made.In(r.Zone).Format("2006-01-02 15:04"), r.Tip)
	for _, l := range r.Lines {
		what := l.What + " of " + l.Case
		if len(l.Entries) > 0 {
			what += ": " + strings.Join(l.Entries, ", ")
		}
		fmt.Fprintf(&b, "\n%s  %s, by %s\n", l.At.In(r.Zone).Format("2006-01-02 15:04"), what, l.By)
		if l.KeptUntil != "" {
			fmt.Fprintf(&b, "    it had to be kept until %s\n", l.KeptUntil)
		}
		if l.What == Disposal {
			fmt.Fprintf(&b, "    under the rule: %s\n", l.rule())
		}
		fmt.Fprintf(&b, "    asked for by %s, %s; endorsed by %s\n", l.asked(), l.Request,
			orNobody(l.EndorsedBy))
		fmt.Fprintf(&b, "    commit %s, after %s\n", l.Commit, strings.Join(l.Commits, ", "))
	}
	if len(r.Lines) == 0 {
		b.WriteString("\nNothing was ever disposed of.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// asked names the requester, and the adopter if there is one.
func (l DisposalRegisterLine) asked() string {
	return l.RequestedBy + labelled(", who had left; taken over by ", l.Adopted)
}

// rule returns the rule under which a case was kept, with the source that policy gives.
func (l DisposalRegisterLine) rule() string {
	switch {
	case l.Sealed:
		return "sealed to those who kept the records then"
	case l.Rule == "":
		return "none gave a date"
	case l.Source == "":
		return l.Rule
	}
	return l.Rule + " (" + l.Source + ")"
}

func orNobody(list []string) string {
	if len(list) == 0 {
		return "nobody"
	}
	return strings.Join(list, ", ")
}

func (r DisposalRegister) table() [][]string {
	out := [][]string{{"what", "case", "entries", "at", "by", "kept_until", "rule", "source",
		"rule_sealed", "request", "requested_by", "endorsed_by", "commit", "commits", "tip"}}
	for _, l := range r.Lines {
		out = append(out,
			[]string{l.What, l.Case, strings.Join(l.Entries, "; "), utc(l.At), l.By, l.KeptUntil,
				l.Rule, l.Source, strconv.FormatBool(l.Sealed), l.Request, l.asked(),
				strings.Join(l.EndorsedBy, "; "), l.Commit, strings.Join(l.Commits, "; "), r.Tip})
	}
	return out
}

func (r DisposalRegister) json(w io.Writer) error {
	lines := []map[string]any{}
	for _, l := range r.Lines {
		lines = append(lines,
			map[string]any{"what": l.What, "case": l.Case,
				"entries": append([]string{}, l.Entries...), "at": l.At.UTC(), "by": l.By,
				"kept_until": l.KeptUntil, "rule": l.Rule, "source": l.Source,
				"rule_sealed": l.Sealed,
				"request":     l.Request, "requested_by": l.RequestedBy,
				"request_signed_by": cmp.Or(l.Adopted, l.RequestedBy),
				"endorsed_by":       append([]string{}, l.EndorsedBy...), "commit": l.Commit,
				"commits": append([]string{}, l.Commits...)})
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(map[string]any{"schema": "casefile/register/1", "tip": r.Tip, "lines": lines})
}
