package record

import (
	"regexp"

	"casefile/internal/pattern"
)

// opinionWord is a way of putting an opinion that has no place under Facts,
// unless it stands in such words as make it a fact after all.
type opinionWord struct {
	form, unless func() *regexp.Regexp
	why, do      string
}

// The reasons. A record is read years later by somebody who cannot ask, and by
// the person whom it is about: what was seen and heard lasts, and a word
// for it does not. The words are ours, kept few, so that a warning means something.
const (
	whyImpression = "is an impression"
	whyCertain    = "says how sure somebody is"
	whyBelief     = "says what somebody believes"
	whyLabel      = "is a verdict on a person"
	whyVerdict    = "is a verdict on what was done or found"

	doSeen   = "Write what was seen or heard, or move it to ## Opinion."
	doJudge  = "Write what was said or done, or move it to ## Judgement and say what it is based on."
	doDelete = "Leave the word out, or move the sentence to ## Opinion."
)

func word(form, why, do string) opinionWord {
	return opinionWord{form: pattern.Of(`(?i)\b(?:` + form + `)\b`), why: why, do: do}
}

func (w opinionWord) except(form string) opinionWord {
	w.unless = pattern.Of(`(?i)\b(?:` + form + `)\b`)
	return w
}

var opinionWords = []opinionWord{
	word(`seem(?:s|ed|ingly)?`, whyImpression, doSeen),
	word(`appear(?:s|ed)? (?:to (?:be|have)|as (?:if|though)|very|quite|rather|un\w+|happy|sad|upset|calm|angry|anxious|drunk|tired|withdrawn|well)|looked as (?:if|though)|gave the impression`, whyImpression, doSeen),
	word(`obviously|evidently|undoubtedly|no doubt|of course|surely|certainly|presumably|probably|perhaps|maybe|apparently`, whyCertain, doDelete),
	// He spoke clearly, and it was clearly marked, are facts.
	word(`clearly`, whyCertain,
		doDelete).except(
		`(?:sp[eo]a?k\w*|see|saw|seen|hear|heard|talk\w*|answer\w*|said|explain\w*|wr\w+|read|mark\w*|label\w*) (?:\w+ )?clearly|clearly (?:visible|audible|marked|labelled|written|heard|seen)`),
	word(`(?:I|we) (?:think|thought|believe|believed|feel|felt|suspect|suspected|assume|assumed|guess|reckon|doubt|wonder)|(?:in|to) (?:my|our) (?:view|opinion|mind)|my (?:impression|feeling|gut)`, whyBelief, doSeen).
		except(`(?:I|we) felt (?:his|her|its|their|the|a) (?:pulse|forehead|hand|heat|heating|draught|radiator\w*)`),
	word(`manipulative|manipulating|attention[- ]seeking|lazy|naughty|spoilt|immature|uncooperative|un-cooperative|non-?compliant|hostile|devious|neurotic|hysterical|selfish|ungrateful|promiscuous|streetwise|hard to reach|(?:failed|fails|refus\w+|unwilling) to engage|(?:bad|good|poor|terrible|loving|caring|neglectful|abusive|difficult|troubled|chaotic|dysfunctional) (?:parent\w*|mother|father|mum|dad|family|home|household|child|boy|girl|young person)`, whyLabel, doJudge),
	word(`inappropriate(?:ly)?|unacceptabl[ey]|unreasonabl[ey]|unnecessarily|deliberately|unfortunately|sadly|luckily|thankfully|hopefully|suspicious(?:ly)?|surprisingly|predictably|understandably|rightly|chaotic|disgusting|appalling|dreadful|shocking|squalid|filthy|lovely|wonderful|terrible|awful|horrible`, whyVerdict, doJudge).
		except(`(?:filthy|squalid) (?:with|from)`),
}

var (
	sentenceEnd = pattern.Of(`[.!?]["'”’)]*(\s+|$)|\n\s*\n|\n\s*([-*+]|\d+[.)])\s`)
	// Somebody else's word, said to be theirs, is a fact: the school describes him as lazy.
	reported = pattern.Of(
		`(?i)\b(?:said|says|told|tells|reported|reports|describe[sd]?|wrote|writes|states?|stated|explained|recalled|replied|answered|mentioned|according to|in (?:his|her|their) (?:words|view|opinion))\b`)
	reportedAfter = pattern.Of(`(?i),[^,.]{0,40}\b(?:said|says|told (?:me|us)|reported|wrote)\b`)
	ownBelief     = pattern.Of(`(?i)^(?:I|we|in|to|my)\b`)
)

// opinions warns of words that put an opinion under Facts.
func opinions(n *notes, p passage) {
	start := 0
	ends := append(sentenceEnd().FindAllStringIndex(p.own, -1), []int{len(p.own), len(p.own)})
	for _, end := range ends {
		sentence := p.own[start:max(start, end[0])]
		for _, w := range opinionWords {
			if n.full(RuleOpinionInFacts) {
				return
			}
			w.check(n, p, sentence, start)
		}
		start = end[1]
	}
}

func (w opinionWord) check(n *notes, p passage, sentence string, start int) {
	for _, m := range w.form().FindAllStringIndex(sentence, enough) {
		word := sentence[m[0]:m[1]]
		if w.excepted(sentence, m) ||
			!ownBelief().MatchString(word) && (reported().MatchString(sentence[:m[0]]) ||
				reportedAfter().MatchString(sentence[m[1]:])) {
			continue
		}
		n.add(RuleOpinionInFacts, p.at(start+m[0]),
			quoted(word)+" "+w.why+", and stands under Facts.", w.do)
	}
}

func (w opinionWord) excepted(sentence string, at []int) bool {
	if w.unless == nil {
		return false
	}
	for _, m := range w.unless().FindAllStringIndex(sentence, enough) {
		if m[0] <= at[0] && at[1] <= m[1] || m[0] < at[1] && at[0] < m[1] {
			return true
		}
	}
	return false
}
