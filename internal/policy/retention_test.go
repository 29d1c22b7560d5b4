package policy

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

const floorLine = "  - {id: floor, years: 1, from: service_end, source: policy template}\n"

// withRule returns the default policy with one more rule of retention, after the floor.
func withRule(t *testing.T, rule string) string {
	t.Helper()
	base, _ := Default(Casework)
	if !strings.Contains(string(base), floorLine) {
		t.Fatalf("the default policy does not say %q", floorLine)
	}
	return strings.Replace(string(base), floorLine, floorLine+"  - "+rule+"\n", 1)
}

// What a rule may not be is refused with the rule's name and what to write.
func TestRuleRefusals(t *testing.T) {
	for _, tt := range []struct{ rule, finding, found, do string }{
		{"{id: own, years: 5, from: birth}", RuleMissingKey, `"own" names no source`,
			"add `source: `"},
		{"{id: own, years: 5, from: birth, source: ''}", RuleMissingKey, `"own" names no source`,
			""},
		{"{id: own, years: 5, from: birth, source: '  '}", RuleMissingKey, `"own" names no source`,
			""},
		{"{id: own, years: 5, from: birth, source: ~}", RuleMissingKey, `"own" names no source`,
			""},
		{"{id: own, years: 5, from: birth, source: [ours]}", RuleMissingKey,
			`"own" names no source`, ""},
		{"{id: own, years: 5, from: birth, source: unknown}", RuleMissingKey,
			`"own" names no source`, ""},
		{"{id: own, years: 5, from: birth, source: none}", RuleMissingKey, `"own" names no source`,
			""},
		{"{id: own, source: ours}", RuleWrongValue, `"own" has no clear length`,
			"`years` and `from`"},
		{"{id: own, from: birth, source: ours}", RuleWrongValue,
			"\"own\" has `from` and no `years`", "years: 10, from: birth"},
		{"{id: own, years: 5, source: ours}", RuleWrongValue, "\"own\" has `years` and no `from`",
			"from: service_end"},
		{"{id: own, years: 0, from: birth, source: ours}", RuleWrongValue, `"own" has 0 years`,
			"years: 1"},
		{"{id: own, birthday: 0, source: ours}", RuleWrongValue, `"own" has the birthday 0`,
			"birthday: 75"},
		{"{id: own, pension_age: false, source: ours}", RuleWrongValue,
			"\"own\" has `pension_age: false`", "pension_age: true"},
		{"{id: own, pension_age: 67, source: ours}", RuleWrongType,
			"pension_age is not true or false", ""},
		{"{id: own, pension_age: true, birthday: 67, source: ours}", RuleWrongValue,
			`"own" has no clear length`, ""},
		{"{id: own, years: 5, from: birth, birthday: 67, source: ours}", RuleWrongValue,
			`"own" has no clear length`, ""},
		{"{id: own, years: 5, from: birth, later_of: [{birthday: 67}], source: ours}",
			RuleWrongValue, `"own" has no clear length`, "`later_of` and nowhere else"},
		{"{id: own, later_of: [], source: ours}", RuleWrongValue, "\"own\" has an empty `later_of`",
			"at least one"},
		{"{id: own, later_of: [{from: birth}], source: ours}", RuleWrongValue,
			"a term of the retention rule \"own\" has `from` and no `years`", ""},
		{"{id: own, later_of: [{years: 0, from: birth}], source: ours}", RuleWrongValue,
			`a term of the retention rule "own" has 0 years`, ""},
		{"{id: own, later_of: [{}], source: ours}", RuleWrongValue,
			`a term of the retention rule "own" has no clear length`, ""},
		{"{later_of: [{years: 3}], id: own, source: ours}", RuleWrongValue,
			"a term of the retention rule \"own\" has `years` and no `from`", ""},
		{"{id: own, birthday: 30, source: ours, subject: child}", RuleWrongValue,
			`subject is "child"`, "use adult"},
		{"{id: own, birthday: 30, source: ours, only_if: school}", RuleWrongValue,
			`only_if is "school"`, "childrens_home, fostering_service, residential_school"},
		{"{id: own, birthday: 30, source: ours, only_if: [childrens_home, childrens_home]}",
			RuleWrongValue, "repeats", "once"},
		{"{id: own, birthday: 30, source: ours, only_if: []}", RuleWrongValue,
			"\"own\" has an empty `only_if`", "leave `only_if` out"},
		{"{id: own, birthday: 30, source: ours, only_if: {a: b}}", RuleWrongType, "only_if is not",
			""},
		{"{id: own, birthday: 30, source: ours, when: [child_sexual_abuse]}", RuleWrongValue,
			"child_sexual_abuse", "write category sexual_abuse"},
		{"{id: own, birthday: 30, source: ours, when: [exploitation]}", RuleWrongValue,
			"exploitation", "write category exploitation"},
		{"{id: own, birthday: 30, source: ours, when: [sexual_abuse]}", RuleWrongValue,
			`"sexual_abuse", which is a category`, "write category sexual_abuse"},
		{"{id: own, birthday: 30, source: ours, when: [category none_of_these]}", RuleWrongValue,
			"none_of_these", "name a category"},
		{"{id: own, birthday: 30, source: ours, when: [category unknown]}", RuleWrongValue,
			"unknown", "name a category"},
		{"{id: own, birthday: 30, source: ours, when: [category mischief]}", RuleWrongValue,
			`"category mischief", which is not a category`, "one of physical_abuse"},
		{"{id: own, birthday: 30, source: ours, when: [category]}", RuleWrongValue,
			`"category", which is not a category`, "after one space"},
		{"{id: own, birthday: 30, source: ours, when: [category  neglect]}", RuleWrongValue,
			"which is not a category", "after one space"},
		{"{id: own, birthday: 30, source: ours, when: []}", RuleWrongValue,
			"\"own\" has an empty `when`", "leave `when` out"},
		{"{id: own, birthday: 30, source: ours, when: [{category: neglect}]}", RuleWrongType,
			"when.1 has a colon", "write category neglect"},
		{"{id: own, birthday: 30, source: ours, when: [category: ~]}", RuleWrongType,
			"when.1 has a colon", "write category physical_abuse"},
		{"{id: own, birthday: 30, source: ours, when: looked_after}", RuleWrongType,
			"when is not a list", ""},
		{"{id: own, years: -5, from: birth, source: ours}", RuleOutOfRange, "years is -5",
			"use 1 to 150"},
		{"{id: own, birthday: 151, source: ours}", RuleOutOfRange, "birthday is 151",
			"use 1 to 150"},
		{"{id: own, birthday: 30, source: ours, when: [category neglect, category neglect]}",
			RuleWrongValue, "repeats", "once"},
	} {
		p, found := Parse([]byte(withRule(t, tt.rule)), "casefile.yaml")
		at := slices.IndexFunc(found, func(f record.Finding) bool {
			return f.Rule == tt.finding && strings.Contains(f.Found, tt.found)
		})
		if p != nil || at < 0 {
			t.Errorf("%s: policy given %v, findings %v, want %s %q", tt.rule, p != nil, found,
				tt.finding, tt.found)
			continue
		}
		if len(found) != 1 {
			t.Errorf("%s: one slip, %d findings: %v", tt.rule, len(found), found)
		}
		if !strings.Contains(found[at].Do, tt.do) || found[at].Line < 1 {
			t.Errorf("%s: %+v, want to be told %q", tt.rule, found[at], tt.do)
		}
	}
}

