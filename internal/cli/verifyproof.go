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
	"casefile/internal/disclose"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// maxProofFile bounds each file of a proof, in bytes. The roster is the largest.
const maxProofFile = 8 << 20

// runVerifyProof verifies a folder that export --proof wrote. It needs no records and no key.
func runVerifyProof(_ context.Context, app *App, dir string) error {
	if dir == "" {
		return usage("verify --proof takes the folder of a proof")
	}
	files, more, err := readProof(dir)
	if err != nil {
		return err
	}
	facts := casebook.ProofFacts(app.kinds, files)
	judged, err := disclose.JudgeProof(files, facts)
	if err != nil {
		return err
	}
	if len(judged.Faults) > 0 {
		return proofFails(app, judged.Faults)
	}
	if len(more) > 0 {
		app.say("note: no part of the proof, and not checked: %s", record.Enumerated(more))
	}
	return showProved(app, facts, judged.Proved)
}

// readProof reads the files of a proof, and lists other files beside them.
func readProof(dir string) (files disclose.Package, more []string, err error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, notFound("there is no folder of a proof at %s", dir)
	}
	files = disclose.Package{}
	for _, e := range list {
		if !slices.Contains(verify.ProofFiles(), e.Name()) {
			more = append(more, e.Name())
		}
	}
	for _, name := range verify.ProofFiles() {
		if files[name], err = readPlain(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			err = withHint(notFound("the proof lacks its file %s", name),
				"ask for the whole folder")
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return files, more, nil
}

// readPlain reads a plain file. It refuses a pipe, which could block for ever.
func readPlain(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, proofError(
			verify.ProofFault{File: filepath.Base(path), Means: "it is not a plain file"})
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

// proofError returns the error of a failed proof, in one line.
func proofError(f verify.ProofFault) error {
	return withHint(fmt.Errorf("%wthe proof fails: %s: %s", errSilent{ledger.ErrFault}, f.File,
		f.Means),
		"do not rely on it; ask for the folder again, and compare with a copy of the records")
}

func proofFails(app *App, faults []verify.ProofFault) error {
	if app.global.json {
		if err := app.document("verify-proof",
			map[string]any{"holds": false, "faults": faults}); err != nil {
			return err
		}
	}
	return proofError(faults[0])
}

func showProved(app *App, p verify.Proof, proved verify.Proved) error {
	e, by := p.Entry, proved.Author
	if app.global.json {
		return app.document("verify-proof", map[string]any{
			"holds": true, "faults": []string{}, "case": string(e.Case), "entry": string(e.ID),
			"kind": e.Kind, "sha256": p.SHA256,
			"recorded": instant(e.Recorded), "committed": instant(p.Commit.Committer.When),
			"by": memberFacts(by), "signed_by": memberFacts(proved.Signer), "op": proved.Op(),
			"adopted": proved.Message.Adopts != "",
			"commit":  p.Commit.ID, "parent": p.Parent.ID, "team_version": p.Team.Version,
		})
	}
	if s := proved.Signer; s.ID == by.ID {
		app.print("%s recorded exactly this text at %s.", by.Name, instant(e.Recorded))
	} else {
		app.print("%s says that %s, who had left, recorded exactly this text at %s.", s.Name,
			by.Name, instant(e.Recorded))
	}
	app.print("  entry      %s  %s", e.Ref(), e.Kind)
	app.print("  SHA-256    %s", p.SHA256)
	app.print("  by         %s (%s) <%s>", by.Name, by.ID, by.Email)
	if s := proved.Signer; s.ID != by.ID {
		app.print("  signed by  %s (%s) <%s>, since %s had left", s.Name, s.ID, s.Email, by.Name)
	}
	app.print("  operation  %s, committed at %s", proved.Op(), instant(p.Commit.Committer.When))
	app.print("  commit     %s", p.Commit.ID)
	app.print("  parent     %s, with version %d of the team", p.Parent.ID, p.Team.Version)
	app.print("What remains to be believed: that these two commits are the agency's. Compare " +
		"their ids with a copy")
	app.print("of the records: git merge-base --is-ancestor %s main", p.Commit.ID)
	return nil
}

func memberFacts(m team.Member) map[string]any {
	return map[string]any{"member": m.ID, "name": m.Name, "email": m.Email}
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
