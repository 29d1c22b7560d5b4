package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestInteropOfReaders follows FORMAT.md for somebody who was let in to a case,
// and for a case that has more than one epoch.
func TestInteropOfReaders(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.hire("nia", "Nia Lowe")
	card := filepath.Join(o.dir, "nia.card")
	o.as("nia", "casefile", "identity", "card", "-o", card)
	o.as("judith", "casefile", "team", "add", card, "--roles", "caseworker", "--line-manager",
		"mina")
	k3, profile := o.record("asha", profileText, "open", "--key-worker", "asha")
	keysAgree(o, k3)
	o.as("asha", "casefile", "readers", k3, "grant", "nia")
	keysAgree(o, k3)
	o.as("asha", "casefile", "readers", k3, "revoke", "judith")
	keysAgree(o, k3)
	_, contact := o.record("nia", contactText, "contact", k3)
	for _, entry := range []string{profile, contact} {
		readEntry(o, entry,
			[]string{"CASE=" + k3, "MEMBER=nia",
				"IDENTITY=" + filepath.Join(o.folder("nia"), "identity.txt"), "ENTRY=" + entry})
	}
}

// keysAgree computes the shard's keys commit with stock git, and finds it.
func keysAgree(o *office, id string) {
	o.t.Helper()
	out, _ := o.follow("check-keys", "SHARD="+id[:2])
	if ids := strings.Fields(out); len(ids) != 2 || len(ids[0]) != 40 || ids[0] != ids[1] {
		o.t.Errorf("computed and found: %v", ids)
	}
}
