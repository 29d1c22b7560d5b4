package bench

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"filippo.io/age"
	"golang.org/x/crypto/ssh"
)

// The same work by stock tools and bare libraries, where no program does it.

// eachObject hands over the objects of a list of IDs, in its order, as git cat-file gives
// them. What it hands over stays the receiver's.
func eachObject(ctx context.Context, repo string, ids io.Reader, visit func([]byte) error) error {
	cmd := exec.CommandContext(ctx, "git", "--git-dir="+repo, "cat-file", "--batch", "--buffer")
	cmd.Stdin, cmd.Stderr = ids, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	read := bufio.NewReaderSize(out, 1<<20)
	for err == nil {
		var head string
		if head, err = read.ReadString('\n'); err != nil {
			break
		}
		var size int
		words := strings.Fields(head) // ID, type, size
		if size, err = strconv.Atoi(words[len(words)-1]); err != nil {
			break
		}
		data := make([]byte, size+1) // git ends each with a line feed
		if _, err = io.ReadFull(read, data); err == nil {
			err = visit(data[:size])
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, cmd.Wait())
}

// onAllCores has work done as it comes, on all cores, and gives what failed.
func onAllCores(feed func(put func(work func() error)) error) error {
	works := make(chan func() error, 256)
	errs := make([]error, runtime.NumCPU())
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			for work := range works {
				if err := work(); err != nil {
					errs[i] = err
				}
			}
		})
	}
	err := feed(func(work func() error) { works <- work })
	close(works)
	group.Wait()
	return errors.Join(append(errs, err)...)
}

// Signatures verifies the Ed25519 signature of each commit, and nothing else about it, and
// gives how many there were.
func Signatures(ctx context.Context, repo string) (n int, err error) {
	list := exec.CommandContext(ctx, "git", "--git-dir="+repo, "rev-list", "refs/heads/main")
	ids, err := list.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := list.Start(); err != nil {
		return 0, err
	}
	err = onAllCores(func(put func(func() error)) error {
		return eachObject(ctx, repo, ids, func(raw []byte) error {
			n++
			put(func() error { return verified(raw) })
			return nil
		})
	})
	return n, errors.Join(err, list.Wait())
}

// signatureBlock is PROTOCOL.sshsig's.
type signatureBlock struct {
	Magic                                     [6]byte
	Version                                   uint32
	Key, Namespace, Reserved, Hash, Signature []byte
}

// signed is the data under an SSH signature.
type signed struct {
	Magic                           [6]byte
	Namespace, Reserved, Hash, Data []byte
}

var errSignature = errors.New("the signature does not fit")

// verified judges one commit.
func verified(raw []byte) error {
	head, rest, ok := bytes.Cut(raw, []byte("\ngpgsig "))
	if !ok {
		return errSignature
	}
	armor, tail, _ := bytes.Cut(rest, []byte("\n\n"))
	block, _ := pem.Decode(bytes.ReplaceAll(append(armor, '\n'), []byte("\n "), []byte("\n")))
	if block == nil {
		return errSignature
	}
	payload := append(append(bytes.Clone(head), "\n\n"...), tail...)
	return fits(payload, block.Bytes)
}

func fits(payload, blob []byte) error {
	var s signatureBlock
	if err := ssh.Unmarshal(blob, &s); err != nil {
		return err
	}
	var key struct {
		Name string
		Key  []byte
	}
	var signature ssh.Signature
	err := errors.Join(ssh.Unmarshal(s.Key, &key), ssh.Unmarshal(s.Signature, &signature))
	if err != nil {
		return err
	}
	sum := sha512.Sum512(payload)
	message := ssh.Marshal(signed{s.Magic, s.Namespace, s.Reserved, s.Hash, sum[:]})
	if len(key.Key) != ed25519.PublicKeySize || !ed25519.Verify(key.Key, message, signature.Blob) {
		return errSignature
	}
	return nil
}

// Sealed lists the objects that a member can open, each line a case and an object. The key of a
// case comes before its entries.
func Sealed(ctx context.Context, repo, member string, out io.Writer) error {
	refs, err := said(ctx, repo, "for-each-ref", "--format=%(refname)", "refs/casefile/keys")
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, ref := range append(strings.Fields(refs), "refs/heads/main") {
		files, err := said(ctx, repo, "ls-tree", "-r", ref)
		if err != nil {
			return err
		}
		for line := range strings.Lines(files) {
			head, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			id, parts := strings.Fields(head)[2], strings.Split(path, "/")
			switch base := parts[len(parts)-1]; {
			case base == member+".age":
				fmt.Fprintln(&b, parts[0], id)
			case strings.HasSuffix(base, ".md.age"):
				fmt.Fprintln(&b, parts[2], id)
			}
		}
	}
	_, err = io.WriteString(out, b.String())
	return err
}

// said returns git's answer.
func said(ctx context.Context, repo string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--git-dir=" + repo}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return string(out), err
}

// OpenAll opens the sealed files that list names, with the identity in a person's folder,
// and gives how many entries there were. A line of list is a case and an object: first its
// wrapped key, then its entries.
func OpenAll(ctx context.Context, repo, person, list string) (n int, err error) {
	own, err := ageIdentity(filepath.Join(person, "casefile", "identity.txt"))
	if err != nil {
		return 0, err
	}
	data, err := os.ReadFile(list)
	if err != nil {
		return 0, err
	}
	cases, ids := columns(string(data))
	keys := map[string]func() (age.Identity, error){}
	err = onAllCores(func(put func(func() error)) error {
		return eachObject(ctx, repo, strings.NewReader(ids), func(sealed []byte) error {
			name := cases[0]
			cases = cases[1:]
			key := keys[name]
			if key == nil {
				keys[name] = sync.OnceValues(func() (age.Identity, error) {
					return unwrapped(sealed, own)
				})
				return nil
			}
			n++
			put(func() error { return opened(sealed, key) })
			return nil
		})
	})
	return n, err
}

// columns parts a list of cases and objects, a pair a line.
func columns(list string) (cases []string, ids string) {
	var b strings.Builder
	for line := range strings.Lines(list) {
		name, id, _ := strings.Cut(line, " ")
		cases = append(cases, name)
		b.WriteString(id)
	}
	return cases, b.String()
}

func ageIdentity(file string) (age.Identity, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parsed(data)
}

func parsed(data []byte) (age.Identity, error) {
	all, err := age.ParseIdentities(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func unwrapped(sealed []byte, own age.Identity) (age.Identity, error) {
	plain, err := age.Decrypt(bytes.NewReader(sealed), own)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(plain)
	if err != nil {
		return nil, err
	}
	return parsed(data)
}

func opened(sealed []byte, key func() (age.Identity, error)) error {
	identity, err := key()
	if err != nil {
		return err
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), identity)
	if err == nil {
		_, err = io.Copy(io.Discard, plain)
	}
	return err
}
