package plain

import (
	"testing"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

// Unvouched returns a text only if it agrees with its file's name.
func TestUnvouched(t *testing.T) {
	const stamp = "20260306T174012Z-"
	for name, tt := range map[string]struct {
		file  string
		spoil func(s *sealed)
		want  string
	}{
		"as it was": {file: stamp + string(entry) + ".md.age"},
		"another entry's": {file: stamp + string(another) + ".md.age",
			want: verify.RuleEntryPlace},
		"another time": {file: "20260306T174013Z-" + string(entry) + ".md.age",
			want: verify.RuleEntryPlace},
		"an attached file": {file: stamp + string(entry) + ".att.age", want: verify.RuleEntryPlace},
		"no file's name":   {file: "notes.md.age", want: verify.RuleEntryPlace},
		"of another case": {file: stamp + string(entry) + ".md.age",
			spoil: func(s *sealed) { s.ID = record.ID("4T7Z9MQZ") }, want: verify.RuleEntryPlace},
		"cut": {file: stamp + string(entry) + ".md.age",
			spoil: func(s *sealed) { s.text = s.text[:len(s.text)-9] }, want: verify.RuleEntryText},
		"another key": {file: stamp + string(entry) + ".md.age", spoil: func(s *sealed) {
			s.All, s.Keys = false, []*seal.Identity{must(seal.NewIdentity())}
		}, want: "no key"},
		"no key": {file: stamp + string(entry) + ".md.age",
			spoil: func(s *sealed) { s.All, s.Keys = false, nil }, want: "no key"},
	} {
		s := newSealed(textOf("note", "headline: Visit\n"))
		s.Facts = nil
		if tt.spoil != nil {
			tt.spoil(s)
		}
		e, err := s.Unvouched(tt.file, s.text)
		if got := rule(err); got != tt.want || (e == nil) != (err != nil) {
			t.Errorf("%s: %q (%v), want %q", name, got, err, tt.want)
		}
		if e != nil && e.By != "asha" {
			t.Errorf("%s: by %q", name, e.By)
		}
	}
}
