package policy

import (
	"fmt"
	"regexp"
	"slices"

	"casefile/internal/record"

	"gopkg.in/yaml.v3"
)

var ruleName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// endorsement has three keys of its own; every other key is a kind of entry
// with the levels that it needs. The two kinds that move a case along must be
// named, so that a slip in spelling never drops an endorsement.
func (d *decoder) endorsement(to *EndorsementRules) take {
	return func(n *yaml.Node) {
		to.Levels = map[string][]string{}
		want := []field{
			{"order", false, d.word(&to.Order, Distinct, HighestSuffices)},
			{record.LevelLine, false, d.span(&to.Line, WorkingDays, Days)},
			{record.LevelSenior, true, d.span(&to.Senior, WorkingDays, Days)},
			{"accept_reported", true, d.flag(&to.AcceptReported)},
			{record.KindDecision, false, d.levels(record.KindDecision, to)},
			{record.KindClosure, false, d.levels(record.KindClosure, to)},
		}
		d.fields(n, append(want, d.otherKinds(n, want, to)...)...)
	}
}

func (d *decoder) otherKinds(n *yaml.Node, known []field, to *EndorsementRules) []field {
	var out []field
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case slices.ContainsFunc(known, func(f field) bool { return f.key == key.Value }) || !ruleName.MatchString(key.Value):
			continue
		case key.Value == record.KindEndorsement || key.Value == record.KindDisposal:
			d.at(key, RuleWrongValue, key.Value+" takes no levels here", "say who agrees to a disposal in the section disposal")
		case !slices.Contains(record.BuiltinKinds(), key.Value):
			d.at(key, RuleUnknownKind, fmt.Sprintf("%q is no built-in kind of entry", key.Value), "correct it, or define it in schema/"+key.Value+".json")
		}
		out = append(out, field{key.Value, true, d.levels(key.Value, to)})
	}
	return out
}

func (d *decoder) levels(kind string, to *EndorsementRules) take {
	return func(n *yaml.Node) {
		var levels []string
		d.words(&levels, record.LevelLine, record.LevelSenior)(n)
		if len(levels) == 2 && levels[0] == record.LevelSenior {
			d.at(n, RuleWrongValue, "senior stands before line", "write [line, senior]: a senior endorses what the line manager has seen")
		}
		to.Levels[kind] = levels
	}
}

func (d *decoder) subjectAccess(to *AccessRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"due", false, d.accessDue(to)},
			field{"no_matching_date", false, d.word(&to.NoMatchingDate, "last_day_of_month")},
			field{"weekend_or_holiday", false, d.word(&to.WeekendOrHoliday, "next_working_day", "as_is")},
			field{"extension", false, d.accessExtension(to)},
			field{"identity", false, d.word(&to.Identity, "restart_on_receipt", "none")},
			field{"clarification", false, d.word(&to.Clarification, "exclude_days_inclusive", "none")},
			field{"exemptions", false, d.words(&to.Exemptions, exemptions()...)},
			field{"professionals", false, d.word(&to.Professionals, "keep_unless_serious_harm", "decide_each")})
	}
}

func (d *decoder) accessDue(to *AccessRules) take {
	return func(n *yaml.Node) {
		to.Due.Unit = Months
		d.fields(n,
			field{"months", false, d.number(&to.Due.N, 1, 1)}, // UK GDPR Art 12(3): one month
			field{"from", false, d.word(&to.From, "receipt_day")})
	}
}

func (d *decoder) accessExtension(to *AccessRules) take {
	return func(n *yaml.Node) {
		to.Extension.Unit, to.Notice.Unit = Months, Months
		d.fields(n,
			field{"months", false, d.number(&to.Extension.N, 1, 2)}, // UK GDPR Art 12(3): two further months at most
			field{"notice_within_months", false, d.number(&to.Notice.N, 1, 1)})
	}
}

func (d *decoder) retention(to *[]Rule) take {
	return d.list(func(_ int, n *yaml.Node) {
		var r Rule
		d.rule(n, &r)
		if r.ID != "" && slices.ContainsFunc(*to, func(o Rule) bool { return o.ID == r.ID }) {
			d.at(n, RuleDuplicateKey, fmt.Sprintf("two retention rules are called %q", r.ID), "give each its own id")
		}
		*to = append(*to, r)
	})
}

// The longest time for which any rule in England keeps a record of a child is
// 100 years (adoption); a figure beyond 150 is a slip.
const longestYears = 150

