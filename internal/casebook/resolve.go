package casebook

import (
	"casefile/internal/verify"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// FindCase resolves a typed case ID, or the beginning of one.
func (b *Book) FindCase(ctx context.Context, typed string) (record.ID, error) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return "", err
	}
	entries, err := b.List(ctx, "cases/"+prefix[:2])
	if err != nil {
		return "", err
	}
	var found []record.ID
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name, ".yaml")
		if ok && strings.HasPrefix(name, prefix) {
			found = append(found, record.ID(name))
		}
	}
	id, err := exactlyOne(found, "case", typed, func(id record.ID) string { return id.String() })
	if err == nil {
		b.noteNamed(id)
	}
	return id, err
}

// noteNamed notes a case that was found by typed text.
func (b *Book) noteNamed(id record.ID) {
	if !slices.Contains(b.Named, id) {
		b.Named = append(b.Named, id)
	}
}

// FindEntry resolves CASE/ENTRY, or ENTRY alone. ENTRY alone is looked for in the case within, or,
// if within is "", in all cases.
func (b *Book) FindEntry(ctx context.Context, typed string, within record.ID) (record.Ref, error) {
	head, tail, both := strings.Cut(typed, "/")
	if both {
		id, err := b.FindCase(ctx, head)
		if err != nil {
			return record.Ref{}, err
		}
		return b.findWithin(tail, id)
	}
	if within != "" {
		return b.findWithin(head, within)
	}
	return b.findAnywhere(head)
}

func (b *Book) findWithin(typed string, id record.ID) (record.Ref, error) {
	facts, err := b.Facts(id)
	if err != nil {
		return record.Ref{}, err
	}
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return record.Ref{}, err
	}
	var found []record.Ref
	if facts != nil {
		for e := range facts.Entries {
			if strings.HasPrefix(string(e), prefix) {
				found = append(found, record.Ref{Case: id, Entry: e})
			}
		}
	}
	return exactlyOne(found, "entry in case "+id.String(), typed, record.Ref.String)
}

func (b *Book) findAnywhere(typed string) (record.Ref, error) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return record.Ref{}, err
	}
	var found []record.Ref
	err = b.EachIndexed(func(id record.ID, facts *verify.CaseFacts) {
		for e := range facts.Entries {
			if strings.HasPrefix(string(e), prefix) {
				found = append(found, record.Ref{Case: id, Entry: e})
			}
		}
	})
	if err != nil {
		return record.Ref{}, err
	}
	ref, err := exactlyOne(found, "entry", typed, record.Ref.String)
	if err == nil {
		b.noteNamed(ref.Case)
	}
	return ref, err
}

// exactlyOne returns the only match, or an error.
func exactlyOne[T any](found []T, what, typed string, show func(T) string) (T, error) {
	var none T
	switch len(found) {
	case 0:
		return none, fmt.Errorf("%w: no %s begins with %q", ErrNotFound, what, typed)
	case 1:
		return found[0], nil
	}
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = show(f)
	}
	slices.Sort(names)
	return none, fmt.Errorf("%w: %q fits %s", ErrAmbiguous, typed, strings.Join(names, ", "))
}

// FindCaseOrEntry resolves the ID of a case, or of one entry.
func (b *Book) FindCaseOrEntry(ctx context.Context, typed string) (record.Ref, error) {
	if strings.Contains(typed, "/") {
		return b.FindEntry(ctx, typed, "")
	}
	id, err := b.FindCase(ctx, typed)
	if err == nil || !errors.Is(err, ErrNotFound) {
		return record.Ref{Case: id}, err
	}
	ref, entryErr := b.FindEntry(ctx, typed, "")
	if errors.Is(entryErr, ErrNotFound) {
		return ref, err
	}
	return ref, entryErr
}
