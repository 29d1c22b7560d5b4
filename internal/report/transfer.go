package report

import (
	"fmt"
	"time"

	"casefile/internal/record"
)

// Pack holds the facts of the pages in a pack of records beside the case itself.
type Pack struct {
	Agency, To  string
	Made        time.Time
	Maker       string   // Asha Rao <asha@agency.example>
	Email       string   // of the maker
	Fingerprint string   // of the key that signed
	Entries     int      // in every version
	Files       int      // attached
	Manifest    string   // the manifest's SHA-256
	Withheld    []string // entries without the name of their anonymous reporter
}

// TransferCover returns the page that the receiver of a pack reads first: what must not be
// overlooked, the people, the content, and how to check it.
func TransferCover(p Page, k Pack) Sheet {
	s := packSheet(p, k, "Records of a child's case")
	s.Parts = []Part{
		{Notices: p.packNotices(k), Shield: p.Case.Shield().Keeping(k.To),
			Para: fmt.Sprintf("These are the records that %s keeps of %s, in whole%s: %s in every "+
				"version, and %s. Read the summary first.",
				k.Agency, p.subject(), labelled(", for ", k.To),
				record.Plural(k.Entries, "entry", "entries"),
				record.Plural(k.Files, "attached file", "attached files"))},
		{Heading: "People",
			Columns: []Column{{Title: "Name", Share: 3}, {Title: "Relation", Share: 2},
				{Title: "Parental responsibility"}, {Title: "Agency", Share: 2},
				{Title: "Contact", Share: 3}},
			Rows: p.peopleRows(), None: "The profile names nobody."},
		{Heading: "What is here",
			Columns: []Column{{Title: "File"}, {Title: "What it is", Share: 1}},
			Rows: lines([][2]string{
				{"summary.html", "the case on one page: flags, people, risks, decisions, how it " +
					"ended"},
				{"chronology.html", "what happened, by when it happened; all entries"},
				{"plan.html", "from referral through interventions to outcome"},
				{"entries/", "every entry as it was recorded, a text file each, named by when it " +
					"was recorded"},
				{"attachments/", "attached files, named by the ID that their entry gives"},
				{"receipt-slip.html", "to be filled in, signed and sent back"},
				{"manifest.json", "the same list for programs, with the author, time and commit " +
					"of each entry"},
				{"SHA256SUMS", "the SHA-256 of every file, signed in SHA256SUMS.sig by the key " +
					"in allowed_signers"},
			})},
		{Heading: "Is it whole, and from them?", Para: "Ask " + k.Agency +
			", by telephone and not by an address in this pack, for the fingerprint of the key " +
			"of " + k.Maker +
			". It must be " + k.Fingerprint + ", which the second command shows too. In this " +
			"folder, with sha256sum and OpenSSH:",
			Code: []string{"sha256sum -c --quiet SHA256SUMS",
				"ssh-keygen -Y verify -f allowed_signers -I " + k.Email + " \\",
				"    -n casefile-transfer -s SHA256SUMS.sig < SHA256SUMS"}},
		{Heading: "Then", List: []string{
			"Fill in the receipt slip, sign it and send it back: until then " + k.Agency +
				" may not let go of its own copy.",
			"Keep these records as your own: encrypted, for those alone who need them. With " +
				"casefile: casefile receive FOLDER --fingerprint " + k.Fingerprint,
			"Destroy this folder once it is kept: anyone who has it can read it.",
		}},
	}
	return s
}

// ReceiptSlip returns the page that the receiver signs and sends back.
func ReceiptSlip(p Page, k Pack) Sheet {
	s := packSheet(p, k, "Receipt for records")
	blank := "______________________________"
	s.Parts = []Part{
		{Heading: "What was received", Shield: p.Case.Shield().Keeping(k.To),
			Columns: []Column{{Title: "What"}, {Title: "As sent", Share: 1}},
			Rows: lines([][2]string{
				{"Records of the case", p.Case.ID.String()}, {"Kept by", k.Agency},
				{"Sent by", k.Maker}, {"For", k.To},
				{"Entries", fmt.Sprint(k.Entries)}, {"Attached files", fmt.Sprint(k.Files)},
				{"SHA-256 of manifest.json", k.Manifest},
			})},
		{Heading: "By whom", Para: "We have these records, whole and readable. The SHA-256 of " +
			"the file manifest.json that we have is the one above.",
			Columns: []Column{{Title: "What"}, {Title: "Please fill in", Share: 1}},
			Rows: lines([][2]string{
				{"Agency", blank}, {"Name and role", blank}, {"Telephone", blank},
				{"Received on, at", blank}, {"Our number for the case", blank},
				{"Signature", blank},
			})},
	}
	return s
}

func packSheet(p Page, k Pack, title string) Sheet {
	return Sheet{Name: "transfer", Title: title, About: p.Case.ID.String(), AsAt: p.Case.Now,
		Zone: p.Zone, Tip: p.Tip, Agency: k.Agency}
}

// packNotices returns the notices of every report, and those that bind the receiver.
func (p *Page) packNotices(k Pack) []string {
	out := p.notices()
	if p.addressProtected() {
		out = append(out, "The address is left out of the pages and stands in the profile among "+
			"the entries, as you need it: nobody named above may learn it through you.")
	}
	if people := p.Case.GuardedPeople(); len(people) > 0 {
		out = append(out, "ADDRESS PROTECTED of "+record.Enumerated(people)+
			": it, and how to reach them, is left out of the pages and stands in the profile "+
			"among the entries.")
	}
	if len(k.Withheld) > 0 {
		out = append(out, "WITHHELD: who reported anonymously, in "+join(", ", k.Withheld...)+
			". Ask us where you must know.")
	}
	for _, t := range p.Case.Threads() {
		if t.Confidentiality != "" {
			out = append(out, "CONFIDENTIAL: "+t.ID.String()+": "+t.Confidentiality)
		}
	}
	return out
}

func (p *Page) peopleRows() []Line {
	var out []Line
	for _, m := range p.Case.Subject.People {
		out = append(out,
			Line{Cells: []string{m.Name, m.Relation, m.ParentalResponsibility, m.Agency,
				m.Contact}})
	}
	return out
}

func lines(list [][2]string) []Line {
	var out []Line
	for _, l := range list {
		if l[1] != "" {
			out = append(out, Line{Cells: l[:]})
		}
	}
	return out
}
