package report

import (
	"bytes"
	"testing"

	"casefile/internal/duty"
)

// manySheets returns the reports about many cases; here Tobi's is the only case.
func manySheets(t *testing.T, f Format) map[string]Sheet {
	p := tobi(t, nil)
	load := &Caseload{Names: p.Names, Levels: []string{"low", "medium", "high"}, Zone: p.Zone}
	load.Add(duty.RowOf(p.Case))
	load.Count(p.Duties)
	load.Unread("ben")
	sheet := func(name, title, about string, parts ...Part) Sheet {
		return Sheet{Name: name, Title: title, About: about, AsAt: p.Made, Made: p.Made,
			Zone: p.Zone, Tip: testTip, Parts: parts}
	}
	return map[string]Sheet{
		"caseload": sheet("caseload", "Caseload", "all workers", load.Parts(f)...),
		"audit": sheet("audit", "File audit", "1 of 1 case",
			AuditPart(p, []string{"asha", "mina"})),
		"handover": sheet("handover", "Handover", "K3F9-27QM",
			HandoverPart(p, []string{"asha"}, 2)),
	}
}

func TestManyReportsAreAsAgreed(t *testing.T) {
	for _, f := range []Format{Text, HTML, JSON, CSV} {
		for name, s := range manySheets(t, f) {
			var out bytes.Buffer
			if err := WriteSheet(&out, f, s); err != nil {
				t.Fatal(name, f, err)
			}
			golden(t, name+"."+string(f), out.Bytes())
		}
	}
}
