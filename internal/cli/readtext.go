package cli

import (
	"errors"
	"fmt"
	"syscall"

	"casefile/internal/term"
)

// readLimit is how much of something is read: all of it, or it is refused.
type readLimit struct {
	bytes int64
	help  string
}

// What a command may be given. Above what an entry holds a text has room for the hints of a
// template, line ends of other systems and the parts for several cases; below it, a text
// that is refused still fits into a draft.
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

// maxKept is how many bytes of a text that came by a pipe are kept, where no entry holds it:
// nobody else has the rest.
const maxKept = 8 << 20

// limit returns how much a request may be given: the text of an entry, or the policy.
func (r request) limit() readLimit {
	if r.Kind == "" {
		return aSetting
	}
	return aText
}

// readText reads what a person names: a file, or - for stdin. Nothing is cut: what is
// longer is refused, and what was read of it is given with the error. Of a text that comes by a
// pipe that is as much as mostKept, and of more the error says so.
func readText(app *App, file string, limit readLimit) ([]byte, error) {
	r := term.Reading{Name: file, Most: limit.bytes, Ended: app.ended}
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

// errRestLost says that a pipe had more than is kept.
var errRestLost = errors.New("only those are kept, and the rest is not")

// tooLongKept returns the error of a pipe that was read to its end, or as far as anything is kept,
// and gave more than may be recorded.
func tooLongKept(r term.Reading, limit readLimit, read int64, err error) error {
	switch {
	case errors.Is(err, term.ErrTooLong):
		return fmt.Errorf("%w: %w", err, errRestLost)
	case err == nil && read > limit.bytes:
		return &term.TooLongError{Name: r.Name, Most: limit.bytes}
	}
	return err
}
