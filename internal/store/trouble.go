package store

import (
	"compress/zlib"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// The failures of a machine. They say nothing about the records, and are no damage of theirs.
var (
	ErrDisk      = errors.New("the disk gave an error")
	ErrManyFiles = errors.New("too many files are open on this machine")
	ErrNoMemory  = errors.New("this machine is short of memory or of processes")
	ErrReplaced  = errors.New("the git program is being replaced just now")
	ErrKilled    = errors.New("something ended git")
	ErrGitBroken = errors.New("the git program does not run here")
	ErrMoment    = errors.New("git could not read what can be read")
)

// troubles are the machine's failures, as the system numbers them and as git says them in
// English, as environment asks for. The first that fits counts.
var troubles = []struct {
	means error
	errno []syscall.Errno
	words []string
}{
	{ErrDisk, []syscall.Errno{syscall.EIO}, []string{"Input/output error"}},
	{ErrManyFiles, []syscall.Errno{syscall.EMFILE, syscall.ENFILE},
		[]string{"Too many open files"}},
	{ErrReplaced, []syscall.Errno{syscall.ETXTBSY}, []string{"Text file busy"}},
	{ErrGitBroken, nil, []string{"error while loading shared libraries", "symbol lookup error"}},
	{ErrNoMemory, []syscall.Errno{syscall.ENOMEM, syscall.EAGAIN},
		[]string{"Cannot allocate memory", "Resource temporarily unavailable",
			"ut of memory, "}},
}

// TroubleOf returns the machine's failure that an error comes from; nil where it is something else.
func TroubleOf(err error) error {
	for _, kind := range []error{ErrKilled, ErrMoment} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	for _, t := range troubles {
		if errors.Is(err, t.means) {
			return t.means
		}
		for _, n := range t.errno {
			if errors.Is(err, n) {
				return t.means
			}
		}
	}
	return nil
}

// troubleIn returns the machine's failure behind the end of a git process, by its code and its
// words; nil where it failed for another reason. The code -1 means a signal; a shell gives 137 for
// it.
func troubleIn(code int, said string) error {
	for _, t := range troubles {
		for _, words := range t.words {
			if strings.Contains(said, words) {
				return t.means
			}
		}
	}
	if code < 0 || code == 128+int(syscall.SIGKILL) {
		return ErrKilled
	}
	return nil
}

// unreadable returns why git has no object that has a file: the machine's failure to read the file,
// ErrMoment if the file is whole, and ErrDamaged otherwise.
func unreadable(path, id string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return noRight(path, err)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha1.New()
	z, err := zlib.NewReader(f)
	if err == nil {
		_, err = io.Copy(sum, io.LimitReader(z, mostWhole))
	}
	switch {
	case TroubleOf(err) != nil:
		return err
	case err == nil && hex.EncodeToString(sum.Sum(nil)) == id:
		return ErrMoment
	}
	return ErrDamaged
}

// mostWhole is the most bytes of a file that are looked at to know whether it is whole.
const mostWhole = 1 << 31
