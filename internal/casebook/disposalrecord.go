package casebook

import (
	"context"
	"errors"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
)

// sealDisposalRecord seals under which rule a case was kept, as its own keys go with it: to those
// who may know that (Team.DisposalRegisterReaders), and to nobody else.
func (p *parent) sealDisposalRecord(c *cases.Case) ([]byte, error) {
	d := c.Docket
	rule := c.Retention.Ruling().ID
	text := record.DisposalRecord{Case: d.Case, Rule: rule, Source: sourceOf(p.book.Policy(), rule),
		KeptUntil: d.RetainUntil, Disposal: d.Pending}
	padded, err := seal.Pad(text.Encode())
	if err != nil {
		return nil, err
	}
	var to []string
	for _, m := range p.book.Team().DisposalRegisterReaders() {
		to = append(to, m.Recipient)
	}
	return seal.SealToSeveral(to, padded)
}

// sourceOf returns the source of a rule of the policy; "" for any other rule. That two cases of one
// child are kept until the later of their dates is no rule of the policy.
func sourceOf(p *policy.Policy, rule string) string {
	if rule == record.SameChild {
		return "another case of the same child was to be kept until then"
	}
	for _, r := range p.Retention {
		if r.ID == rule {
			return r.Source
		}
	}
	return ""
}

// registered opens what a disposal tells of the rule; nil where I may not know it, or can't
// open it now. Nobody is asked for a passphrase whose role does not let them read it.
func (b *Book) registered(ctx context.Context, commit string, id, disposal record.ID) (
	*record.DisposalRecord, error,
) {
	me, err := b.Me()
	if err != nil || !me.HasAny(team.Records, team.Senior, team.Recovery) {
		return nil, nil
	}
	sealed, there, err := ledger.FileAt(ctx, b.repo.Reader, commit, record.DisposalRecordPath(id))
	if err != nil || !there {
		return nil, err
	}
	identity, err := b.person.Identity()
	if err != nil {
		return nil, nil
	}
	plain, err := seal.Open(identity, sealed)
	if err != nil { // sealed before I came, or damaged: another may open it
		return nil, nil
	}
	text, err := record.ParseDisposalRecord(plain)
	if err == nil && (text.Case != id || text.Disposal != disposal) {
		err = errors.New("it tells of another disposal")
	}
	if err != nil {
		return nil, worded(ledger.ErrFault, "%s of %.12s: %v", record.DisposalRecordPath(id),
			commit, err)
	}
	return &text, nil
}

// tellRules fills in under which rule each case was kept, as far as I may know it.
func (b *Book) tellRules(ctx context.Context, list []RegisteredDisposal) error {
	for i := range list {
		e := &list[i]
		if len(e.Erased) > 0 {
			continue
		}
		text, err := b.registered(ctx, e.Commit, e.Case, e.Request)
		if err != nil {
			return err
		}
		if text == nil {
			e.Sealed = true
			continue
		}
		e.Rule, e.Source = text.Rule, text.Source
	}
	return nil
}
