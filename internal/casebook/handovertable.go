package casebook

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"casefile/internal/record"
)

// ErrHandOverList says that a handover table is malformed, or does not name a new key worker for
// each case. ErrNoMember is ErrNotFound for a member.
var (
	ErrHandOverList = errors.New("the table of who takes over which case is wrong")
	ErrNoMember     = fmt.Errorf("%w: there is no such member", ErrNotFound)
)

// wordedError is a domain error in words of its own.
type wordedError struct {
	is    error
	words string
}

func (e *wordedError) Error() string { return e.words }

// Unwrap returns the domain error.
func (e *wordedError) Unwrap() error { return e.is }

func worded(is error, format string, args ...any) error {
	return &wordedError{is, fmt.Sprintf(format, args...)}
}

// HandOverRow is a line of such a table.
type HandOverRow struct {
	Line     int
	Case, To string // as typed
}

// HandOverRows reads the table (CSV): the line case,to, and a line for each case. Blank
// lines count for nothing. ErrHandOverList where it is no such table.
func HandOverRows(text []byte) ([]HandOverRow, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text),
		"\ufeff"))) // which spreadsheets put first
	r.TrimLeadingSpace, r.FieldsPerRecord = true, 2
	var rows []HandOverRow
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, worded(ErrHandOverList, "it is not a table of two columns: %v", err)
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, HandOverRow{line, strings.TrimSpace(fields[0]),
			strings.TrimSpace(fields[1])})
	}
	if len(rows) == 0 || rows[0].Case != "case" || rows[0].To != "to" {
		return nil, worded(ErrHandOverList, "its first line must be: case,to")
	}
	return rows[1:], nil
}

// PlanHandOver settles who takes over which cases of a member. It finds everything that is wrong
// with the rows, and its error is the first of that. A case that was handed over before stays as it
// is.
func (b *Book) PlanHandOver(ctx context.Context, from string,
	rows []HandOverRow) (map[string][]record.ID, error) {
	theirs, err := b.CasesOf(ctx, from)
	if err != nil {
		return nil, err
	}
	plan := map[string][]record.ID{}
	listed := map[record.ID]bool{}
	var wrong []error
	for _, row := range rows {
		id, err := b.fits(ctx, row, from, listed)
		listed[id] = true
		if err != nil {
			wrong = append(wrong, fmt.Errorf("line %d: %w", row.Line, err))
		} else if slices.Contains(theirs, id) {
			plan[row.To] = append(plan[row.To], id)
		}
	}
	for _, id := range theirs {
		if !listed[id] {
			wrong = append(wrong, worded(ErrHandOverList, "%s is not listed: who takes it over?",
				id))
		}
	}
	return plan, allOf(wrong)
}

// allOf returns the first of the errors, and says all.
func allOf(list []error) error {
	if len(list) < 2 {
		return errors.Join(list...)
	}
	var more []string
	for _, err := range list[1:] {
		more = append(more, record.Clean(strings.Join(strings.Fields(err.Error()), " ")))
	}
	return fmt.Errorf("%w; %s", list[0], strings.Join(more, "; "))
}

// fits finds the case of a row, and says why it can't go to whom the row names.
func (b *Book) fits(ctx context.Context, r HandOverRow, from string,
	listed map[record.ID]bool) (record.ID, error) {
	id, err := b.FindCase(ctx, r.Case)
	if err != nil {
		return "", err
	}
	if listed[id] {
		return id, worded(ErrHandOverList, "%s is listed twice", id)
	}
	if r.To == from {
		return id, worded(ErrHandOverList, "%s leaves, and can't take over %s", from, id)
	}
	if _, known := b.Team().Member(r.To); !known {
		return id, worded(ErrNoMember, "no member %q", r.To)
	}
	d, err := b.Docket(ctx, id)
	if err != nil || d.KeyWorker == r.To {
		return id, err
	}
	if d.KeyWorker != from {
		return id, worded(ErrState, "the key worker of %s is %s, not %s", id, d.KeyWorker, from)
	}
	return id, b.Takes(d, r.To)
}
