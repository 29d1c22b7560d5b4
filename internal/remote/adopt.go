package remote

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// Adopt takes over what a member who left had recorded and not sent. from is a path or URL of their
// copy, which is fetched first. With "", Adopt takes what waits in this copy
// ([casebook.Book.Adopt]); it asks the remote first, which may be the first to say who left.
func Adopt(ctx context.Context, b *casebook.Book, from string) (*casebook.Joined, error) {
	if from == "" {
		if err := receiveOnly(ctx, b); err != nil {
			return nil, err
		}
		return b.Adopt(ctx)
	}
	if err := b.JournalAdopted(ctx); err != nil { // before objects of the other copy come in
		return nil, err
	}
	if err := b.Repo().Fetch(ctx, Absolute(from), casebook.AdoptedRefs()); err != nil {
		return nil, err
	}
	if err := bringKeys(ctx, b, from); err != nil {
		return nil, err
	}
	return b.Adopt(ctx)
}

// bringKeys copies the keys that a fetch does not bring, where the other copy is a folder on this
// machine. If that copy can't be opened, Adopt reports what is missing.
func bringKeys(ctx context.Context, b *casebook.Book, from string) error {
	if !store.IsFolder(from) {
		return nil
	}
	repo, err := store.Open(ctx, Absolute(from))
	if err != nil {
		return ctx.Err()
	}
	defer repo.Close()
	return b.BringOrphanKeys(ctx, repo)
}

// receiveOnly receives what the remote has, and sends nothing. Other members' unsent operations in
// this copy then wait for them. A remote that can't be reached is a note.
func receiveOnly(ctx context.Context, b *casebook.Book) error {
	s := &session{book: b, repo: b.Repo()}
	url, err := s.repo.Remote(ctx, ledger.RemoteName)
	if err != nil || url == "" {
		return err
	}
	unlock, err := s.repo.Lock(ctx, "sync")
	if err != nil {
		return err
	}
	defer unlock()
	err = s.receive(ctx)
	if err == nil || errors.Is(err, ledger.ErrFault) || ctx.Err() != nil {
		return err
	}
	b.Notes = append(b.Notes, fmt.Sprintf("the remote could not be asked who has left: %v", err))
	return nil
}
