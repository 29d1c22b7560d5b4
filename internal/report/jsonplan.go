package report

import (
	"casefile/internal/cases"
	"casefile/internal/record"
)

// planDocument is the plan as data.
type planDocument struct {
	jsonHead
	Referrals []jsonReferral `json:"referrals"`
	Risks     []jsonRisk     `json:"risks"`
	Outcomes  []jsonOutcome  `json:"outcomes"`
	Concerns  []jsonConcern  `json:"concerns"`
	Assessed  []string       `json:"assessments"`
	Decisions []string       `json:"decisions"`
	Actions   []jsonAction   `json:"actions"`
	Unlinked  []string       `json:"unlinked"`
	Gaps      []jsonGap      `json:"gaps"`
	Closure   string         `json:"closure,omitempty"`
}

type jsonConcern struct {
	Entry     string `json:"entry"`
	Immediate string `json:"immediate_danger"`
	// if an earlier text named more danger
	Eased      string   `json:"danger_before_amended,omitempty"`
	Triage     string   `json:"triage,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Action     string   `json:"action,omitempty"`
	jsonAmended
	SeenBy []string `json:"seen_by,omitempty"` // readers who may not triage it
	Beside string   `json:"said_beside,omitempty"`
}

type jsonAction struct {
	Entry   string `json:"entry"`
	What    string `json:"what"`
	Who     string `json:"who"`
	Due     string `json:"due,omitempty"`
	Result  string `json:"result,omitempty"`
	Done    bool   `json:"done"`
	Overdue bool   `json:"overdue,omitempty"`
	jsonAmended
}

type jsonGap struct {
	Ref  string `json:"ref"`
	What string `json:"what"`
}

type jsonReferral struct {
	Entry        string    `json:"entry"`
	Direction    string    `json:"direction"`
	To           string    `json:"to,omitempty"`
	Other        string    `json:"other,omitempty"`
	Withheld     bool      `json:"withheld,omitempty"`
	Method       string    `json:"method"`
	MadeAt       string    `json:"made_at"`
	Reason       string    `json:"reason"`
	Confirmed    string    `json:"confirmed,omitempty"`
	Response     string    `json:"response,omitempty"`
	Decision     string    `json:"decision,omitempty"`
	Escalated    []string  `json:"escalated,omitempty"`
	Confirmation jsonClock `json:"confirmation"`
	Reply        jsonClock `json:"reply"`
	jsonAmended
}

// jsonClock is a clock. Without due it does not run.
type jsonClock struct {
	Due         string `json:"due,omitempty"`
	Done        string `json:"done,omitempty"`
	LateSeconds int64  `json:"late_seconds,omitempty"`
	Overdue     bool   `json:"overdue,omitempty"`
	// late or late_corrected, if it was stopped late
	Standing string `json:"standing,omitempty"`
}

type jsonRisk struct {
	Entry      string   `json:"entry"`
	Latest     string   `json:"latest"`
	Nature     string   `json:"nature"`
	State      string   `json:"state"`
	Level      string   `json:"level,omitempty"`
	Harm       string   `json:"harm"`
	Categories []string `json:"categories,omitempty"`
	Source     string   `json:"source_of_harm"`
	AtRisk     []string `json:"those_at_risk"`
	ReviewOn   string   `json:"review_on,omitempty"`
	Overdue    bool     `json:"overdue,omitempty"`
	jsonAmended
}

type jsonOutcome struct {
	Entry         string       `json:"entry"`
	Headline      string       `json:"headline"`
	Need          string       `json:"need"`
	Intended      string       `json:"intended_outcome"`
	Measure       string       `json:"measure,omitempty"`
	Baseline      *int         `json:"baseline,omitempty"`
	Target        string       `json:"target,omitempty"`
	Due           string       `json:"due,omitempty"`
	Owner         string       `json:"owner,omitempty"`
	Interventions []string     `json:"interventions,omitempty"`
	Ratings       []jsonRating `json:"ratings,omitempty"`
	Achievements  []string     `json:"achievements,omitempty"`
	Reviews       []string     `json:"reviews,omitempty"`
	Analysis      string       `json:"analysis,omitempty"`
	NextReview    string       `json:"next_review,omitempty"`
	ReviewOverdue bool         `json:"review_overdue,omitempty"`
	Gaps          []string     `json:"gaps,omitempty"`
	jsonAmended
}

type jsonRating struct {
	Entry    string   `json:"entry"`
	When     string   `json:"when"`
	Value    int      `json:"value"`
	Changed  bool     `json:"changed"`
	Evidence []string `json:"evidence,omitempty"`
	jsonAmended
}

func planData(p *Page) any {
	c := p.Case
	out := planDocument{jsonHead: p.jsonHead("plan"), Referrals: referralData(c),
		Risks:    riskData(c),
		Outcomes: outcomeData(c), Unlinked: []string{}, Concerns: []jsonConcern{},
		Actions: []jsonAction{}, Gaps: []jsonGap{},
		Assessed:  append([]string{}, threadRefs(c.Threads(record.KindAssessment))...),
		Decisions: append([]string{}, threadRefs(c.Threads(record.KindDecision))...)}
	for _, n := range c.Concerns {
		out.Concerns = append(out.Concerns, oneConcern(n))
	}
	for _, a := range c.Actions {
		out.Actions = append(out.Actions,
			jsonAction{threadRef(a.Entry), a.What, a.Who, a.Due.String(), threadRef(a.Result),
				a.Done, a.Overdue, amenderData(a.Entry)})
	}
	for _, g := range c.Gaps() {
		out.Gaps = append(out.Gaps, jsonGap{refText(g.Ref), g.What})
	}
	for _, it := range c.Unlinked {
		out.Unlinked = append(out.Unlinked, refText(it.Ref()))
	}
	if c.Closure != nil {
		out.Closure = refText(c.Closure.Ref())
	}
	return out
}

func oneConcern(n *cases.Concern) jsonConcern {
	return jsonConcern{Entry: threadRef(n.Entry), Immediate: n.Immediate, Eased: n.Eased(),
		Triage: threadRef(n.Triage), Categories: n.Categories(),
		Action: n.Action, jsonAmended: amenderData(n.Entry), SeenBy: n.Seers(),
		Beside: threadRef(n.Beside)}
}

func referralData(c *cases.Case) []jsonReferral {
	out := []jsonReferral{}
	for _, r := range c.Referrals {
		out = append(out, oneReferral(r))
	}
	return out
}

func oneReferral(r *cases.Referral) jsonReferral {
	e := r.Entry
	j := jsonReferral{Entry: refText(e.Ref()), Direction: e.Str("direction"), To: r.To,
		Other: r.Other, Method: r.Method,
		MadeAt: e.Str("made_at"), Reason: e.Str("reason"), Confirmed: threadRef(r.Confirmed),
		Response:  threadRef(r.Response),
		Escalated: threadRefs(r.Escalated), Confirmation: clockData(r.Confirmation),
		Reply: clockData(r.Reply), jsonAmended: amenderData(e)}
	if j.Withheld = hiddenReferrer(r); j.Withheld {
		j.Other = ""
	}
	if r.Response != nil {
		j.Decision = r.Response.Str("decision")
	}
	return j
}

func clockData(s cases.ClockState) jsonClock {
	out := jsonClock{Due: utc(s.Due), Done: utc(s.Done), LateSeconds: int64(s.Late.Seconds()),
		Overdue: s.Overdue()}
	if s.Late > 0 && !s.Overdue() {
		out.Standing = s.Timeliness().String()
	}
	return out
}

func riskData(c *cases.Case) []jsonRisk {
	out := []jsonRisk{}
	for _, r := range c.Risks {
		out = append(out,
			jsonRisk{Entry: threadRef(r.First), Latest: threadRef(r.Latest), Nature: r.Nature,
				State: r.State,
				Level: r.Level, Harm: r.Harm, Categories: r.Categories, Source: r.Source,
				AtRisk: r.AtRisk, ReviewOn: r.ReviewOn.String(), Overdue: r.Overdue,
				jsonAmended: amenderData(r.Latest)})
	}
	return out
}

func outcomeData(c *cases.Case) []jsonOutcome {
	out := []jsonOutcome{}
	for _, o := range c.Outcomes {
		j := jsonOutcome{Entry: threadRef(o.Entry), Headline: o.Entry.Headline, Need: o.Need,
			Intended: o.Intended,
			Measure:  o.Measure, Target: o.Target, Due: o.Due.String(), Owner: o.Owner,
			Interventions: threadRefs(o.Interventions),
			Achievements:  threadRefs(o.Achievements), Reviews: threadRefs(o.Reviews),
			Analysis:   o.Analysis,
			NextReview: o.NextReview.String(), ReviewOverdue: o.ReviewOverdue, Gaps: o.Gaps,
			jsonAmended: amenderData(o.Entry)}
		if o.HasBaseline {
			j.Baseline = &o.Baseline
		}
		for _, r := range o.Ratings {
			j.Ratings = append(j.Ratings,
				jsonRating{threadRef(r.Entry), r.When.String(), r.Value, r.Changed,
					refTexts(r.Evidence), amenderData(r.Entry)})
		}
		out = append(out, j)
	}
	return out
}
