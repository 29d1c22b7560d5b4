package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

func (d *decoder) retention(to *[]Rule) take {
	return d.list(func(_ int, n *yaml.Node) {
		var r Rule
		d.rule(n, &r)
		if r.ID != "" && slices.ContainsFunc(*to, func(o Rule) bool { return o.ID == r.ID }) {
			d.at(n, RuleDuplicateKey, fmt.Sprintf("two retention rules are called %q", r.ID),
				"give each its own id")
		}
		*to = append(*to, r)
	})
}

func (d *decoder) rule(n *yaml.Node, r *Rule) {
	var l length
	d.fields(n, append(d.length(&l),
		field{"id", false, d.ruleID(&r.ID)},
		field{"source", true, func(n *yaml.Node) { r.Source = sourceIn(n) }},
		field{"later_of", true, d.list(func(_ int, term *yaml.Node) { d.term(n, term, r) })},
		field{"when", true, d.grounds(&r.When)},
		field{"subject", true, d.word(&r.Subject, Adult)},
		field{"only_if", true, d.wordOrList(&r.OnlyIf, agencyRoles()...)},
		field{"replaces", true, d.ruleID(&r.Replaces)},
		field{"then", true, d.word(&r.Then, "review")})...)
	if n.Kind != yaml.MappingNode {
		return
	}
	d.lengthOf(n, l, r)
	if r.Source == "" {
		d.at(n, RuleMissingKey, called(n)+" names no source",
			"add `source: ` and the law, guidance or decision that its length comes from, or ours")
	}
	if i := slices.Index(r.When, DiedUnder18); i >= 0 {
		r.When, r.Died = slices.Delete(r.When, i, i+1), true
	}
	if emptyList(n, "when") {
		d.at(n, RuleWrongValue, called(n)+" has an empty `when`",
			"name a fact, or leave `when` out for a rule that always applies")
	}
	if emptyList(n, "only_if") {
		d.at(n, RuleWrongValue, called(n)+" has an empty `only_if`",
			"name what the agency is, or leave `only_if` out for a rule of any agency")
	}
}

// emptyList notes a key that is there and lists nothing. Wrong words in a list are noted word by
// word elsewhere.
func emptyList(n *yaml.Node, key string) bool {
	list := valueOf(n, key)
	return hasKey(n, key) && list.Kind == yaml.SequenceNode && len(list.Content) == 0
}

// lengthOf gives a rule its one term, unless later_of gave it some.
func (d *decoder) lengthOf(n *yaml.Node, l length, r *Rule) {
	switch {
	case !hasKey(n, "later_of"):
		if t, ok := d.termOf(n, called(n), l); ok {
			r.Terms = []Term{t}
		}
	case len(ways(n)) > 0:
		d.at(n, RuleWrongValue, called(n)+" has no clear length",
			"list its lengths in `later_of` and nowhere else")
	case len(valueOf(n, "later_of").Content) == 0:
		d.at(n, RuleWrongValue, called(n)+" has an empty `later_of`",
			"list at least one length in it, as {birthday: 75}")
	}
}

// called returns the words by which a finding names a rule.
func called(n *yaml.Node) string {
	if id := valueOf(n, "id"); id != n && scalar(id) {
		return fmt.Sprintf("the retention rule %q", clip(id.Value))
	}
	return "a retention rule without id"
}

// sourceIn returns the text of a source; "" where there is none, or it says unknown or none.
func sourceIn(n *yaml.Node) string {
	if !scalar(n) || slices.Contains([]string{"unknown", "none"}, strings.TrimSpace(n.Value)) {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// grounds takes the words of `when`. A word that nearly names a category gets a hint with its
// spelling. So does a word that once was a flag.
func (d *decoder) grounds(to *[]string) take {
	return d.list(func(_ int, n *yaml.Node) {
		category, named := strings.CutPrefix(n.Value, CategoryGround(""))
		switch gone := CategoryOfFlag(n.Value); {
		case n.Kind == yaml.MappingNode && hasKey(n, "category"):
			d.at(n, RuleWrongType, d.name()+" has a colon behind category",
				"write "+CategoryGround(cmp.Or(groundIn(valueOf(n, "category")), grounds()[0])))
		case scalar(n) && slices.Contains(grounds(), n.Value) && gone == "":
			d.at(n, RuleWrongValue, fmt.Sprintf("%s is %q, which is a category", d.name(), n.Value),
				"write "+CategoryGround(n.Value))
		case scalar(n) && gone != "":
			d.at(n, RuleWrongValue,
				fmt.Sprintf("%s is %q, which is no longer a status", d.name(), n.Value),
				"write "+CategoryGround(gone))
		case scalar(n) && named && (category == NoCategory || category == UnknownCategory):
			d.at(n, RuleWrongValue,
				fmt.Sprintf("%s is %q, which is not a ground", d.name(), n.Value),
				"name a category for which a case is kept")
		case scalar(n) && strings.HasPrefix(n.Value, "category") &&
			!slices.Contains(grounds(), category):
			d.at(n, RuleWrongValue,
				fmt.Sprintf("%s is %q, which is not a category", d.name(), clip(n.Value)),
				"write category and, after one space, one of "+strings.Join(grounds(), ", "))
		default:
			d.another(to, n, retentionGrounds()...)
		}
	})
}

// groundIn returns the category that a value names, "" where it names none.
func groundIn(n *yaml.Node) string {
	if !slices.Contains(grounds(), n.Value) {
		return ""
	}
	return n.Value
}

// wordOrList takes one word, or a list of them.
func (d *decoder) wordOrList(to *[]string, accepted ...string) take {
	return func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			d.words(to, accepted...)(n)
			return
		}
		d.another(to, n, accepted...)
	}
}

