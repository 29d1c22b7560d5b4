package verify

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"casefile/internal/record"
)

const (
	hashA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	hashB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// fullText is a message written by hand; fullMessage is its content.
const fullText = "casefile endorse\n\nCasefile-Op: endorse\n" +
	"Casefile-Case: K3F927QM\n" +
	"Casefile-Entry: 7K2M9QXH " + hashA + "\n" +
	"Casefile-Entry: 9QXH7K2M " + hashB + "\n" +
	"Casefile-Endorses: 7K2M0000 " + hashB + " line endorsed\n" +
	"Casefile-Endorses: 7K2M0CCC " + hashA + " senior returned\n" +
	"Casefile-Case: M4A0CD5E\n" +
	"Casefile-Erased: 7K2M0FFF\n"

func fullMessage() Message {
	return Message{Op: "endorse", Cases: []CaseTrailers{
		{Case: theCase, Entries: []EntryTrailer{{"7K2M9QXH", hashA}, {"9QXH7K2M", hashB}},
			Endorses: []EndorseTrailer{{"7K2M0000", hashB, "line", "endorsed"},
				{"7K2M0CCC", hashA, "senior", "returned"}}},
		{Case: another, Erased: []record.ID{"7K2M0FFF"}},
	}}
}

func TestMessage(t *testing.T) {
	for text, want := range map[string]Message{
		fullText:                               fullMessage(),
		"casefile init\n\nCasefile-Op: init\n": {Op: "init"},
		"casefile adopt\n\nCasefile-Op: adopt\nCasefile-Adopts: add\nCasefile-Case: K3F927QM\n": {
			Op: "adopt", Adopts: "add", Cases: []CaseTrailers{{Case: theCase}}},
	} {
		if got := want.Encode(); got != text {
			t.Errorf("encoded\n%s\nwant\n%s", got, text)
		}
		if got, err := ParseMessage(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("parsed %+v, %v", got, err)
		}
	}
}

func TestParseMessageRefuses(t *testing.T) {
	tests := []struct{ name, old, by string }{
		{"another subject", "casefile endorse", "casefile add"},
		{"a subject that tells something", "casefile endorse", "casefile endorse: closure"},
		{"capitals", "casefile endorse", "Casefile endorse"},
		{"an operation in capitals", "endorse\n\nCasefile-Op: endorse",
			"Endorse\n\nCasefile-Op: Endorse"},
		{"no operation", "endorse\n\nCasefile-Op: endorse", "\n\nCasefile-Op: "},
		{"no empty line", "\n\n", "\n"},
		{"two empty lines", "\n\n", "\n\n\n"},
		{"a body", "\n\n", "\n\nThe mother rang.\n\n"},
		{"no trailer of the operation", "Casefile-Op: endorse\n", ""},
		{"the operation twice", "Casefile-Op: endorse\n",
			"Casefile-Op: endorse\nCasefile-Op: endorse\n"},
		{"an unknown trailer", "Casefile-Op: endorse\n",
			"Casefile-Op: endorse\nSigned-off-by: asha\n"},
		{"small letters", "Casefile-Case", "casefile-case"},
		{"two blanks", "Casefile-Case: ", "Casefile-Case:  "},
		{"a blank at the end", "K3F927QM\n", "K3F927QM \n"},
		{"CRLF", "\n", "\r\n"},
		{"cases out of order", "Casefile-Case: K3F927QM", "Casefile-Case: Z3F927QM"},
		{"a case twice", "Casefile-Case: M4A0CD5E", "Casefile-Case: K3F927QM"},
		{"a case as people write it", "K3F927QM", "K3F9-27QM"},
		{"entries before their case", "Casefile-Case: K3F927QM\n", ""},
		{"an entry behind the endorsements", "Casefile-Case: M4A0CD5E\n",
			"Casefile-Entry: 7K2M0FFF " + hashA + "\nCasefile-Case: M4A0CD5E\n"},
		{"no entry ID", "9QXH7K2M", "9QXH7K2I"},
		{"an ID that is a number", "9QXH7K2M", "12345678"},
		{"a short hash", hashA, hashA[1:]},
		{"a hash in capitals", hashA, strings.ToUpper(hashA)},
		{"an unknown level", "line endorsed", "board endorsed"},
		{"an unknown verdict", "line endorsed", "line approved"},
		{"no verdict", "line endorsed", "line"},
		{"no end of the last line", "7K2M0FFF\n", "7K2M0FFF"},
		{"a line too many", "7K2M0FFF\n", "7K2M0FFF\n\n"},
		{"an erased nothing", "Casefile-Erased: 7K2M0FFF", "Casefile-Erased: ~"},
		{"a comment", "Casefile-Case", "# Casefile-Case"},
	}
	for _, tt := range tests {
		spoilt := strings.Replace(fullText, tt.old, tt.by, 1)
		if spoilt == fullText {
			t.Fatalf("%s: nothing changed", tt.name)
		}
		if m, err := ParseMessage(spoilt); !errors.Is(err, ErrMessage) || m.Op != "" {
			t.Errorf("%s: %+v, %v", tt.name, m, err)
		}
	}
}

// Messages out of form are refused, and trailers that differ from what the commit does.
func TestTrailers(t *testing.T) {
	first := func(d *draft) *CaseTrailers { return d.trailers(theCase) }
	two := func(t testing.TB) *draft { return adding(t).entry(theCase, "7K2M0HHH") }
	vary(t, two, []variation{
		{"a free word", func(d *draft) {
			d.text = "casefile add\n\nhello\n" + d.msg.Encode()
		}, "message"},
		{"no message", func(d *draft) { d.text = "\n" }, "message"},
		{"adopting", func(d *draft) { d.msg.Adopts = "close" }, "message"},
		{"an entry too few", func(d *draft) {
			first(d).Entries = first(d).Entries[:1]
		}, "trailers"},
		{"an entry too many", func(d *draft) {
			first(d).Entries = append(first(d).Entries, EntryTrailer{noEntry, hashA})
		}, "trailers"},
		{"entries out of order", func(d *draft) {
			e := first(d).Entries
			e[0], e[1] = e[1], e[0]
		}, "trailers"},
		{"another entry's ID", func(d *draft) { first(d).Entries[0].ID = noEntry }, "trailers"},
		{"an endorsement", func(d *draft) {
			first(d).Endorses = []EndorseTrailer{{profile, hashA, "line", "endorsed"}}
		}, "trailers"},
		{"an erasure", func(d *draft) { first(d).Erased = []record.ID{profile} }, "trailers"},
		{"no case", func(d *draft) { d.msg.Cases = nil }, "trailers"},
		{"another case", func(d *draft) { d.msg.Cases[0].Case = another }, "trailers"},
		{"a second case", func(d *draft) { d.trailers(another) }, "trailers"},
		{"no change at all", func(d *draft) { d.files = d.mem.commits[d.tip].files }, "trailers"},
	})
}

func FuzzParseMessage(f *testing.F) {
	f.Add(fullText)
	f.Add("casefile init\n\nCasefile-Op: init\n")
	f.Add("casefile adopt\n\nCasefile-Op: adopt\nCasefile-Adopts: add\nCasefile-Case: K3F927QM\n")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMessage(text)
		if err != nil {
			if !errors.Is(err, ErrMessage) || !reflect.DeepEqual(m, Message{}) {
				t.Errorf("got %+v, %v", m, err)
			}
			return
		}
		if m.Encode() != text {
			t.Errorf("the message has another spelling: %q", m.Encode())
		}
		for i, c := range m.Cases {
			if !c.Case.Valid() || i > 0 && m.Cases[i-1].Case >= c.Case {
				t.Errorf("case %q", c.Case)
			}
		}
	})
}
