package access

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// How a log calls files that stay, behind the kind of thing that each is.
const (
	fileUncopied = ", of which there is no redacted copy"
	fileReplaced = ", in whose place a redacted copy stands"
	fileWithheld = ", withheld with its entry"
)

// OfFile reports whether a line of a log is about an attached file that stays.
func OfFile(i disclose.LogItem) bool {
	return strings.HasSuffix(i.What, fileUncopied) || strings.HasSuffix(i.What, fileReplaced) ||
		strings.HasSuffix(i.What, fileWithheld)
}

// attached tells attachments that go with a copy from those that stay: a file
// goes where it is the redacted copy of another, or a decision keeps it. A file
// of an entry that is withheld stays.
func attached(items, redacted []cases.Item, d disclose.Decisions) (
	goes []record.ID, log disclose.Log,
) {
	shown := map[record.ID]bool{}
	for _, it := range redacted {
		shown[it.ID] = true
	}
	for _, versions := range versionsOf(items) {
		_, copied := versions[len(versions)-1].Link("replaces")
		one, decided := lastOn(d.Items, versions)
		kept := decided && one.Do == disclose.DoKeep && standsFor(one, versions)
		for _, it := range versions {
			switch {
			case it.Kind != record.KindAttachment || !shown[it.ID]:
			case copied || kept:
				goes = append(goes, it.ID)
			default:
				what := thing(it.Entry) + fileUncopied
				log = append(log, disclose.LogItem{Entry: it.Ref(), What: what,
					Exemption: disclose.ThirdParty, Count: 1})
			}
		}
	}
	return goes, replacedBy(items, goes, log)
}

// replacedBy says of files of which a redacted copy goes that they were replaced.
func replacedBy(items []cases.Item, goes []record.ID, log disclose.Log) disclose.Log {
	replaced := map[record.ID]bool{}
	for _, it := range items {
		if it.Entry == nil || !slices.Contains(goes, it.ID) {
			continue
		}
		for _, ref := range it.Links["replaces"] {
			replaced[ref.Entry] = true
		}
	}
	for i := range log {
		if replaced[log[i].Entry.Entry] {
			log[i].What = strings.TrimSuffix(log[i].What, fileUncopied) + fileReplaced
		}
	}
	return log
}

// withFiles has a log say of attachment entries that are withheld as a whole which kind of
// thing each file is.
func withFiles(log disclose.Log, items []cases.Item, leftOut func(record.ID) bool) disclose.Log {
	things := map[record.ID]string{}
	for _, it := range items {
		if readable(&it) && it.Kind == record.KindAttachment && leftOut(it.ID) {
			things[it.ID] = thing(it.Entry)
		}
	}
	out := slices.Clone(log)
	for i := range out {
		if kind := things[out[i].Entry.Entry]; kind != "" {
			out[i].What = kind + fileWithheld
		}
	}
	return out
}
