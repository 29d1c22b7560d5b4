package verify

import "casefile/internal/record"

func firstFound(fs record.Findings) string {
	for _, f := range fs {
		if f.Severity == record.Error {
			return f.String()
		}
	}
	return "it can't be read"
}
