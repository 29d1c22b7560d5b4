package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// Mark is a secret of an account on this machine, kept outside every repository. A ledger puts an
// HMAC under everything that it writes beside a repository and believes later. What came with a
// folder has no such HMAC, and is not believed to be judged here. Without a mark, the ledger
// believes no file and works in memory.
type Mark []byte

// Name returns a name that tells the marks of several accounts apart and reveals nothing of the
// secret.
func (m Mark) Name() string { return m.of("name", "")[:16] }

// of returns the HMAC of a text of one sort.
func (m Mark) of(sort, text string) string {
	return markBy(hmac.New(sha256.New, m), sort, text)
}

// For derives a secret for one sort of file about some records; nil without a mark.
func (m Mark) For(sort, text string) Mark {
	if len(m) == 0 {
		return nil
	}
	return Mark(m.of(sort, text))
}

// is reports whether a text bears the mark.
func (m Mark) is(sort, text, mark string) bool {
	return len(m) > 0 && hmac.Equal([]byte(m.of(sort, text)), []byte(mark))
}

// line returns a line of notes with its HMAC, cut to half the length.
func (m Mark) line(sort, text string) string { return text + " " + m.of(sort, text)[:32] + "\n" }

// unline returns the text of such a line; false where this account has not written it.
func (m Mark) unline(sort, line string) (text string, ok bool) {
	if len(m) == 0 {
		return "", false
	}
	return unlineBy(hmac.New(sha256.New, m), sort, line)
}

// unlines returns the texts of the lines that this account has written. A copy has more than a
// thousand, which each command reads.
func (m Mark) unlines(sort, lines string) (out []string) {
	if len(m) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, m)
	for line := range strings.Lines(lines) {
		if text, ok := unlineBy(mac, sort, line); ok {
			out = append(out, text)
		}
	}
	return out
}

func unlineBy(mac hash.Hash, sort, line string) (text string, ok bool) {
	line = strings.TrimSuffix(line, "\n")
	at := strings.LastIndexByte(line, ' ')
	if at < 0 {
		return "", false
	}
	text = line[:at]
	return text, hmac.Equal([]byte(markBy(mac, sort, text)[:32]), []byte(line[at+1:]))
}

// markBy returns the HMAC by a keyed hash, which serves many texts.
func markBy(mac hash.Hash, sort, text string) string {
	mac.Reset()
	mac.Write([]byte("casefile " + sort + "\n" + text))
	return hex.EncodeToString(mac.Sum(nil))
}
