package casebook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// Draft is a text that could not be recorded, kept sealed to its author in
// the git directory. Nothing in its name tells what it is about.
type Draft struct {
	ID      record.ID
	Saved   time.Time
	Command string // that takes it up again
	Text    []byte
}

func (b *Book) draftFolder() string { return filepath.Join(b.repo.GitDir(), "casefile", "drafts") }

// KeepDraft seals a text to me; no secret is needed.
func (b *Book) KeepDraft(command string, text []byte) (record.ID, error) {
	me, err := b.Me()
	if err != nil {
		return "", err
	}
	id := record.NewID()
	sealed, err := seal.Seal(me.Recipient, append([]byte(command+"\n"), text...))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(b.draftFolder(), 0o700); err != nil {
		return "", err
	}
	return id, replaceFile(b.draftFile(id), sealed)
}

func (b *Book) draftFile(id record.ID) string {
	return filepath.Join(b.draftFolder(), string(id)+".age")
}

// Drafts lists the drafts kept in this copy, oldest first, unopened.
func (b *Book) Drafts() ([]Draft, error) {
	list, err := os.ReadDir(b.draftFolder())
	if os.IsNotExist(err) {
		return nil, nil
	}
	var out []Draft
	for _, e := range list {
		id := record.ID(strings.TrimSuffix(e.Name(), ".age"))
		info, statErr := e.Info()
		if !id.Valid() || statErr != nil {
			continue
		}
		out = append(out, Draft{ID: id, Saved: info.ModTime()})
	}
	return out, err
}

// OpenDraft opens one draft, named by its ID or a prefix.
func (b *Book) OpenDraft(typed string) (Draft, error) {
	d, err := b.findDraft(typed)
	if err != nil {
		return d, err
	}
	data, err := os.ReadFile(b.draftFile(d.ID))
	if err != nil {
		return d, err
	}
	me, err := b.person.Identity()
	if err != nil {
		return d, err
	}
	text, err := seal.Open(me, data)
	if err != nil {
		return d, fmt.Errorf("the draft %s: %w", d.ID, err)
	}
	command, rest, _ := strings.Cut(string(text), "\n")
	d.Command, d.Text = command, []byte(rest)
	return d, nil
}

func (b *Book) findDraft(typed string) (Draft, error) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return Draft{}, err
	}
	all, err := b.Drafts()
	if err != nil {
		return Draft{}, err
	}
	var found []Draft
	for _, d := range all {
		if strings.HasPrefix(string(d.ID), prefix) {
			found = append(found, d)
		}
	}
	return one(found, "draft", typed, func(d Draft) string { return d.ID.String() })
}

// DropDraft removes a draft for good.
func (b *Book) DropDraft(typed string) error {
	d, err := b.findDraft(typed)
	if err != nil {
		return err
	}
	return os.Remove(b.draftFile(d.ID))
}
