package keyring

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// No program can see the copy of a person's keys in a safe. It believes the person: the file
// backed-up has one line, with the day on which they said that the copy exists, and a mark of the
// keys that they had then. Other keys count as not backed up.

// Backup is the person's word about the copy of their keys.
type Backup struct {
	At    time.Time // zero where nothing was said
	Other bool      // it is of other keys than those of now
}

// backupFile is beside the keys.
const backupFile = "backed-up"

// Backup reads what was said; ErrNoIdentity where there is nothing to copy.
func (k *Keyring) Backup() (Backup, error) {
	mark, err := k.keysMark()
	if err != nil {
		return Backup{}, err
	}
	data, err := readOwn(k.in(backupFile))
	if err != nil {
		return Backup{}, noFile(err)
	}
	day, of, _ := strings.Cut(strings.TrimSpace(string(data)), " ")
	at, err := time.Parse(time.DateOnly, day)
	if err != nil { // a file that something has spoiled says nothing
		return Backup{}, nil
	}
	return Backup{At: at, Other: of != mark}, nil
}

// NoteBackup remembers that a copy of the keys of now was made, or was looked at.
func (k *Keyring) NoteBackup(at time.Time) error {
	mark, err := k.keysMark()
	if err != nil {
		return err
	}
	line := fmt.Sprintln(at.UTC().Format(time.DateOnly), mark)
	return store.WriteFile(k.in(backupFile), 0o600, store.Content([]byte(line)))
}

// keysMark tells one pair of keys from another.
func (k *Keyring) keysMark() (string, error) {
	c, err := k.Owner()
	if err != nil {
		return "", err
	}
	public := ""
	if s, err := k.Signer(); err == nil {
		public = s.PublicKey()
	}
	return seal.Commitment([]byte(c.Recipient + "\n" + public))[:16], nil
}
