package term

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What waits in a pipe is seen, and is there for the next reader.
func TestWaiting(t *testing.T) {
	for _, text := range []string{"", "She is not hungry.\n", strings.Repeat("x", MostWaiting)} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if got := Waiting(r); string(got) != text {
			t.Errorf("%d bytes wait, want %d", len(got), len(text))
		}
		w.Close()
		if got, err := io.ReadAll(r); string(got) != text || err != nil {
			t.Errorf("%d bytes are left of %d, %v", len(got), len(text), err)
		}
		if got := Waiting(r); got != nil {
			t.Errorf("%q waits at the end", got)
		}
		r.Close()
		if got := Waiting(r); got != nil {
			t.Errorf("%q waits in a pipe that is closed", got)
		}
	}
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, in := range []io.Reader{file, bytes.NewReader([]byte("text"))} {
		if got := Waiting(in); got != nil {
			t.Errorf("%q waits in %T", got, in)
		}
	}
}
