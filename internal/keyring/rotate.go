package keyring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// RotateOptions say what is made new.
type RotateOptions struct {
	Identity, Signing bool   // one of them at least
	SSHKey            string // file of a key of their own to sign with from now on; "" to make one
}

// Rotated are the keys that Rotate made and kept.
type Rotated struct {
	Recipient     string   // now
	OldFiles      []string // files of old keys, the identity's last
	StillUnlocked error    // why the agent of the old identity could not be ended; nil mostly
}

// OldIdentity returns the file in which the old identity was kept, where a new one was made.
func (r Rotated) OldIdentity() string { return r.OldFiles[len(r.OldFiles)-1] }

// Rotate makes new keys, protected as the old ones are, in their place, and keeps the
// old ones beside them, with the day in their names. It fails as Protect does.
func (k *Keyring) Rotate(o RotateOptions) (Rotated, error) {
	own, err := k.own()
	if err != nil {
		return Rotated{}, err
	}
	if own.ended != "" && o.Identity {
		return k.endedWith(own, o)
	}
	r := &rotation{own: own, staging: k.staging(), opts: o}
	defer r.drop()
	if err := k.rotate(r); err != nil {
		return Rotated{}, err
	}
	if err := r.commit(); err != nil {
		return Rotated{}, err
	}
	k.sign = nil // the one before
	out := Rotated{Recipient: r.next.Recipient, OldFiles: r.kept}
	if o.Identity {
		_, out.StillUnlocked = k.lock(own.config.Recipient)
	}
	return out, nil
}

// endedWith returns the result of an interrupted rotation that is whole now. It makes no second
// identity: the cases know the one before, and nobody knows the new one yet. The signing key was in
// place before the identity was. Only a key of the person's own must still be named.
func (k *Keyring) endedWith(own own, o RotateOptions) (out Rotated, err error) {
	if o.SSHKey != "" {
		o.Identity = false
		out, err = k.Rotate(o)
	}
	out.Recipient, out.OldFiles = own.config.Recipient, append(out.OldFiles, own.ended)
	return out, err
}

// rotation holds the changes of one run.
type rotation struct {
	own
	*staging
	opts   RotateOptions
	next   Config
	p      protector
	id     *seal.Identity // the new one, or the old one where it stays
	suffix string
	kept   []string // old keys, by their new names
}

// rotate writes everything beside its place.
func (k *Keyring) rotate(r *rotation) error {
	var err error
	if r.suffix, err = k.rotationSuffix(); err != nil {
		return err
	}
	data, err := readOwn(r.file)
	if err != nil {
		return err
	}
	r.next, r.id = r.config, r.own.id
	kind := seal.ProtectedBy(data)
	if kind == seal.ByPassphrase {
		r.p.passphrase = k.passphrase
	}
	if kind == seal.ByPlugin {
		r.p.plugin = r.config.PluginRecipient
	}
	if err := k.rotateSigning(r, kind); err != nil {
		return err
	}
	return k.rotateIdentity(r, data, kind)
}

// rotationSuffix returns today, or today and a number, so that no kept key is ever overwritten.
func (k *Keyring) rotationSuffix() (string, error) {
	now, err := k.o.Now()
	if err != nil {
		return "", err
	}
	day := now.UTC().Format("2006-01-02")
	suffix := day
	for n := 2; ; n++ {
		old, err := filepath.Glob(k.in("*-" + suffix + "*"))
		if err != nil || len(old) == 0 {
			return suffix, err
		}
		suffix = fmt.Sprintf("%s.%d", day, n)
	}
}

// rotateSigning also finds what an SSH-protected identity is protected to.
func (k *Keyring) rotateSigning(r *rotation, kind seal.Protection) error {
	public, file := "", r.signing
	var err error
	switch {
	case r.opts.Signing && r.opts.SSHKey != "":
		public, err = k.nameSigning(r)
		file = r.next.SigningKey
	case r.opts.Signing:
		public, file, err = k.makeSigning(r)
	case kind == seal.BySSHKey:
		var signer store.Signer
		if signer, err = k.Signer(); err == nil {
			public = signer.PublicKey()
		}
		if file == "" {
			file = r.config.SigningKey
		}
	}
	if kind == seal.BySSHKey {
		r.p.sshKey, r.p.keyFile = public, file
	}
	return err
}

