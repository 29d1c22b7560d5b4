package record

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/pattern"
)

// firstKey is the field with the time of first recording, by a clock that was wrong.
const firstKey = "recorded_first"

// Redate returns a recorded text another time of recording and another nonce, and notes the time
// that it bore first; all else stays as it is. A text that has such a note keeps it. ErrEntry where
// it is not a recorded text.
func Redate(text []byte, at time.Time, nonce string) ([]byte, error) {
	p, stamp, root, err := recorded(text)
	if err != nil {
		return nil, err
	}
	lines := strings.SplitAfterN(p.YAML, "\n", len(stampKeys)+1)
	rest := lines[len(stampKeys)]
	if key, _ := child(root, firstKey); key == nil {
		rest = fmt.Sprintf("%s: %s\n", firstKey, stamp.Recorded.UTC().Format(recordedForm)) + rest
	}
	stamp.Recorded, stamp.Nonce = at.UTC().Truncate(time.Second), nonce
	p.YAML = stamp.lines() + rest
	return []byte(Unpadded(p.Text())), nil
}

// firstLine is the line that Redate writes, right after the stamp.
var firstLine = pattern.Of(`^recorded_first: [0-9TZ:-]+\n`)

// withoutFirst leaves the line out of front matter without its stamp: a text that begins
// with another's was not recorded then.
func withoutFirst(yaml string) string { return yaml[len(firstLine().FindString(yaml)):] }
