package casebook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"casefile/internal/verify"
)

// FuzzPendingPurge parses the file of a pending purge. Writing and parsing it again gives the same.
// Keys without the act that settled them are not pending.
func FuzzPendingPurge(f *testing.F) {
	key := strings.Repeat("1a", 20)
	f.Add("-\n" + key + "\n")
	f.Add("destroyed\n" + key + "\n" + key + "\n-\n" + key + "\n")
	f.Add("\n" + key + "\n")
	f.Add("-\nno key\n../" + key + "\n-\n" + strings.ToUpper(key))
	f.Fuzz(func(t *testing.T, text string) {
		o := parsePendingPurge(text)
		bad := func(id string) bool { return !verify.IsCommitID(id) }
		if slices.ContainsFunc(o.ids, bad) || slices.ContainsFunc(o.begun, bad) {
			t.Errorf("what is no key counts as one: %+v", o)
		}
		if o.settled == "" {
			o.ids = nil
		}
		again := parsePendingPurge(o.text())
		if again.settled != o.settled || !slices.Equal(again.ids, sortedOnce(o.ids)) ||
			!slices.Equal(again.begun, sortedOnce(o.begun)) {
			t.Errorf("%+v became %+v", o, again)
		}
	})
}

// FuzzDraft opens what anybody may have sealed to a member. The act is one that the program makes,
// and the text is a part of the input.
func FuzzDraft(f *testing.F) {
	f.Add([]byte(`{"draft":2,"member":"asha","records":"r","act":{"do":"add","kind":"note",` +
		`"on":[{"case":"K3F927QM"}]}}` + "\nShe called.\n"))
	f.Add([]byte(`{"draft":2,"act":{"do":"add","kind":"note","on":[{"case":"K3F927QM"}],` +
		`"flags":[{"name":"--identity","value":"/tmp/x"}]}}` + "\n"))
	f.Add([]byte(`{"draft":2,"member":"ben","act":{"do":"dispose","on":[{"case":"K3F927QM"}]}}`))
	f.Add([]byte("casefile add K3F9-27QM --kind note; true\nShe called.\n"))
	f.Add([]byte(`{"draft":3}{"draft":2}`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		act, why, text := DraftPlace{Member: "asha", Records: "r"}.opened(plain)
		if why == "" && act.Check() != nil {
			t.Errorf("%+v is no act: %v", act, act.Check())
		}
		if !bytes.HasSuffix(plain, text) {
			t.Errorf("the text %q was not there", text)
		}
		for _, word := range act.Words() {
			if why == "" && strings.ContainsAny(word, "\n\x00") {
				t.Errorf("%q is an argument", word)
			}
		}
	})
}