// A rule without a name is told of by what it is.
func TestRuleWithoutID(t *testing.T) {
	_, found := Parse([]byte(withRule(t, "{years: 0, from: birth, source: ours}")), "casefile.yaml")
	if len(found) != 2 || found[0].Rule != RuleMissingKey ||
		!strings.Contains(found[1].Found, "a retention rule without id has 0 years") {
		t.Errorf("%v, want a missing key, and 0 years", found)
	}
}

// A policy without a rule, or whose rules are no list, keeps no case: the floor is asked for.
func TestRetentionWithoutRules(t *testing.T) {
	base, _ := Default(Casework)
	from := strings.Index(string(base), "\nretention:\n")
	to := from + strings.Index(string(base[from:]), "\nno_rule_needed:")
	for rules, want := range map[string]string{
		"retention: []": RuleFloor,
		"retention: ~":  RuleWrongType,
		"retention: {}": RuleWrongType,
		"":              RuleMissingKey,
	} {
		text := string(base[:from]) + "\n" + rules + string(base[to:])
		p, found := Parse([]byte(text), "casefile.yaml")
		if p != nil || len(found) != 1 || found[0].Rule != want {
			t.Errorf("%q: policy given %v, findings %v, want %s alone", rules, p != nil, found,
				want)
		}
	}
}

// What Notepad saves is read; a policy of plain bytes stays as it is.
func TestTyped(t *testing.T) {
	base, _ := Default(Small)
	saved := "\ufeff" + strings.ReplaceAll(string(base), "\n", "\r\n")
	for _, text := range []string{saved, string(base)} {
		if got := Typed([]byte(text)); string(got) != string(base) {
			t.Errorf("typed %q…", got[:80])
		}
	}
}

