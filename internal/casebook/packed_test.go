package casebook

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/storytest"
)

// A packed value is read back unchanged. Cut or changed data is refused or gives another value:
// nothing panics, and no field is skipped silently.
func TestPackedRows(t *testing.T) {
	all, err := storytest.All(filepath.Join("..", "..", "testdata", "stories"))
	if err != nil {
		t.Fatal(err)
	}
	draw := rand.New(rand.NewPCG(18, 3))
	rows := 0
	for _, s := range all {
		for _, told := range s.Cases {
			d := told.Docket(s.End)
			if d == nil {
				continue
			}
			rows++
			row := duty.RowOf(cases.Fold(s.Input(told, s.End)))
			packedAgain(t, draw, row, &duty.Row{})
			packedAgain(t, draw, d, &record.Docket{})
		}
	}
	if rows < 4 {
		t.Errorf("%d rows are too few", rows)
	}
}

func packedAgain(t *testing.T, draw *rand.Rand, v, into any) {
	t.Helper()
	data, err := packed(v)
	if err == nil {
		err = unpack(string(data), into)
	}
	if err != nil {
		t.Fatal(err)
	}
	again, err := packed(into)
	if err != nil || string(again) != string(data) {
		t.Errorf("%T is another once it was packed: %v", v, err)
	}
	for range 200 {
		spoiled := []byte(string(data[:draw.IntN(len(data))]))
		if len(spoiled) > 0 {
			spoiled[draw.IntN(len(spoiled))] ^= byte(1 + draw.IntN(255))
		}
		if unpack(string(spoiled), reflect.New(reflect.TypeOf(into).Elem()).Interface()) == nil {
			t.Errorf("%T: half of it is taken for whole", v)
		}
	}
}

// The layout changes with every change of a field, at any depth.
func TestLayouts(t *testing.T) {
	type inner struct{ A, B string }
	type other struct{ A, C string }
	type one struct {
		At   time.Time
		Many map[string][]inner
	}
	type two struct {
		At   time.Time
		Many map[string][]other
	}
	if layoutOf(reflect.TypeFor[one]()) == layoutOf(reflect.TypeFor[two]()) {
		t.Error("two layouts have one name")
	}
	at := time.Date(2026, 3, 6, 17, 45, 0, 5, time.FixedZone("", 3600))
	was, is := one{at, map[string][]inner{"x": {{"a", "b"}}, "y": nil, "z": {}}}, one{}
	data, err := packed(&was)
	if err == nil {
		err = unpack(string(data), &is)
	}
	if err != nil || !is.At.Equal(at) || is.At.Format(time.RFC3339) != at.Format(time.RFC3339) ||
		is.Many["y"] != nil || is.Many["z"] == nil || is.Many["x"][0] != was.Many["x"][0] {
		t.Errorf("%+v is read as %+v (%v)", was, is, err)
	}
	if _, err := packed(&struct{ A any }{}); err == nil {
		t.Error("what is no plain data is packed")
	}
}
