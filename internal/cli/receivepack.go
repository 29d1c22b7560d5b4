package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/term"
)

// readPack reads a pack: a folder, a tar, or a tar sealed by age.
func readPack(app *App, path, identity string) (disclose.Package, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, notFound("there is no pack at %s", path)
	}
	if info.IsDir() {
		if at, err := os.Lstat(path); err == nil && !at.IsDir() { // a link could lead anywhere
			return nil, fmt.Errorf("%w: %q is not a plain file", exchange.ErrPack, ".")
		}
		files, err := exchange.ReadPackFolder(os.DirFS(path))
		return files, inFolder(path, err)
	}
	if !info.Mode().IsRegular() || info.Size() > exchange.MaxArchiveBytes {
		return nil, fmt.Errorf("%w: %s is not a plain file of a size that a pack can have",
			exchange.ErrPack, path)
	}
	data, err := term.BoundedReader{Name: path, Most: exchange.MaxArchiveBytes,
		Ended: app.ended}.File(path)
	if err != nil {
		return nil, err
	}
	return exchange.ReadPackFile(data, func(sealed []byte) ([]byte, error) {
		return openSealedPack(app, sealed, identity)
	})
}

// inFolder puts the folder, as the user typed it, before the file name in an error.
func inFolder(folder string, err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		at.Path = filepath.Join(folder, at.Path)
	}
	return err
}

func openSealedPack(app *App, sealed []byte, identity string) ([]byte, error) {
	if identity != "" {
		file, err := readText(app, identity, aSetting)
		if err != nil {
			return nil, err
		}
		return seal.OpenParcel(file, sealed, exchange.MaxArchiveBytes)
	}
	id, err := app.keys.Identity()
	if err != nil {
		return nil, err
	}
	return seal.OpenFile(id, sealed)
}

// believed compares the key that signed a pack with the key that the user learned by another way.
// It returns the key's fingerprint.
func believed(app *App, p *exchange.Pack, o receiveOptions) (string, error) {
	told := exchange.TrustedKey{Fingerprint: o.fingerprint}
	if o.signer != "" {
		told.Signers = func() ([]byte, error) { return readText(app, o.signer, aSetting) }
	}
	fingerprint, err := p.VerifySigner(told, verifySignature)
	switch {
	case errors.Is(err, exchange.ErrUnvouched):
		return "", withHint(err, "ask %s by telephone for the fingerprint; "+
			"when it is this one, repeat with --fingerprint %s", p.Manifest.Agency, fingerprint)
	case errors.Is(err, exchange.ErrOtherUse):
		return "", usage("%s has the key for other uses than packs alone", o.signer)
	case err != nil:
		return "", packError(err)
	}
	return fingerprint, nil
}

// verifySignature verifies a pack's signature. It returns the key and its fingerprint.
func verifySignature(signature, data []byte, namespace string) (key, print string, err error) {
	if key, err = store.VerifySignature(signature, data, namespace); err == nil {
		print, err = store.Fingerprint(key)
	}
	return key, print, err
}
