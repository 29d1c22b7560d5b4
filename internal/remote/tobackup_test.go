package remote

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// Nothing is sent to a backup, whatever its name and whoever pushes. The server would not get it,
// and its author would believe that it had.
func TestNothingIsSentToABackup(t *testing.T) {
	o := newOffice(t)
	id := o.first.newCase()
	o.first.sync()
	folder := filepath.Join(t.TempDir(), "stick")
	_, err := Backup(o.ctx, o.first.book(), folder, o.options("judith", ""))
	o.must(err)
	reader, ahead, rewound := o.clone("asha"), o.clone("asha"), o.clone("asha")
	ahead.note(id, "Unsent")
	rewound.note(id, "Sent, and not in the backup")
	rewound.sync()
	main := o.mainIn(folder)
	sync := func(c *copied) error { _, err := Sync(o.ctx, c.book()); return err }
	rejoin := func(c *copied) error { _, err := SyncLost(o.ctx, c.book(), Rejoin{}); return err }
	hidden := filepath.Join(t.TempDir(), "hidden") // as a backup on another machine is
	o.must(exec.Command("cp", "-r", folder, hidden).Run())
	o.must(exec.Command("rm", filepath.Join(hidden, "casefile", "backup")).Run())
	for _, tt := range []struct {
		name, origin string
		who          *copied
		send         func(*copied) error
		want         error
	}{
		{"nothing to send", folder, reader, sync, nil},
		{"unsent work", folder, ahead, sync, ErrToBackup},
		{"unsent work, by a URL", "file://" + folder, ahead, sync, ErrToBackup},
		{"unsent work, where it can't be seen", hidden, ahead, sync, ErrToBackup},
		{"an older one", folder, rewound, sync, ErrToBackup},
		{"an older one, by rejoin", folder, rewound, rejoin, ErrToBackup},
		{"an older one, by rejoin, where it can't be seen", hidden, rewound, rejoin, ErrToBackup},
	} {
		o.git(tt.who.dir, "remote", "set-url", ledger.RemoteName, tt.origin)
		if err := tt.send(tt.who); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if there := o.mainIn(folder); there != main {
			t.Errorf("%s: the backup's main is moved", tt.name)
		}
	}
	push := exec.Command("git", "--git-dir", ahead.dir, "push", folder, "main")
	if said, err := push.CombinedOutput(); err == nil ||
		!strings.Contains(string(said), "this is a backup") {
		t.Errorf("git push: %v\n%s", err, said)
	}
	o.git(ahead.dir, "remote", "set-url", ledger.RemoteName, o.server)
	if out := ahead.sync(); out.Sent != 1 {
		t.Errorf("to the server: %+v", out)
	}
	if got, err := Backup(o.ctx, ahead.book(), folder, o.options("asha", "")); err != nil ||
		got.Received != 2 {
		t.Errorf("the backup's next run: %+v, %v", got, err)
	}
	stick, err := store.Open(o.ctx, folder)
	o.must(err)
	defer stick.Close()
	_, err = casebook.InstallHooks(o.ctx, stick, casebook.ServerOrder{})
	if !errors.Is(err, casebook.ErrBackup) {
		t.Errorf("as a server: %v", err)
	}
}
