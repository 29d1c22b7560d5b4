package record

import (
	"errors"
	"fmt"
	"strings"
)

// DisposalRecordName is the name, in a case's folder, of the file that tells under which rule the
// case was kept: the one file that a disposal adds. It is sealed to those who answer for the
// disposal register, as the case's own keys go.
const DisposalRecordName = "register.age"

// DisposalRecordPath returns the path of that file.
func DisposalRecordPath(id ID) string { return CaseFolder(id) + "/" + DisposalRecordName }

// DisposalRecord is the content of that file.
type DisposalRecord struct {
	Case      ID
	Rule      string // ID of the policy's rule; "" where none gave a date
	Source    string // of the rule, as the policy named it; "" for none
	KeptUntil Date
	Disposal  ID // the entry that asked for it
}

// ErrDisposalRecord says that a text is not of this form.
var ErrDisposalRecord = errors.New("not the text of a disposal register")

// Encode returns the lines, without padding: each a key and a value, ~ for none.
func (r DisposalRecord) Encode() []byte {
	return fmt.Appendf(nil, "case: %s\nrule: %s\nsource: %s\nkept_until: %s\ndisposal: %s\n",
		string(r.Case), orNone(OneLine(r.Rule)), orNone(OneLine(r.Source)),
		orNone(r.KeptUntil.String()),
		string(r.Disposal))
}

func orNone(s string) string {
	if s == "" {
		return "~"
	}
	return s
}

// ParseDisposalRecord takes such a text apart, padded or not.
func ParseDisposalRecord(text []byte) (DisposalRecord, error) {
	lines := strings.Split(strings.TrimRight(string(text), " \n"), "\n")
	keys := []string{"case", "rule", "source", "kept_until", "disposal"}
	if len(lines) != len(keys) {
		return DisposalRecord{}, ErrDisposalRecord
	}
	values := make([]string, len(keys))
	for i, key := range keys {
		value, ok := strings.CutPrefix(lines[i], key+": ")
		if !ok || value == "" {
			return DisposalRecord{}, ErrDisposalRecord
		}
		if value != "~" {
			values[i] = value
		}
	}
	r := DisposalRecord{Case: ID(values[0]), Rule: values[1], Source: values[2],
		Disposal: ID(values[4])}
	var err error
	if values[3] != "" {
		r.KeptUntil, err = ParseDate(values[3])
	}
	if err != nil || !r.Case.Valid() || !r.Disposal.Valid() {
		return DisposalRecord{}, ErrDisposalRecord
	}
	return r, nil
}
