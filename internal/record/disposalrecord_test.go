package record

import (
	"bytes"
	"strings"
	"testing"
)

func TestDisposalRecord(t *testing.T) {
	until, err := ParseDate("2041-12-31")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []DisposalRecord{
		{Case: "K3F927QM", Rule: "concern", Source: "ours: as long as child_protection",
			KeptUntil: until, Disposal: "7K2M9QXH"},
		{Case: "K3F927QM", Disposal: "7K2M9QXH"},
	} {
		text := r.Encode()
		got, err := ParseDisposalRecord(text)
		if err != nil || got != r {
			t.Errorf("%s%+v, %v", text, got, err)
		}
		padded := append(bytes.Clone(text), strings.Repeat(" ", 900)+"\n"...)
		if got, err := ParseDisposalRecord(padded); err != nil || got != r {
			t.Errorf("padded: %+v, %v", got, err)
		}
	}
	const whole = "case: K3F927QM\nrule: floor\nsource: ~\nkept_until: 2041-12-31\n" +
		"disposal: 7K2M9QXH\n"
	for _, old := range []string{"case: K3F927QM\n", "rule", "K3F927QM", "2041-12-31", "7K2M9QXH",
		"floor"} {
		text := strings.Replace(whole, old, "", 1)
		if _, err := ParseDisposalRecord([]byte(text)); err == nil {
			t.Errorf("taken:\n%s", text)
		}
	}
	lines := DisposalRecord{Case: "K3F927QM", Rule: "a\nb", Source: "two\nlines",
		Disposal: "7K2M9QXH"}.Encode()
	if n := bytes.Count(lines, []byte("\n")); n != 5 {
		t.Errorf("%d lines:\n%s", n, lines)
	}
}