func TestRulesTaken(t *testing.T) {
	for _, tt := range []struct {
		rule string
		want Rule
	}{
		{"{id: own, years: 5, from: birth, source: ours}",
			Rule{ID: "own", Source: "ours", Terms: []Term{{Years: 5, From: FromBirth}}}},
		{"{id: own, birthday: 30, source: ' a decision ', only_if: childrens_home}",
			Rule{ID: "own", Source: "a decision", Terms: []Term{{Years: 30, From: FromBirth}},
				OnlyIf: []string{"childrens_home"}}},
		{"{id: own, pension_age: true, source: ours, subject: adult, only_if: " +
			"[fostering_service, residential_school]}",
			Rule{ID: "own", Source: "ours", Terms: []Term{{PensionAge: true}}, Subject: Adult,
				OnlyIf: []string{"fostering_service", "residential_school"}}},
		{"{id: own, later_of: [{birthday: 30}, {pension_age: true}], source: ours, when: " +
			"[category missing, died_under_18], then: review}",
			Rule{ID: "own", Source: "ours",
				Terms: []Term{{Years: 30, From: FromBirth}, {PensionAge: true}},
				When:  []string{"category missing"}, Died: true, Then: "review"}},
	} {
		p, found := Parse([]byte(withRule(t, tt.rule)), "casefile.yaml")
		if p == nil {
			t.Errorf("%s: %v", tt.rule, found)
			continue
		}
		if got := p.Retention[1]; !sameRule(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.rule, got, tt.want)
		}
	}
}

func sameRule(a, b Rule) bool {
	return a.ID == b.ID && a.Source == b.Source && slices.Equal(a.Terms, b.Terms) &&
		slices.Equal(a.When, b.When) &&
		a.Died == b.Died && a.Subject == b.Subject && slices.Equal(a.OnlyIf, b.OnlyIf) &&
		a.Replaces == b.Replaces && a.Then == b.Then
}

// Every category but the two that say nothing can be a ground.
func TestEachCategoryIsAGround(t *testing.T) {
	for _, category := range Categories() {
		p, _ := Parse([]byte(withRule(t, "{id: own, birthday: 30, source: ours, when: [category "+
			category+"]}")), "casefile.yaml")
		if want := category != NoCategory && category != UnknownCategory; (p != nil) != want {
			t.Errorf("category %s: taken %v, want %v", category, p != nil, want)
		}
	}
}

// What became a category is no status any more, and the category is one.
func TestCategoryOfFlag(t *testing.T) {
	for flag, want := range map[string]string{"child_sexual_abuse": "sexual_abuse",
		"exploitation": "exploitation", "adopted": "", "sexual_abuse": "", "": ""} {
		if got := CategoryOfFlag(flag); got != want {
			t.Errorf("%s: %q, want %q", flag, got, want)
		}
		if want != "" && (slices.Contains(Flags(), flag) || !slices.Contains(Categories(), want)) {
			t.Errorf("%s is a flag still, or %s no category", flag, want)
		}
	}
}

// Each status has a rule in every profile or needs none; those that someone may owe a
// figure for are never among the latter.
func TestNoRuleNeeded(t *testing.T) {
	for _, profile := range Profiles() {
		p, _ := defaultOf(t, profile)
		for _, flag := range Flags() {
			caught := slices.ContainsFunc(p.Retention, func(r Rule) bool {
				return slices.Contains(r.When, flag)
			})
			if needless := slices.Contains(p.NoRuleNeeded, flag); caught == needless {
				t.Errorf("%s: %s is caught %v and needs no rule %v", profile, flag, caught,
					needless)
			}
		}
	}
	base, _ := Default(Casework)
	for words, do := range map[string]string{"[concern]": "looked_after",
		"[exploitation]": "use one of", "[disability, disability]": "once", "disability": "list"} {
		text := string(base)
		from := strings.Index(text, "no_rule_needed: [")
		text = text[:from] + "no_rule_needed: " + words + "\n" +
			text[from+strings.Index(text[from:], "]\n")+2:]
		p, found := Parse([]byte(text), "casefile.yaml")
		if p != nil || len(found) != 1 || !strings.Contains(found[0].Do, do) {
			t.Errorf("no_rule_needed: %s: policy given %v, findings %v", words, p != nil, found)
		}
	}
}

// A children's home owes what a responsible authority owes; no other kind of agency does.
func TestLookedAfterInWhichAgency(t *testing.T) {
	p, _ := defaultOf(t, Casework)
	rule := p.Retention[slices.IndexFunc(p.Retention, func(r Rule) bool {
		return r.ID == "looked_after"
	})]
	for _, role := range agencyRoles() {
		p.WeAre = []string{role}
		if got, want := p.IsAny(rule.OnlyIf), role == "responsible_authority" ||
			role == "childrens_home"; got != want {
			t.Errorf("%s: %v, want %v", role, got, want)
		}
	}
	if p.WeAre = nil; p.IsAny(rule.OnlyIf) || !p.IsAny(nil) {
		t.Error("an agency that is nothing in law owes what one is asked for, or a rule for all " +
			"leaves it out")
	}
}
