package casebook

import (
	"os"
	"path/filepath"
	"testing"
)

// servedBeside gives an office a server in a folder beside its copy, named as git lets people name it.
func (o *office) servedBeside(url string) (server string) {
	server = filepath.Join(filepath.Dir(o.dir), "server.git")
	o.git("clone", "--quiet", "--mirror", o.dir, server)
	o.git("remote", "add", "origin", url)
	return server
}

// Keys at the remote are found from whichever folder a command is given, and nothing else that
// lies there is taken for the remote.
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
