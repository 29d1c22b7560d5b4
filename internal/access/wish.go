package access

import (
	"regexp"
	"slices"
	"strings"

	"casefile/internal/match"
	"casefile/internal/record"
)

// plainly reports whether the words for a child's wish are a plain consent, and nothing
// else: "She agrees.", "He does not mind", "wants her mother to have it". What is not
// understood, what sets a condition, and what says nothing, is none. Names are the folded
// words of people who may be named in it.
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
	said := consentForm.ReplaceAllString(strings.Join(words, " "), "")
	return said == ""
}

// consentForm is the whole of a plain consent, in folded words; name stands for each name.
var consentForm = regexp.MustCompile(`^(?:` +
	`yes|agreed|consents?|agrees|` +
	`(?:yes )?(?:` + childWords + ` )?(?:` + consentWords + `)(?: ` + consentTo + `)?|` +
	`(?:yes )?(?:` + childWords + ` )?(?:wants|wishes|would like|is happy for|is content for|` +
	`is fine for|has agreed for|agrees for|agrees that|consents that) ` + askerWords +
	` (?:to |should |can |may |will )?(?:have|see|read|get|receive|has|sees|reads|gets|receives) ` + copyWords +
	`)$`)

const (
	childWords   = `(?:i|he|she|they|name(?: name)*|the child|the young person)`
	askerWords   = `(?:(?:his|her|their|my|the) )?(?:name(?: name)*|mother|father|mum|dad|mam|parents?|him|her|them|carer|guardian)`
	copyWords    = `(?:it|this|all|everything|all of it|(?:the|a|this) (?:record|records|copy|file)|(?:his|her|their|my) (?:record|records|file))`
	consentWords = `agrees?|agreed|consents?|consented|has agreed|has consented|have agreed|` +
		`is happy|is content|is fine|is willing|am happy|are happy|does not mind|doesn't mind|do not mind|` +
		`don't mind|did not mind|didn't mind|has no objections?|have no objections?`
	consentTo = `(?:to it|to this|to that|with it|with this|to the request|with the request|about it)`
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
