package policy

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

var ruleName = pattern.Of(`^[a-z][a-z0-9_-]{0,39}$`)

// endorsement has three keys of its own. Every other key is a kind of entry, with the levels that
// it needs. The two kinds that move a case along must be named, so that a spelling mistake never
// drops an endorsement.
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
		case slices.ContainsFunc(known, func(f field) bool {
			return f.key == key.Value
		}) || !ruleName().MatchString(key.Value):
			continue
		case key.Value == record.KindEndorsement || key.Value == record.KindDisposal:
			d.at(key, RuleWrongValue, key.Value+" takes no levels here",
				"say who agrees to a disposal in the section disposal")
		case !slices.Contains(record.BuiltinKinds(), key.Value):
			d.at(key, RuleUnknownKind, fmt.Sprintf("%q is not a built-in kind of entry", key.Value),
				"correct it, or define it in schema/"+key.Value+".json")
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
			d.at(n, RuleWrongValue, "senior stands before line",
				"write [line, senior]: a senior endorses what the line manager has seen")
		}
		to.Levels[kind] = levels
	}
}

func (d *decoder) subjectAccess(to *AccessRules) take {
	return func(n *yaml.Node) {
		d.fields(n,
			field{"due", false, d.accessDue(to)},
			field{"no_matching_date", false, d.word(&to.NoMatchingDate, "last_day_of_month")},
			field{"weekend_or_holiday", false,
				d.word(&to.WeekendOrHoliday, "next_working_day", "as_is")},
			field{"extension", false, d.accessExtension(to)},
			field{"identity", false, d.word(&to.Identity, "restart_on_receipt", "none")},
			field{"clarification", false,
				d.word(&to.Clarification, "exclude_days_inclusive", "none")},
			field{"exemptions", false, d.words(&to.Exemptions, exemptions()...)},
			field{"professionals", false,
				d.word(&to.Professionals, "keep_unless_serious_harm", "decide_each")})
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
			// UK GDPR Art 12(3): two further months at most
			field{"months", false, d.number(&to.Extension.N, 1, 2)},
			field{"notice_within_months", false, d.number(&to.Notice.N, 1, 1)})
	}
}
