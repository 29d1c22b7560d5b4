package cases_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
)

// A row stays as it is between its instants, whatever the clock says between them; so it may
// be kept as long as that. Past the last of them it mostly is another.
func TestARowLastsAsLongAsItSays(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("go test -seed %d draws the same histories", *seed)
	draw := rand.New(rand.NewPCG(*seed, 1))
	var tried struct{ until, other int }
	each := func(name string, in cases.Input) {
		from, until := rowLasts(t, draw, name, in)
		if until.IsZero() {
			return
		}
		if tried.until++; rowAt(t, in, until) != rowAt(t, in, in.Now) {
			tried.other++
		}
		if !from.IsZero() && from.After(in.Now) {
			t.Errorf("%s: from %s, which is after %s", name, from, in.Now)
		}
	}
	for n := range uint64(150) {
		in, now := cases.RandomHistory(t, *seed+n)
		in.Now = now.Add(time.Duration(draw.IntN(40*24)) * time.Hour)
		each("history", in)
	}
	for _, s := range stories(t) {
		for _, c := range s.Cases {
			for _, at := range instants(s, c) {
				in := s.Input(c, at)
				in.AsAt = time.Time{}
				each(s.Name+"/"+c.Name, in)
			}
		}
	}
	if tried.until < 100 || tried.other*5 < tried.until {
		t.Errorf("%d rows have an end, and %d are others past it: this looks at too little",
			tried.until, tried.other)
	}
}

// rowLasts looks at a row at the ends of its time, and in between.
func rowLasts(t *testing.T, draw *rand.Rand, name string, in cases.Input) (from, until time.Time) {
	t.Helper()
	o := duty.RowOf(cases.Fold(in)).Outline
	first, last := o.From, o.Until
	if first.IsZero() {
		first = in.Now.AddDate(-40, 0, 0)
	}
	if last.IsZero() {
		last = in.Now.AddDate(40, 0, 0)
	}
	want := rowAt(t, in, in.Now)
	times := []time.Time{first, last.Add(-1), in.Now}
	for range 6 {
		times = append(times, first.Add(time.Duration(draw.Int64N(int64(last.Sub(first))))))
	}
	for _, at := range times {
		if got := rowAt(t, in, at); got != want {
			t.Fatalf("%s: at %s, between %s and %s, the row is\n%s\nand at %s\n%s",
				name, at, o.From, o.Until, got, in.Now, want)
		}
	}
	return o.From, o.Until
}

func rowAt(t *testing.T, in cases.Input, at time.Time) string {
	t.Helper()
	in.Now = at
	data, err := json.Marshal(duty.RowOf(cases.Fold(in)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
