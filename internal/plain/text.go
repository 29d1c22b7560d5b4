package plain

import (
	"slices"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

// Text is the text of an entry that agrees with its commit and its place.
type Text struct {
	entry *record.Entry
	fact  verify.EntryFact
	key   *seal.Identity // opens its sealed file
}

// Entry returns the text's entry.
func (t *Text) Entry() *record.Entry { return t.entry }

// Key returns the case key that opens the sealed file.
func (t *Text) Key() *seal.Identity { return t.key }

// Text opens the sealed file of an entry. It returns ErrNoKey if another key of the case may open
// it, and a Fault if the text differs from history.
func (c Case) Text(id record.ID, sealed []byte) (*Text, error) {
	fact := c.Facts.Entries[id]
	text, key, err := c.open(sealed)
	if err != nil {
		return nil, err
	}
	if seal.Commitment(text) != fact.SHA256 {
		return nil, fault(verify.RuleEntryText,
			"the text is not the one that its commit declared (its SHA-256 differs)")
	}
	e, err := c.Kinds.Decode(text)
	if err != nil {
		return nil, fault(verify.RuleEntryText, "%v", err)
	}
	if err := c.judge(id, fact, e); err != nil {
		return nil, err
	}
	return &Text{e, fact, key}, nil
}

// Recheck compares the text of an entry that was opened before, as Text does, and returns false if
// it differs from history. It opens nothing: the caller says which key opens the sealed file.
func (c Case) Recheck(id record.ID, e *record.Entry, key *seal.Identity) (*Text, bool) {
	fact := c.Facts.Entries[id]
	if seal.Commitment(e.Text) != fact.SHA256 || c.judge(id, fact, e) != nil {
		return nil, false
	}
	return &Text{e, fact, key}, true
}

func (c Case) open(sealed []byte) (text []byte, key *seal.Identity, err error) {
	err = first(c.Keys, func(k *seal.Identity) (err error) {
		key = k
		text, err = seal.Open(k, sealed)
		return err
	})
	if err != nil {
		return nil, nil, c.unopened(err)
	}
	return text, key, nil
}

// Unvouched opens the sealed file of an entry that no commit declares any more, and compares the
// text with the file's name alone. Its author may record the text again. It is no part of a record.
func (c Case) Unvouched(name string, sealed []byte) (*record.Entry, error) {
	recorded, id, attached, ok := record.ParseFileName(name)
	if !ok || attached {
		return nil, fault(verify.RuleEntryPlace, "%s is not the name of a text", name)
	}
	text, _, err := c.open(sealed)
	if err != nil {
		return nil, err
	}
	e, err := c.Kinds.Decode(text)
	switch {
	case err != nil:
		return nil, fault(verify.RuleEntryText, "%v", err)
	case e.ID != id || e.Case != c.ID || !e.Recorded.Equal(recorded):
		return nil, fault(verify.RuleEntryPlace, "the text is not the one that its file's name "+
			"says")
	}
	return e, nil
}

// judge compares the facts in an entry with the facts that history has of it.
func (c Case) judge(id record.ID, fact verify.EntryFact, e *record.Entry) error {
	recorded, _, _, _ := record.ParseFileName(fact.File)
	switch {
	case e.ID != id:
		return fault(verify.RuleEntryPlace, "the text says it is the entry %s", e.ID)
	case e.Case != c.ID:
		return fault(verify.RuleEntryPlace, "the text belongs to the case %s", e.Case)
	case !e.Recorded.Equal(recorded):
		return fault(verify.RuleEntryPlace, "the text's time of recording is not its file's")
	case e.By != fact.Author:
		return fault(verify.RuleEntryBy, "the text says it is by %s, but %s recorded it",
			e.By, fact.Author)
	case !c.Kinds.Counts(e.Kind, fact.Op):
		return fault(verify.RuleEntryKind, "a %s does not come with the operation %s",
			e.Kind, fact.Op)
	}
	switch e.Kind {
	case record.KindEndorsement:
		return c.judgeEndorsement(e)
	case record.KindErasure:
		return c.judgeErasure(e)
	case record.KindAttachment:
		return c.judgeAttachment(fact, e)
	}
	return nil
}

// judgeEndorsement compares an endorsement entry with its commit.
func (c Case) judgeEndorsement(e *record.Entry) error {
	declared := func(s verify.EndorseFact) bool {
		return s.Entry == e.ID && e.Str("target") == string(s.Target) &&
			e.Str("target_sha256") == s.SHA256 &&
			e.Str("level") == s.Level && e.Str("verdict") == s.Verdict
	}
	if slices.ContainsFunc(c.Facts.Endorsements, declared) {
		return nil
	}
	return fault(verify.RuleEndorsedText, "the endorsement is not what its commit declared")
}

// judgeErasure compares an erasure entry with the entries that were erased at its request.
func (c Case) judgeErasure(e *record.Entry) error {
	if means := verify.ErasureFault(c.Facts, e.ID, Targets(e)); means != "" {
		return fault(verify.RuleErasedTarget, "%s", means)
	}
	return nil
}

// Targets returns the entries of its own case that an erasure names, sorted.
func Targets(e *record.Entry) []record.ID {
	var out []record.ID
	for _, t := range e.Strs("target") {
		out = append(out, record.ID(t))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
