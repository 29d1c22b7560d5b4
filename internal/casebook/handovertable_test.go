package casebook

import (
	"errors"
	"slices"
	"testing"
)

func TestHandOverRows(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []HandOverRow // nil where it is refused
	}{
		"two cases": {"case,to\nK3F9-27QM,nia\nP4W8,orla\n",
			[]HandOverRow{{2, "K3F9-27QM", "nia"}, {3, "P4W8", "orla"}}},
		"as spreadsheets do": {"\ufeffcase,to\r\n\"K3F9-27QM\", nia \r\n\r\n",
			[]HandOverRow{{2, "K3F9-27QM", "nia"}}},
		"no case":             {"case,to\n", []HandOverRow{}},
		"empty":               {"", nil},
		"no first line":       {"K3F9-27QM,nia\n", nil},
		"the other way round": {"to,case\nnia,K3F9-27QM\n", nil},
		"three columns":       {"case,to\nK3F9-27QM,nia,asha\n", nil},
		"one column":          {"case,to\nK3F9-27QM\n", nil},
		"an open quote":       {"case,to\n\"K3F9-27QM,nia\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := HandOverRows([]byte(c.text))
			if c.want == nil {
				if !errors.Is(err, ErrHandOverList) {
					t.Errorf("got %v, %v", got, err)
				}
				return
			}
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, %v, wanted %v", got, err, c.want)
			}
		})
	}
}

// Whatever a file holds: rows with the numbers of lines that it has, or a refusal.
func FuzzHandOverRows(f *testing.F) {
	f.Add([]byte("case,to\nK3F9-27QM,nia\n"))
	f.Add([]byte("\ufeffcase,to\r\n\"a\nb\",c\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		rows, err := HandOverRows(text)
		if err != nil {
			return
		}
		last := 1
		for _, r := range rows {
			if r.Line <= last || r.Line > len(text) {
				t.Errorf("line %d after %d", r.Line, last)
			}
			last = r.Line
		}
	})
}
