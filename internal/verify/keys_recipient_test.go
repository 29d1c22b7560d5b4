package verify

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

func reversed(text string) string {
	b := []byte(text)
	slices.Reverse(b)
	return string(b)
}

// The file of an epoch holds one recipient and LF, nothing else. Room team knows the valid
// recipients.
func TestEpochFile(t *testing.T) {
	good := epochRecipient(theCase, 1) + "\n"
	for name, text := range map[string]string{
		"nothing":             "",
		"no line feed":        strings.TrimSuffix(good, "\n"),
		"a carriage return":   strings.TrimSuffix(good, "\n") + "\r\n",
		"two lines":           good + good,
		"a blank line":        good + "\n",
		"a space before it":   " " + good,
		"a mistyped letter":   strings.Replace(good, good[1950:1958], reversed(good[1950:1958]), 1),
		"a bad checksum":      good[:1958] + "\n",
		"letters of one sort": "age1pq1" + strings.Repeat("q", 1952) + "\n",
	} {
		d := openBy(founded(t, "casework"), "asha")
		d.put(record.EpochPath(theCase, 1), text)
		if got := rules(d.faults(d)); got != "epoch" {
			t.Errorf("%s: got rules %q", name, got)
		}
	}
}
