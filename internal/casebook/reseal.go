package casebook

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Resealed is a sealed file of a case after a reseal.
type Resealed struct {
	ID     record.ID
	Path   string
	Blob   string // ID of the new sealed file; "" if it is erased
	SHA256 string // the one declared first
}

// RequestErasure records the erasure entry, which waits for the endorsements that policy asks for.
func (b *Book) RequestErasure(ctx context.Context, id record.ID, request *Prepared) (*Done, error) {
	return b.onCase(ctx, team.OpEraseRequest, id,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			if err := p.book.MayAsk(&d, record.KindErasure); err != nil {
				return nil, err
			}
			d.Pending = request.Entry.ID
			return &CaseChange{Docket: d, Entries: []*Prepared{request}}, nil
		})
}

// reseal carries out a pending erasure. It begins an epoch, seals everything that stays to its key,
// and takes the keys of all earlier epochs off the record. PurgeDue removes the keys themselves
// once the remote has this commit; so does FinishErasure.
func (b *Book) reseal(ctx context.Context, request record.Ref) (*Done, error) {
	return b.withPendingPurge(ctx, request.Case, func() (*Done, error) {
		return b.onCase(ctx, team.OpReseal, request.Case,
			func(p *parent, d record.Docket) (*CaseChange, error) {
				return b.resealing(p, d, request)
			})
	})
}

func (b *Book) resealing(p *parent, d record.Docket, request record.Ref) (*CaseChange, error) {
	if d.Pending != request.Entry {
		return nil, fmt.Errorf("%w: the erasure %s is no longer pending", ErrState, request)
	}
	targets, err := b.ErasureTargets(p.ctx, &d)
	if err != nil {
		return nil, err
	}
	key, epoch, err := p.newKey(&d)
	if err != nil {
		return nil, err
	}
	files, err := p.reseal(&d, key.Recipient(), targets)
	if err != nil {
		return nil, err
	}
	return &CaseChange{Docket: verify.AfterReseal(d, epoch), NewEpoch: key.Recipient(),
		Resealed: files}, nil
}

// ErasureTargets lists the entries that the sealed text of the pending erasure names.
func (b *Book) ErasureTargets(ctx context.Context, d *record.Docket) ([]record.ID, error) {
	request, err := b.pendingRequest(ctx, d, record.KindErasure)
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(d.Case)
	if err != nil {
		return nil, err
	}
	targets := plain.Targets(request)
	for _, t := range targets {
		if f := facts.Entries[t]; f.File == "" || cantErase(f) != nil {
			return nil, fmt.Errorf("%w: %s is not an entry of %s that can be erased", ErrState, t,
				d.Case)
		}
	}
	return targets, nil
}

// ErasureLacks lists the levels of endorsement that an erasure still needs.
func (b *Book) ErasureLacks(d *record.Docket) ([]string, error) {
	return b.lacks(d)
}

// reseal seals each file of a case, without the erased ones, to another key. A text that breaks a
// rule is sealed as it is, and still breaks it.
func (p *parent) reseal(d *record.Docket, recipient string, erased []record.ID) (
	[]Resealed, error,
) {
	texts, err := p.book.sealedFiles(p.ctx, d.Case, false)
	if err != nil {
		return nil, err
	}
	files, err := p.book.sealedFiles(p.ctx, d.Case, true)
	if err != nil {
		return nil, err
	}
	keys, err := p.book.caseKeys(p.ctx, d)
	if err != nil {
		return nil, err
	}
	if err := p.book.Unopened(p.ctx, d, erased); err != nil {
		return nil, err
	}
	var out []Resealed
	for _, f := range slices.Concat(texts, files) {
		r := Resealed{ID: f.id, Path: record.CaseFolder(d.Case) + "/" + f.name,
			SHA256: f.fact.SHA256}
		if !slices.Contains(erased, f.id) {
			if r.Blob, err = p.resealFile(keys, f, recipient); err != nil {
				return nil, fmt.Errorf("sealing %s anew: %w", record.Ref{Case: d.Case, Entry: f.id},
					err)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// resealFile seals one unchanged file to another key, and returns its new blob. It writes an
// attached file at once, as all of them may not fit into memory.
func (p *parent) resealFile(keys []*seal.Identity, f sealedFile, recipient string) (string, error) {
	sealed, size, err := p.book.sealed(p.ctx, f.blob)
	if err != nil {
		return "", err
	}
	anew := func(w io.Writer) error {
		_, err := plain.Reseal(keys, w, sealed, recipient)
		return err
	}
	if _, _, attached, _ := record.ParseFileName(f.name); attached {
		return p.book.repo.WriteBlob(p.ctx, size, anew)
	}
	var text bytes.Buffer
	if err := anew(&text); err != nil {
		return "", err
	}
	return p.batch.Blob(text.Bytes()), nil
}
