package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
)

// quickDisk is a disk that does not wait until what it does is durable.
type quickDisk struct{ realDisk }

func (quickDisk) beside(path string, data []byte, mode fs.FileMode) (string, error) {
	temp := filepath.Join(filepath.Dir(path), ".casefile-"+string(record.NewID()))
	return temp, os.WriteFile(temp, data, mode)
}

func (quickDisk) put(temp, path string) error { return os.Rename(temp, path) }

// frailDisk does some of what it is asked, and fails at the next. After that it goes
// on, as after an error that passes; or does nothing any more, as where the program was
// killed.
type frailDisk struct {
	quickDisk
	left   int  // until it fails
	killed bool // and nothing more is done
	late   bool // what fails is done all the same
	broken bool
}

var errDisk = errors.New("the disk is full")

// fails reports whether this one fails, and whether it is done.
func (f *frailDisk) fails() (fails, done bool) {
	if f.broken {
		return f.killed, !f.killed
	}
	f.left--
	f.broken = f.left < 0
	return f.broken, !f.broken || f.late
}

func (f *frailDisk) beside(path string, data []byte, mode fs.FileMode) (string, error) {
	fails, done := f.fails()
	if !fails {
		return f.quickDisk.beside(path, data, mode)
	}
	if done && f.killed {
		f.quickDisk.beside(path, data[:len(data)/2], mode)
	}
	return "", errDisk
}

func (f *frailDisk) do(act func() error) error {
	fails, done := f.fails()
	if done {
		if err := act(); err != nil {
			return err
		}
	}
	if fails {
		return errDisk
	}
	return nil
}

func (f *frailDisk) put(temp, path string) error {
	return f.do(func() error { return f.quickDisk.put(temp, path) })
}

func (f *frailDisk) remove(path string) error {
	return f.do(func() error { return f.quickDisk.remove(path) })
}

// interrupt does something again and again, each time for a twin of the first person,
// and each time it fails one step later, until it does not fail; look sees what is left.
func interrupt(t *testing.T, first *desk, act func(d *desk) error,
	look func(d *desk, at string)) {
	t.Helper()
	for _, f := range []frailDisk{{}, {killed: true}, {killed: true, late: true}} {
		steps := 0
		for failed := true; failed; steps++ {
			d := first.twin(t)
			frail := &frailDisk{left: steps, killed: f.killed, late: f.late}
			d.disk = frail
			err := act(d)
			if failed = frail.broken; failed != errors.Is(err, errDisk) || !failed && err != nil {
				t.Fatalf("step %d: %v", steps, err)
			}
			d.disk = quickDisk{}
			d = d.again()
			if !f.killed {
				if left := d.files(t, ".casefile-*"); len(left) > 0 {
					t.Errorf("step %d leaves %q", steps, left)
				}
			}
			look(d, fmt.Sprintf("step %d, killed %v, done all the same %v", steps, f.killed,
				f.late))
		}
		if steps < 4 {
			t.Errorf("it ended in %d steps", steps)
		}
	}
}

// files returns the files of the person's folder, by their names.
func (d *desk) files(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(d.in(pattern))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// signingKeys returns the public halves of all private keys in the folder, by file.
func (d *desk) signingKeys(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, file := range d.files(t, "signing*") {
		if strings.HasSuffix(file, ".pub") {
			continue
		}
		s, err := store.FileSigner(file, nil)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(file)] = s.PublicKey()
	}
	return out
}

// recipients returns the recipients of all identities in the folder, by file. Any of the signing
// keys there may open them.
func (d *desk) recipients(t *testing.T) map[string]string {
	t.Helper()
	keys := seal.Keys{ReadFile: os.ReadFile}
	for file := range d.signingKeys(t) {
		keys.SSHKeys = append(keys.SSHKeys, d.in(file))
	}
	out := map[string]string{}
	for _, file := range d.files(t, "identity*") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		id, err := seal.LoadIdentity(data, keys)
		if err != nil {
			t.Fatalf("%s opens no more: %v", file, err)
		}
		out[filepath.Base(file)] = id.Recipient()
	}
	return out
}

func has(byFile map[string]string, value string) bool {
	return slices.Contains(slices.Collect(maps.Values(byFile)), value)
}

// keys are a person's earlier keys.
type keys struct{ recipient, signing string }

func (d *desk) had(t *testing.T) keys {
	t.Helper()
	shown, err := d.Show()
	if err != nil {
		t.Fatal(err)
	}
	return keys{shown.Config.Recipient, shown.SigningKey}
}

// TestRotationInterrupted breaks a rotation off at every step. Nothing is lost
// then, whatever is in its place opens, and the command given again makes it whole.
//
// At one moment the person has to help. Where the signing key protects the identity, and a
// new key has taken its place, it opens by the kept file of the old one.
func TestRotationInterrupted(t *testing.T) {
	for name, c := range map[string]struct {
		by     Protection
		rotate RotateOptions
	}{
		"both keys":       {plainly, RotateOptions{Identity: true, Signing: true}},
		"the identity":    {plainly, RotateOptions{Identity: true}},
		"the signing key": {plainly, RotateOptions{Signing: true}},
		"over to their own": {plainly,
			RotateOptions{Identity: true, Signing: true, SSHKey: "own"}},
		"both, the signing key protects":  {byKey, RotateOptions{Identity: true, Signing: true}},
		"the signing key, which protects": {byKey, RotateOptions{Signing: true}},
		"the identity that it protects":   {byKey, RotateOptions{Identity: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first, o := judith(t, c.by), c.rotate
			before := first.had(t)
			if o.SSHKey != "" {
				o.SSHKey, _ = first.signingFile(t, filepath.Join(t.TempDir(), o.SSHKey), "")
			}
			rotate := func(d *desk) error { _, err := d.Rotate(o); return err }
			interrupt(t, first, rotate, func(d *desk, at string) {
				d.keeps(t, before, at)
				d.finish(t, o, before, at)
				d = d.again()
				d.keeps(t, before, at+", again")
				d.works(t, at)
				now := d.had(t)
				if (now.recipient != before.recipient) != o.Identity ||
					(now.signing != before.signing) != o.Signing {
					t.Errorf("%s: not as new as was asked", at)
				}
			})
		})
	}
}

