package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// Caseload adds up cases by key worker: the open ones, and ended ones in which a clock still runs.
// Cases are added one at a time, so that only a line of each is kept.
type Caseload struct {
	Names   map[string]string // member to name
	Levels  []string          // of risk, lowest first
	Zone    *time.Location
	lines   []*loadLine
	unread  map[string]int
	shields []*cases.Shield
	shield  *cases.Shield // of all of them
	inPart  bool          // some case was not read completely
}

// loadLine is one case in a caseload.
type loadLine struct {
	worker, name         string // the member and their name
	subject, status      string
	id                   record.ID
	levels               map[string]int
	overdue              int
	seen, alone          string
	cover                string
	coverTo, next        record.Date
	dormant, supervision bool
	gone                 bool // the key worker has left
	ended                bool // no work goes on
	clocks               int
	notRead              int // entries
}

// Add adds a case, without its duties: see Count.
func (l *Caseload) Add(row *duty.Row) {
	p, d, o := &Page{Zone: l.Zone}, row.Facts.Docket, row.Outline
	line := &loadLine{worker: o.KeyWorker, name: l.name(o.KeyWorker), subject: row.Facts.Name,
		id: d.Case, levels: o.Levels, cover: o.Cover, coverTo: o.CoverTo, next: o.NextReview,
		status: string(d.Status),
		ended:  !cases.Live(d), seen: p.when(o.LastSeen, true, false),
		alone: p.when(o.LastAlone, true, false)}
	for _, n := range o.NotRead {
		line.notRead += len(n.Entries)
	}
	l.lines = append(l.lines, line)
	if o.Shield != nil {
		l.shields = append(l.shields, o.Shield)
	}
}

// Count adds the overdue duties of the added cases. It removes ended cases in which no clock runs.
func (l *Caseload) Count(duties []duty.Duty) {
	at := map[record.ID]*loadLine{}
	for _, line := range l.lines {
		at[line.id] = line
	}
	for i := range duties {
		d := &duties[i]
		line := at[d.Ref.Case]
		if line == nil {
			continue
		}
		line.gone = line.gone || d.Rule == duty.RuleNoWorker
		if !d.Due.IsZero() {
			line.clocks++
		}
		if d.Late == 0 {
			continue
		}
		line.overdue++
		line.dormant = line.dormant || d.Rule == cases.RuleDormant
		line.supervision = line.supervision || d.Rule == cases.RuleSupervisionOverdue
	}
	l.lines = slices.DeleteFunc(l.lines, func(line *loadLine) bool {
		return line.ended && line.clocks+line.notRead == 0
	})
}

// Unread counts a case that the reader of the report cannot read. Only its docket is known.
func (l *Caseload) Unread(worker string) {
	if l.unread == nil {
		l.unread = map[string]int{}
	}
	l.unread[worker]++
}

// Parts returns a table of all workers, and one of each worker's cases. CSV has only one kind of
// line, so it has only the cases.
func (l *Caseload) Parts(f Format) []Part {
	l.shield = cases.Shields(l.shields...)
	l.inPart = slices.ContainsFunc(l.lines, func(c *loadLine) bool { return c.notRead > 0 })
	slices.SortFunc(l.lines, func(a, b *loadLine) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.worker, b.worker),
			cmp.Compare(a.id, b.id))
	})
	if f == CSV {
		return []Part{l.casesPart("", l.lines, f)}
	}
	parts := []Part{l.workersPart()}
	for rest := l.lines; len(rest) > 0; {
		of := ofFirst(rest)
		parts, rest = append(parts, l.casesPart(of[0].name, of, f)), rest[len(of):]
	}
	return parts
}

// ofFirst returns the lines of the first line's worker.
func ofFirst(lines []*loadLine) []*loadLine {
	n := slices.IndexFunc(lines, func(c *loadLine) bool { return c.worker != lines[0].worker })
	if n < 0 {
		n = len(lines)
	}
	return lines[:n]
}

func (l *Caseload) name(worker string) string {
	if worker == "" {
		return "nobody yet"
	}
	return cmp.Or(l.Names[worker], worker)
}

func (l *Caseload) workersPart() Part {
	p := Part{Name: "workers", Shield: l.shield, Heading: "Workers",
		None: "There is no open case that you can read.", Columns: []Column{
			{Title: "Worker", Name: "worker", Share: 3}, {Title: "Cases", Name: "open"},
			{Title: "Open risks", Name: "risks", Share: 3}, {Title: "Overdue", Name: "overdue"},
			{Title: "Unseen", Name: "never_seen"},
			{Title: "No supervision", Name: "supervision_overdue"},
			{Title: "Dormant", Name: "dormant"},
			{Title: "Next review", Name: "next_review", Share: 2}}}
	p.Columns = l.inPartColumn(p.Columns, Text)
	var closed []string
	for _, worker := range l.workers() {
		p.Rows = append(p.Rows, l.workerLine(worker))
		if n := l.unread[worker]; n > 0 {
			closed = append(closed, fmt.Sprintf("%d of %s", n, l.name(worker)))
		}
	}
	if len(closed) > 0 {
		p.Para = "You can't read, and so only the number is known of: " +
			strings.Join(closed, ", ") + "."
	}
	return p
}

// workers returns all members who have a case, by name.
func (l *Caseload) workers() []string {
	var out []string
	for rest := l.lines; len(rest) > 0; rest = rest[len(ofFirst(rest)):] {
		out = append(out, rest[0].worker)
	}
	for worker := range l.unread {
		out = append(out, worker)
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(l.name(a), l.name(b)), cmp.Compare(a, b))
	})
	return slices.Compact(out)
}

