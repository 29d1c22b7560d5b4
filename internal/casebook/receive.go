package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// ErrServerFault says that a server's own records are not in order, so that it
// takes nothing.
var ErrServerFault = errors.New("the server's own records are not in order")

// Push is what a server was sent, before any ref has moved.
type Push struct {
	Repo    *store.Repo // the server's repository, without what was pushed
	Apart   *store.Repo // the same with the pushed objects, which git still keeps apart
	Updates []Update
	Latest  time.Time // no commit may be dated later
}

// Receive judges a push. It gives nil where all of it may land, and a
// FaultError with every fault where none of it may. Any other error refuses the
// push too: what a server can't judge, it does not take.
func Receive(ctx context.Context, p Push, o Options) error {
	r := &receiving{Push: p, book: newBook(p.Repo, o)}
	if len(p.Updates) == 0 {
		return errors.New("git named no ref; this is run by git, when somebody pushes")
	}
	if err := r.catchUp(ctx); err != nil {
		return err
	}
	r.judgeNames()
	if err := r.judgeMain(ctx); err != nil {
		return err
	}
	if len(r.faults) == 0 { // else the dockets that tell the keys are worth nothing
		if err := r.judgeKeys(ctx); err != nil {
			return err
		}
	}
	if len(r.faults) > 0 {
		return &FaultError{r.faults}
	}
	return nil
}

// receiving is the judging of one push.
type receiving struct {
	Push
	book   *Book // stands on the server's main; on nothing where there is none
	main   *Update
	tip    string // where main will be, "" where there is none
	faults []verify.Fault
}

func (r *receiving) fault(rule, path, format string, args ...any) {
	r.faults = append(r.faults, verify.Fault{Path: path, Rule: rule, Means: fmt.Sprintf(format, args...)})
}

// catchUp judges what the server has itself, as Open does, but moves no keys
// ref: the push may be about to. Those that may be wrong are noted as such.
func (r *receiving) catchUp(ctx context.Context) error {
	b := r.book
	pinned, err := b.readTrust()
	if err != nil {
		return err
	}
	if pinned.intro == "" {
		return ErrUntrusted
	}
	b.pinned, b.intro = true, pinned.intro
	if tip, err := b.repo.Ref(ctx, MainRef); err != nil || tip == "" {
		return err
	}
	if _, err = b.mainTip(ctx); err == nil {
		err = b.judgeMain(ctx)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrServerFault, err)
	}
	r.tip = b.tip
	var unsure []store.Move
	for _, shard := range slices.Sorted(maps.Keys(b.touched)) {
		unsure = append(unsure, store.Move{Ref: keysPrefix + shard, New: "?"})
	}
	b.index.noteKeys(unsure)
	b.touched = nil
	return nil
}

// shardRef is a keys ref: two symbols of the alphabet of IDs.
var shardRef = regexp.MustCompile(`^refs/casefile/keys/[0-9A-HJKMNP-TV-Z]{2}$`)

// judgeNames takes nothing but main and keys refs, and lets none go.
func (r *receiving) judgeNames() {
	seen := map[string]bool{}
	for i, u := range r.Updates {
		switch {
		case u.Ref != MainRef && !shardRef.MatchString(u.Ref):
			r.fault(verify.RuleForeignRef, u.Ref, "only main and the keys refs belong on a server")
		case u.New == "":
			r.fault(verify.RuleForeignRef, u.Ref, "no ref is ever deleted")
		case seen[u.Ref]:
			r.fault(verify.RuleForeignRef, u.Ref, "the ref is pushed twice at once")
		case u.Ref == MainRef:
			r.main = &r.Updates[i]
		}
		seen[u.Ref] = true
	}
}

// judgeMain judges the commits that are new on main.
func (r *receiving) judgeMain(ctx context.Context) error {
	if r.main == nil {
		return nil
	}
	if r.main.Old != r.book.tip {
		return fmt.Errorf("%w: main has moved on since", store.ErrRaced)
	}
	line, err := r.newLine(ctx)
	if err != nil || len(r.faults) > 0 {
		return err
	}
	judge := r.judge(ctx)
	judge.NotAfter(r.Latest)
	learned, faults, err := r.book.judgeEach(ctx, judge, line)
	r.faults = append(r.faults, faults...)
	if errors.Is(err, verify.ErrNewer) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		r.faults = append(r.faults, verify.Fault{Commit: line[len(learned)], Rule: ruleOf(err), Means: err.Error()})
	}
	r.tip = r.main.New
	return nil
}

