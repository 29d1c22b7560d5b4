package team

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const timeForm = "2006-01-02T15:04:05Z"

// Encode returns the canonical team.yaml (see the package comment). It does not check the roster:
// one that breaks [Team.Check] may not be readable again.
func (t Team) Encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "format: %d\nversion: %d\n", t.Format, t.Version)
	if len(t.Members) == 0 {
		b.WriteString("members: []\n")
		return b.Bytes()
	}
	b.WriteString("members:\n")
	for _, m := range t.sorted() {
		m.encode(&b)
	}
	return b.Bytes()
}

func (t Team) sorted() []Member {
	members := slices.Clone(t.Members)
	slices.SortStableFunc(members, func(a, b Member) int { return cmp.Compare(a.ID, b.ID) })
	return members
}

func (m Member) encode(b *bytes.Buffer) {
	fmt.Fprintf(b, "  - id: %s\n", m.ID)
	line := func(key, value string) { fmt.Fprintf(b, "    %s: %s\n", key, value) }
	line("name", strconv.Quote(m.Name))
	line("email", strconv.Quote(m.Email))
	line("roles", "["+joinRoles(m.Roles)+"]")
	if m.Recipient != "" {
		line("recipient", m.Recipient)
	}
	if m.LineManager != "" {
		line("line_manager", m.LineManager)
	}
	line("since", formatTime(m.Since))
	if !m.Confirmed.IsZero() {
		line("confirmed", formatTime(m.Confirmed))
	}
	if !m.Left.IsZero() {
		line("left", formatTime(m.Left))
	}
	if m.CoveredBy != "" {
		line("covered_by", m.CoveredBy)
		line("covered_until", m.CoveredUntil)
	}
	if len(m.Keys) > 0 {
		b.WriteString("    keys:\n")
	}
	for _, k := range m.Keys {
		k.encode(b)
	}
}

func (k Key) encode(b *bytes.Buffer) {
	fmt.Fprintf(b, "      - key: %s\n        from: %s\n", k.Key, formatTime(k.From))
	if !k.To.IsZero() {
		fmt.Fprintf(b, "        to: %s\n", formatTime(k.To))
	}
}

func formatTime(t time.Time) string { return t.UTC().Format(timeForm) }

// joinRoles writes roles in the order of Roles. Unknown roles come first, and Check refuses them.
func joinRoles(roles []Role) string {
	order := Roles()
	sorted := slices.Clone(roles)
	slices.SortStableFunc(sorted, func(a, b Role) int {
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	})
	words := make([]string, len(sorted))
	for i, r := range sorted {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// AllowedSigners returns the file that stock git and ssh-keygen verify with: each key that ever
// was, one a line, members by ID, keys in order. Dates are in UTC with Z, as OpenSSH would
// otherwise take the reader's own zone.
func (t Team) AllowedSigners() []byte {
	var b bytes.Buffer
	for _, m := range t.sorted() {
		for _, k := range m.Keys {
			options := `namespaces="git"`
			if end := earlier(k.To, m.Left); !end.IsZero() {
				options += `,valid-before="` + end.UTC().Format("20060102150405Z") + `"`
			}
			fmt.Fprintf(&b, "%s %s %s\n", m.Email, options, k.Key)
		}
	}
	return b.Bytes()
}

// earlier returns the earlier of two times, where zero means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
