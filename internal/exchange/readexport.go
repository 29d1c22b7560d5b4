package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"casefile/internal/record"
)

// The greatest size of one part of an export's document, in bytes. An entry has its text and its
// fields. An attached file is base64.
const (
	maxExportEntry = 1 << 20
	maxExportFile  = maxPackBytes/3*4 + 1<<20
	maxExportRest  = 1 << 20 // for example the facts of the docket
	maxExportKeys  = 100
)

// exportReader reads the document of an export part by part. It refuses a document that is none, or
// larger than an export can be, before it is in memory.
type exportReader struct {
	src   io.Reader
	dec   *json.Decoder
	given int64
	most  int64 // how many bytes the present part may have
	x     *Export
	rest  map[string]json.RawMessage
}

// decodeExport reads one document to its end.
func decodeExport(src io.Reader) (*Export, error) {
	r := &exportReader{src: src, most: maxExportRest, x: &Export{},
		rest: map[string]json.RawMessage{}}
	r.dec = json.NewDecoder(r)
	err := r.document()
	switch {
	case errors.Is(err, ErrExport):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", ErrExport, ExportFile, err)
	}
	return r.x, nil
}

// Read reads from src, up to the limit of the present part.
func (r *exportReader) Read(p []byte) (int, error) {
	if r.dec != nil && r.given-r.dec.InputOffset() > r.most {
		return 0, fmt.Errorf("%w: a part of %s has more than %d bytes", ErrExport, ExportFile,
			r.most)
	}
	n, err := r.src.Read(p)
	r.given += int64(n)
	return n, err
}

func (r *exportReader) document() error {
	if err := r.token('{'); err != nil {
		return err
	}
	for n := 0; r.dec.More(); n++ {
		if n == maxExportKeys {
			return fmt.Errorf("%w: %s does not belong to an export", ErrExport, ExportFile)
		}
		if err := r.field(); err != nil {
			return err
		}
	}
	if err := r.token('}'); err != nil {
		return err
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %s goes on after its end", ErrExport, ExportFile)
	}
	rest, err := json.Marshal(r.rest)
	if err != nil {
		return err
	}
	return json.Unmarshal(rest, r.x)
}

func (r *exportReader) token(want json.Delim) error {
	got, err := r.dec.Token()
	if err == nil && got != want {
		err = fmt.Errorf("%w: %s does not belong to an export", ErrExport, ExportFile)
	}
	return err
}

// field reads one part of the document. Its name is matched as encoding/json does.
func (r *exportReader) field() error {
	name, err := r.dec.Token()
	if err != nil {
		return err
	}
	key, _ := name.(string) // a token inside an object is a name
	switch x := r.x; {
	case strings.EqualFold(key, "entries"):
		return listOf(r, maxExportEntry, &x.Entries)
	case strings.EqualFold(key, "attachments"):
		return listOf(r, maxExportFile, &x.Files)
	case strings.EqualFold(key, "left_out"):
		return listOf(r, maxExportRest, &x.LeftOut)
	}
	var value json.RawMessage
	err = r.dec.Decode(&value)
	r.rest[key] = value
	return err
}

// listOf reads a list whose elements may each have so many bytes.
func listOf[T any](r *exportReader, most int64, list *[]T) error {
	begin, err := r.dec.Token()
	if err != nil || begin == nil {
		return err
	}
	if begin != json.Delim('[') {
		return fmt.Errorf("%w: %s does not belong to an export", ErrExport, ExportFile)
	}
	usual := r.most
	defer func() { r.most = usual }()
	for r.most = most; r.dec.More(); {
		if len(*list) == maxPackFiles {
			return fmt.Errorf("%w: %s has more than %d entries or files", ErrExport, ExportFile,
				maxPackFiles)
		}
		var one T
		if err := r.dec.Decode(&one); err != nil {
			return err
		}
		*list = append(*list, one)
	}
	return r.token(']')
}

// checkSchema returns ErrExport if the document has another schema or no valid case.
func (x *Export) checkSchema() error {
	if x.Schema != exportSchema || !x.Case.Valid() {
		return fmt.Errorf("%w: %s has the schema %q, and not %q",
			ErrExport, ExportFile, record.Clean(x.Schema), exportSchema)
	}
	return nil
}
