package casebook

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/seal"
)

// draftFiles returns the files of drafts in the git directory.
func (o *office) draftFiles() []string {
	o.Helper()
	var out []string
	o.must(filepath.WalkDir(filepath.Join(o.dir, "casefile", "drafts"),
		func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				out = append(out, path)
			}
			return err
		}))
	return out
}

func TestDrafts(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	if list, err := b.Drafts(); err != nil || len(list) != 0 {
		t.Fatalf("at first there are %v, %v", list, err)
	}
	text := []byte("---\nkind: note\n---\nRobin: \"hello\"\n\n")
	id, err := b.KeepDraft(OfKind("note", "K3F927QM"), text)
	o.must(err)
	second, err := b.KeepDraft(Act{Do: "open"}, nil)
	o.must(err)
	if list, err := o.as("asha").Drafts(); err != nil || len(list) != 2 || list[0].Text != nil ||
		list[0].Saved.IsZero() {
		t.Errorf("listed %+v, %v", list, err)
	}
	d, err := o.as("asha").OpenDraft(strings.ToLower(id.String()))
	if err != nil || d.ID != id || d.Act.String() != "casefile note K3F9-27QM" ||
		!bytes.Equal(d.Text, text) {
		t.Errorf("opened %+v, %v", d, err)
	}
	if d, err := b.OpenDraft(string(second)); err != nil || d.Act.String() != "casefile open" ||
		len(d.Text) != 0 {
		t.Errorf("opened %+v, %v", d, err)
	}
	o.must(b.DropDraft(string(id)))
	if _, err := b.OpenDraft(string(id)); !errors.Is(err, ErrNotFound) {
		t.Errorf("after dropping it: %v", err)
	}
	if err := b.DropDraft(string(id)); !errors.Is(err, ErrNotFound) {
		t.Errorf("dropping it again: %v", err)
	}
	if list, err := b.Drafts(); err != nil || len(list) != 1 || list[0].ID != second {
		t.Errorf("left %+v, %v", list, err)
	}
}

// A draft is sealed to its author, and names nothing.
func TestDraftsTellNothing(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	id, err := b.KeepDraft(Act{Do: "open"}, []byte("Robin Example"))
	o.must(err)
	files := o.draftFiles()
	if len(files) != 1 || filepath.Base(files[0]) != string(id)+".age" {
		t.Fatalf("files %v", files)
	}
	sealed, err := os.ReadFile(files[0])
	o.must(err)
	if h, err := seal.Inspect(sealed); err != nil || !h.OneHybrid() ||
		bytes.Contains(sealed, []byte("K3F9")) {
		t.Errorf("header %+v, %v", h, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := o.as("mina").OpenDraft(string(id)); err == nil {
		t.Error("mina opened it")
	}
	if _, err := seal.Open(o.keys["mina"], sealed); !errors.Is(err, seal.ErrNoMatch) {
		t.Errorf("with mina's key: %v", err)
	}
}

func TestDamagedDrafts(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	id, err := b.KeepDraft(Act{}, []byte("Robin"))
	o.must(err)
	file := o.draftFiles()[0]
	sealed, err := os.ReadFile(file)
	o.must(err)
	o.must(os.WriteFile(file, sealed[:len(sealed)-3], 0o600))
	if d, err := b.OpenDraft(string(id)); !errors.Is(err, seal.ErrDamaged) || d.Text != nil {
		t.Errorf("got %+v, %v", d, err)
	}
	for _, stray := range []string{".new-123", "notes.txt", "k3f9.age"} {
		o.must(os.WriteFile(filepath.Join(filepath.Dir(file), stray), nil, 0o600))
	}
	if list, err := b.Drafts(); err != nil || len(list) != 1 {
		t.Errorf("listed %+v, %v", list, err)
	}
	for typed, want := range map[string]string{"": "not an ID", "K3": "not an ID",
		"9ZZZ9ZZZ": "not found"} {
		if _, err := b.OpenDraft(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
