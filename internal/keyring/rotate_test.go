package keyring

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// Kept keys have the day in their names, and a number on the same day.
func TestRotationNames(t *testing.T) {
	d := judith(t, plainly)
	both := RotateOptions{Identity: true, Signing: true}
	for i, c := range []struct {
		opts RotateOptions
		kept string
	}{
		{both, "signing-2026-03-06 identity-2026-03-06.txt"},
		{RotateOptions{Signing: true}, "signing-2026-03-06.2"},
		{RotateOptions{Identity: true}, "identity-2026-03-06.3.txt"},
		{both, "signing-2026-03-06.4 identity-2026-03-06.4.txt"},
	} {
		before := d.had(t)
		made, err := d.Rotate(c.opts)
		if err != nil {
			t.Fatal(err)
		}
		var kept []string
		for _, file := range made.OldFiles {
			kept = append(kept, filepath.Base(file))
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%d: %v, %v", i, info, err)
			}
		}
		if got := strings.Join(kept, " "); got != c.kept {
			t.Errorf("%d: kept %s, want %s", i, got, c.kept)
		}
		now := d.again().had(t)
		if now.recipient != made.Recipient ||
			(now.recipient != before.recipient) != c.opts.Identity ||
			(now.signing != before.signing) != c.opts.Signing {
			t.Errorf("%d: %+v became %+v", i, before, now)
		}
		if c.opts.Identity {
			if old, err := d.Old(made.OldIdentity()); err != nil ||
				old.Recipient() != before.recipient {
				t.Errorf("%d: the old identity: %v", i, err)
			}
		}
		d.works(t, "the same run") // with the new signing key
		if s, err := d.Signer(); err != nil || s.PublicKey() != now.signing {
			t.Errorf("%d: the run signs with the old key, %v", i, err)
		}
		d = d.again()
	}
}

// Over to a key of the person's own: what New made is kept, and gone from its place.
func TestRotationToOwnKey(t *testing.T) {
	d := judith(t, byKey)
	before := d.had(t)
	own, public := d.signingFile(t, "own", "")
	made, err := d.Rotate(RotateOptions{Signing: true, SSHKey: own})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{d.in("signing-2026-03-06")}; !slices.Equal(made.OldFiles, want) {
		t.Errorf("kept %q", made.OldFiles)
	}
	if left := append(d.files(t, "signing"), d.files(t, "signing.pub")...); len(left) > 0 {
		t.Errorf("still there: %q", left)
	}
	d = d.again()
	if now := d.had(t); now.signing != public || now.recipient != before.recipient {
		t.Errorf("%+v", now)
	}
	d.works(t, "with a key of their own")
	data := mustRead(t, d.in("identity.age"))
	if _, err := seal.LoadIdentity(data, seal.Keys{SSHKeys: []string{own},
		ReadFile: os.ReadFile}); err != nil {
		t.Errorf("the new key does not open the identity: %v", err)
	}
}

// New keys have the passphrase of the old ones, which is asked for once; what was kept
// has it too.
func TestRotationKeepsThePassphrase(t *testing.T) {
	d := sit(t, nil)
	id := newIdentity(t)
	d.write(t, "identity.age", locked(t, id, "three plain words"))
	d.write(t, "config.yaml", []byte("id: judith\nrecipient: "+id.Recipient()+"\n"))
	d.signingFile(t, "signing", "three plain words")
	d.someone.answers = []string{"three plain words"}
	made, err := d.Rotate(RotateOptions{Identity: true, Signing: true})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"secret Passphrase of the identity file: "}; !slices.Equal(d.asked, want) {
		t.Errorf("asked %q", d.asked)
	}
	for _, file := range []string{"signing", "signing-2026-03-06"} {
		if !store.SigningKeyIsLocked(mustRead(t, d.in(file))) {
			t.Errorf("%s is not protected", file)
		}
	}
	d = d.again("three plain words")
	if got, err := d.Identity(); err != nil || got.Recipient() != made.Recipient {
		t.Error(err)
	}
	if old, err := d.Old(made.OldIdentity()); err != nil || old.Recipient() != id.Recipient() ||
		len(d.asked) != 1 {
		t.Errorf("the old identity: %v, asked %q", err, d.asked)
	}
}

func TestRotationRefused(t *testing.T) {
	both := RotateOptions{Identity: true, Signing: true}
	for name, c := range map[string]struct {
		change func(t *testing.T, d *desk)
		opts   RotateOptions
		is     error
	}{
		"nobody's": {func(_ *testing.T, d *desk) { os.Remove(d.in("identity.txt")) }, both,
			ErrNoIdentity},
		"another identity": {func(t *testing.T, d *desk) {
			d.write(t, "identity.txt",
				plain(t, newIdentity(t)))
		}, both, ErrOtherIdentity},
		"no such key": {nil, RotateOptions{Identity: true, Signing: true, SSHKey: "/nowhere"},
			store.ErrNoKey},
		"another passphrase than can be given": {func(t *testing.T, d *desk) {
			d.signingFile(t, "signing", "three plain words")
			d.someone.answers = []string{"two words"}
		}, both, store.ErrBadPassphrase},
	} {
		rotate := func(d *desk) error { _, err := d.Rotate(c.opts); return err }
		if err := refused(t, c.change, rotate); !errors.Is(err, c.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Identities of before a change open with what this run was asked for anyhow, and with no
// question; not where another one was named.
func TestFormer(t *testing.T) {
	d := judith(t, plainly)
	if got := d.FormerIdentities(); len(got) != 0 {
		t.Fatalf("before any change: %d", len(got))
	}
	before := d.had(t)
	if _, err := d.Rotate(RotateOptions{Identity: true}); err != nil {
		t.Fatal(err)
	}
	got := d.again().FormerIdentities()
	if len(got) != 1 || got[0].Recipient() != before.recipient {
		t.Errorf("after one: %v", got)
	}
	named := d.again()
	named.o.Identity = named.in("identity.txt")
	if got := named.FormerIdentities(); len(got) != 0 {
		t.Errorf("where one was named: %d", len(got))
	}
}
