package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// leaveAsListed is leaveTo with a key worker for each case. Nothing is recorded
// before the whole file is known to fit.
func leaveAsListed(ctx context.Context, app *App, b *casebook.Book, id, file string) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := knownMembers(b, []string{id}); err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	rows, err := handOverRows(text)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	plan, err := planned(ctx, b, id, rows)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return leaveAndHandOver(ctx, app, b, id, plan, "")
}

// handOverRow is a line of the file.
type handOverRow struct {
	line     int
	name, to string
}

// handOverRows reads the table: the line case,to, and a line for each case. Blank
// lines count for nothing.
func handOverRows(text []byte) ([]handOverRow, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))) // which spreadsheets put first
	r.TrimLeadingSpace, r.FieldsPerRecord = true, 2
	var rows []handOverRow
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, usage("it is no table of two columns: %v", err)
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, handOverRow{line, strings.TrimSpace(fields[0]), strings.TrimSpace(fields[1])})
	}
	if len(rows) == 0 || rows[0].name != "case" || rows[0].to != "to" {
		return nil, usage("its first line must be: case,to")
	}
	return rows[1:], nil
}

// planned settles who takes over which cases of a member, and finds everything
// that is wrong with the rows. A case that was handed over by an earlier run stays
// as it is.
func planned(ctx context.Context, b *casebook.Book, from string, rows []handOverRow) (map[string][]record.ID, error) {
	theirs, err := b.CasesOf(ctx, from)
	if err != nil {
		return nil, err
	}
	plan := map[string][]record.ID{}
	listed := map[record.ID]bool{}
	var wrong []error
	for _, row := range rows {
		id, err := row.fits(ctx, b, from, listed)
		listed[id] = true
		if err != nil {
			wrong = append(wrong, fmt.Errorf("line %d: %w", row.line, err))
		} else if slices.Contains(theirs, id) {
			plan[row.to] = append(plan[row.to], id)
		}
	}
	for _, id := range theirs {
		if !listed[id] {
			wrong = append(wrong, usage("%s is not listed: who takes it over?", id))
		}
	}
	return plan, oneOf(wrong)
}

// oneOf is the first of the errors, which settles the exit code, and says all.
func oneOf(list []error) error {
	if len(list) < 2 {
		return errors.Join(list...)
	}
	var more []string
	for _, err := range list[1:] {
		more = append(more, oneLine(err.Error()))
	}
	return fmt.Errorf("%w; %s", list[0], strings.Join(more, "; "))
}

func (r handOverRow) fits(ctx context.Context, b *casebook.Book, from string, listed map[record.ID]bool) (record.ID, error) {
	id, err := b.FindCase(ctx, r.name)
	if err != nil {
		return "", err
	}
	if listed[id] {
		return id, usage("%s is listed twice", id)
	}
	if r.to == from {
		return id, usage("%s leaves, and can't take over %s", from, id)
	}
	if err := knownMembers(b, []string{r.to}); err != nil {
		return id, err
	}
	d, err := b.Docket(ctx, id)
	if err != nil || d.KeyWorker == r.to {
		return id, err
	}
	if d.KeyWorker != from {
		return id, inState("the key worker of %s is %s, not %s", id, d.KeyWorker, from)
	}
	return id, b.Takes(d, r.to)
}
