package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"casefile/internal/record"
)

// decoder walks the nodes of casefile.yaml, so that every fault has its line
// and column, and notes each fault instead of stopping at the first.
type decoder struct {
	file string
	out  record.Findings
	path []string // keys that lead to the node in hand
}

// take fills one value from a node.
type take func(n *yaml.Node)

// field is one key of a mapping.
type field struct {
	key      string
	optional bool
	take     take
}

func (d *decoder) at(n *yaml.Node, rule, found, do string) {
	d.note(record.Finding{File: d.file, Line: n.Line, Column: column(n), Rule: rule,
		Severity: severityOf(rule), Found: found, Do: do})
}

func (d *decoder) note(f record.Finding) { d.out = append(d.out, f) }

// column returns a node's column, and never 0, which would mean that the finding has no place.
func column(n *yaml.Node) int { return max(n.Column, 1) }

// name returns the key in hand as people write it: referral.on_no_reply.
func (d *decoder) name() string { return cmp.Or(strings.Join(d.path, "."), "the policy") }

// fields takes a mapping whose keys are exactly those listed, in any order.
func (d *decoder) fields(n *yaml.Node, want ...field) {
	if !d.mapping(n) {
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := slices.IndexFunc(want, func(f field) bool { return f.key == key.Value })
		if at < 0 {
			d.at(key, RuleUnknownKey,
				fmt.Sprintf("%s has the unknown key %q", d.name(), clip(key.Value)),
				"use one of "+keys(want))
			continue
		}
		seen[key.Value] = true
		d.inside(key.Value, func() { want[at].take(value) })
	}
	for _, f := range want {
		if !f.optional && !seen[f.key] {
			d.at(n, RuleMissingKey, fmt.Sprintf("%s lacks the key %q", d.name(), f.key),
				"add "+f.key+"; `casefile policy` shows the default")
		}
	}
}

func keys(want []field) string {
	out := make([]string, len(want))
	for i, f := range want {
		out[i] = f.key
	}
	return strings.Join(out, ", ")
}

func (d *decoder) inside(key string, do func()) {
	d.path = append(d.path, key)
	do()
	d.path = d.path[:len(d.path)-1]
}

func (d *decoder) mapping(n *yaml.Node) bool {
	return d.is(n, n.Kind == yaml.MappingNode, "keys and values, as {key: value}")
}

// is notes a wrong type where ok is false, and passes ok on.
func (d *decoder) is(n *yaml.Node, ok bool, want string) bool {
	if !ok {
		d.at(n, RuleWrongType, d.name()+" is not "+want, "write "+want)
	}
	return ok
}

func scalar(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag != "!!null" }

// text takes a text that is not empty.
func (d *decoder) text(to *string) take {
	return func(n *yaml.Node) {
		if d.is(n, scalar(n) && strings.TrimSpace(n.Value) != "", "a text") {
			*to = n.Value
		}
	}
}

// word takes one of the words accepted here.
func (d *decoder) word(to *string, accepted ...string) take {
	return func(n *yaml.Node) {
		if !d.is(n, scalar(n), "one word of "+strings.Join(accepted, ", ")) {
			return
		}
		if !slices.Contains(accepted, n.Value) {
			use := "use one of " + strings.Join(accepted, ", ")
			if len(accepted) == 1 {
				use = "use " + accepted[0]
			}
			d.at(n, RuleWrongValue, fmt.Sprintf("%s is %q", d.name(), clip(n.Value)), use)
			return
		}
		*to = n.Value
	}
}

// number takes whole decimal digits from least to most.
func (d *decoder) number(to *int, least, most int) take {
	return func(n *yaml.Node) {
		v, err := strconv.Atoi(n.Value)
		if !d.is(n, scalar(n) && n.Style == 0 && err == nil && strconv.Itoa(v) == n.Value,
			"a whole number") {
			return
		}
		if v < least || v > most {
			use := fmt.Sprintf("use %d to %d", least, most)
			if least == most {
				use = fmt.Sprintf("use %d", least)
			}
			d.at(n, RuleOutOfRange, fmt.Sprintf("%s is %d", d.name(), v), use)
			return
		}
		*to = v
	}
}

func (d *decoder) flag(to *bool) take {
	return func(n *yaml.Node) {
		if d.is(n, scalar(n) && n.Style == 0 && (n.Value == "true" || n.Value == "false"),
			"true or false") {
			*to = n.Value == "true"
		}
	}
}

func (d *decoder) date(to *record.Date) take {
	return func(n *yaml.Node) {
		day, err := record.ParseDate(n.Value)
		if d.is(n, n.Kind == yaml.ScalarNode && err == nil, "a date as 2026-01-15") {
			*to = day
		}
	}
}

// list takes each item of a sequence.
func (d *decoder) list(each func(i int, n *yaml.Node)) take {
	return func(n *yaml.Node) {
		if !d.is(n, n.Kind == yaml.SequenceNode, "a list in [ ]") {
			return
		}
		for i, item := range n.Content {
			d.inside(strconv.Itoa(i+1), func() { each(i, item) })
		}
	}
}

// words takes a list of different words among those accepted; none accepted
// means that any text will do.
func (d *decoder) words(to *[]string, accepted ...string) take {
	return d.list(func(_ int, n *yaml.Node) { d.another(to, n, accepted...) })
}

// another takes one more word of a list.
func (d *decoder) another(to *[]string, n *yaml.Node, accepted ...string) {
	var v string
	if len(accepted) == 0 {
		d.text(&v)(n)
	} else {
		d.word(&v, accepted...)(n)
	}
	if v != "" && slices.Contains(*to, v) {
		d.at(n, RuleWrongValue, fmt.Sprintf("%s repeats %q", d.name(), clip(v)), "name it once")
		return
	}
	if v != "" {
		*to = append(*to, v)
	}
}

func (d *decoder) dates(to *[]record.Date) take {
	return d.list(func(_ int, n *yaml.Node) {
		var v record.Date
		d.date(&v)(n)
		if !v.IsZero() {
			*to = append(*to, v)
		}
	})
}

// span takes {unit: number} with one of the units, such as {working_days: 1}.
// The words same_hour and same_day stand for themselves where they are units.
func (d *decoder) span(to *Span, units ...Unit) take {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && slices.Contains(units, SameDay) {
			var word string
			d.word(&word, "same_hour", string(SameDay))(n)
			*to = map[string]Span{"same_hour": {1, ElapsedHours},
				string(SameDay): {0, SameDay}}[word]
			return
		}
		var want []field
		for _, u := range units {
			if u != SameDay {
				want = append(want, field{string(u), true, d.spanOf(to, u)})
			}
		}
		d.fields(n, want...)
		if n.Kind == yaml.MappingNode && len(n.Content) != 2 {
			d.at(n, RuleWrongType, d.name()+" does not name one length of time",
				"write one of "+keys(want)+", as {"+want[0].key+": 1}")
		}
	}
}

// The longest span is ten years of working days: what is longer is a slip.
const longestSpan = 2600

func (d *decoder) spanOf(to *Span, u Unit) take {
	return func(n *yaml.Node) {
		count := 0
		d.number(&count, 1, longestSpan)(n)
		*to = Span{count, u}
	}
}

// clip keeps foreign text short in a finding.
func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
