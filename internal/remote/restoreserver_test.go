package remote

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A server that a cut restore had begun to make is whole when the restore is taken up: it has
// the settings that init gives it, and nothing half written.
func TestBegunServer(t *testing.T) {
	const half = "info/.casefile-Half"
	o := newOffice(t)
	litter := func(dir string) {
		lay(t, dir, map[string]string{half: "*.age"})
		when := time.Now().Add(-25 * time.Hour) // where no process can be seen, it takes a day
		o.must(os.Chtimes(filepath.Join(dir, half), when, when))
	}
	main := o.git(o.first.dir, "rev-parse", "main")
	for name, begun := range map[string]func(dir string){
		"nothing": func(string) {},
		"git's part alone": func(dir string) {
			o.git(dir, "init", "-q", "--bare", "--template=", "--initial-branch=main")
		},
		"half a file": func(dir string) {
			o.initAt(dir)
			o.must(os.Remove(filepath.Join(dir, "info", "attributes")))
			litter(dir)
		},
		"all of it, and half a file": func(dir string) {
			o.initAt(dir)
			o.git(o.first.dir, "push", "-q", dir, "main")
			litter(dir)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "anew")
			begun(dir)
			before := o.mainIn(dir)
			repo, err := begunServer(t.Context(), dir)
			o.must(err)
			o.must(repo.Close())
			config := o.git(dir, "config", "--list")
			attributes, err := os.ReadFile(filepath.Join(dir, "info", "attributes"))
			if !strings.Contains(config, "core.autocrlf=false") || err != nil ||
				!strings.Contains(config, "extensions.preciousobjects=true") ||
				!strings.Contains(string(attributes), "*.age diff=casefile") {
				t.Errorf("settings are lacking: %v\n%s\n%s", err, config, attributes)
			}
			if _, err := os.Lstat(filepath.Join(dir, half)); err == nil {
				t.Error("what was half written stays")
			}
			if after := o.mainIn(dir); after != before || before != "" && before != main {
				t.Errorf("main was %q and is %q", before, after)
			}
		})
	}
}

// mainIn is where main stands in a folder; "" for nowhere.
func (o *office) mainIn(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "HEAD")); err != nil {
		return ""
	}
	return o.git(dir, "for-each-ref", "--format=%(objectname)", "refs/heads/main")
}
