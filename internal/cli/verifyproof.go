package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// maxProofFile bounds each file of a proof: that of the roster, the largest.
const maxProofFile = 8 << 20

// runVerifyProof checks a folder that export --proof has written. It needs no
// records and no key.
func runVerifyProof(_ context.Context, app *App, dir string) error {
	if dir == "" {
		return usage("verify --proof takes the folder of a proof")
	}
	files, more, err := readProof(dir)
	if err != nil {
		return err
	}
	if err := newerProof(files); err != nil {
		return err
	}
	p, proved, faults := checkProof(app.kinds, files)
	if len(faults) > 0 {
		return proofFails(app, faults)
	}
	if len(more) > 0 {
		app.say("note: no part of the proof, and not checked: %s", record.Enumerated(more))
	}
	return showProved(app, p, proved)
}

// checkProof says what a proof shows, or why it fails. The page for people may
// be missing: whoever makes a proof has yet to write it.
func checkProof(kinds *record.Kinds, files disclose.Package) (
	verify.Proof, verify.Proved, []verify.ProofFault,
) {
	p, faults := casebook.ProofFacts(kinds, files)
	if len(faults) > 0 {
		return p, verify.Proved{}, faults
	}
	proved, faults := p.Check()
	if len(faults) > 0 {
		return p, proved, faults
	}
	err := proofOf(files, p, proved).CheckPage(files[disclose.ProofReadme])
	switch {
	case errors.Is(err, disclose.ErrOtherPage):
		faults = append(faults, verify.ProofFault{File: disclose.ProofReadme, Means: err.Error()})
	case err != nil:
		faults = append(faults, verify.ProofFault{File: disclose.ProofText, Means: err.Error()})
	}
	return p, proved, faults
}

// proofOf is the proof that good facts make.
func proofOf(files disclose.Package, p verify.Proof, proved verify.Proved) disclose.Proof {
	person := func(m team.Member) disclose.Signatory {
		return disclose.Signatory{ID: m.ID, Name: m.Name, Email: m.Email}
	}
	return disclose.Proof{
		Item: cases.Item{Entry: p.Entry, SHA256: p.SHA256, Commit: p.Commit.ID, Op: proved.Op(),
			Author: proved.Author.ID, Committed: p.Commit.Committer.When},
		Author: person(proved.Author), Signer: person(proved.Signer), Objects: files,
	}
}

// readProof reads the files of a proof, and lists what else lies beside them.
func readProof(dir string) (files disclose.Package, more []string, err error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, notFound("there is no folder of a proof at %s", dir)
	}
	files = disclose.Package{}
	for _, e := range list {
		if !slices.Contains(disclose.ProofFiles(), e.Name()) {
			more = append(more, e.Name())
		}
	}
	for _, name := range disclose.ProofFiles() {
		if files[name], err = readPlain(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			err = withHint(notFound("the proof lacks its file %s", name), "ask for the whole folder")
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return files, more, nil
}

// readPlain reads a plain file: a pipe would wait for ever.
func readPlain(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, proofError(verify.ProofFault{File: filepath.Base(path), Means: "it is no plain file"})
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxProofFile+1))
	if len(data) > maxProofFile {
		err = proofError(verify.ProofFault{File: filepath.Base(path), Means: "it is too large"})
	}
	return data, err
}

// newerProof says that this program is too old for a proof, which is no fault
// of the proof.
func newerProof(files disclose.Package) error {
	_, err := team.Parse(files[disclose.ProofTeam])
	if disclose.NewerProof(files[disclose.ProofReadme]) || errors.Is(err, team.ErrNewer) {
		return fmt.Errorf("the proof can't be checked: %w", verify.ErrNewer)
	}
	return nil
}

// proofError is a proof that fails, in one line.
func proofError(f verify.ProofFault) error {
	return withHint(fmt.Errorf("%wthe proof fails: %s: %s", errSilent{casebook.ErrFault}, f.File, f.Means),
		"do not rely on it; ask for the folder again, and compare with a copy of the records")
}

func proofFails(app *App, faults []verify.ProofFault) error {
	if app.global.json {
		if err := app.document("verify-proof", map[string]any{"holds": false, "faults": faults}); err != nil {
			return err
		}
	}
	return proofError(faults[0])
}

func showProved(app *App, p verify.Proof, proved verify.Proved) error {
	e, by := p.Entry, proved.Author
	if app.global.json {
		return app.document("verify-proof", map[string]any{
			"holds": true, "faults": []string{}, "case": string(e.Case), "entry": string(e.ID), "kind": e.Kind, "sha256": p.SHA256,
			"recorded": instant(e.Recorded), "committed": instant(p.Commit.Committer.When),
			"by": memberFacts(by), "signed_by": memberFacts(proved.Signer), "op": proved.Op(), "adopted": proved.Message.Adopts != "",
			"commit": p.Commit.ID, "parent": p.Parent.ID, "team_version": p.Team.Version,
		})
	}
	app.print("%s recorded exactly this text at %s.", by.Name, instant(e.Recorded))
	app.print("  entry      %s  %s", e.Ref(), e.Kind)
	app.print("  SHA-256    %s", p.SHA256)
	app.print("  by         %s (%s) <%s>", by.Name, by.ID, by.Email)
	if s := proved.Signer; s.ID != by.ID {
		app.print("  signed by  %s (%s) <%s>, since %s had left", s.Name, s.ID, s.Email, by.Name)
	}
	app.print("  operation  %s, committed at %s", proved.Op(), instant(p.Commit.Committer.When))
	app.print("  commit     %s", p.Commit.ID)
	app.print("  parent     %s, with version %d of the team", p.Parent.ID, p.Team.Version)
	app.print("What remains to be believed: that these two commits are the agency's. Compare their ids with a copy")
	app.print("of the records: git merge-base --is-ancestor %s main", p.Commit.ID)
	return nil
}

func memberFacts(m team.Member) map[string]any {
	return map[string]any{"member": m.ID, "name": m.Name, "email": m.Email}
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
