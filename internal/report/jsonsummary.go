package report

import "casefile/internal/cases"

// summaryDocument is the summary as data. It never has the address.
type summaryDocument struct {
	jsonHead
	Status           string         `json:"status,omitempty"`
	Opened           string         `json:"opened,omitempty"`
	Born             string         `json:"born,omitempty"`
	Died             string         `json:"died,omitempty"`
	Age              string         `json:"age,omitempty"`
	AddressProtected bool           `json:"address_protected"`
	KeyWorker        string         `json:"key_worker,omitempty"`
	Since            string         `json:"key_worker_since,omitempty"`
	Cover            string         `json:"cover,omitempty"`
	CoverTo          string         `json:"cover_to,omitempty"`
	LineManager      string         `json:"line_manager,omitempty"`
	Leads            []string       `json:"leads,omitempty"`
	Holds            []JSONHold     `json:"holds,omitempty"`
	Flags            []jsonFlag     `json:"flags"`
	Categories       []string       `json:"categories,omitempty"` // of harm, from any text
	Risks            []jsonRisk     `json:"risks"`
	Outcomes         []jsonOutcome  `json:"outcomes"`
	Referrals        []jsonReferral `json:"referrals"`
	Decisions        map[string]int `json:"decisions"`
	Seen             string         `json:"seen,omitempty"`
	SeenAlone        string         `json:"seen_alone,omitempty"`
	Deadlines        []jsonDeadline `json:"deadlines"`
	Recent           []jsonRow      `json:"recent"`
	Analysis         string         `json:"analysis,omitempty"`
	Closure          string         `json:"closure,omitempty"`
	Retention        jsonRetention  `json:"retention"`
}

type jsonFlag struct {
	Flag    string `json:"flag"`
	Detail  string `json:"detail,omitempty"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
	Current bool   `json:"current"`
}

type jsonDeadline struct {
	What        string   `json:"what"`
	Ref         string   `json:"ref"`
	Rule        string   `json:"rule"`
	Due         string   `json:"due"`
	Overdue     bool     `json:"overdue"`
	LateSeconds int64    `json:"late_seconds,omitempty"`
	Member      string   `json:"member,omitempty"` // if it is one person's alone
	Whose       []string `json:"whose"`
	Why         string   `json:"why"`
}

type jsonRetention struct {
	Until  string `json:"until,omitempty"`
	Rule   string `json:"rule,omitempty"`
	Why    string `json:"why,omitempty"`
	Held   bool   `json:"held"`
	Review bool   `json:"review,omitempty"`
	Early  string `json:"retain_early,omitempty"` // why the docket's date is too early
}

func summaryData(p *Page) any {
	c, s, a, r := p.Case, p.Case.Subject, p.Case.Allocation, p.Case.Retention
	out := summaryDocument{jsonHead: p.jsonHead("summary"), Born: s.Born.String(),
		Died: s.Died.String(), Age: c.Age(c.Today),
		AddressProtected: p.addressProtected(), KeyWorker: a.KeyWorker, Since: a.Since.String(),
		Cover:   a.Cover,
		CoverTo: a.CoverTo.String(), LineManager: p.LineManager, Leads: p.Leads,
		Flags: []jsonFlag{}, Categories: c.Categories(), Risks: riskData(c),
		Outcomes: outcomeData(c), Referrals: referralData(c), Decisions: p.decisionNumbers(),
		Seen:      threadWhen(c.Seen.Last),
		SeenAlone: threadWhen(c.Seen.Alone), Deadlines: []jsonDeadline{}, Recent: []jsonRow{},
		Retention: jsonRetention{r.Until.String(), r.Rule, r.Why, r.Held, r.Review,
			c.RetainEarly()}}
	if c.Docket != nil {
		out.Status, out.Opened = string(c.Docket.Status), c.Docket.Opened.String()
	}
	out.Holds = Holds(c)
	if c.Closure != nil {
		out.Closure = refText(c.Closure.Ref())
	}
	_, out.Analysis = newestAnalysis(c)
	out.lists(p)
	return out
}

func (d *summaryDocument) lists(p *Page) {
	c := p.Case
	for _, f := range c.Subject.EverFlags {
		d.Flags = append(d.Flags,
			jsonFlag{f.Name, f.Detail, f.From.String(), f.To.String(), f.Current})
	}
	for _, l := range p.clocks() {
		one := ""
		if len(l.Whose) == 1 {
			one = l.Whose[0]
		}
		d.Deadlines = append(d.Deadlines,
			jsonDeadline{l.What, refText(l.Ref), l.Rule, utc(l.Due), l.Late > 0,
				int64(l.Late.Seconds()), one,
				append([]string{}, l.Whose...), l.Why})
	}
	for _, r := range newest(c.Chronology(true), recentRows) {
		d.Recent = append(d.Recent, rowData(r))
	}
}

func threadWhen(t *cases.Thread) string {
	if t == nil {
		return ""
	}
	return t.Occurred.String()
}

func newest[T any](all []T, n int) []T { return all[max(0, len(all)-n):] }
