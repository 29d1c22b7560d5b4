package policy

import (
	"slices"

	"casefile/internal/record"
)

// Request holds the terms under which somebody recorded a closure, a disposal or an erasure: the
// levels of endorsement, and the members who held the role for each. A member who gets a role later
// counts for later requests alone. So nobody can make themselves a second person.
type Request struct {
	Levels []string // that the policy asked then
	Order  string   // Distinct or HighestSuffices, as the policy had it then
	Line   []string // members who could endorse as line manager, sorted
	Senior []string // members who could endorse as senior manager, sorted
}

// RequestOf returns the request for an entry of a kind under a policy.
func RequestOf(p *Policy, kind string, line, senior []string) *Request {
	return &Request{Levels: p.Levels(kind), Order: p.Order(), Line: line, Senior: senior}
}

// Counts reports whether somebody's endorsement at a level counts for the request: they held the
// role when it was made. For a text that needs no request, anybody who may endorse counts.
func (r *Request) Counts(level, member string) bool {
	switch {
	case r == nil:
		return true
	case level == record.LevelSenior:
		return slices.Contains(r.Senior, member)
	}
	return slices.Contains(r.Line, member)
}

// Missing returns the levels that a text still needs, under the policy of its request or the policy
// in force, whichever asks more. A stricter policy applies to waiting requests; an easier one never
// does.
func (r *Request) Missing(p *Policy, kind string, given []Signed) []string {
	if r == nil {
		return p.Missing(kind, given)
	}
	counted := slices.DeleteFunc(slices.Clone(given),
		func(g Signed) bool { return !r.Counts(g.Level, g.By) })
	return more(missing(r.Levels, r.Order, kind, counted), p.Missing(kind, counted))
}

// Required returns the levels that a text needs in all, by the same measure.
func (r *Request) Required(p *Policy, kind string) []string {
	if r == nil {
		return p.Levels(kind)
	}
	return more(r.Levels, p.Levels(kind))
}

// more returns the longer of two lists of levels. Of two equally long ones, it returns the one with
// more seniors, who may stand for a line manager.
func more(then, now []string) []string {
	switch seniors := count(then, record.LevelSenior) - count(now, record.LevelSenior); {
	case len(then) > len(now), len(then) == len(now) && seniors > 0:
		return slices.Clone(then)
	}
	return slices.Clone(now)
}
