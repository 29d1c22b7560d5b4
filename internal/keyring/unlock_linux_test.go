package keyring

import (
	"errors"
	"os"
	"testing"
	"time"

	"casefile/internal/seal"
)

// unlocking returns a person with a folder for the agent's socket; what they unlock runs this
// test's program.
func unlocking(t *testing.T) *desk {
	t.Helper()
	d := judith(t, plainly)
	d.env["XDG_RUNTIME_DIR"], _ = privateRuntime(t)
	t.Setenv(serveVariable, "yes")
	t.Cleanup(func() { d.again().Lock() })
	return d
}

// What is unlocked opens without its file, until it is locked.
func TestUnlock(t *testing.T) {
	d := unlocking(t)
	if ended, err := d.Lock(); ended || err != nil {
		t.Errorf("before: %v, %v", ended, err)
	}
	first, err := d.Unlock(time.Minute)
	if err != nil || first.Already || time.Until(first.Until) > time.Minute {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := d.again().Unlock(time.Hour)
	if err != nil || !second.Already || !second.Until.Equal(first.Until) ||
		second.PID != first.PID {
		t.Errorf("%+v, then %+v, %v", first, second, err)
	}
	if shown, err := d.Show(); err != nil || !shown.Until.Equal(first.Until) {
		t.Errorf("%+v, %v", shown, err)
	}
	text := string(mustRead(t, d.in("identity.txt")))
	if err := os.Remove(d.in("identity.txt")); err != nil {
		t.Fatal(err)
	}
	d = d.again()
	if !d.OpensUnasked() {
		t.Error("it does not open unasked")
	}
	id, err := d.Identity()
	if err != nil || id.Secret() != "" {
		t.Fatalf("the agent's identity: %v", err)
	}
	opens := func() error {
		t.Helper()
		sealed, err := seal.Seal(id.Recipient(), []byte("a text"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = seal.Open(id, sealed)
		return err
	}
	if err := opens(); err != nil {
		t.Error(err)
	}
	ended, err := d.Lock()
	if !ended || err != nil {
		t.Fatalf("%v, %v", ended, err)
	}
	// What has begun goes on with the file, where there is one, once the process has
	// closed this connection too.
	for deadline := time.Now().Add(10 * time.Second); err == nil && time.Now().Before(deadline); {
		err = opens()
	}
	if !errors.Is(err, ErrNoIdentity) {
		t.Errorf("with neither agent nor file: %v", err)
	}
	d.write(t, "identity.txt", []byte(text))
	if err := opens(); err != nil {
		t.Errorf("with the file: %v", err)
	}
}

// New keys end the agent of the old ones.
func TestRotationEndsTheAgent(t *testing.T) {
	d := unlocking(t)
	old := d.had(t).recipient
	if _, err := d.Unlock(time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Rotate(RotateOptions{Signing: true}); err != nil {
		t.Fatal(err)
	}
	if running, err := d.running(old); running.PID == 0 || err != nil {
		t.Errorf("a new signing key ended it: %v", err)
	}
	if made, err := d.Rotate(RotateOptions{Identity: true}); err != nil ||
		made.StillUnlocked != nil {
		t.Fatal(err, made.StillUnlocked)
	}
	if running, err := d.running(old); running.PID != 0 || err != nil {
		t.Errorf("%+v, %v", running, err)
	}
}

func TestUnlockRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, d *desk)
		is    error
	}{
		"nobody": {func(t *testing.T, d *desk) { os.Remove(d.in("config.yaml")) }, ErrNoIdentity},
		"another identity": {func(t *testing.T, d *desk) {
			d.write(t, "identity.txt", plain(t, newIdentity(t)))
		}, ErrOtherIdentity},
		"no file": {func(t *testing.T, d *desk) { os.Remove(d.in("identity.txt")) },
			ErrNoIdentity},
		"no runtime folder": {func(_ *testing.T, d *desk) { delete(d.env, "XDG_RUNTIME_DIR") },
			ErrNoRuntimeDir},
		"one that is gone": {func(_ *testing.T, d *desk) {
			d.env["XDG_RUNTIME_DIR"] = d.in("nowhere")
		},
			ErrNoRuntimeDir},
		"one open to others": {func(_ *testing.T, d *desk) {
			os.Chmod(d.env["XDG_RUNTIME_DIR"], 0o755)
		},
			ErrForeignAgent},
	} {
		d := unlocking(t)
		c.spoil(t, d)
		if running, err := d.Unlock(time.Minute); !errors.Is(err, c.is) {
			t.Errorf("%s: %+v, %v", name, running, err)
		}
	}
}

// An agent that answers under another's name is found out.
func TestAgentOfAnotherIdentity(t *testing.T) {
	d := unlocking(t)
	if _, err := d.Unlock(time.Minute); err != nil {
		t.Fatal(err)
	}
	ours, err := d.socket(d.had(t).recipient)
	if err != nil {
		t.Fatal(err)
	}
	other := newIdentity(t).Recipient()
	theirs, err := d.socket(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Link(ours, theirs); err != nil {
		t.Fatal(err)
	}
	if a, err := d.agent(other); a != nil || !errors.Is(err, ErrForeignAgent) {
		t.Errorf("%v, %v", a, err)
	}
}
