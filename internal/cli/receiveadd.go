package cli

import (
	"bytes"
	"context"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
)

// addAll adds the entries and files, and what the agency signed.
func addAll(ctx context.Context, app *App, b *casebook.Book, in *arrival, kept []byte) (*casebook.Done, error) {
	id := in.opening.Case
	var files []casebook.Attached
	for _, p := range in.entries {
		own, data, ok := in.pack.FileOf(p.Entry.ID)
		if !ok || p.Entry.Kind != "attachment" {
			continue
		}
		f, _, err := b.SealFile(ctx, id, bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, err
		}
		f.ID = own
		files = append(files, f)
	}
	in.files = len(files)
	pack, sum, err := b.SealFile(ctx, id, bytes.NewReader(kept), int64(len(kept)))
	if err != nil {
		return nil, err
	}
	attached := exchange.KeptFile{ID: pack.ID, Length: len(kept), SHA256: sum}
	text := in.pack.Letter(b.AuthorTime(), in.fingerprint, attached)
	p, findings, err := b.Prepare(ctx, casebook.Writing{Case: id, Kind: "attachment", Text: text, File: "pack"})
	if err == nil && findings.Failed() {
		err = failed(app, findings)
	}
	if err != nil {
		return nil, err
	}
	return b.Add(ctx, id, append(in.entries, p), append(files, pack))
}
