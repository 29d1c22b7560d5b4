package record

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

var (
	blobA = strings.Repeat("a1", 20)
	blobB = strings.Repeat("b2", 20)
)

func openDocket(t testing.TB) (*Docket, string) {
	d := &Docket{
		Case: "K3F927QM", Opened: date(t, "2026-01-12"), KeyWorker: "asha", Status: Closing,
		ServiceEnded: date(t, "2026-03-01"),
		RetainUntil:  date(t, "2051-12-31"), Holds: []ID{"3GZ0WM4T"}, Blocks: []string{"recheck"},
		Pending: "7K2M9QXH", Policy: 3,
		Keys: []Epoch{{}, {"recovery-1": blobB, "asha": blobA}},
	}
	text := "format: 1\ncase: K3F927QM\nopened: 2026-01-12\nkey_worker: asha\nstatus: closing\n" +
		"service_ended: 2026-03-01\nretain_until: 2051-12-31\n" +
		"holds: 3GZ0WM4T\nblocks: recheck\npending: 7K2M9QXH\npolicy: 3\nkeys.1: ~\nkeys.2: asha=" +
		blobA + " recovery-1=" + blobB + "\n"
	return d, text
}

func TestDocket(t *testing.T) {
	d, text := openDocket(t)
	if got := string(d.Encode()); got != text {
		t.Errorf("got\n%s\nwant\n%s", got, text)
	}
	got, err := ParseDocket([]byte(text))
	if err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("got %+v, %v", got, err)
	}
	if d.Newest() != 2 || !d.Reads("asha") || d.Reads("ben") ||
		strings.Join(d.Readers(), " ") != "asha recovery-1" {
		t.Errorf("readers %v of epoch %d", d.Readers(), d.Newest())
	}
	if (&Docket{}).Reads("asha") || (&Docket{}).Readers() != nil {
		t.Error("an empty docket has readers")
	}
}

