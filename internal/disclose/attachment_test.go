package disclose

import (
	"strings"
	"testing"

	"casefile/internal/record"
)

func TestAttachmentFileIsAHarmlessName(t *testing.T) {
	for name, want := range map[string]string{
		"letter from school.pdf":          "7K2M9QXH-letter from school.pdf",
		"../../etc/passwd":                "7K2M9QXH-.._.._etc_passwd",
		`C:\plan.doc`:                     "7K2M9QXH-C__plan.doc",
		"a\x00b\n.txt.":                   "7K2M9QXH-a_b_.txt",
		"":                                "7K2M9QXH-",
		"Müller (Plan).odt":               "7K2M9QXH-Müller (Plan).odt",
		strings.Repeat("x", 200) + ".jpg": "7K2M9QXH-" + strings.Repeat("x", 116) + ".jpg",
		strings.Repeat("é", 100) + "\xff\xfe.md": "7K2M9QXH-" + strings.Repeat("é", 58) + "_.md",
	} {
		e := &record.Entry{ID: "ABCD2345",
			Fields: map[string]any{"file": "7k2m-9qxh", "name": name}}
		if got := AttachmentFile(e); got != "attachments/"+want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	e := &record.Entry{ID: "ABCD2345", Fields: map[string]any{"file": "../x", "name": "a"}}
	if got := AttachmentFile(e); got != "attachments/ABCD2345-a" {
		t.Errorf("a file ID that is none gave %q", got)
	}
}
