package record

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestDecodeYAML(t *testing.T) {
	type config struct {
		ID   string `yaml:"id"`
		Name string `yaml:"name"`
	}
	for _, tt := range []struct {
		data, id string
		known    bool
		wrong    string // part of the error
	}{
		{"", "before", true, ""},
		{"# nothing yet\n", "before", true, ""},
		{"id: asha\nname: Asha Rao\n", "asha", true, ""},
		{"id: asha\npet: cat\n", "asha", false, ""},
		{"id: asha\npet: cat\n", "", true, "line 2: there is no key “pet”"},
		{"id: &a asha\nname: *a\n", "", false, "line 1: there is an anchor"},
		{"id: asha\nname: !!str Asha\n", "", false, "line 2: there is a tag"},
		{"id: asha\nname: ! Asha\n", "", false, "line 2: there is a tag"},
		{"id: asha\nid: mina\n", "", false, "line 2: a key is given twice"},
		{"id: [asha\n", "", false, "yaml: line"},
	} {
		c := config{ID: "before"}
		err := DecodeYAML([]byte(tt.data), &c, tt.known)
		switch {
		case tt.wrong == "" && (err != nil || c.ID != tt.id):
			t.Errorf("%q gives %+v and %v", tt.data, c, err)
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
			t.Errorf("%q gives %v, want %q in it", tt.data, err, tt.wrong)
		}
	}
	if err := DecodeYAML([]byte("id: ! x\n"), &config{}, true); !errors.Is(err, ErrYAML) {
		t.Errorf("a tag gives %v", err)
	}
}

// Whoever wrote the file is told of its line and in their own words, never of our types.
func TestDecodeYAMLNamesNoTypes(t *testing.T) {
	type mapping struct {
		Columns  map[string]string `yaml:"columns"`
		LeaveOut []string          `yaml:"leave_out,omitempty"`
		Kind     string            `yaml:"kind"`
	}
	for _, tt := range []struct{ data, wrong string }{
		{"- a\n", "line 1: the file should be keys with values"},
		{"kind\n", "line 1: the file should be keys with values"},
		{"kind: note\ncolums: {date: Day}\n",
			"line 2: there is no key “colums”; did you mean columns?"},
		{"columns: date\n", "line 1: “columns” should be keys with values"},
		{"columns:\n  date: [Day]\n", "line 2: “date” should be a text"},
		{"leave_out: Row\n", "line 1: “leave_out” should be a list"},
		{"leave_out:\n  - Row\n  - {a: b}\n", "line 3: an item of “leave_out” should be a text"},
		{"kind: [note]\n", "line 1: “kind” should be a text"},
	} {
		var m mapping
		err := DecodeYAML([]byte(tt.data), &m, true)
		if !errors.Is(err, ErrYAML) || err.Error() != "not strict YAML: "+tt.wrong {
			t.Errorf("%q gives %v, want %q", tt.data, err, tt.wrong)
		}
		if !reflect.DeepEqual(m, mapping{}) {
			t.Errorf("%q is refused and gives %+v", tt.data, m)
		}
	}
	want := mapping{map[string]string{"date": "Day", "row": "1"}, []string{"Row"}, "7"}
	var m mapping
	err := DecodeYAML([]byte("columns: {date: Day, row: 1}\nleave_out: [Row]\nkind: 7\n"), &m, true)
	if err != nil || !reflect.DeepEqual(m, want) {
		t.Errorf("%v gives %+v", err, m)
	}
	for _, nothing := range []string{"", "---\n", "kind:\ncolumns:\nleave_out:\n", "~\n"} {
		var m mapping
		if err := DecodeYAML([]byte(nothing), &m, true); err != nil ||
			!reflect.DeepEqual(m, mapping{}) {
			t.Errorf("%q gives %+v, %v", nothing, m, err)
		}
	}
}
