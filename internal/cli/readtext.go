package cli

import (
	"errors"
	"fmt"
	"syscall"

	"casefile/internal/term"
)

// readLimit bounds what is read of a source. A longer source is refused; nothing is cut off.
type readLimit struct {
	bytes int64
	help  string
}

// These are the limits of what a command may be given. A text may be longer than an entry: it can
// have the hints of a template, line ends of other systems, and the parts for several cases. A
// refused text within the limit still fits into a draft.
var (
	aText = readLimit{96 << 10, "an entry holds 65,536 bytes; split the text, " +
		"or keep the file as it is: casefile attach CASE FILE"}
	aSetting = readLimit{1 << 20, "cards, policies, schemas and mappings have far less; " +
		"see that this is the file that was meant"}
	anExport = readLimit{64 << 20, "save it as a file, which is read part by part"}
	// A sealed file that git shows is an entry or an attached file.
	aSealedFile = readLimit{1 << 30, "no file of the records is as large"}
	aQuestion   = readLimit{64 << 10, "search for fewer words at once"}
	aTable      = readLimit{32 << 20, "cut the table into several, each with its line of titles"}
)

// maxKept bounds the bytes that are kept of a piped text, also of one too long for an entry: nobody
// else has the text.
const maxKept = 8 << 20

// limit returns the limit of a request's text: of an entry or of the policy.
func (r request) limit() readLimit {
	if r.Kind == "" {
		return aSetting
	}
	return aText
}

// readText reads a file, or stdin for -. It refuses a text over the limit, and returns with the
// error what it read. Of a piped text it reads up to maxKept bytes. If there is more, the error
// says so.
func readText(app *App, file string, limit readLimit) ([]byte, error) {
	r := term.BoundedReader{Name: file, Most: limit.bytes, Ended: app.ended}
	kept := limit == aText && (file == "-" || term.IsPipe(file))
	if kept {
		r.Most = maxKept
	}
	var text []byte
	var err error
	if file == "-" {
		r.Name = "stdin"
		text, err = r.From(app.In)
	} else {
		text, err = r.File(file)
	}
	if kept {
		err = tooLongKept(r, limit, int64(len(text)), err)
	}
	if errors.Is(err, syscall.EISDIR) {
		return nil, usage("%s is a folder, not a file", file)
	}
	if errors.Is(err, term.ErrTooLong) {
		err = withHint(fmt.Errorf("%w%w", errSilent{errFindings}, err), "%s", limit.help)
	}
	return text, err
}

// errRestLost means that a pipe had more than maxKept bytes.
var errRestLost = errors.New("only those are kept, and the rest is not")

// tooLongKept returns the error for a piped text that is longer than what may be recorded.
func tooLongKept(r term.BoundedReader, limit readLimit, read int64, err error) error {
	switch {
	case errors.Is(err, term.ErrTooLong):
		return fmt.Errorf("%w: %w", err, errRestLost)
	case err == nil && read > limit.bytes:
		return &term.TooLongError{Name: r.Name, Most: limit.bytes}
	}
	return err
}
