package record

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

const goodConcern = `---
kind: concern
occurred: 2026-03-06T08:50+00:00
headline: Tobi came with a bruised hand
about: Tobi Adeyemi
where: Breakfast club
seen_or_heard: '"I fell off the wall", he said, and hid the hand.'
immediate_danger: no
told: Mina Hall, at once
reason_for_none: Mina Hall decides what is done
sources: [{who: Ben Ito, how: in person}]
---
`

func raisedStamp() Stamp {
	return Stamp{ID: "7K2M9QXH", Case: "K3F927QM", Kind: KindConcern, By: "ben",
		Nonce: strings.Repeat("0", 26), Recorded: time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)}
}

// recording returns the checks of recording a concern, except that of its links.
func recording(k *Kinds) func([]byte) Findings {
	stamp := raisedStamp()
	return func(text []byte) Findings {
		_, found := k.Check(text, "", Context{Now: stamp.Recorded, Kind: KindConcern})
		if found.Failed() {
			return found
		}
		_, more := Splice(text, stamp)
		return append(found, more...)
	}
}

// raise raises a concern, seals it, and gives it back with the page that shows it.
func raise(t *testing.T, k *Kinds, typed string) (*Entry, string, Findings) {
	t.Helper()
	kind, _ := k.Kind(KindConcern)
	text, found, err := kind.Raise([]byte(typed), recording(k))
	if err != nil {
		t.Fatalf("%q: %v", typed, err)
	}
	if found.Failed() {
		t.Fatalf("%.300q is refused: %v\n%.900s", typed, found, text)
	}
	sealed, found2 := Splice(text, raisedStamp())
	if found2.Failed() {
		t.Fatalf("%.300q can't be sealed: %v\n%.900s", typed, found2, text)
	}
	e, err := k.Decode(sealed)
	if err != nil {
		t.Fatalf("%.300q can't be read: %v\n%.900s", typed, err, sealed)
	}
	var page strings.Builder
	if err := kind.Print(&page, e, 0); err != nil {
		t.Fatal(err)
	}
	return e, page.String(), found
}

