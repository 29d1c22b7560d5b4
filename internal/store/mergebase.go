package store

import (
	"context"
	"errors"
	"strings"
)

// MergeBase returns the newest commit that the lines of first parents of a and b share, as the raw
// commits have them; "" where they share none, or one of the two is "".
func (r Reader) MergeBase(ctx context.Context, a, b string) (string, error) {
	lines := [2]lineWalk{newLineWalk(a), newLineWalk(b)}
	for range stepwise {
		for i := range lines {
			if lines[i].seen[lines[1-i].at] {
				return lines[1-i].at, nil
			}
			if err := lines[i].step(ctx, r); err != nil {
				return "", err
			}
		}
	}
	if base, ok, err := r.proposed(ctx, a, b); ok || err != nil {
		return base, err
	}
	return r.joined(ctx, "", a, b)
}

// lineWalk goes down a line of first parents. seen has the commits where it was and is. The end of
// the line, "", is not counted.
type lineWalk struct {
	at   string
	seen map[string]bool
}

func newLineWalk(at string) lineWalk { return lineWalk{at, map[string]bool{at: at != ""}} }

func (w *lineWalk) step(ctx context.Context, r Reader) error {
	if w.at == "" {
		return nil
	}
	c, err := r.Commit(ctx, w.at)
	if err != nil {
		return err
	}
	w.at = c.firstParent()
	w.seen[w.at] = w.at != ""
	return nil
}

// proposed asks git, which knows further parents, and may know fewer where a
// clone is shallow: ok only when the raw first parents agree.
func (r Reader) proposed(ctx context.Context, a, b string) (base string, ok bool, err error) {
	c, isCat := r.src.(*catFile)
	if !isCat || !isID(a) || !isID(b) {
		return "", false, nil
	}
	out, err := c.git.run(ctx, nil, "merge-base", a, b)
	if err != nil {
		return "", false, ctx.Err() // none, or git was confused: the raw parents will tell
	}
	proposal := strings.TrimSpace(string(out))
	base, err = r.joined(ctx, proposal, a, b)
	if errors.Is(err, ErrNotFound) {
		return "", false, nil // not on both lines
	}
	return base, err == nil, err
}

// joined follows the lines of a and b upwards from a commit that both have, ""
// for their beginnings, to the last one that they share.
func (r Reader) joined(ctx context.Context, from, a, b string) (string, error) {
	var lines [2][]string
	for i, tip := range []string{a, b} {
		var err error
		if lines[i], err = r.Since(ctx, from, tip); err != nil {
			return "", err
		}
	}
	for i := range min(len(lines[0]), len(lines[1])) {
		if lines[0][i] != lines[1][i] {
			break
		}
		from = lines[0][i]
	}
	return from, nil
}
