package casebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// trustFile names the introduction that this copy was given out of band. It is
// a file, not a ref, so that no server can bring its own.
func (b *Book) trustFile() string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "trust")
}

// Introduction is the first commit of a copy's records: the pinned one, or,
// where none is pinned, the one that its own history begins with. ErrNoRecords
// where the repository holds none.
func Introduction(ctx context.Context, repo *store.Repo, tip string) (string, error) {
	if _, ok, err := repo.Lookup(ctx, tip, verify.PolicyPath); err != nil || !ok {
		return "", errors.Join(err, ErrNoRecords)
	}
	data, err := os.ReadFile((&Book{repo: repo}).trustFile())
	if pinned := strings.TrimSpace(string(data)); err == nil && pinned != "" {
		return pinned, nil
	}
	line, err := repo.Since(ctx, "", tip)
	if err != nil {
		return "", err
	}
	return line[0], nil
}

// pin settles what introduction this copy believes in. A copy that was given
// none can be looked at, and believes nothing for ever.
func (b *Book) pin(ctx context.Context, trust, tip string) error {
	data, err := os.ReadFile(b.trustFile())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	pinned := strings.TrimSpace(string(data))
	if trust == "" && pinned == "" {
		b.Notes = append(b.Notes, "this copy has no pinned introduction: its history is judged by itself alone")
		return b.index.forget()
	}
	intro, seen, _ := strings.Cut(trust, "@")
	if trust == "" {
		intro = pinned
	}
	if pinned != "" && intro != pinned {
		return fmt.Errorf("%w: this copy is pinned to the introduction %s", ErrFault, pinned)
	}
	b.pinned, b.intro = true, intro
	if pinned != "" && seen == "" {
		return nil
	}
	if err := b.checkRoot(ctx, intro, seen, tip); err != nil {
		return err
	}
	if pinned != "" {
		return nil
	}
	return b.writeTrust(intro)
}

func (b *Book) writeTrust(intro string) error {
	if err := os.MkdirAll(filepath.Dir(b.trustFile()), 0o700); err != nil {
		return err
	}
	return replaceFile(b.trustFile(), []byte(intro+"\n"))
}

// checkRoot requires that main begins with the introduction and has passed
// the tip that was named with it.
func (b *Book) checkRoot(ctx context.Context, intro, seen, tip string) error {
	line, err := b.repo.Since(ctx, "", tip)
	if err != nil {
		return err
	}
	if line[0] != intro {
		return fmt.Errorf("%w: it begins with %s, not with the introduction %s", ErrFault, line[0], intro)
	}
	if seen == "" {
		return nil
	}
	for _, id := range line {
		if id == seen {
			return nil
		}
	}
	return fmt.Errorf("%w: it lacks the commit %s, which was in it before", ErrFault, seen)
}

// judged is how far this copy has judged main: by its index, and by the ref
// that outlives the index.
type judged struct {
	tip, verified string // commits, or ""
	place         int    // of tip
}

// lastJudged must be asked before main is read: another process may judge
// further at any time, and what it judged is on the main read later.
func (b *Book) lastJudged(ctx context.Context) (j judged, err error) {
	if j.tip, j.place, err = b.index.tip(); err != nil || !b.pinned {
		return j, err
	}
	j.verified, err = b.repo.Ref(ctx, VerifiedRef)
	return j, err
}

// judgeMain judges what main has beyond the tip judged last.
func (b *Book) judgeMain(ctx context.Context) error {
	last, err := b.lastJudged(ctx)
	if err != nil {
		return err
	}
	tip, err := b.repo.Ref(ctx, MainRef)
	if err != nil {
		return err
	}
	return b.judgeTo(ctx, last, tip)
}

// judgeTo judges what a tip has beyond the one judged last.
func (b *Book) judgeTo(ctx context.Context, last judged, tip string) error {
	line, err := b.repo.Since(ctx, last.tip, tip)
	if err != nil {
		return fmt.Errorf("%w: main no longer has the commit %s, judged here before: %w", ErrFault, last.tip, err)
	}
	if err := b.notRewound(ctx, last, line); err != nil {
		return err
	}
	if b.pinned && last.tip == "" && line[0] != b.intro {
		return fmt.Errorf("%w: it begins with %s, not with the introduction %s", ErrFault, line[0], b.intro)
	}
	stood := b.index.at
	b.index.at = last.place
	judge, learned, err := b.judgeFrom(ctx, last.tip, line)
	if err != nil { // the book still stands where it stood
		b.index.at = stood
		return err
	}
	b.judge, b.tip, b.kinds = judge, tip, nil
	if len(line) == 0 {
		return nil
	}
	if err := b.index.extend(last.place, learned, tip); err != nil {
		return err
	}
	return b.moveVerified(ctx, last, tip)
}

// notRewound requires that main still has the commit that the verified ref
// names, also where the index, which would tell, is lost.
func (b *Book) notRewound(ctx context.Context, last judged, line []string) error {
	if last.verified == "" || b.present != "" || last.verified == last.tip || slices.Contains(line, last.verified) {
		return nil
	}
	if last.tip != "" {
		if _, err := b.repo.Since(ctx, last.verified, last.tip); err == nil {
			return nil // the index got further than the ref
		}
	}
	return fmt.Errorf("%w: main no longer has the commit %s, judged here before", ErrFault, last.verified)
}

// judgeFrom judges a line of commits after one that was judged before.
func (b *Book) judgeFrom(ctx context.Context, from string, line []string) (*verify.Judge, [][]verify.Learned, error) {
	judge, err := b.judgeAt(ctx, from)
	if err != nil {
		return nil, nil, err
	}
	learned, err := b.judgeLine(judge, line)
	return judge, learned, err
}

// judgeAt is a judge who stands on a commit that was judged before.
func (b *Book) judgeAt(ctx context.Context, from string) (*verify.Judge, error) {
	history := past{ctx: ctx, read: b.repo.Reader, index: b.index}
	switch {
	case from == "": // the judge remembers all of it: no need to ask
		history.index = nil
		return verify.New(history), nil
	case b.judge != nil && from == b.tip:
		return b.judge.Over(history), nil
	}
	return verify.Resume(history, from)
}

// judgeLine judges commits in order, and gives all faults as one error.
func (b *Book) judgeLine(judge *verify.Judge, line []string) ([][]verify.Learned, error) {
	var learned [][]verify.Learned
	var faults []verify.Fault
	for _, id := range line {
		v, err := judge.Commit(id)
		if err != nil {
			return nil, fmt.Errorf("judging commit %s: %w", id, err)
		}
		faults = append(faults, v.Faults...)
		b.touch(v.Message)
		learned = append(learned, v.Learned)
	}
	if len(faults) > 0 {
		return nil, &FaultError{faults}
	}
	return learned, nil
}

// touch remembers whose keys refs may have been left behind.
func (b *Book) touch(m verify.Message) {
	if b.touched == nil {
		b.touched = map[string]bool{}
	}
	for _, c := range m.Cases {
		b.touched[c.Case.Shard()] = true
	}
}

// moveVerified notes the tip judged last where git keeps its objects alive. That
// is forward, since notRewound found the ref's commit on the way to the tip. A
// copy that believes nothing notes nothing.
func (b *Book) moveVerified(ctx context.Context, last judged, tip string) error {
	if !b.pinned || b.present != "" || last.verified == tip {
		return nil
	}
	err := b.repo.Move(ctx, []store.Move{{Ref: VerifiedRef, Old: last.verified, New: tip}})
	if errors.Is(err, store.ErrRaced) {
		return nil // another process judged as far, or further
	}
	return err
}
