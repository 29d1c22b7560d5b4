package verify

// sealedStanza is the length in bytes of one more hybrid stanza in a file's header.
const sealedStanza = 1557

// judgeDisposalRegister checks, without a key, the one file that a disposal adds. The file says
// under which rule the case was kept, and is sealed to team.Team.DisposalRegisterReaders. Only they
// can judge its text.
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
