package store

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
)

// detour returns a way round the repository's own configuration, if that changes the address or the
// transport of a remote. Git takes the longest rule that fits an address, and no rule can be taken
// back. So detour gives git an address for which nobody can have made a rule. One rule of ours
// turns that into the real address. A remote of that name has no setting either.
func (r *Repo) detour(ctx context.Context, remote string, push bool) (
	address string, git program, err error,
) {
	if !r.git.own.detour {
		return remote, r.git, nil
	}
	all, err := r.settings(ctx)
	if err != nil {
		return "", r.git, err
	}
	real := all.address(remote, push)
	if err := checkRemote(real); err != nil {
		return "", r.git, err
	}
	address = "casefile-" + rand.Text() + "://"
	git = r.git
	git.more = [][2]string{
		{"url." + real + ".insteadOf", address}, {"url." + real + ".pushInsteadOf", address},
	}
	return address, git, nil
}

// address returns the address of a remote, given by name or by address, under the person's own URL
// rules.
func (all scopes) address(remote string, push bool) string {
	kinds := []string{"insteadof"}
	if push {
		kinds = []string{"pushinsteadof", "insteadof"}
	}
	if url := all.url(remote); url != "" {
		if to := all.first("remote." + remote + ".pushurl"); push && to != "" {
			url, kinds = to, []string{"insteadof"}
		}
		remote = url
	}
	for _, kind := range kinds {
		if other, ok := instead(all.stands, kind, remote); ok {
			return other
		}
	}
	return remote
}

// url returns the URL of a remote; "" if it has none.
func (all scopes) url(remote string) string { return all.first("remote." + remote + ".url") }

// first returns the first value of a key, in the order in which git reads the files.
func (all scopes) first(key string) string {
	for _, pair := range slices.Concat(all.stands, all.own) {
		if pair[0] == key {
			return pair[1]
		}
	}
	return ""
}

// instead applies the longest rule that fits: git-config(1), url.<base>.insteadOf.
func instead(settings [][2]string, kind, address string) (string, bool) {
	longest, base := "", ""
	for _, pair := range settings {
		rest, isURL := strings.CutPrefix(pair[0], "url.")
		name, isKind := strings.CutSuffix(rest, "."+kind)
		if isURL && isKind && strings.HasPrefix(address, pair[1]) && len(pair[1]) > len(longest) {
			longest, base = pair[1], name
		}
	}
	return base + address[len(longest):], longest != ""
}
