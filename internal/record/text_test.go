package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// vectors lie at the top of the project, since they are part of the format.
const vectors = "../../testdata/vectors/splice"

type spliceIndex struct {
	Stamp struct {
		ID, Case           ID
		Kind, Recorded, By string
		Nonce              string
	}
	Vectors []struct {
		Name, Expect string
		Line         int
	}
}

func readIndex(t testing.TB) (spliceIndex, Stamp) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(vectors, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index spliceIndex
	if err := json.Unmarshal(data, &index); err != nil {
		t.Fatal(err)
	}
	recorded, err := time.Parse(time.RFC3339, index.Stamp.Recorded)
	if err != nil {
		t.Fatal(err)
	}
	s := index.Stamp
	return index, Stamp{s.ID, s.Case, s.Kind, recorded, s.By, s.Nonce}
}

func vector(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(vectors, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSpliceVectors(t *testing.T) {
	index, stamp := readIndex(t)
	k := builtin(t)
	for _, v := range index.Vectors {
		got, found := Splice(vector(t, v.Name+".in"), stamp)
		if v.Expect != "" {
			ok := slices.ContainsFunc(found, func(f Finding) bool {
				return f.Rule == v.Expect && f.Line == v.Line
			})
			if !ok || got != nil {
				t.Errorf("%s: want a refusal by %s in line %d, got %v", v.Name, v.Expect, v.Line,
					found)
			}
			continue
		}
		if want := vector(t, v.Name+".want"); !bytes.Equal(got, want) || len(found) > 0 {
			t.Errorf("%s:\ngot  %q\nwant %q\n%v", v.Name, got, want, found)
		}
		if e, err := k.Decode(got); err != nil || e.ID != stamp.ID || e.Case != stamp.Case ||
			!e.Recorded.Equal(stamp.Recorded) ||
			e.By != stamp.By || e.Nonce != stamp.Nonce || e.Kind != stamp.Kind {
			t.Errorf("%s: what was spliced does not decode: %v", v.Name, err)
		}
	}
}

// TestSpliceAgain says that splicing what is spliced changes nothing.
func TestSpliceAgain(t *testing.T) {
	index, stamp := readIndex(t)
	for _, v := range index.Vectors {
		if v.Expect != "" {
			continue
		}
		want := vector(t, v.Name+".want")
		if got, found := Splice(want, stamp); !bytes.Equal(got, want) {
			t.Errorf("%s: %q %v", v.Name, got, found)
		}
	}
}

func TestExpandLinks(t *testing.T) {
	known := map[string]Ref{
		"7K2M": {"K3F927QM", "7K2M9QXH"}, "7k2m-9q": {"K3F927QM", "7K2M9QXH"},
		"7K2M9QXH":  {"K3F927QM", "7K2M9QXH"},
		"P4W8/b8q1": {"P4W86T2H", "B8Q12345"}, "B8Q1": {"", "B8Q12345"},
	}
	resolve := func(ref string) (Ref, error) {
		if r, ok := known[ref]; ok {
			return r, nil
		}
		return Ref{}, errors.New("no such entry")
	}
	head := "---\nid: 9QXH7K2M\ncase: K3F927QM\nkind: erasure\n"
	tests := []struct{ name, in, want, fault string }{
		{"one", "links: {outcome: 7K2M}\n---\n7K2M\n", "links: {outcome: 7K2M9QXH}\n---\n7K2M\n",
			""},
		{"several, with characters beyond ASCII before",
			"links: {\"outcome\" : [ 7k2m-9q,'P4W8/b8q1' ], évid: \"B8Q1\"} # é 7K2M\n---\n",
			"links: {\"outcome\" : [ 7K2M9QXH,'P4W86T2H/B8Q12345' ], évid: \"B8Q12345\"} # é " +
				"7K2M\n---\n", ""},
		{"over lines", "links:\n  outcome:\n    - 7K2M\n    - P4W8/b8q1\nx: y\n---\n",
			"links:\n  outcome:\n    - 7K2M9QXH\n    - P4W86T2H/B8Q12345\nx: y\n---\n", ""},
		{"target", "target: [7K2M]\n---\n", "target: [7K2M9QXH]\n---\n", ""},
		{"in full already", "links: {outcome: 7K2M9QXH}\n---\n",
			"links: {outcome: 7K2M9QXH}\n---\n", ""},
		{"none", "headline: 7K2M\n---\n", "headline: 7K2M\n---\n", ""},
		{"unknown", "links: {outcome: 7K2M, risk: Z9Z9}\n---\n", "", "5:30"},
		{"escaped", "links: {outcome: \"7K2\\u004d\"}\n---\n", "", "5:18"},
	}
	for _, tt := range tests {
		got, found := ExpandLinks([]byte(head+tt.in), resolve)
		if tt.fault != "" {
			if len(found) != 1 || got != nil || found[0].Rule != "bad-link" ||
				!strings.HasPrefix(found[0].String(), ":"+tt.fault) {
				t.Errorf("%s: got %q and %v, want a fault at %s", tt.name, got, found, tt.fault)
			}
			continue
		}
		if string(got) != head+tt.want || len(found) > 0 {
			t.Errorf("%s:\ngot  %q %v\nwant %q", tt.name, got, found, head+tt.want)
		}
	}
}

// TestTargetIsNotAlwaysALink: an intended outcome has a target too, a number.
func TestTargetIsNotAlwaysALink(t *testing.T) {
	in := "---\nid: 9QXH7K2M\ncase: K3F927QM\nkind: outcome\ntarget: 8\n---\n"
	got, found := ExpandLinks([]byte(in), func(string) (Ref, error) {
		return Ref{}, errors.New("asked")
	})
	if string(got) != in || len(found) > 0 {
		t.Errorf("got %q %v", got, found)
	}
}

func FuzzSplice(f *testing.F) {
	index, stamp := readIndex(f)
	for _, v := range index.Vectors {
		if in := vector(f, v.Name+".in"); len(in) < 4096 {
			f.Add(in)
		}
	}
	k := builtin(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		out, found := Splice(in, stamp)
		if (out == nil) != found.Failed() {
			t.Fatalf("text %q with findings %v", out, found)
		}
		if out == nil {
			return
		}
		e, err := k.Decode(out)
		if err != nil {
			t.Fatalf("%q became %q: %v", in, out, err)
		}
		if before, _ := k.Check(in, "", Context{Kind: stamp.Kind}); before == nil ||
			!reflect.DeepEqual(before.Fields, e.Fields) || len(before.Sections) != len(e.Sections) {
			t.Fatalf("%q became %q, which says something else", in, out)
		}
		if again, found := Splice(out, stamp); !bytes.Equal(again, out) {
			t.Fatalf("%q, again: %q %v", out, again, found)
		}
	})
}
