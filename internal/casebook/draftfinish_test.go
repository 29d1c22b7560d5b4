package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two windows that finish one draft record it once.
func TestDraftIsFinishedOnce(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	id := string(must(b.KeepDraft(Act{Do: "open"}, []byte("a"))))
	first, second := must(b.SeenDraft(id)), must(o.as("asha").OpenDraft(id))
	failed, recorded := errors.New("the text is not in order"), 0
	if err := b.FinishDraft(o.ctx, first, func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("a text that fails: %v", err)
	}
	save := func() error { recorded++; return nil }
	o.must(b.FinishDraft(o.ctx, first, save))
	if err := o.as("asha").FinishDraft(o.ctx, second, save); !errors.Is(err, ErrDraftTaken) ||
		recorded != 1 {
		t.Errorf("recorded %d times, %v", recorded, err)
	}
	if left := o.draftFiles(); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// A text that one window has changed is not overwritten by the other, nor finished by it.
func TestChangedDraftStays(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	id := string(must(b.KeepDraft(Act{Do: "open"}, []byte("a"))))
	first, second := must(b.SeenDraft(id)), must(b.SeenDraft(id))
	first = must(b.ReplaceDraft(first, Act{Do: "open"}, []byte("ab")))
	if err := b.FinishDraft(o.ctx, second, func() error {
		return nil
	}); !errors.Is(err, ErrDraftTaken) {
		t.Errorf("it was finished over the change: %v", err)
	}
	other := must(b.ReplaceDraft(second, Act{Do: "open"}, []byte("ac")))
	if other.ID == first.ID || string(must(b.OpenDraft(string(first.ID))).Text) != "ab" ||
		string(must(b.OpenDraft(string(other.ID))).Text) != "ac" {
		t.Errorf("kept as %s beside %s", other.ID, first.ID)
	}
	if first = must(b.ReplaceDraft(first, Act{Do: "open"}, []byte("abc"))); string(first.ID) != id {
		t.Errorf("its own next text is kept as %s", first.ID)
	}
}

// The file of a draft may be anything that whoever writes into the folder puts there.
func TestDraftFilesOfNone(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	id := must(b.KeepDraft(Act{Do: "open"}, []byte("a")))
	file := b.draftFile("asha", id)
	secret := filepath.Join(t.TempDir(), "secret")
	o.must(os.WriteFile(secret, []byte("A file that she may read."), 0o600))
	for name, plant := range map[string]func() error{
		"a link":   func() error { return os.Symlink(secret, file) },
		"a device": func() error { return os.Symlink("/dev/zero", file) },
		"a folder": func() error { return os.Mkdir(file, 0o700) },
		"a file too long": func() error {
			return os.WriteFile(file, make([]byte, mostDraft+1), 0o600)
		},
	} {
		o.must(os.RemoveAll(file))
		o.must(plant())
		if d, err := b.OpenDraft(string(id)); !errors.Is(err, errOwnFile) ||
			strings.Contains(string(d.Text), "may read") {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}
