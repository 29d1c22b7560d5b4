package record

import "testing"

func TestBeginning(t *testing.T) {
	const id = ID("K3F927QM")
	for typed, want := range map[string]string{ // what is offered for id; "" for nothing
		"": "K3F9-27QM", "K": "K3F9-27QM", "K3F9": "K3F9-27QM", "K3F9-": "K3F9-27QM",
		"K3F9-27": "K3F9-27QM", "K3F927": "K3F927QM", "K3F9-27QM": "K3F9-27QM",
		"k3": "k3f9-27qm", "k3f9-2": "k3f9-27qm", "k3f92": "k3f927qm",
		"K3F9-27QM9": "", "K4": "", "-": "", "K-3": "", "K3F9--": "", "K3F9-2-": "", "Ka ": "",
		"show": "", "O": "", // which is a nought, and the shell would not take it for one
	} {
		b, ok := ParseIDPrefix(typed)
		got := ""
		if ok && b.Begins(id) {
			got = b.Typed(id)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
