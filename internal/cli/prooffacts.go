package cli

import (
	"bytes"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// checkProof says what a proof shows, or why it fails. The page for people may
// be missing: whoever makes a proof has yet to write it.
func checkProof(app *App, files disclose.Package) (verify.Proof, verify.Proved, []verify.ProofFault) {
	p, faults := proofFacts(app, files)
	if len(faults) > 0 {
		return p, verify.Proved{}, faults
	}
	proved, faults := p.Check()
	if len(faults) > 0 {
		return p, proved, faults
	}
	whole, err := proofOf(files, p, proved).Package()
	page, there := files[disclose.ProofReadme]
	switch {
	case err != nil:
		faults = append(faults, verify.ProofFault{File: disclose.ProofText, Means: err.Error()})
	case there && !bytes.Equal(page, whole[disclose.ProofReadme]):
		faults = append(faults, verify.ProofFault{File: disclose.ProofReadme, Means: "it is not the page that belongs to this proof"})
	}
	return p, proved, faults
}

// proofFacts reads the files of a proof. Each that can't be read is a fault.
func proofFacts(app *App, files disclose.Package) (p verify.Proof, faults []verify.ProofFault) {
	try := func(name string, err error) {
		if err != nil {
			faults = append(faults, verify.ProofFault{File: name, Means: err.Error()})
		}
	}
	p.SHA256, p.Signers = seal.Commitment(files[disclose.ProofText]), files[disclose.ProofSigners]
	var err error
	p.Entry, err = app.kinds.Decode(files[disclose.ProofText])
	try(disclose.ProofText, err)
	if err == nil {
		if k, known := app.kinds.Kind(p.Entry.Kind); known {
			p.Ops = k.Ops
		}
	}
	p.Commit, _, err = parseCommit(files[disclose.ProofCommit])
	try(disclose.ProofCommit, err)
	p.Parent, p.Root, err = parseCommit(files[disclose.ProofParent])
	try(disclose.ProofParent, err)
	p.Tree, p.Listed, err = parseRoot(files[disclose.ProofTree])
	try(disclose.ProofTree, err)
	p.Roster, err = store.HashObject("blob", files[disclose.ProofTeam])
	try(disclose.ProofTeam, err)
	p.Team, err = team.Parse(files[disclose.ProofTeam])
	try(disclose.ProofTeam, err)
	return p, faults
}

func parseCommit(raw []byte) (c verify.Commit, tree string, err error) {
	id, err := store.HashObject("commit", raw)
	if err != nil {
		return c, "", err
	}
	parsed, err := store.ParseCommit(id, raw)
	if err != nil {
		return c, "", err
	}
	return casebook.CommitFacts(parsed), parsed.Tree, nil
}

// parseRoot gives the id of a root tree, and that of the roster in it.
func parseRoot(raw []byte) (id, roster string, err error) {
	if id, err = store.HashObject("tree", raw); err != nil {
		return "", "", err
	}
	list, err := store.ParseTree(raw)
	for _, e := range list {
		if e.Name == verify.TeamPath && e.Mode == "100644" {
			roster = e.ID
		}
	}
	return id, roster, err
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
