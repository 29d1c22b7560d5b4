package casebook

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// owedFolder, in the folder casefile, has a file named by a case from before its
// disposal, or an erasure in it, is recorded here until its keys are purged. A process that was killed
// in between leaves it, and the next command goes on.
const owedFolder = "owed"

func (b *Book) owe(id record.ID) (drop func() error, err error) {
	if err := store.MakeFolder(b.besideRefs(owedFolder), 0o700); err != nil {
		return nil, err
	}
	return func() error { return b.owesNoMore(id) }, store.WriteFile(b.owed(id), 0o600, store.Content(nil))
}

func (b *Book) owed(id record.ID) string {
	return filepath.Join(b.besideRefs(owedFolder), string(id))
}

func (b *Book) owesNoMore(id record.ID) error { return missingIsFine(os.Remove(b.owed(id))) }

// FinishErasure purges the cases whose disposal, or an erasure in which, was recorded here by a process that
// did not come to the purge. What the remote has not accepted waits for that.
func (b *Book) FinishErasure(ctx context.Context) ([]*Erasure, error) {
	list, err := os.ReadDir(b.besideRefs(owedFolder))
	if err = missingIsFine(err); err != nil || b.MayWrite() != nil {
		return nil, err
	}
	b.NoteOwner()
	if _, err := b.StrikeUndo(); err != nil {
		return nil, err
	}
	var out []*Erasure
	for _, f := range list {
		id := record.ID(f.Name())
		if !id.Valid() {
			continue // a file that a killed process was about to rename
		}
		accepted, err := b.disposalAccepted(ctx, id)
		if err != nil {
			return out, err
		}
		if !accepted {
			continue
		}
		e, err := b.eraseAgain(ctx, id)
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	return out, nil
}

// disposalAccepted says whether a case is destroyed in the record and, where there
// is a remote, in what the remote was last known to have.
func (b *Book) disposalAccepted(ctx context.Context, id record.ID) (bool, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return false, err
	}
	if d.Status != record.Destroyed {
		return b.resealAccepted(ctx, d)
	}
	last, alone, err := b.lastOfRemote(ctx)
	if err != nil || last == "" {
		return alone, err
	}
	there, err := ledger.DocketAt(ctx, b.repo.Reader, last, id)
	return err == nil && there.Status == record.Destroyed, err
}

// lastOfRemote is the tip that the remote was last known to have, "" where nothing is
// known of it; alone says that there is no remote.
func (b *Book) lastOfRemote(ctx context.Context) (last string, alone bool, err error) {
	url, err := b.repo.Remote(ctx, ledger.RemoteName)
	if err != nil || url == "" {
		return "", err == nil, err
	}
	last, err = b.repo.Ref(ctx, ledger.LastRef)
	return last, false, err
}

// eraseAgain purges what is left here of one destroyed case, as where something
// had kept a copy from being taken away.
func (b *Book) eraseAgain(ctx context.Context, id record.ID) (*Erasure, error) {
	accepted, err := b.disposalAccepted(ctx, id)
	if err != nil {
		return nil, err
	}
	if !accepted {
		return nil, fmt.Errorf("%w: what destroys keys of %s is not sent yet, and no key is destroyed before the remote has accepted it", ErrState, id)
	}
	return b.purgeCases(ctx, []record.ID{id})
}

// resealAccepted says the same of an erasure: it is recorded, none waits to be, and
// the remote was last known to have it.
func (b *Book) resealAccepted(ctx context.Context, d *record.Docket) (bool, error) {
	facts, err := b.Facts(d.Case)
	if err != nil || facts == nil {
		return false, err
	}
	commit := facts.LastReseal()
	if commit == "" || facts.Entries[d.Pending].Op == team.OpEraseRequest {
		return false, nil
	}
	last, alone, err := b.lastOfRemote(ctx)
	if err != nil || last == "" {
		return alone, err
	}
	_, err = b.repo.Since(ctx, commit, last)
	return err == nil, nil
}
