package exchange

import (
	"bytes"
	"fmt"

	"casefile/internal/disclose"
	"casefile/internal/report"
)

// about returns the facts of the pack for its pages.
func (t Transfer) about(c contents, manifest string) report.Pack {
	k := report.Pack{Agency: t.Agency, To: c.to, Made: t.Made,
		Maker: fmt.Sprintf("%s <%s>", t.Maker.Name, t.Maker.Email), Email: t.Maker.Email,
		Fingerprint: t.Fingerprint, Entries: len(c.items), Files: len(c.files), Manifest: manifest}
	for _, id := range c.withheld {
		k.Withheld = append(k.Withheld, id.String())
	}
	return k
}

// addPages adds the pages that people read in a browser.
func addPages(files disclose.Package, p report.Page, k report.Pack) error {
	for _, kind := range []string{"summary", "chronology", "plan"} {
		var out bytes.Buffer
		if err := report.Write(&out, kind, report.HTML, p); err != nil {
			return err
		}
		files[kind+".html"] = out.Bytes()
	}
	endings := map[string]report.Format{".html": report.HTML, ".md": report.Markdown}
	for name, sheet := range map[string]report.Sheet{
		"README": report.TransferCover(p, k), "receipt-slip": report.ReceiptSlip(p, k)} {
		for ending, format := range endings {
			var out bytes.Buffer
			if err := report.WriteSheet(&out, format, sheet); err != nil {
				return err
			}
			files[name+ending] = out.Bytes()
		}
	}
	return nil
}
