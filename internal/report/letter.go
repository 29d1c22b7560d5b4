package report

import (
	"fmt"
	"io"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// Sender is the person who signs a letter.
type Sender struct {
	Name, Role, Email string
}

// WriteLetter writes the letter that confirms an outgoing referral: who, what, when, to whom, why
// and what was said, with our reference. The receiver needs to know whom it is about, so words
// about others stay. An informant who asked not to be named is left out.
func WriteLetter(w io.Writer, f Format, p Page, r *cases.Referral, from Sender) error {
	b := &builder{Page: &p, copied: true}
	b.letter(r, from)
	return shown{
		what:     "a letter",
		formats:  []Format{Text, Markdown, HTML},
		document: func(bool) *document { return &b.doc },
		width:    p.Width,
		copied:   true,
		shield:   p.shield(),
	}.write(w, f)
}

func (b *builder) letter(r *cases.Referral, from Sender) {
	b.doc = document{Title: "Confirmation in writing of a referral", Case: b.Case.ID.String(),
		Subject: b.subject(),
		AsAt:    b.instant(b.Made), Tip: b.Tip, Agency: b.Agency}
	for _, n := range b.Case.Subject.ProtectedFrom {
		if n.InForce {
			b.notice(b.protection(n.From, n.Basis, n.Until))
		}
	}
	e := r.Entry
	b.facts(fact{"To", b.party(e.Map("receiver"))},
		fact{"From", join(", ", from.Name, from.Role, from.Email, b.Agency)},
		fact{"Date", b.dayOf(b.Made)}, fact{"Our reference", e.First.Ref().String()},
		fact{"Your reference", b.theirReference(e.Map("receiver"))})
	b.para("Confidential: for whom it names above, and for those who must act on it.")
	b.para(b.opening(r))
	b.child()
	b.heading(2, "The referral")
	b.facts(fact{"Made", b.said(e.Str("made_at"))}, fact{"How", plainWords(r.Method)},
		fact{"Made by", b.name(e.Author)},
		fact{"Taken by", b.party(e.Map("receiver"))}, fact{"Reason", e.Str("reason")},
		fact{"We ask you to", e.Str("asked_for")},
		fact{"Parents told",
			join("; ", plainWords(e.Str("parents_told")), e.Str("reason_not_told"))},
		fact{"Consent sought",
			join("; ", plainWords(e.Str("consent_sought")), e.Str("reason_no_consent"))},
		fact{"Child told", plainWords(e.Str("child_told"))}, fact{"Told us", b.informants(e)})
	for _, s := range e.Sections {
		if strings.TrimSpace(s.Text) != "" {
			b.heading(2, s.Title)
			b.add(block{Prose: s.Text})
		}
	}
	b.heading(2, "Please tell us")
	b.para("Please tell us within one working day what you have decided, who decided it, and " +
		"what will be done." + labelled(" Write to ", from.Email) + closingStop(from.Email))
}

func closingStop(s string) string {
	if s == "" {
		return ""
	}
	return "."
}

// opening returns the first sentence of the letter.
func (b *builder) opening(r *cases.Referral) string {
	how := map[string]string{"telephone": "by telephone", "in_person": "in person",
		"written": "in writing"}[r.Method]
	return strings.Join(
		strings.Fields(fmt.Sprintf("This confirms in writing the referral that we made %s on %s.",
			how, b.said(r.Entry.Str("made_at")))), " ")
}

// child writes the facts about the person in the letter. A protected address is left out, because
// anyone may open a letter.
func (b *builder) child() {
	s := b.Case.Subject
	address := s.Address
	if b.addressProtected() && address != "" {
		address = "protected; ask us by telephone"
	}
	var family []string
	for _, p := range s.People {
		if p.Agency == "" {
			family = append(family, join(", ", p.Name, p.Relation)+
				labelled(", parental responsibility: ", p.ParentalResponsibility))
		}
	}
	who := "The child"
	if s.Adult {
		who = "The person"
	}
	b.heading(2, who)
	b.facts(fact{"Name", s.Name}, fact{"Born", day(s.Born)}, fact{"Address", address},
		fact{"Languages", strings.Join(s.Languages, ", ")},
		fact{"Family", strings.Join(family, "; ")})
}

// party returns a person at an agency, from the fields of an agency-person of a schema.
func (b *builder) party(m map[string]any) string {
	text := func(key string) string { s, _ := m[key].(string); return s }
	return join(", ", text("name"), text("role"), text("agency"), text("contact"))
}

// theirReference returns the number that the receiver's agency has for the child.
func (b *builder) theirReference(receiver map[string]any) string {
	agency, _ := receiver["agency"].(string)
	for _, ref := range b.Case.Subject.References {
		if match.Joined(ref.Agency) == match.Joined(agency) {
			return ref.Number
		}
	}
	return ""
}

// informants returns the people who informed the agency, without those who asked not to be named.
func (b *builder) informants(t *cases.Thread) string {
	if t.Str("anonymous") == "yes" || t.Confidentiality != "" {
		return "withheld"
	}
	return strings.Join(sourceWords(t.Sources), "; ")
}

func sourceWords(all []record.Source) []string {
	var out []string
	for _, s := range all {
		out = append(out, join(", ", s.Who, s.Agency, s.How))
	}
	return out
}
