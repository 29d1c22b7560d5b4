package exchange

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func TestEntriesAreTheTextsWithoutPadding(t *testing.T) {
	at := time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)
	text := "---\nid: 7K2M9QXH\n---\nOne line, two blanks.  \n"
	good := cases.Item{Entry: &record.Entry{ID: "7K2M9QXH", Recorded: at,
		Text: []byte(text + "  \n\n" + strings.Repeat(" ", 900) + "\n")}}
	bad := cases.Item{Entry: &record.Entry{ID: "8K2M9QXH", Recorded: at, Text: []byte("x\n")},
		Fault: "by another hand"}
	got := entries([]cases.Item{good, bad, {}})
	if len(got) != 1 || string(got["entries/20260306T174012Z-7K2M9QXH.md"]) != text {
		t.Errorf("gave %q", got)
	}
}
