package casebook

import (
	"path/filepath"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// What proves that keys are gone goes by the remote's main, not by what was found there.
func TestEndAtRemote(t *testing.T) {
	base := newOffice(t)
	id := base.disposable()
	b := base.as("vera")
	before := b.Tip()
	must(b.dispose(base.ctx, id))
	after := base.as("vera").Tip()
	for _, tt := range []struct {
		name           string
		last           string // what the remote was last known to have
		main           string // its main, where it is a folder of this machine
		remote, folder bool
		want           AtRemote
	}{
		{name: "no remote", want: RemoteHas},
		{name: "elsewhere, nothing known of it", remote: true, want: RemoteHas},
		{name: "elsewhere, not sent", remote: true, last: before, want: RemoteLacks},
		{name: "elsewhere, sent", remote: true, last: after, want: RemoteHas},
		{"here, not sent", before, before, true, true, RemoteLacks},
		{"here, killed after it was sent", before, after, true, true, RemoteHas},
		{"here, sent", after, after, true, true, RemoteHas},
		{"here, set back since", after, before, true, true, RemoteWentBack},
		{"here, never asked, without it", "", before, true, true, RemoteLacks},
		{"an empty folder, where nothing can be seen", after, "", true, true, RemoteHas},
		{"an empty folder, not sent", before, "", true, true, RemoteLacks},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			if tt.remote {
				o.git("config", "remote.origin.url", "ssh://server.invalid/records.git")
			}
			if tt.folder {
				server := filepath.Join(t.TempDir(), "server.git")
				o.must(must(store.Init(o.ctx, server, store.InitOptions{Bare: true})).Close())
				o.git("config", "remote.origin.url", server)
				if tt.main != "" {
					o.git("push", "-q", server, tt.main+":"+ledger.MainRef)
				}
			}
			if tt.last != "" {
				o.git("update-ref", ledger.LastRef, tt.last)
			}
			if got := must(o.as("vera").EndAtRemote(o.ctx, id)); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
