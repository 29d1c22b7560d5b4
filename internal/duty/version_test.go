package duty_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/storytest"
)

// eachStoryRow visits the rows of the cases of all stories, as at their looks and their ends.
func eachStoryRow(t *testing.T, do func(s *storytest.Story, c *cases.Case, r *duty.Row)) {
	t.Helper()
	all, err := storytest.All(filepath.Join("..", "..", "testdata", "stories"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, told := range s.Cases {
			for _, at := range []time.Time{s.Look, s.End} {
				if told.Docket(at) != nil {
					c := cases.Fold(s.Input(told, at))
					do(s, c, duty.RowOf(c))
				}
			}
		}
	}
}

// Rows that were kept are believed as long as RowVersion is the same. So what a row says of the
// same case must be the same too: where this fails, and it was meant, raise RowVersion and put
// the new digest here.
func TestRowVersion(t *testing.T) {
	const version, want = "2", "8f81daa076438624"
	sum := sha256.New()
	rows := 0
	eachStoryRow(t, func(_ *storytest.Story, _ *cases.Case, r *duty.Row) {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(data)
		rows++
	})
	got := hex.EncodeToString(sum.Sum(nil)[:8])
	if got != want || duty.RowVersion != version || rows < 5 {
		t.Errorf("%d rows of version %s have the digest %s, and those of %s had %s",
			rows, duty.RowVersion, got, version, want)
	}
}

// A row that was stored says the same as before: the same duties, findings and lines.
func TestRowsCanBeStored(t *testing.T) {
	eachStoryRow(t, func(s *storytest.Story, c *cases.Case, r *duty.Row) {
		data, err := json.Marshal(r)
		back := &duty.Row{}
		if err == nil {
			err = json.Unmarshal(data, back)
		}
		if err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(data) {
			t.Errorf("%s: stored twice it is\n%s\nand was\n%s (%v)", c.ID, again, data, err)
		}
		w := duty.World{Policy: s.Policy, Now: c.Now}
		was, is := duty.In(r.Facts, w), duty.In(back.Facts, w)
		if len(was) != len(is) {
			t.Fatalf("%s: %d duties, and %d before", c.ID, len(is), len(was))
		}
		if got, want := duty.Findings(back.Facts, is, w),
			duty.Findings(r.Facts, was, w); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: findings\n%v\nwant\n%v", c.ID, got, want)
		}
	})
}
