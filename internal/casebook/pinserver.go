package casebook

import (
	"context"
	"fmt"
	"os"
	"regexp"

	"casefile/internal/store"
	"casefile/internal/verify"
)

var trustForm = regexp.MustCompile(`^[0-9a-f]{40}(@[0-9a-f]{40})?$`)

// pinServer gives a server the introduction that its records begin with. An
// empty server takes it unseen; what is there already is judged by it, with the
// faults in the examination (nil for an empty server), and is not pinned anew
// where there are any.
func pinServer(ctx context.Context, repo *store.Repo, o Options) (*Examination, error) {
	b := newBook(repo, o)
	pinned, err := b.readTrust()
	if err != nil {
		return nil, err
	}
	given := parseTrust(o.Trust)
	switch {
	case o.Trust == "" && pinned.intro == "":
		return nil, ErrUntrusted
	case o.Trust != "" && !trustForm.MatchString(o.Trust):
		return nil, fmt.Errorf("%w: %q is no INTRO or INTRO@TIP, of 40 lower-case hexadecimal digits each", ErrUntrusted, o.Trust)
	case o.Trust != "" && pinned.intro != "" && given.intro != pinned.intro:
		return nil, repoFault(verify.RuleIntroduction, "", "this copy is pinned to the introduction %s", pinned.intro)
	}
	tip, err := repo.Ref(ctx, MainRef)
	if err != nil {
		return nil, err
	}
	if tip == "" {
		if o.Trust == "" {
			return nil, nil
		}
		return nil, b.writeTrust(given)
	}
	x, err := Examine(ctx, repo, o, ExamineOptions{})
	if err == nil && len(x.Faults) > 0 && pinned.intro == "" {
		err = b.unpin()
	}
	return x, err
}

// unpin takes back what was pinned just now.
func (b *Book) unpin() error { return os.Remove(b.trustFile()) }
