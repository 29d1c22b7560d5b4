package casebook

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"casefile/internal/aside"
	"casefile/internal/cases"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// opener opens the entries of one case, and makes items of them.
type opener struct{ plain.Case }

// opener returns an opener with the keys of the case that I hold.
func (b *Book) opener(ctx context.Context, d *record.Docket) (opener, error) {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return opener{}, err
	}
	keys, err := b.caseKeys(ctx, d)
	if err != nil {
		return opener{}, err
	}
	facts, err := b.Facts(d.Case)
	return opener{plain.Case{ID: d.Case, Keys: keys, All: len(keys) == EpochsKept(d), Kinds: kinds,
		Facts: facts}}, err
}

// opened are the sealed files of a case, opened as far as possible.
type opened struct {
	files []sealedFile
	items []cases.Item
	texts []*plain.Text // nil where the text is not what history says
}

// openEach opens entries on all cores, as opening takes far longer than reading. It takes from
// cached the texts that are there, and does not open them.
func (o opener) openEach(ctx context.Context, read store.Reader, files []sealedFile,
	cached *cachedTexts,
) (opened, error) {
	blobs := make([]string, len(files))
	for i, f := range files {
		blobs[i] = f.blob
	}
	out := opened{files, make([]cases.Item, len(files)),
		make([]*plain.Text, len(files))}
	errs := make([]error, len(files))
	cores := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group aside.Group
	var some []sealedEntry
	open := func() {
		these := some
		some = nil
		cores <- struct{}{}
		group.Go(func() {
			defer func() { <-cores }()
			for _, e := range these {
				out.items[e.at], out.texts[e.at], errs[e.at] = o.item(files[e.at], e.sealed, cached)
			}
		})
	}
	err := read.EachBlob(ctx, blobs, verify.MaxSealed,
		func(i int, sealed []byte, lost error) error {
			if lost != nil {
				out.items[i] = o.lost(files[i], lost)
				return nil
			}
			if some = append(some, sealedEntry{i, sealed}); len(some) == atATime {
				open()
			}
			return nil
		})
	if len(some) > 0 {
		open()
	}
	group.Wait()
	return out, errors.Join(err, errors.Join(errs...))
}

// sealedEntry is a sealed file that was read, with its index in the list of files.
type sealedEntry struct {
	at     int
	sealed []byte
}

// atATime is the number of entries that a core opens in one goroutine. Waking a core for each of
// two hundred entries took a twentieth of the time of a long chronology.
const atATime = 4

// judgeTogether applies the rules that need other texts of the case.
func (o opener) judgeTogether(all opened) {
	doubled := plain.Doubled(slices.DeleteFunc(slices.Clone(all.texts),
		func(t *plain.Text) bool { return t == nil }))
	for i := range all.items {
		if f := doubled[all.items[i].ID]; f != nil && all.texts[i] != nil {
			refuse(&all.items[i], f.Rule, f.Means)
		}
	}
	judgeReleases(all.items, o.Facts)
}

// item opens one entry. An entry that can't be opened, or is not what history says, becomes an item
// with a Fault and without a text. So the rest is not taken for the whole record, and an exchanged
// text is never shown.
func (o opener) item(f sealedFile, sealed []byte, cached *cachedTexts) (
	cases.Item, *plain.Text, error,
) {
	it := o.withFacts(f)
	if text := cached.text(o.Case, f); text != nil {
		it.Entry = text.Entry()
		return it, text, nil
	}
	text, err := o.Text(f.id, sealed)
	var fault *plain.Fault
	switch {
	case errors.As(err, &fault):
		it.Fault, it.Rule = fault.Means, fault.Rule
	case errors.Is(err, plain.ErrNoKey):
		it.Fault = err.Error()
	case err != nil:
		return it, nil, err
	default:
		it.Entry = text.Entry()
	}
	return it, text, nil
}

// lost returns the item of an entry whose sealed file is missing or damaged in this copy. Its text
// is unknown here, and its facts come from the judged history.
func (o opener) lost(f sealedFile, why error) cases.Item {
	it := o.withFacts(f)
	it.Rule, it.Fault, it.Lost = verify.RuleDamaged, store.DamageWords(why), true
	return it
}

// withFacts returns an item with the facts of history, before its text is opened.
func (o opener) withFacts(f sealedFile) cases.Item {
	recorded, _, _, _ := record.ParseFileName(f.name)
	return cases.Item{Seq: f.fact.Seq, SHA256: f.fact.SHA256, Commit: f.fact.Commit, Op: f.fact.Op,
		Author: f.fact.Author, Signer: f.fact.Signer, Request: f.fact.Request, MayAdd: f.fact.Adds,
		Triagers: cases.Triagers(f.fact.Triage), Committed: f.fact.Committed,
		Arrived: f.fact.Arrived, File: f.name,
		Entry: &record.Entry{ID: f.id, Case: o.ID, Recorded: recorded, By: f.fact.Author}}
}

// refuse takes the text from an item that breaks a rule which needs the key.
func refuse(it *cases.Item, rule, fault string) {
	it.Rule, it.Fault = rule, fault
	it.Entry = &record.Entry{ID: it.ID, Case: it.Case, Recorded: it.Recorded, By: it.Author}
}

// judgeReleases notes which hold each release took off the docket. It refuses a release that does
// not name that hold. It also refuses a release of a death that no senior manager signed, as only a
// reader can see that the hold is a death.
func judgeReleases(items []cases.Item, facts *verify.CaseFacts) {
	ends := map[record.ID]record.ID{}
	for _, f := range facts.Releases {
		ends[f.Entry] = f.Hold
	}
	dead := func(id record.ID) bool { return isDeath(items, id, len(items)) }
	for i := range items {
		it := &items[i]
		it.Ends = ends[it.ID]
		if it.Kind != record.KindRelease || it.Fault != "" {
			continue
		}
		fault := verify.ReleaseFault(it.Entry, facts.Releases, dead)
		switch {
		case fault != "" && endsLost(items, it):
			it.Lost = true
			refuse(it, verify.RuleDamaged, "can't be judged: what it ends is damaged in this copy")
		case fault != "":
			refuse(it, verify.RuleReleased, fault)
		}
	}
}

// endsLost reports whether a release names a hold that this copy has damaged. The hold may be a
// death. While that is unknown, nobody is blamed for the release.
func endsLost(items []cases.Item, release *cases.Item) bool {
	return slices.ContainsFunc(release.Links["hold"], func(r record.Ref) bool {
		i := slices.IndexFunc(items, func(it cases.Item) bool { return it.ID == r.Entry })
		return i >= 0 && items[i].Lost
	})
}

// isDeath reports whether an entry is a death, or a hold that renews the hold of a death. An entry
// that is not what history says may be either, so it counts as one. links bounds how many links are
// followed, as they may form a circle.
func isDeath(items []cases.Item, id record.ID, links int) bool {
	i := slices.IndexFunc(items, func(it cases.Item) bool { return it.Entry != nil && it.ID == id })
	if i < 0 || links == 0 {
		return false
	}
	return items[i].Kind == record.KindDeath || items[i].Rule != "" ||
		items[i].Kind == record.KindHold && slices.ContainsFunc(items[i].Links["hold"],
			func(r record.Ref) bool { return isDeath(items, r.Entry, links-1) })
}
