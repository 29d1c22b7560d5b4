package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/store"
)

// transferPack gathers what a pack holds. What names an anonymous reporter is
// taken out of the entries first, so that no report can show it.
func transferPack(ctx context.Context, app *App, b *casebook.Book, c *cases.Case, o packOptions) (disclose.Package, error) {
	items, err := b.Items(ctx, c.Docket)
	if err != nil {
		return nil, err
	}
	if err := exchange.Complete(items); err != nil {
		return nil, err
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := disclose.Withhold(items, kinds)
	if err != nil {
		return nil, withHint(err, "casefile show %s shows how it is written", c.ID)
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	page, err := page(ctx, app, b, c)
	if err != nil {
		return nil, err
	}
	t := exchange.Transfer{Agency: o.agency, To: reviewedFor(c), Case: c.ID, Made: b.Now(), Tip: b.Tip(), Names: page.Names,
		Maker: disclose.Signatory{ID: me.ID, Name: me.Name, Email: me.Email},
		Items: kept.Items, Withheld: kept.Changed, Endorsed: func(id record.ID) []string { return verdictsOn(c, id, page.Names) }}
	if t.Files, err = packedFiles(ctx, b, kept.Items); err != nil {
		return nil, err
	}
	files, err := t.Records()
	if err != nil {
		return nil, err
	}
	if page.Case, err = b.Fold(ctx, c.Docket, kept.Items); err != nil {
		return nil, err
	}
	page.Agency, page.Copy, page.All = o.agency, true, true
	signer, err := app.keys.Signer()
	if err != nil {
		return nil, err
	}
	pages, err := pagesOf(t, files.Sum(exchange.ManifestFile), signer.PublicKey())
	if err != nil {
		return nil, err
	}
	if err := packPages(files, page, pages); err != nil {
		return nil, err
	}
	if err := exchange.Signed(files, exchange.SignerLine(me.Email, signer.PublicKey()), signer.Sign); err != nil {
		return nil, err
	}
	_, err = exchange.OpenPack(files, kinds) // none is handed out that would not be taken
	return files, err
}

// reviewedFor is the agency that the closure's review names.
func reviewedFor(c *cases.Case) string {
	to, _ := standOf(c).review["agency"].(string)
	return to
}

// verdictsOn says in words who endorsed one version of an entry.
func verdictsOn(c *cases.Case, id record.ID, names map[string]string) []string {
	t := c.Thread(id)
	if t == nil {
		return nil
	}
	var out []string
	for _, g := range t.Endorsement.Given {
		if (t.ID == id) != g.Earlier {
			out = append(out, fmt.Sprintf("%s: %s by %s, %s", g.Level, g.Verdict, names[g.By], instant(g.At)))
		}
	}
	return out
}

// packedFiles opens each file that an entry names, once.
func packedFiles(ctx context.Context, b *casebook.Book, items []cases.Item) ([]exchange.PackedFile, error) {
	var out []exchange.PackedFile
	for _, it := range items {
		same := func(f exchange.PackedFile) bool { return f.Entry.Str("file") == it.Str("file") }
		if it.Entry == nil || it.Fault != "" || it.Kind != "attachment" || slices.ContainsFunc(out, same) {
			continue
		}
		var data bytes.Buffer
		if err := b.OpenFile(ctx, it.Entry, &data); err != nil {
			return nil, fmt.Errorf("the file of %s: %w", it.Ref(), err)
		}
		out = append(out, exchange.PackedFile{Entry: it.Entry, Data: data.Bytes()})
	}
	return out, nil
}

// pagesOf is what the pages say of the pack.
func pagesOf(t exchange.Transfer, manifest, key string) (report.Pack, error) {
	print, err := store.Fingerprint(key)
	k := report.Pack{Agency: t.Agency, To: t.To, Made: t.Made, Maker: fmt.Sprintf("%s <%s>", t.Maker.Name, t.Maker.Email), Email: t.Maker.Email,
		Fingerprint: print, Entries: len(t.Items), Files: len(t.Files), Manifest: manifest}
	for _, id := range t.Withheld {
		k.Withheld = append(k.Withheld, id.String())
	}
	return k, err
}

// packPages adds what people read in a browser.
func packPages(files disclose.Package, p report.Page, k report.Pack) error {
	for _, kind := range []string{"summary", "chronology", "plan"} {
		if err := draw(files, kind+".html", func(out *bytes.Buffer) error { return report.Write(out, kind, report.HTML, p) }); err != nil {
			return err
		}
	}
	for name, sheet := range map[string]report.Sheet{"README": report.TransferCover(p, k), "receipt-slip": report.ReceiptSlip(p, k)} {
		for ending, format := range map[string]report.Format{".html": report.HTML, ".md": report.Markdown} {
			if err := draw(files, name+ending, func(out *bytes.Buffer) error { return report.WriteSheet(out, format, sheet) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func draw(files disclose.Package, name string, write func(*bytes.Buffer) error) error {
	var out bytes.Buffer
	err := write(&out)
	files[name] = out.Bytes()
	return err
}
