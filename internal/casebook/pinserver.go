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

// pinServer pins a server to the introduction of its records. An empty server takes the
// introduction unchecked, and the examination is nil. Existing records are judged by the
// introduction. If the examination has faults, nothing is pinned.
func pinServer(ctx context.Context, repo *store.Repo, o Options) (*ledger.Examination, error) {
	b := ledger.New(repo, o.ledger())
	pinned, err := b.ReadTrust()
	damaged := errors.Is(err, ledger.ErrTrustFile) // a damaged file is replaced by what is given
	if err != nil && (o.Trust == "" || !damaged) {
		return nil, err
	}
	given := ledger.ParseTrust(o.Trust)
	switch {
	case o.Trust == "" && pinned.Intro == "":
		return nil, ledger.ErrUntrusted
	case o.Trust != "" && !trustForm().MatchString(o.Trust):
		return nil, fmt.Errorf("%w: %q is not INTRO or INTRO@TIP, of 40 lower-case hexadecimal "+
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
