package casebook

import (
	"cmp"
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// tombstones lists the erasures in a case, as history shows them to everybody. The reasons are in
// the sealed requests.
func (b *Book) tombstones(id record.ID) ([]cases.Tombstone, error) {
	facts, err := b.FactsNow(id)
	if err != nil || facts == nil {
		return nil, err
	}
	var out []cases.Tombstone
	for _, f := range facts.Entries {
		if f.Erased == nil {
			continue
		}
		recorded, _, file, _ := record.ParseFileName(f.File)
		request := facts.Entries[f.Erased.Request]
		t := cases.Tombstone{Entry: record.Ref{Case: id, Entry: f.ID}, File: file,
			Author: f.Author, Adopter: f.Adopter(), Recorded: recorded,
			By: f.Erased.By, At: f.Erased.When, Commit: f.Erased.Commit,
			Request: record.Ref{Case: id, Entry: f.Erased.Request}, Asked: request.Author,
			Adopted: request.Adopter()}
		for _, e := range facts.Endorsements {
			if e.Target == f.Erased.Request && e.Verdict == record.VerdictEndorsed {
				t.Endorsed = append(t.Endorsed, e.Member)
			}
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y cases.Tombstone) int {
		return cmp.Or(x.Recorded.Compare(y.Recorded), cmp.Compare(x.Entry.Entry, y.Entry.Entry))
	})
	return out, nil
}

// blobsNow returns the newest commit's sealed files of a case by name, for a book that looks back.
// Nobody can open the files from before a reseal. It returns nil if the book stands on the newest
// commit.
func (b *Book) blobsNow(ctx context.Context, id record.ID) (map[string]string, error) {
	if !b.LooksBack() {
		return nil, nil
	}
	list, err := b.ListIn(ctx, b.Present(), record.CaseFolder(id))
	out := map[string]string{}
	for _, e := range list {
		out[e.Name] = e.ID
	}
	return out, err
}