func (d *decoder) rule(n *yaml.Node, r *Rule) {
	years, birthday, from := 0, 0, ""
	d.fields(n,
		field{"id", false, d.ruleID(&r.ID)},
		field{"years", true, d.number(&years, 0, longestYears)},
		field{"birthday", true, d.number(&birthday, 1, longestYears)},
		field{"from", true, d.word(&from, termDates()...)},
		field{"later_of", true, d.list(func(_ int, n *yaml.Node) { d.term(n, r) })},
		field{"when", true, d.words(&r.When, retentionFacts()...)},
		field{"only_if", true, d.word(&r.OnlyIf, agencyRoles()...)},
		field{"replaces", true, d.ruleID(&r.Replaces)},
		field{"then", true, d.word(&r.Then, "review")})
	if n.Kind != yaml.MappingNode {
		return
	}
	switch {
	case birthday > 0 && from == "" && years == 0:
		r.Terms = append(r.Terms, Term{birthday, FromBirth})
	case from != "" && birthday == 0:
		r.Terms = append(r.Terms, Term{years, from})
	}
	if len(r.Terms) == 0 || (years > 0 || birthday > 0 || from != "") && hasKey(n, "later_of") || birthday > 0 && from != "" || years > 0 && from == "" {
		d.at(n, RuleWrongValue, fmt.Sprintf("the retention rule %q has no clear length", r.ID), "give `years` and `from`, or `birthday`, or `later_of`: one of the three")
	}
	if i := slices.Index(r.When, DiedUnder18); i >= 0 {
		r.When, r.Died = slices.Delete(r.When, i, i+1), true
	}
	if hasKey(n, "when") && len(r.When) == 0 && !r.Died {
		d.at(n, RuleWrongValue, fmt.Sprintf("the retention rule %q has an empty `when`", r.ID), "name a fact, or leave `when` out for a rule that always applies")
	}
}

func (d *decoder) ruleID(to *string) take {
	return func(n *yaml.Node) {
		if d.text(to)(n); *to != "" && !ruleName.MatchString(*to) {
			d.at(n, RuleWrongValue, fmt.Sprintf("%q is no name of a rule", clip(*to)), "use small letters, digits and _")
		}
	}
}

func (d *decoder) term(n *yaml.Node, r *Rule) {
	years, birthday, from := 0, 0, ""
	d.fields(n,
		field{"years", true, d.number(&years, 0, longestYears)},
		field{"birthday", true, d.number(&birthday, 1, longestYears)},
		field{"from", true, d.word(&from, termDates()...)})
	switch {
	case birthday > 0 && from == "" && years == 0:
		r.Terms = append(r.Terms, Term{birthday, FromBirth})
	case from != "" && birthday == 0:
		r.Terms = append(r.Terms, Term{years, from})
	default:
		d.at(n, RuleWrongValue, d.name()+" has no clear length", "give `years` and `from`, or `birthday`")
	}
}

func hasKey(n *yaml.Node, key string) bool { return valueOf(n, key) != n }

// floor finds the rule that keeps every case for a year at least. The policy
// template says: at least one year from ceasing service, or longer.
func (d *decoder) floor(n *yaml.Node, p *Policy) {
	for i, r := range p.Retention {
		if r.ID != Floor {
			continue
		}
		if len(r.When) > 0 || r.Died || r.OnlyIf != "" || len(r.Terms) != 1 || r.Terms[0].From != FromServiceEnd || r.Terms[0].Years < 1 {
			d.at(n.Content[i], RuleFloor, "the floor is less than one year from the end of service", "write {id: floor, years: 1, from: service_end}, or more years")
		}
		return
	}
	d.at(n, RuleFloor, "no retention rule is called floor", "add {id: floor, years: 1, from: service_end}")
}

// Floor is the ID of the rule that applies to every case and cannot be lowered.
const Floor = "floor"

func (d *decoder) replaces(n *yaml.Node, p *Policy) {
	for i, r := range p.Retention {
		named := slices.ContainsFunc(p.Retention, func(o Rule) bool { return o.ID == r.Replaces && o.ID != r.ID })
		if r.Replaces != "" && (!named || r.Replaces == Floor) {
			d.at(n.Content[i], RuleWrongValue, fmt.Sprintf("the rule %q replaces %q, which it cannot", r.ID, clip(r.Replaces)), "name another rule of the list, not the floor")
		}
	}
}
