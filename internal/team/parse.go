package team

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const maxFile = 8 << 20 // bytes; a member has about 2.3 kB

// Parse reads a canonical team.yaml. An error names the line. Parse checks the form, and
// [Team.Check] the content.
func Parse(file []byte) (Team, error) {
	if len(file) > maxFile {
		return Team{}, fmt.Errorf("%w: it has more than %d bytes", ErrSyntax, maxFile)
	}
	p := &lineParser{lines: strings.SplitAfter(string(file), "\n")}
	t := p.team()
	if p.err != nil {
		return Team{}, p.err
	}
	if n := firstDifference(file, t.Encode()); n > 0 {
		return Team{}, fmt.Errorf("%w: line %d is not spelled as casefile spells it", ErrSyntax, n)
	}
	return t, nil
}

// firstDifference returns the number of the first line that differs, or 0.
func firstDifference(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return 1 + bytes.Count(a[:i], []byte("\n"))
}

// lineParser reads the lines of a canonical file. Their order and first words say what each line
// is. The first error is kept.
type lineParser struct {
	lines []string // each with its LF; the last is empty in a good file
	next  int
	err   error
}

// take consumes the next line if it begins with prefix and ends in LF.
func (p *lineParser) take(prefix string) (rest string, found bool) {
	if p.err != nil || p.next >= len(p.lines) {
		return "", false
	}
	line, ended := strings.CutSuffix(p.lines[p.next], "\n")
	rest, found = strings.CutPrefix(line, prefix)
	if !found || !ended {
		return "", false
	}
	p.next++
	return rest, true
}

// need takes a line that must be there.
func (p *lineParser) need(prefix string) string {
	rest, found := p.take(prefix)
	if !found {
		p.fail(p.next+1, fmt.Sprintf("expected %q", strings.TrimLeft(prefix, " -")))
	}
	return rest
}

func (p *lineParser) fail(line int, why string) {
	if p.err == nil {
		p.err = fmt.Errorf("%w: line %d: %s", ErrSyntax, line, why)
	}
}

func (p *lineParser) team() Team {
	t := Team{Format: p.number("format: ")}
	if p.err == nil && t.Format > Format {
		p.err = fmt.Errorf("%w: team.yaml has format %d, this program knows %d", ErrNewer, t.Format,
			Format)
	}
	t.Version = p.number("version: ")
	if rest := p.need("members:"); rest == "" {
		for id, more := p.take("  - id: "); more; id, more = p.take("  - id: ") {
			t.Members = append(t.Members, p.member(id))
		}
	}
	if p.err == nil && p.next != len(p.lines)-1 {
		p.fail(p.next+1, "unexpected line")
	}
	return t
}

func (p *lineParser) member(id string) Member {
	m := Member{ID: id, Name: p.quoted("    name: "), Email: p.quoted("    email: "),
		Roles: p.roles()}
	m.Recipient, _ = p.take("    recipient: ")
	m.LineManager, _ = p.take("    line_manager: ")
	m.Since = p.time(p.need("    since: "))
	if confirmed, found := p.take("    confirmed: "); found {
		m.Confirmed = p.time(confirmed)
	}
	if left, found := p.take("    left: "); found {
		m.Left = p.time(left)
	}
	if by, found := p.take("    covered_by: "); found {
		m.CoveredBy, m.CoveredUntil = by, p.need("    covered_until: ")
	}
	if _, found := p.take("    keys:"); !found {
		return m
	}
	for key, more := p.take("      - key: "); more; key, more = p.take("      - key: ") {
		m.Keys = append(m.Keys, p.key(key))
	}
	return m
}

func (p *lineParser) key(key string) Key {
	k := Key{Key: key, From: p.time(p.need("        from: "))}
	if to, found := p.take("        to: "); found {
		k.To = p.time(to)
	}
	return k
}

func (p *lineParser) number(prefix string) int {
	n, err := strconv.Atoi(p.need(prefix))
	if err != nil {
		p.fail(p.next, "expected a number")
	}
	return n
}

// quoted takes the text between the quotes unchanged. Valid names and emails need no escapes, and
// re-encoding finds the others.
func (p *lineParser) quoted(prefix string) string {
	text := p.need(prefix)
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		p.fail(p.next, "expected a text in double quotes")
		return ""
	}
	return text[1 : len(text)-1]
}

func (p *lineParser) roles() []Role {
	text := p.need("    roles: ")
	if len(text) < 2 || text[0] != '[' || text[len(text)-1] != ']' {
		p.fail(p.next, "expected a list of roles in brackets")
		return nil
	}
	if text == "[]" {
		return nil
	}
	var roles []Role
	for word := range strings.SplitSeq(text[1:len(text)-1], ", ") {
		if !slices.Contains(Roles(), Role(word)) {
			p.fail(p.next, "unknown role")
		}
		roles = append(roles, Role(word))
	}
	return roles
}

func (p *lineParser) time(text string) time.Time {
	t, err := time.Parse(timeForm, text)
	if err != nil {
		p.fail(p.next, "expected a time like 2026-01-12T09:00:00Z")
	}
	return t
}
