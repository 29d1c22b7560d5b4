package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"casefile/internal/record"
)

// The marks of an inbox, the most urgent first.
const (
	InboxNow   = "NOW"   // a concern that nobody has triaged
	InboxLate  = "LATE"  // a clock that has run out
	InboxSign  = "SIGN"  // waits for an endorsement
	InboxBack  = "BACK"  // was returned, or answers a return
	InboxWatch = "WATCH" // nothing happens, or nobody is there
)

// InboxMarks are the marks in the order of an inbox.
func InboxMarks() []string {
	return []string{InboxNow, InboxLate, InboxSign, InboxBack, InboxWatch}
}

// Inbox is what waits for one member in all cases that they can read.
type Inbox struct {
	Member, Name string
	AlsoFor      []StandIn
	Lines        []InboxLine
	Unread       []record.ID // cases whose key could not be opened
	AsAt         time.Time
	Tip          string
	Width        int // of the terminal; 0 = 100
}

// StandIn is somebody for whom the member acts, until the end of a day.
type StandIn struct {
	Member, Name string
	Until        record.Date
}

// InboxLine is one thing that waits.
type InboxLine struct {
	Mark    string
	What    string // concern, referral, or a kind of entry
	Ref     record.Ref
	Facts   string // danger: no, unread 2 h 25 min
	Who     string // whose it is, by name
	Since   time.Time
	Urgent  bool   // a concern with danger now, or where nobody knows
	Command string // that sees to it
}

// WriteInbox writes an inbox as text, or as JSON.
func WriteInbox(w io.Writer, f Format, in Inbox) error {
	switch f {
	case Text, "":
		_, err := io.WriteString(w, in.text())
		return err
	case JSON:
		return writeJSON(w, in.data())
	}
	return fmt.Errorf("%w: the inbox is written as text or json", ErrFormat)
}

func (in Inbox) text() string {
	t := newTextPage(in.Width)
	t.hang("INBOX  ", in.Name+in.alsoFor())
	what, who := 0, 0
	for _, l := range in.Lines {
		what, who = max(what, runes(l.label())), max(who, runes(record.Clean(l.Who)))
	}
	last := ""
	for i, l := range in.Lines {
		mark := l.Mark
		if mark == last {
			mark = ""
		}
		last = l.Mark
		head := fmt.Sprintf("%-5s %2d  %s  %s  ", mark, i+1, pad(l.label(), what), l.Ref.Case)
		room := max(t.width-runes(head)-who-2, t.width/4)
		for n, part := range wrap(record.Clean(l.Facts), room) {
			if n > 0 {
				t.WriteString(strings.Repeat(" ", runes(head)) + part + "\n")
				continue
			}
			t.WriteString(strings.TrimRight(head+pad(part, room)+"  "+record.Clean(l.Who), " ") + "\n")
		}
	}
	if len(in.Lines) == 0 {
		t.WriteString("Nothing waits for you.\n")
	}
	return t.String()
}

// label is the kind of thing, in capitals where somebody may be in danger.
func (l InboxLine) label() string {
	if l.Mark == InboxNow {
		return strings.ToUpper(plainWords(l.What))
	}
	return plainWords(l.What)
}

// alsoFor is " (also for M. Hall to 21 Mar 2026)".
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
		also = append(also, map[string]any{"member": s.Member, "name": s.Name, "until": s.Until.String()})
	}
	lines := []map[string]any{}
	for i, l := range in.Lines {
		line := map[string]any{"number": i + 1, "mark": l.Mark, "what": l.What, "case": string(l.Ref.Case), "facts": l.Facts, "who": l.Who, "command": l.Command}
		if l.Ref.Entry != "" {
			line["entry"] = string(l.Ref.Entry)
		}
		if !l.Since.IsZero() {
			line["since"] = l.Since.UTC()
		}
		lines = append(lines, line)
	}
	unread := []string{}
	for _, id := range in.Unread {
		unread = append(unread, string(id))
	}
	return map[string]any{"schema": "casefile/inbox/1", "member": in.Member, "also_for": also, "lines": lines, "unread": unread,
		"as_at": in.AsAt.UTC(), "tip": in.Tip}
}
