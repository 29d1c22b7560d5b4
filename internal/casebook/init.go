package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// InitOptions has the first content of a new records repository.
type InitOptions struct {
	Team   team.Team // version 1
	Policy []byte    // casefile.yaml, version 1
	Clock  Clock
	Signer store.Signer
	Mark   ledger.Mark // of this account
}

// ErrNoMain says that a copy is pinned and has no records. An init was cut off just before it wrote
// them, or the refs are lost. Only the owner can know which.
var ErrNoMain = errors.New("this folder has no main any more, or never had it")

// Init writes the first commit, the introduction, and pins it in this copy.
func Init(ctx context.Context, repo *store.Repo, f InitOptions) (intro string, err error) {
	if tip, err := repo.Ref(ctx, ledger.MainRef); err != nil || tip != "" {
		return "", errors.Join(err, fmt.Errorf("%w: main has commits already", ErrState))
	}
	before := ledger.New(repo, ledger.Options{Mark: f.Mark})
	if pinned, err := before.ReadTrust(); err != nil || pinned.Intro != "" {
		return "", errors.Join(err, fmt.Errorf("%w, and is pinned to the introduction %s",
			ErrNoMain, pinned.Intro))
	}
	if err := f.Team.Check(); err != nil {
		return "", err
	}
	b := bookOn(ledger.New(repo, ledger.Options{Mark: f.Mark}), Options{Clock: f.Clock})
	batch := repo.NewBatch()
	commit, err := b.foundingCommit(ctx, batch, f)
	if err != nil {
		return "", err
	}
	judge := ledger.NewJudge(ctx, batch.Reader)
	verdict, err := judge.Commit(commit.ID)
	if err != nil {
		return "", err
	}
	if len(verdict.Faults) > 0 {
		return "", refused(verdict.Faults)
	}
	if err := batch.Write(ctx); err != nil {
		return "", err
	}
	err = b.Init(ctx, commit.ID, judge, verdict.Learned)
	if err != nil && b.Tip() == "" {
		return "", err
	}
	return commit.ID, errors.Join(err, repo.Checkout(ctx, "", commit.ID))
}

func (b *Book) foundingCommit(ctx context.Context, batch *store.Batch, f InitOptions) (
	store.Commit, error,
) {
	var edits []store.Edit
	for path, data := range map[string][]byte{
		verify.TeamPath: f.Team.Encode(), verify.SignersPath: f.Team.AllowedSigners(),
		verify.PolicyPath: f.Policy, verify.AttributesPath: []byte(verify.Attributes),
	} {
		edits = append(edits, store.Edit{Path: path, Mode: "100644", ID: batch.Blob(data)})
	}
	tree, err := batch.Tree(ctx, "", edits)
	if err != nil {
		return store.Commit{}, err
	}
	me, _, ok := f.Team.BySigningKey(f.Signer.PublicKey())
	if !ok {
		return store.Commit{}, fmt.Errorf("%w: the roster lacks your signing key", ErrNotMember)
	}
	when, err := b.times(ctx, b.AuthorTime())
	if err != nil {
		return store.Commit{}, err
	}
	return batch.Commit(store.NewCommit{Tree: tree,
		Author:    store.Ident{Name: me.Name, Email: me.Email, When: when.author},
		Committer: store.Ident{Name: me.Name, Email: me.Email, When: when.committer},
		Message:   verify.Message{Op: team.OpInit}.Encode()}, f.Signer)
}
