package cases_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/report"
	"casefile/internal/storytest"
)

var seed = flag.Uint64("seed", 0, "the seed of the property tests; 0 draws one")

// told returns all that a fold says, in words: every report, and what reports leave out.
func told(t *testing.T, s *storytest.Story, in cases.Input) string {
	t.Helper()
	c := cases.Fold(in)
	p := report.Page{Case: c, Names: s.Names(), Tip: storytest.Tip, Made: in.Now,
		Zone: s.Policy.Zone(), All: true}
	var out bytes.Buffer
	for _, kind := range report.Kinds() {
		for _, f := range []report.Format{report.Text, report.JSON} {
			if err := report.Write(&out, kind, f, p); err != nil {
				t.Fatal(err)
			}
		}
	}
	rest, err := json.MarshalIndent([]any{c.Findings, c.Retention, c.Deadlines, c.Answered(),
		c.Allocation}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return out.String() + string(rest)
}

func stories(t *testing.T) []*storytest.Story {
	t.Helper()
	all, err := storytest.All(filepath.Join("..", "..", "testdata", "stories"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// instants returns the instants at which a case of a story changes, and its looks and end.
func instants(s *storytest.Story, c *storytest.Told) []time.Time {
	out := []time.Time{s.Look, s.End}
	for _, it := range c.Items {
		out = append(out, it.Committed)
	}
	return slices.DeleteFunc(out, func(at time.Time) bool { return c.Docket(at) == nil })
}

// The fold is the same in whichever order the entries arrive.
func TestOrderOfArrivalIsNoMatter(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("go test -seed %d draws the same orders", *seed)
	draw := rand.New(rand.NewPCG(*seed, 0))
	for _, s := range stories(t) {
		for _, c := range s.Cases {
			in := s.Input(c, s.End)
			want := told(t, s, in)
			for range 12 {
				draw.Shuffle(len(in.Items), func(i, j int) {
					in.Items[i], in.Items[j] = in.Items[j], in.Items[i]
				})
				sameTold(t, s.Name+"/"+c.Name, told(t, s, in), want)
			}
			slices.Reverse(in.Items)
			sameTold(t, s.Name+"/"+c.Name+" reversed", told(t, s, in), want)
		}
	}
}

// What was recorded after an instant does not change what stood at it: the fold of
// all entries as at a past day is the fold of those that were there.
func TestLaterEntriesDoNotShow(t *testing.T) {
	for _, s := range stories(t) {
		for _, c := range s.Cases {
			for _, at := range instants(s, c) {
				all := s.Input(c, at)
				then := all
				then.Items = slices.DeleteFunc(slices.Clone(all.Items), func(it cases.Item) bool {
					return it.Committed.After(at)
				})
				sameTold(t, s.Name+"/"+c.Name+" as at "+at.Format(time.RFC3339), told(t, s, all),
					told(t, s, then))
			}
		}
	}
}

func sameTold(t *testing.T, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s differs:\n%s\nwant:\n%s", what, g[i], w[i])
		}
	}
	t.Fatalf("%s: one is longer", what)
}
