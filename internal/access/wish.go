package access

import (
	"slices"
	"strings"

	"casefile/internal/match"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// plainly reports whether the words for a child's wish are a plain consent: "She agrees.", "He does
// not mind", "wants her mother to have it". Words that are not understood, that set a condition, or
// that say nothing are no consent. names are the folded words of people who may be named in it.
func plainly(wish string, names []string) bool {
	words := strings.Fields(match.Key(wish))
	if len(words) == 0 || strings.Contains(wish, "?") {
		return false
	}
	for i, w := range words {
		if slices.Contains(names, strings.TrimSuffix(w, "'s")) {
			words[i] = "name"
		}
	}
	said := consentForm().ReplaceAllString(strings.Join(words, " "), "")
	return said == ""
}

// consentForm is the whole of a plain consent, in folded words; name stands for each name.
var consentForm = pattern.Of(`^(?:yes )?(?:` +
	`yes|` +
	`(?:(?:` + childWords + `) )?(?:` + consentWords + `)(?: (?:` + consentTo + `))?|` +
	`(?:(?:` + childWords + `) )?(?:` + wantWords + `) ` + askerWords + ` ` + haveWords + ` ` +
	copyWords +
	`)$`)

// The parts of a plain consent: the person, the consent, and its object; or the wish, of whom, and
// that these have the record.
const (
	childWords   = `i|he|she|they|name(?: name)*|the child|the young person`
	consentWords = `agrees?|agreed|consents?|consented|(?:has|have) (?:agreed|consented)|` +
		`(?:is|am|are) (?:happy|content|fine|willing)|` +
		`(?:does not|doesn't|do not|don't|did not|didn't) mind|(?:has|have) no objections?`
	consentTo = `to (?:it|this|that|the request)|with (?:it|this|the request)|about it`
	wantWords = `wants|wishes|would like|agrees that|consents that|has agreed for|agrees for|` +
		`is (?:happy|content|fine) for`
	askerWords = `(?:(?:his|her|their|my|the) )?(?:name(?: name)*|mother|father|mum|dad|mam|` +
		`parents?|him|her|them|carer|guardian)`
	haveWords = `(?:(?:to|should|can|may|will) )?(?:have|see|read|get|receive|has|sees|reads|` +
		`gets|receives)`
	copyWords = `(?:it|this|all|everything|all of it|(?:the|a|this|his|her|their|my) ` +
		`(?:records?|copy|file))`
)

// wished reports whether the child plainly wishes what a request asks for, or is not known
// to have said otherwise where nobody knows whether they understand.
func wished(e *record.Entry, names []string) bool {
	wish := e.Str("child_wish")
	silent := strings.TrimSpace(wish) == "" || wish == record.Unknown
	switch e.Str("child_understands") {
	case "yes":
		return plainly(wish, names)
	case record.Unknown:
		return silent || plainly(wish, names)
	}
	return true
}
