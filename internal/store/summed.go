package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
)

// ErrSpoiled says that a note which casefile keeps beside the records is not as it was written.
var ErrSpoiled = errors.New("is damaged: it is not as it was written")

// sumLine begins the last line of a note, before the SHA-256 of all lines above it.
const sumLine = "sha256 "

// Summed returns the text of a note with its own SHA-256 below it. A disk that gives back other
// bytes than it was given is noticed by that; somebody who changes the note on purpose is not.
func Summed(text string) []byte {
	return []byte(text + sumLine + sumOf(text) + "\n")
}

// FromSummed returns the text of a note, and ErrSpoiled where its SHA-256 is another.
func FromSummed(data []byte) (string, error) {
	all := string(data)
	at := strings.LastIndex(strings.TrimSuffix(all, "\n"), "\n") + 1
	text, last := all[:at], all[at:]
	if last != sumLine+sumOf(text)+"\n" {
		return "", ErrSpoiled
	}
	return text, nil
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// SummedLine returns a line of a note to which lines are only ever added, with the first eight
// digits of its own SHA-256 behind it.
func SummedLine(line string) string { return line + " " + sumOf(line)[:8] + "\n" }

// FromSummedLine gives such a line back, and false where it is not as it was written.
func FromSummedLine(data string) (string, bool) {
	data = strings.TrimSuffix(data, "\n")
	at := max(strings.LastIndexByte(data, ' '), 0)
	return data[:at], data != "" && SummedLine(data[:at]) == data+"\n"
}
