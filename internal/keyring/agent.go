package keyring

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// The agent is a process of this program that keeps one secret for a while and
// answers on a socket which only the same person can open. It is asked for the
// keys of files, by their headers, and never gives the secret itself. It ends at
// the time that was set when it began, however often it is asked. Its memory goes
// back to the kernel with the process, and nobody else sees it unwiped: copies that
// Go made of a secret could not all be found and cleared before.
//
// A message is its length, in 4 bytes with the highest first, and JSON. Answers
// come in the order of the questions.

const (
	maxMessage = 4 << 20 // bytes
	// A batch is the number of headers in one question: its JSON stays below maxMessage.
	batchHeaders = 1000
	batchBytes   = 2 << 20
)

// The questions.
const (
	askState = "state"
	askKeys  = "keys"
	askEnd   = "end"
)

type question struct {
	Ask     string   `json:"ask"`
	Headers [][]byte `json:"headers,omitempty"`
}

// answer carries the state each time, and keys in the order of the headers: null
// for one that the secret does not open.
type answer struct {
	Name  string    `json:"name"`
	Until time.Time `json:"until"`
	PID   int       `json:"pid"`
	Keys  [][]byte  `json:"keys,omitempty"`
	Fault string    `json:"fault,omitempty"`
}

func send(w io.Writer, message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if len(text) > maxMessage {
		return fmt.Errorf("a message to the agent has %d bytes, at most %d are taken", len(text),
			maxMessage)
	}
	_, err = w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), text...))
	return err
}

func receive(r io.Reader, message any) error {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxMessage {
		return fmt.Errorf("a message of the agent announces %d bytes, at most %d are taken", size,
			maxMessage)
	}
	text := make([]byte, size)
	defer clear(text)
	if _, err := io.ReadFull(r, text); err != nil {
		return err
	}
	return json.Unmarshal(text, message)
}

// batches cuts what is asked into questions of a size that the agent takes.
func batches(headers [][]byte) [][][]byte {
	var out [][][]byte
	start, size := 0, 0
	for i, h := range headers {
		if i > start && (i-start == batchHeaders || size+len(h) > batchBytes) {
			out = append(out, headers[start:i])
			start, size = i, 0
		}
		size += len(h)
	}
	if start < len(headers) {
		out = append(out, headers[start:])
	}
	return out
}
