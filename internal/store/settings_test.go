package store

import (
	"testing"
)

// Git is asked for the settings once, and again after any change of them.
func TestSettingsAreAskedForOnce(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	where := func() string {
		t.Helper()
		url, err := r.Remote(ctx, "origin")
		must(t, err)
		return url
	}
	stock(t, r.WorkDir(), "", "remote", "add", "origin", "/srv/first")
	if url := where(); url != "/srv/first" {
		t.Errorf("the remote is %q", url)
	}
	stock(t, r.WorkDir(), "", "remote", "set-url", "origin", "/srv/other") // as long as the first
	if url := where(); url != "/srv/other" {
		t.Errorf("after a change it is %q", url)
	}
	must(t, r.SetConfig(ctx, "remote.origin.pushurl", "/srv/push"))
	if path, _, err := r.localRemote(ctx, "origin", true); err != nil || path != "/srv/push" {
		t.Errorf("where to push is %q, %v", path, err)
	}
	t.Setenv("PATH", t.TempDir()) // no git to ask
	if url := where(); url != "/srv/other" {
		t.Errorf("it is %q", url)
	}
	if path, _, err := r.localRemote(ctx, "origin", true); err != nil || path != "/srv/push" {
		t.Errorf("where to push is %q, %v", path, err)
	}
}
