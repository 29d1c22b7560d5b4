package casebook

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// A text may have been recorded here while main lacks it and no ref keeps its commit. Then its
// commit was lost: a disk failed, or somebody removed refs. The outbox still has the text, as no
// other copy ever had it.

// LostTexts lists texts of mine that are in my outbox and nowhere else.
func (b *Book) LostTexts(ctx context.Context) ([]record.Ref, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	list, err := b.nowhereElse(ctx, b.outbox(me.ID))
	return slices.DeleteFunc(list, func(ref record.Ref) bool {
		_, err := os.Stat(b.draftFile(me.ID, ref.Entry))
		return err == nil
	}), err
}

// nowhereElse lists the entries in a member's outbox that no commit of main, or kept here, has.
func (b *Book) nowhereElse(ctx context.Context, outbox string) (out []record.Ref, err error) {
	list, err := os.ReadDir(outbox)
	if errors.Is(err, fs.ErrNotExist) || len(list) == 0 {
		return nil, nil
	}
	kept, keptErr := b.keptAside(ctx)
	if err = errors.Join(err, keptErr); err != nil {
		return nil, err
	}
	for _, f := range list {
		ref, ok := outboxEntry(f.Name())
		if !ok {
			continue
		}
		facts, err := b.Facts(ref.Case)
		if err != nil {
			return nil, err
		}
		onMain := facts != nil && facts.Entries[ref.Entry].File != ""
		if !onMain && !kept[ref] && !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out, nil
}

// outboxEntry returns the entry whose text a file of an outbox has, by its name.
func outboxEntry(file string) (record.Ref, bool) {
	name, _, _ := strings.Cut(strings.TrimSuffix(file, ".age"), ".")
	parts := strings.Split(name, "-")
	if len(parts) < 2 || !record.ID(parts[0]).Valid() || !record.ID(parts[1]).Valid() {
		return record.Ref{}, false
	}
	return record.Ref{Case: record.ID(parts[0]), Entry: record.ID(parts[1])}, true
}

// keptAside returns the entries of commits that wait for their author, or are in conflict.
func (b *Book) keptAside(ctx context.Context) (map[record.Ref]bool, error) {
	out := map[record.Ref]bool{}
	for _, prefix := range []string{ledger.UnpushedPrefix, ledger.ConflictsPrefix} {
		refs, err := b.repo.Refs(ctx, prefix)
		if err != nil {
			return nil, err
		}
		for _, tip := range refs {
			if err := b.keptBy(ctx, prefix, tip, out); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// keptBy adds the entries that one ref keeps: those of one commit in conflict, or of a line
// that waits.
func (b *Book) keptBy(ctx context.Context, prefix, tip string, out map[record.Ref]bool) error {
	line := []string{tip}
	if prefix == ledger.UnpushedPrefix {
		base, err := b.repo.MergeBase(ctx, b.Tip(), tip)
		if err == nil && base != "" {
			line, err = b.repo.Since(ctx, base, tip)
		}
		if err != nil {
			return err
		}
	}
	for _, commit := range line {
		c, err := b.repo.Commit(ctx, commit)
		if err != nil {
			return err
		}
		m, err := verify.ParseMessage(c.Message)
		if err != nil {
			continue // a ref that somebody else put there
		}
		for _, t := range m.Cases {
			for _, e := range t.Entries {
				out[record.Ref{Case: t.Case, Entry: e.ID}] = true
			}
		}
	}
	return nil
}

// LostToDrafts makes drafts of such texts. Recording again is for their author: what the
// commit said of them besides is lost.
func (b *Book) LostToDrafts(ctx context.Context) (made []record.ID, err error) {
	lost, err := b.LostTexts(ctx)
	if err != nil {
		return nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	if made, err = b.sealedToDrafts(ctx, me); err != nil {
		return made, err
	}
	for _, ref := range lost {
		text, err := b.outboxText(me, ref.Case, string(ref.Entry))
		if unopenable(err) {
			continue
		}
		if err != nil {
			return made, err
		}
		act, err := b.lostAct(ctx, ref, text)
		if err != nil {
			return made, err
		}
		if _, err := b.keepAs(me, ref.Entry, act, record.AuthorText(text)); err != nil {
			return made, err
		}
		made = append(made, ref.Entry)
	}
	return made, nil
}

// sealedToDrafts makes drafts of texts in conflict that no key opened when they were put aside,
// because the author's identity was lost. The drafts are made as soon as a key opens the texts:
// somebody has let the author in again. A draft that was made before and is not here was discarded
// by the author.
func (b *Book) sealedToDrafts(ctx context.Context, me team.Member) (made []record.ID, err error) {
	refs, err := b.repo.Refs(ctx, ledger.ConflictsPrefix)
	if err != nil {
		return nil, err
	}
	for _, ref := range slices.Sorted(maps.Keys(refs)) {
		o, err := b.original(ctx, refs[ref])
		if err != nil || o.Author.Email != me.Email { // a ref that somebody else put there
			continue
		}
		for _, c := range o.msg.Cases {
			for _, e := range c.Entries {
				now, err := b.sealedToDraft(ctx, me, o, c, e.ID)
				if err != nil {
					return made, err
				}
				if now {
					made = append(made, e.ID)
				}
			}
		}
	}
	return made, nil
}

func (b *Book) sealedToDraft(ctx context.Context, me team.Member, o original,
	c verify.CaseTrailers, id record.ID,
) (made bool, err error) {
	facts, err := b.Facts(c.Case)
	if err != nil || facts != nil && facts.Entries[id].File != "" {
		return false, err
	}
	_, statErr := os.Stat(b.draftFile(me.ID, id))
	if _, err := b.outboxText(me, c.Case, string(id)); statErr == nil ||
		!errors.Is(err, seal.ErrNoMatch) {
		return false, nil
	}
	text, err := b.originalText(ctx, o, c, id)
	if err != nil {
		if _, faulty := errors.AsType[*EntryFault](err); faulty || unopenable(err) {
			return false, nil
		}
		return false, err
	}
	act, err := b.actOf(ctx, o, c, id, text)
	if err != nil {
		return false, err
	}
	if _, err = b.keepAs(me, id, act, record.AuthorText(text)); err != nil {
		return false, err
	}
	// Nobody opens this one any more, and by its absence a discarded draft stays away.
	return true, missingIsFine(os.Remove(b.outboxFile(me.ID, c.Case, string(id))))
}

// lostAct returns the act that records a lost text again, as far as its kind tells; of any other
// text the case alone is known.
func (b *Book) lostAct(ctx context.Context, ref record.Ref, text []byte) (Act, error) {
	only := Act{On: []ActOn{{Case: ref.Case}}}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return only, err
	}
	e, err := kinds.Decode(text)
	if err != nil || e.ID != ref.Entry || e.Case != ref.Case {
		return only, nil
	}
	k, ok := kinds.Kind(e.Kind)
	if !ok || len(k.Ops) == 0 {
		return only, nil
	}
	act := actFor(k.Ops[0], e, verify.CaseTrailers{Case: ref.Case})
	if act.Check() != nil {
		return only, nil
	}
	return act, nil
}
