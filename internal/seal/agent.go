package seal

import (
	"bytes"
	"fmt"
	"io"
	"runtime"

	"filippo.io/age"

	"casefile/internal/aside"
)

// agentKey is the key of an identity that is in the process of the agent.
type agentKey struct {
	recipient string
	fileKeys  FileKeys
}

// FileKeys returns the file key for each age header, and nil where the identity does not open the
// file. A file key opens that file and nothing else.
type FileKeys func(headers [][]byte) ([][]byte, error)

// AgentIdentity returns an identity whose recipient alone is here. ask sends headers to the process
// that has the key, and never more of a file than its header.
func AgentIdentity(recipient string, ask FileKeys) (*Identity, error) {
	if err := CheckRecipient(recipient); err != nil {
		return nil, err
	}
	return &Identity{agent: &agentKey{recipient, ask}}, nil
}

// FileKeys returns the file key for each header. There is none (nil) for a malformed or altered
// header, or for a file that is sealed to somebody else.
func (id *Identity) FileKeys(headers [][]byte) ([][]byte, error) {
	if id.agent != nil {
		return id.agent.fileKeys(headers)
	}
	keys := make([][]byte, len(headers))
	cores := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group aside.Group
	for i, h := range headers {
		cores <- struct{}{}
		group.Go(func() {
			defer func() { <-cores }()
			keys[i] = id.fileKey(h)
		})
	}
	group.Wait()
	return keys, nil
}

func (id *Identity) fileKey(header []byte) []byte {
	if len(header) > MaxHeader {
		return nil
	}
	key, err := age.DecryptHeader(header, id.key)
	if err != nil {
		return nil
	}
	return key
}

// opener returns the age identity with which age opens this file. It reads src up to the end of the
// header at least. The returned reader gives all of src.
func (id *Identity) opener(src io.Reader) (io.Reader, age.Identity, error) {
	if id.agent == nil {
		return src, id.key, nil
	}
	var read bytes.Buffer
	header, err := age.ExtractHeader(io.TeeReader(src, &read))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: the header is malformed or was altered", ErrDamaged)
	}
	keys, err := id.agent.fileKeys([][]byte{header})
	switch {
	case err != nil:
		return nil, nil, err
	case len(keys) != 1 || keys[0] == nil:
		return nil, nil, ErrNoMatch
	}
	return io.MultiReader(&read, src), age.NewInjectedFileKeyIdentity(keys[0]), nil
}

// open decrypts all of a sealed file, or nothing.
func (id *Identity) open(sealed []byte) ([]byte, error) {
	if id.agent == nil {
		return decrypt(sealed, id.key)
	}
	_, with, err := id.opener(bytes.NewReader(sealed))
	if err != nil {
		return nil, err
	}
	return decrypt(sealed, with)
}