// keeps wants the folder to hold what it held.
func (d *desk) keeps(t *testing.T, before keys, at string) {
	t.Helper()
	if !has(d.recipients(t), before.recipient) {
		t.Fatalf("%s: the old identity is lost", at)
	}
	if !has(d.signingKeys(t), before.signing) {
		t.Fatalf("%s: the old signing key is lost", at)
	}
}

// works wants both keys to do their work, and config.yaml to name the identity.
func (d *desk) works(t *testing.T, at string) {
	t.Helper()
	c, err := d.Owner()
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	if id, err := d.Identity(); err != nil || id.Recipient() != c.Recipient {
		t.Errorf("%s: the identity: %v", at, err)
	}
	signer, err := d.Signer()
	if err == nil {
		_, err = signer.Sign("test", []byte("a text"))
	}
	if err != nil {
		t.Errorf("%s: the signing key: %v", at, err)
	}
}

// finish does what a person does after an interruption.
func (d *desk) finish(t *testing.T, o RotateOptions, before keys, at string) {
	t.Helper()
	id, err := d.Identity()
	if errors.Is(err, seal.ErrNoMatch) {
		for file, public := range d.signingKeys(t) {
			if public == before.signing {
				d.env["CASEFILE_SIGNING_KEY"] = d.in(file)
				defer delete(d.env, "CASEFILE_SIGNING_KEY")
			}
		}
		d = d.again()
		id, err = d.Identity()
	}
	if err != nil {
		t.Fatalf("%s: the identity in its place: %v", at, err)
	}
	c, err := d.Owner()
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	if c.Recipient != id.Recipient() && (!o.Identity || c.Recipient != before.recipient) {
		t.Fatalf("%s: config.yaml names neither the old identity nor the new one", at)
	}
	made, err := d.again().Rotate(o)
	if err != nil {
		t.Fatalf("%s: again: %v", at, err)
	}
	// The identity that cases know is the one to name, and not one that nobody knows.
	old := d.recipients(t)[filepath.Base(made.OldFiles[len(made.OldFiles)-1])]
	if o.Identity && c.Recipient == before.recipient && old != before.recipient {
		t.Errorf("%s: again: %q are named, and not the old identity", at, made.OldFiles)
	}
}

func mustRead(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A change of protection is broken off at any step. The identity still opens, with the old
// protection or the new one, and the same command does the rest.
func TestProtectionInterrupted(t *testing.T) {
	for name, c := range map[string]struct{ from, to Protection }{
		"protected by the signing key": {plainly, byKey},
		"protected no more":            {byKey, plainly},
		"protected anew":               {byKey, byKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := judith(t, c.from)
			before := first.had(t)
			same := func(d *desk, at string) {
				t.Helper()
				if d.works(t, at); d.had(t) != before {
					t.Errorf("%s: other keys", at)
				}
			}
			protect := func(d *desk) error { _, err := d.Protect(c.to); return err }
			interrupt(t, first, protect, func(d *desk, at string) {
				same(d, at)
				done, err := d.again().Protect(c.to)
				if err != nil {
					t.Fatalf("%s: again: %v", at, err)
				}
				d = d.again()
				same(d, at+", again")
				if shown, err := d.Show(); err != nil || shown.File != done.File ||
					shown.OpensWith != done.OpensWith {
					t.Errorf("%s: in the end %+v, %v", at, shown, err)
				}
			})
		})
	}
}

// Between the two files, signing key and identity have different passphrases: each asks
// for its own when the command is given again.
func TestPassphraseChangeInterrupted(t *testing.T) {
	d := sit(t, nil)
	id := newIdentity(t)
	d.write(t, "identity.age", locked(t, id, "three plain words"))
	d.write(t, "config.yaml", []byte("id: judith\nrecipient: "+id.Recipient()+"\n"))
	d.signingFile(t, "signing", "three plain words")
	d.someone.answers = []string{"three plain words", "four other plain words"}
	// three files are written, and one is put in its place
	d.disk = &frailDisk{left: 4, killed: true}
	if _, err := d.Protect(Protection{}); !errors.Is(err, errDisk) {
		t.Fatal(err)
	}
	d.disk = realDisk{}
	d = d.again("three plain words", "four other plain words", "four other plain words")
	done, err := d.Protect(Protection{})
	if err != nil || done.OpensWith != "a passphrase" {
		t.Fatal(err)
	}
	want := []string{"secret Passphrase of the identity file: ",
		"twice New passphrase for your identity: ",
		"secret Passphrase for " + d.in("signing") + ": "}
	if !slices.Equal(d.asked, want) {
		t.Errorf("asked %q", d.asked)
	}
	d = d.again("four other plain words")
	if got, err := d.Identity(); err != nil || got.Recipient() != id.Recipient() {
		t.Error(err)
	}
	signer, err := d.Signer()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signer.Sign("test", nil); err != nil || len(d.asked) != 1 {
		t.Errorf("asked %q, %v", d.asked, err)
	}
}
