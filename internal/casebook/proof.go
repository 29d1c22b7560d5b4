package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// ProofObjects gathers the objects that prove an entry without the rest of the record: its text,
// the signed commit that recorded it, the signed parent, and the parent's root tree, roster and
// signers. The names are those of a proof's files (verify.ProofText and the others). [verify.Proof]
// judges whether they prove anything.
func ProofObjects(ctx context.Context, repo *store.Repo, it cases.Item) (map[string][]byte, error) {
	commit, err := repo.Commit(ctx, it.Commit)
	if err != nil {
		return nil, err
	}
	if len(commit.Parents) != 1 {
		return nil, fmt.Errorf("%w: commit %s has not one parent", ledger.ErrFault, it.Commit)
	}
	parent, err := repo.Commit(ctx, commit.Parents[0])
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{verify.ProofText: it.Text, verify.ProofCommit: commit.Raw,
		verify.ProofParent: parent.Raw}
	if files[verify.ProofTree], err = repo.RawTree(ctx, parent.Tree); err != nil {
		return nil, err
	}
	for _, name := range []string{verify.TeamPath, verify.SignersPath} {
		if files[name], err = fileAt(ctx, repo, parent.ID, name); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func fileAt(ctx context.Context, repo *store.Repo, commit, path string) ([]byte, error) {
	e, ok, err := repo.Lookup(ctx, commit, path)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s in commit %s", store.ErrNotFound, path, commit)
	}
	if err != nil {
		return nil, err
	}
	return repo.Blob(ctx, e.ID, verify.MaxPlain)
}

// ProofFacts reads the files of a proof, which anybody may have written. It lists each unreadable
// file in Unread. It needs no repository and no key.
func ProofFacts(kinds *record.Kinds, files map[string][]byte) (p verify.Proof) {
	try := func(name string, err error) {
		if err != nil {
			p.Unread = append(p.Unread, verify.ProofFault{File: name, Means: err.Error()})
		}
	}
	p.SHA256, p.Signers = seal.Commitment(files[verify.ProofText]), files[verify.SignersPath]
	var err error
	p.Entry, err = kinds.Decode(files[verify.ProofText])
	try(verify.ProofText, err)
	if err == nil {
		p.Ops = kinds.OpsOf(p.Entry.Kind)
	}
	p.Commit, _, err = parseCommit(files[verify.ProofCommit])
	try(verify.ProofCommit, err)
	p.Parent, p.Root, err = parseCommit(files[verify.ProofParent])
	try(verify.ProofParent, err)
	p.Tree, p.Listed, err = parseRoot(files[verify.ProofTree])
	try(verify.ProofTree, err)
	p.Roster, err = store.HashObject("blob", files[verify.TeamPath])
	try(verify.TeamPath, err)
	p.Team, err = team.Parse(files[verify.TeamPath])
	p.Newer = errors.Is(err, team.ErrNewer)
	try(verify.TeamPath, err)
	return p
}

// parseCommit returns the facts of a raw commit, and the root tree that it names.
func parseCommit(raw []byte) (c verify.Commit, tree string, err error) {
	id, err := store.HashObject("commit", raw)
	if err != nil {
		return c, "", err
	}
	parsed, err := store.ParseCommit(id, raw)
	if err != nil {
		return c, "", err
	}
	return ledger.CommitFacts(parsed), parsed.Tree, nil
}

// parseRoot returns the ID of a root tree, and the ID of the roster in it.
func parseRoot(raw []byte) (id, roster string, err error) {
	if id, err = store.HashObject("tree", raw); err != nil {
		return "", "", err
	}
	list, err := store.ParseTree(raw)
	for _, e := range list {
		if e.Name == verify.TeamPath && e.Mode == "100644" {
			roster = e.ID
		}
	}
	return id, roster, err
}
