package cli

import (
	"bytes"
	"context"
	"fmt"
	"time"

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
	facts := map[string]string{"file": string(pack.ID), "name": quoted("received-pack.tar"), "type": quoted("application/x-tar"), "length": fmt.Sprint(len(kept)), "sha256": sum}
	text, _ := withFacts(facts)(in.letter(b.AuthorTime()))
	p, findings, err := b.Prepare(ctx, casebook.Writing{Case: id, Kind: "attachment", Text: text, File: "pack"})
	if err == nil && findings.Failed() {
		err = failed(app, findings)
	}
	if err != nil {
		return nil, err
	}
	return b.Add(ctx, id, append(in.entries, p), append(files, pack))
}

// letter is the text of the entry that the pack is attached to.
func (in *arrival) letter(at time.Time) []byte {
	m := in.pack.Manifest
	return fmt.Appendf(nil, "---\noccurred: %s\nheadline: %s\nsignificant: true\nsources: [{who: %s, agency: %s, how: %s}]\nreferences: [{agency: %s, number: %s}]\n---\n"+
		"%s and %s, as %s had them.\n",
		instant(at), quoted(cutAt("Records received from "+m.Agency, 120)), quoted(m.Maker.Name), quoted(m.Agency), quoted("a pack signed with the key "+in.fingerprint+", manifest "+in.pack.Files.Sum(exchange.ManifestFile)), quoted(m.Agency), quoted(m.Case.String()),
		plural(len(m.Entries), "entry", "entries"), counted(len(m.Files), "attached file"), m.Agency)
}

// cutAt shortens a text to a number of characters.
func cutAt(s string, most int) string {
	if long := []rune(s); len(long) > most {
		return string(long[:most-1]) + "…"
	}
	return s
}
