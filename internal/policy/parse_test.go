package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

func defaultOf(t *testing.T, profile string) (*Policy, []byte) {
	t.Helper()
	data, err := Default(profile)
	if err != nil {
		t.Fatal(err)
	}
	p, found := Parse(data, "casefile.yaml")
	if len(found) > 0 {
		t.Fatalf("the default policy %s has findings: %v", profile, found)
	}
	return p, data
}

func TestDefaults(t *testing.T) {
	for _, tt := range []struct {
		profile           string
		closure, disposal []string
		order             string
		readers           int
		informal          bool
	}{
		{Casework, []string{record.LevelLine, record.LevelSenior},
			[]string{record.LevelLine, record.LevelSenior}, Distinct, 2, false},
		{Small, []string{record.LevelLine}, []string{record.LevelSenior}, HighestSuffices, 1,
			false},
		{Informal, []string{record.LevelLine}, []string{record.LevelLine}, HighestSuffices, 1,
			true},
	} {
		p, data := defaultOf(t, tt.profile)
		if !bytes.HasPrefix(data,
			[]byte("format: 1\nrules: 4\nobject_format: sha1\nversion: 1\nretention_version: 1\n"+
				"profile: "+tt.profile+"\n")) {
			t.Errorf("%s begins with %.80q", tt.profile, data)
		}
		if got := p.Levels("closure"); !slices.Equal(got, tt.closure) {
			t.Errorf("%s: closure needs %v, want %v", tt.profile, got, tt.closure)
		}
		if got := p.Levels("disposal"); !slices.Equal(got, tt.disposal) {
			t.Errorf("%s: disposal needs %v, want %v", tt.profile, got, tt.disposal)
		}
		if got := p.Levels("note"); len(got) != 0 {
			t.Errorf("%s: a note needs %v, want no endorsement", tt.profile, got)
		}
		if p.Order() != tt.order || p.MinReaders() != tt.readers || p.Informal() != tt.informal {
			t.Errorf("%s: order %s, readers %d, informal %v", tt.profile, p.Order(), p.MinReaders(),
				p.Informal())
		}
	}
	if _, err := Default("large"); err == nil {
		t.Error("a profile that does not exist was given")
	}
}

// Each difference of a profile must find its place in the text exactly once,
// or a change of wording would quietly drop it.
func TestProfilesDiffer(t *testing.T) {
	for _, pairs := range [][]string{smallDiffers(), informalDiffers()} {
		for i := 0; i < len(pairs); i += 2 {
			if n := strings.Count(defaultText, pairs[i]); n != 1 {
				t.Errorf("%q stands %d times in the default policy, want once", pairs[i], n)
			}
		}
	}
}

// Nobody is to be the only one who can read a case, whatever policy refuses.
func TestLeastReaders(t *testing.T) {
	for refused, want := range map[int]int{1: 2, 2: 2, 3: 3} {
		p := &Policy{Access: ReaderRules{MinReaders: refused}}
		if got := p.LeastReaders(); got != want {
			t.Errorf("fewer than %d are refused: %d are asked for, want %d", refused, got, want)
		}
	}
}

func TestFigures(t *testing.T) {
	p, _ := defaultOf(t, Casework)
	entry, attachment := p.Limits()
	if entry != 65536 || attachment != 52428800 {
		t.Errorf("limits %d and %d, want 65536 and 52428800", entry, attachment)
	}
	if n, senior := p.disposalEndorsements(); n != 2 || !senior {
		t.Errorf("disposal asks %d, senior %v, want 2 with a senior", n, senior)
	}
	if p.Referral.WrittenConfirmation != (Span{24, ElapsedHours}) ||
		p.Concern.TriageImmediate != (Span{1, ElapsedHours}) {
		t.Errorf("confirmation %v, triage %v", p.Referral.WrittenConfirmation,
			p.Concern.TriageImmediate)
	}
	if p.Zone().String() != "Europe/London" {
		t.Errorf("zone %s", p.Zone())
	}
	// 23:30 on 30 June in UTC is 00:30 on 1 July in London.
	if got := p.Today(instant(t, "2026-06-30T23:30Z")); got != day(t, "2026-07-01") {
		t.Errorf("today is %s, want 2026-07-01", got)
	}
	last := p.Retention[len(p.Retention)-1]
	if last.ID != "adoption" || last.Terms[0] != (Term{Years: 100, From: FromOrder}) ||
		!slices.Equal(last.OnlyIf, []string{"adoption_agency"}) {
		t.Errorf("the adoption rule is %+v", last)
	}
	died := p.Retention[6]
	if !died.Died || !slices.Equal(died.When, []string{"looked_after"}) ||
		died.Replaces != "looked_after" {
		t.Errorf("the rule for a child who died is %+v", died)
	}
}