// judge is one that reads what was pushed, and remembers what the server knew.
func (r *receiving) judge(ctx context.Context) *verify.Judge {
	history := &pushed{past: past{ctx: ctx, read: r.Apart.Reader}}
	if r.book.tip == "" {
		history.judge = verify.New(history)
	} else {
		history.past.index = r.book.index
		history.judge = r.book.judge.Over(history)
	}
	return history.judge
}

// newLine lists the commits that the push adds to main; none after a fault.
func (r *receiving) newLine(ctx context.Context) ([]string, error) {
	u := r.main
	if _, err := r.Apart.Commit(ctx, u.New); err != nil {
		r.unreadable(u.New, err)
		return nil, ctx.Err()
	}
	line, err := r.Apart.Since(ctx, u.Old, u.New)
	if errors.Is(err, store.ErrNotFound) && u.Old != "" {
		if _, whole := r.Apart.Since(ctx, "", u.New); whole == nil {
			r.fault(verify.RuleRewound, MainRef, "main would no longer have the commit %s, which the server has", u.Old)
			return nil, nil
		}
	}
	if err != nil {
		r.unreadable(u.New, err)
		return nil, ctx.Err()
	}
	if u.Old == "" {
		return line, r.judgeFirst(ctx, line)
	}
	return line, nil
}

// judgeFirst wants of the first push what the server was told to expect.
func (r *receiving) judgeFirst(ctx context.Context, line []string) error {
	pinned, err := r.book.readTrust()
	if err != nil {
		return err
	}
	verified, err := r.book.repo.Ref(ctx, VerifiedRef)
	if err != nil {
		return err
	}
	for _, err := range []error{pinned.check(line), r.book.notRewound(ctx, judged{verified: verified}, line)} {
		var found *FaultError
		if errors.As(err, &found) {
			r.faults = append(r.faults, found.Faults...)
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (r *receiving) unreadable(commit string, err error) {
	r.faults = append(r.faults, verify.Fault{Commit: commit, Rule: verify.RuleUnreadable, Means: err.Error()})
}

// judgeKeys wants each pushed shard to be what main says, and each shard that
// the new commits touch to be so after the push.
func (r *receiving) judgeKeys(ctx context.Context) error {
	after := map[string]string{}
	for shard := range r.book.touched {
		now, err := r.book.repo.Ref(ctx, keysPrefix+shard)
		if err != nil {
			return err
		}
		after[shard] = now
	}
	pushed := map[string]bool{}
	for _, u := range r.Updates {
		if shard, ok := strings.CutPrefix(u.Ref, keysPrefix); ok {
			after[shard], pushed[shard] = u.New, true
		}
	}
	for _, shard := range slices.Sorted(maps.Keys(after)) {
		if err := r.judgeShard(ctx, shard, after[shard], pushed[shard]); err != nil {
			return err
		}
	}
	return nil
}

func (r *receiving) judgeShard(ctx context.Context, shard, id string, pushed bool) error {
	ref := keysPrefix + shard
	there := false
	if r.tip != "" {
		var err error
		if _, there, err = r.Apart.Lookup(ctx, r.tip, "cases/"+shard); err != nil {
			return err
		}
	}
	if !there {
		r.fault(verify.RuleKeysRef, ref, "no case belongs to it")
		return nil
	}
	want, err := shardCommit(ctx, r.Apart.NewBatch(), r.tip, shard)
	if err != nil {
		return err
	}
	switch {
	case id != want && pushed:
		r.fault(verify.RuleKeysRef, ref, "it is pushed at %s; by the dockets it must be at %s", id, want)
	case id != want:
		r.fault(verify.RuleKeysRef, ref, "it must come along: it is at %s; by the dockets it must be at %s", orNothing(id), want)
	case pushed:
		return r.judgeWrapped(ctx, shard)
	}
	return nil
}

// judgeWrapped wants the wrapped keys that a pushed shard lists. Git checks as
// much before it runs the hook, but then drops that one ref and no other.
func (r *receiving) judgeWrapped(ctx context.Context, shard string) error {
	files, err := shardFiles(ctx, r.Apart.Reader, r.tip, shard)
	if err != nil {
		return err
	}
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	missing, err := r.Apart.Missing(ctx, ids)
	for _, f := range files {
		if slices.Contains(missing, f.ID) {
			r.fault(verify.RuleKeysRef, keysPrefix+shard, "the wrapped key %s is missing: %s", f.Path, f.ID)
		}
	}
	return err
}