func TestDocketEmpty(t *testing.T) {
	text := "format: 1\ncase: K3F927QM\nopened: 2026-01-12\nkey_worker: ~\nstatus: intake\n" +
		"service_ended: ~\nretain_until: ~\nholds: ~\nblocks: ~\npending: ~\npolicy: ~\nkeys.1: ~\n"
	d, err := ParseDocket([]byte(text))
	if err != nil || d.KeyWorker != "" || d.Status != Intake || !d.RetainUntil.IsZero() ||
		d.Blocks != nil || d.Pending != "" || d.Policy != 0 {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestDocketBlocks(t *testing.T) {
	d, _ := openDocket(t)
	more := d.WithBlock(BlockTransfer).WithBlock(BlockRecheck)
	if strings.Join(more.Blocks, " ") != "recheck transfer" || len(d.Blocks) != 1 {
		t.Errorf("got %v, and the first has %v", more.Blocks, d.Blocks)
	}
	if less := more.WithoutBlock(BlockRecheck); less.Blocked(BlockRecheck) ||
		!less.Blocked(BlockTransfer) || !more.Blocked(BlockRecheck) {
		t.Errorf("got %v", less.Blocks)
	}
}

func TestDocketHolds(t *testing.T) {
	d, _ := openDocket(t)
	more := d.WithHold("9QXH7K2M").WithHold("7K2M9QXH").WithHold("9QXH7K2M")
	if got := string(more.Encode()); !strings.Contains(got,
		"\nholds: 3GZ0WM4T 7K2M9QXH 9QXH7K2M\nblocks: ") {
		t.Errorf("two holds, one put on twice: %s", got)
	}
	less := more.WithoutHold("7K2M9QXH")
	if less.HeldBy("7K2M9QXH") || !less.HeldBy("9QXH7K2M") || !more.HeldBy("7K2M9QXH") ||
		!less.OnHold() {
		t.Errorf("one released: %v of %v", less.Holds, more.Holds)
	}
	if got := strings.Join(less.Marks(), " "); got != "hold recheck" {
		t.Errorf("a list shows %q", got)
	}
}

func TestParseDocketRefuses(t *testing.T) {
	tests := []struct{ name, old, by string }{
		{"another format", "format: 1", "format: 2"},
		{"no case", "case: K3F927QM", "case: ~"},
		{"no ID", "case: K3F927QM", "case: K3F9-27QM"},
		{"no day", "2026-01-12", "2026-02-30"},
		{"no opening", "opened: 2026-01-12", "opened: ~"},
		{"a key worker in capitals", "key_worker: asha", "key_worker: Asha"},
		{"an unknown status", "closing", "shut"},
		{"no status", "closing", "~"},
		{"blocks out of order", "blocks: recheck", "blocks: transfer recheck"},
		{"a block twice", "blocks: recheck", "blocks: recheck recheck"},
		{"an unknown block", "blocks: recheck", "blocks: frozen"},
		{"a hold among the blocks", "blocks: recheck", "blocks: hold recheck"},
		{"two blanks", "blocks: recheck", "blocks: recheck  transfer"},
		{"holds out of order", "holds: 3GZ0WM4T", "holds: 7K2M9QXH 3GZ0WM4T"},
		{"a hold twice", "holds: 3GZ0WM4T", "holds: 3GZ0WM4T 3GZ0WM4T"},
		{"a hold that is no ID", "holds: 3GZ0WM4T", "holds: 3GZ0-WM4T"},
		{"no line of holds", "holds: 3GZ0WM4T\n", ""},
		{"policy with a zero before", "policy: 3", "policy: 03"},
		{"policy 0", "policy: 3", "policy: 0"},
		{"policy below 0", "policy: 3", "policy: -3"},
		{"members out of order", "asha=" + blobA + " recovery-1=" + blobB,
			"recovery-1=" + blobB + " asha=" + blobA},
		{"a member twice", " recovery-1=", " asha="},
		{"a blob id cut short", blobA, blobA[1:]},
		{"a blob id in capitals", blobA, strings.ToUpper(blobA)},
		{"an epoch left out", "keys.2", "keys.3"},
		{"no epoch", "keys.1: ~\n", ""},
		{"a line too many", "policy: 3\n", "policy: 3\nnote: x\n"},
		{"a line left out", "pending: 7K2M9QXH\n", ""},
		{"no value", "key_worker: asha", "key_worker: "},
		{"a blank at the end", "key_worker: asha", "key_worker: asha "},
		{"CRLF", "\n", "\r\n"},
		{"a comment", "policy: 3", "policy: 3 # x"},
		{"quotes", "asha\n", "\"asha\"\n"},
	}
	_, text := openDocket(t)
	for _, tt := range tests {
		spoilt := strings.Replace(text, tt.old, tt.by, 1)
		if spoilt == text {
			t.Fatalf("%s: nothing changed", tt.name)
		}
		if d, err := ParseDocket([]byte(spoilt)); !errors.Is(err, ErrDocket) || d != nil {
			t.Errorf("%s: %+v, %v", tt.name, d, err)
		}
	}
	for _, bad := range []string{"", "\n", text + "\n", text[:len(text)-1],
		strings.Replace(text, "keys.1: ~\n", "", 1)} {
		if _, err := ParseDocket([]byte(bad)); !errors.Is(err, ErrDocket) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestPaths(t *testing.T) {
	if got := DocketPath("K3F927QM"); got != "cases/K3/K3F927QM.yaml" {
		t.Error(got)
	}
	if got := EpochPath("K3F927QM", 2); got != "cases/K3/K3F927QM/epoch-2.pub" {
		t.Error(got)
	}
}

func FuzzParseDocket(f *testing.F) {
	_, text := openDocket(f)
	f.Add([]byte(text))
	f.Add([]byte("format: 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseDocket(data)
		if err != nil {
			if !errors.Is(err, ErrDocket) {
				t.Fatal(err)
			}
			return
		}
		if !bytes.Equal(d.Encode(), data) {
			t.Fatalf("%q became %q", data, d.Encode())
		}
	})
}

func TestFindings(t *testing.T) {
	fs := Findings{{File: "b", Line: 1, Rule: "x", Severity: Warning},
		{File: "a", Line: 2, Column: 3, Rule: "y", Severity: Error, Found: "Bad."},
		{File: "a", Line: 2, Column: 1, Rule: "z", Severity: Warning}}
	fs.Sort()
	if fs[0].Rule != "z" || fs[1].String() != "a:2:3: error: Bad. [y]" || fs[2].File != "b" ||
		!fs.Failed() || fs[2:].Failed() {
		t.Errorf("got %v", fs)
	}
}

// The heads of dockets are read again from one text, as they were.
func TestDocketHeads(t *testing.T) {
	held := Docket{Case: "K3F927QM", Opened: date(t, "2026-03-06"), KeyWorker: "asha",
		Status:       Closed,
		ServiceEnded: date(t, "2026-05-01"), RetainUntil: date(t, "2027-12-31"),
		Holds:  []ID{"7K2M9QXH"},
		Blocks: []string{BlockRecheck}, Policy: 2, Keys: []Epoch{{}}}
	waiting := Docket{Case: "9QXH7K2M", Opened: date(t, "2026-03-07"), Status: Intake,
		Keys: []Epoch{{}}}
	text := string(held.Head()) + string(waiting.Head())
	if strings.Contains(text, "keys.") {
		t.Errorf("with keys:\n%s", text)
	}
	var read []Docket
	err := EachHead(text, func(d *Docket) error {
		read = append(read, *d)
		return nil
	})
	held.Keys, waiting.Keys = nil, nil
	if want := []Docket{held, waiting}; err != nil || !reflect.DeepEqual(read, want) {
		t.Errorf("%+v, %v; want %+v", read, err, want)
	}
	for _, wrong := range []string{text + "\n", text[1:], text[:len(text)-1],
		strings.Replace(text, "case: 9QXH7K2M", "case: ~", 1)} {
		if err := EachHead(wrong, func(*Docket) error { return nil }); !errors.Is(err, ErrDocket) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
