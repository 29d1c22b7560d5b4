package casebook

import (
	"bytes"
	"encoding/json"
	"strings"

	"casefile/internal/seal"
)

// What is sealed of a draft is one line of JSON and then the text. Anybody can seal to a
// member: the line is data of a closed form, it is checked to the last word, and it gives no
// authority.

// draftForm is the number of that form. Before it, the line was a command line.
const draftForm = 2

// draftHead is the line: whose draft it is, of which records, and the act.
type draftHead struct {
	Draft   int    `json:"draft"`
	Member  string `json:"member,omitempty"`
	Records string `json:"records,omitempty"`
	Act     Act    `json:"act"`
}

// mostDraft bounds what is read of a draft's file: a text, or a policy, sealed. A text that no
// entry holds is kept as far as a command reads it from a pipe, which is 8 MiB.
const mostDraft = 9 << 20

// Seal returns the content of a draft's file.
func (p DraftPlace) Seal(act Act, text []byte) ([]byte, error) {
	head, err := json.Marshal(draftHead{draftForm, p.Member, p.Records, act.checked()})
	if err != nil {
		return nil, err
	}
	return seal.SealOwn(p.Recipient, append(append(head, '\n'), text...))
}

// opened takes a draft's plaintext apart. What is none of this person's and these records' has
// no act, and why says so; its text is the author's all the same.
func (p DraftPlace) opened(plain []byte) (act Act, why string, text []byte) {
	line, rest, _ := bytes.Cut(plain, []byte("\n"))
	var head draftHead
	decode := json.NewDecoder(bytes.NewReader(line))
	decode.DisallowUnknownFields()
	err := decode.Decode(&head)
	switch {
	case bytes.HasPrefix(line, []byte("casefile ")):
		return Act{}, "an earlier version of this program kept it", rest
	case !bytes.HasPrefix(line, []byte(`{"draft":`)):
		return Act{}, "it does not say what it came from", plain
	case err != nil || decode.More() || head.Draft != draftForm:
		return Act{}, "another version of this program kept it, or none", rest
	case head.Member != "" && p == DraftPlace{}:
		return head.Act.onlyAbout(), "the records that it was kept in can't be read here", rest
	case head.Member != "" && head.Member != p.Member:
		return head.Act.onlyAbout(), "it was kept by somebody else", rest
	case head.Records != "" && p.Records == "":
		return head.Act.onlyAbout(), "no introduction is pinned here to know its records by", rest
	case head.Records != "" && head.Records != p.Records:
		return Act{}, "it was kept in other records", rest
	}
	if err := head.Act.Check(); err != nil {
		return head.Act.onlyAbout(), strings.TrimPrefix(err.Error(), ErrAct.Error()+": "), rest
	}
	return head.Act, "", rest
}

// readDraft reads the file of a draft.
func readDraft(path string) ([]byte, error) { return readOwn(path, mostDraft) }
