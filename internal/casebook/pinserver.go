package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/ledger"
	"casefile/internal/pattern"
	"casefile/internal/store"
	"casefile/internal/verify"
)

var trustForm = pattern.Of(`^[0-9a-f]{40}(@[0-9a-f]{40})?$`)

// pinServer gives a server the introduction that its records begin with. An
// empty server takes it unseen; what is there already is judged by it, with the
// faults in the examination (nil for an empty server), and is not pinned anew
// where there are any.
func pinServer(ctx context.Context, repo *store.Repo, o Options) (*ledger.Examination, error) {
	b := ledger.New(repo, o.ledger())
	pinned, err := b.ReadTrust()
	damaged := errors.Is(err, ledger.ErrTrustFile) // it is written anew with what is given
	if err != nil && (o.Trust == "" || !damaged) {
		return nil, err
	}
	given := ledger.ParseTrust(o.Trust)
	switch {
	case o.Trust == "" && pinned.Intro == "":
		return nil, ledger.ErrUntrusted
	case o.Trust != "" && !trustForm().MatchString(o.Trust):
		return nil, fmt.Errorf("%w: %q is no INTRO or INTRO@TIP, of 40 lower-case hexadecimal "+
			"digits each", ledger.ErrUntrusted, o.Trust)
	case o.Trust != "" && pinned.Intro != "" && given.Intro != pinned.Intro:
		return nil, ledger.RepoFault(verify.RuleIntroduction, "",
			"this copy is pinned to the introduction %s", pinned.Intro)
	}
	tip, err := repo.Ref(ctx, ledger.MainRef)
	if err != nil {
		return nil, err
	}
	if tip == "" {
		if o.Trust == "" {
			return nil, nil
		}
		return nil, b.WriteTrust(given)
	}
	x, err := Examine(ctx, repo, o, ExamineOptions{})
	if err == nil && len(x.Faults) > 0 && pinned.Intro == "" && !damaged {
		err = b.Unpin()
	}
	return x, err
}
