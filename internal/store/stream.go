package store

import (
	"context"
	"errors"
	"io"

	"github.com/go-git/go-git/v5/plumbing"

	"casefile/internal/aside"
)

// Stream hands a file of at most so many bytes to w, piece by piece, and gives its length.
// Kind and size are asked for before its first byte. Its content is hashed on the way: only
// no error says that w got the file, whole and as its id says.
func (r Reader) Stream(ctx context.Context, id string, most int64, w io.Writer) (int64, error) {
	if !isID(id) {
		return 0, noID(id)
	}
	to := &contentRelay{w: w}
	err := r.each(ctx, ask{kind: "blob", most: most, to: to}, []string{id},
		func(_ int, a answer) error { return a.fault })
	return to.bytes, err
}

// Open reads a file as Stream hands it on. What is wrong with it comes in the place of its
// end. Whoever has read enough closes it; once ctx is over it ends with an error.
func (r Reader) Open(ctx context.Context, id string, most int64) io.ReadCloser {
	out, in := io.Pipe()
	aside.Go(func() {
		in.CloseWithError(aside.Err(func() error {
			_, err := r.Stream(ctx, id, most, in)
			return err
		}))
	})
	return out
}

// contentRelay hands the bytes of one object on as they come.
type contentRelay struct {
	w     io.Writer
	bytes int64
}

// errHalf is a git that ended in the middle of an object which is whole. Who got the first
// half can't take it back, so that the read has failed.
var errHalf = errors.New("git ended in the middle of a file; once more may help")

// Write says of an error of the taker's that nobody has to look for it in git.
func (h *contentRelay) Write(p []byte) (int, error) {
	n, err := h.w.Write(p)
	h.bytes += int64(n)
	if err != nil {
		err = stopped{err}
	}
	return n, err
}

// all hands on the content that an answer announces, and gives the id that it has.
func (h *contentRelay) all(a answer, content io.Reader) (sum string, err error) {
	kind, err := plumbing.ParseObjectType(a.kind)
	if err != nil {
		return "", err
	}
	hash := plumbing.NewHasher(kind, a.size)
	if _, err := io.CopyN(io.MultiWriter(hash, h), content, a.size); err != nil {
		return "", err
	}
	return hash.Sum().String(), nil
}

// again returns the request for an object at which git died. It is the same request, unless
// somebody has the first half of the object already. Then the object is only checked for damage.
func (h *contentRelay) again(want ask, visit visitor) (ask, visitor) {
	if h == nil || h.bytes == 0 {
		return want, visit
	}
	want.to = &contentRelay{w: io.Discard}
	return want, func(i int, a answer) error {
		if a.fault == nil {
			return errHalf
		}
		return visit(i, a)
	}
}
