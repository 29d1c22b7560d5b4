package casebook

import (
	"errors"
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestRelating(t *testing.T) {
	refs := []record.Ref{{Case: "K3F927QM", Entry: "7K2M9QXH"},
		{Case: "P4W83XKM", Entry: "9QXH7K2M"}, {Case: "M2T67WKP", Entry: "4W827QMK"}}
	others := othersOf(refs, 1)
	if !slices.Equal(others, []record.Ref{refs[0], refs[2]}) {
		t.Errorf("the second links to %v", others)
	}
	const text = "---\nheadline: Visit\n---\nBoth were at home.\n"
	const linked = "---\nheadline: Visit\n" +
		"links: {related: [K3F9-27QM/7K2M-9QXH, M2T6-7WKP/4W82-7QMK]}\n---\nBoth were at home.\n"
	for _, tt := range []struct {
		name, text string
		to         []record.Ref
		want       string
		err        error
	}{
		{"not to be linked", text, nil, text, nil},
		{"linked", text, others, linked, nil},
		{"linked by its author", linked, others, "", ErrLinksRelated},
		{"not to be read", "---\nlinks: {\n---\n", others, "---\nlinks: {\n---\n", nil},
	} {
		got, err := relating([]byte(tt.text), tt.to)
		if string(got) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, %q", tt.name, err, got)
		}
	}
}
