package keyring

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"casefile/internal/store"
)

// Reader reads a file that a person named, which may be a pipe without an end, and the output of a
// command. It gives up if the person ends the run.
type Reader interface {
	File(path string, most int64) ([]byte, error)
	From(name string, src io.Reader, most int64) ([]byte, error)
}

// mostKeys is the greatest number of bytes in a file of keys, or in config.yaml.
const mostKeys = 1 << 20

// errNoKeyFile says that a file can't be one of the person's own.
var errNoKeyFile = errors.New("it is not a plain file, or too large for one of keys")

// readNamed reads a file that the person named.
func (k *Keyring) readNamed(path string) ([]byte, error) {
	if k.o.Reader == nil {
		return readOwn(path)
	}
	return k.o.Reader.File(path, mostKeys)
}

// readOwn reads a file in the person's own folder, or of keys beside it.
func readOwn(path string) ([]byte, error) {
	data, err := store.ReadAtMost(path, mostKeys)
	if errors.Is(err, store.ErrNoPlainFile) || errors.Is(err, store.ErrTooLarge) {
		return nil, fmt.Errorf("%s: %w", path, errNoKeyFile)
	}
	return data, err
}

// printed returns the output of a command of the person's.
func (k *Keyring) printed(name, command string) ([]byte, error) {
	cmd := exec.Command("sh", "-c", command)
	cmd.Stderr, cmd.WaitDelay = k.o.Err, time.Second
	if k.o.Reader == nil {
		return cmd.Output()
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	data, err := k.o.Reader.From(name, out, mostKeys)
	if err != nil { // it would go on for ever
		_ = cmd.Process.Kill()
		_ = out.Close()
		_ = cmd.Wait()
		return nil, err
	}
	return data, cmd.Wait()
}
