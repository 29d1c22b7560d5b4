package record

import (
	"fmt"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"
)

// Each breach is told at the place of its node, and in the order of the document.
func TestStrictYAML(t *testing.T) {
	names := map[Breach]string{BreachTooDeep: "deep", BreachAlias: "alias", BreachTagged: "tag",
		BreachKeyNoScalar: "key", BreachKeyEmpty: "empty", BreachKeyMerge: "merge",
		BreachKeyDuplicate: "twice"}
	for _, tt := range []struct {
		source string
		want   []string // breach line:column, and of a key the line of the one before
	}{
		{"name: Tobi\nschool: [Elm, Ash]\n", nil},
		{"name: Tobi\nname: Mina\nname: Asha\n", []string{"twice 2:1 1", "twice 3:1 2"}},
		{"a: {b: 1, b: 2}\n", []string{"twice 1:11 1"}},
		{"a: &x 1\nb: *x\n", []string{"alias 1:4", "alias 2:4"}},
		{"a: !!str 1\nb: ! 2\n", []string{"tag 1:4", "tag 2:4"}},
		{"a: wow!\nb: \"! 2\"\n", nil},
		{"<<: {a: 1}\n", []string{"merge 1:1"}},
		{"\"<<\": 1\n", nil},
		{"? [a]\n: 1\n", []string{"key 1:3"}},
		{"\"\": 1\n'': 2\n", []string{"empty 1:1", "empty 2:1 1"}},
		{"a: &x 1\n*x : 2\n", []string{"key 2:1", "alias 1:4", "alias 2:1"}}, // keys first
		{"a: [[[1]]]\nb: 2\n", []string{"deep 1:6"}},
		{"a: !x [&y 1]\n", []string{"tag 1:4"}}, // what lies below is not walked
	} {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(tt.source), &doc); err != nil {
			t.Fatal(err)
		}
		var got []string
		StrictYAML{Depth: 2, Source: tt.source}.Walk(doc.Content[0], func(r Refused) {
			told := fmt.Sprintf("%s %d:%d", names[r.Breach], r.Node.Line, r.Node.Column)
			if r.Earlier > 0 {
				told += fmt.Sprint(" ", r.Earlier)
			}
			got = append(got, told)
		})
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.source, got, tt.want)
		}
	}
}

// A mapping, its key and its value are three nodes: the value is one too many.
func TestStrictYAMLNodes(t *testing.T) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte("a: 1\n"), &doc); err != nil {
		t.Fatal(err)
	}
	for nodes, want := range map[int]int{0: 0, 2: 1, 3: 0} {
		got := 0
		StrictYAML{Depth: 2, Nodes: nodes}.Walk(doc.Content[0], func(Refused) { got++ })
		if got != want {
			t.Errorf("of at most %d nodes %d are refused, want %d", nodes, got, want)
		}
	}
}
