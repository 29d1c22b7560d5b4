package remote

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/store"
)

// A server that an interrupted restore had begun is complete when the restore is run again: it has
// the settings that init gives it, and no partial files.
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

// Damage of a server's folder is reported as the server's, even if main is there and a wrapped key
// is missing: from a sound copy nothing else would report it. A sound server has everything.
func TestRestoreDamagedServer(t *testing.T) {
	for name, damage := range map[string]func(o *office){
		"sound": func(*office) {},
		"a key is gone": func(o *office) {
			o.loseObject(o.git(o.server, "for-each-ref", "--format=%(tree)", "--count=1",
				"refs/casefile/keys/"))
		},
		"the roster is empty": func(o *office) {
			file := o.objectFile(o.git(o.server, "rev-parse", "main:team.yaml"))
			o.must(errors.Join(os.Remove(file), os.WriteFile(file, nil, 0o600)))
		},
		"HEAD is empty": func(o *office) {
			o.must(os.Truncate(filepath.Join(o.server, "HEAD"), 0))
		},
		"main is of zeros": func(o *office) {
			o.must(os.WriteFile(filepath.Join(o.server, "refs/heads/main"), make([]byte, 41),
				0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.first.newCase()
			o.first.sync()
			damage(o)
			_, err := RestoreServer(o.ctx, o.first.book(), o.server, casebook.ServerOrder{})
			want := store.ErrDamagedThere
			if name == "sound" {
				want = ErrHasAll
			}
			if !errors.Is(err, want) || strings.Contains(err.Error(), "this copy") {
				t.Errorf("%v", err)
			}
		})
	}
}

// objectFile returns the path of an object on the server.
func (o *office) objectFile(id string) string {
	return filepath.Join(o.server, "objects", id[:2], id[2:])
}

func (o *office) loseObject(id string) { o.must(os.Remove(o.objectFile(id))) }

// mainIn returns the commit of main in a folder; "" for none.
func (o *office) mainIn(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "HEAD")); err != nil {
		return ""
	}
	return o.git(dir, "for-each-ref", "--format=%(objectname)", "refs/heads/main")
}