// A concern gets in, whatever is wrong with it: each good field stays, and what is bad is
// below As typed.
func TestRaise(t *testing.T) {
	swap := func(old, put string) string { return strings.Replace(goodConcern, old, put, 1) }
	tests := []struct {
		name, typed string
		fields      map[string]string // of the entry; "": not there
		asTyped     string            // in the section; "": there is none
		rule        string            // of a warning; "": none
	}{
		{"a good one", goodConcern, map[string]string{"about": "Tobi Adeyemi"}, "", ""},
		{"a sentence", "He said dad hit him",
			map[string]string{"headline": "He said dad hit him", "about": "unknown",
				"where":            "unknown",
				"immediate_danger": "unknown", "told": "unknown", "occurred": "unknown",
				"action": "unknown", "seen_or_heard": ""}, "", "missing-field"},
		{"several lines", "He said dad hit him\n\nwith # a belt",
			map[string]string{"headline": "He said dad hit him", "seen_or_heard": ""},
			"", "missing-field"},
		{"an opinion alone", "## Opinion\nI think it is serious.",
			map[string]string{"headline": "I think it is serious.", "seen_or_heard": "unknown"},
			"", "missing-field"},
		{"the child's words", swap("seen_or_heard:", "child_said:"),
			map[string]string{"seen_or_heard": ""}, "", ""},
		{"a day that has not been", swap("2026-03-06T08", "2026-03-07T08"),
			map[string]string{"occurred": "unknown", "about": "Tobi Adeyemi"},
			"occurred: 2026-03-07T08:50+00:00", "future-date"},
		{"a day that is none", swap("2026-03-06T08:50+00:00", "the other day"),
			map[string]string{"occurred": "unknown"}, "occurred: the other day", "bad-date"},
		{"danger in other words", swap("immediate_danger: no", "immediate_danger: maybe"),
			map[string]string{"immediate_danger": "unknown"},
			"immediate_danger: maybe", "wrong-value"},
		{"a field of another kind", swap("where:", "colour: red\nwhere:"),
			map[string]string{"where": "Breakfast club", "colour": ""},
			"colour: red", "unknown-field"},
		{"twice, not the same",
			swap("immediate_danger: no", "immediate_danger: no\nimmediate_danger: yes"),
			map[string]string{"immediate_danger": "unknown"},
			"immediate_danger: no\nimmediate_danger: yes", "yaml-duplicate-key"},
		{"twice the same",
			swap("where: Breakfast club\n", "where: Breakfast club\nwhere: Breakfast club\n"),
			map[string]string{"where": "Breakfast club"},
			"where: Breakfast club", "yaml-duplicate-key"},
		{"another kind", swap("kind: concern", "kind: contact"),
			nil, "kind: contact", "kind-mismatch"},
		{"another case", swap("kind: concern", "case: P4W8X0N2"),
			nil, "case: P4W8X0N2", "stamp-mismatch"},
		{"another id", swap("kind: concern", "id: P4W8X0N2"),
			nil, "id: P4W8X0N2", "stamp-mismatch"},
		{"what the program writes", swap("kind: concern", "origin: [{agency: Elsewhere}]"),
			nil, "origin: [{agency: Elsewhere}]", "stamp-mismatch"},
		{"a list that does not end", swap("told: Mina", "told: [Mina"),
			map[string]string{"told": "unknown", "where": "Breakfast club"},
			"told: [Mina Hall, at once\nreason_for_none: ", ""},
		{"fields without fences", "about: Tobi\nheadline: He hid\n\nAll day.",
			map[string]string{"about": "Tobi", "headline": "He hid"}, "", "missing-field"},
		{"words where the first line of hyphens was",
			"He hid.\n" + strings.TrimPrefix(swap("kind: concern", "#links:\nkind: concern"),
				"---\n"),
			map[string]string{"where": "Breakfast club", "about": "Tobi Adeyemi"}, "", ""},
		{"words above the first line of hyphens", "He hid.\n" + goodConcern + "All day.\n",
			map[string]string{"about": "Tobi Adeyemi"}, "", ""},
		{"words behind a day", swap("08:50+00:00", "08:50+00:00 # by his mother"),
			map[string]string{"occurred": "2026-03-06T08:50+00:00"},
			"occurred: 2026-03-06T08:50+00:00 # by his mother", ""},
		{"a word behind danger that stands elsewhere",
			swap("immediate_danger: no", "immediate_danger: unknown # no"),
			map[string]string{"immediate_danger": "unknown"}, "immediate_danger: unknown # no", ""},
		{"a headline with an escape", "---\nheadline: \"\\e[31mred\"\n---\n",
			map[string]string{"headline": "(U+001B)[31mred"}, `headline: "\e[31mred"`,
			"control-character"},
		{"a remark below links", swap("told:", "links: {}\n  # his sister saw it\ntold:"), nil,
			"# his sister saw it", ""},
		{"names between quotes", swap("where: Breakfast", "'where': Room #4, Breakfast"),
			map[string]string{"where": "Room #4, Breakfast club"}, "", "as-typed"},
		{"words that YAML reads otherwise",
			swap("where: Breakfast club", "where: flat #4: [upstairs"),
			map[string]string{"where": "flat #4: [upstairs"}, "", "as-typed"},
		{"no second fence", strings.TrimSuffix(goodConcern, "---\n"),
			map[string]string{"where": "Breakfast club"}, "", ""},
		{"blank lines first", "\n \n" + goodConcern,
			map[string]string{"where": "Breakfast club"}, "", ""},
		{"a headline that is too long", swap("Tobi came", strings.Repeat("Tobi came late and ", 8)),
			map[string]string{"about": "Tobi Adeyemi"},
			"headline: Tobi came late", "headline-long"},
		{"no headline", swap("headline: Tobi came with a bruised hand\n", ""),
			map[string]string{"headline": "\"I fell off the wall\", he said, and hid the hand."},
			"", "headline-missing"},
		{"a code block with no end", goodConcern + "```\n## Facts\nHe cried.\n",
			nil, "```\n## Facts\nHe cried.", "unclosed-code-fence"},
		{"a part for another child", goodConcern + "He cried.\n=== P4W8\nShe did not.\n",
			nil, "He cried.\n=== P4W8\nShe did not.", ""},
		{"a heading with nothing below", goodConcern + "## He cried all day\n",
			nil, "## He cried all day", ""},
		{"a template's headings", goodConcern + "\n## Facts\n\n## Opinion\n", nil, "", ""},
		{"fences in the text", "---\ntold: [\n---\n````\n---\n=== P4W8\n````\n",
			nil, "told: [", ""},
		{"bytes", "Zo\xeb hid\x00 under \x1b[31mthe bed\r\nand cried",
			map[string]string{"headline": `Zo\xeb hid(U+0000) under (U+001B)[31mthe bed`},
			"", "not-utf8"},
		{"a byte order mark", "\ufeff" + strings.ReplaceAll(goodConcern, "\n", "\r\n"),
			map[string]string{"where": "Breakfast club"}, "", ""},
		{"UTF-16", "\xff\xfeH\x00e\x00 \x00h\x00i\x00d\x00",
			map[string]string{"headline": "He hid"}, "", "missing-field"},
		{"a comment in the front matter", swap("where:", "# his sister saw it\nwhere:"),
			map[string]string{"where": "Breakfast club"}, "# his sister saw it", ""},
		{"an escape that hides", swap("where: Breakfast club", `where: "\u202eclub"`),
			map[string]string{"where": "unknown"}, `where: "\u202eclub"`, "control-character"},
	}
	k := builtin(t)
	for _, tt := range tests {
		e, page, found := raise(t, k, tt.typed)
		for field, want := range tt.fields {
			got := map[string]string{"headline": e.Headline, "action": e.Action,
				"occurred": cmp.Or(e.Str("occurred"), e.Occurred.String())}[field]
			if got == "" {
				got = e.Str(field)
			}
			if got != want {
				t.Errorf("%s: %s is %q, want %q", tt.name, field, got, want)
			}
		}
		if got := e.Section(AsTypedTitle); !strings.Contains(got, tt.asTyped) ||
			(got == "") != (tt.asTyped == "") {
			t.Errorf("%s: as typed %q, want %q", tt.name, got, tt.asTyped)
		}
		if got := rulesOf(found); tt.rule != "" && !slices.Contains(got, tt.rule) ||
			tt.name == "a good one" && len(got) > 0 {
			t.Errorf("%s: %v, want %q", tt.name, found, tt.rule)
		}
		if tt.name != "UTF-16" {
			tellsAll(t, tt.typed, page)
		}
	}
}

