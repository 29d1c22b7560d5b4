package casebook

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

// Draft is a text that could not be recorded, kept sealed to its author in
// the git directory, or among the person's own files. Beside it stands which case
// it is about, and nothing else.
type Draft struct {
	ID      record.ID
	Saved   time.Time
	Where   string // HereInCopy, BesideIdentity or InMemory
	Path    string
	Command string // that takes it up again
	Text    []byte
}

// Where a draft lies.
const (
	HereInCopy     = "here"
	BesideIdentity = "identity"
	InMemory       = "memory" // gone when the person logs out, or the machine starts again
)

// Kind is what the draft is to become, by its text or else by the command that it came from.
func (d Draft) Kind() string {
	words := strings.Fields(strings.TrimPrefix(d.Command, "casefile "))
	kind := record.FieldLine(d.Text, "kind")
	switch {
	case kind != "" || len(words) == 0:
		return kind
	case words[0] == team.OpAdd && len(words) > 2:
		return words[2]
	case len(words) > 1 && !record.LooksLikeID(words[1]) && !strings.HasPrefix(words[1], "-"):
		return words[0] + " " + words[1] // sar clarify
	}
	return words[0]
}

// Cases are those that the draft's command names.
func (d Draft) Cases() []record.ID {
	var out []record.ID
	for _, name := range casesNamed(d.Command) {
		if id, err := record.ParseID(name); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// draftFolder is a member's own: people may share a copy.
func (b *Book) draftFolder(member string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "drafts", member)
}

// KeepDraft seals a text to me; no secret is needed.
func (b *Book) KeepDraft(command string, text []byte) (record.ID, error) {
	me, err := b.Me()
	if err != nil {
		return "", err
	}
	return b.keepAs(me, record.NewID(), command, text)
}

// UpdateDraft puts a newer text in a draft's place.
func (b *Book) UpdateDraft(typed, command string, text []byte) (record.ID, error) {
	d, err := b.findDraft(typed)
	if err != nil {
		return "", err
	}
	me, err := b.Me()
	if err != nil {
		return "", err
	}
	id, err := b.keepAs(me, d.ID, command, text)
	if err == nil && d.Where != HereInCopy {
		err = os.Remove(d.Path)
	}
	return id, err
}

// SealDraft gives what KeepDraft would keep, for a caller who must put it
// elsewhere.
func (b *Book) SealDraft(command string, text []byte) ([]byte, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	return SealDraftTo(me.Recipient, command, text)
}

// SealDraftTo does the same for one whom the records don't know, or don't tell.
func SealDraftTo(recipient, command string, text []byte) ([]byte, error) {
	return seal.Seal(recipient, append([]byte(command+"\n"), text...))
}

func (b *Book) keepAs(me team.Member, id record.ID, command string, text []byte) (record.ID, error) {
	return id, b.draftPlace(me).keep(id, command, text)
}

// DraftPlace is where one member's drafts lie, and to whom they are sealed. It holds nothing
// secret: a process that has no key and no records open can keep a text with it.
type DraftPlace struct {
	Folder, Recipient string
}

// DraftPlace is my own.
func (b *Book) DraftPlace() (DraftPlace, error) {
	me, err := b.Me()
	return b.draftPlace(me), err
}

func (b *Book) draftPlace(me team.Member) DraftPlace {
	return DraftPlace{Folder: b.draftFolder(me.ID), Recipient: me.Recipient}
}

// Keep seals a text as a draft.
func (p DraftPlace) Keep(command string, text []byte) (record.ID, error) {
	id := record.NewID()
	return id, p.keep(id, command, text)
}

func (p DraftPlace) keep(id record.ID, command string, text []byte) error {
	sealed, err := SealDraftTo(p.Recipient, command, text)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return err
	}
	if err := p.note(id, command); err != nil {
		return err
	}
	return store.WriteFile(p.file(id), 0o600, store.Content(sealed))
}

func (p DraftPlace) file(id record.ID) string { return filepath.Join(p.Folder, string(id)+".age") }

func (b *Book) draftFile(member string, id record.ID) string {
	return DraftPlace{Folder: b.draftFolder(member)}.file(id)
}

// Drafts lists my drafts, unopened, the newest first: those in this copy, and those that no
// repository took.
func (b *Book) Drafts() ([]Draft, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	out, err := b.draftsHere(me)
	if b.person.Beside != nil {
		out = append(out, b.person.Beside()...)
	}
	slices.SortStableFunc(out, func(x, y Draft) int { return y.Saved.Compare(x.Saved) })
	return out, err
}

func (b *Book) draftsHere(me team.Member) ([]Draft, error) {
	list, err := os.ReadDir(b.draftFolder(me.ID))
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
		out = append(out, Draft{ID: id, Saved: info.ModTime(), Where: HereInCopy,
			Path: b.draftFile(me.ID, id)})
	}
	return out, err
}

// OpenDraft opens one draft, named by its ID or a prefix.
func (b *Book) OpenDraft(typed string) (Draft, error) {
	d, err := b.findDraft(typed)
	if err != nil {
		return d, err
	}
	return b.Opened(d)
}

// Opened is a draft with its text and its command.
func (b *Book) Opened(d Draft) (Draft, error) {
	data, err := os.ReadFile(d.Path)
	if err != nil {
		return d, err
	}
	key, err := b.person.Identity()
	if err != nil {
		return d, err
	}
	text, err := seal.Open(key, data)
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

// HasDraft gives ErrNotFound where I have no such draft.
func (b *Book) HasDraft(typed string) error {
	_, err := b.findDraft(typed)
	return err
}

// DropDraft removes a draft for good.
func (b *Book) DropDraft(typed string) error {
	d, err := b.findDraft(typed)
	if err != nil {
		return err
	}
	return b.removeDraft(d.Path)
}
