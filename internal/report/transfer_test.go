package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func aTransfer() Pack {
	return Pack{Agency: "Northshire <Project>", To: "Westmoor",
		Maker: "Asha Rao <asha@agency.example>", Email: "asha@agency.example",
		Fingerprint: "SHA256:abc", Entries: 7, Files: 1, Manifest: strings.Repeat("ab", 32),
		Withheld: []string{"7K2M-9QXH"}}
}

func TestTransferPages(t *testing.T) {
	p := tobi(t, nil)
	for _, c := range []struct {
		about    string
		sheet    Sheet
		format   Format
		has, not []string
	}{
		{"cover", TransferCover(p, aTransfer()), HTML, []string{
			"Northshire &lt;Project&gt;", "WITHHELD: who reported anonymously, in 7K2M-9QXH",
			"<pre", "sha256sum -c --quiet SHA256SUMS", "-s SHA256SUMS.sig &lt; SHA256SUMS",
			"7 entries in every version, and 1 attached file", "Dana"},
			[]string{"<script", "<Project>", "src=", "href="}},
		{"cover", TransferCover(p, aTransfer()), Markdown,
			[]string{"\n    ssh-keygen -Y verify -f allowed_signers -I asha@agency.example \\\n",
				"-n casefile-transfer -s SHA256SUMS.sig < SHA256SUMS\n"}, nil},
		{"slip", ReceiptSlip(p, aTransfer()), HTML,
			[]string{strings.Repeat("ab", 32), "Signature", "Received on, at", "CONFIDENTIAL"},
			[]string{"<script", "Dana"}},
	} {
		var out bytes.Buffer
		if err := WriteSheet(&out, c.format, c.sheet); err != nil {
			t.Fatal(err)
		}
		for _, w := range c.has {
			if !strings.Contains(out.String(), w) {
				t.Errorf("the %s as %s lacks %q", c.about, c.format, w)
			}
		}
		for _, w := range c.not {
			if strings.Contains(out.String(), w) {
				t.Errorf("the %s as %s has %q", c.about, c.format, w)
			}
		}
	}
}

func TestTransferCoverWarns(t *testing.T) {
	p := tobi(t, nil)
	with := TransferCover(p, Pack{Agency: "Northshire"}).Parts[0]
	if strings.Contains(with.Para, ", for :") || strings.Contains(with.Para, "for ,") {
		t.Errorf("for nobody: %s", with.Para)
	}
	protected := false
	for _, n := range with.Notices {
		protected = protected || strings.HasPrefix(n, "The address is left out")
	}
	if protected != p.addressProtected() {
		t.Errorf("told of a protected address: %v; it is: %v", protected, p.addressProtected())
	}
}

// TestTransferCoverOfProtected: the receiver learns that something is left out, and where it is.
// The agency's own name stays, though it contains that of the town.
func TestTransferCoverOfProtected(t *testing.T) {
	p := everywhere(t, 0, false)
	var out bytes.Buffer
	pack := Pack{Agency: "Eskby Family Project", To: "Northby Children's Services"}
	if err := WriteSheet(&out, Markdown, TransferCover(p, pack)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ADDRESS PROTECTED of Dana Adeyemi",
		"ADDRESS PROTECTED from father",
		"Eskby Family Project", "Northby Children's Services", "protected: see the profile entry"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the cover lacks %q:\n%s", want, out.String())
		}
	}
}

func TestRecordedElsewhere(t *testing.T) {
	p := tobi(t, nil)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	here := record.Entry{By: "asha", Recorded: at.AddDate(0, 0, 4)}
	there := here
	there.Origin = []record.Origin{{Agency: "Northshire", By: "zoe", Recorded: at}}
	row := here
	row.Origin = []record.Origin{{Agency: "Northshire", File: strings.Repeat("ab", 32), Row: 3}}
	for _, c := range []struct {
		e        record.Entry
		signer   string
		who, all string
	}{
		{here, "", "Asha Rao", "6 Mar 2026 09:00 by Asha Rao"},
		{here, "asha", "Asha Rao", "6 Mar 2026 09:00 by Asha Rao"},
		{here, "mina", "Asha Rao",
			"6 Mar 2026 09:00 by Asha Rao, who had left; taken over by Mina Hall"},
		{there, "", "zoe of Northshire", "2 Mar 2026 09:00 by zoe of Northshire; received 6 Mar " +
			"2026 09:00 by Asha Rao"},
		{row, "", "Asha Rao", "6 Mar 2026 09:00 by Asha Rao"},
	} {
		if got := p.recorder(&cases.Item{Entry: &c.e}); got != c.who {
			t.Errorf("recorder %q, not %q", got, c.who)
		}
		if got := p.recordedBy(
			&cases.Item{Entry: &c.e, Author: "asha", Signer: c.signer}); got != c.all {
			t.Errorf("%q, not %q", got, c.all)
		}
	}
}
