package disclose

import (
	"errors"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/verify"
)

// Judged is the result of judging a folder that claims to be a proof.
type Judged struct {
	Proof  Proof // as made from valid files; zero with faults
	Proved verify.Proved
	Faults []verify.ProofFault // why it proves nothing
}

// JudgeProof judges the files of a proof. facts are the same files as room casebook reads them. The
// facts and the page for people must belong together. The page may be missing while a proof is
// being made. verify.ErrNewer says that this program is too old to judge the proof, which is no
// fault of the proof.
func JudgeProof(files Package, facts verify.Proof) (Judged, error) {
	page := files[verify.ProofReadme]
	if newerPage(page) || facts.Newer {
		return Judged{}, fmt.Errorf("the proof can't be checked: %w", verify.ErrNewer)
	}
	proved, faults := facts.Check()
	if len(faults) > 0 {
		return Judged{Faults: faults}, nil
	}
	p := proofOf(files, facts, proved)
	if err := p.checkPage(page); err != nil {
		file := verify.ProofText
		if errors.Is(err, ErrOtherPage) {
			file = verify.ProofReadme
		}
		return Judged{Faults: []verify.ProofFault{{File: file, Means: err.Error()}}}, nil
	}
	return Judged{Proof: p, Proved: proved}, nil
}

// proofOf returns the proof made from valid facts.
func proofOf(files Package, facts verify.Proof, proved verify.Proved) Proof {
	by, signer := proved.Author, proved.Signer
	return Proof{
		Item: cases.Item{Entry: facts.Entry, SHA256: facts.SHA256, Commit: facts.Commit.ID,
			Op: proved.Op(), Author: by.ID, Committed: facts.Commit.Committer.When},
		Author:  Signatory{ID: by.ID, Name: by.Name, Email: by.Email},
		Signer:  Signatory{ID: signer.ID, Name: signer.Name, Email: signer.Email},
		Objects: files,
	}
}
