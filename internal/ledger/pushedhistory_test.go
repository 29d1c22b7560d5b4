package ledger

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/verify"
)

func TestPushedSizes(t *testing.T) {
	b := newBench(t)
	id := b.blob(make([]byte, verify.MaxPlain+1))
	p := &pushedHistory{storedHistory: storedHistory{ctx: t.Context(), read: b.repo.Reader}}
	if _, err := p.Blob(id); !errors.Is(err, verify.ErrHuge) || ruleOf(err) != "size" {
		t.Errorf("a huge file: %v", err)
	}
	s, err := p.sealedUpTo(verify.MaxPlain, id)
	if want := (verify.Sealed{Size: verify.MaxPlain + 1, OneHybrid: true,
		Padded: true}); err != nil || s != want {
		t.Errorf("a huge sealed file: %+v, %v", s, err)
	}
	if s, err = p.Sealed(id); err != nil || s.OneHybrid {
		t.Errorf("a file that may be sealed: %+v, %v", s, err)
	}
	commit := b.line("", "one")[0]
	if s, err = p.Sealed(commit); err != nil || s.Size <= 0 || s.OneHybrid {
		t.Errorf("a commit in the place of a file: %+v, %v", s, err)
	}
	if _, err := p.Sealed(strings.Repeat("12", 20)); !errors.Is(err, verify.ErrAbsent) {
		t.Errorf("a missing sealed file: %v", err)
	}
	if _, err := p.Blob(strings.Repeat("12", 20)); !errors.Is(err, verify.ErrAbsent) {
		t.Errorf("a missing file: %v", err)
	}
	if p.limit() != verify.MaxSealedFile {
		t.Errorf("with no policy, %d bytes are read", p.limit())
	}
}