// TestRefusals changes one thing in the default policy and expects one rule,
// at the line where the change was made.
func TestRefusals(t *testing.T) {
	base, _ := Default(Casework)
	for _, tt := range []struct{ old, new, rule string }{
		{"approved: ~\nreview_by: ~",
			"approved: {by: Board, on: 2026-01-15}\nreview_by: 2025-01-15", RuleReviewDate},
		{"review_by: ~", "review_by: soon", RuleWrongType},
		{"review_by: ~\n", "", RuleMissingKey},
		{"approved: ~", "approved: Board", RuleWrongType},
		{"approved: ~", "approved: {by: Board}", RuleMissingKey},
		{"approved: ~", "approved: {by: ~, on: 2026-01-15}", RuleWrongType},
		{"jurisdiction: england", "jurisdiction: england\njurisdiction: wales", RuleDuplicateKey},
		{"jurisdiction: england", "jurisdicton: england", RuleUnknownKey},
		{"jurisdiction: england", "jurisdiction: &a england", RuleAlias},
		{"jurisdiction: england", "jurisdiction: !!str england", RuleAlias},
		{"jurisdiction: england", "jurisdiction: [england]", RuleWrongType},
		{"jurisdiction: england", "jurisdiction:", RuleWrongType},
		{"Europe/London", "Europe/Nowhere", RuleZone},
		{"Europe/London", "Local", RuleZone},
		{"Europe/London", "../etc/passwd", RuleZone},
		{"holidays: gb-eng", "holidays: gb-sct", RuleHolidays},
		{"extra_holidays: []", "extra_holidays: [2026-02-30]", RuleWrongType},
		{"we_are: []", "we_are: [school]", RuleWrongValue},
		{"{elapsed_hours: 24}", "{elapsed_hours: 0}", RuleOutOfRange},
		{"{elapsed_hours: 24}", "{elapsed_hours: 24, working_days: 1}", RuleWrongType},
		{"{elapsed_hours: 24}", "{fortnights: 1}", RuleUnknownKey},
		{"{elapsed_hours: 24}", "24", RuleWrongType},
		{"immediate: same_hour", "immediate: same_week", RuleWrongValue},
		{"late_after_working_days: 2", "late_after_working_days: two", RuleWrongType},
		{"late_after_working_days: 2", "late_after_working_days: '2'", RuleWrongType},
		{"late_after_working_days: 2", "late_after_working_days: 0x2", RuleWrongType},
		{"accept_reported: false", "accept_reported: no", RuleWrongType},
		{"decision: [line]", "decison: [line]", RuleMissingKey},
		{"closure: [line, senior]", "closure: [senior, line]", RuleWrongValue},
		{"closure: [line, senior]", "closure: [line, line]", RuleWrongValue},
		{"closure: [line, senior]", "closure: [board]", RuleWrongValue},
		{"transfer: [line]", "disposal: [line]", RuleWrongValue},
		{"order: distinct", "order: any", RuleWrongValue},
		{"{id: floor, years: 1, from: service_end,", "{id: floor, years: 0, from: service_end,",
			RuleFloor},
		{"{id: floor, years: 1, from: service_end,", "{id: floor, years: 1, from: birth,",
			RuleFloor},
		{"{id: floor, years: 1, from: service_end,", "{id: floor, years: 1, from: service_end, " +
			"when: [concern],", RuleFloor},
		{"{id: floor, years: 1, from: service_end,", "{id: ground, years: 1, from: service_end,",
			RuleFloor},
		{"{id: child_in_need, years: 21,", "{id: child_in_need, years: 2100,", RuleOutOfRange},
		{"{id: child_in_need, years: 21,", "{id: floor, years: 21,", RuleDuplicateKey},
		{"when: [child_in_need]", "when: [child_in_ned]", RuleWrongValue},
		{"when: [child_in_need]", "when: []", RuleWrongValue},
		{"birthday: 75", "birthday: 75\n    from: birth", RuleWrongValue},
		{"years: 15, from: death", "years: 15", RuleWrongValue},
		{"years: 15, from: death", "from: death", RuleWrongValue},
		{"replaces: looked_after", "replaces: floor", RuleWrongValue},
		{"replaces: looked_after", "replaces: nothing", RuleWrongValue},
		{"endorsements: 2", "endorsements: 0", RuleOutOfRange},
		{"min_readers: 2", "min_readers: 0", RuleOutOfRange},
		{"min_readers: 2", "unlock_minutes: 61, min_readers: 2", RuleOutOfRange},
		{"min_readers: 2", "unlock_minutes: 0, min_readers: 2", RuleOutOfRange},
		{"min_readers: 2", "unlock_minutes: an hour, min_readers: 2", RuleWrongType},
		{"limits: {", "search: {arguments: yes}\nlimits: {", RuleWrongValue},
		{"limits: {", "search: {}\nlimits: {", RuleMissingKey},
		{"limits: {", "search: {words: allow}\nlimits: {", RuleUnknownKey},
		{"readers: [key_worker,", "readers: [everybody,", RuleWrongValue},
		{"readers: [key_worker, ", "readers: [", RuleWrongValue},
		{"entry_kib: 64", "entry_kib: 65", RuleOutOfRange},
		{"months: 1, from", "months: 2, from", RuleOutOfRange},
		{"version: 1", "version: 01", RuleFirstLines},
		{"version: 1\nretention_version: 1\n", "retention_version: 1\nversion: 1\n",
			RuleFirstLines},
		{"retention_version: 1\n", "", RuleMissingKey},
		{"format: 1", "format: 2", RuleOutOfRange},
		{"rules: 4", "rules: 5", RuleOutOfRange},
		{"rules: 4", "rules: 1", RuleOutOfRange},
		{"rules: 4\n", "", RuleMissingKey},
		{"rules: 4\nobject_format: sha1", "object_format: sha1\nrules: 4", RuleFirstLines},
		{"profile: casework", "profile: large", RuleWrongValue},
		{"language: {max_sentence_words: 30, jargon: [], known: []}", "language: {", RuleSyntax},
		{"language: {max_sentence_words: 30, jargon: [], known: []}", "", RuleMissingKey},
		{"known: []}", "known: []}\n---\nmore: 1", RuleSyntax},
		{"known: []}", "known: [SENCO, SENCO]}", RuleWrongValue},
		{"known: []}", "known: SENCO}", RuleWrongType},
	} {
		text := strings.Replace(string(base), tt.old, tt.new, 1)
		if text == string(base) {
			t.Fatalf("%q is not in the default policy", tt.old)
		}
		p, found := Parse([]byte(text), "casefile.yaml")
		at := slices.IndexFunc(found, func(f record.Finding) bool { return f.Rule == tt.rule })
		if p != nil || at < 0 {
			t.Errorf("%q for %q: policy given %v, findings %v, want %s", tt.new, tt.old, p != nil,
				found, tt.rule)
			continue
		}
		if f := found[at]; f.Line < 1 || f.Column < 1 || f.Do == "" || f.Found == "" {
			t.Errorf("%q: incomplete finding %+v", tt.new, f)
		}
	}
}

