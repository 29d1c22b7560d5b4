package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// Incoming is an entry of a pack or an export as the receiving agency records it. It keeps its ID,
// which links of other entries name.
type Incoming struct {
	ID     record.ID
	From   string // the kind it had
	Kind   string // the kind as which it is recorded
	Quoted bool   // word for word, in a note
	Text   []byte
	File   string // the path of its text in the pack or export
}

// incoming returns the entry of the pack in the form in which it comes in: as its own kind, if
// adding entries may add that kind. Acts of the sending agency, such as a closure, an endorsement
// or a hold, change nothing here and become notes. With quoted set, the entry becomes a note too,
// for a text that our schemas refuse.
func (p *Pack) incoming(it cases.Item, kinds *record.Kinds, quoted bool) (Incoming, error) {
	e := ExportEntry{ID: it.ID, Kind: it.Kind, Recorded: it.Recorded, SHA256: it.SHA256,
		Text: record.Unpadded(string(it.Text))}
	_, _, file := p.FileOf(it.ID)
	quoted = quoted || it.Kind == record.KindAttachment && !file
	in, err := e.incoming(kinds, p.Manifest.Agency, quoted)
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrPack, err)
	}
	return in, err
}

// incoming returns the entry as its own kind, or quoted in a note.
func (e *ExportEntry) incoming(kinds *record.Kinds, agency string, quoted bool) (Incoming, error) {
	if in, ok := e.asItself(kinds, agency); ok && !quoted {
		return in, nil
	}
	return e.quoted(kinds, agency)
}

// asIncoming returns the entry as an incoming one of a kind.
func (e *ExportEntry) asIncoming(kind string, quoted bool, text []byte) Incoming {
	return Incoming{ID: e.ID, From: e.Kind, Kind: kind, Quoted: quoted, Text: text,
		File: entryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded})}
}

// asItself returns the entry as its own kind. It returns false if the kind is unknown here, or
// recorded only by its own operation.
func (e *ExportEntry) asItself(kinds *record.Kinds, agency string) (Incoming, bool) {
	author, stamp, err := record.Unstamp([]byte(e.Text))
	k, known := kinds.Kind(stamp.Kind)
	if err != nil || !known || !k.Adds() {
		return Incoming{}, false
	}
	text, err := record.WithOrigin(author, e.origin(stamp, agency))
	return e.asIncoming(stamp.Kind, false, text), err == nil
}

// quoted returns the entry as a note that holds it word for word.
func (e *ExportEntry) quoted(kinds *record.Kinds, agency string) (Incoming, error) {
	padded, err := seal.Pad([]byte(e.Text))
	if err != nil {
		return Incoming{}, err
	}
	was, err := kinds.Decode(padded)
	if err != nil {
		return Incoming{}, fmt.Errorf("%w: %s: %w", ErrExport, e.ID, err)
	}
	title := was.Kind
	if k, ok := kinds.Kind(was.Kind); ok {
		title = cmp.Or(k.Title, title)
	}
	what, _ := headlineOf(joined(": ", title, was.Headline))
	var fields strings.Builder
	to, err := record.ParseRef(was.Str("target"), was.Case)
	if was.Kind == record.KindEndorsement && err == nil && to.Case == was.Case {
		what = fmt.Sprintf("%s of %s: %s, %s", title, to.Entry, was.Str("level"),
			was.Str("verdict"))
		fmt.Fprintf(&fields, "links: {related: %s}\n", string(to.Entry))
	}
	if !was.Occurred.IsZero() {
		fmt.Fprintf(&fields, "occurred: %s\n", was.Occurred)
	}
	fmt.Fprintf(&fields, "headline: %s\nsignificant: %t\n", record.Scalar(what), was.Significant)
	if slices.Contains([]string{"positive", "negative", "neutral"}, was.Impact) {
		fmt.Fprintf(&fields, "impact: %s\n", was.Impact)
	}
	stamp := record.Stamp{ID: was.ID, Case: was.Case, Kind: was.Kind, Recorded: was.Recorded,
		By: was.By, Nonce: was.Nonce}
	o, words := e.origin(stamp, agency), title+", as it was recorded there:"
	text := record.Quoting([]byte(e.Text), o, fields.String(), words)
	if len(text) > record.MaxText-stampRoom {
		o.Nonce = "" // no text here has the SHA-256 that it would be for
		instead := []byte("too long to be quoted; what it came in has it\n")
		text = record.Quoting(instead, o, fields.String(), words)
	}
	return e.asIncoming(record.KindNote, true, text), nil
}

// stampRoom is the greatest length of the six lines of a stamp, in bytes.
const stampRoom = 256

func (e *ExportEntry) origin(s record.Stamp, agency string) record.Origin {
	return record.Origin{Agency: agency, Case: string(s.Case), Entry: string(s.ID), Kind: s.Kind,
		Recorded: s.Recorded, By: s.By, Nonce: s.Nonce, SHA256: e.SHA256}
}
