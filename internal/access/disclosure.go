package access

import (
	"errors"
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// How a request ends, in the field outcome of a disclosure. One that says nothing
// is disclosed.
const (
	disclosed   = "disclosed"
	Withdrawn   = "withdrawn"
	Refused     = "refused"
	NothingHeld = "nothing_held"
)

// Faults of a disclosure of a copy.
var (
	errOtherCopy = errors.New("the text names another copy by its sha256; leave the field out")
	ErrCopyGoes  = errors.New("a copy goes")
)

// mostLogged is the greatest number of lines of the log in an entry, whose limit is 64 KiB.
const mostLogged = 600

// Handed returns the known fields of the disclosure by which a copy is handed out on a day.
func Handed(day record.Date, r *cases.Access, pack disclose.Package, log disclose.Log) Known {
	files := 0
	for name := range pack {
		if strings.HasPrefix(name, disclose.AttachmentsFolder) {
			files++
		}
	}
	attachments := record.Counted(files, "attached file")
	k := About(r, [2]string{"sent_on", day.String()}, [2]string{"to", r.Entry.Str("who")},
		[2]string{"what", "[the chronology, the entries, " + attachments + "]"})
	var items []string
	for _, n := range log.Counts() {
		places := record.Quote(record.Counted(n.Count, "place"))
		items = append(items, fmt.Sprintf("{what: %s, reason: %s}", places, n.Exemption))
	}
	if len(items) > 0 {
		k.Fields = append(k.Fields, [2]string{"withheld", "[" + strings.Join(items, ", ") + "]"})
	}
	k.Fields = append(k.Fields, [2]string{"sha256", Sum(pack)})
	k.Log = logText(log)
	return k
}

// CheckHanded refuses a disclosure of another copy than that of a sum, and one of
// another outcome.
func CheckHanded(e *record.Entry, sum string) error {
	if e.Str("sha256") != sum {
		return errOtherCopy
	}
	if o := e.Str("outcome"); o != "" && o != disclosed {
		return fmt.Errorf("the text says outcome: %s, and %w", o, ErrCopyGoes)
	}
	return nil
}

// Closed returns what is known of the disclosure of a request that ends on a day without a copy.
func Closed(day record.Date, r *cases.Access, outcome string) Known {
	return About(r, [2]string{"outcome", outcome}, [2]string{"sent_on", day.String()},
		[2]string{"to", r.Entry.Str("who")}, [2]string{"what", "nothing"})
}

// EndsWithoutCopy reports whether an outcome ends a request to which no copy is the answer.
func EndsWithoutCopy(outcome string) bool {
	return outcome == Withdrawn || outcome == Refused || outcome == NothingHeld
}

// Faults of the disclosure of a request that ends without a copy.
var (
	ErrOtherOutcome = errors.New("the text says another outcome")
	ErrNoReason     = errors.New("a refusal says why")
)

// CheckClosed refuses a disclosure of another outcome than the one meant (ErrOtherOutcome),
// and the refusal of a request that does not say why (ErrNoReason).
func CheckClosed(e *record.Entry, outcome string) error {
	switch {
	case e.Str("outcome") != outcome:
		return ErrOtherOutcome
	case outcome == Refused && !saysWhy(e):
		return ErrNoReason
	}
	return nil
}

// saysWhy reports whether a disclosure says why something was not given.
func saysWhy(e *record.Entry) bool { return len(e.Sections) > 0 || len(e.Maps("withheld")) > 0 }

func logText(log disclose.Log) string {
	var b strings.Builder
	b.WriteString("## Redaction log\n")
	if len(log) == 0 {
		b.WriteString("- nothing was left out\n")
	}
	for i, item := range log {
		if i == mostLogged {
			more := len(log) - mostLogged
			fmt.Fprintf(&b, "- and %d lines more, which the same decisions give again\n", more)
			break
		}
		fmt.Fprintf(&b, "- %s: %s, %s: %s\n",
			string(item.Entry.Entry), item.What, record.Counted(item.Count, "place"),
			item.Exemption)
	}
	return b.String()
}