// nameSigning goes over to a key of the person's own.
func (k *Keyring) nameSigning(r *rotation) (public string, err error) {
	if r.next.SigningKey, err = filepath.Abs(r.opts.SSHKey); err != nil {
		return "", err
	}
	s, err := k.signerFrom(r.next.SigningKey)
	if err != nil {
		return "", err
	}
	if r.signing != "" {
		err = r.keep(r.signing, "signing")
		r.remove(r.signing)
		r.remove(r.signing + ".pub")
	}
	return s.PublicKey(), err
}

// makeSigning makes a key under the passphrase of the one before.
func (k *Keyring) makeSigning(r *rotation) (public, temp string, err error) {
	file := k.in("signing")
	passphrase, err := k.signingPassphrase(r)
	if err != nil {
		return "", "", err
	}
	private, public, err := store.NewSigningKey(r.config.ID, passphrase)
	if err != nil {
		return "", "", err
	}
	if r.signing != "" {
		if err := r.keep(r.signing, "signing"); err != nil {
			return "", "", err
		}
	}
	if temp, err = r.add(file, private, 0o600); err != nil {
		return "", "", err
	}
	_, err = r.add(file+".pub", []byte(public+" "+r.config.ID+"\n"), 0o644)
	return public, temp, err
}

// signingPassphrase returns the one that opens the key now; nobody is asked twice.
func (k *Keyring) signingPassphrase(r *rotation) ([]byte, error) {
	if r.signing == "" {
		return r.p.passphrase, nil
	}
	private, err := readOwn(r.signing)
	if err != nil || !store.SigningKeyIsLocked(private) {
		return nil, err
	}
	passphrase, err := k.ask("Passphrase for " + r.signing + ": ")
	if err != nil {
		return nil, err
	}
	_, err = store.ReprotectSigningKey(private, r.config.ID,
		func() ([]byte, error) { return passphrase, nil }, passphrase)
	return passphrase, err
}

// endRotation ends a rotation that was cut off between the new identity and the settings: the one
// that these name is kept beside it then. Otherwise it is ErrOtherIdentity.
func (k *Keyring) endRotation(o *own) error {
	kept := k.newestKept()
	old, err := k.Old(kept)
	if err != nil || old.Recipient() != o.config.Recipient {
		return notOwn()
	}
	o.ended = kept
	o.config.Recipient = o.id.Recipient()
	s := k.staging()
	defer s.drop()
	if err := k.stageConfig(s, o.config); err != nil {
		return err
	}
	return s.commit()
}

// newestKept returns the file of the old identity that was kept last; one that is not there where
// none was.
func (k *Keyring) newestKept() string {
	kept, _ := filepath.Glob(k.in("identity-*")) // no pattern of ours is malformed
	since := func(file string) time.Time {
		info, err := os.Stat(file)
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	if len(kept) == 0 {
		return k.in("identity-")
	}
	return slices.MaxFunc(kept, func(a, b string) int { return since(a).Compare(since(b)) })
}

// keep gives an old key and its public half a name with the day in it.
func (r *rotation) keep(file, name string) error {
	for _, half := range []string{"", ".pub"} {
		data, err := readOwn(file + half)
		if os.IsNotExist(err) && half != "" {
			continue
		}
		if err != nil {
			return err
		}
		kept := filepath.Join(filepath.Dir(file), name+"-"+r.suffix+half)
		if half == "" {
			r.kept = append(r.kept, kept)
		}
		if _, err := r.add(kept, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// rotateIdentity keeps the old identity under the protection of the new one, so
// that the same passphrase, key or touch opens both.
func (k *Keyring) rotateIdentity(r *rotation, data []byte, kind seal.Protection) error {
	var err error
	if kind == seal.BySSHKey {
		data, err = k.seal(r.id, r.p, r.next)
	}
	if err != nil || !r.opts.Identity {
		return errors.Join(err, k.stageIdentity(r.staging, r.file, data, r.p, r.next))
	}
	kept := k.in("identity-" + r.suffix + filepath.Ext(r.p.file()))
	r.kept = append(r.kept, kept)
	if _, err := r.add(kept, data, 0o600); err != nil {
		return err
	}
	if r.id, err = seal.NewIdentity(); err != nil {
		return err
	}
	r.next.Recipient = r.id.Recipient()
	if data, err = k.seal(r.id, r.p, r.next); err != nil {
		return err
	}
	return k.stageIdentity(r.staging, r.file, data, r.p, r.next)
}