func TestFindingHasItsPlace(t *testing.T) {
	base, _ := Default(Casework)
	text := strings.Replace(string(base), "  order: distinct", "  order: any", 1)
	_, found := Parse([]byte(text), "casefile.yaml")
	line := 1 + strings.Count(text[:strings.Index(text, "  order: any")], "\n")
	if len(found) != 1 || found[0].Line != line || found[0].Column != 10 {
		t.Errorf("found %v, want one finding at line %d, column 10", found, line)
	}
}

func TestUnknownKindIsAWarning(t *testing.T) {
	base, _ := Default(Casework)
	text := strings.Replace(string(base), "  transfer: [line]", "  visit-note: [line]", 1)
	p, found := Parse([]byte(text), "casefile.yaml")
	if p == nil || len(found) != 1 || found[0].Rule != RuleUnknownKind ||
		found[0].Severity != record.Warning {
		t.Fatalf("policy given %v, findings %v", p != nil, found)
	}
	if got := p.Levels("visit-note"); !slices.Equal(got, []string{record.LevelLine}) {
		t.Errorf("the agency's own kind needs %v, want [line]", got)
	}
}

func TestHostileBytes(t *testing.T) {
	for _, data := range []string{"", "\x00", "\xff\xfe", "- a", "a: *b", "? {a: b}\n: c",
		strings.Repeat("[", 5000), strings.Repeat("a", MaxFile+1), "format: 1\n<<: {a: b}\n"} {
		if p, found := Parse([]byte(data), "x"); p != nil || len(found) == 0 {
			t.Errorf("%.20q gave a policy, or no finding", data)
		}
	}
}

