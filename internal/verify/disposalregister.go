package verify

// sealedStanza is the length of one more hybrid stanza in a file's header.
const sealedStanza = 1557

// judgeDisposalRegister looks from the outside at the one file that a disposal adds: it tells under
// which rule the case was kept, sealed to those who may know that (Team.DisposalRegisterReaders).
// What it says is theirs to read.
func (t *caseJudge) judgeDisposalRegister(c Change) error {
	t.register = true
	again, err := t.brought(c.NewID)
	if err != nil {
		return err
	}
	if again {
		t.commitJudge.fault(RuleEntryReplayed, c.Path, "this very sealed file is in the records "+
			"already")
	}
	s, err := t.j.h.Sealed(c.NewID)
	if err != nil {
		return err
	}
	readers := len(t.j.team.DisposalRegisterReaders())
	if s.Hybrid != readers {
		t.commitJudge.fault(RuleEnvelope, c.Path, "it is not an age file sealed to the hybrid "+
			"keys of "+
			"%d: "+
			"recovery, records and senior managers", readers)
	}
	switch limit := MaxSealed + int64(readers-1)*sealedStanza; {
	case s.Size > limit:
		t.commitJudge.fault(RuleSize, c.Path, "it has %d bytes; at most %d are kept", s.Size, limit)
	case s.Hybrid == readers && !s.Padded:
		t.commitJudge.fault(RuleSize, c.Path, "its size of %d bytes tells the length of the text, "+
			"which "+
			"was "+
			"not padded", s.Size)
	}
	return nil
}
