package term

import (
	"bytes"
	"testing"
)

func TestProgress(t *testing.T) {
	tests := []struct {
		name  string
		total int
		quiet bool
		steps []int
		want  string
	}{
		{"each tenth", 20, false, []int{1, 1, 1, 1}, "work: 2 of 20\nwork: 4 of 20\n"},
		{"more than a tenth at once", 20, false, []int{19, 1}, "work: 19 of 20\nwork: 20 of 20\n"},
		{"too little to wonder about", 9, false, []int{9}, ""},
		{"nothing at all", 0, false, []int{1}, ""},
		{"more than was said", 10, false, []int{9, 9}, "work: 9 of 10\nwork: 10 of 10\n"},
		{"quiet", 20, true, []int{20}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			p := Streams{Err: &out}.Progress("work", tt.total, tt.quiet)
			for _, n := range tt.steps {
				p.Add(n)
			}
			p.End()
			if out.String() != tt.want {
				t.Errorf("said %q, want %q", out.String(), tt.want)
			}
		})
	}
}

func TestProgressBar(t *testing.T) {
	var out bytes.Buffer
	p := Streams{Err: &out}.Progress("work", 10, false)
	p.bar = true
	p.Add(5)
	p.End()
	if want := "\rwork [###############               ] 5 of 10\n"; out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
}