func (d *decoder) ruleID(to *string) take {
	return func(n *yaml.Node) {
		if d.text(to)(n); *to != "" && !ruleName().MatchString(*to) {
			d.at(n, RuleWrongValue, fmt.Sprintf("%q is not the name of a rule", clip(*to)),
				"use small letters, digits and _")
		}
	}
}

func (d *decoder) term(rule, n *yaml.Node, r *Rule) {
	var l length
	d.fields(n, d.length(&l)...)
	if n.Kind != yaml.MappingNode {
		return
	}
	if t, ok := d.termOf(n, "a term of "+called(rule), l); ok {
		r.Terms = append(r.Terms, t)
	}
}

// The longest time for which any rule in England keeps a record of a child is
// 100 years (adoption); a figure beyond 150 is a slip.
const longestYears = 150

// length is the time for which a rule, or a term of one, keeps a case, as it is written.
type length struct {
	years, birthday int
	from            string
	pension         bool
}

func (d *decoder) length(l *length) []field {
	return []field{
		{"years", true, d.years(&l.years)},
		{"birthday", true, d.years(&l.birthday)},
		{"from", true, d.word(&l.from, termDates()...)},
		{"pension_age", true, d.flag(&l.pension)},
	}
}

// years takes a number of years. termOf reports 0, since it can name the rule.
func (d *decoder) years(to *int) take {
	return func(n *yaml.Node) {
		if n.Value != "0" {
			d.number(to, 1, longestYears)(n)
		}
	}
}

// ways returns the kinds of length that a mapping names. It should name exactly one.
func ways(n *yaml.Node) (out []string) {
	if hasKey(n, "years") || hasKey(n, "from") {
		out = append(out, "years")
	}
	for _, key := range []string{"birthday", "pension_age"} {
		if hasKey(n, key) {
			out = append(out, key)
		}
	}
	return out
}

// termOf returns the term of a length, or notes what the length lacks. It notes nothing about a
// value that was noted as wrong already.
func (d *decoder) termOf(n *yaml.Node, whose string, l length) (Term, bool) {
	lacks := func(what, do string) (Term, bool) {
		d.at(n, RuleWrongValue, whose+" "+what, do)
		return Term{}, false
	}
	written := ways(n)
	switch {
	case len(written) != 1:
		return lacks("has no clear length",
			"give `years` and `from`, `birthday`, `pension_age: true`, or `later_of` with some of "+
				"these")
	case written[0] == "pension_age":
		if valueOf(n, "pension_age").Value == "false" {
			return lacks("has `pension_age: false`, which is not a length",
				"write `pension_age: true`")
		}
		return Term{PensionAge: true}, l.pension
	case written[0] == "birthday":
		if valueOf(n, "birthday").Value == "0" {
			return lacks("has the birthday 0", "write which birthday, as `birthday: 75`")
		}
		return Term{Years: l.birthday, From: FromBirth}, l.birthday > 0
	case !hasKey(n, "years"):
		return lacks("has `from` and no `years`",
			"write how many years, as `years: 10, from: "+cmp.Or(l.from, FromServiceEnd)+"`")
	case !hasKey(n, "from"):
		return lacks("has `years` and no `from`",
			"write from when they count, as `years: 10, from: service_end`")
	case valueOf(n, "years").Value == "0":
		return lacks("has 0 years", "write at least `years: 1`")
	}
	return Term{Years: l.years, From: l.from}, l.years > 0 && l.from != ""
}

func hasKey(n *yaml.Node, key string) bool { return valueOf(n, key) != n }

// floor checks that the rule floor keeps every case for at least a year. The policy template says:
// at least one year from ceasing service, or longer.
func (d *decoder) floor(n *yaml.Node, p *Policy) {
	for i, r := range p.Retention {
		if r.ID != Floor {
			continue
		}
		if !r.always() || len(r.Terms) != 1 || r.Terms[0].From != FromServiceEnd ||
			r.Terms[0].Years < 1 {
			d.at(n.Content[i], RuleFloor, "the floor is less than one year from the end of service",
				"write "+floorAsWritten+", or more years")
		}
		return
	}
	d.at(n, RuleFloor, "no retention rule is called floor", "add "+floorAsWritten)
}

// always reports whether a rule applies to every case of every agency.
func (r Rule) always() bool {
	return len(r.When) == 0 && !r.Died && len(r.OnlyIf) == 0 && r.Subject == ""
}

const floorAsWritten = "{id: floor, years: 1, from: service_end, source: policy template}"

// Floor is the ID of the rule that applies to every case and cannot be lowered.
const Floor = "floor"

func (d *decoder) replaces(n *yaml.Node, p *Policy) {
	for i, r := range p.Retention {
		named := slices.ContainsFunc(p.Retention, func(o Rule) bool {
			return o.ID == r.Replaces && o.ID != r.ID
		})
		if r.Replaces != "" && (!named || r.Replaces == Floor) {
			d.at(n.Content[i], RuleWrongValue,
				fmt.Sprintf("the rule %q can't replace %q", r.ID, clip(r.Replaces)),
				"name another rule of the list, not the floor")
		}
	}
}
