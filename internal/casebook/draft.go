package casebook

import (
	"cmp"
	"crypto/sha256"
	"errors"
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
	ID    record.ID
	Saved time.Time
	Where string // HereInCopy, BesideIdentity or InMemory
	Path  string
	Act   Act    // that takes it up again; none where nothing may
	Why   string // there is no act, where that is known
	Text  []byte

	seen [sha256.Size]byte // the sealed file, as it was opened
}

// Where a draft lies.
const (
	HereInCopy     = "here"
	BesideIdentity = "identity"
	InMemory       = "memory" // gone when the person logs out, or the machine starts again
	InOutbox       = "unsent" // no draft yet: the text of an entry that no other copy has
)

// Kind returns the kind of entry that a draft is to become, by its text or else by its command.
func (d Draft) Kind() string {
	if kind := record.FieldLine(d.Text, "kind"); record.IsKindName(kind) {
		return kind
	}
	return cmp.Or(d.Act.Kind, d.Act.Do, d.Act.Was)
}

// Cases returns the cases that the draft's act names.
func (d Draft) Cases() []record.ID { return d.Act.Cases() }

// About returns the case that the draft is about, as people write it, or what was typed where no
// records told; "" where it is about none yet.
func (d Draft) About() string {
	if of := d.Cases(); len(of) > 0 {
		return of[0].String()
	}
	for _, on := range d.Act.On {
		return on.Typed
	}
	if d.Where == InOutbox {
		if id := record.ID(record.FieldLine(d.Text, "case")); id.Valid() {
			return id.String()
		}
	}
	return ""
}

// draftFolder returns a member's own: people may share a copy.
func (b *Book) draftFolder(member string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "drafts", member)
}

// KeepDraft seals a text to me; no secret is needed. A backup keeps none (ErrBackup): nobody
// looks for a text there.
func (b *Book) KeepDraft(act Act, text []byte) (record.ID, error) {
	me, err := b.Me()
	if err != nil {
		return "", err
	}
	return b.keepAs(me, record.NewID(), act, text)
}

// ReplaceDraft puts a newer text in a draft's place. Where there is no draft yet, or another
// window has finished or changed it since, the text is a draft of its own.
func (b *Book) ReplaceDraft(d Draft, act Act, text []byte) (Draft, error) {
	if d.ID == "" || errors.Is(d.unchanged(), ErrDraftTaken) {
		id, err := b.KeepDraft(act, text)
		if err != nil {
			return d, err
		}
		return b.SeenDraft(string(id))
	}
	me, err := b.Me()
	if err != nil {
		return d, err
	}
	if _, err := b.keepAs(me, d.ID, act, text); err != nil {
		return d, err
	}
	if d.Where != HereInCopy {
		err = os.Remove(d.Path)
	}
	now, seenErr := b.SeenDraft(string(d.ID))
	return now, errors.Join(err, seenErr)
}

// SealDraft seals a draft as KeepDraft does, for a caller who must put it elsewhere.
func (b *Book) SealDraft(act Act, text []byte) ([]byte, error) {
	place, err := b.DraftPlace()
	if err != nil {
		return nil, err
	}
	return place.Seal(act, text)
}

func (b *Book) keepAs(me team.Member, id record.ID, act Act, text []byte) (record.ID, error) {
	if IsBackup(b.repo) {
		return "", ErrBackup
	}
	return id, b.draftPlace(me).keep(id, act, text)
}

// DraftPlace is the folder of one member's drafts, and the recipient to which they are sealed. It
// holds nothing secret: a process that has no key and no open records can save a text with it.
// Without records it has a recipient alone.
type DraftPlace struct {
	Folder, Recipient string
	Member, Records   string // whose, and of which records: their introduction
}

// DraftPlace returns my own place for drafts.
func (b *Book) DraftPlace() (DraftPlace, error) {
	me, err := b.Me()
	return b.draftPlace(me), err
}

func (b *Book) draftPlace(me team.Member) DraftPlace {
	return DraftPlace{Folder: b.draftFolder(me.ID), Recipient: me.Recipient, Member: me.ID,
		Records: b.Intro()}
}

// Keep seals a text as a draft.
func (p DraftPlace) Keep(act Act, text []byte) (record.ID, error) {
	id := record.NewID()
	return id, p.keep(id, act, text)
}

func (p DraftPlace) keep(id record.ID, act Act, text []byte) error {
	sealed, err := p.Seal(act, text)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return err
	}
	if err := p.note(id, act); err != nil {
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
	return draftsIn(b.draftFolder(me.ID))
}

// DraftsIn lists a member's drafts, unopened, in a copy of which nobody need be able to read
// more than the folder of its git.
func DraftsIn(gitDir, member string) ([]Draft, error) {
	return draftsIn(filepath.Join(gitDir, "casefile", "drafts", member))
}

func draftsIn(folder string) ([]Draft, error) {
	list, err := os.ReadDir(folder)
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
			Path: filepath.Join(folder, string(id)+".age")})
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

// Opened returns a draft with its text and its act.
func (b *Book) Opened(d Draft) (Draft, error) {
	data, err := readDraft(d.Path)
	if err != nil {
		return d, fmt.Errorf("the draft %s: %w", d.ID, err)
	}
	text, err := b.person.opens(data)
	if errors.Is(err, seal.ErrNoMatch) {
		err = worded(errors.Join(ErrDraftKey, err), "%v", err)
	}
	if err != nil {
		return d, fmt.Errorf("the draft %s: %w", d.ID, err)
	}
	me, err := b.Me()
	if err != nil {
		return d, err
	}
	d.seen = sha256.Sum256(data)
	d.Act, d.Why, d.Text = b.draftPlace(me).opened(text)
	return d, nil
}

// OpenBeside opens a draft that lies outside of any records, or in some that can't be read.
// Whose it is, and of which records, nobody is there to say.
func (p Person) OpenBeside(d Draft) (Draft, error) {
	data, err := readDraft(d.Path)
	if err == nil {
		data, err = p.opens(data)
	}
	if err != nil {
		return d, fmt.Errorf("the draft %s: %w", d.ID, err)
	}
	d.Act, d.Why, d.Text = DraftPlace{}.opened(data)
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
	return exactlyOne(found, "draft", typed, func(d Draft) string { return d.ID.String() })
}

// DropBeside removes one for good.
func DropBeside(d Draft) error { return dropDraft(d.Path) }

// DropDraft removes a draft for good.
func (b *Book) DropDraft(typed string) error {
	d, err := b.findDraft(typed)
	if err != nil {
		return err
	}
	return dropDraft(d.Path)
}
