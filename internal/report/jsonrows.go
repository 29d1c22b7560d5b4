package report

import "casefile/internal/cases"

// chronologyDocument is the chronology as data.
type chronologyDocument struct {
	jsonHead
	SignificantOnly bool      `json:"significant_only"`
	Rows            []jsonRow `json:"rows"`
}

// jsonRow is one event. A withheld Source is omitted.
type jsonRow struct {
	Entry       string          `json:"entry"`
	SHA256      string          `json:"sha256,omitempty"`
	Commit      string          `json:"commit,omitempty"`
	Kind        string          `json:"kind"`
	When        string          `json:"when"`
	Day         string          `json:"day"`
	Age         string          `json:"age,omitempty"`
	Impact      string          `json:"impact,omitempty"`
	Event       string          `json:"event"`
	Source      string          `json:"source,omitempty"`
	Withheld    bool            `json:"withheld,omitempty"`
	Action      string          `json:"action,omitempty"`
	Joint       []string        `json:"joint_with,omitempty"`
	Endorsement jsonEndorsement `json:"endorsement"`
	Significant bool            `json:"significant"`
	By          string          `json:"by"`
	SignedBy    string          `json:"signed_by,omitempty"` // if somebody else than by
	Recorded    string          `json:"recorded"`
	LateDays    int             `json:"late_working_days,omitempty"`
	Reached     string          `json:"reached_record,omitempty"`
	Amended     bool            `json:"amended,omitempty"`
	jsonAmended
	Returned bool         `json:"returned,omitempty"`
	Refused  string       `json:"refused,omitempty"`
	Apart    string       `json:"recorded_apart,omitempty"`
	Concern  *jsonConcern `json:"concern,omitempty"`
	// a triage by somebody without the right to triage
	SeenOnly bool           `json:"seen_only,omitempty"`
	Erased   *jsonErased    `json:"erased,omitempty"`
	Referral *jsonReferral  `json:"referral,omitempty"`
	Fields   map[string]any `json:"fields,omitempty"` // of an agency's own kind
}

// jsonErased is a tombstone.
type jsonErased struct {
	At       string   `json:"at"`
	By       string   `json:"by"`
	Request  string   `json:"request"`
	AskedBy  string   `json:"asked_by"`
	Adopted  string   `json:"request_signed_by,omitempty"` // if somebody else than AskedBy
	Endorsed []string `json:"endorsed_by"`
	Basis    string   `json:"basis,omitempty"`
	Commit   string   `json:"commit"`
}

func erasedData(t *cases.Tombstone) *jsonErased {
	if t == nil {
		return nil
	}
	return &jsonErased{At: utc(t.At), By: t.By, Request: refText(t.Request), AskedBy: t.Asked,
		Adopted: t.Adopted, Endorsed: append([]string{}, t.Endorsed...),
		Basis: t.Basis, Commit: t.Commit}
}

func chronologyData(p *Page) any {
	out := chronologyDocument{jsonHead: p.jsonHead("chronology"), SignificantOnly: !p.All,
		Rows: []jsonRow{}}
	for _, r := range p.Case.Chronology(!p.All) {
		row := rowData(r)
		row.Fields = p.ownData(r)
		out.Rows = append(out.Rows, row)
	}
	return out
}

func rowData(r cases.Row) jsonRow {
	out := jsonRow{Entry: refText(r.Entry), Kind: r.Kind, When: r.When.String(),
		Day: r.Day.String(), Age: r.Age,
		Impact: r.Impact, Event: r.Event, Source: r.Source, Withheld: r.Withheld, Action: r.Action,
		Joint:       r.Joint,
		Endorsement: endorsementData(r.Endorsement), Significant: r.Significant, By: r.By,
		Recorded: utc(r.Recorded),
		LateDays: r.Late, Reached: utc(r.Reached), Amended: r.Amended, Returned: r.Returned,
		Refused: r.Fault, Erased: erasedData(r.Erased)}
	out.jsonAmended = amenderData(r)
	if r.Item != nil {
		out.SignedBy = r.Item.Adopter()
	}
	if r.Withheld {
		out.Source = ""
	}
	if r.Referral != nil {
		j := oneReferral(r.Referral)
		out.Referral = &j
	}
	out.Apart, out.SeenOnly = r.ForkedFrom, r.SeenOnly
	if r.Concern != nil {
		j := oneConcern(r.Concern)
		out.Concern = &j
	}
	if r.Item != nil {
		out.SHA256, out.Commit = r.Item.SHA256, r.Item.Commit
	}
	return out
}

// decisionsDocument holds the decisions as data.
type decisionsDocument struct {
	jsonHead
	Decisions []jsonDecision `json:"decisions"`
}

type jsonDecision struct {
	Entry     string       `json:"entry"`
	SHA256    string       `json:"sha256,omitempty"`
	Headline  string       `json:"headline"`
	Mode      string       `json:"mode"`
	DecidedBy string       `json:"decided_by"`
	DecidedAt string       `json:"decided_at"`
	Rationale string       `json:"rationale"`
	Options   []string     `json:"options,omitempty"`
	JointWith []jsonAgency `json:"joint_with,omitempty"`
	Dissent   string       `json:"dissent,omitempty"`
	Amended   bool         `json:"amended,omitempty"`
	jsonAmended
	Endorsement jsonEndorsement `json:"endorsement"`
}

type jsonAgency struct {
	Agency string `json:"agency"`
	Person string `json:"person,omitempty"`
	Role   string `json:"role,omitempty"`
	Agreed string `json:"agreed"`
}

func decisionsData(p *Page) any {
	out := decisionsDocument{jsonHead: p.jsonHead("decisions"), Decisions: []jsonDecision{}}
	for _, d := range p.Case.Decisions {
		t := d.Entry
		j := jsonDecision{Entry: refText(t.Ref()), SHA256: t.SHA256, Headline: t.Headline,
			Mode: "sole", DecidedBy: d.DecidedBy,
			DecidedAt: d.DecidedAt, Rationale: d.Rationale, Options: t.Strs("options"),
			Dissent: d.Dissent,
			Amended: len(t.History) > 0, Endorsement: endorsementData(t.Endorsement)}
		j.jsonAmended = amenderData(t)
		if d.Joint {
			j.Mode = "joint"
		}
		for _, a := range d.With {
			j.JointWith = append(j.JointWith, jsonAgency(a))
		}
		out.Decisions = append(out.Decisions, j)
	}
	return out
}

// jsonAmended says who amended a text, and when; empty for no amendment.
type jsonAmended struct {
	AmendedBy string `json:"amended_by,omitempty"`
	AmendedAt string `json:"amended_at,omitempty"`
}

func amenderData(a amendable) jsonAmended {
	by, when, _ := a.Amender()
	return jsonAmended{by, utc(when)}
}
