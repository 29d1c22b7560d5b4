package keyring

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func framed(text string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), text...)
}

func TestMessagesComeBack(t *testing.T) {
	var wire bytes.Buffer
	asked := question{Ask: askKeys, Headers: [][]byte{{1, 2}, {}, {3}}}
	given := answer{Name: "one", Until: time.Date(2026, 3, 6, 18, 40, 12, 0, time.UTC), PID: 7,
		Keys: [][]byte{{4}, nil, {5, 6}}}
	for _, m := range []any{asked, given} {
		if err := send(&wire, m); err != nil {
			t.Fatal(err)
		}
	}
	var q question
	var a answer
	for _, m := range []any{&q, &a} {
		if err := receive(&wire, m); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(q, asked) || !reflect.DeepEqual(a, given) {
		t.Errorf("%+v and %+v came back", q, a)
	}
}

// A key that the secret does not have must stay apart from an empty one.
func TestAnswerTellsNoKeyFromAKey(t *testing.T) {
	text, err := json.Marshal(answer{Keys: [][]byte{nil, {0}}})
	if err != nil || !strings.Contains(string(text), `"keys":[null,"AA=="]`) {
		t.Errorf("%s, %v", text, err)
	}
}

func TestMessagesRefused(t *testing.T) {
	for name, wire := range map[string][]byte{
		"nothing":                 {},
		"half a length":           {0, 0},
		"shorter than it says":    framed("{}")[:5],
		"longer than any may be":  binary.BigEndian.AppendUint32(nil, maxMessage+1),
		"the longest there is":    {0xff, 0xff, 0xff, 0xff},
		"no JSON":                 framed("state"),
		"another type":            framed(`{"ask":7}`),
		"headers that are no hex": framed(`{"ask":"keys","headers":["!"]}`),
		"two documents":           framed(`{"ask":"state"} {"ask":"end"}`),
	} {
		var q question
		if err := receive(bytes.NewReader(wire), &q); err == nil {
			t.Errorf("%s is taken as %+v", name, q)
		}
	}
	long := question{Headers: [][]byte{make([]byte, maxMessage)}}
	if err := send(&bytes.Buffer{}, long); err == nil {
		t.Error("a message over the limit is sent")
	}
}

func TestBatches(t *testing.T) {
	header := func(n int) []byte { return make([]byte, n) }
	many := func(n, size int) [][]byte {
		var out [][]byte
		for range n {
			out = append(out, header(size))
		}
		return out
	}
	for name, c := range map[string]struct {
		headers [][]byte
		want    []int
	}{
		"none":                  {nil, nil},
		"one":                   {many(1, 1627), []int{1}},
		"a thousand at once":    {many(1000, 1627), []int{1000}},
		"one more":              {many(1001, 1627), []int{1000, 1}},
		"many":                  {many(2500, 1627), []int{1000, 1000, 500}},
		"large ones":            {many(40, 64<<10), []int{32, 8}}, // 2 MiB is 32 of them
		"one over all measures": {[][]byte{header(1), header(3 << 20), header(1)}, []int{1, 1, 1}},
	} {
		var got []int
		for _, b := range batches(c.headers) {
			got = append(got, len(b))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: batches of %d, want %d", name, got, c.want)
		}
	}
}

// FuzzQuestion gives the agent foreign bytes. What it takes for a question comes
// back the same when it is asked again, and has as many keys as headers.
func FuzzQuestion(f *testing.F) {
	for _, text := range []string{`{"ask":"state"}`, `{"ask":"keys","headers":["AA==",null,""]}`,
		`{"ask":"end"}`, `{"ask":"\u0000"}`, "null", "[]"} {
		f.Add(framed(text))
	}
	f.Add([]byte{0, 0, 0, 9, '{'})
	k := &keeper{Name: "fuzz", Until: time.Now().Add(time.Hour), began: time.Now(),
		Keys: func(headers [][]byte) ([][]byte, error) {
			return make([][]byte, len(headers)), nil
		}}
	f.Fuzz(func(t *testing.T, wire []byte) {
		var q, again question
		if receive(bytes.NewReader(wire), &q) != nil {
			return
		}
		var second bytes.Buffer
		if err := send(&second, q); err != nil {
			t.Fatal(err)
		}
		if err := receive(&second, &again); err != nil || fmt.Sprint(q) != fmt.Sprint(again) {
			t.Errorf("%+v became %+v, %v", q, again, err)
		}
		got := k.reply(q)
		if got.Fault == "" && q.Ask == askKeys && len(got.Keys) != len(q.Headers) {
			t.Errorf("%d keys for %d headers", len(got.Keys), len(q.Headers))
		}
	})
}
