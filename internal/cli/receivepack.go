package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/seal"
	"casefile/internal/store"
)

// readPack reads a pack: a folder, a tar, or a tar sealed by age.
func readPack(app *App, path, identity string) (disclose.Package, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, notFound("there is no pack at %s", path)
	case info.IsDir():
		return readPackFolder(path)
	case !info.Mode().IsRegular() || info.Size() > 2*exchange.MaxPackBytes:
		return nil, fmt.Errorf("%w: %s is no plain file of a size that a pack can have", exchange.ErrPack, path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte("age-encryption.org/")) {
		if data, err = openSealedPack(app, data, identity); err != nil {
			return nil, err
		}
	}
	return exchange.Untar(bytes.NewReader(data))
}

func openSealedPack(app *App, sealed []byte, identity string) ([]byte, error) {
	if identity != "" {
		file, err := os.ReadFile(identity)
		if err != nil {
			return nil, err
		}
		return seal.OpenParcel(file, sealed, 2*exchange.MaxPackBytes)
	}
	id, err := app.keys.Identity()
	if err != nil {
		return nil, err
	}
	return seal.OpenFile(id, sealed)
}

// readPackFolder reads plain files alone: a link could lead anywhere.
func readPackFolder(folder string) (disclose.Package, error) {
	files, left := disclose.Package{}, int64(exchange.MaxPackBytes)
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if !e.Type().IsRegular() {
			return fmt.Errorf("%w: %.80q is no plain file", exchange.ErrPack, name)
		}
		data, err := readUpTo(path, left)
		if err != nil {
			return err
		}
		left -= int64(len(data))
		return exchange.Take(files, name, data)
	})
	return files, err
}

func readUpTo(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if int64(len(data)) > limit {
		err = fmt.Errorf("%w: it holds more than a pack can", exchange.ErrPack)
	}
	return data, err
}

// believed compares the key that signed a pack with the one that was told by
// another way, and gives its fingerprint.
func believed(app *App, p *exchange.Pack, o receiveOptions) (string, error) {
	key, err := store.VerifySignature(p.Signature(), p.Sums(), exchange.TransferNamespace)
	if err != nil {
		return "", packError(fmt.Errorf("%w: the signature of the list does not hold: %w", exchange.ErrPack, err))
	}
	print, err := store.Fingerprint(key)
	if err != nil {
		return "", err
	}
	m := p.Manifest
	switch {
	case o.fingerprint != "":
		if strings.TrimPrefix(o.fingerprint, "SHA256:") == strings.TrimPrefix(print, "SHA256:") {
			return print, nil
		}
	case o.signer != "":
		listed, err := signerListed(app, o.signer, key)
		if err != nil || listed {
			return print, err
		}
	default:
		return "", withHint(fmt.Errorf("%wnobody has vouched for the key that signed the pack, %s, said to be that of %s <%s>, %s", errSilent{casebook.ErrUntrusted},
			print, m.Maker.Name, m.Maker.Email, m.Agency), "ask %s by telephone for the fingerprint; when it is this one, repeat with --fingerprint %s", m.Agency, print)
	}
	return "", packError(fmt.Errorf("%w: it is signed by another key than the one you gave, %s", exchange.ErrPack, print))
}

// signerListed looks for a key in a file of public keys or of allowed signers.
// A line of the latter counts where it allows packs.
func signerListed(app *App, file, key string) (bool, error) {
	data, err := readText(app, file)
	if err != nil {
		return false, err
	}
	allowed := fmt.Sprintf("namespaces=%q", exchange.TransferNamespace)
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		for i := range fields[:max(len(fields)-1, 0)] {
			if fields[i]+" "+fields[i+1] != key {
				continue
			}
			if i == 0 || i == 1 || i == 2 && fields[1] == allowed {
				return true, nil
			}
			return false, usage("%s has the key for other uses than packs alone", file)
		}
	}
	return false, nil
}
