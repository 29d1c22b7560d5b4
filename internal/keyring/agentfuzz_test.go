package keyring

import (
	"bytes"
	"testing"
	"time"
)

// FuzzOrder reads what the agent's process is told. What is understood comes back the same.
func FuzzOrder(f *testing.F) {
	id := newIdentity(f)
	f.Add(agentOrder("/run/user/1000/agent.sock", time.Unix(1772818812, 0), id))
	f.Add([]byte("\n\n\n"))
	f.Add([]byte("x\n-9223372036854775808\n" + id.Secret() + "\n"))
	f.Fuzz(func(t *testing.T, order []byte) {
		k, err := readOrder(bytes.NewReader(order))
		if (k == nil) == (err == nil) {
			t.Fatalf("%v, %v", k, err)
		}
		if k != nil && bytes.Contains([]byte(k.Socket), []byte("\n")) {
			t.Errorf("a socket of two lines: %q", k.Socket)
		}
	})
}

// FuzzReply reads what somebody at the socket says of the keys. What is understood can be
// said again.
func FuzzReply(f *testing.F) {
	for _, text := range []string{
		`{"name":"a","until":"2026-03-06T18:40:12Z","pid":7,"keys":["AA==",null]}`,
		`{"fault":"no"}`, `{"until":"10000-01-01T00:00:00Z"}`, `{"keys":{}}`, "null"} {
		f.Add(framed(text))
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		var got, again answer
		if receive(bytes.NewReader(wire), &got) != nil {
			return
		}
		var second bytes.Buffer
		if err := send(&second, got); err != nil {
			t.Fatal(err)
		}
		if err := receive(&second, &again); err != nil || len(again.Keys) != len(got.Keys) {
			t.Errorf("%+v became %+v, %v", got, again, err)
		}
	})
}
