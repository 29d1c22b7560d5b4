package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// stepwise is the number of commits that Since walks one by one before it asks
// git for the whole line.
const stepwise = 32

// Since lists the commits after oldCommit up to newCommit, oldest first,
// following first parents as the raw commits have them; an empty oldCommit
// means from the root. It fails when oldCommit is not on that line.
func (r Reader) Since(ctx context.Context, oldCommit, newCommit string) ([]string, error) {
	var ids []string
	for at := newCommit; at != oldCommit; {
		if len(ids) == stepwise {
			if rest, ok := r.line(ctx, oldCommit, at); ok {
				ids = append(ids, rest...)
				break
			}
		}
		if at == "" {
			return nil, fmt.Errorf("%w: %s is not an ancestor of %s", ErrNotFound, oldCommit,
				newCommit)
		}
		c, err := r.Commit(ctx, at)
		if err != nil {
			return nil, err
		}
		ids = append(ids, at)
		at = c.firstParent()
	}
	slices.Reverse(ids)
	return ids, nil
}

func (c Commit) firstParent() string {
	if len(c.Parents) == 0 {
		return ""
	}
	return c.Parents[0]
}

// line returns the walk from newCommit down to oldCommit by git's rev-list. ok is true only if the
// raw parents, which one pipelined read gives, agree with each step.
func (r Reader) line(ctx context.Context, oldCommit, newCommit string) (ids []string, ok bool) {
	c, isCat := r.src.(*catFile)
	if !isCat || newCommit == "" {
		return nil, false
	}
	args := []string{"rev-list", "--first-parent", newCommit}
	if oldCommit != "" {
		args = append(args, "^"+oldCommit)
	}
	out, err := c.git.run(ctx, nil, append(args, "--")...)
	if err != nil {
		return nil, false
	}
	ids = strings.Fields(string(out))
	want := newCommit
	err = r.bytes(ctx, aCommit, ids, func(i int, raw []byte) error {
		commit, err := ParseCommit(ids[i], raw)
		if err != nil || ids[i] != want {
			return fmt.Errorf("%w: rev-list left the line at %s", ErrDamaged, ids[i])
		}
		want = commit.firstParent()
		return nil
	})
	return ids, err == nil && want == oldCommit
}
