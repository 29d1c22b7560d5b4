package store

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// header is one header of a commit; raw are its lines with their line feeds.
type header struct {
	name string
	raw  []byte
}

// value returns the header's text, continuation lines unfolded.
func (h header) value() string {
	text := h.raw[len(h.name)+1 : len(h.raw)-1]
	return string(bytes.ReplaceAll(text, []byte("\n "), []byte("\n")))
}

// splitHeaders cuts a commit at its first blank line.
func splitHeaders(raw []byte) (hs []header, message []byte, err error) {
	start := 0 // of the header under way
	for at := 0; ; {
		n := bytes.IndexByte(raw[at:], '\n')
		if n < 0 {
			return nil, nil, errors.New("no blank line before the message")
		}
		line := raw[at : at+n]
		at += n + 1
		if n == 0 {
			return hs, raw[at:], nil
		}
		if bytes.IndexByte(line, 0) >= 0 {
			return nil, nil, errors.New("a zero byte in a header")
		}
		if line[0] == ' ' {
			if len(hs) == 0 {
				return nil, nil, errors.New("starts with a continuation line")
			}
			hs[len(hs)-1].raw = raw[start:at]
			continue
		}
		name, _, ok := bytes.Cut(line, []byte{' '})
		if !ok {
			return nil, nil, fmt.Errorf("header %q has no value", line)
		}
		if len(hs) == MaxHeaders {
			return nil, nil, fmt.Errorf("more than %d headers", MaxHeaders)
		}
		start = at - n - 1
		hs = append(hs, header{string(name), raw[start:at]})
	}
}

// Ident is the author or committer of a commit.
type Ident struct {
	Name, Email string
	When        time.Time // UTC, whole seconds
	Zone        string    // as written: "+0000"
}

// parseIdent reads "Name <email> seconds zone", in exactly this form.
func parseIdent(s string) (Ident, error) {
	name, rest, ok := strings.Cut(s, "<")
	email, rest, closed := strings.Cut(rest, "> ")
	seconds, zone, spaced := strings.Cut(rest, " ")
	if !ok || !closed || !spaced || strings.ContainsAny(s, "\n\r") ||
		strings.ContainsAny(name+email+rest, "<>") {
		return Ident{}, fmt.Errorf("malformed identity %q", s)
	}
	if name != "" && !strings.HasSuffix(name, " ") {
		return Ident{}, fmt.Errorf("malformed identity %q", s)
	}
	// 253402300799 is the end of the year 9999.
	when, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || when < 0 || when > 253402300799 || strconv.FormatInt(when, 10) != seconds {
		return Ident{}, fmt.Errorf("malformed time %q", seconds)
	}
	if !isZone(zone) {
		return Ident{}, fmt.Errorf("malformed zone %q", zone)
	}
	return Ident{Name: strings.TrimSuffix(name, " "), Email: email, When: time.Unix(when, 0).UTC(),
		Zone: zone}, nil
}

// isZone says that s is a sign and four digits.
func isZone(s string) bool {
	if len(s) != 5 || s[0] != '+' && s[0] != '-' {
		return false
	}
	return strings.Trim(s[1:], "0123456789") == ""
}
