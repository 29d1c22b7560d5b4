package disclose

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"text/template"
	"time"

	"casefile/internal/cases"
	"casefile/internal/pattern"
	"casefile/internal/verify"
)

// Proof holds the parts from which the proof of one entry is made.
type Proof struct {
	Item    cases.Item // the entry, with its commit's id and time
	Author  Signatory  // who recorded the text
	Signer  Signatory  // who signed: the author, except for adopted work
	Objects Package    // commit, parent, tree, team.yaml and allowed_signers
}

// ErrUnproved says that an entry can't be given out as a proof.
var ErrUnproved = errors.New("the entry breaks a rule of the records, and proves nothing")

// Package returns the files of the proof.
func (p Proof) Package() (Package, error) {
	if p.Item.Fault != "" {
		return nil, fmt.Errorf("%w: %s", ErrUnproved, p.Item.Fault)
	}
	out := Package{verify.ProofText: p.Item.Text}
	for _, name := range []string{verify.ProofCommit, verify.ProofParent, verify.ProofTree,
		verify.TeamPath, verify.SignersPath} {
		if len(p.Objects[name]) == 0 {
			return nil, fmt.Errorf("the proof of %s lacks the file %s", p.Item.Ref(), name)
		}
		out[name] = p.Objects[name]
	}
	readme, err := p.readme()
	out[verify.ProofReadme] = readme
	return out, err
}

// ErrOtherPage says that the page for people in a proof does not belong to it.
var ErrOtherPage = errors.New("it is not the page that belongs to this proof")

// checkPage compares the page in a proof with the right one (ErrOtherPage). A nil page is yet to be
// written.
func (p Proof) checkPage(page []byte) error {
	whole, err := p.Package()
	if err == nil && page != nil && !bytes.Equal(page, whole[verify.ProofReadme]) {
		err = ErrOtherPage
	}
	return err
}

// readmeText is the page of the first form of proofs. A proof must be good for
// decades: another wording is another form, with a page and a number of its own,
// and this one stays as it is.
//
//go:embed proof-1.md
var readmeText string

// readme returns the page of this proof.
func (p Proof) readme() ([]byte, error) {
	page, err := template.New(verify.ProofReadme).Funcs(template.FuncMap{
		"time": func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") },
	}).Parse(readmeText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, p)
	return out.Bytes(), err
}

// newerPage reports whether a page belongs to a form of proofs that this program does not know.
func newerPage(page []byte) bool {
	number := formLine().FindSubmatch(page)
	return number != nil && string(number[1]) != "1"
}

var formLine = pattern.Of(`^# Proof of one entry \(casefile proof ([1-9][0-9]*)\)\n`)

// Adopted reports whether somebody else signed for the author.
func (p Proof) Adopted() bool { return p.Author.ID != p.Signer.ID }
