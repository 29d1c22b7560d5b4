package exchange

import (
	"bytes"
	"fmt"

	"casefile/internal/disclose"
	"casefile/internal/report"
)

// about is what the pages say of the pack.
func (t Transfer) about(c contents, manifest string) report.Pack {
	k := report.Pack{Agency: t.Agency, To: c.to, Made: t.Made, Maker: fmt.Sprintf("%s <%s>", t.Maker.Name, t.Maker.Email),
		Email: t.Maker.Email, Fingerprint: t.Fingerprint, Entries: len(c.items), Files: len(c.files), Manifest: manifest}
	for _, id := range c.withheld {
		k.Withheld = append(k.Withheld, id.String())
	}
	return k
}

// addPages adds what people read in a browser.
func addPages(files disclose.Package, p report.Page, k report.Pack) error {
	for _, kind := range []string{"summary", "chronology", "plan"} {
		err := draw(files, kind+".html", func(out *bytes.Buffer) error { return report.Write(out, kind, report.HTML, p) })
		if err != nil {
			return err
		}
	}
	sheets := map[string]report.Sheet{"README": report.TransferCover(p, k), "receipt-slip": report.ReceiptSlip(p, k)}
	for name, sheet := range sheets {
		for ending, format := range map[string]report.Format{".html": report.HTML, ".md": report.Markdown} {
			err := draw(files, name+ending, func(out *bytes.Buffer) error { return report.WriteSheet(out, format, sheet) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// draw keeps what is written as a file of the pack.
func draw(files disclose.Package, name string, write func(*bytes.Buffer) error) error {
	var out bytes.Buffer
	err := write(&out)
	files[name] = out.Bytes()
	return err
}
