package cli

import (
	"errors"
	"fmt"
	"syscall"

	"casefile/internal/term"
)

// most is how much of something is read: all of it, or it is refused.
type most struct {
	bytes int64
	help  string
}

// What a command may be given. Above what an entry holds a text has room for the hints of a
// template, line ends of other systems and the parts for several cases; below it, a text
// that is refused still fits into a draft.
var (
	aText = most{96 << 10, "an entry holds 65,536 bytes; split the text, " +
		"or keep the file as it is: casefile attach CASE FILE"}
	aSetting = most{1 << 20, "cards, policies, schemas and mappings have far less; " +
		"see that this is the file that was meant"}
	anExport = most{64 << 20, "save it as a file, which is read part by part"}
	// A sealed file that git shows is an entry or an attached file.
	aSealedFile = most{1 << 30, "no file of the records is as large"}
	aTable      = most{32 << 20, "cut the table into several, each with its line of titles"}
)

// most is how much a request may be given: the text of an entry, or the policy.
func (r request) most() most {
	if r.Kind == "" {
		return aSetting
	}
	return aText
}

// readText reads what a person names: a file, or - for stdin. Nothing is cut: what is
// longer is refused, and what was read of it is given with the error.
func readText(app *App, file string, most most) ([]byte, error) {
	r := term.Reading{Name: file, Most: most.bytes, Ended: app.ended}
	var text []byte
	var err error
	if file == "-" {
		r.Name = "stdin"
		text, err = r.From(app.In)
	} else {
		text, err = r.File(file)
	}
	if errors.Is(err, syscall.EISDIR) {
		return nil, usage("%s is a folder, not a file", file)
	}
	if errors.Is(err, term.ErrTooLong) {
		err = withHint(fmt.Errorf("%w%w", errSilent{errFindings}, err), "%s", most.help)
	}
	return text, err
}
