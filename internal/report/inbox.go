package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// Inbox holds the duties that wait for one member in all cases that they can read.
type Inbox struct {
	Member, Name string
	AlsoFor      []StandIn
	Lines        []InboxLine
	Later        []InboxLine     // what is due later
	Unread       []record.ID     // cases whose key could not be opened
	NotRead      []cases.NotRead // everything that was left out, these cases included
	AsAt         time.Time
	Zone         *time.Location
	Tip          string
	Width        int // of the terminal; 0 = 100
	shield       *cases.Shield
}

// StandIn is a person for whom the member acts, until the end of a day.
type StandIn struct {
	Member, Name string
	Until        record.Date
}

// InboxLine is one thing that waits.
type InboxLine struct {
	Mark    duty.Mark
	What    string // concern, referral, or a kind of entry
	Ref     record.Ref
	Facts   string // danger: no, unread 2 h 25 min
	Who     string // the name of the person whose it is
	Since   time.Time
	Due     time.Time // zero without a deadline
	Command string    // the command that does it
	Rule    string
	Level   string   // of the required endorsement; "" for other things
	Whose   []string // members who may do it; none = nobody
	Why     string   // why it is theirs
	// Seen lists members who read a concern and may not triage it. AmendedBy amended it last, at
	// AmendedAt.
	Seen      []string
	AmendedBy string
	AmendedAt time.Time
}

// Take takes what waits for the member now, and what is due later.
func (in *Inbox) Take(v DutyWords) {
	in.shield = cases.Shields(v.Work.Shields...)
	for _, d := range duty.Sorted(v.Work.Mine(), v.Reader) {
		if l := v.InboxLine(d); l.Mark == duty.Next {
			in.Later = append(in.Later, l)
		} else {
			in.Lines = append(in.Lines, l)
		}
	}
}

// WriteInbox writes an inbox as text, or as JSON.
func WriteInbox(w io.Writer, f Format, in Inbox) error {
	switch f {
	case Text, "":
		_, err := io.WriteString(w, in.text())
		return err
	case JSON:
		return writeJSON(w, covered(in.data(), in.shield.Copied()))
	}
	return fmt.Errorf("%w: the inbox is written as text or json", ErrFormat)
}

// narrow is the width below which there is no column for the facts. They are then on a line of
// their own.
const narrow = 16

func (in Inbox) text() string {
	t := newTextPage(in.Width)
	t.hang("INBOX  ", in.Name+in.alsoFor())
	what, who := 0, 0
	for _, l := range in.Lines {
		what, who = max(what, runes(l.label())), max(who, runes(record.Clean(l.Who)))
	}
	var last duty.Mark
	for i, l := range in.Lines {
		mark := l.Mark
		if mark == last {
			mark = ""
		}
		last = l.Mark
		head := fmt.Sprintf(
			"%-5s %2d  %s  %s  ",
			mark,
			i+1,
			pad(l.label(), what),
			pad(l.place(), 9),
		)
		room := t.width - runes(head) - who - 2
		if room < narrow {
			t.spaced("", head)
			t.hang(strings.Repeat(" ", len("SIGN   1  ")),
				join(", ", record.Clean(l.Facts), record.Clean(l.Who)))
			continue
		}
		for n, part := range wrap(record.Clean(l.Facts), room) {
			if n > 0 {
				t.WriteString(strings.Repeat(" ", runes(head)) + part + "\n")
				continue
			}
			t.WriteString(
				strings.TrimRight(head+pad(part, room)+"  "+record.Clean(l.Who), " ") + "\n",
			)
		}
	}
	switch {
	case len(in.Lines) == 0 && len(in.NotRead) > 0:
		t.WriteString(among("Nothing waits for you.") + "\n")
	case len(in.Lines) == 0:
		t.WriteString("Nothing waits for you.\n")
	}
	for _, n := range in.NotRead {
		t.hang("NOT READ  ", NotReadLine(n))
	}
	if n := len(in.Later); n > 0 {
		first := ""
		for _, l := range in.Later {
			if first == "" && !l.Due.IsZero() {
				first = l.Due.In(in.Zone).Format("Mon 2 Jan 2006")
			}
		}
		t.hang("", Later(n, first)+": casefile due")
	}
	return t.String()
}

// label returns the kind of thing, in capitals if somebody may be in danger.
func (l InboxLine) label() string {
	if l.Mark == duty.Now {
		return strings.ToUpper(plainWords(l.What))
	}
	return plainWords(l.What)
}

// alsoFor returns " (also for M. Hall to 21 Mar 2026)".
func (in Inbox) alsoFor() string {
	var out []string
	for _, s := range in.AlsoFor {
		out = append(out, join(" ", record.Clean(s.Name), labelled("to ", day(s.Until))))
	}
	if len(out) == 0 {
		return ""
	}
	return " (also for " + strings.Join(out, ", ") + ")"
}

func (in Inbox) data() map[string]any {
	also := []map[string]any{}
	for _, s := range in.AlsoFor {
		also = append(
			also,
			map[string]any{"member": s.Member, "name": s.Name, "until": s.Until.String()},
		)
	}
	lines, later := []map[string]any{}, []map[string]any{}
	for i, l := range in.Lines {
		line := l.data()
		line["number"] = i + 1
		lines = append(lines, line)
	}
	for _, l := range in.Later {
		later = append(later, l.data())
	}
	unread := []string{}
	for _, id := range in.Unread {
		unread = append(unread, string(id))
	}
	out := map[string]any{
		"schema":   "casefile/inbox/1",
		"member":   in.Member,
		"also_for": also,
		"lines":    lines,
		"later":    later,
		"unread":   unread,
		"as_at":    in.AsAt.UTC(),
		"tip":      in.Tip,
	}
	if len(in.NotRead) > 0 {
		out[notReadName] = NotReadData(in.NotRead)
	}
	return out
}

func (l InboxLine) data() map[string]any {
	out := map[string]any{
		"mark":    l.Mark,
		"what":    l.What,
		"case":    caseOrNull(l.Ref.Case),
		"facts":   l.Facts,
		"who":     l.Who,
		"command": l.Command,
		"rule":    l.Rule,
		"whose":   append([]string{}, l.Whose...),
		"why":     l.Why,
	}
	if l.Ref.Entry != "" {
		out["entry"] = string(l.Ref.Entry)
	}
	if !l.Since.IsZero() {
		out["since"] = l.Since.UTC()
	}
	if !l.Due.IsZero() {
		out["due"] = l.Due.UTC()
	}
	if len(l.Seen) > 0 {
		out["seen_by"] = l.Seen
	}
	if l.AmendedBy != "" {
		out["amended_by"], out["amended_at"] = l.AmendedBy, l.AmendedAt.UTC()
	}
	return out
}

// place returns the case; "" for none.
func (l InboxLine) place() string {
	if l.Ref.Case == "" {
		return ""
	}
	return l.Ref.Case.String()
}

func caseOrNull(id record.ID) any {
	if id == "" {
		return nil
	}
	return string(id)
}

// Later counts what is due later or waits for others, and adds the first day; first is "" for none.
func Later(n int, first string) string {
	return record.Plural(n, "thing", "things") + " due later" + labelled(", the first on ", first)
}