func TestSetVersions(t *testing.T) {
	_, data := defaultOf(t, Casework)
	got, err := SetVersions(data, 12, 7)
	if err != nil {
		t.Fatal(err)
	}
	was := "\nversion: 1\nretention_version: 1\n"
	if want := strings.Replace(string(data), was, "\nversion: 12\nretention_version: 7\n",
		1); string(got) != want {
		t.Error("another byte than the versions' changed")
	}
	for _, without := range []string{"format: 1\n", "version: 1\n", "retention_version: 1\n"} {
		if _, err := SetVersions([]byte(without), 2, 1); !errors.Is(err, ErrNoVersion) {
			t.Errorf("%q: %v, want ErrNoVersion", without, err)
		}
	}
}

// How long cases are kept has a version of its own: what else changes leaves it.
func TestRetentionVersion(t *testing.T) {
	before, data := defaultOf(t, Casework)
	for change, want := range map[[2]string]int{
		{"max_weeks: 4", "max_weeks: 3"}:                                             1,
		{"# How long a case is kept.", "# How long it is kept."}:                     1,
		{"id: floor, years: 1", "id: floor, years: 10"}:                              2,
		{"we_are: []", "we_are: [adoption_agency]"}:                                  2,
		{"timezone: Europe/London", "timezone: Europe/Paris"}:                        2,
		{"source: IRMS toolkit for schools", "source: ours"}:                         1,
		{"when: [child_protection], then: review,", "when: [child_protection],"}:     1,
		{"when: [child_protection],", "when: [child_protection, missing_episodes],"}: 2,
	} {
		text := strings.Replace(string(data), change[0], change[1], 1)
		text = strings.Replace(text, "\nversion: 1\n", "\nversion: 2\n", 1)
		next, found := Parse([]byte(text), "x")
		if next == nil {
			t.Fatal(change, found)
		}
		if got := next.NextRetentionVersion(before); got != want {
			t.Errorf("%v gives version %d, want %d", change, got, want)
		}
		if old := next.DatedBefore(1); old {
			t.Errorf("%v: version 1 is not before version 1", change)
		}
	}
	if p := (&Policy{RetentionVersion: 3}); !p.DatedBefore(2) || p.DatedBefore(3) {
		t.Error("a date of version 2 was computed before version 3, and one of version 3 was not")
	}
}

