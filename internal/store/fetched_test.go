package store

import "testing"

// Commits that a pull fetched came from elsewhere. Own work that the pull put on top of them did
// not.
func TestPulled(t *testing.T) {
	for said, want := range map[string]bool{
		"pull: Fast-forward":                                               true,
		"pull -q --ff-only origin main: Fast-forward":                      true,
		"pull --rebase origin main (start): checkout 0123456789abcdef":     true,
		"pull --rebase origin main (pick): casefile add":                   false,
		"pull --rebase=merges origin main (merge): Merge branch 'x'":       false,
		"pull --rebase origin main (continue): casefile add":               false,
		"pull --rebase origin main (finish): returning to refs/heads/main": false,
		"pull --rebase (finish): refs/heads/main onto 0123456789abcdef":    false,
		"pull --rebase (abort): returning to refs/heads/main":              false,
		"pull origin main: Merge made by the 'ort' strategy.":              false,
		"fetch: forced-update":                                             true,
		"clone: from https://records.example/server.git":                   true,
		"reset: moving to origin/main":                                     true,
		"reset: moving to FETCH_HEAD":                                      true,
		"reset: moving to HEAD~1":                                          false,
		"commit: backup":                                                   false,
		"rebase (pick): casefile add":                                      false,
	} {
		if got := pulled(said); got != want {
			t.Errorf("pulled(%q) = %v", said, got)
		}
	}
}
