package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// Mark is a secret of an account on this machine, kept outside every repository. What a
// ledger writes beside a repository, and believes when it finds it there again, bears the
// mark: nothing that came with a folder was judged here, whatever the folder says. Where
// there is no mark, nothing is believed that lies there, and the ledger works in memory.
type Mark []byte

// Name tells the marks of several accounts apart, and nothing of the secret.
func (m Mark) Name() string { return m.of("name", "")[:16] }

// of is the mark under a text of one sort.
func (m Mark) of(sort, text string) string {
	return markBy(hmac.New(sha256.New, m), sort, text)
}

// For is a secret of its own for one sort of what an account keeps of some records; none where
// the account has none.
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

// line is a line of notes with its mark, which has half the length there.
func (m Mark) line(sort, text string) string { return text + " " + m.of(sort, text)[:32] + "\n" }

// unline is the text of such a line; false for what this account has not written.
func (m Mark) unline(sort, line string) (text string, ok bool) {
	if len(m) == 0 {
		return "", false
	}
	return unlineBy(hmac.New(sha256.New, m), sort, line)
}

// unlines are the texts of those of some lines that this account has written. A copy has more
// than a thousand of them, which each command reads.
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

// markBy is the mark that a keyed hash gives. One hash serves many texts.
func markBy(mac hash.Hash, sort, text string) string {
	mac.Reset()
	mac.Write([]byte("casefile " + sort + "\n" + text))
	return hex.EncodeToString(mac.Sum(nil))
}
