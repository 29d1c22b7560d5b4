package exchange

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// unending is a document that begins in some way, and then repeats itself for ever.
type unending struct {
	head, more, left string
	given            int
}

func (u *unending) Read(p []byte) (int, error) {
	if u.left == "" {
		u.left, u.head = u.head, u.more
		if u.left == "" {
			u.left = u.more
		}
	}
	n := copy(p, u.left)
	u.left, u.given = u.left[n:], u.given+n
	return n, nil
}

// An endless export is refused before it fills the memory.
func TestExportsHaveAnEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		head, more string
		most       int // bytes that may be read of it
	}{
		"zeros":              {"", "\x00\x00\x00\x00", 1 << 20},
		"blanks":             {"", "    ", 4 << 20},
		"entries":            {`{"entries": [{}`, `,{}`, 1 << 20},
		"left out":           {`{"left_out": [{}`, `,{}`, 1 << 20},
		"one long text":      {`{"entries": [{"text": "`, "He said that ", 4 << 20},
		"a long name":        {`{"`, "x", 4 << 20},
		"unknown fields":     {`{"a": 1`, `,"a": 1`, 1 << 20},
		"other names":        {`{"docket": {"a": 1`, `,"a": 1`, 4 << 20},
		"depth":              {`{"docket": [`, `[`, 1 << 20},
		"depth in an entry":  {`{"entries": [{"entry": `, `{"a":`, 1 << 20},
		"depth where no one": {``, `[`, 1 << 20},
	} {
		src := &unending{head: tt.head, more: strings.Repeat(tt.more, 1000)}
		if x, err := decodeExport(src); !errors.Is(err, ErrExport) || src.given > tt.most {
			t.Errorf("%s: %v, %v, after %d bytes", name, x, err, src.given)
		}
	}
}

// The parts may come in any order, and a text that is no document is refused.
func TestDecodeExport(t *testing.T) {
	x, err := decodeExport(
		strings.NewReader(` {"attachments": null, "Entries": [{"id": "7K2M9QXH"}],
		"later": {"x": [1]}, "case": "K3F927QM", "schema": "casefile/export/1", "left_out": []}
`))
	if err != nil || len(x.Entries) != 1 || x.Entries[0].ID != "7K2M9QXH" || x.Case != "K3F927QM" ||
		x.Schema != exportSchema || x.Files != nil {
		t.Errorf("%+v, %v", x, err)
	}
	for _, text := range []string{"", "[]", "{", `{"entries": {}}`, `{"entries": [1]}`,
		`{"case": 1}`, `{} {}`,
		`{"entries": [}`, `{"entries": [{}`} {
		if x, err := decodeExport(io.MultiReader(strings.NewReader(text))); !errors.Is(err,
			ErrExport) {
			t.Errorf("%q: %+v, %v", text, x, err)
		}
	}
}
