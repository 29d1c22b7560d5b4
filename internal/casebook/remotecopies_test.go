package casebook

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

// servedBeside gives an office a server in a folder beside its copy. url names it in one of git's
// ways.
func (o *office) servedBeside(url string) (server string) {
	server = filepath.Join(filepath.Dir(o.dir), "server.git")
	o.git("clone", "--quiet", "--mirror", o.dir, server)
	o.git("remote", "add", "origin", url)
	return server
}

// Keys at the remote are found from any working folder, and no other folder is taken for the
// remote.
func TestRemoteCopiesAreAtTheRemote(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	keys := listedKeys(o, o.as("asha"), id)
	server := o.servedBeside("../server.git")
	shell := filepath.Join(t.TempDir(), "shell")
	o.must(os.MkdirAll(shell, 0o755))
	o.git("init", "--quiet", "--bare", filepath.Join(filepath.Dir(shell), "server.git"))
	t.Chdir(shell)
	look := func(name string, want int, wantSeen string) {
		t.Helper()
		found, seen, _, err := o.as("asha").RemoteCopies(o.ctx, keys)
		if err != nil || seen != wantSeen || (len(found) > 0) != (want > 0) {
			t.Errorf("%s: %d found, %s, %v", name, len(found), seen, err)
		}
	}
	look("another server beside the shell", len(keys), RemoteSeen)
	away := server + "-away"
	o.must(os.Rename(server, away))
	look("away", 0, RemoteUnseen)
	o.must(os.Mkdir(server, 0o755))
	look("an empty folder in its place", 0, RemoteUnseen)
	o.git("init", "--quiet", filepath.Dir(o.dir))
	look("an empty folder in somebody's work tree", 0, RemoteUnseen)
	o.git("init", "--quiet", "--bare", server)
	look("an empty repository", 0, RemoteUnseen)
	o.must(os.RemoveAll(server))
	other := newOffice(t)
	other.git("clone", "--quiet", "--mirror", other.dir, server)
	look("other records", 0, RemoteUnseen)
	o.must(os.RemoveAll(server))
	o.must(os.Rename(away, server))
	look("back", len(keys), RemoteSeen)
}

// Keys that a look saw at the remote stay pending, whatever happens to the remote or the note,
// until a look at the remote finds none.
func TestHeldByRemoteStaysOwed(t *testing.T) {
	base := newOffice(t)
	id := base.disposable()
	base.must(base.as("vera").notePurged(0)) // as after any sync
	for _, tt := range []struct {
		name string
		turn func(o *office, b *Book, server string)
	}{
		{"away", func(o *office, _ *Book, server string) {}},
		{"an empty folder", func(o *office, _ *Book, server string) {
			o.must(os.Mkdir(server, 0o755))
		}},
		{"an empty repository", func(o *office, _ *Book, server string) {
			o.git("init", "--quiet", "--bare", server)
		}},
		{"an address that nobody can look into", func(o *office, _ *Book, _ string) {
			o.git("remote", "set-url", "origin", "ssh://agency.example/server.git")
		}},
		{"no remote any more", func(o *office, _ *Book, _ string) {
			o.git("remote", "remove", "origin")
		}},
		{"the note is lost", func(o *office, b *Book, _ string) {
			o.must(os.Remove(b.pendingPurgePath(id)))
		}},
		{"the note is damaged", func(o *office, b *Book, _ string) {
			o.must(os.WriteFile(b.pendingPurgePath(id), []byte("destroyed\n"), 0o600))
		}},
		{"the note of what was purged is lost",
			func(o *office, b *Book, _ string) { o.must(os.Remove(b.besideRefs(purgedFile))) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			server := o.servedBeside("../server.git") // which keeps its keys, as it has no hook
			must(o.as("vera").dispose(o.ctx, id))
			o.git("push", "--quiet", server, "main")
			o.git("update-ref", ledger.LastRef, "main")
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.There) == 0 || len(e.Left) > 0 {
				t.Fatalf("there: %v, left: %v", e.There, e.Left)
			}
			o.must(os.Rename(server, server+"-away"))
			tt.turn(o, o.as("vera"), server)
			for range 2 {
				r := must(o.as("vera").FinishErasure(o.ctx, true)) // as doctor does
				if len(r.Done) != 1 || len(r.Done[0].There) == 0 {
					t.Fatalf("doctor: %+v", r)
				}
				if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.There) == 0 { // as sync does
					t.Errorf("sync: %+v", e)
				}
				if owed := must(o.as("vera").PendingPurges()); !slices.Equal(owed,
					[]record.ID{id}) {
					t.Errorf("owed: %v", owed)
				}
			}
			o.must(os.RemoveAll(server))
			o.must(os.Rename(server+"-away", server))
			o.git("config", "remote.origin.url", "../server.git")
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.There) == 0 ||
				e.There[0].What == sinceUnseen {
				t.Errorf("back, with keys: %v", e.There)
			}
			o.must(os.RemoveAll(server))
			o.git("clone", "--quiet", "--mirror", o.dir, server)
			if e := must(o.as("vera").PurgeDue(o.ctx)); len(e.There) > 0 {
				t.Errorf("back, without: %v", e.There)
			}
			if owed := must(o.as("vera").PendingPurges()); len(owed) > 0 {
				t.Errorf("owed: %v", owed)
			}
		})
	}
}
