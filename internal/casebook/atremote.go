package casebook

import (
	"context"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// AtRemote says what the remote has of the act that took keys of a case off the record.
type AtRemote int

// What it has.
const (
	RemoteHas      AtRemote = iota // the act; or there is no remote, or nothing is known of it
	RemoteLacks                    // not yet: the act is recorded here, and not sent
	RemoteWentBack                 // no more: it had the act, and its main does not have it now
)

// EndAtRemote says whether the remote has the disposal of a case, or the last erasure in it.
// The main of a remote in a folder of this machine says so itself; of one that can't be seen
// counts what it was last known to have. Until it has the act, the keys are in use there.
func (b *Book) EndAtRemote(ctx context.Context, id record.ID) (AtRemote, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return RemoteHas, err
	}
	by, err := b.settledBy(ctx, id)
	if err != nil || by == "" {
		return RemoteHas, err
	}
	last, alone, err := b.lastOfRemote(ctx)
	if err != nil || alone {
		return RemoteHas, err
	}
	known := last != "" && hasEnd(ctx, b.repo, last, d, by)
	has := known || last == ""
	there, _, _, err := b.remoteFolder(ctx)
	if err != nil {
		return RemoteHas, err
	}
	if there != nil {
		defer there.Close()
		main, err := there.Ref(ctx, ledger.MainRef)
		has = err == nil && main != "" && hasEnd(ctx, there, main, d, by)
	}
	switch {
	case has:
		return RemoteHas, nil
	case known:
		return RemoteWentBack, nil
	}
	return RemoteLacks, nil
}

// hasEnd reports whether a line has the act that settledBy names. What can't be read there
// proves nothing.
func hasEnd(ctx context.Context, repo *store.Repo, tip string, d *record.Docket, by string) bool {
	if d.Status != record.Destroyed {
		_, err := repo.Since(ctx, by, tip)
		return err == nil
	}
	there, err := ledger.DocketAt(ctx, repo.Reader, tip, d.Case)
	return err == nil && there.Status == record.Destroyed
}

// disposalAccepted reports whether a case is destroyed in the record and, where there is a remote,
// in what the remote was last known to have.
func (b *Book) disposalAccepted(ctx context.Context, id record.ID) (bool, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return false, err
	}
	if d.Status != record.Destroyed {
		return b.resealAccepted(ctx, d)
	}
	return b.remoteDestroyed(ctx, id)
}

// remoteDestroyed reports whether a case is destroyed in what the remote was last known to have, or
// there is no remote.
func (b *Book) remoteDestroyed(ctx context.Context, id record.ID) (bool, error) {
	last, alone, err := b.lastOfRemote(ctx)
	if err != nil || last == "" {
		return alone, err
	}
	there, err := ledger.DocketAt(ctx, b.repo.Reader, last, id)
	return err == nil && there.Status == record.Destroyed, err
}

// lastOfRemote returns the tip that the remote was last known to have, "" where nothing is known of
// it; alone says that there is no remote.
func (b *Book) lastOfRemote(ctx context.Context) (last string, alone bool, err error) {
	url, err := b.repo.Remote(ctx, ledger.RemoteName)
	if err != nil || url == "" {
		return "", err == nil, err
	}
	last, err = b.repo.Ref(ctx, ledger.LastRef)
	return last, false, err
}

// resealAccepted says what disposalAccepted does, of an erasure: it is recorded, none waits to be,
// and the remote was last known to have it.
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
