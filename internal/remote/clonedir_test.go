package remote

import "testing"

// As git clone names the folder (git help clone, DIRECTORY).
func TestCloneDir(t *testing.T) {
	for from, want := range map[string]string{
		"https://git.example/northby/records.git":  "records",
		"https://git.example/northby/records.git/": "records",
		"ssh://git@git.example/northby/records":    "records",
		"git.example:records.git":                  "records",
		"git.example:northby/records":              "records",
		"/srv/git/records/.git":                    "records",
		"../records":                               "records",
	} {
		if got := CloneDir(from); got != want {
			t.Errorf("%s goes to %q, want %q", from, got, want)
		}
	}
}