func (l *Caseload) workerLine(worker string) Line {
	sum := &loadLine{levels: map[string]int{}}
	open, neverSeen, dormant, supervision, inPart := 0, 0, 0, 0, 0
	for _, line := range l.lines {
		if line.worker != worker {
			continue
		}
		open++
		neverSeen += count(line.seen == "")
		dormant += count(line.dormant)
		supervision += count(line.supervision)
		inPart += count(line.notRead > 0)
		sum.notRead += line.notRead
		sum.overdue += line.overdue
		for level, n := range line.levels {
			sum.levels[level] += n
		}
		if sum.next.IsZero() || !line.next.IsZero() && line.next.Before(sum.next) {
			sum.next = line.next
		}
	}
	unread := l.unread[worker]
	sum.notRead += unread
	risks := l.levelWords(sum)
	if open == 0 { // none of their cases can be read here, so "none" would be false comfort
		risks = "not known"
	}
	out := Line{Cells: []string{l.name(worker), fmt.Sprint(open + unread), risks,
		number(sum.overdue), number(neverSeen),
		number(supervision), number(dormant), day(sum.next)},
		Fields: map[string]any{"worker": worker, "name": l.name(worker), "open": open + unread,
			"unread": unread, "open_risks": sum.levels, "overdue": sum.overdue,
			"never_seen": neverSeen, "supervision_overdue": supervision, "dormant": dormant,
			"next_review": sum.next.String()}}
	l.markInPart(&out, "cases_not_all_read", inPart, Text)
	if sum.overdue > 0 {
		out.Class = "overdue"
	}
	return out
}

func (l *Caseload) casesPart(heading string, lines []*loadLine, f Format) Part {
	p := Part{Name: "cases", Heading: heading, Shield: l.shield, Before: []Column{{Name: "worker"}},
		None: "There is no open case that you can read.", Columns: []Column{
			{Title: "Case", Name: "case"}, {Title: "Who", Name: "subject", Share: 3},
			{Title: "Open risks", Name: "risks", Share: 2}, {Title: "Overdue", Name: "overdue"},
			{Title: "Last seen", Name: "last_seen", Share: 2},
			{Title: "Cover", Name: "cover", Share: 2},
			{Title: "Next review", Name: "next_review", Share: 2},
			{Title: "Watch", Name: "watch", Share: 3}}}
	p.Columns = l.inPartColumn(p.Columns, f)
	for _, line := range lines {
		p.Rows = append(p.Rows, l.caseLine(line, f))
	}
	return p
}

func (l *Caseload) caseLine(c *loadLine, f Format) Line {
	cover := ""
	if c.cover != "" {
		cover = l.name(c.cover) + " to " + day(c.coverTo)
	}
	out := Line{Before: []string{c.name}, Cells: []string{
		c.id.String(), c.subject, l.levelWords(c), number(c.overdue), cmp.Or(c.seen, c.neverSeen()),
		cover, day(c.next), c.watch()}}
	if f.takesFields() {
		out.Fields = map[string]any{"worker": c.worker, "case": string(c.id), "subject": c.subject,
			"status": c.status, "open_risks": c.levels, "overdue": c.overdue, "last_seen": c.seen,
			"last_seen_alone": c.alone, "cover": c.cover, "cover_to": c.coverTo.String(),
			"next_review": c.next.String(), "dormant": c.dormant,
			"supervision_overdue": c.supervision}
	}
	l.markInPart(&out, "entries_not_read", c.notRead, f)
	if c.overdue > 0 {
		out.Class = "overdue"
	}
	return out
}

// markInPart adds to a line how much of it was not read, if any line has such parts: for a worker
// the number of cases, for a case the number of entries. CSV gets this from the sheet.
func (l *Caseload) markInPart(line *Line, name string, n int, f Format) {
	if !l.inPart {
		return
	}
	if line.Fields != nil {
		line.Fields[name] = n
	}
	if f != CSV {
		line.Cells = append(line.Cells, number(n))
	}
}

// inPartColumn adds the column for markInPart.
func (l *Caseload) inPartColumn(columns []Column, f Format) []Column {
	if f == CSV || !l.inPart {
		return columns
	}
	return append(columns, Column{Title: "Not read"})
}

// neverSeen returns the words for a child who was never seen.
func (c *loadLine) neverSeen() string {
	if c.notRead > 0 {
		return "not read"
	}
	return "not yet"
}

// watch returns the marks for a manager, and every status except open.
func (c *loadLine) watch() string {
	var out []string
	if c.status != string(record.Open) {
		out = append(out, c.status)
	}
	if c.gone {
		out = append(out, "the key worker has left")
	}
	if c.dormant {
		out = append(out, "dormant")
	}
	if c.supervision {
		out = append(out, "no supervision")
	}
	return strings.Join(out, ", ")
}

// levelWords returns the open risks of a case, or of several, as "1 high, 2 medium", the highest
// first. Levels that policy does not name come last.
func (l *Caseload) levelWords(c *loadLine) string {
	n, out := c.levels, []string(nil)
	for _, level := range slices.Backward(l.Levels) {
		if n[level] > 0 {
			out = append(out, fmt.Sprintf("%d %s", n[level], level))
		}
	}
	other := 0
	for level, count := range n {
		if !slices.Contains(l.Levels, level) {
			other += count
		}
	}
	if other > 0 {
		out = append(out, fmt.Sprintf("%d of unknown level", other))
	}
	none := "none"
	if c.notRead > 0 {
		none = "none read"
	}
	return cmp.Or(strings.Join(out, ", "), none)
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
