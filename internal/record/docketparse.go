package record

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ParseDocket reads a docket by lines, and refuses (ErrDocket) bytes that differ from Encode's.
func ParseDocket(data []byte) (*Docket, error) {
	p := docketLines{rest: string(data)}
	d := p.head()
	for n := 1; p.rest != "" && p.err == nil; n++ {
		d.Keys = append(d.Keys, p.epoch("keys."+strconv.Itoa(n)))
	}
	if p.err == nil && len(d.Keys) == 0 {
		p.err = errDocketLacks
	}
	if p.err == nil && !bytes.Equal(d.Encode(), data) {
		p.err = fmt.Errorf("%w: the bytes are not in canonical form", ErrDocket)
	}
	if p.err != nil {
		return nil, p.err
	}
	return d, nil
}

// errDocketLacks says that a docket has not what each has.
var errDocketLacks = fmt.Errorf("%w: case, opened and keys.1 are needed", ErrDocket)

// EachHead reads the heads of dockets (Head) that stand one behind the other.
func EachHead(text string, do func(*Docket) error) error {
	p := docketLines{rest: text}
	for p.rest != "" {
		d := p.head()
		if p.err != nil {
			return p.err
		}
		if err := do(d); err != nil {
			return err
		}
	}
	return nil
}

// head reads the lines before those of the keys.
func (p *docketLines) head() *Docket {
	d := &Docket{}
	switch v := p.next("format"); {
	case p.err != nil:
	case newerFormat().MatchString(v):
		p.err = fmt.Errorf("%w: it has format %s, and this program knows 1", ErrNewerDocket, v)
	case v != "1":
		p.fail("format", v)
	}
	d.Case = p.id("case")
	d.Opened = p.date("opened")
	d.KeyWorker = p.member("key_worker")
	d.Status = p.status("status")
	d.ServiceEnded = p.date("service_ended")
	d.RetainUntil = p.date("retain_until")
	d.Holds = p.ids("holds")
	d.Blocks = p.blocks("blocks")
	d.Pending = p.id("pending")
	d.Policy = p.number("policy")
	if p.err == nil && (d.Case == "" || d.Opened.IsZero()) {
		p.err = errDocketLacks
	}
	return d
}

// docketLines takes a docket's lines one by one, and keeps the first error.
type docketLines struct {
	rest string
	err  error
}

func (p *docketLines) fail(key, value string) {
	if p.err == nil {
		p.err = fmt.Errorf("%w: %s has %q", ErrDocket, key, value)
	}
}

// next returns the value of the line that must come now, "" for ~.
func (p *docketLines) next(key string) string {
	line, rest, found := strings.Cut(p.rest, "\n")
	value, named := strings.CutPrefix(line, key+": ")
	if p.err == nil && (!found || !named || value == "") {
		p.err = fmt.Errorf("%w: want the line %q", ErrDocket, key)
	}
	p.rest = rest
	if value == "~" {
		return ""
	}
	return value
}

func (p *docketLines) id(key string) ID {
	v := ID(p.next(key))
	if v != "" && !v.Valid() {
		p.fail(key, string(v))
	}
	return v
}

func (p *docketLines) date(key string) Date {
	v := p.next(key)
	if v == "" {
		return Date{}
	}
	d, err := ParseDate(v)
	if err != nil {
		p.fail(key, v)
	}
	return d
}

func (p *docketLines) member(key string) string {
	v := p.next(key)
	if v != "" && !isOwner(v) {
		p.fail(key, v)
	}
	return v
}

func (p *docketLines) status(key string) Status {
	v := Status(p.next(key))
	if !slices.Contains(statuses, v) {
		p.fail(key, string(v))
	}
	return v
}

// ids returns sorted IDs, none of them twice.
func (p *docketLines) ids(key string) []ID {
	v := p.next(key)
	if v == "" {
		return nil
	}
	var out []ID
	for _, word := range strings.Split(v, " ") {
		id := ID(word)
		if !id.Valid() || len(out) > 0 && out[len(out)-1] >= id {
			p.fail(key, v)
		}
		out = append(out, id)
	}
	return out
}

func (p *docketLines) blocks(key string) []string {
	v := p.next(key)
	if v == "" {
		return nil
	}
	out := strings.Split(v, " ")
	for i, b := range out {
		if !slices.Contains(blocks, b) || i > 0 && out[i-1] >= b {
			p.fail(key, v)
		}
	}
	return out
}

func (p *docketLines) number(key string) int {
	v := p.next(key)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		p.fail(key, v)
	}
	return n
}

func (p *docketLines) epoch(key string) Epoch {
	v := p.next(key)
	e := Epoch{}
	if v == "" {
		return e
	}
	for _, part := range strings.Split(v, " ") {
		member, blob, _ := strings.Cut(part, "=")
		if !isOwner(member) || !isBlob(blob) {
			p.fail(key, part)
		}
		e[member] = blob
	}
	return e
}

// isOwner and isBlob are loops, not patterns: every command that lists cases
// asks them of each key of each case.

// isOwner says that s has the form of a member's id: a lower-case letter, then
// up to 31 of these, digits and hyphens.
func isOwner(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 32
}

// isBlob says that s is 40 lower-case hexadecimal digits.
func isBlob(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 40
}
