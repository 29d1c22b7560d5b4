package ledger

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The judged tip is noted in a ref, so that git keeps its objects. Nobody waits for a lock on that
// ref: the next process judges these commits again, and notes the tip.
func TestNoteJudgedBesideALock(t *testing.T) {
	b := newBench(t)
	line := b.line("", "introduction", "case")
	b.setRef(VerifiedRef, line[0])
	l := New(b.repo, Options{Mark: testMark})
	l.believe(t.Context(), Trust{Intro: line[0]})
	lock := filepath.Join(b.repo.CommonDir(), filepath.FromSlash(VerifiedRef)+".lock")
	b.must(os.WriteFile(lock, nil, 0o600))
	noted := func() string {
		begun := time.Now()
		b.must(l.moveVerified(t.Context(), judgedTip{verified: line[0]}, line[1]))
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("it took %s", took)
		}
		at, err := b.repo.Ref(t.Context(), VerifiedRef)
		b.must(err)
		return at
	}
	if at := noted(); at != line[0] {
		t.Errorf("beside a lock it moved to %s", at)
	}
	b.must(os.Remove(lock))
	if at := noted(); at != line[1] {
		t.Errorf("without one it is at %s", at)
	}
}
