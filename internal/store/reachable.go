package store

import (
	"context"
	"strings"
)

// narrow finds the tips from which a wanted object can be reached, by halving the list. Nearly
// always there are none, and a single walk shows that.
func (r *Repo) narrow(ctx context.Context, tips []tip, main string, wanted map[string]bool) (
	[]referrer, error,
) {
	if len(tips) == 0 {
		return nil, nil
	}
	var ids []string
	for _, t := range tips {
		ids = append(ids, t.id)
	}
	hit, err := r.reachableFrom(ctx, ids, main, wanted)
	if err != nil || len(hit) == 0 {
		return nil, err
	}
	if len(tips) == 1 {
		return hold(hit, tips[0].name, tips[0].what(), tips[0].log), nil
	}
	left, err := r.narrow(ctx, tips[:len(tips)/2], main, wanted)
	if err != nil {
		return nil, err
	}
	right, err := r.narrow(ctx, tips[len(tips)/2:], main, wanted)
	return append(left, right...), err
}

// reachableFrom returns the wanted objects that can be reached from the tips, and not from without.
func (r *Repo) reachableFrom(ctx context.Context, tips []string, without string,
	wanted map[string]bool,
) ([]string, error) {
	stdin := strings.Join(tips, "\n") + "\n"
	if without != "" {
		stdin += "^" + without + "\n"
	}
	// An object that a reflog names may be missing, and so may wrapped keys of cases that this copy
	// was never given.
	out, err := r.git.run(ctx, strings.NewReader(stdin), "rev-list", "--objects",
		"--no-object-names",
		"--ignore-missing", "--missing=allow-any", "--stdin")
	var hit []string
	for line := range strings.Lines(string(out)) {
		if id := strings.TrimSuffix(line, "\n"); wanted[id] {
			hit = append(hit, id)
		}
	}
	return hit, err
}

// staged returns the objects that the work tree's index names: what somebody added with git add.
func (r *Repo) staged(ctx context.Context, wanted map[string]bool) ([]referrer, error) {
	if r.Bare() {
		return nil, nil
	}
	out, err := r.git.run(ctx, nil, "ls-files", "--stage", "-z")
	var found []referrer
	for line := range strings.SplitSeq(string(out), "\x00") {
		info, path, _ := strings.Cut(line, "\t")
		if w := strings.Fields(info); len(w) == 3 && wanted[w[1]] {
			found = append(found, referrer{Place: Place{ID: w[1], Where: path,
				What: "a file that git's index names", Saved: true}})
		}
	}
	return found, err
}