// tellsAll holds a page to each word that was typed, but for the names of fields.
func tellsAll(t *testing.T, typed, page string) {
	t.Helper()
	k := builtin(t)
	kind, _ := k.Kind(KindConcern)
	var names []string
	for _, f := range kind.Fields {
		names = append(names, words(f.Name)...)
		for _, inner := range f.Fields {
			names = append(names, words(inner.Name)...)
		}
	}
	for _, s := range kind.Sections {
		names = append(names, words(s.Title)...)
	}
	names = append(names, words(strings.Join(stampKeys, " "))...)
	for _, w := range words(strings.ToValidUTF8(typed, " ")) {
		if !strings.Contains(page, w) && !slices.Contains(names, w) {
			t.Fatalf("the page has no %.100q of\n%.900q\n%.2000s", w, typed, page)
		}
	}
}

// Nothing is a concern that has no word in it.
func TestRaiseNothing(t *testing.T) {
	k := builtin(t)
	kind, _ := k.Kind(KindConcern)
	for _, typed := range []string{"", " \n\t\n", "---\n---\n", "\ufeff", "\x00\x00",
		"---\nabout:\nwhere: \n---\n\n## Facts\n",
		string(kind.Template(nil)), string(kind.Unhint(kind.Template(nil)))} {
		if _, _, err := kind.Raise([]byte(typed), recording(k)); err != ErrNoWords {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// The whole of an entry's size is there for what was typed, however it was typed.
func TestRaiseLong(t *testing.T) {
	alone(t)
	k := builtin(t)
	room := MaxText - 1024
	for _, unit := range []string{"word ", "a\n", "## a\n", "a: b\n", "`~", "\""} {
		typed := strings.Repeat(unit, room/len(unit))
		raise(t, k, typed)
		raise(t, k, "---\nabout: [\n"+typed+"---\n")
	}
	kind, _ := k.Kind(KindConcern)
	if _, found, _ := kind.Raise([]byte(strings.Repeat("word ", 14000)),
		recording(k)); !slices.Contains(rulesOf(found), RuleTooLarge) {
		t.Errorf("70,000 bytes: %v", found)
	}
}

// Whatever is done to good concerns, and whatever stands together by chance, gets in with
// all its words.
func TestRaiseAnything(t *testing.T) {
	k := builtin(t)
	rnd := rand.New(rand.NewPCG(13, 2))
	scraps := append(strings.SplitAfter(goodConcern, "\n"), "---\n", "- ", ": ", " #", "[", "]",
		"{", "}", "'", "\"", "|\n", ">-\n", "&a ", "*a", "!t ",
		"## Facts\n", "## As typed\n", "```\n", "~~~~\n", "=== K3F9\n", "<<: x\n", "? a\n", `\e`,
		"about: \"\\e\\0\\x07\"\n", "%YAML 1.2\n", "...\n", "\t", "\r\n", "\x00", "\xff", "\u202e",
		"\u2028", "He hid. ", "Zoë ", "🙂", "שלום ", "occurred: about 2026\n",
		"links: {related: 7K2M}\n", "told: [Mina, [Ben]]\n", "immediate_danger: yes\n", "\n", "  ")
	for range rounds(1000) {
		var typed string
		if rnd.IntN(2) == 0 {
			b := []byte(goodConcern + "\n## Facts\nF1: He hid.\n")
			for range 1 + rnd.IntN(6) {
				at, scrap := rnd.IntN(len(b)), scraps[rnd.IntN(len(scraps))]
				b = slices.Concat(b[:at], []byte(scrap), b[min(len(b), at+rnd.IntN(4)):])
			}
			typed = string(b)
		} else {
			for range 1 + rnd.IntN(12) {
				typed += scraps[rnd.IntN(len(scraps))]
			}
		}
		kind, _ := k.Kind(KindConcern)
		if _, _, err := kind.Raise([]byte(typed), recording(k)); err == ErrNoWords {
			continue
		}
		_, page, _ := raise(t, k, typed)
		tellsAll(t, typed, page)
	}
}

func FuzzRaise(f *testing.F) {
	k, err := Builtin()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{goodConcern, "He hid", "---\nabout: [\n---\n```", "\xff\xfeH\x00",
		"---\na: b\n=== K3F9\n", "## As typed\n```\n"} {
		f.Add([]byte(seed))
	}
	kind, _ := k.Kind(KindConcern)
	f.Fuzz(func(t *testing.T, typed []byte) {
		text, found, err := kind.Raise(typed, recording(k))
		if err != nil {
			return
		}
		if found.Failed() {
			if len(typed) < MaxText/8 {
				t.Fatalf("%q: %v\n%s", typed, found, text)
			}
			return
		}
		again, _, err := kind.Raise(text, recording(k))
		if err != nil || string(again) != string(text) {
			t.Fatalf("twice: %q\n%q\n%q %v", typed, text, again, err)
		}
	})
}

// An agency's schema changes nothing of what is read: a choice of its own turns no words of
// a concern away, and no unknown into something that is no date.
func TestRaiseUnderAgencySchema(t *testing.T) {
	const hostile = `{"properties": {
		"occurred": {"enum": ["2020-01-01"]}, "about": {"enum": ["nobody"]},
		"immediate_danger": {"enum": ["no"]}, "headline": {"enum": ["one"]}, "told": {"enum": ["us"]},
		"child_said": false}, "required": ["badge"], "maxProperties": 2, "additionalProperties": false}`
	k, err := builtin(t).With(map[string][]byte{"concern": []byte(hostile)})
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]map[string]string{
		"He said dad hit him": {"occurred": "unknown", "immediate_danger": "unknown"},
		"---\nabout: Tobi # the elder\nimmediate_danger: YES\noccurred: 2026-03-06\n---\nHe hid\n": {
			"about": "Tobi # the elder", "immediate_danger": "yes", "occurred": "2026-03-06"},
	} {
		e, page, found := raise(t, k, typed)
		for field, value := range want {
			got := e.Str(field)
			if field == "occurred" {
				got = cmp.Or(got, e.Occurred.String())
			}
			if got != value {
				t.Errorf("%q: %s is %q, want %q", typed, field, got, value)
			}
		}
		if strings.Contains(page, AsTypedTitle) {
			t.Errorf("%q: words were moved:\n%s", typed, page)
		}
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Do == "Write one of us." }) {
			t.Errorf("%q: what the agency asks for is not told: %v", typed, found)
		}
	}
	kind, _ := k.Kind(KindConcern)
	i := slices.IndexFunc(kind.Fields, func(f Field) bool { return f.Name == "told" })
	if !slices.Equal(kind.Fields[i].Choices, []string{"us"}) {
		t.Errorf("told has the choices %q", kind.Fields[i].Choices)
	}
}