func TestReview(t *testing.T) {
	base, _ := Default(Casework)
	reviewed := func(by string) string {
		return strings.Replace(string(base), "review_by: ~", "review_by: "+by, 1)
	}
	small, _ := Default(Small)
	for _, tt := range []struct {
		text, today string
		want        []string
	}{
		{string(base), "2026-11-29", nil},
		{string(base), "2031-06-01", nil},
		{reviewed("2027-01-15"), "2027-01-15", nil}, // that day is still in time
		{reviewed("2027-01-15"), "2027-01-16", []string{RuleOverdue}},
		{strings.Replace(reviewed("2027-01-15"), "min_readers: 2", "min_readers: 1", 1),
			"2027-01-16", []string{RuleOverdue, RuleOneReader}},
		{string(small), "2031-06-01", nil}, // it is for two or three people
	} {
		p, found := Parse([]byte(tt.text), "casefile.yaml")
		if p == nil {
			t.Fatal(found)
		}
		var got []string
		for _, f := range p.Review(day(t, tt.today), "casefile.yaml") {
			got = append(got, f.Rule)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("on %s: %v, want %v", tt.today, got, tt.want)
		}
	}
}

func TestMissing(t *testing.T) {
	casework, _ := defaultOf(t, Casework)
	small, _ := defaultOf(t, Small)
	line := func(by string) Signed { return Signed{record.LevelLine, by} }
	senior := func(by string) Signed { return Signed{record.LevelSenior, by} }
	for _, tt := range []struct {
		name  string
		p     *Policy
		kind  string
		given []Signed
		want  []string
	}{
		{"nothing given", casework, "closure", nil, []string{record.LevelLine, record.LevelSenior}},
		{"line given", casework, "closure", []Signed{line("hall")}, []string{record.LevelSenior}},
		{"both given", casework, "closure", []Signed{line("hall"), senior("okoro")}, nil},
		{"one person twice", casework, "closure", []Signed{line("okoro"), senior("okoro")},
			[]string{record.LevelSenior}},
		{"a senior alone under distinct", casework, "closure", []Signed{senior("okoro")},
			[]string{record.LevelLine}},
		{"two seniors", casework, "closure", []Signed{senior("okoro"), senior("price")}, nil},
		{"a senior for a line's decision", casework, "decision", []Signed{senior("okoro")}, nil},
		{"a line manager for a disposal", casework, "disposal", []Signed{line("hall")},
			[]string{record.LevelSenior}},
		{"two line managers for a disposal", casework, "disposal",
			[]Signed{line("hall"), line("ito")}, []string{record.LevelSenior}},
		{"two for a disposal", casework, "disposal", []Signed{line("hall"), senior("okoro")}, nil},
		{"an erasure takes a second person", casework, "erasure", nil,
			[]string{record.LevelSenior}},
		{"a small agency's senior", small, "closure", []Signed{senior("okoro")}, nil},
		{"a note needs none", casework, "note", nil, nil},
	} {
		if got := tt.p.Missing(tt.kind, tt.given); !slices.Equal(got, tt.want) {
			t.Errorf("%s: missing %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Every flag that the schema offers is a word that retention knows, and the
// kinds are those of schema/: otherwise a rule could never be written.
func TestVocabularyFollowsTheSchema(t *testing.T) {
	common, err := os.ReadFile(filepath.Join("..", "..", "schema", "entry.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs struct {
			Flag struct {
				Properties struct{ Flag struct{ Enum []string } }
			}
			Category struct{ Enum []string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(common, &schema); err != nil {
		t.Fatal(err)
	}
	offered := schema.Defs.Flag.Properties.Flag.Enum
	if a, b := slices.Sorted(slices.Values(Flags())),
		slices.Sorted(slices.Values(offered)); !slices.Equal(a, b) {
		t.Errorf("flags here %v, in schema/entry.json %v", a, b)
	}
	if a, b := slices.Sorted(slices.Values(Categories())),
		slices.Sorted(slices.Values(schema.Defs.Category.Enum)); !slices.Equal(a, b) {
		t.Errorf("categories here %v, in schema/entry.json %v", a, b)
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "schema", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		kind := strings.TrimSuffix(filepath.Base(f), ".json")
		if kind != "entry" && kind != "endorsement" && kind != "disposal" &&
			!slices.Contains(record.BuiltinKinds(), kind) {
			t.Errorf("the kind %s of schema/ is unknown here", kind)
		}
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.Name] || !strings.HasPrefix(r.Name, "policy-") || r.About == "" {
			t.Errorf("the rule %q is double, misnamed or empty", r.Name)
		}
		seen[r.Name] = true
	}
}

// FuzzParse: any bytes give either a policy or a finding with a place, and
// never a panic. What parses must answer everything that is asked of it.
func FuzzParse(f *testing.F) {
	for _, profile := range Profiles() {
		data, _ := Default(profile)
		f.Add(data)
	}
	f.Add([]byte("format: 1\nrules: 4\nobject_format: sha1\nversion: 1\na: &x [*x]\n"))
	rules := map[string]bool{}
	for _, r := range Rules() {
		rules[r.Name] = true
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, found := Parse(data, "casefile.yaml")
		if (p == nil) != found.Failed() {
			t.Fatalf("policy %v with findings %v", p != nil, found)
		}
		for _, one := range found {
			if one.Line < 1 || one.Column < 1 || !rules[one.Rule] {
				t.Fatalf("a finding without place or rule: %+v", one)
			}
		}
		if p != nil {
			p.Calendar().AddWorkingDays(instant(t, "2026-03-06T16:10Z"), 3)
			p.Levels("disposal")
			checkRetention(t, p)
		}
	})
}

// checkRetention: whatever parses keeps each case for a time that has a source, and nobody
// who was born later reaches pension age earlier.
func checkRetention(t *testing.T, p *Policy) {
	t.Helper()
	for _, r := range p.Retention {
		if r.ID == "" || r.Source == "" || len(r.Terms) == 0 {
			t.Fatalf("a rule lacks its id, source or length: %+v", r)
		}
		for _, term := range r.Terms {
			if !term.PensionAge && (term.Years < 1 || term.From == "") {
				t.Fatalf("the rule %s has a term of no length: %+v", r.ID, term)
			}
		}
	}
	before := p.PensionDay(day(t, "1900-01-01"))
	for born := day(t, "1900-02-01"); born.Before(day(t, "2030-01-01")); born = born.AddDays(17) {
		if at := p.PensionDay(born); at.IsZero() || at.Before(before) {
			t.Fatalf("born on %s: %s, after %s", born, at, before)
		}
		before = p.PensionDay(born)
	}
}

// TestKnownAbbreviations: a policy of before has none, and may lack the key.
func TestKnownAbbreviations(t *testing.T) {
	base, _ := Default(Casework)
	for text, want := range map[string][]string{
		string(base): nil,
		strings.Replace(string(base), ", known: []", "", 1):                      nil,
		strings.Replace(string(base), "known: []", "known: [SENCO, \"CSC\"]", 1): {"SENCO", "CSC"},
	} {
		p, found := Parse([]byte(text), "casefile.yaml")
		if p == nil || len(found) > 0 || !slices.Equal(p.Language.Known, want) {
			t.Errorf("policy given %v, findings %v, want %v", p != nil, found, want)
		}
	}
}

// Words that are searched for stay out of the command line unless the policy says otherwise.
func TestSearchArguments(t *testing.T) {
	for said, want := range map[string]bool{"": false, "search: {arguments: refuse}\n": false,
		"search: {arguments: allow}\n": true} {
		base, _ := Default(Casework)
		p, found := Parse([]byte(string(base)+said), "casefile.yaml")
		if p == nil || p.Search.Arguments != want {
			t.Errorf("%q: %v, %v", said, p, found)
		}
	}
}
