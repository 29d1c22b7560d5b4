package cases

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

func aProfile(others ...OtherCase) *Case {
	text := "---\nformat: 1\nid: 7K2M9QXH\nname: Tobi Cole\n" +
		"other_cases: [{case: P4W83XKM, relation: household}]\n---\n## About\nLikes trains.\n"
	profile := &Item{
		Author: "asha",
		Entry:  &record.Entry{ID: "7K2M9QXH", Kind: record.KindProfile, Text: []byte(text)},
	}
	c := &Case{ID: "K3F927QM"}
	c.Subject.Profile, c.Subject.OtherCases = profile, others
	return c
}

// A profile names each other case once, with the newest relation, and keeps the rest.
func TestProfileNaming(t *testing.T) {
	p4 := OtherCase{"P4W83XKM", "household"}
	for _, c := range []struct {
		name     string
		other    record.ID
		relation string
		want     string // of other_cases; "" where nothing is to be written
	}{
		{"one more", "M2T67WKP", "sibling", "{case: P4W83XKM, relation: household}, {case: " +
			"M2T67WKP, relation: sibling}"},
		{"the same with another relation", "P4W83XKM", "same_child",
			"{case: P4W83XKM, relation: same_child}"},
		{"the same again", "P4W83XKM", "household", ""},
	} {
		text, err := aProfile(p4).ProfileNaming(c.other, c.relation, "asha")
		if err != nil {
			t.Fatal(err)
		}
		if c.want == "" {
			if text != nil {
				t.Errorf("%s: %s", c.name, text)
			}
			continue
		}
		got := string(text)
		if !strings.Contains(got, "other_cases: ["+c.want+"]") ||
			!strings.Contains(got, "Likes trains.") ||
			!strings.Contains(got, "name: Tobi Cole") {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
}

// Who amends somebody else's profile says why, and the link leads to what is amended.
func TestProfileNamingIsAnAmendment(t *testing.T) {
	for by, wantReason := range map[string]bool{"asha": false, "mina": true} {
		text, err := aProfile().ProfileNaming("M2T67WKP", "sibling", by)
		if err != nil {
			t.Fatal(err)
		}
		got := string(text)
		if !strings.Contains(got, "amends: 7K2M9QXH") ||
			strings.Contains(got, "amend_reason: addition\n") != wantReason {
			t.Errorf("by %s:\n%s", by, got)
		}
	}
	c := &Case{ID: "K3F927QM"}
	_, err := c.ProfileNaming("M2T67WKP", "sibling", "asha")
	if e, ok := errors.AsType[*NoProfileError](err); !ok || e.Case != c.ID {
		t.Errorf("without a profile: %v", err)
	}
}

// A copy says when and by whom it was first recorded, and not in which case. When it
// happened is for its own fields to say.
func TestMoved(t *testing.T) {
	text := "---\nformat: 1\ncase: P4W83XKM\nid: 7K2M9QXH\nheadline: Telephone call\n---\n" +
		"## Facts\nShe rang.\n"
	it := &Item{
		Author: "asha",
		Entry: &record.Entry{ID: "7K2M9QXH", Case: "P4W83XKM", Text: []byte(text),
			Recorded: time.Date(2026, 4, 9, 23, 30, 0, 0, time.UTC)},
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	got := string(it.Moved(london))
	if strings.Contains(got, "occurred:") {
		t.Errorf("the program says when it happened:\n%s", got)
	}
	for _, want := range []string{"  - {recorded: 2026-04-09T23:30:00Z, by: asha}\n", "for: asha\n",
		"She rang.\n",
		"\n## Moved\nFirst recorded on 2026-04-10 by asha, in another case by mistake.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "P4W8") {
		t.Errorf("the other case is named in\n%s", got)
	}
}

// What has a command and an operation of its own belongs to its case, except for concerns
// and attached files; what links to entries of its case would lead nowhere in another.
func TestMovable(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string][]record.Ref{"related": {{Case: "K3F927QM", Entry: "9QXH7K2M"}}}
	for _, tt := range []struct {
		kind  string
		links map[string][]record.Ref
		want  error
	}{
		{record.KindNote, nil, nil},
		{record.KindConcern, nil, nil},
		{record.KindAttachment, nil, nil},
		{record.KindNote, linked, ErrLinksHere},
		{record.KindClosure, nil, ErrOwnCase},
		{record.KindClosure, linked, ErrOwnCase},
		{"none-such", nil, ErrOwnCase},
	} {
		it := &Item{Entry: &record.Entry{Kind: tt.kind, Links: tt.links}}
		if err := it.Movable(kinds); !errors.Is(err, tt.want) {
			t.Errorf("%s with %d links: %v", tt.kind, len(tt.links), err)
		}
	}
}
