package report

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func aRegister() DisposalRegister {
	at := time.Date(2024, 1, 5, 10, 0, 0, 0, time.UTC)
	return DisposalRegister{Tip: strings.Repeat("a", 40), Made: at, Zone: time.UTC,
		Lines: []DisposalRegisterLine{
			{What: "disposal", Case: "K3F9-27QM", At: at, By: "judith", KeptUntil: "2023-12-31",
				Rule: "concern", Source: "ours", Request: "K3F9-27QM/7K2M-9QXH",
				RequestedBy: "judith",
				EndorsedBy:  []string{"mina (line)", "vera (senior)"}, Commit: "c1",
				Commits: []string{"c2", "c3", "c4"}},
			{What: "erasure", Case: "K4F9-27QM", Entries: []string{"9QXH-7K2M"}, At: at, By: "=cmd",
				Request: "K4F9-27QM/7K2M-9QXH", RequestedBy: "asha", Commit: "c5"},
		}}
}

func TestRegister(t *testing.T) {
	for f, want := range map[Format][]string{
		Text: {"\n2024-01-05 10:00  disposal of K3F9-27QM, by judith\n" +
			"    it had to be kept until 2023-12-31\n    under the rule: concern (ours)\n",
			"; endorsed by mina (line), vera (senior)\n    commit c1, after c2, c3, c4\n",
			"  erasure of K4F9-27QM: 9QXH-7K2M, by =cmd\n" +
				"    asked for by asha, K4F9-27QM/7K2M-9QXH; endorsed by nobody\n"},
		CSV: {"\ndisposal,K3F9-27QM,,2024-01-05T10:00:00Z,judith,2023-12-31,concern,ours,false,K3F9-27QM/7K2M-9QXH,judith,mina (line); vera (senior),c1,c2; c3; c4,", ",'=cmd,"},
		JSON: {`"schema": "casefile/register/1"`, `"entries": []`, `"endorsed_by": []`,
			`"kept_until": "2023-12-31"`,
			`"rule": "concern"`, `"source": "ours"`, `"rule_sealed": false`},
	} {
		var b strings.Builder
		if err := WriteDisposalRegister(&b, f, aRegister()); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s lacks %q:\n%s", f, w, b.String())
			}
		}
	}
	for want, l := range map[string]DisposalRegisterLine{
		"sealed to those who kept the records then": {Sealed: true}, "none gave a date": {},
		"same_child": {Rule: "same_child"},
	} {
		l.What = Disposal
		var b strings.Builder
		err := WriteDisposalRegister(&b, Text,
			DisposalRegister{Zone: time.UTC, Lines: []DisposalRegisterLine{l}})
		if err != nil || !strings.Contains(b.String(), "    under the rule: "+want+"\n") {
			t.Errorf("%v\n%s", err, b.String())
		}
	}
	if err := WriteDisposalRegister(&strings.Builder{}, HTML, aRegister()); !errors.Is(err,
		ErrFormat) {
		t.Errorf("as HTML: %v", err)
	}
	var b strings.Builder
	if err := WriteDisposalRegister(&b, Text, DisposalRegister{Zone: time.UTC}); err != nil ||
		!strings.Contains(b.String(), "Nothing was ever disposed of.") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
